//! Recordings that were imported: kept beside the diary, no part of it.

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use sqlx::Row;
use sqlx::any::AnyRow;
use vagal_core::Moment;

use crate::StoreError;
use crate::wire::At;

/// A recording as it was when it was imported. Its bytes stay where they are; it is known by their content, not by their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Sha-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Name of the file without folders.
    pub name: String,
    /// Identifier of the format.
    pub format: String,
    /// Identifier of the sensor.
    pub sensor: String,
    /// When it began, where that is known.
    pub start: Option<Moment>,
    /// Length, seconds.
    pub duration_s: Option<f64>,
    /// What was made of it or why nothing, in words.
    pub derived: String,
}

/// The form in an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WrittenRecording {
    sha256: String,
    name: String,
    format: String,
    sensor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration_s: Option<f64>,
    derived: String,
}

pub(crate) async fn put(
    connection: &mut AnyConnection,
    person: &str,
    recording: &Recording,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO recording (person, sha256, name, format, sensor, unix_s, utc_offset_s, duration_s, \
        derived) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (person, sha256) DO NOTHING";
    sqlx::query(INSERT)
        .bind(person.to_owned())
        .bind(recording.sha256.clone())
        .bind(recording.name.clone())
        .bind(recording.format.clone())
        .bind(recording.sensor.clone())
        .bind(recording.start.map(Moment::unix_s))
        .bind(recording.start.map(|s| i64::from(s.utc_offset_s())))
        .bind(recording.duration_s)
        .bind(recording.derived.clone())
        .persistent(crate::rows::KEPT)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn of(
    connection: &mut AnyConnection,
    person: &str,
) -> Result<Vec<Recording>, StoreError> {
    const SELECT: &str = "SELECT sha256, name, format, sensor, unix_s, utc_offset_s, duration_s, derived FROM recording \
        WHERE person = $1 ORDER BY unix_s, sha256";
    let rows = sqlx::query(SELECT).bind(person.to_owned()).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Recording, StoreError> {
    let unix_s: Option<i64> = row.try_get("unix_s")?;
    let utc_offset_s: Option<i64> = row.try_get("utc_offset_s")?;
    let at = unix_s.zip(utc_offset_s).map(|(unix_s, utc_offset_s)| At { unix_s, utc_offset_s });
    Ok(Recording {
        sha256: row.try_get("sha256")?,
        name: row.try_get("name")?,
        format: row.try_get("format")?,
        sensor: row.try_get("sensor")?,
        start: at.map(At::moment).transpose()?,
        duration_s: row.try_get("duration_s")?,
        derived: row.try_get("derived")?,
    })
}

impl WrittenRecording {
    pub(crate) fn of(recording: &Recording) -> Self {
        let Recording { sha256, name, format, sensor, start, duration_s, derived } =
            recording.clone();
        Self { sha256, name, format, sensor, start: start.map(At::of), duration_s, derived }
    }

    pub(crate) fn recording(self) -> Result<Recording, StoreError> {
        let Self { sha256, name, format, sensor, start, duration_s, derived } = self;
        let start = start.map(At::moment).transpose()?;
        Ok(Recording { sha256, name, format, sensor, start, duration_s, derived })
    }
}
