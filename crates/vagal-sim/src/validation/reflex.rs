//! Block, outflow and neck suction: rows 7 to 11.

use rayon::prelude::*;

use super::readings::{Reading, average, cycles, range_ms, read};
use super::{Rows, Standing, ValidationRow};
use crate::breathing::Breathing;
use crate::drive::Drive;
use crate::scenario::{Scenario, ScenarioError};
use crate::stimulus::StimulusKind;

const FROM_S: f64 = 300.0;
const TO_S: f64 = 900.0;

pub(super) fn rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    let rest = reading(&[], Drive::default())?;
    let no_vagus = reading(&["GTv"], Drive::default())?;
    let no_nerves = reading(&["GTv", "GTs", "kE"], Drive::default())?;
    let no_beta = reading(&["GTs", "kE"], Drive::default())?;
    let more = Drive { sympathetic_heart_hz: 3.0, sympathetic_vessels_hz: 3.0, ..Drive::default() };
    let aroused = reading(&[], more)?;
    let mut rows = Vec::new();

    let vagus = Rows {
        row: 7,
        stimulus: "vagal block",
        source: "Katona & Jih 1975; HR 105 to 125 recalled",
        standing: Standing::Predicted,
    };
    let change = |of: f64, to: f64| 100.0 * (to / of - 1.0);
    let rsa = change(swing_ms(&[])?, swing_ms(&["GTv"])?);
    rows.push(vagus.row("RSA change, noise-free", "%", rsa, (-100.0, -80.0)));
    rows.push(vagus.row("HF change", "%", change(rest.hf_ms2, no_vagus.hf_ms2), (-100.0, -80.0)));
    rows.push(vagus.row("RMSSD", "ms", no_vagus.rmssd_ms, (0.0, 12.0)));
    rows.push(vagus.row("HR", "bpm", no_vagus.hr_bpm, (100.0, 135.0)));

    let double = Rows {
        row: 8,
        stimulus: "vagal and beta block",
        source: "Jose 1966 (recalled); algebra: RR = T0",
        standing: Standing::Numerical,
    };
    rows.push(double.row("RR less T0", "%", change(580.0, no_nerves.rr_ms), (-1.0, 1.0)));
    rows.push(double.row("SDNN", "ms", no_nerves.sdnn_ms, (0.0, 1.0)));

    let beta = Rows {
        row: 9,
        stimulus: "beta block of the heart",
        source: "direction published",
        standing: Standing::Predicted,
    };
    rows.push(beta.row("HR change", "bpm", no_beta.hr_bpm - rest.hr_bpm, (-15.0, -5.0)));
    rows.push(beta.row("RMSSD change", "ms", no_beta.rmssd_ms - rest.rmssd_ms, (0.0, 10.0)));

    let symp = Rows {
        row: 10,
        stimulus: "sympathetic outflow +3 Hz",
        source: "house expectation",
        standing: Standing::Hypothesis,
    };
    rows.push(symp.row("HR change", "bpm", aroused.hr_bpm - rest.hr_bpm, (0.0, 15.0)));
    rows.push(symp.row("MAP change", "mmHg", aroused.mean_mmhg - rest.mean_mmhg, (10.0, 30.0)));

    rows.extend(neck_suction()?);
    Ok(rows)
}

/// A scenario with some parameters set to 0.
fn blocked(symbols: &[&str], seed: u64, duration_s: f64) -> Scenario {
    let mut scenario = Scenario::rest(duration_s, seed);
    for symbol in symbols {
        scenario.model.set(symbol, 0.0).expect("invariant: the symbol is in the table");
    }
    scenario
}

fn reading(symbols: &[&str], drive: Drive) -> Result<Reading, ScenarioError> {
    let readings: Vec<Reading> = (1..=4)
        .into_par_iter()
        .map(|seed| {
            let scenario =
                blocked(symbols, seed, TO_S).with(0.0, TO_S, StimulusKind::Direct(drive));
            Ok(read(&scenario.run()?.rows, FROM_S, TO_S))
        })
        .collect::<Result<_, ScenarioError>>()?;
    Ok(average(&readings))
}

fn swing_ms(symbols: &[&str]) -> Result<f64, ScenarioError> {
    let run = Scenario { noise: false, ..blocked(symbols, 0, 400.0) }.run()?;
    Ok(range_ms(&run.rows, 200.0, 400.0))
}

fn neck_suction() -> Result<Vec<ValidationRow>, ScenarioError> {
    let start_s = 200.0;
    let suction = Drive { neck_mmhg: 60.0, ..Drive::default() };
    let breathing = Breathing { tidal_l: Some(0.0), ..Breathing::REFERENCE };
    let run = Scenario { breathing, noise: false, ..Scenario::rest(400.0, 0) }
        .with(start_s, start_s + 5.0, StimulusKind::Direct(suction))
        .run()?;
    let before = read(&run.rows, start_s - 30.0, start_s);
    let after = cycles(&run.rows, start_s, start_s + 20.0);
    let lowest = |value: fn(f64, f64) -> f64| {
        after
            .iter()
            .map(|(time_s, cycle)| (*time_s - start_s, value(cycle.rr_ms, cycle.mean_mmhg)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((f64::NAN, f64::NAN))
    };
    let (hr_s, hr_bpm) = lowest(|rr_ms, _| 60_000.0 / rr_ms);
    let (pressure_s, mean_mmhg) = lowest(|_, mean_mmhg| mean_mmhg);
    let neck = Rows {
        row: 11,
        stimulus: "neck suction 60 mmHg, 5 s",
        source: "Fisher et al., PMC2793874 (times at 80 Torr)",
        standing: Standing::Predicted,
    };
    Ok(vec![
        neck.row("HR change", "bpm", hr_bpm - before.hr_bpm, (-14.0, -6.0)),
        neck.row("MAP change", "mmHg", mean_mmhg - before.mean_mmhg, (-23.0, -7.0)),
        neck.row("time to lowest HR", "s", hr_s, (1.7, 4.2)),
        neck.row("time to lowest MAP", "s", pressure_s, (5.5, 8.7)),
    ])
}
