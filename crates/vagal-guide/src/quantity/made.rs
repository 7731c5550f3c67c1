//! Diaries made by hand, for tests.

use vagal_core::{Diary, Episode, InputEvent, Moment, Person, Reading, diary::kinds};

use crate::case::Case;
use crate::limits::Limits;
use crate::safety::Answers;

/// A diary that grows line by line. Days count from 1970-01-01, hours are UTC.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    inputs: Vec<InputEvent>,
    readings: Vec<Reading>,
    episodes: Vec<Episode>,
    pub(crate) answers: Answers,
}

pub(crate) fn moment(day: i64, hour: f64) -> Moment {
    Moment::new(day * 86_400 + (hour * 3600.0) as i64, 0).unwrap()
}

impl Made {
    pub(crate) fn reading(&mut self, kind: &str, day: i64, hour: f64, value: f64) -> &mut Self {
        self.readings.push(Reading::new(kind, moment(day, hour), value).unwrap());
        self
    }

    pub(crate) fn tension(&mut self, day: i64, hour: f64, value: f64) -> &mut Self {
        self.reading(kinds::TENSION, day, hour, value)
    }

    pub(crate) fn region(&mut self, day: i64, hour: f64, region: &str, value: f64) -> &mut Self {
        let reading = Reading::new(kinds::TENSION, moment(day, hour), value).unwrap();
        self.readings.push(reading.at_region(region).unwrap());
        self
    }

    pub(crate) fn input(&mut self, input: &str, day: i64, hour: f64, minutes: f64) -> &mut Self {
        let event = InputEvent::new(input, moment(day, hour));
        self.inputs.push(InputEvent { minutes: Some(minutes), ..event });
        self
    }

    pub(crate) fn massage(&mut self, day: i64, hour: f64, minutes: f64) -> &mut Self {
        self.input("massage", day, hour, minutes)
    }

    pub(crate) fn unmeasured_massage(&mut self, day: i64, hour: f64) -> &mut Self {
        self.inputs.push(InputEvent::new("massage", moment(day, hour)));
        self
    }

    pub(crate) fn episode(&mut self, kind: &str, day: i64, end: i64, load: f64) -> &mut Self {
        let end = Some(moment(end, 12.0));
        self.episodes.push(Episode::new(kind, moment(day, 8.0), end, load).unwrap());
        self
    }

    pub(crate) fn answered(&mut self, toml: &str) -> &mut Self {
        self.answers = Answers::parse(toml).unwrap();
        self
    }

    pub(crate) fn diary(&self) -> Diary {
        let person = Person { id: "p".into(), name: None };
        let (inputs, readings) = (self.inputs.clone(), self.readings.clone());
        Diary::new(person, inputs, readings, self.episodes.clone(), Vec::new())
    }

    /// The case at the end of a day.
    pub(crate) fn at<T>(&self, day: i64, look: impl FnOnce(&Case<'_>) -> T) -> T {
        self.under(day, &Limits::default(), look)
    }

    /// The same under other limits.
    pub(crate) fn under<T>(
        &self,
        day: i64,
        limits: &Limits,
        look: impl FnOnce(&Case<'_>) -> T,
    ) -> T {
        look(&Case::new(&self.diary(), &self.answers, moment(day, 23.9), limits, 1))
    }
}
