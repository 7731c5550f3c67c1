//! What models learned of a person, kept beside the diary: one a day, the draws of the newest only.

use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, FromRow, Row};
use vagal_core::Moment;

use crate::wire::At;
use crate::{Store, StoreError};

/// Seconds of a day.
const DAY_S: i64 = 86_400;

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

/// The form in an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WrittenPosterior {
    model: String,
    diary_sha256: String,
    fitted: At,
    body: serde_json::Value,
}

/// Puts one in, unless there is one of the same model and the same diary.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    person: &str,
    posterior: &Posterior,
    draws: Option<&str>,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO posterior (person, model, diary_sha256, unix_s, utc_offset_s, body, draws) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person, model, diary_sha256) DO NOTHING";
    let at = At::of(posterior.fitted);
    sqlx::query(INSERT)
        .bind(person.to_owned())
        .bind(posterior.model.clone())
        .bind(posterior.diary_sha256.clone())
        .bind(at.unix_s)
        .bind(at.utc_offset_s)
        .bind(posterior.body.to_string())
        .bind(draws.map(str::to_owned))
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes room: older ones lose their draws, and those of the same local day or the same diary go.
async fn make_room(
    connection: &mut AnyConnection,
    person: &str,
    posterior: &Posterior,
) -> Result<(), StoreError> {
    const THIN: &str =
        "UPDATE posterior SET draws = NULL WHERE person = $1 AND model = $2 AND draws IS NOT NULL";
    const REPLACED: &str = "DELETE FROM posterior WHERE person = $1 AND model = $2 \
        AND (diary_sha256 = $3 OR (unix_s + utc_offset_s >= $4 AND unix_s + utc_offset_s < $5))";
    let At { unix_s, utc_offset_s } = At::of(posterior.fitted);
    let midnight = (unix_s + utc_offset_s).div_euclid(DAY_S) * DAY_S;
    sqlx::query(THIN)
        .bind(person.to_owned())
        .bind(posterior.model.clone())
        .execute(&mut *connection)
        .await?;
    sqlx::query(REPLACED)
        .bind(person.to_owned())
        .bind(posterior.model.clone())
        .bind(posterior.diary_sha256.clone())
        .bind(midnight)
        .bind(midnight + DAY_S)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn of(
    connection: &mut AnyConnection,
    person: &str,
) -> Result<Vec<Posterior>, StoreError> {
    const SELECT: &str = "SELECT model, diary_sha256, unix_s, utc_offset_s, body FROM posterior WHERE person = $1 \
        ORDER BY unix_s DESC, model, diary_sha256";
    let rows = sqlx::query(SELECT).bind(person.to_owned()).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Posterior, StoreError> {
    let body: String = row.try_get("body")?;
    Ok(Posterior {
        model: row.try_get("model")?,
        diary_sha256: row.try_get("diary_sha256")?,
        fitted: At::from_row(row)?.moment()?,
        body: serde_json::from_str(&body).map_err(|e| StoreError::unreadable("posterior", e))?,
    })
}

impl Store {
    /// Keeps what a model learned about a person, with the draws behind it as text of the model's own.
    ///
    /// It takes the place of what the same model learned on the same local day or from the same diary, and older ones lose their draws: one a
    /// day stays to be looked back at, and only the newest can be asked anew.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownPerson`], [`StoreError::Database`].
    pub fn keep_posterior(
        &mut self,
        person: &str,
        posterior: &Posterior,
        draws: &str,
    ) -> Result<(), StoreError> {
        self.person(person)?;
        self.transaction(async |connection| {
            make_room(connection, person, posterior).await?;
            put(connection, person, posterior, Some(draws)).await
        })
    }

    /// What models learned about a person, the latest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn posteriors(&mut self, person: &str) -> Result<Vec<Posterior>, StoreError> {
        self.run(async |connection| of(connection, person).await)
    }

    /// What a model learned from a diary of this content, with its draws; `None` where nothing is kept, or without draws.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn posterior_of(
        &mut self,
        person: &str,
        model: &str,
        diary_sha256: &str,
    ) -> Result<Option<(Posterior, String)>, StoreError> {
        const SELECT: &str = "SELECT model, diary_sha256, unix_s, utc_offset_s, body, draws FROM posterior \
            WHERE person = $1 AND model = $2 AND diary_sha256 = $3 AND draws IS NOT NULL";
        self.run(async |connection| {
            let row = sqlx::query(SELECT)
                .bind(person.to_owned())
                .bind(model.to_owned())
                .bind(diary_sha256.to_owned())
                .fetch_optional(connection)
                .await?;
            row.as_ref().map(|row| Ok((read(row)?, row.try_get("draws")?))).transpose()
        })
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
