//! Touch: rows 15 to 23, each against the twin without touch and with the same noise.

use rayon::prelude::*;

use super::readings::{Reading, average, mean_of, read};
use super::{Rows, Standing, ValidationRow};
use crate::scenario::{Scenario, ScenarioError};
use crate::simulation::Simulation;
use crate::stimulus::{Massage, StimulusKind};

/// The touch starts after ten minutes.
const START_S: f64 = 600.0;
/// Seeds averaged in a reading.
const SEEDS: u64 = 8;
/// Same for the hour after, which is longer.
const COURSE_SEEDS: u64 = 4;

pub(super) fn rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    let mut rows = during()?;
    let short = Course::of(15.0, 0.0)?;
    let long = Course::of(60.0, 0.0)?;
    let loaded = Course::of(15.0, 1.0)?;

    let after = Rows {
        row: 19,
        stimulus: "after moderate massage, 15 min",
        source: "Paschoal 2016, Fazeli 2016",
        standing: Standing::Calibrated,
    };
    rows.push(after.row("dlnRMSSD at 10 to 15 min", "ln", short.ln_rmssd(10.0), (0.0, 0.3)));
    rows.push(after.row("dlnRMSSD at 60 min", "ln", short.ln_rmssd(55.0), (-0.1, 0.1)));

    let longer = Rows {
        row: 20,
        stimulus: "60 against 15 min",
        source: "no HRV data",
        standing: Standing::Hypothesis,
    };
    let more = long.ln_rmssd(27.5) - short.ln_rmssd(27.5);
    rows.push(longer.row("dlnRMSSD at 30 min, difference", "ln", more, (0.0, 0.3)));

    let load = Rows { row: 21, stimulus: "load 1 against 0", ..longer };
    let remaining = |course: &Course| course.ln_rmssd(27.5) / course.peak();
    let faster = remaining(&loaded) - remaining(&short);
    rows.push(load.row("share of the peak left at 30 min, difference", "", faster, (-1.0, 0.0)));

    let cortisol = Rows {
        row: 22,
        stimulus: "moderate massage, 15 min",
        source: "Moyer 2011",
        standing: Standing::Calibrated,
    };
    rows.push(cortisol.row("cortisol, lowest", "%", short.slow.cortisol, (-5.0, 0.0)));

    let muscle = Rows { row: 23, source: "Eriksson Crommert 2015", ..cortisol };
    rows.push(muscle.row("local tone at the end", "%", short.slow.local_end, (-8.0, -2.0)));
    rows.push(muscle.row("remote tone at the end", "%", short.slow.remote_end, (-1.0, 1.0)));
    rows.push(muscle.row("local tone 10 min after", "%", short.slow.local_after, (-1.0, 1.0)));
    Ok(rows)
}

/// Readings while touched and of the twin.
struct Pair {
    touched: Reading,
    twin: Reading,
}

impl Pair {
    fn hf_pct(&self) -> f64 {
        100.0 * (self.touched.hf_ms2 / self.twin.hf_ms2 - 1.0)
    }

    fn lf_hf_ln(&self) -> f64 {
        let ratio = |r: &Reading| r.lf_ms2 / r.hf_ms2;
        (ratio(&self.touched) / ratio(&self.twin)).ln()
    }

    fn hr_bpm(&self) -> f64 {
        self.touched.hr_bpm - self.twin.hr_bpm
    }

    fn systolic_mmhg(&self) -> f64 {
        self.touched.systolic_mmhg - self.twin.systolic_mmhg
    }

    fn ln_rmssd(&self) -> f64 {
        (self.touched.rmssd_ms / self.twin.rmssd_ms).ln()
    }
}

/// Rows 15 to 18: minutes 5 to 15 of a touch.
fn during() -> Result<Vec<ValidationRow>, ScenarioError> {
    let end_s = START_S + 900.0;
    let pair = |massage: Massage| -> Result<Pair, ScenarioError> {
        let runs = pairs(massage, end_s, end_s, 0.0, SEEDS)?;
        Ok(over(&runs, START_S + 300.0, end_s))
    };
    let mut rows = Vec::new();
    let moderate = pair(Massage::MODERATE_SLOW)?;
    let own = Rows {
        row: 15,
        stimulus: "moderate massage, 15 min",
        source: "Diego & Field 2009, Fazeli 2016, Liao 2016",
        standing: Standing::Calibrated,
    };
    rows.push(own.row("HF change", "%", moderate.hf_pct(), (20.0, 80.0)));
    rows.push(own.row("ln LF/HF change", "ln", moderate.lf_hf_ln(), (-2.0, 0.0)));
    rows.push(own.row("HR change", "bpm", moderate.hr_bpm(), (-6.0, -1.0)));
    rows.push(own.row("SBP change", "mmHg", moderate.systolic_mmhg(), (-8.0, -1.0)));

    let light = pair(Massage::LIGHT_FAST)?;
    let own = Rows {
        row: 16,
        stimulus: "light and fast, 30 cm/s",
        source: "Diego 2004, Diego & Field 2009",
        standing: Standing::Calibrated,
    };
    rows.push(own.row("HF change", "%", light.hf_pct(), (-100.0, 0.0)));
    rows.push(own.row("ln LF/HF change", "ln", light.lf_hf_ln(), (0.0, 2.0)));
    rows.push(own.row("HR change", "bpm", light.hr_bpm(), (0.0, 4.0)));

    let gentle = pair(Massage::LIGHT_SLOW)?;
    let own = Rows {
        row: 17,
        stimulus: "light and slow, 3 cm/s",
        source: "Triscoli 2017, Meier 2020 against Diego 2004: wide uncertainty",
        standing: Standing::Calibrated,
    };
    rows.push(own.row("dlnRMSSD", "ln", gentle.ln_rmssd(), (-0.15, 0.15)));

    let painful = pair(Massage::PAINFUL)?;
    let own = Rows {
        row: 18,
        stimulus: "painful",
        source: "direction only",
        standing: Standing::Calibrated,
    };
    rows.push(own.row("HR change", "bpm", painful.hr_bpm(), (0.0, 20.0)));
    rows.push(own.row("SBP change", "mmHg", painful.systolic_mmhg(), (0.0, 30.0)));
    rows.push(own.row("HF change", "%", painful.hf_pct(), (-100.0, 0.0)));
    Ok(rows)
}

fn pairs(
    massage: Massage,
    touch_end_s: f64,
    end_s: f64,
    load: f64,
    seeds: u64,
) -> Result<Vec<(Simulation, Simulation)>, ScenarioError> {
    (1..=seeds)
        .into_par_iter()
        .map(|seed| {
            let mut scenario = Scenario::rest(end_s, seed).with(
                START_S,
                touch_end_s,
                StimulusKind::Massage(massage),
            );
            scenario.person.load = load;
            Ok((scenario.run()?, scenario.twin().run()?))
        })
        .collect()
}

fn over(runs: &[(Simulation, Simulation)], start_s: f64, end_s: f64) -> Pair {
    let touched: Vec<Reading> = runs.iter().map(|r| read(&r.0.rows, start_s, end_s)).collect();
    let twins: Vec<Reading> = runs.iter().map(|r| read(&r.1.rows, start_s, end_s)).collect();
    Pair { touched: average(&touched), twin: average(&twins) }
}

/// A moderate massage and the hour after it.
struct Course {
    runs: Vec<(Simulation, Simulation)>,
    touch_end_s: f64,
    slow: SlowReadings,
}

/// Changes in per cent.
struct SlowReadings {
    cortisol: f64,
    local_end: f64,
    local_after: f64,
    remote_end: f64,
}

impl Course {
    fn of(minutes: f64, load: f64) -> Result<Self, ScenarioError> {
        let touch_end_s = START_S + 60.0 * minutes;
        let end_s = touch_end_s + 3600.0;
        let runs = pairs(Massage::MODERATE_SLOW, touch_end_s, end_s, load, COURSE_SEEDS)?;
        let percent = |ratio: f64| 100.0 * (ratio - 1.0);
        let at = |path: fn(&Simulation) -> &Vec<f64>, time_s: f64| {
            percent(mean_of(runs.iter().filter_map(|r| path(&r.0).get(time_s as usize).copied())))
        };
        let lowest = runs[0].0.slow.cortisol.iter().copied().fold(f64::INFINITY, f64::min);
        let slow = SlowReadings {
            cortisol: percent(lowest),
            local_end: at(|s| &s.slow.tone_local, touch_end_s - 1.0),
            local_after: at(|s| &s.slow.tone_local, touch_end_s + 600.0),
            remote_end: at(|s| &s.slow.tone_remote, touch_end_s - 1.0),
        };
        Ok(Self { runs, touch_end_s, slow })
    }

    /// lnRMSSD less twin over five minutes, from `minutes` after the end.
    fn ln_rmssd(&self, minutes: f64) -> f64 {
        let start_s = self.touch_end_s + 60.0 * minutes;
        over(&self.runs, start_s, start_s + 300.0).ln_rmssd()
    }

    fn peak(&self) -> f64 {
        over(&self.runs, START_S + 300.0, self.touch_end_s).ln_rmssd()
    }
}
