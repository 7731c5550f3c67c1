//! What is done and what happens: inputs, episodes of interference, corrections of a driver.

use super::{BodyRegion, DiaryError, Moment};

/// A rating: 0 nothing at all, 10 the most imaginable.
pub const RATING_RANGE: (f64, f64) = (0.0, 10.0);
/// Load of an episode: 0 none, 1 as heavy as the person knows it.
pub const LOAD_RANGE: (f64, f64) = (0.0, 1.0);

/// How firmly a massage worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pressure {
    /// The skin moves.
    Light,
    /// The tissue below the skin moves.
    Moderate,
    /// Close to discomfort.
    Deep,
}

impl Pressure {
    /// Every pressure, from light to deep.
    pub const ALL: [Self; 3] = [Self::Light, Self::Moderate, Self::Deep];

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Moderate => "moderate",
            Self::Deep => "deep",
        }
    }
}

/// How quickly the hands moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pace {
    /// Up to about 10 cm/s.
    Slow,
    /// Between.
    Medium,
    /// Brisk, as before sport.
    Fast,
}

impl Pace {
    /// Every pace, from slow to fast.
    pub const ALL: [Self; 3] = [Self::Slow, Self::Medium, Self::Fast];

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Medium => "medium",
            Self::Fast => "fast",
        }
    }
}

/// What decided that the input was given when it was. The model of a person needs it: who books on bad days recovers anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Booking {
    /// A draw, as of an experiment.
    Random,
    /// A plan made long before.
    Schedule,
    /// How the person felt.
    Need,
}

impl Booking {
    /// Every way of booking.
    pub const ALL: [Self; 3] = [Self::Random, Self::Schedule, Self::Need];

    /// Stable identifier for JSON and the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Schedule => "schedule",
            Self::Need => "need",
        }
    }
}

/// How well the start of an input is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// As given.
    #[default]
    Minute,
    /// At some time of that local day, before the moment: a tag on a reading taken afterwards.
    DayBefore,
}

impl Precision {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Minute, Self::DayBefore];

    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::DayBefore => "day_before",
        }
    }
}

/// An input as it was given; `None` means not recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct InputEvent {
    /// Identifier of the input in the evidence ledger.
    pub input: String,
    /// When it began.
    pub start: Moment,
    /// How well `start` is known.
    pub precision: Precision,
    /// How long, minutes.
    pub minutes: Option<f64>,
    /// How firmly.
    pub pressure: Option<Pressure>,
    /// How quickly.
    pub pace: Option<Pace>,
    /// Breaths a minute that were paced, where breathing is what was done.
    pub breaths_per_min: Option<f64>,
    /// Share of each breath spent breathing in, 0 to 1.
    pub inhale_share: Option<f64>,
    /// Where; empty if not recorded.
    pub regions: Vec<&'static BodyRegion>,
    /// By whom.
    pub practitioner: Option<String>,
    /// Felt release right after, 0 to 10. A rating, never inferred.
    pub felt_release: Option<f64>,
    /// How much the person felt in need of it when it was booked, 0 to 10.
    pub booking_rating: Option<f64>,
    /// What decided the day.
    pub booking: Option<Booking>,
}

/// Length of an input that is taken, minutes: up to a day (a night of sleep is an input too).
const MINUTES: (f64, f64) = (0.0, 1440.0);
/// Breathing that is taken, breaths a minute: what a person can be paced at.
const BREATHS_PER_MIN: (f64, f64) = (1.0, 60.0);
/// Share of a breath that is taken.
const INHALE_SHARE: (f64, f64) = (0.1, 0.9);

impl InputEvent {
    /// An input of which only kind and start are known.
    pub fn new(input: &str, start: Moment) -> Self {
        Self {
            input: input.to_owned(),
            start,
            precision: Precision::Minute,
            minutes: None,
            pressure: None,
            pace: None,
            breaths_per_min: None,
            inhale_share: None,
            regions: Vec::new(),
            practitioner: None,
            felt_release: None,
            booking_rating: None,
            booking: None,
        }
    }

    /// Returns the event if every number lies where it can.
    ///
    /// # Errors
    ///
    /// [`DiaryError::OutOfRange`].
    pub fn checked(self) -> Result<Self, DiaryError> {
        within("length", self.minutes, MINUTES, "min")?;
        within("breathing", self.breaths_per_min, BREATHS_PER_MIN, "/min")?;
        within("inhale share", self.inhale_share, INHALE_SHARE, "")?;
        within("felt release", self.felt_release, RATING_RANGE, "0-10")?;
        within("rating at booking", self.booking_rating, RATING_RANGE, "0-10")?;
        Ok(self)
    }

    /// When it ended; its start where the length is not known.
    pub fn end(&self) -> Moment {
        let length_s = (self.minutes.unwrap_or(0.0) * 60.0) as i64;
        let end = self.start.unix_s().saturating_add(length_s);
        Moment::new(end, self.start.utc_offset_s()).unwrap_or(self.start)
    }
}

/// Interference that came and perhaps went.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// Identifier of the interference kind in the evidence ledger.
    pub interference: String,
    /// When it began.
    pub onset: Moment,
    /// When it ended; `None` while it lasts.
    pub end: Option<Moment>,
    load: f64,
    /// In the person's own words.
    pub note: Option<String>,
}

impl Episode {
    /// An episode with its load, 0 none to 1 as heavy as the person knows it.
    ///
    /// # Errors
    ///
    /// [`DiaryError`] for a load outside of 0 to 1 or an end before the onset.
    pub fn new(
        interference: &str,
        onset: Moment,
        end: Option<Moment>,
        load: f64,
    ) -> Result<Self, DiaryError> {
        within("load", Some(load), LOAD_RANGE, "")?;
        if end.is_some_and(|end| end < onset) {
            return Err(DiaryError::EndsBeforeOnset);
        }
        Ok(Self { interference: interference.to_owned(), onset, end, load, note: None })
    }

    /// Load while it lasts, 0 to 1.
    pub fn load(&self) -> f64 {
        self.load
    }

    /// Load at a moment: 0 outside of the episode.
    pub fn load_at(&self, moment: Moment) -> f64 {
        let inside = self.onset <= moment && self.end.is_none_or(|end| moment < end);
        if inside { self.load } else { 0.0 }
    }
}

/// A driver of interference that was removed on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverCorrection {
    /// Identifier of the interference kind in the evidence ledger.
    pub interference: String,
    /// From when it counts as corrected.
    pub moment: Moment,
    /// Who did or recorded it.
    pub by: Option<String>,
    /// What was done.
    pub note: Option<String>,
}

fn within(
    what: &'static str,
    value: Option<f64>,
    range: (f64, f64),
    unit: &'static str,
) -> Result<(), DiaryError> {
    match value {
        Some(value) if !(range.0..=range.1).contains(&value) => {
            Err(DiaryError::OutOfRange { what, value, range, unit })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(unix_s: i64) -> Moment {
        Moment::new(unix_s, 0).unwrap()
    }

    #[test]
    fn load_counts_only_inside_an_episode() {
        let episode = Episode::new("illness", at(100), Some(at(200)), 0.7).unwrap();
        assert_eq!([99, 100, 199, 200].map(|t| episode.load_at(at(t))), [0.0, 0.7, 0.7, 0.0]);
        let lasting = Episode::new("stress", at(100), None, 0.5).unwrap();
        assert_eq!(lasting.load_at(at(1_000_000)), 0.5);
        assert_eq!(
            Episode::new("stress", at(100), Some(at(99)), 0.5),
            Err(DiaryError::EndsBeforeOnset)
        );
        assert!(Episode::new("stress", at(100), None, 1.5).is_err());
    }

    #[test]
    fn an_input_has_numbers_that_can_be() {
        let event = InputEvent { minutes: Some(60.0), ..InputEvent::new("massage", at(0)) };
        assert_eq!(event.clone().checked().unwrap().end(), at(3600));
        assert!(InputEvent { felt_release: Some(11.0), ..event.clone() }.checked().is_err());
        assert!(InputEvent { breaths_per_min: Some(0.1), ..event.clone() }.checked().is_err());
        assert!(InputEvent { inhale_share: Some(40.0), ..event.clone() }.checked().is_err());
        assert!(InputEvent { minutes: Some(f64::NAN), ..event }.checked().is_err());
    }
}
