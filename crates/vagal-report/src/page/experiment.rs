//! What `vagal plan experiment` shows: an experiment as registered and as it stands, or that it would take too long.

use vagal_core::experiment::{Arm, ExperimentOutcome, Noise, PowerTable};
use vagal_core::{ExperimentPlan, ExperimentState, Moment};

/// The page of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct ExperimentPage {
    /// Sha-256 of what was registered, hexadecimal.
    pub sha256: String,
    /// What was registered.
    pub plan: ExperimentPlan,
    /// How it stands.
    pub state: ExperimentState,
    /// True if the inputs of all days to come are shown.
    pub reveal: bool,
    /// When it was registered; `None` of a draft.
    pub registered: Option<Moment>,
    /// Why nothing is asked for at present, where an answer suppresses it.
    pub paused: Option<String>,
    /// What designs of other sizes would find; only where it was simulated.
    pub power: Option<PowerTable>,
    /// The command line, without directories.
    pub command: String,
}

/// That an experiment would take too long for this person.
#[derive(Clone, Debug, PartialEq)]
pub struct TooLongPage {
    /// What was to be compared.
    pub arms: Vec<Arm>,
    /// With which outcome.
    pub outcome: ExperimentOutcome,
    /// Smallest worthwhile change.
    pub swc: f64,
    /// The noise it was planned with.
    pub noise: Noise,
    /// Readings from which on the noise is the person's own.
    pub fewest_readings: usize,
    /// What designs of several sizes would find.
    pub power: PowerTable,
    /// The command line, without directories.
    pub command: String,
}
