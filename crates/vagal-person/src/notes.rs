//! Notes: what a diary holds beside events, for what is set side by side: how a session felt, where hands worked, every reading.

use vagal_core::diary::{Diary, Family, InputEvent, Moment, Precision, kinds};

/// A spot reading of lnRMSSD belongs to a session within this time of its begin or end, hours: `pair_hours` of the guide, which asks the same
/// question. The layers keep this crate from reading it there; a test of the house holds the two together.
pub const PAIR_HOURS: f64 = 1.0;
/// What is rated or read otherwise belongs to a session within this time, hours: `after_hours` of the guide, held in the same way.
pub const AFTER_HOURS: f64 = 3.0;

/// How far from a session a reading of this kind may lie, days.
pub(crate) fn reach_days(kind: &str) -> f64 {
    let hours = if kind == kinds::LN_RMSSD_SPOT { PAIR_HOURS } else { AFTER_HOURS };
    hours / 24.0
}

/// A session as it was written down.
///
/// What was read up to its start is before it. What was read later than its start, and not before its end, is after it: so a reading at the
/// very start is never both, and a session whose length is not known counts as over when it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct NotedSession {
    /// Its input.
    pub input: String,
    /// Start, days from the first event.
    pub start_days: f64,
    /// End, days from the first event; the start where the length is not known.
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
    /// True if the daily reading that answers speak of comes from a pulse wave.
    pub pulse_wave: bool,
}

impl Notes {
    /// The notes of a diary, counted from `start`.
    pub fn from_diary(diary: &Diary, start: Moment, pulse_wave: bool) -> Self {
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
            pulse_wave,
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

    /// Mean of the readings that `which` takes before a session, as far back as their kind reaches; `None` without any.
    pub(crate) fn before(
        &self,
        session: &NotedSession,
        which: impl Fn(&NotedReading) -> bool,
    ) -> Option<f64> {
        let start = session.start_days;
        let reach = AFTER_HOURS.max(PAIR_HOURS) / 24.0;
        self.mean_between(start - reach, start, |r| {
            r.days >= start - reach_days(r.kind) && which(r)
        })
    }

    /// Mean of the readings that `which` takes after a session, as far on as their kind reaches; `None` without any.
    pub(crate) fn after(
        &self,
        session: &NotedSession,
        which: impl Fn(&NotedReading) -> bool,
    ) -> Option<f64> {
        let end = session.end_days;
        let reach = AFTER_HOURS.max(PAIR_HOURS) / 24.0;
        self.later(session, (0.0, reach), |r| r.days <= end + reach_days(r.kind) && which(r))
    }

    /// Mean of the readings that `which` takes from one time to another after the end of a session, days; `None` without any.
    pub(crate) fn later(
        &self,
        session: &NotedSession,
        (from, to): (f64, f64),
        which: impl Fn(&NotedReading) -> bool,
    ) -> Option<f64> {
        let end = session.end_days;
        self.mean_between(end + from, end + to, |r| r.days > session.start_days && which(r))
    }

    fn mean_between(
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

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(kind: &'static str, hour: f64, value: f64) -> NotedReading {
        NotedReading { days: hour / 24.0, kind, region: None, pulse_wave: false, value }
    }

    fn session(start_hour: f64, hours: f64) -> NotedSession {
        NotedSession {
            input: "massage".into(),
            start_days: start_hour / 24.0,
            end_days: (start_hour + hours) / 24.0,
            felt: None,
            regions: Vec::new(),
        }
    }

    fn fall(notes: &Notes, session: &NotedSession, kind: &str) -> Option<f64> {
        let of = |r: &NotedReading| r.kind == kind;
        Some(notes.before(session, of)? - notes.after(session, of)?)
    }

    /// Tension 6 at 15:00, massage at 15:00 for nobody knows how long, 3 at 16:00: the fall is 3.
    #[test]
    fn a_reading_at_the_start_of_a_session_is_not_after_it_too() {
        let readings = vec![reading(kinds::TENSION, 15.0, 6.0), reading(kinds::TENSION, 16.0, 3.0)];
        let notes = Notes { readings, ..Notes::default() };
        for hours in [0.0, 1.0] {
            assert_eq!(fall(&notes, &session(15.0, hours), kinds::TENSION), Some(3.0), "{hours}");
        }
        // Nothing was read later: there is no pair.
        assert_eq!(fall(&notes, &session(16.0, 0.0), kinds::TENSION), None);
    }

    #[test]
    fn a_reading_of_hrv_belongs_to_a_session_for_an_hour_and_a_rating_for_three() {
        for (kind, reach) in [(kinds::LN_RMSSD_SPOT, PAIR_HOURS), (kinds::TENSION, AFTER_HOURS)] {
            for (off, found) in [(0.01, false), (-0.01, true)] {
                let readings = vec![
                    reading(kind, 15.0 - reach - off, 6.0),
                    reading(kind, 16.0 + reach + off, 3.0),
                ];
                let notes = Notes { readings, ..Notes::default() };
                assert_eq!(fall(&notes, &session(15.0, 1.0), kind).is_some(), found, "{kind}");
            }
        }
    }
}
