//! Recordings that were imported and what models learned: both kept beside the diary, neither a part of it.

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
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

/// What a model learned about a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Name of the model and its settings, as it chooses.
    pub model: String,
    /// Sha-256 of the diary it was fitted to, so that an old posterior is known as such.
    pub diary_sha256: String,
    /// When it was fitted.
    pub fitted: Moment,
    /// The result, in a schema of the model's own.
    pub body: serde_json::Value,
}

/// The form of both in an archive.
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WrittenPosterior {
    model: String,
    diary_sha256: String,
    fitted: At,
    body: serde_json::Value,
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

pub(crate) async fn keep_posterior(
    connection: &mut AnyConnection,
    person: &str,
    posterior: &Posterior,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO posterior (person, model, diary_sha256, unix_s, utc_offset_s, body) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, model, diary_sha256) DO UPDATE \
        SET unix_s = excluded.unix_s, utc_offset_s = excluded.utc_offset_s, body = excluded.body";
    let at = At::of(posterior.fitted);
    sqlx::query(INSERT)
        .bind(person.to_owned())
        .bind(posterior.model.clone())
        .bind(posterior.diary_sha256.clone())
        .bind(at.unix_s)
        .bind(at.utc_offset_s)
        .bind(posterior.body.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn posteriors(
    connection: &mut AnyConnection,
    person: &str,
) -> Result<Vec<Posterior>, StoreError> {
    const SELECT: &str = "SELECT model, diary_sha256, unix_s, utc_offset_s, body FROM posterior WHERE person = $1 \
        ORDER BY unix_s DESC, model, diary_sha256";
    let rows = sqlx::query(SELECT).bind(person.to_owned()).fetch_all(connection).await?;
    let posterior = |row: &AnyRow| {
        let body: String = row.try_get("body")?;
        Ok(Posterior {
            model: row.try_get("model")?,
            diary_sha256: row.try_get("diary_sha256")?,
            fitted: At::from_row(row)?.moment()?,
            body: serde_json::from_str(&body)
                .map_err(|e| StoreError::unreadable("posterior", e))?,
        })
    };
    rows.iter().map(posterior).collect()
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

impl WrittenPosterior {
    pub(crate) fn of(posterior: &Posterior) -> Self {
        let Posterior { model, diary_sha256, fitted, body } = posterior.clone();
        Self { model, diary_sha256, fitted: At::of(fitted), body }
    }

    pub(crate) fn posterior(self) -> Result<Posterior, StoreError> {
        let Self { model, diary_sha256, fitted, body } = self;
        Ok(Posterior { model, diary_sha256, fitted: fitted.moment()?, body })
    }
}
