//! The demo session: ten minutes of rest, twenty of massage, fifteen after, with the truth beside it.

use vagal_core::session::{Phase, PhaseName};
use vagal_core::{Channel, Recording, Window};

use crate::breathing::Breathing;
use crate::ecg::{EcgOptions, ecg};
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::Simulation;
use crate::stimulus::{Massage, StimulusKind};
use crate::truth::{SessionTruth, session_truth};

/// Minutes before, during and after.
pub const DEMO_MIN: [f64; 3] = [10.0, 20.0, 15.0];
/// Replicates behind the truth of the demo: the shift is then known to about 0.01.
pub const DEMO_REPLICATES: usize = 32;

/// One session of the simulated person.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoSession {
    /// What was simulated.
    pub scenario: Scenario,
    /// What the instrument may see: beats and respiration, and what it may not.
    pub simulation: Simulation,
    /// Before, during and after.
    pub phases: Vec<Phase>,
    /// The expected level over time, d and the hold.
    pub truth: SessionTruth,
}

/// The scenario of the demo: the reference person, natural breathing near 14 a minute, moderate slow massage.
///
/// The physiology is the calibrated one, unchanged: whatever the session shows is the answer.
pub fn demo_scenario(seed: u64) -> Scenario {
    let [before_s, during_s, after_s] = DEMO_MIN.map(|minutes| 60.0 * minutes);
    Scenario {
        breathing: Breathing::NATURAL,
        ..Scenario::rest(before_s + during_s + after_s, seed).with(
            before_s,
            before_s + during_s,
            StimulusKind::Massage(Massage::MODERATE_SLOW),
        )
    }
}

/// The demo session of a seed: the same seed gives the same session.
///
/// The truth costs two runs of 45 minutes for each of [`DEMO_REPLICATES`], on all cores; ask [`demo_scenario`] and
/// [`Scenario::run`] for the session alone.
///
/// # Errors
///
/// [`ScenarioError`]; not for the scenario of [`demo_scenario`].
pub fn demo_session(seed: u64) -> Result<DemoSession, ScenarioError> {
    DemoSession::new(demo_scenario(seed), DEMO_REPLICATES)
}

impl DemoSession {
    /// Runs a scenario with the timing of the demo and finds its truth from `replicates` copies.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] if the scenario does not run.
    pub fn new(scenario: Scenario, replicates: usize) -> Result<Self, ScenarioError> {
        let [before_s, during_s, after_s] = DEMO_MIN.map(|minutes| 60.0 * minutes);
        let edges = [0.0, before_s, before_s + during_s, before_s + during_s + after_s];
        let names = [PhaseName::Before, PhaseName::During, PhaseName::After];
        let phases: Vec<Phase> = names
            .into_iter()
            .zip(edges.windows(2))
            .map(|(name, edge)| Phase { name, window: Window { start_s: edge[0], end_s: edge[1] } })
            .collect();
        let simulation = scenario.run()?;
        let truth = session_truth(&scenario, &phases, replicates)?;
        Ok(Self { scenario, simulation, phases, truth })
    }

    /// The session as a recording of an ECG and a breathing belt.
    pub fn recording(&self, options: &EcgOptions) -> Recording {
        let respiration: &Channel = &self.simulation.respiration;
        let ecg = ecg(&self.simulation.beats, Some(respiration), options);
        Recording { channels: vec![ecg, respiration.clone()] }
    }
}
