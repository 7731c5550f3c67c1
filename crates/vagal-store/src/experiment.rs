//! Experiments as registered, when they were stopped, and the looks that were taken: kept beside the diary.

use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, FromRow, Row};
use vagal_core::Moment;

use crate::wire::{At, End};
use crate::{Store, StoreError};

/// An experiment of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Sha-256 of what was registered, hexadecimal; its first figures name it.
    pub sha256: String,
    /// When it was registered.
    pub registered: Moment,
    /// The text of the file, as registered.
    pub text: String,
    /// When and why the person ended it.
    pub stopped: Option<(Moment, String)>,
    /// Looks taken, by number.
    pub looks: Vec<LookTaken>,
}

/// A look as it was when it was first taken.
#[derive(Clone, Debug, PartialEq)]
pub struct LookTaken {
    /// From 1.
    pub number: usize,
    /// When.
    pub taken: Moment,
    /// Sha-256 of the readings it saw.
    pub data_sha256: String,
    /// Identifier of its verdict.
    pub verdict: String,
    /// The difference that it had found; `None` where it went on, and for looks that were kept before differences were.
    pub estimate: Option<f64>,
    /// The interval of 95% around it, where there was one.
    pub interval: Option<(f64, f64)>,
}

/// The form in an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WrittenExperiment {
    sha256: String,
    registered: At,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stopped: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stopped_because: Option<String>,
    #[serde(default)]
    looks: Vec<WrittenLook>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct WrittenLook {
    number: usize,
    taken: At,
    data_sha256: String,
    verdict: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    estimate: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval: Option<(f64, f64)>,
}

impl WrittenExperiment {
    pub(crate) fn of(experiment: &Experiment) -> Self {
        let Experiment { sha256, registered, text, stopped, looks } = experiment.clone();
        let (stopped, stopped_because) = stopped.unzip();
        let look = |l: LookTaken| WrittenLook {
            number: l.number,
            taken: At::of(l.taken),
            data_sha256: l.data_sha256,
            verdict: l.verdict,
            estimate: l.estimate,
            interval: l.interval,
        };
        Self {
            sha256,
            registered: At::of(registered),
            text,
            stopped: stopped.map(At::of),
            stopped_because,
            looks: looks.into_iter().map(look).collect(),
        }
    }

    pub(crate) fn experiment(self) -> Result<Experiment, StoreError> {
        let look = |l: WrittenLook| -> Result<LookTaken, StoreError> {
            let taken = l.taken.moment()?;
            let WrittenLook { number, data_sha256, verdict, estimate, interval, .. } = l;
            Ok(LookTaken { number, taken, data_sha256, verdict, estimate, interval })
        };
        let stopped = self.stopped.map(At::moment).transpose()?;
        Ok(Experiment {
            sha256: self.sha256,
            registered: self.registered.moment()?,
            text: self.text,
            stopped: stopped.map(|at| (at, self.stopped_because.unwrap_or_default())),
            looks: self.looks.into_iter().map(look).collect::<Result<_, _>>()?,
        })
    }
}

pub(crate) async fn put(
    connection: &mut AnyConnection,
    person: &str,
    experiment: &Experiment,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO experiment (person, sha256, unix_s, utc_offset_s, body, stopped_unix_s, \
        stopped_utc_offset_s, stopped_because) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (person, sha256) DO NOTHING";
    let at = At::of(experiment.registered);
    let stopped = experiment.stopped.as_ref().map(|(at, _)| At::of(*at));
    sqlx::query(INSERT)
        .bind(person.to_owned())
        .bind(experiment.sha256.clone())
        .bind(at.unix_s)
        .bind(at.utc_offset_s)
        .bind(experiment.text.clone())
        .bind(stopped.map(|at| at.unix_s))
        .bind(stopped.map(|at| at.utc_offset_s))
        .bind(experiment.stopped.as_ref().map(|(_, why)| why.clone()))
        .execute(&mut *connection)
        .await?;
    for look in &experiment.looks {
        put_look(connection, person, &experiment.sha256, look).await?;
    }
    Ok(())
}

async fn put_look(
    connection: &mut AnyConnection,
    person: &str,
    sha256: &str,
    look: &LookTaken,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO experiment_look (person, sha256, look, unix_s, utc_offset_s, data_sha256, verdict, \
        estimate, interval_from, interval_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (person, sha256, look) DO NOTHING";
    let at = At::of(look.taken);
    sqlx::query(INSERT)
        .bind(person.to_owned())
        .bind(sha256.to_owned())
        .bind(look.number as i64)
        .bind(at.unix_s)
        .bind(at.utc_offset_s)
        .bind(look.data_sha256.clone())
        .bind(look.verdict.clone())
        .bind(look.estimate)
        .bind(look.interval.map(|(from, _)| from))
        .bind(look.interval.map(|(_, to)| to))
        .persistent(crate::rows::KEPT)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn of(
    connection: &mut AnyConnection,
    person: &str,
) -> Result<Vec<Experiment>, StoreError> {
    const SELECT: &str = "SELECT sha256, unix_s, utc_offset_s, body, stopped_unix_s AS end_unix_s, \
        stopped_utc_offset_s AS end_utc_offset_s, stopped_because FROM experiment WHERE person = $1 \
        ORDER BY unix_s, sha256";
    const LOOKS: &str = "SELECT sha256, look, unix_s, utc_offset_s, data_sha256, verdict, estimate, interval_from, \
        interval_to FROM experiment_look WHERE person = $1 ORDER BY look";
    let rows = sqlx::query(SELECT).bind(person.to_owned()).fetch_all(&mut *connection).await?;
    let looks = sqlx::query(LOOKS).bind(person.to_owned()).fetch_all(connection).await?;
    let mut all: Vec<Experiment> = rows.iter().map(read).collect::<Result<_, _>>()?;
    for row in &looks {
        let sha256: String = row.try_get("sha256")?;
        let number: i64 = row.try_get("look")?;
        let from: Option<f64> = row.try_get("interval_from")?;
        let look = LookTaken {
            number: usize::try_from(number).map_err(|e| StoreError::unreadable("look", e))?,
            taken: At::from_row(row)?.moment()?,
            data_sha256: row.try_get("data_sha256")?,
            verdict: row.try_get("verdict")?,
            estimate: row.try_get("estimate")?,
            interval: from.zip(row.try_get("interval_to")?),
        };
        all.iter_mut().filter(|e| e.sha256 == sha256).for_each(|e| e.looks.push(look.clone()));
    }
    Ok(all)
}

fn read(row: &AnyRow) -> Result<Experiment, StoreError> {
    let because: Option<String> = row.try_get("stopped_because")?;
    let stopped = End::from_row(row)?.moment()?;
    Ok(Experiment {
        sha256: row.try_get("sha256")?,
        registered: At::from_row(row)?.moment()?,
        text: row.try_get("body")?,
        stopped: stopped.map(|at| (at, because.unwrap_or_default())),
        looks: Vec::new(),
    })
}

impl Store {
    /// Registers an experiment of a person, who is entered if new; the very same is there once.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadPersonId`], [`StoreError::Database`].
    pub fn register(
        &mut self,
        person: &vagal_core::Person,
        experiment: &Experiment,
    ) -> Result<(), StoreError> {
        self.transaction(async |connection| {
            crate::store::enter(connection, person).await?;
            put(connection, &person.id, experiment).await
        })
    }

    /// Experiments of a person, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn experiments(&mut self, person: &str) -> Result<Vec<Experiment>, StoreError> {
        self.run(async |connection| of(connection, person).await)
    }

    /// Keeps looks that were taken; one that is kept already stays as it was.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn keep_looks(
        &mut self,
        person: &str,
        sha256: &str,
        looks: &[LookTaken],
    ) -> Result<(), StoreError> {
        self.transaction(async |connection| {
            for look in looks {
                put_look(connection, person, sha256, look).await?;
            }
            Ok(())
        })
    }

    /// Notes that a person ended an experiment; the first time counts.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`].
    pub fn stop_experiment(
        &mut self,
        person: &str,
        sha256: &str,
        at: Moment,
        because: &str,
    ) -> Result<(), StoreError> {
        const STOP: &str = "UPDATE experiment SET stopped_unix_s = $1, stopped_utc_offset_s = $2, stopped_because = $3 \
            WHERE person = $4 AND sha256 = $5 AND stopped_unix_s IS NULL";
        let at = At::of(at);
        self.transaction(async |connection| {
            sqlx::query(STOP)
                .bind(at.unix_s)
                .bind(at.utc_offset_s)
                .bind(because.to_owned())
                .bind(person.to_owned())
                .bind(sha256.to_owned())
                .execute(connection)
                .await?;
            Ok(())
        })
    }
}
