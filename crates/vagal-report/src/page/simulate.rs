//! The page of `vagal simulate`: a scenario, the arc with and without its stimuli, and what is assumed.

use vagal_core::{Summary, Window};

use super::MetricLabel;

/// Everything that `vagal simulate` shows; `with` is the scenario, `twin` the same seed without its stimuli.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatePage {
    /// What was run.
    pub scenario: ScenarioLine,
    /// What was done, in the order of the file.
    pub stimuli: Vec<StimulusLine>,
    /// What is assumed where no data decide.
    pub hypotheses: Vec<HypothesisLine>,
    /// Parameters that differ from their defaults.
    pub changed: Vec<ChangedParameter>,
    /// The arc from skin to muscle.
    pub stations: Vec<StationTrace>,
    /// Windows with their readings.
    pub windows: Vec<WindowPair>,
    /// Names of the metrics, in the order of `METRICS`.
    pub metrics: Vec<MetricLabel>,
    /// Where the model is weak.
    pub weak_points: Vec<WeakPointLine>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The command line.
    pub command: Option<String>,
}

/// What was run.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioLine {
    /// Name of the file.
    pub file: String,
    /// Identifier of the model.
    pub model: String,
    /// Its name.
    pub model_name: String,
    /// What it cannot do.
    pub model_limits: String,
    /// Where it comes from.
    pub model_source: String,
    /// Length, s.
    pub duration_s: f64,
    /// Step, s.
    pub dt_s: f64,
    /// Seed.
    pub seed: u64,
    /// With noise.
    pub noise: bool,
    /// Beats on the grid of steps.
    pub on_grid: bool,
    /// Beats with stimuli.
    pub beats: usize,
    /// Beats of the twin.
    pub twin_beats: usize,
}

/// One stimulus.
#[derive(Clone, Debug, PartialEq)]
pub struct StimulusLine {
    /// Identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From when to when.
    pub window: Window,
    /// Its dose, piece by piece.
    pub dose: Vec<String>,
    /// What is published about it.
    pub known: String,
    /// What is invented or assumed.
    pub assumed: String,
    /// Identifier of the claim that it bears on.
    pub claim: Option<String>,
}

/// One assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct HypothesisLine {
    /// Identifier.
    pub id: String,
    /// Whether it holds in this scenario.
    pub on: bool,
    /// Whether it holds unless a scenario says otherwise.
    pub default: bool,
    /// What is assumed as it stands.
    pub text: String,
    /// Identifier of the claim.
    pub claim: String,
    /// Why the default is what it is.
    pub reason: String,
}

/// A parameter that was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedParameter {
    /// Symbol.
    pub symbol: String,
    /// What it is.
    pub name: String,
    /// Its value here.
    pub value: f64,
    /// Its value otherwise.
    pub default: f64,
    /// Unit.
    pub unit: String,
}

/// One station of the arc, a value a second; NaN where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct StationTrace {
    /// Identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit, `""` for a share.
    pub unit: String,
    /// What is known of this step and what is assumed.
    pub what: String,
    /// `published`, `recalled` or `calibrated`.
    pub founded: String,
    /// With the stimuli.
    pub with: Vec<f64>,
    /// Without.
    pub twin: Vec<f64>,
}

/// One window, with and without.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowPair {
    /// `before`, what acts, `after`, `later`.
    pub name: String,
    /// From when to when.
    pub window: Window,
    /// With the stimuli.
    pub with: WindowReading,
    /// Without.
    pub twin: WindowReading,
}

/// The readings of one window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowReading {
    /// The indices, each a value or a refusal.
    pub summary: Summary,
    /// Means of what else is known, by identifier, with unit; those that do not exist are left out.
    pub means: Vec<MeanLine>,
}

/// One mean.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanLine {
    /// Identifier: `sbp`, `dbp`, `map`, or that of a station.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// The mean.
    pub value: f64,
}

/// A weak point of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct WeakPointLine {
    /// Identifier.
    pub id: String,
    /// What is wrong.
    pub text: String,
    /// What to make of it.
    pub advice: String,
}
