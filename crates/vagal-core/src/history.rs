//! `PastAnswer`: what the model of a person said on a day, to see how it changed as the diary grew.

use crate::Moment;
use crate::posterior::{Comparator, InputVerdict, PersonPosterior, Standing};

/// A number as it was: the points of [`BAND_SHARES`](crate::posterior::BAND_SHARES), and what it owed to the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastNumber {
    /// Ascending; infinite where they lie beyond the time that is followed.
    pub points: [f64; 7],
    /// Whether the data or the prior made it.
    pub standing: Standing,
}

/// What was said of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct PastInput {
    /// Its identifier.
    pub id: String,
    /// Sessions in the diary at the time.
    pub sessions: usize,
    /// Change of lnRMSSD on the next morning, less that of the comparator.
    pub effect: PastNumber,
    /// What it was compared with.
    pub comparator: Comparator,
    /// The verdict.
    pub verdict: InputVerdict,
    /// Days until what is left of the shift is less than the SWC.
    pub hold_hrv_days: PastNumber,
}

/// An answer of the model of a person, as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct PastAnswer {
    /// When it was fitted.
    pub fitted: Moment,
    /// Version of the program.
    pub version: String,
    /// Readings in the diary at the time.
    pub readings: usize,
    /// Days of the diary at the time.
    pub days: f64,
    /// True if the daily reading came from a pulse wave: its variability is PRV.
    pub pulse_wave: bool,
    /// Smallest worthwhile change of morning lnRMSSD, ln units.
    pub swc: f64,
    /// Inputs in the order of the model.
    pub inputs: Vec<PastInput>,
    /// The level at which effects saturate, without load, ln units above baseline.
    pub ceiling: PastNumber,
}

impl PastAnswer {
    /// Sessions in the diary at the time, of all inputs.
    pub fn sessions(&self) -> usize {
        self.inputs.iter().map(|i| i.sessions).sum()
    }

    /// What is kept of a posterior.
    pub fn of(posterior: &PersonPosterior, readings: usize, fitted: Moment, version: &str) -> Self {
        let number =
            |l: &crate::posterior::Learned| PastNumber { points: l.points, standing: l.standing };
        let inputs = posterior.inputs.iter().map(|a| PastInput {
            id: a.id.clone(),
            sessions: a.sessions,
            effect: number(&a.effect),
            comparator: a.comparator,
            verdict: a.verdict,
            hold_hrv_days: number(&a.hold_hrv_days),
        });
        Self {
            fitted,
            version: version.to_owned(),
            readings,
            days: posterior.days,
            pulse_wave: posterior.pulse_wave,
            swc: posterior.swc,
            inputs: inputs.collect(),
            ceiling: number(&posterior.ceiling.unloaded),
        }
    }
}
