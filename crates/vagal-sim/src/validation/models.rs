//! The other models: rows 25, 31 and 32.

use super::readings::{cycles, mean_of, peak, read, spectrum};
use super::{Rows, Standing, ValidationRow};
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::Simulation;
use crate::stimulus::StimulusKind;

/// The reference list of the C program has 1026 beats, a little over 1000 s.
const FROM_S: f64 = 60.0;
const TO_S: f64 = 1060.0;

pub(super) fn rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    let rest = run("seidel", false, 1, None)?;
    let reading = read(&rest.rows, FROM_S, TO_S);
    let own = Rows {
        row: 25,
        stimulus: "Seidel-Herzel at rest",
        source: "RR list of the C program in SHM refData, 1026 beats: mean 973.7, sd 33.7, RMSSD 46.7",
        standing: Standing::Numerical,
    };
    let about = |middle: f64, share: f64| (middle * (1.0 - share), middle * (1.0 + share));
    let mut rows = vec![
        own.row("mean RR", "ms", reading.rr_ms, about(973.7, 0.01)),
        own.row("SDNN", "ms", reading.sdnn_ms, about(33.7, 0.05)),
        own.row("RMSSD", "ms", reading.rmssd_ms, about(46.7, 0.05)),
    ];
    let blocked = run("seidel", false, 1, Some(StimulusKind::VagalBlock(1.0)))?;
    let blocked = read(&blocked.rows, FROM_S, TO_S);
    let block = Rows {
        row: 31,
        stimulus: "vagal block in Seidel-Herzel",
        source: "Katona & Jih 1975; HR 105 to 125 recalled, accepted up to 135",
        standing: Standing::Predicted,
    };
    let left = 100.0 * (blocked.rmssd_ms / reading.rmssd_ms - 1.0);
    rows.push(block.row("RMSSD change", "%", left, (-100.0, -80.0)));
    rows.push(block.row("HR", "bpm", blocked.hr_bpm, (100.0, 135.0)));

    let deboer: Vec<Simulation> =
        (1..=6).map(|seed| run("deboer", true, seed, None)).collect::<Result<_, _>>()?;
    let mean = |value: fn(&super::readings::Reading) -> f64| {
        mean_of(deboer.iter().map(|run| value(&read(&run.rows, FROM_S, TO_S))))
    };
    let spectra: Vec<Vec<(f64, f64)>> =
        deboer.iter().map(|run| spectrum(&cycles(&run.rows, FROM_S, TO_S))).collect();
    let pooled: Vec<(f64, f64)> = (0..spectra[0].len())
        .map(|bin| (spectra[0][bin].0, mean_of(spectra.iter().map(|s| s[bin].1))))
        .collect();
    let own = Rows {
        row: 32,
        stimulus: "DeBoer at rest",
        source: "DeBoer 1987: 120/75 mmHg, 800 ms, a wave near 0.1 Hz",
        standing: Standing::Numerical,
    };
    rows.push(own.row("SBP", "mmHg", mean(|r| r.systolic_mmhg), (115.0, 125.0)));
    rows.push(own.row("DBP", "mmHg", mean(|r| r.diastolic_mmhg), (70.0, 80.0)));
    rows.push(own.row("mean RR", "ms", mean(|r| r.rr_ms), (780.0, 820.0)));
    let lf_hz = peak(&pooled, 0.04, 0.15).unwrap_or(f64::NAN);
    rows.push(own.row("LF peak", "Hz", lf_hz, (0.08, 0.125)));
    Ok(rows)
}

fn run(
    model: &str,
    noise: bool,
    seed: u64,
    kind: Option<StimulusKind>,
) -> Result<Simulation, ScenarioError> {
    let rest = Scenario::rest_in(model, TO_S, seed).expect("invariant: the model is in the list");
    let rest = Scenario { noise, ..rest };
    match kind {
        Some(kind) => rest.with(0.0, TO_S, kind).run(),
        None => rest.run(),
    }
}
