//! What is known elsewhere, how often such verdicts are wrong, and how the numbers may be read.

use vagal_core::Sensor;

use super::{change_pct, count, decimal};
use crate::page::{ErrorRates, LiteratureLine};

/// How HRV may be read; printed on every page with a result.
pub const HOW_TO_READ_HRV: &str = "HRV shows how the vagus nerve and breathing modulate the \
    heartbeat under the conditions of this recording. It measures neither stress nor health, nor \
    any other part of the nervous system, and it compares a person with nobody but themselves.";

/// How PRV may be read; printed in its place when the beats come from a pulse wave.
pub const HOW_TO_READ_PRV: &str = "PRV is taken from a pulse wave, which adds the travel time of \
    the wave to the heartbeat; it is not pooled or compared with a recording from an ECG. It \
    measures neither stress nor health, nor any part of the nervous system alone.";

/// The reading rule for a sensor.
pub fn how_to_read(sensor: Sensor) -> &'static str {
    match sensor {
        Sensor::Ppg => HOW_TO_READ_PRV,
        Sensor::Ecg | Sensor::ChestStrap | Sensor::Unknown => HOW_TO_READ_HRV,
    }
}

/// False alarms and power in one breath; `None` where there is no power to stand beside them.
pub fn error_rates(rates: &ErrorRates) -> Option<String> {
    if rates.power.is_empty() {
        return None;
    }
    let found: Vec<String> = rates
        .power
        .iter()
        .map(|p| format!("{} of those with {}", in_100(p.found_pct), change_pct(p.d)))
        .collect();
    let alarms = &rates.false_alarms;
    let mut text = format!(
        "Of 100 simulated sessions like this one without any shift, {} called a shift all the same \
         (upper limit {}, from {} simulated). Of 100 with a true shift, these are found: {}.",
        match in_100(alarms.pct).as_str() {
            "1" => "1 is".to_string(),
            n => format!("{n} are"),
        },
        decimal(alarms.upper_pct, 1),
        count(alarms.sessions),
        found.join(", ")
    );
    if let Some(coverage) = rates.coverage_pct {
        text.push_str(&format!(" Of the 95% ranges, {} in 100 held the truth.", in_100(coverage)));
    }
    Some(text)
}

fn in_100(pct: f64) -> String {
    if pct > 0.0 && pct < 0.95 { decimal(pct, 1) } else { decimal(pct, 0) }
}

/// What stands against a claim, never left blank.
pub fn literature_against(line: &LiteratureLine) -> Vec<String> {
    if line.against.is_empty() {
        vec!["nothing on file, which is not the same as nothing published".into()]
    } else {
        line.against.clone()
    }
}
