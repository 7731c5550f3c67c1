//! Rest and breathing: rows 1 to 6 and the step size.

use rayon::prelude::*;

use super::readings::{
    Reading, arrhythmia, average, cycles, mean_of, peak, read, regression, sequence_sensitivity,
    spectrum,
};
use super::{Rows, Standing, ValidationRow};
use crate::breathing::Breathing;
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::BeatRow;

/// Length of a reading, s: the first minutes are left out.
const FROM_S: f64 = 300.0;
const TO_S: f64 = 1500.0;
const SEEDS: u64 = 8;

pub(super) fn rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    let fifteen = breathing_at(15.0, 0.4)?;
    let six = breathing_at(6.0, 0.4)?;
    let mut rows = Vec::new();

    let rest = Rows {
        row: 1,
        stimulus: "rest, 15/min",
        source: "Nunan 2010 and usual resting pressures (values recalled)",
        standing: Standing::Calibrated,
    };
    let r = fifteen.reading;
    rows.push(rest.row("HR", "bpm", r.hr_bpm, (60.0, 80.0)));
    rows.push(rest.row("SBP", "mmHg", r.systolic_mmhg, (105.0, 125.0)));
    rows.push(rest.row("DBP", "mmHg", r.diastolic_mmhg, (65.0, 82.0)));
    rows.push(rest.row("SDNN", "ms", r.sdnn_ms, (30.0, 65.0)));
    rows.push(rest.row("RMSSD", "ms", r.rmssd_ms, (25.0, 60.0)));

    let peaks = Rows {
        row: 2,
        stimulus: "rest, 15/min",
        source: "DeBoer 1987",
        standing: Standing::Predicted,
    };
    let lf_hz = peak(&fifteen.spectrum, 0.04, 0.15).unwrap_or(f64::NAN);
    let hf_hz = peak(&fifteen.spectrum, 0.15, 0.40).unwrap_or(f64::NAN);
    rows.push(peaks.row("LF peak", "Hz", lf_hz, (0.08, 0.12)));
    rows.push(peaks.row("HF peak less breathing", "Hz", hf_hz - 0.25, (-0.011, 0.011)));

    rows.extend(hirsch_bishop()?);

    let slow = Rows {
        row: 4,
        stimulus: "15 to 6/min",
        source: "Shao 2024, Bernardi 2002",
        standing: Standing::Predicted,
    };
    let s = six.reading;
    rows.push(slow.row("SDNN ratio", "", s.sdnn_ms / r.sdnn_ms, (1.5, 3.0)));
    rows.push(slow.row("RMSSD ratio", "", s.rmssd_ms / r.rmssd_ms, (1.0, 3.0)));
    rows.push(slow.row("SBP change", "mmHg", s.systolic_mmhg - r.systolic_mmhg, (-6.0, 0.0)));
    rows.push(slow.row("HR change", "bpm", s.hr_bpm - r.hr_bpm, (-2.0, 2.0)));

    let reflex = Rows { row: 5, source: "Bernardi 2002: 9.4 to 13.8 ms/mmHg", ..slow };
    rows.push(reflex.row("BRS at 15/min", "ms/mmHg", fifteen.sensitivity, (6.0, 20.0)));
    rows.push(reflex.row("BRS ratio", "", six.sensitivity / fifteen.sensitivity, (1.2, 2.0)));

    let share = Rows {
        row: 6,
        stimulus: "inhale share at 6/min",
        source: "Meehan & Shaffer 2024",
        standing: Standing::Predicted,
    };
    let short = breathing_at(6.0, 0.33)?.reading.rmssd_ms;
    let even = breathing_at(6.0, 0.5)?.reading.rmssd_ms;
    let long = breathing_at(6.0, 0.67)?.reading.rmssd_ms;
    rows.push(share.row("lnRMSSD, .33 less .5", "ln", (short / even).ln(), (-0.1, 0.1)));
    rows.push(share.row("lnRMSSD, .67 less .5", "ln", (long / even).ln(), (-0.1, 0.1)));

    rows.push(step_size()?);
    Ok(rows)
}

struct Rest {
    reading: Reading,
    spectrum: Vec<(f64, f64)>,
    sensitivity: f64,
}

fn breathing_at(rate_per_min: f64, inhale_share: f64) -> Result<Rest, ScenarioError> {
    let runs: Vec<Vec<BeatRow>> = (1..=SEEDS)
        .into_par_iter()
        .map(|seed| {
            let breathing = Breathing { rate_per_min, inhale_share, ..Breathing::REFERENCE };
            Ok(Scenario { breathing, ..Scenario::rest(TO_S, seed) }.run()?.rows)
        })
        .collect::<Result<_, ScenarioError>>()?;
    let readings: Vec<Reading> = runs.iter().map(|rows| read(rows, FROM_S, TO_S)).collect();
    let spectra: Vec<Vec<(f64, f64)>> =
        runs.iter().map(|rows| spectrum(&cycles(rows, FROM_S, TO_S))).collect();
    let mean_power = |bin: usize| mean_of(spectra.iter().map(|s| s[bin].1));
    let spectrum = spectra[0].iter().enumerate().map(|(bin, (hz, _))| (*hz, mean_power(bin)));
    let sensitivities = runs.iter().filter_map(|rows| sequence_sensitivity(rows, FROM_S, TO_S));
    Ok(Rest {
        reading: average(&readings),
        spectrum: spectrum.collect(),
        sensitivity: mean_of(sensitivities),
    })
}

/// RSA at a constant tidal volume against breathing rate: a plateau, a corner, a roll-off.
fn hirsch_bishop() -> Result<Vec<ValidationRow>, ScenarioError> {
    let rates: Vec<f64> = (3..=20).map(f64::from).collect();
    let spans: Vec<f64> = rates
        .par_iter()
        .map(|&rate_per_min| {
            let breathing = Breathing { rate_per_min, tidal_l: Some(0.8), ..Breathing::REFERENCE };
            let run = Scenario { breathing, noise: false, ..Scenario::rest(540.0, 0) }.run()?;
            Ok(arrhythmia(&run.rows, 240.0, 540.0, 60.0 / rate_per_min))
        })
        .collect::<Result<_, ScenarioError>>()?;
    let points: Vec<(f64, f64)> =
        rates.iter().zip(&spans).map(|(f, s)| (f.log10(), 20.0 * s.log10())).collect();
    let Bend { plateau_db, corner, slope_db } = broken_line(&points);
    let source = Rows {
        row: 3,
        stimulus: "constant 0.8 L, 20 to 3/min",
        source: "Hirsch & Bishop 1981",
        standing: Standing::Calibrated,
    };
    Ok(vec![
        source.row("plateau", "bpm", 10.0_f64.powf(plateau_db / 20.0), (15.0, 25.0)),
        source.row("corner", "/min", 10.0_f64.powf(corner), (5.7, 8.7)),
        source.row("roll-off", "dB/decade", -slope_db, (14.0, 28.0)),
    ])
}

/// A level line that bends into a slope.
struct Bend {
    plateau_db: f64,
    corner: f64,
    slope_db: f64,
}

/// The best such line by least squares; the corner is searched between the second and the last but one point.
fn broken_line(points: &[(f64, f64)]) -> Bend {
    let (first, last) = (points[1].0, points[points.len() - 2].0);
    let fit = |corner: f64| {
        let past = |x: f64| (x - corner).max(0.0);
        let bent: Vec<(f64, f64)> = points.iter().map(|p| (past(p.0), p.1)).collect();
        let (slope_db, _) = regression(&bent);
        let n = points.len() as f64;
        let plateau_db = bent.iter().map(|p| p.1 - slope_db * p.0).sum::<f64>() / n;
        let error: f64 = bent.iter().map(|p| (p.1 - plateau_db - slope_db * p.0).powi(2)).sum();
        (error, Bend { plateau_db, corner, slope_db })
    };
    let tried = (0..=400).map(|k| fit(first + (last - first) * f64::from(k) / 400.0));
    tried.min_by(|a, b| a.0.total_cmp(&b.0)).expect("invariant: 401 corners were tried").1
}

/// Step 5 ms against 1 ms without noise: how far mean RR and RMSSD move.
fn step_size() -> Result<ValidationRow, ScenarioError> {
    let at = |dt_s: f64| -> Result<Reading, ScenarioError> {
        let run = Scenario { noise: false, dt_s, ..Scenario::rest(600.0, 0) }.run()?;
        Ok(read(&run.rows, 300.0, 600.0))
    };
    let numerical = Rows {
        row: 24,
        stimulus: "step 5 to 1 ms",
        source: "house choice",
        standing: Standing::Numerical,
    };
    Ok(numerical.row("mean RR", "ms", at(0.005)?.rr_ms - at(0.001)?.rr_ms, (-0.5, 0.5)))
}
