//! Archive: everything in a store as one JSON document that makes the same store again.

use serde::{Deserialize, Serialize};
use sqlx::Row;
use vagal_core::{Diary, Person};

use crate::entry::diary_of;
use crate::experiment::{self, Experiment, WrittenExperiment};

use crate::posterior::{self, Posterior, WrittenPosterior};
use crate::recording::{self, Recording, WrittenRecording};
use crate::store::enter;
use crate::wire::Written;
use crate::{Entry, Origin, Store, StoreError, rows};

/// Name of the schema, in every archive.
const SCHEMA: &str = "vagal.diary/1";

/// People with everything on file about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Archive {
    /// By id.
    pub people: Vec<PersonArchive>,
}

/// One person with everything on file.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonArchive {
    /// Who.
    pub person: Person,
    /// Every entry: inputs, readings, episodes, corrections, each by time.
    pub entries: Vec<Entry>,
    /// Ids of entries that were taken out.
    pub removed: Vec<String>,
    /// Recordings that were imported.
    pub recordings: Vec<Recording>,
    /// What models learned, without the draws: the diary is here, so that they can be drawn again.
    pub posteriors: Vec<Posterior>,
    /// Experiments as registered, with their looks.
    pub experiments: Vec<Experiment>,
}

impl PersonArchive {
    /// The diary of this person.
    pub fn diary(&self) -> Diary {
        diary_of(self.person.clone(), self.entries.iter().cloned())
    }
}

/// What a restored archive brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// People in the archive.
    pub people: usize,
    /// Entries that were not there before.
    pub new: usize,
    /// Entries that were there already.
    pub on_file: usize,
}

#[derive(Serialize, Deserialize)]
struct WrittenArchive {
    schema: String,
    people: Vec<WrittenPerson>,
}

#[derive(Serialize, Deserialize)]
struct WrittenPerson {
    id: String,
    #[serde(default)]
    name: Option<String>,
    entries: Vec<WrittenEntry>,
    #[serde(default)]
    removed: Vec<String>,
    #[serde(default)]
    recordings: Vec<WrittenRecording>,
    #[serde(default)]
    posteriors: Vec<WrittenPosterior>,
    #[serde(default)]
    experiments: Vec<WrittenExperiment>,
}

#[derive(Serialize, Deserialize)]
struct WrittenEntry {
    id: String,
    origin: String,
    #[serde(flatten)]
    line: Written,
}

impl Archive {
    /// The document, `vagal.diary/1`. The same content gives the same bytes.
    pub fn to_json(&self) -> serde_json::Value {
        let people = self.people.iter().map(|p| WrittenPerson {
            id: p.person.id.clone(),
            name: p.person.name.clone(),
            entries: p.entries.iter().map(WrittenEntry::of).collect(),
            removed: p.removed.clone(),
            recordings: p.recordings.iter().map(WrittenRecording::of).collect(),
            posteriors: p.posteriors.iter().map(WrittenPosterior::of).collect(),
            experiments: p.experiments.iter().map(WrittenExperiment::of).collect(),
        });
        let written = WrittenArchive { schema: SCHEMA.into(), people: people.collect() };
        serde_json::to_value(written).unwrap_or_default()
    }

    /// Reads such a document.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if it is another schema or something in it cannot be in a diary.
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        let document: serde_json::Value =
            serde_json::from_str(text).map_err(|e| StoreError::unreadable("archive", e))?;
        let schema = document.get("schema").and_then(|s| s.as_str()).unwrap_or("none");
        if schema != SCHEMA {
            let reason = format!("the schema is {schema}; {SCHEMA} is read");
            return Err(StoreError::unreadable("archive", reason));
        }
        let written: WrittenArchive =
            serde_json::from_value(document).map_err(|e| StoreError::unreadable("archive", e))?;
        let people = written.people.into_iter().map(WrittenPerson::archive);
        Ok(Self { people: people.collect::<Result<_, _>>()? })
    }
}

impl WrittenPerson {
    fn archive(self) -> Result<PersonArchive, StoreError> {
        let entries = self.entries.into_iter().map(WrittenEntry::entry);
        let recordings = self.recordings.into_iter().map(WrittenRecording::recording);
        let posteriors = self.posteriors.into_iter().map(WrittenPosterior::posterior);
        let experiments = self.experiments.into_iter().map(WrittenExperiment::experiment);
        Ok(PersonArchive {
            person: Person { id: self.id, name: self.name },
            entries: entries.collect::<Result<_, _>>()?,
            removed: self.removed,
            recordings: recordings.collect::<Result<_, _>>()?,
            posteriors: posteriors.collect::<Result<_, _>>()?,
            experiments: experiments.collect::<Result<_, _>>()?,
        })
    }
}

impl WrittenEntry {
    fn of(entry: &Entry) -> Self {
        let (id, origin) = (entry.id.clone(), entry.origin.as_str().to_owned());
        Self { id, origin, line: Written::of(&entry.line) }
    }

    fn entry(self) -> Result<Entry, StoreError> {
        let sound = self.id.len() == 16 && self.id.bytes().all(|b| b.is_ascii_hexdigit());
        if !sound {
            return Err(StoreError::unreadable("archive", format!("`{}` is no id", self.id)));
        }
        let place = format!("entry {}", self.id);
        let line = self.line.line().map_err(|error| match error {
            StoreError::Unreadable { reason, .. } => StoreError::unreadable(&place, reason),
            other => other,
        })?;
        Ok(Entry { id: self.id, origin: Origin::stored(self.origin), line })
    }
}

impl Store {
    /// Everything in the store, or everything about one person.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownPerson`], [`StoreError::Database`].
    pub fn export(&mut self, person: Option<&str>) -> Result<Archive, StoreError> {
        const REMOVED: &str = "SELECT id FROM removed WHERE person = $1 ORDER BY id";
        let people = match person {
            Some(id) => vec![self.person(id)?],
            None => self.people()?,
        };
        self.snapshot(async |connection| {
            let mut archive = Archive::default();
            for person in people {
                let rows = sqlx::query(REMOVED)
                    .bind(person.id.clone())
                    .fetch_all(&mut *connection)
                    .await?;
                archive.people.push(PersonArchive {
                    entries: rows::select(connection, &person.id).await?,
                    removed: rows.iter().map(|r| r.try_get("id")).collect::<Result<_, _>>()?,
                    recordings: recording::of(connection, &person.id).await?,
                    posteriors: posterior::of(connection, &person.id).await?,
                    experiments: experiment::of(connection, &person.id).await?,
                    person,
                });
            }
            Ok(archive)
        })
    }

    /// Puts an archive into the store, all of it or nothing. What is there already stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadPersonId`], [`StoreError::Database`].
    pub fn restore(&mut self, archive: &Archive) -> Result<Restored, StoreError> {
        const MARK: &str =
            "INSERT INTO removed (id, person) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
        self.transaction(async |connection| {
            let mut restored = Restored { people: archive.people.len(), ..Restored::default() };
            for part in &archive.people {
                let id = &part.person.id;
                enter(connection, &part.person).await?;
                for entry in &part.entries {
                    if rows::insert(connection, id, entry).await? {
                        restored.new += 1;
                    } else {
                        restored.on_file += 1;
                    }
                }
                for removed in &part.removed {
                    let mark = sqlx::query(MARK).bind(removed.clone()).bind(id.clone());
                    mark.execute(&mut *connection).await?;
                }
                for recording in &part.recordings {
                    recording::put(connection, id, recording).await?;
                }
                for posterior in &part.posteriors {
                    posterior::put(connection, id, posterior, None).await?;
                }
                for kept in &part.experiments {
                    experiment::put(connection, id, kept).await?;
                }
            }
            Ok(restored)
        })
    }
}
