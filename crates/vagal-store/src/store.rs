//! Store: what is done with it, one transaction a call.

use sqlx::AnyConnection;
use sqlx::Row;
use sqlx::{Connection, Executor};
use tokio::runtime::Runtime;
use vagal_core::{Diary, Person};

use crate::entry::diary_of;
use crate::recording::{self, Recording};
use crate::{Entry, Line, LineKind, Origin, Place, StoreError, connect, rows};

/// People and their diaries in one place.
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("vagal-store-example-{}", std::process::id()));
/// use vagal_core::{InputEvent, Moment, Person};
/// use vagal_store::{Added, Line, Origin, Place, Store};
///
/// let mut store = Store::open(&Place::File(folder.join("diary.sqlite")))?;
/// let me = Person { id: "me".into(), name: None };
/// let start = Moment::parse("2026-11-14T10:05:00+01:00").unwrap();
/// let massage = Line::Input(InputEvent { minutes: Some(60.0), ..InputEvent::new("massage", start) });
/// let added = store.add(&me, &Origin::typed(), &[massage.clone()], &[])?;
/// assert_eq!(added[0].1, Added::New);
/// assert_eq!(store.add(&me, &Origin::typed(), &[massage], &[])?[0].1, Added::OnFile);
/// assert_eq!(store.diary("me")?.inputs().len(), 1);
/// # drop(store); std::fs::remove_dir_all(folder).unwrap();
/// # Ok::<(), vagal_store::StoreError>(())
/// ```
pub struct Store {
    runtime: Runtime,
    /// `None` only while it is being closed.
    connection: Option<AnyConnection>,
    place: Place,
}

/// What became of a line that was to be added.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// It is on file now.
    New,
    /// The very same was on file.
    OnFile,
    /// The same measurement is on file with another content, which was kept.
    Differs(Box<Line>),
    /// It was taken out by hand before, and stays out.
    Removed,
}

impl Store {
    /// Opens a store, and makes it if it is a file that is not there.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] or [`StoreError::Newer`].
    pub fn open(place: &Place) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| place.cannot_open(&e))?;
        let connection = runtime.block_on(connect::connect(place))?;
        Ok(Self { runtime, connection: Some(connection), place: place.clone() })
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Everybody, by id.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn people(&mut self) -> Result<Vec<Person>, StoreError> {
        self.run(async |connection| people(connection).await)
    }

    /// Adds lines and recordings of one person, who is entered if new, all or none of them. Tells what became of each line.
    ///
    /// What a person types goes in even if it was removed before; what an import brings does not.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadPersonId`], [`StoreError::Database`].
    pub fn add(
        &mut self,
        person: &Person,
        origin: &Origin,
        lines: &[Line],
        recordings: &[Recording],
    ) -> Result<Vec<(String, Added)>, StoreError> {
        let entries: Vec<Entry> =
            lines.iter().map(|line| Entry::new(&person.id, origin.clone(), line.clone())).collect();
        self.add_entries(person, &entries, recordings)
    }

    /// The same for lines of several origins.
    ///
    /// # Errors
    ///
    /// As [`Store::add`].
    pub fn add_entries(
        &mut self,
        person: &Person,
        entries: &[Entry],
        recordings: &[Recording],
    ) -> Result<Vec<(String, Added)>, StoreError> {
        self.transaction(async |connection| {
            enter(connection, person).await?;
            let mut became = Vec::with_capacity(entries.len());
            for entry in entries {
                let added = put(connection, &person.id, entry).await?;
                became.push((entry.id.clone(), added));
            }
            for recording in recordings {
                recording::put(connection, &person.id, recording).await?;
            }
            Ok(became)
        })
    }

    /// Everything that is on file about a person, each kind by time.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownPerson`], [`StoreError::Database`].
    pub fn entries(&mut self, person: &str) -> Result<Vec<Entry>, StoreError> {
        self.person(person)?;
        self.run(async |connection| rows::select(connection, person).await)
    }

    /// The diary of a person.
    ///
    /// # Errors
    ///
    /// As [`Store::entries`].
    pub fn diary(&mut self, person: &str) -> Result<Diary, StoreError> {
        let whose = self.person(person)?;
        Ok(diary_of(whose, self.entries(person)?))
    }

    /// The entry whose id begins with `id`, and whose it is.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSuchEntry`] if there is none or more than one.
    pub fn entry(&mut self, id: &str) -> Result<(Person, Entry), StoreError> {
        let mut found = Vec::new();
        for person in self.people()? {
            let entries = self.entries(&person.id)?;
            let like = entries.into_iter().filter(|e| !id.is_empty() && e.id.starts_with(id));
            found.extend(like.map(|e| (person.clone(), e)));
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            n => Err(StoreError::NoSuchEntry { id: id.to_owned(), found: n }),
        }
    }

    /// Puts another line in the place of one, under the same id.
    ///
    /// # Errors
    ///
    /// As [`Store::entry`].
    pub fn replace(&mut self, id: &str, line: Line) -> Result<Entry, StoreError> {
        let (person, old) = self.entry(id)?;
        let new = Entry { line, ..old.clone() };
        self.transaction(async |connection| {
            rows::delete(connection, old.line.kind(), &old.id).await?;
            rows::insert(connection, &person.id, &new).await?;
            Ok(())
        })?;
        self.empty_the_log()?;
        Ok(new)
    }

    /// Takes an entry out. Only its id stays behind, so that importing its file again does not bring it back.
    ///
    /// # Errors
    ///
    /// As [`Store::entry`].
    pub fn remove(&mut self, id: &str) -> Result<Entry, StoreError> {
        const MARK: &str =
            "INSERT INTO removed (id, person) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
        let (person, entry) = self.entry(id)?;
        self.transaction(async |connection| {
            rows::delete(connection, entry.line.kind(), &entry.id).await?;
            let mark = sqlx::query(MARK).bind(entry.id.clone()).bind(person.id.clone());
            mark.execute(connection).await?;
            Ok(())
        })?;
        self.empty_the_log()?;
        Ok(entry)
    }

    /// Recordings that were imported for a person, by content.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn recordings(&mut self, person: &str) -> Result<Vec<Recording>, StoreError> {
        self.run(async |connection| recording::of(connection, person).await)
    }

    /// Deletes everything about a person for good; everybody if none is named. Returns how many entries there were.
    ///
    /// In a file of SQLite the bytes are overwritten and the file is written anew. A server is told to rewrite its tables; its own
    /// backups and logs are its owner's.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownPerson`], [`StoreError::Database`].
    pub fn delete(&mut self, person: Option<&str>) -> Result<usize, StoreError> {
        let people = match person {
            Some(id) => vec![self.person(id)?],
            None => self.people()?,
        };
        let mut count = 0;
        for person in &people {
            count += self.entries(&person.id)?.len();
        }
        self.transaction(async |connection| {
            for person in &people {
                let removal = sqlx::query("DELETE FROM person WHERE id = $1");
                removal.bind(person.id.clone()).execute(&mut *connection).await?;
            }
            Ok(())
        })?;
        if self.place.file().is_some() {
            self.empty_the_log()?;
            self.execute("VACUUM")?;
            self.empty_the_log()?;
        } else {
            self.execute("VACUUM FULL")?;
        }
        Ok(count)
    }

    /// The person of an id.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownPerson`].
    pub fn person(&mut self, id: &str) -> Result<Person, StoreError> {
        let found = self.people()?.into_iter().find(|person| person.id == id);
        found.ok_or_else(|| StoreError::UnknownPerson(id.to_owned()))
    }

    /// All of it or nothing: commits if the work succeeded, and is rolled back if it did not.
    pub(crate) fn transaction<T, F>(&mut self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    {
        // A reader that turns into a writer may find that another was quicker; a writer from the start waits its turn.
        self.within(if self.place.file().is_some() { "BEGIN IMMEDIATE" } else { "BEGIN" }, work)
    }

    /// Reads everything as it was at one moment, whatever other programs add meanwhile.
    pub(crate) fn snapshot<T, F>(&mut self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    {
        // Every transaction of SQLite is one; a server has to be told.
        let server = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.within(if self.place.file().is_some() { "BEGIN" } else { server }, work)
    }

    fn within<T, F>(&mut self, begin: &'static str, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    {
        self.run(async |connection| {
            let mut transaction = connection.begin_with(begin).await?;
            let done = work(&mut transaction).await?;
            transaction.commit().await?;
            Ok(done)
        })
    }

    /// Writes the log of SQLite into the file and cuts it to nothing, so that it holds no page as it was before.
    fn empty_the_log(&mut self) -> Result<(), StoreError> {
        if self.place.file().is_some() {
            self.execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        Ok(())
    }

    fn execute(&mut self, statement: &'static str) -> Result<(), StoreError> {
        self.run(async |connection| {
            connection.execute(statement).await?;
            Ok(())
        })
    }

    pub(crate) fn run<T, F>(&mut self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    {
        let Self { runtime, connection, .. } = self;
        let connection = connection
            .as_mut()
            .ok_or_else(|| StoreError::Database("the store is closed".into()))?;
        runtime.block_on(work(connection))
    }
}

/// Closes the connection in order: the last one to leave a file of SQLite writes its log back and takes it away.
impl Drop for Store {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = self.runtime.block_on(connection.close());
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("place", &self.place).finish_non_exhaustive()
    }
}

async fn people(connection: &mut AnyConnection) -> Result<Vec<Person>, StoreError> {
    let rows = sqlx::query("SELECT id, name FROM person ORDER BY id").fetch_all(connection).await?;
    let person =
        |row: &sqlx::any::AnyRow| Ok(Person { id: row.try_get("id")?, name: row.try_get("name")? });
    rows.iter().map(person).collect()
}

/// Enters a person who is new; a name that is given replaces the one on file.
pub(crate) async fn enter(
    connection: &mut AnyConnection,
    person: &Person,
) -> Result<(), StoreError> {
    const ENTER: &str = "INSERT INTO person (id, name) VALUES ($1, $2) \
        ON CONFLICT (id) DO UPDATE SET name = COALESCE(excluded.name, person.name)";
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let sound = (1..=64).contains(&person.id.len()) && person.id.chars().all(plain);
    if !sound {
        return Err(StoreError::BadPersonId(person.id.clone()));
    }
    let query = sqlx::query(ENTER).bind(person.id.clone()).bind(person.name.clone());
    query.execute(connection).await?;
    Ok(())
}

async fn put(
    connection: &mut AnyConnection,
    person: &str,
    entry: &Entry,
) -> Result<Added, StoreError> {
    let removed = sqlx::query("SELECT id FROM removed WHERE id = $1").bind(entry.id.clone());
    if removed.fetch_optional(&mut *connection).await?.is_some() {
        if entry.origin != Origin::typed() {
            return Ok(Added::Removed);
        }
        let forget = sqlx::query("DELETE FROM removed WHERE id = $1").bind(entry.id.clone());
        forget.execute(&mut *connection).await?;
    }
    if rows::insert(connection, person, entry).await? {
        return Ok(Added::New);
    }
    let kind: LineKind = entry.line.kind();
    match rows::find(connection, kind, &entry.id).await? {
        Some(there) if there.line != entry.line => Ok(Added::Differs(Box::new(there.line))),
        _ => Ok(Added::OnFile),
    }
}
