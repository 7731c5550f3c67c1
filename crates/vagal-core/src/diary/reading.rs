//! Reading: one number of a diary with its moment, its standard error and the conditions it was taken in.

use super::kind::{READING_KINDS, ReadingKind};
use super::{BodyRegion, Moment, body_region};
use crate::Sensor;
use crate::session::Posture;

/// Why something cannot be a line of a diary.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DiaryError {
    /// No such kind in the registry.
    UnknownKind(String),
    /// No such region in the registry.
    UnknownRegion(String),
    /// The kind is not given by region.
    NotByRegion(&'static str),
    /// Not a number, or outside of what the kind takes.
    OutOfRange {
        /// What it was to be.
        what: &'static str,
        /// The number.
        value: f64,
        /// Smallest and largest that is taken.
        range: (f64, f64),
        /// Their unit.
        unit: &'static str,
    },
    /// A standard error that is not a positive number.
    NoStandardError(f64),
    /// An end before its onset.
    EndsBeforeOnset,
}

impl std::fmt::Display for DiaryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownKind(word) => write!(f, "`{word}` is no kind of reading"),
            Self::UnknownRegion(word) => write!(f, "`{word}` is no region of the body"),
            Self::NotByRegion(name) => write!(f, "{name} is not given by region of the body"),
            // The unit of a rating is its range.
            Self::OutOfRange { what, value, range: (low, high), unit }
                if unit.is_empty() || unit.starts_with("0-") =>
            {
                write!(f, "{what}: {value} lies outside of {low} to {high}")
            }
            Self::OutOfRange { what, value, range: (low, high), unit } => {
                write!(f, "{what}: {value} lies outside of {low} to {high} {unit}")
            }
            Self::NoStandardError(value) => write!(f, "{value} cannot be a standard error"),
            Self::EndsBeforeOnset => write!(f, "the end lies before the onset"),
        }
    }
}

impl std::error::Error for DiaryError {}

/// Under which conditions a reading was taken; `None` means not recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    /// How the body was held.
    pub posture: Option<Posture>,
    /// What it was picked up with.
    pub sensor: Option<Sensor>,
    /// Device or program.
    pub device: Option<String>,
    /// Breaths per minute.
    pub breathing_per_min: Option<f64>,
    /// Length of the window the value comes from, seconds.
    pub window_s: Option<f64>,
    /// Share of its intervals corrected, per cent.
    pub corrected_pct: Option<f64>,
}

/// One number with its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// When it was taken.
    pub moment: Moment,
    /// Standard error of the value, same unit, > 0; `None` where it is not known.
    standard_error: Option<f64>,
    /// Under which conditions.
    pub conditions: Conditions,
    kind: &'static ReadingKind,
    region: Option<&'static BodyRegion>,
    value: f64,
}

/// What may be put on one axis: readings of two different series are never merged, averaged or converted.
///
/// RMSSD and SDNN are different kinds; a pulse wave and electrodes are different sensors of the same kind; each region of the
/// body is its own. Ordered as the registries are.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// The kind.
    pub kind: &'static ReadingKind,
    /// The region, for a kind that is given by region.
    pub region: Option<&'static BodyRegion>,
    /// True if it comes from a pulse wave (PRV).
    pub pulse_wave: bool,
}

impl Reading {
    /// A reading of a kind of the registry, with the value in the unit of the kind (a logarithm where `log_of` says so).
    ///
    /// # Errors
    ///
    /// [`DiaryError`] for an identifier not in the registry or a value outside of its range.
    pub fn new(kind: &str, moment: Moment, value: f64) -> Result<Self, DiaryError> {
        let found = READING_KINDS.iter().find(|k| k.id == kind);
        let kind = found.ok_or_else(|| DiaryError::UnknownKind(kind.to_owned()))?;
        if !(kind.range.0..=kind.range.1).contains(&value) {
            let (what, unit) = (kind.name, kind.typed_unit());
            // Three decimals, or the detour over a logarithm shows.
            let typed = |v| (kind.to_typed(v) * 1e3).round() / 1e3;
            let (value, range) = (typed(value), (typed(kind.range.0), typed(kind.range.1)));
            return Err(DiaryError::OutOfRange { what, value, range, unit });
        }
        let (standard_error, conditions) = (None, Conditions::default());
        Ok(Self { moment, standard_error, conditions, kind, region: None, value })
    }

    /// The same at a region of the body.
    ///
    /// # Errors
    ///
    /// [`DiaryError`] for a region not in the registry or a kind that is not given by region.
    pub fn at_region(mut self, region: &str) -> Result<Self, DiaryError> {
        let found = body_region(region);
        let found = found.ok_or_else(|| DiaryError::UnknownRegion(region.to_owned()))?;
        if !self.kind.by_region {
            return Err(DiaryError::NotByRegion(self.kind.name));
        }
        self.region = Some(found);
        Ok(self)
    }

    /// The same with a standard error in the unit of the kind.
    ///
    /// # Errors
    ///
    /// [`DiaryError::NoStandardError`] unless finite and positive.
    pub fn with_standard_error(mut self, standard_error: f64) -> Result<Self, DiaryError> {
        if !(standard_error.is_finite() && standard_error > 0.0) {
            return Err(DiaryError::NoStandardError(standard_error));
        }
        self.standard_error = Some(standard_error);
        Ok(self)
    }

    /// The same under stated conditions.
    pub fn under(mut self, conditions: Conditions) -> Self {
        self.conditions = conditions;
        self
    }

    /// What was read.
    pub fn kind(&self) -> &'static ReadingKind {
        self.kind
    }

    /// Where on the body, for a kind that is given by region; `None` is the whole body.
    pub fn region(&self) -> Option<&'static BodyRegion> {
        self.region
    }

    /// The value in the unit of the kind.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Standard error in the unit of the kind, > 0; `None` where it is not known.
    pub fn standard_error(&self) -> Option<f64> {
        self.standard_error
    }

    /// With which other readings this one may be compared.
    pub fn series(&self) -> Series {
        let pulse_wave = self.conditions.sensor == Some(Sensor::Ppg);
        Series { kind: self.kind, region: self.region, pulse_wave }
    }
}

impl Series {
    fn key(&self) -> (usize, Option<usize>, bool) {
        let region = self
            .region
            .and_then(|region| super::BODY_REGIONS.iter().position(|r| r.id == region.id));
        (self.kind.rank(), region, self.pulse_wave)
    }
}

impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Series {}

impl PartialOrd for Series {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Series {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use super::super::kinds;
    use super::*;

    fn reading(kind: &str, value: f64) -> Result<Reading, DiaryError> {
        Reading::new(kind, Moment::new(0, 0).unwrap(), value)
    }

    #[test]
    fn doors_refuse_what_a_reading_cannot_be() {
        assert!(reading(kinds::TENSION, 10.5).is_err());
        assert!(reading(kinds::TENSION, f64::NAN).is_err());
        assert!(reading("mood_ring", 1.0).is_err());
        assert!(reading(kinds::STRESS, 4.0).unwrap().at_region("neck").is_err());
        assert!(reading(kinds::TENSION, 4.0).unwrap().at_region("tail").is_err());
        assert!(reading(kinds::TENSION, 4.0).unwrap().with_standard_error(0.0).is_err());
        let message = reading(kinds::LN_RMSSD_SPOT, 1000_f64.ln()).unwrap_err().to_string();
        assert!(message.contains(": 1000 lies outside of 1 to 500 ms"), "{message}");
    }

    #[test]
    fn region_and_sensor_part_series() {
        let whole = reading(kinds::TENSION, 4.0).unwrap();
        let neck = whole.clone().at_region("neck").unwrap();
        assert_ne!(whole.series(), neck.series());
        let strap = reading(kinds::LN_RMSSD_SPOT, 3.7).unwrap();
        let pulse = Conditions { sensor: Some(Sensor::Ppg), ..Conditions::default() };
        assert_ne!(strap.series(), strap.clone().under(pulse).series());
    }
}
