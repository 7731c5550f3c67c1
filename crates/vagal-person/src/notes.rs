//! Notes: what a diary holds beside events, for what is set side by side: how a session felt, where hands worked, every reading.

use vagal_core::diary::{Diary, Family, InputEvent, Moment, Precision};

/// A session as it was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct NotedSession {
    /// Its input.
    pub input: String,
    /// Start, days from the first event.
    pub start_days: f64,
    /// End, days from the first event.
    pub end_days: f64,
    /// Felt release, 0 to 10.
    pub felt: Option<f64>,
    /// Where hands worked, identifiers of `BODY_REGIONS`; empty if not written down.
    pub regions: Vec<&'static str>,
}

/// A reading as it was written down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotedReading {
    /// When, days from the first event.
    pub days: f64,
    /// Identifier of its kind.
    pub kind: &'static str,
    /// Where on the body; `None` is the whole body.
    pub region: Option<&'static str>,
    /// True if it comes from a pulse wave.
    pub pulse_wave: bool,
    /// Value in the unit of the kind.
    pub value: f64,
}

/// Everything written down, by time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// Sessions whose time of day is known, by start.
    pub sessions: Vec<NotedSession>,
    /// Readings of outputs, by time.
    pub readings: Vec<NotedReading>,
}

impl Notes {
    /// The notes of a diary, counted from `start`.
    pub fn from_diary(diary: &Diary, start: Moment) -> Self {
        let timed = |event: &&InputEvent| event.precision == Precision::Minute;
        let session = |event: &InputEvent| NotedSession {
            input: event.input.clone(),
            start_days: event.start.days_since(start),
            end_days: event.end().days_since(start),
            felt: event.felt_release,
            regions: event.regions.iter().map(|r| r.id).collect(),
        };
        let outputs = diary.readings().iter().filter(|r| r.kind().family == Family::Output);
        Self {
            sessions: diary.inputs().iter().filter(timed).map(session).collect(),
            readings: outputs
                .map(|r| NotedReading {
                    days: r.moment.days_since(start),
                    kind: r.kind().id,
                    region: r.region().map(|region| region.id),
                    pulse_wave: r.series().pulse_wave,
                    value: r.value(),
                })
                .collect(),
        }
    }

    /// Inputs of the sessions, each once, in order of first use.
    pub(crate) fn inputs(&self) -> Vec<&str> {
        let mut inputs: Vec<&str> = Vec::new();
        for session in &self.sessions {
            if !inputs.contains(&session.input.as_str()) {
                inputs.push(&session.input);
            }
        }
        inputs
    }

    /// Mean of the readings that `which` takes between two times, days; `None` without any.
    pub(crate) fn mean_between(
        &self,
        from_days: f64,
        to_days: f64,
        which: impl Fn(&NotedReading) -> bool,
    ) -> Option<f64> {
        let first = self.readings.partition_point(|r| r.days < from_days);
        let (mut sum, mut count) = (0.0, 0_usize);
        for reading in self.readings[first..].iter().take_while(|r| r.days <= to_days) {
            if which(reading) {
                sum += reading.value;
                count += 1;
            }
        }
        (count > 0).then(|| sum / count as f64)
    }
}
