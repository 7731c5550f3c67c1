//! `vagal.simulate/1`: a scenario with its readings by window, beside those of its twin.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::common::{IndexJson, Indices, tidy};
use crate::page::{SimulatePage, WindowPair, WindowReading};

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantityJson {
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
}

/// Numbers by identifier, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantities(pub Vec<(String, QuantityJson)>);

impl Serialize for Quantities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, quantity) in &self.0 {
            map.serialize_entry(id, quantity)?;
        }
        map.end()
    }
}

/// What was run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioJson {
    /// Name of the file.
    pub file: String,
    /// Identifier of the model.
    pub model: String,
    /// Length, s.
    pub duration_s: Option<f64>,
    /// Step, s.
    pub dt_s: Option<f64>,
    /// Seed.
    pub seed: u64,
    /// With noise.
    pub noise: bool,
    /// Beats on the grid of steps.
    pub on_grid: bool,
    /// Beats with stimuli.
    pub n_beats: usize,
    /// Beats of the twin.
    pub twin_n_beats: usize,
    /// Parameters that differ from their defaults.
    pub parameters: Quantities,
}

/// One stimulus.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StimulusJson {
    /// Identifier.
    pub kind: String,
    /// First second.
    pub start_s: Option<f64>,
    /// First second after it.
    pub end_s: Option<f64>,
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
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HypothesisJson {
    /// Identifier.
    pub id: String,
    /// Whether it holds.
    pub on: bool,
    /// Whether it holds unless told otherwise.
    pub default: bool,
    /// What is assumed.
    pub text: String,
    /// Identifier of the claim.
    pub claim: String,
    /// Why the default is what it is.
    pub reason: String,
}

/// The readings of one run in one window.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadingJson {
    /// NN intervals in it.
    pub n_intervals: usize,
    /// Its indices.
    pub indices: Indices,
    /// Means of pressure and of the stations of the arc.
    pub means: Quantities,
}

impl ReadingJson {
    fn new(reading: &WindowReading) -> Self {
        let means = reading.means.iter().filter_map(|mean| {
            let value = tidy(mean.value)?;
            Some((mean.id.clone(), QuantityJson { value, unit: mean.unit.clone() }))
        });
        Self {
            n_intervals: reading.summary.n_intervals,
            indices: Indices::new(&reading.summary),
            means: Quantities(means.collect()),
        }
    }
}

/// One window, with and without the stimuli.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulateWindowJson {
    /// `before`, what acts, `after`, `later`.
    pub name: String,
    /// First second.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// With the stimuli.
    pub with: ReadingJson,
    /// The same seed without.
    pub twin: ReadingJson,
    /// With less without: what both have.
    pub difference: Quantities,
}

impl SimulateWindowJson {
    fn new(pair: &WindowPair) -> Self {
        let (with, twin) = (ReadingJson::new(&pair.with), ReadingJson::new(&pair.twin));
        let indices = with.indices.0.iter().zip(&twin.indices.0).filter_map(|((id, a), (_, b))| {
            match (a, b) {
                (IndexJson::Value { value: a, unit }, IndexJson::Value { value: b, .. }) => {
                    let value = tidy(a - b)?;
                    Some(((*id).to_owned(), QuantityJson { value, unit: (*unit).to_owned() }))
                }
                _ => None,
            }
        });
        let means = with.means.0.iter().filter_map(|(id, a)| {
            let (_, b) = twin.means.0.iter().find(|(other, _)| other == id)?;
            let value = tidy(a.value - b.value)?;
            Some((id.clone(), QuantityJson { value, unit: a.unit.clone() }))
        });
        let difference = Quantities(indices.chain(means).collect());
        Self {
            name: pair.name.clone(),
            start_s: tidy(pair.window.start_s),
            end_s: tidy(pair.window.end_s),
            with,
            twin,
            difference,
        }
    }
}

/// A weak point of the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeakPointJson {
    /// Identifier.
    pub id: String,
    /// What is wrong.
    pub text: String,
    /// What to make of it.
    pub advice: String,
}

/// The whole answer of `vagal simulate`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulateJson {
    /// `vagal.simulate/1`.
    pub schema: &'static str,
    /// What was run.
    pub scenario: ScenarioJson,
    /// What was done.
    pub stimuli: Vec<StimulusJson>,
    /// What is assumed.
    pub hypotheses: Vec<HypothesisJson>,
    /// Readings by window.
    pub windows: Vec<SimulateWindowJson>,
    /// Where the model is weak.
    pub weak_points: Vec<WeakPointJson>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The command line.
    pub command: Option<String>,
}

impl SimulateJson {
    /// The wire form of a page.
    pub fn new(page: &SimulatePage) -> Self {
        let s = &page.scenario;
        let parameters = page.changed.iter().filter_map(|p| {
            let value = tidy(p.value)?;
            Some((p.symbol.clone(), QuantityJson { value, unit: p.unit.clone() }))
        });
        Self {
            schema: "vagal.simulate/1",
            scenario: ScenarioJson {
                file: s.file.clone(),
                model: s.model.clone(),
                duration_s: tidy(s.duration_s),
                dt_s: tidy(s.dt_s),
                seed: s.seed,
                noise: s.noise,
                on_grid: s.on_grid,
                n_beats: s.beats,
                twin_n_beats: s.twin_beats,
                parameters: Quantities(parameters.collect()),
            },
            stimuli: page
                .stimuli
                .iter()
                .map(|s| StimulusJson {
                    kind: s.id.clone(),
                    start_s: tidy(s.window.start_s),
                    end_s: tidy(s.window.end_s),
                    dose: s.dose.clone(),
                    known: s.known.clone(),
                    assumed: s.assumed.clone(),
                    claim: s.claim.clone(),
                })
                .collect(),
            hypotheses: page
                .hypotheses
                .iter()
                .map(|h| HypothesisJson {
                    id: h.id.clone(),
                    on: h.on,
                    default: h.default,
                    text: h.text.clone(),
                    claim: h.claim.clone(),
                    reason: h.reason.clone(),
                })
                .collect(),
            windows: page.windows.iter().map(SimulateWindowJson::new).collect(),
            weak_points: page
                .weak_points
                .iter()
                .map(|w| WeakPointJson {
                    id: w.id.clone(),
                    text: w.text.clone(),
                    advice: w.advice.clone(),
                })
                .collect(),
            notes: page.notes.clone(),
            command: page.command.clone(),
        }
    }
}
