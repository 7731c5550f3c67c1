//! What a simulation says, in words that never let it pass for a measurement.

use vagal_core::Value;

use super::{capital, change_pct, decimal, duration, signed};
use crate::page::{SimulatePage, WindowPair};

/// The baroreflex for somebody who never heard of it.
pub const ONE_LOOP: &str = "The heart beats by itself. Two nerves change its pace: the vagus slows it within a beat, and each \
     breath lets go of it a little, which is most of what short-term HRV shows; the sympathetic nerves quicken it and narrow \
     the vessels, within seconds. Sensors in the neck artery report the pressure back to the brainstem, which answers against \
     every change. So whatever a hand on the skin sets going, this loop takes part of it back.";

/// How well a step is founded.
pub fn founded(id: &str) -> &str {
    match id {
        "published" => "published",
        "recalled" => "recalled from the literature, not checked against it",
        "calibrated" => "our own calibration, no source gives the number",
        other => other,
    }
}

/// What was done, on one line.
pub fn simulate_title(page: &SimulatePage) -> String {
    let mut names: Vec<&str> = page.stimuli.iter().map(|s| s.name.as_str()).collect();
    names.dedup();
    if names.is_empty() { "Rest".into() } else { capital(&names.join(" and ")) }
}

/// What the model says of HRV and heart rate, window by window.
pub fn simulate_answer(page: &SimulatePage) -> Vec<String> {
    if page.stimuli.is_empty() {
        return vec![format!(
            "{} of rest; nothing was done, so there is nothing to compare.",
            duration(page.scenario.duration_s)
        )];
    }
    let mut said = Vec::new();
    for pair in page.windows.iter().filter(|w| w.name != "before") {
        let parts: Vec<String> =
            [hrv(pair), rate(pair), pressure(pair)].into_iter().flatten().collect();
        if parts.is_empty() {
            continue;
        }
        let when = match pair.name.as_str() {
            "after" => "Right after".into(),
            "later" => "Later".into(),
            acting => format!("During {}", acting.replace('_', " ")),
        };
        said.push(format!("{when}, compared with the same run without: {}.", parts.join(", ")));
    }
    if said.is_empty() {
        said.push("No window was long enough to read an index from.".into());
    }
    said
}

fn index(pair: &WindowPair, id: &str) -> Option<(f64, f64)> {
    let number = |reading: &crate::page::WindowReading| match reading.summary.index(id) {
        Some(Ok(value)) => Some(Value::number(*value)),
        _ => None,
    };
    Some((number(&pair.with)?, number(&pair.twin)?))
}

fn hrv(pair: &WindowPair) -> Option<String> {
    let (with, twin) = index(pair, "ln_rmssd")?;
    Some(format!("RMSSD {}", change_pct(with - twin)))
}

fn rate(pair: &WindowPair) -> Option<String> {
    let (with, twin) = index(pair, "hr")?;
    Some(format!("heart rate {} bpm", signed(with - twin, 1)))
}

fn pressure(pair: &WindowPair) -> Option<String> {
    let mean = |reading: &crate::page::WindowReading| {
        reading.means.iter().find(|m| m.id == "sbp").map(|m| m.value)
    };
    let (with, twin) = (mean(&pair.with)?, mean(&pair.twin)?);
    Some(format!("systolic pressure {} mmHg", signed(with - twin, 1)))
}

/// The minutes of a window.
pub(crate) fn minutes(window: vagal_core::Window) -> String {
    format!("{} to {} min", decimal(window.start_s / 60.0, 1), decimal(window.end_s / 60.0, 1))
}
