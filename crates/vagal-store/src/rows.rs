//! The statements: one insertion and one selection for each of the four tables of entries.
//!
//! Selections name every column, so that an added one changes nothing here until it is wanted.

use sqlx::AnyConnection;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, FromRow, Row};

use crate::wire::{At, CorrectionRow, EpisodeRow, InputRow, ReadingRow, Written};
use crate::{Entry, LineKind, Origin, StoreError};

/// Statements that may bind an absent number are prepared anew each time: sqlx 0.9 gives an absent double the type of a shorter
/// one, and PostgreSQL would hold the next number, which is there, to that type.
pub(crate) const KEPT: bool = false;

const INSERT_INPUT: &str = "INSERT INTO input (id, person, origin, unix_s, utc_offset_s, input, known_to, minutes, \
    pressure, pace, regions, practitioner, felt_release, booking_rating, booking, breaths_per_min, inhale_share) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (id) DO NOTHING";
const INSERT_READING: &str = "INSERT INTO reading (id, person, origin, unix_s, utc_offset_s, kind, region, \
    reading_value, standard_error, posture, sensor, device, breathing_per_min, window_s, corrected_pct) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (id) DO NOTHING";
const INSERT_EPISODE: &str = "INSERT INTO episode (id, person, origin, unix_s, utc_offset_s, interference, end_unix_s, \
    end_utc_offset_s, carried_load, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING";
const INSERT_CORRECTION: &str = "INSERT INTO correction (id, person, origin, unix_s, utc_offset_s, interference, \
    corrected_by, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";

/// Columns, table and condition of a selection; the list of columns is that of the insertion without the person.
macro_rules! select {
    ($columns:literal, $table:literal) => {
        [
            concat!(
                "SELECT id, origin, ",
                $columns,
                " FROM ",
                $table,
                " WHERE person = $1 ORDER BY unix_s, id"
            ),
            concat!("SELECT id, origin, ", $columns, " FROM ", $table, " WHERE id = $1"),
            concat!("DELETE FROM ", $table, " WHERE id = $1"),
        ]
    };
}

/// Everything of a person; one entry; its removal.
const fn statements(kind: LineKind) -> [&'static str; 3] {
    match kind {
        LineKind::Input => select!(
            "unix_s, utc_offset_s, input, known_to, minutes, pressure, pace, regions, practitioner, felt_release, booking_rating, booking, breaths_per_min, inhale_share",
            "input"
        ),
        LineKind::Reading => select!(
            "unix_s, utc_offset_s, kind, region, reading_value, standard_error, posture, sensor, device, breathing_per_min, window_s, corrected_pct",
            "reading"
        ),
        LineKind::Episode => select!(
            "unix_s, utc_offset_s, interference, end_unix_s, end_utc_offset_s, carried_load, note",
            "episode"
        ),
        LineKind::Correction => {
            select!("unix_s, utc_offset_s, interference, corrected_by, note", "correction")
        }
    }
}

/// Puts an entry there; false if its id was there already.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    person: &str,
    entry: &Entry,
) -> Result<bool, StoreError> {
    let start = |sql: &'static str, at: At| {
        sqlx::query(sql)
            .bind(entry.id.clone())
            .bind(person.to_owned())
            .bind(entry.origin.as_str().to_owned())
            .bind(at.unix_s)
            .bind(at.utc_offset_s)
    };
    let query: Query<'_, Any, AnyArguments> = match Written::of(&entry.line) {
        Written::Input(row) => start(INSERT_INPUT, row.at)
            .bind(row.input)
            .bind(row.known_to)
            .bind(row.minutes)
            .bind(row.pressure)
            .bind(row.pace)
            .bind(row.regions)
            .bind(row.practitioner)
            .bind(row.felt_release)
            .bind(row.booking_rating)
            .bind(row.booking)
            .bind(row.breaths_per_min)
            .bind(row.inhale_share),
        Written::Reading(row) => start(INSERT_READING, row.at)
            .bind(row.kind)
            .bind(row.region)
            .bind(row.reading_value)
            .bind(row.standard_error)
            .bind(row.posture)
            .bind(row.sensor)
            .bind(row.device)
            .bind(row.breathing_per_min)
            .bind(row.window_s)
            .bind(row.corrected_pct),
        Written::Episode(row) => start(INSERT_EPISODE, row.at)
            .bind(row.interference)
            .bind(row.end.end_unix_s)
            .bind(row.end.end_utc_offset_s)
            .bind(row.carried_load)
            .bind(row.note),
        Written::Correction(row) => start(INSERT_CORRECTION, row.at)
            .bind(row.interference)
            .bind(row.corrected_by)
            .bind(row.note),
    };
    Ok(query.persistent(KEPT).execute(connection).await?.rows_affected() > 0)
}

/// The entries of a person, each kind by time.
pub(crate) async fn select(
    connection: &mut AnyConnection,
    person: &str,
) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for kind in LineKind::ALL {
        let [all, ..] = statements(kind);
        let rows = sqlx::query(all).bind(person.to_owned()).fetch_all(&mut *connection).await?;
        for row in &rows {
            entries.push(entry(kind, row)?);
        }
    }
    Ok(entries)
}

/// The entry of an id.
pub(crate) async fn find(
    connection: &mut AnyConnection,
    kind: LineKind,
    id: &str,
) -> Result<Option<Entry>, StoreError> {
    let [_, one, _] = statements(kind);
    let row = sqlx::query(one).bind(id.to_owned()).fetch_optional(connection).await?;
    row.map(|row| entry(kind, &row)).transpose()
}

/// Takes an entry out; false if it was not there.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    kind: LineKind,
    id: &str,
) -> Result<bool, StoreError> {
    let [.., removal] = statements(kind);
    let result = sqlx::query(removal).bind(id.to_owned()).execute(connection).await?;
    Ok(result.rows_affected() > 0)
}

fn entry(kind: LineKind, row: &AnyRow) -> Result<Entry, StoreError> {
    let id: String = row.try_get("id")?;
    let written = match kind {
        LineKind::Input => Written::Input(InputRow::from_row(row)?),
        LineKind::Reading => Written::Reading(ReadingRow::from_row(row)?),
        LineKind::Episode => Written::Episode(EpisodeRow::from_row(row)?),
        LineKind::Correction => Written::Correction(CorrectionRow::from_row(row)?),
    };
    let line = written.line().map_err(|error| match error {
        StoreError::Unreadable { reason, .. } => {
            StoreError::unreadable(&format!("entry {id}"), reason)
        }
        other => other,
    })?;
    Ok(Entry { id, origin: Origin::stored(row.try_get("origin")?), line })
}
