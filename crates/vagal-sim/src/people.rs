//! People: one scenario over many simulated persons, on all cores, each beside the own twin.

use rayon::prelude::*;
use vagal_core::NnSeries;

use crate::noise::{Stream, stream};
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::Simulation;
use crate::truth::ln_rmssd;
use crate::windows::NamedWindow;
use rand::RngCore;

/// Readings of one run in one window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonReading {
    /// Mean heart rate, bpm.
    pub hr_bpm: f64,
    /// lnRMSSD, ln ms.
    pub ln_rmssd: f64,
    /// Mean systolic pressure, mmHg.
    pub systolic_mmhg: f64,
    /// Mean of the mean pressure, mmHg.
    pub mean_mmhg: f64,
}

/// One person: readings in each window, with the stimuli and without.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonResult {
    /// With the stimuli; `None` where a window has too few beats.
    pub with: Vec<Option<PersonReading>>,
    /// The twin.
    pub twin: Vec<Option<PersonReading>>,
}

/// Runs a scenario for `people` persons drawn around its own, each with a seed of their own; `done` is called with each
/// person that is finished, from several threads.
///
/// Persons are in the order of their seeds whatever the number of cores.
///
/// # Errors
///
/// [`ScenarioError`] if the scenario itself cannot be run. A person whose parameters diverge is an `Err` of its own.
pub fn run_people(
    scenario: &Scenario,
    people: usize,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Result<PersonResult, ScenarioError>>, ScenarioError> {
    scenario.check()?;
    let mut rng = stream(scenario.seed, Stream::Person);
    let seeds: Vec<u64> = (0..people).map(|_| rng.next_u64()).collect();
    let windows = scenario.windows();
    let results = seeds
        .into_par_iter()
        .map(|seed| {
            let person = scenario.person.drawn(seed).on_day(seed);
            let own = Scenario { seed, person, ..scenario.clone() };
            let read = |run: Simulation| {
                let nn = run.nn();
                windows.iter().map(|window| reading(&run, &nn, window)).collect()
            };
            let result = own.run().and_then(|with| {
                Ok(PersonResult { with: read(with), twin: read(own.twin().run()?) })
            });
            done();
            result
        })
        .collect();
    Ok(results)
}

fn reading(run: &Simulation, nn: &NnSeries, window: &NamedWindow) -> Option<PersonReading> {
    let (start_s, end_s) = (window.window.start_s, window.window.end_s);
    let inside = nn.window(start_s, end_s);
    let cycles = run.rows.iter().filter(|r| r.time_s > start_s && r.time_s <= end_s);
    let cycles = cycles.filter_map(|row| row.cycle);
    let (systolic, mean, n) = cycles.fold((0.0, 0.0, 0.0), |(systolic, mean, n), cycle| {
        (systolic + cycle.systolic_mmhg, mean + cycle.mean_mmhg, n + 1.0)
    });
    Some(PersonReading {
        hr_bpm: 60_000.0 / inside.mean_ms()?,
        ln_rmssd: ln_rmssd(&inside)?,
        systolic_mmhg: systolic / n,
        mean_mmhg: mean / n,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::{Massage, StimulusKind};

    #[test]
    fn people_differ_and_the_order_does_not() {
        let touch = StimulusKind::Massage(Massage::MODERATE_SLOW);
        let scenario = Scenario::rest(420.0, 5).with(180.0, 300.0, touch);
        let finished = AtomicUsize::new(0);
        let run = || {
            run_people(&scenario, 12, &|| {
                finished.fetch_add(1, Ordering::Relaxed);
            })
            .unwrap()
        };
        let first = run();
        assert_eq!(finished.load(Ordering::Relaxed), 12);
        assert_eq!(first, run());
        let levels: Vec<f64> =
            first.iter().map(|p| p.as_ref().unwrap().twin[0].unwrap().ln_rmssd).collect();
        assert!(levels.windows(2).all(|w| w[0] != w[1]));
        // Nothing acts before the touch, so with and without are the same there.
        assert!(first.iter().all(|p| p.as_ref().is_ok_and(|p| p.with[0] == p.twin[0])));
        assert!(first.iter().all(|p| p.as_ref().is_ok_and(|p| p.with[1] != p.twin[1])));
    }
}
