//! The written form of a line, shared by the tables and by JSON: plain text and numbers, checked on the way back.

use serde::{Deserialize, Serialize};
use vagal_core::diary::{BodyRegion, body_region};
use vagal_core::session::Posture;
use vagal_core::{
    Booking, Conditions, DriverCorrection, Episode, InputEvent, Moment, Pace, Precision, Pressure,
    Reading, Sensor,
};

use crate::{Line, StoreError};

/// A moment: two columns in a table, `2026-11-14T10:05:00+01:00` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, sqlx::FromRow)]
pub(crate) struct At {
    pub(crate) unix_s: i64,
    pub(crate) utc_offset_s: i64,
}

/// The end of an episode: the same with other names, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, sqlx::FromRow)]
pub(crate) struct End {
    pub(crate) end_unix_s: Option<i64>,
    pub(crate) end_utc_offset_s: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct InputRow {
    #[sqlx(flatten)]
    pub(crate) at: At,
    pub(crate) input: String,
    pub(crate) known_to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) minutes: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pressure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pace: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) breaths_per_min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) inhale_share: Option<f64>,
    #[serde(default, with = "listed", skip_serializing_if = "String::is_empty")]
    pub(crate) regions: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) practitioner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) felt_release: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) booking_rating: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) booking: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct ReadingRow {
    #[sqlx(flatten)]
    pub(crate) at: At,
    pub(crate) kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(rename = "value")]
    pub(crate) reading_value: f64,
    /// Written so that a reader of the JSON need not look it up, and checked so that nobody's unit is guessed.
    #[sqlx(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) standard_error: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) posture: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sensor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) device: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) breathing_per_min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) window_s: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) corrected_pct: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct EpisodeRow {
    #[sqlx(flatten)]
    pub(crate) at: At,
    pub(crate) interference: String,
    #[sqlx(flatten)]
    #[serde(default = "End::none", skip_serializing_if = "End::is_none")]
    pub(crate) end: End,
    #[serde(rename = "load")]
    pub(crate) carried_load: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct CorrectionRow {
    #[sqlx(flatten)]
    pub(crate) at: At,
    pub(crate) interference: String,
    #[serde(rename = "by", default, skip_serializing_if = "Option::is_none")]
    pub(crate) corrected_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// Any of the four, told apart in JSON by `entry`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub(crate) enum Written {
    Input(InputRow),
    Reading(ReadingRow),
    Episode(EpisodeRow),
    Correction(CorrectionRow),
}

/// A line as the JSON object that archives and `vagal diary --json` hold.
pub fn line_to_json(line: &Line) -> serde_json::Value {
    serde_json::to_value(Written::of(line)).unwrap_or_default()
}

/// A line from such an object.
///
/// # Errors
///
/// [`StoreError::Unreadable`] with what is wrong: a field missing, a kind that does not exist, a number outside of its range.
pub fn line_from_json(value: &serde_json::Value) -> Result<Line, StoreError> {
    let written: Written =
        serde_json::from_value(value.clone()).map_err(|e| StoreError::unreadable("entry", e))?;
    written.line()
}

impl Written {
    pub(crate) fn of(line: &Line) -> Self {
        let id = |text: &'static str| text.to_owned();
        match line {
            Line::Input(input) => Self::Input(InputRow {
                at: At::of(input.start),
                input: input.input.clone(),
                known_to: id(input.precision.id()),
                minutes: input.minutes,
                pressure: input.pressure.map(|p| id(p.id())),
                pace: input.pace.map(|p| id(p.id())),
                breaths_per_min: input.breaths_per_min,
                inhale_share: input.inhale_share,
                regions: input.regions.iter().map(|r| r.id).collect::<Vec<_>>().join(","),
                practitioner: input.practitioner.clone(),
                felt_release: input.felt_release,
                booking_rating: input.booking_rating,
                booking: input.booking.map(|b| id(b.id())),
            }),
            Line::Reading(reading) => Self::Reading(ReadingRow {
                at: At::of(reading.moment),
                kind: id(reading.kind().id),
                region: reading.region().map(|r| id(r.id)),
                reading_value: reading.value(),
                unit: Some(id(reading.kind().unit)),
                standard_error: reading.standard_error(),
                posture: reading.conditions.posture.map(|p| id(p.id())),
                sensor: reading.conditions.sensor.map(|s| id(s.id())),
                device: reading.conditions.device.clone(),
                breathing_per_min: reading.conditions.breathing_per_min,
                window_s: reading.conditions.window_s,
                corrected_pct: reading.conditions.corrected_pct,
            }),
            Line::Episode(episode) => Self::Episode(EpisodeRow {
                at: At::of(episode.onset),
                interference: episode.interference.clone(),
                end: End {
                    end_unix_s: episode.end.map(Moment::unix_s),
                    end_utc_offset_s: episode.end.map(|e| e.utc_offset_s().into()),
                },
                carried_load: episode.load(),
                note: episode.note.clone(),
            }),
            Line::Correction(correction) => Self::Correction(CorrectionRow {
                at: At::of(correction.moment),
                interference: correction.interference.clone(),
                corrected_by: correction.by.clone(),
                note: correction.note.clone(),
            }),
        }
    }

    pub(crate) fn line(self) -> Result<Line, StoreError> {
        Ok(match self {
            Self::Input(row) => Line::Input(row.event()?),
            Self::Reading(row) => Line::Reading(row.reading()?),
            Self::Episode(row) => {
                let end = row.end.moment()?;
                let mut episode =
                    Episode::new(&row.interference, row.at.moment()?, end, row.carried_load)?;
                episode.note = row.note;
                Line::Episode(episode)
            }
            Self::Correction(row) => Line::Correction(DriverCorrection {
                interference: row.interference,
                moment: row.at.moment()?,
                by: row.corrected_by,
                note: row.note,
            }),
        })
    }
}

impl InputRow {
    fn event(self) -> Result<InputEvent, StoreError> {
        let regions = self.regions.split(',').filter(|word| !word.is_empty());
        let event = InputEvent {
            start: self.at.moment()?,
            precision: named(&Precision::ALL, Precision::id, &self.known_to)?,
            minutes: self.minutes,
            pressure: optional(&Pressure::ALL, Pressure::id, self.pressure.as_deref())?,
            pace: optional(&Pace::ALL, Pace::id, self.pace.as_deref())?,
            breaths_per_min: self.breaths_per_min,
            inhale_share: self.inhale_share,
            regions: regions.map(region).collect::<Result<_, _>>()?,
            practitioner: self.practitioner,
            felt_release: self.felt_release,
            booking_rating: self.booking_rating,
            booking: optional(&Booking::ALL, Booking::id, self.booking.as_deref())?,
            input: self.input,
        };
        Ok(event.checked()?)
    }
}

impl ReadingRow {
    fn reading(self) -> Result<Reading, StoreError> {
        const SENSORS: [Sensor; 4] =
            [Sensor::Ecg, Sensor::ChestStrap, Sensor::Ppg, Sensor::Unknown];
        let mut reading = Reading::new(&self.kind, self.at.moment()?, self.reading_value)?;
        if let Some(unit) = self.unit.filter(|unit| unit != reading.kind().unit) {
            let kept = reading.kind().unit;
            return Err(StoreError::unreadable(
                &self.kind,
                format!("the value is in {unit}, and is kept in {kept}"),
            ));
        }
        if let Some(region) = &self.region {
            reading = reading.at_region(region)?;
        }
        if let Some(standard_error) = self.standard_error {
            reading = reading.with_standard_error(standard_error)?;
        }
        Ok(reading.under(Conditions {
            posture: optional(&Posture::ALL, Posture::id, self.posture.as_deref())?,
            sensor: optional(&SENSORS, Sensor::id, self.sensor.as_deref())?,
            device: self.device,
            breathing_per_min: self.breathing_per_min,
            window_s: self.window_s,
            corrected_pct: self.corrected_pct,
        }))
    }
}

impl At {
    pub(crate) fn of(moment: Moment) -> Self {
        Self { unix_s: moment.unix_s(), utc_offset_s: moment.utc_offset_s().into() }
    }

    pub(crate) fn moment(self) -> Result<Moment, StoreError> {
        let offset_s = i32::try_from(self.utc_offset_s).ok();
        offset_s.and_then(|offset_s| Moment::new(self.unix_s, offset_s)).ok_or_else(|| {
            StoreError::unreadable("time", format!("{} s is no moment", self.unix_s))
        })
    }
}

impl End {
    fn none() -> Self {
        Self { end_unix_s: None, end_utc_offset_s: None }
    }

    fn is_none(&self) -> bool {
        self.end_unix_s.is_none()
    }

    pub(crate) fn moment(self) -> Result<Option<Moment>, StoreError> {
        let Some(unix_s) = self.end_unix_s else { return Ok(None) };
        At { unix_s, utc_offset_s: self.end_utc_offset_s.unwrap_or(0) }.moment().map(Some)
    }
}

/// The item of a list whose identifier is `text`.
fn named<T: Copy>(all: &[T], id: fn(T) -> &'static str, text: &str) -> Result<T, StoreError> {
    let found = all.iter().copied().find(|item| id(*item) == text);
    found.ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|item| id(*item)).collect();
        StoreError::unreadable("entry", format!("`{text}` is none of {}", ids.join(", ")))
    })
}

fn optional<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    text: Option<&str>,
) -> Result<Option<T>, StoreError> {
    text.map(|text| named(all, id, text)).transpose()
}

fn region(word: &str) -> Result<&'static BodyRegion, StoreError> {
    body_region(word).ok_or_else(|| {
        StoreError::unreadable("entry", format!("`{word}` is no region of the body"))
    })
}

impl Serialize for At {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let moment = self.moment().map_err(serde::ser::Error::custom)?;
        serializer.collect_str(&moment)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let moment = Moment::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is no moment; write it like 2026-11-14T10:05:00+01:00"
            ))
        })?;
        Ok(Self::of(moment))
    }
}

impl Serialize for End {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.moment().map_err(serde::ser::Error::custom)? {
            Some(moment) => serializer.collect_str(&moment),
            None => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for End {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let at = Option::<At>::deserialize(deserializer)?;
        Ok(Self {
            end_unix_s: at.map(|at| at.unix_s),
            end_utc_offset_s: at.map(|at| at.utc_offset_s),
        })
    }
}

/// `neck,shoulders` in a table, `["neck", "shoulders"]` in JSON.
mod listed {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(text.split(',').filter(|word| !word.is_empty()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<String, D::Error> {
        Ok(Vec::<String>::deserialize(deserializer)?.join(","))
    }
}
