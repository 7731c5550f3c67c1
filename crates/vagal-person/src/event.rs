//! Events: what happened and what was read, in time order, as the filter takes them.

/// A session of some input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Session {
    /// Which of the model's inputs, from 0.
    pub input: usize,
    /// Dose in units of the reference session, ≥ 0; 1 is one hour of massage.
    pub dose: f64,
    /// Pressure relative to the reference, as a logarithm; 0 where it was not logged.
    pub ln_pressure: f64,
    /// Pace relative to the reference, as a logarithm; 0 where it was not logged.
    pub ln_pace: f64,
}

impl Session {
    /// A session of the reference pressure and pace.
    pub fn new(input: usize, dose: f64) -> Self {
        Self { input, dose, ln_pressure: 0.0, ln_pace: 0.0 }
    }
}

/// One reading of a channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Which of the model's channels, from 0.
    pub channel: usize,
    /// What was read, in the unit of the channel.
    pub value: f64,
    /// Squared standard error of this reading, ≥ 0; 0 where it is not known apart from the channel's noise.
    pub variance: f64,
}

/// Interference load, and how much of it is not of today.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// All of it.
    pub total: f64,
    /// What weighs from the weeks before: an average that follows the load, and may exceed it once the load has gone.
    pub lasting: f64,
}

impl From<f64> for Load {
    /// A load of which nothing has lasted.
    fn from(total: f64) -> Self {
        Self { total, lasting: 0.0 }
    }
}

/// One row of a diary: a gap, then perhaps a session, then perhaps a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Event {
    /// Days since the event before, ≥ 0.
    pub gap_days: f64,
    /// Interference load over the gap.
    pub load: Load,
    /// Share of a correction in force over the gap: 0 before it, 1 after.
    pub corrected: f64,
    /// Steady habits over the gap (sleep, movement, food), standardised; 0 where none are logged.
    pub habit: f64,
    /// A session at the end of the gap.
    pub session: Option<Session>,
    /// A reading after it.
    pub reading: Option<Reading>,
    /// 1 with alcohol the evening before.
    pub alcohol: f64,
    /// Cosine of the time of day.
    pub cosine: f64,
    /// Sine of the time of day.
    pub sine: f64,
}

/// Why a list of events cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// A number that is not finite, or negative where it must not be.
    #[error("event {event}: {what} is {value}")]
    OutOfRange {
        /// Which event, from 1.
        event: usize,
        /// What.
        what: &'static str,
        /// What was found.
        value: f64,
    },
    /// An input or channel that the model does not have.
    #[error("event {event}: {what} {index} does not exist, the model has {have}")]
    Unknown {
        /// Which event, from 1.
        event: usize,
        /// `input` or `channel`.
        what: &'static str,
        /// What was found.
        index: usize,
        /// How many there are.
        have: usize,
    },
    /// A model beyond what the filter was built for.
    #[error("{have} inputs are more than the {most} the filter holds")]
    TooManyInputs {
        /// How many were asked for.
        have: usize,
        /// The most there can be.
        most: usize,
    },
}

/// When each event was, days from the start of the first gap.
pub(crate) fn times(events: &[Event]) -> Vec<f64> {
    let passed = |time: &mut f64, event: &Event| {
        *time += event.gap_days;
        Some(*time)
    };
    events.iter().scan(0.0, passed).collect()
}

/// Checks a list of events against the counts of a model.
pub(crate) fn check(events: &[Event], inputs: usize, channels: usize) -> Result<(), EventError> {
    for (i, event) in events.iter().enumerate() {
        let number = i + 1;
        let bad = |what, value| Err(EventError::OutOfRange { event: number, what, value });
        if !(event.gap_days.is_finite() && event.gap_days >= 0.0) {
            return bad("the gap in days", event.gap_days);
        }
        for (what, value) in [
            ("the load", event.load.total),
            ("the lasting load", event.load.lasting),
            ("the correction", event.corrected),
            ("the habit", event.habit),
            ("alcohol", event.alcohol),
            ("the cosine", event.cosine),
            ("the sine", event.sine),
        ] {
            if !value.is_finite() {
                return bad(what, value);
            }
        }
        if let Some(s) = event.session {
            if s.input >= inputs {
                let (what, index) = ("input", s.input);
                return Err(EventError::Unknown { event: number, what, index, have: inputs });
            }
            if !(s.dose.is_finite() && s.dose >= 0.0) {
                return bad("the dose", s.dose);
            }
            if !s.ln_pressure.is_finite() {
                return bad("the pressure", s.ln_pressure);
            }
            if !s.ln_pace.is_finite() {
                return bad("the pace", s.ln_pace);
            }
        }
        if let Some(r) = event.reading {
            if r.channel >= channels {
                let (what, index) = ("channel", r.channel);
                return Err(EventError::Unknown { event: number, what, index, have: channels });
            }
            if !r.value.is_finite() {
                return bad("the reading", r.value);
            }
            if !(r.variance.is_finite() && r.variance >= 0.0) {
                return bad("the squared standard error", r.variance);
            }
        }
    }
    Ok(())
}
