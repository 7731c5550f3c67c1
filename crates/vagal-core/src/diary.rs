//! Diary: what one person did, felt and measured over weeks; what the model of a person takes.
//!
//! ```text
//! Diary = Person + InputEvent… + Reading… + Episode… + DriverCorrection…      each list in order of time
//! ```
//!
//! Kinds of input and of interference are identifiers of the evidence ledger, kept here as text. Kinds of reading and regions of
//! the body are registries of their own: [`READING_KINDS`] and [`BODY_REGIONS`]. A time is a [`Moment`].

mod event;
mod kind;
mod moment;
mod reading;
mod region;

pub use event::{
    Booking, DriverCorrection, Episode, InputEvent, LOAD_RANGE, Pace, Precision, Pressure,
    RATING_RANGE,
};
pub use kind::{Family, READING_KINDS, ReadingKind, reading_kind};
pub use moment::Moment;
pub use reading::{Conditions, DiaryError, Reading, Series};
pub use region::{BODY_REGIONS, BodyRegion, body_region};

/// Identifiers of the kinds that code names; the definitions stand in [`READING_KINDS`].
pub mod kinds {
    pub use super::kind::ids::*;
}

/// Somebody who keeps a diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Short stable identifier, unique in a store: letters, digits, `-`, `_`.
    pub id: String,
    /// Name for a reader, where one was given.
    pub name: Option<String>,
}

/// Everything on file about one person, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Diary {
    /// Whose it is.
    pub person: Person,
    inputs: Vec<InputEvent>,
    readings: Vec<Reading>,
    episodes: Vec<Episode>,
    corrections: Vec<DriverCorrection>,
}

impl Diary {
    /// Takes the parts in any order and sorts them by time; what has the same time keeps its order.
    pub fn new(
        person: Person,
        mut inputs: Vec<InputEvent>,
        mut readings: Vec<Reading>,
        mut episodes: Vec<Episode>,
        mut corrections: Vec<DriverCorrection>,
    ) -> Self {
        inputs.sort_by_key(|i| i.start);
        readings.sort_by_key(|r| r.moment);
        episodes.sort_by_key(|e| e.onset);
        corrections.sort_by_key(|c| c.moment);
        Self { person, inputs, readings, episodes, corrections }
    }

    /// Inputs by start. One at the same second as a reading was done before it.
    pub fn inputs(&self) -> &[InputEvent] {
        &self.inputs
    }

    /// Readings by moment.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Episodes of interference by onset.
    pub fn episodes(&self) -> &[Episode] {
        &self.episodes
    }

    /// Corrections of drivers by moment.
    pub fn corrections(&self) -> &[DriverCorrection] {
        &self.corrections
    }

    /// Readings of one kind, in every series of it, by moment.
    pub fn readings_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Reading> {
        self.readings.iter().filter(move |r| r.kind().id == kind)
    }

    /// What was measured at all, each [`Series`] once, in the order of the registries.
    pub fn series(&self) -> Vec<Series> {
        let mut series: Vec<Series> = self.readings.iter().map(Reading::series).collect();
        series.sort_unstable();
        series.dedup();
        series
    }

    /// First and last moment of anything on file; `None` for an empty diary.
    pub fn span(&self) -> Option<(Moment, Moment)> {
        let starts = self.inputs.iter().map(|i| i.start);
        let read = self.readings.iter().map(|r| r.moment);
        let onsets = self.episodes.iter().flat_map(|e| [Some(e.onset), e.end]).flatten();
        let corrected = self.corrections.iter().map(|c| c.moment);
        let all =
            || starts.clone().chain(read.clone()).chain(onsets.clone()).chain(corrected.clone());
        Some((all().min()?, all().max()?))
    }

    /// True if nothing is on file.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
            && self.readings.is_empty()
            && self.episodes.is_empty()
            && self.corrections.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(unix_s: i64) -> Moment {
        Moment::new(unix_s, 0).unwrap()
    }

    fn reading(kind: &str, unix_s: i64, value: f64) -> Reading {
        Reading::new(kind, at(unix_s), value).unwrap()
    }

    #[test]
    fn a_diary_is_in_order_of_time_whatever_order_it_was_given_in() {
        let person = Person { id: "p".into(), name: None };
        let readings = vec![reading(kinds::TENSION, 300, 6.0), reading(kinds::STRESS, 100, 2.0)];
        let inputs = vec![InputEvent::new("rest", at(400)), InputEvent::new("massage", at(50))];
        let episode = Episode::new("illness", at(10), Some(at(900)), 1.0).unwrap();
        let diary = Diary::new(person, inputs, readings, vec![episode], Vec::new());
        let times: Vec<i64> = diary.readings().iter().map(|r| r.moment.unix_s()).collect();
        assert_eq!(times, [100, 300]);
        assert_eq!(diary.inputs()[0].input, "massage");
        assert_eq!(diary.span(), Some((at(10), at(900))));
        assert_eq!(diary.readings_of(kinds::TENSION).count(), 1);
    }

    #[test]
    fn two_measures_of_heart_rate_variability_are_never_one_series() {
        let person = Person { id: "p".into(), name: None };
        let ids = [
            kinds::LN_RMSSD_MORNING,
            kinds::LN_RMSSD_SPOT,
            kinds::LN_RMSSD_NIGHT,
            kinds::LN_SDNN_NIGHT,
            kinds::LN_SDNN_SPOT,
        ];
        let readings = ids.iter().map(|id| reading(id, 0, 3.7)).collect();
        let diary = Diary::new(person, Vec::new(), readings, Vec::new(), Vec::new());
        assert_eq!(diary.series().len(), ids.len());
    }
}
