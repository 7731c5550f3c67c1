//! Cold, stress and tilt: rows 12 to 14 and 26, each against the twin with the same noise.

use rayon::prelude::*;

use super::readings::{Reading, average, mean_of, read};
use super::{Rows, Standing, ValidationRow};
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::Pair;
use crate::stimulus::StimulusKind;

/// The stimulus starts after five minutes.
const START_S: f64 = 300.0;
const SEEDS: u64 = 12;

pub(super) fn rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    let mut rows = cold_face()?;
    rows.extend(cold_pressor()?);
    rows.extend(mental_stress()?);
    rows.extend(tilt()?);
    Ok(rows)
}

/// Runs of one stimulus with their twins.
struct Runs(Vec<Pair>);

impl Runs {
    fn of(kind: StimulusKind, length_s: f64, after_s: f64) -> Result<Self, ScenarioError> {
        let end_s = START_S + length_s;
        let pairs: Result<Vec<Pair>, ScenarioError> = (1..=SEEDS)
            .into_par_iter()
            .map(|seed| Scenario::rest(end_s + after_s, seed).with(START_S, end_s, kind).run_pair())
            .collect();
        pairs.map(Self)
    }

    /// With and without, between two times after the start of the stimulus.
    fn between(&self, from_s: f64, to_s: f64) -> (Reading, Reading) {
        let window = |run: &crate::Simulation| read(&run.rows, START_S + from_s, START_S + to_s);
        let with: Vec<Reading> = self.0.iter().map(|pair| window(&pair.with)).collect();
        let twin: Vec<Reading> = self.0.iter().map(|pair| window(&pair.twin)).collect();
        (average(&with), average(&twin))
    }

    fn change(&self, from_s: f64, to_s: f64, value: fn(&Reading) -> f64) -> f64 {
        let (with, twin) = self.between(from_s, to_s);
        value(&with) - value(&twin)
    }

    fn change_pct(&self, from_s: f64, to_s: f64, value: fn(&Reading) -> f64) -> f64 {
        let (with, twin) = self.between(from_s, to_s);
        100.0 * (value(&with) / value(&twin) - 1.0)
    }

    /// Time after the end of the stimulus at which the change of heart rate has fallen to a tenth, s.
    fn heart_rate_back_s(&self, length_s: f64) -> f64 {
        let change = |second: usize| {
            mean_of(self.0.iter().map(|pair| {
                pair.with.arc.heart_rate_bpm[second] - pair.twin.arc.heart_rate_bpm[second]
            }))
        };
        let end = (START_S + length_s) as usize;
        let last = change(end - 1);
        let seconds = self.0[0].with.arc.heart_rate_bpm.len();
        (end..seconds)
            .find(|&second| (change(second) / last) < 0.1)
            .map_or(f64::NAN, |second| (second - end) as f64)
    }
}

fn cold_face() -> Result<Vec<ValidationRow>, ScenarioError> {
    let runs = Runs::of(StimulusKind::ColdFace { breath_held: false }, 120.0, 180.0)?;
    let own = Rows {
        row: 12,
        stimulus: "cold face, 2 min",
        source: "Arnold 1985, Marsh 1995; RMSSD and time off recalled",
        standing: Standing::Calibrated,
    };
    let (with, twin) = runs.between(30.0, 120.0);
    Ok(vec![
        own.row("HR change", "%", runs.change_pct(30.0, 120.0, |r| r.hr_bpm), (-35.0, -10.0)),
        own.row("SBP change", "mmHg", runs.change(30.0, 120.0, |r| r.systolic_mmhg), (5.0, 20.0)),
        own.row("dlnRMSSD", "ln", (with.rmssd_ms / twin.rmssd_ms).ln(), (0.0, 1.2)),
        own.row("HR back after", "s", runs.heart_rate_back_s(120.0), (0.0, 60.0)),
    ])
}

fn cold_pressor() -> Result<Vec<ValidationRow>, ScenarioError> {
    let one = Runs::of(StimulusKind::ColdPressor(1), 120.0, 60.0)?;
    let two = Runs::of(StimulusKind::ColdPressor(2), 120.0, 60.0)?;
    let own = Rows {
        row: 13,
        stimulus: "hand in ice water, 2 min",
        source: "Seals 1990",
        standing: Standing::Calibrated,
    };
    let rise = |runs: &Runs| runs.change(60.0, 120.0, |r| r.systolic_mmhg);
    let early = one.change(5.0, 30.0, |r| r.systolic_mmhg) / rise(&one);
    let two_hands = Rows { stimulus: "two hands in ice water, 2 min", ..own };
    let hr = |runs: &Runs| runs.change(60.0, 120.0, |r| r.hr_bpm);
    Ok(vec![
        own.row("SBP change", "mmHg", rise(&one), (15.0, 35.0)),
        own.row("HR change", "bpm", hr(&one), (0.0, 12.0)),
        own.row("share of the rise in the first 30 s", "", early, (-0.3, 0.34)),
        two_hands.row("SBP change", "mmHg", rise(&two), (23.0, 35.0)),
        two_hands.row("HR change", "bpm", hr(&two), (0.0, 12.0)),
    ])
}

fn mental_stress() -> Result<Vec<ValidationRow>, ScenarioError> {
    let runs = Runs::of(StimulusKind::MentalStress(1.0), 180.0, 300.0)?;
    let own = Rows {
        row: 14,
        stimulus: "mental stress, 3 min",
        source: "n = 21: MAP +6 to +11, HR +21 to +17; Jørgensen 1990; Kim 2018",
        standing: Standing::Calibrated,
    };
    let change = |value: fn(&Reading) -> f64| runs.change(60.0, 180.0, value);
    let pulse = change(|r| r.systolic_mmhg - r.diastolic_mmhg);
    let rmssd = runs.change_pct(60.0, 180.0, |r| r.rmssd_ms);
    let after = runs.change(420.0, 480.0, |r| r.mean_mmhg);
    Ok(vec![
        own.row("MAP change", "mmHg", change(|r| r.mean_mmhg), (6.0, 16.0)),
        own.row("HR change", "bpm", change(|r| r.hr_bpm), (8.0, 21.0)),
        own.row("RMSSD change", "%", rmssd, (-50.0, -20.0)),
        // SBP +11% of 111 and DBP +12% of 75 (Jørgensen 1990): 12 and 9 mmHg.
        own.row("SBP rise less DBP rise", "mmHg", pulse, (0.0, 8.0)),
        own.row("MAP change 4 min after", "mmHg", after, (-3.0, 3.0)),
    ])
}

fn tilt() -> Result<Vec<ValidationRow>, ScenarioError> {
    let runs = Runs::of(StimulusKind::Tilt(70.0), 600.0, 60.0)?;
    let change = |value: fn(&Reading) -> f64| runs.change(180.0, 600.0, value);
    let own = Rows {
        row: 26,
        stimulus: "upright tilt, 70 degrees, veins on",
        source: "textbook range of upright tilt (recalled)",
        standing: Standing::Calibrated,
    };
    let pulse = runs.change_pct(180.0, 600.0, |r| r.systolic_mmhg - r.diastolic_mmhg);
    let follows = Rows { standing: Standing::Predicted, ..own };
    Ok(vec![
        own.row("pulse pressure change", "%", pulse, (-45.0, -10.0)),
        own.row("HR change", "bpm", change(|r| r.hr_bpm), (8.0, 25.0)),
        own.row("MAP change", "mmHg", change(|r| r.mean_mmhg), (-12.0, 8.0)),
        follows.row("HF change", "%", runs.change_pct(180.0, 600.0, |r| r.hf_ms2), (-90.0, -25.0)),
    ])
}
