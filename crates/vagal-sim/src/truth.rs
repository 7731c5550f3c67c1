//! The hidden truth of a physiological session: its expected level of lnRMSSD over time, with and without the input.

use rand::RngCore;
use rayon::prelude::*;
use vagal_core::session::{Phase, PhaseName};
use vagal_core::{NnSeries, Window};

use crate::noise::{Stream, stream};
use crate::scenario::{Scenario, ScenarioError};

/// Windows in which the level is read, s.
pub const LEVEL_WINDOW_S: f64 = 30.0;
/// Windows averaged when a first passage is looked for, so that the scatter of the mean does not end a hold.
const PASSAGE_WINDOWS: usize = 4;
/// Minutes after the input to which the shift refers: the after-window of a session.
pub const AFTER_MIN: f64 = 10.0;

/// The expected level: the mean over replicates that differ in their seed only.
///
/// Each replicate has a twin with the same noise and without the input. Without input the model is stationary, so the
/// expected level of a twin is flat, and session less twin is the effect with most of the noise taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionTruth {
    /// Centres of the windows of [`LEVEL_WINDOW_S`], s.
    pub time_s: Vec<f64>,
    /// Mean lnRMSSD of the session in each window, ln ms.
    pub level: Vec<f64>,
    /// Mean lnRMSSD of the twins in each window, ln ms.
    pub twin_level: Vec<f64>,
    /// Mean of session less twin in each window: the level above rest, ln units.
    pub above_rest: Vec<f64>,
    /// Replicates behind it.
    pub replicates: usize,
    /// Mean level before the input, ln ms.
    pub baseline: f64,
    /// Mean level above rest while the input acts, ln units.
    pub shift_during: f64,
    /// d: mean level above rest over the first [`AFTER_MIN`] minutes after, ln units.
    pub shift: f64,
    /// Standard error of `shift` that the number of replicates leaves, ln units.
    pub shift_se: f64,
    /// End of the input, s.
    pub input_end_s: f64,
    /// End of the simulation, s.
    pub end_s: f64,
}

/// How long the expected level stays above a threshold after the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueHold {
    /// Minutes; the length of the after phase if censored. 0: the level was not above it at all.
    pub minutes: f64,
    /// True if it was still above at the end.
    pub censored: bool,
}

/// Finds the truth of a session by running `replicates` copies of the scenario and of its twin.
///
/// # Errors
///
/// [`ScenarioError`] if the scenario does not run or a window has fewer than three beats.
pub fn session_truth(
    scenario: &Scenario,
    phases: &[Phase],
    replicates: usize,
) -> Result<SessionTruth, ScenarioError> {
    let count = (scenario.duration_s / LEVEL_WINDOW_S).floor() as usize;
    let mut rng = stream(scenario.seed, Stream::Level);
    let seeds: Vec<u64> = (0..replicates.max(2)).map(|_| rng.next_u64()).collect();
    let paths: Vec<(Vec<f64>, Vec<f64>)> = seeds
        .par_iter()
        .map(|&seed| {
            let session = Scenario { seed, ..scenario.clone() };
            Ok((levels(&session, count)?, levels(&session.twin(), count)?))
        })
        .collect::<Result<_, ScenarioError>>()?;
    let (sessions, twins): (Vec<_>, Vec<_>) = paths.into_iter().unzip();
    let time_s: Vec<f64> = (0..count).map(|k| (k as f64 + 0.5) * LEVEL_WINDOW_S).collect();
    let window = |name| phases.iter().find(|p| p.name == name).map(|p| p.window);
    let before = window(PhaseName::Before);
    let after = window(PhaseName::After);
    let first_after = after
        .map(|w| Window { start_s: w.start_s, end_s: w.end_s.min(w.start_s + 60.0 * AFTER_MIN) });
    let effects: Vec<Vec<f64>> = sessions
        .iter()
        .zip(&twins)
        .map(|(session, twin)| session.iter().zip(twin).map(|(a, b)| a - b).collect())
        .collect();
    let level = mean_path(&sessions, count);
    let above_rest = mean_path(&effects, count);
    let shift = mean_in(&above_rest, &time_s, first_after);
    let n = effects.len() as f64;
    let scatter = effects.iter().map(|path| mean_in(path, &time_s, first_after) - shift);
    let variance = scatter.map(|d| d * d).sum::<f64>() / (n - 1.0);
    Ok(SessionTruth {
        replicates: effects.len(),
        baseline: mean_in(&level, &time_s, before),
        shift_during: mean_in(&above_rest, &time_s, window(PhaseName::During)),
        shift,
        shift_se: (variance / n).sqrt(),
        input_end_s: after.map_or(scenario.duration_s, |w| w.start_s),
        end_s: scenario.duration_s,
        time_s,
        level,
        twin_level: mean_path(&twins, count),
        above_rest,
    })
}

impl SessionTruth {
    /// First passage of the level above rest below `swc` after the end of the input, averaged over two minutes.
    pub fn hold(&self, swc: f64) -> TrueHold {
        let first = self.time_s.partition_point(|&t| t < self.input_end_s);
        let after = &self.above_rest[first..];
        let length_min = (self.end_s - self.input_end_s).max(0.0) / 60.0;
        let passage = after
            .windows(PASSAGE_WINDOWS.min(after.len()).max(1))
            .position(|run| run.iter().sum::<f64>() / (run.len() as f64) < swc);
        match passage {
            Some(0) => TrueHold { minutes: 0.0, censored: false },
            Some(index) => {
                let middle = index as f64 + PASSAGE_WINDOWS as f64 / 2.0;
                TrueHold { minutes: middle * LEVEL_WINDOW_S / 60.0, censored: false }
            }
            None => TrueHold { minutes: length_min, censored: true },
        }
    }
}

/// lnRMSSD in each window of one run.
fn levels(scenario: &Scenario, count: usize) -> Result<Vec<f64>, ScenarioError> {
    let nn = scenario.run()?.nn();
    (0..count)
        .map(|k| {
            let (start_s, end_s) = (k as f64 * LEVEL_WINDOW_S, (k + 1) as f64 * LEVEL_WINDOW_S);
            ln_rmssd(&nn.window(start_s, end_s))
                .ok_or(ScenarioError::TooFewBeats { start_s, end_s })
        })
        .collect()
}

/// lnRMSSD by its definition; the measuring crates have their own, so that a mistake here cannot hide one there.
pub(crate) fn ln_rmssd(nn: &NnSeries) -> Option<f64> {
    let (sum, pairs) =
        nn.successive_differences().fold((0.0, 0_usize), |(sum, n), d| (sum + d * d, n + 1));
    (pairs >= 2 && sum > 0.0).then(|| 0.5 * (sum / pairs as f64).ln())
}

fn mean_path(paths: &[Vec<f64>], count: usize) -> Vec<f64> {
    (0..count).map(|k| paths.iter().map(|p| p[k]).sum::<f64>() / paths.len() as f64).collect()
}

/// Mean of the windows that lie inside; 0 without any.
fn mean_in(path: &[f64], time_s: &[f64], window: Option<Window>) -> f64 {
    let Some(window) = window else { return 0.0 };
    let half = LEVEL_WINDOW_S / 2.0;
    let inside: Vec<f64> = path
        .iter()
        .zip(time_s)
        .filter(|(_, t)| **t - half >= window.start_s - 1e-9 && **t + half <= window.end_s + 1e-9)
        .map(|(level, _)| *level)
        .collect();
    inside.iter().sum::<f64>() / inside.len().max(1) as f64
}
