//! Options of VREF, age, and the spread between days: rows 27 to 30 and 33.

use rayon::prelude::*;

use super::readings::{mean_of, read};
use super::{Rows, Standing, ValidationRow};
use crate::breathing::Breathing;
use crate::models::vref_options::Options;
use crate::person::Person;
use crate::scenario::{Scenario, ScenarioError};
use crate::stations::mean_within;
use crate::stimulus::StimulusKind;

/// Days of one person; the sd of so many has an error of 11%.
const DAYS: u64 = 40;

pub(super) fn rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    let mut rows = vec![between_days()?, resetting()?];
    rows.extend(carbon()?);
    rows.push(held_breath()?);
    rows.extend(age()?);
    Ok(rows)
}

fn between_days() -> Result<ValidationRow, ScenarioError> {
    let levels: Vec<f64> = (0..DAYS)
        .into_par_iter()
        .map(|day| {
            let person = Person::REFERENCE.on_day(day);
            let run = Scenario { person, ..Scenario::rest(480.0, 1000 + day) }.run()?;
            Ok(read(&run.rows, 180.0, 480.0).rmssd_ms.ln())
        })
        .collect::<Result<_, ScenarioError>>()?;
    let mean = mean_of(levels.iter().copied());
    let variance = levels.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / (DAYS - 1) as f64;
    let own = Rows {
        row: 27,
        stimulus: "40 days of one person, 5 min each",
        source: "day-to-day sd of 0.1 to 0.3 (recalled)",
        standing: Standing::Calibrated,
    };
    Ok(own.row("sd of lnRMSSD", "ln", variance.sqrt(), (0.1, 0.3)))
}

/// With every effect of the nerves cut, pressure at the sensors is what the suction makes it; the vagal outflow then
/// falls back to half of its rise as the set-point follows.
fn resetting() -> Result<ValidationRow, ScenarioError> {
    const START_S: f64 = 3600.0;
    const HOURS: f64 = 24.0;
    let mut scenario = Scenario {
        noise: false,
        breathing: Breathing { tidal_l: Some(0.0), ..Breathing::REFERENCE },
        options: Options { resetting: true, ..Options::default() },
        dt_s: 0.01,
        ..Scenario::rest(START_S + 3600.0 * HOURS, 0)
    };
    for symbol in ["GTs", "GTv", "GRsp", "GRep", "kE"] {
        scenario.model.set(symbol, 0.0).expect("invariant: the symbol is in the table");
    }
    // The cut nerves leave a low pressure; the sensors are brought back into their range.
    scenario.person.set_point_mmhg = -25.0;
    let run =
        scenario.with(START_S, START_S + 3600.0 * HOURS, StimulusKind::NeckSuction(6.0)).run()?;
    let at = |time_s: f64| {
        mean_within(&run.arc.baroreceptor_hz, time_s, time_s + 300.0).unwrap_or(f64::NAN)
    };
    let before = at(START_S - 400.0);
    let first = at(START_S + 30.0) - before;
    let half = (0..(HOURS as usize * 12))
        .map(|step| START_S + 300.0 * step as f64)
        .find(|&time_s| (at(time_s) - before) < 0.5 * first);
    let own = Rows {
        row: 28,
        stimulus: "resetting: suction of 6 mmHg held, nerves cut",
        source: "half-time of about 16 h in BioGears, which is the parameter itself",
        standing: Standing::Numerical,
    };
    let hours = half.map_or(f64::NAN, |time_s| (time_s - START_S) / 3600.0);
    Ok(own.row("half-time", "h", hours, (14.0, 18.0)))
}

/// Six breaths a minute of two litres: CO2 falls to what algebra says, and with it sympathetic outflow.
fn carbon() -> Result<Vec<ValidationRow>, ScenarioError> {
    let run = |chemoreflex: bool| -> Result<(f64, f64), ScenarioError> {
        let deep = Breathing { rate_per_min: 6.0, tidal_l: Some(2.0), ..Breathing::REFERENCE };
        let scenario = Scenario {
            breathing: deep,
            noise: false,
            options: Options { chemoreflex, ..Options::default() },
            ..Scenario::rest(2400.0, 0)
        };
        let run = scenario.run()?;
        let last = |trace: &[f64]| mean_within(trace, 2100.0, 2400.0).unwrap_or(f64::NAN);
        Ok((last(&run.arc.carbon_dioxide_mmhg), last(&run.arc.pressure_mmhg)))
    };
    let ((mmhg, with), (_, without)) = (run(true)?, run(false)?);
    let own = Rows {
        row: 29,
        stimulus: "6 breaths of 2 L a minute, CO2 on",
        source: "gas law: 0.863·243/(6·1.85) = 18.9 mmHg",
        standing: Standing::Numerical,
    };
    let expected = Rows { source: "house expectation", standing: Standing::Hypothesis, ..own };
    Ok(vec![
        own.row("arterial CO2", "mmHg", mmhg, (18.7, 19.1)),
        expected.row("MAP against CO2 off", "mmHg", with - without, (-25.0, 0.0)),
    ])
}

fn held_breath() -> Result<ValidationRow, ScenarioError> {
    let scenario = Scenario {
        noise: false,
        options: Options { chemoreflex: true, ..Options::default() },
        ..Scenario::rest(360.0, 0)
    };
    let run = scenario.with(300.0, 360.0, StimulusKind::ColdFace { breath_held: true }).run()?;
    let at = |s: usize| run.arc.carbon_dioxide_mmhg[s];
    let own = Rows {
        row: 30,
        stimulus: "breath held for a minute, CO2 on",
        source: "about 12 mmHg in the first minute (recalled), which sets the store",
        standing: Standing::Calibrated,
    };
    Ok(own.row("rise of CO2", "mmHg", at(359) - at(299), (8.0, 15.0)))
}

/// Forty-five years more: heart rate at rest is held by construction, RMSSD follows.
fn age() -> Result<Vec<ValidationRow>, ScenarioError> {
    let at = |years: f64| -> Result<super::readings::Reading, ScenarioError> {
        let person = Person::REFERENCE.aged(years);
        let readings: Vec<_> = (1..=4)
            .into_par_iter()
            .map(|seed| {
                let run = Scenario { person, ..Scenario::rest(900.0, seed) }.run()?;
                Ok(read(&run.rows, 300.0, 900.0))
            })
            .collect::<Result<_, ScenarioError>>()?;
        Ok(super::readings::average(&readings))
    };
    let (young, old) = (at(25.0)?, at(70.0)?);
    let own = Rows {
        row: 33,
        stimulus: "age 70 against 25",
        source: "heart rate at rest hardly changes, RMSSD about halves (both recalled)",
        standing: Standing::Calibrated,
    };
    let follows = Rows { standing: Standing::Predicted, ..own };
    Ok(vec![
        own.row("HR change", "bpm", old.hr_bpm - young.hr_bpm, (-5.0, 5.0)),
        follows.row("RMSSD ratio", "", old.rmssd_ms / young.rmssd_ms, (0.35, 0.75)),
    ])
}
