//! What else could explain a change: posture, breathing, movement, corrections, heart rate.

use vagal_core::response::PhaseSummary;
use vagal_core::session::PhaseName;
use vagal_core::{BreathingSource, Value};

use super::{change_pct, decimal, range_pct, share_pct, signed};
use crate::page::SessionPage;

/// One circumstance, with what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextLine {
    /// What: `posture`, `breathing`, …
    pub label: String,
    /// What was found.
    pub text: String,
    /// True if it alone forbids a verdict on the input.
    pub decisive: bool,
}

/// How a breathing rate is known.
pub(crate) fn breathing_source(source: BreathingSource) -> &'static str {
    match source {
        BreathingSource::Sensor => "a breathing sensor",
        BreathingSource::Stated => "what a person counted or set",
        BreathingSource::Ecg => "the R-wave amplitude",
        BreathingSource::Rr => "the RR intervals only, the weakest source",
    }
}

/// Every circumstance the page can speak of, in a fixed order; unknown ones say so.
///
/// What the assessment found goes first; where it says nothing, the bare facts stand.
pub fn context(page: &SessionPage) -> Vec<ContextLine> {
    type Facts = fn(&SessionPage) -> String;
    const KNOWN: [(&str, Facts); 4] = [
        ("posture", posture),
        ("breathing", breathing),
        ("movement", movement),
        ("corrections", corrections),
    ];
    let found = &page.response.explanations;
    let known = KNOWN.iter().map(|(label, facts)| match found.iter().find(|e| e.id == *label) {
        Some(e) => ContextLine {
            label: (*label).into(),
            text: [Some(e.text.clone()), addition(page, label)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            decisive: e.decisive,
        },
        None => ContextLine { label: (*label).into(), text: facts(page), decisive: false },
    });
    let mut lines: Vec<ContextLine> = known.collect();
    lines.push(ContextLine { label: "heart rate".into(), text: heart_rate(page), decisive: false });
    let others = found.iter().filter(|e| KNOWN.iter().all(|(label, _)| *label != e.id));
    lines.extend(others.map(|e| ContextLine {
        label: if e.id == "low_frequency" { "LF".into() } else { e.id.replace('_', " ") },
        text: e.text.clone(),
        decisive: e.decisive,
    }));
    lines
}

/// Which minutes were compared, where they are not the whole phases.
pub(crate) fn compared(page: &SessionPage) -> Option<String> {
    let of = |name| {
        let part = page.response.compared.iter().find(|p| p.phase.name == name)?;
        let whole = page.response.phase(name)?.phase.window.length_s();
        Some((part.phase.window.length_s(), whole))
    };
    let ((before, all_before), (after, all_after)) =
        (of(PhaseName::Before)?, of(PhaseName::After)?);
    let is_part = |part: f64, whole: f64| part < whole - 1.0;
    if !is_part(before, all_before) && !is_part(after, all_after) {
        return None;
    }
    let which = |edge: &str, part: f64, whole: f64| {
        let edge = if is_part(part, whole) { edge } else { "all" };
        format!("{edge} {} min", decimal(part / 60.0, 0))
    };
    let c = &page.circumstances;
    let text = if c.still_before.is_some() || c.still_after.is_some() {
        let minutes = |name| {
            let window = page.response.compared_phase(name)?.phase.window;
            let clock = |s: f64| format!("{:.0}:{:02.0}", (s / 60.0).floor(), (s % 60.0).floor());
            Some(format!("{} to {}", clock(window.start_s), clock(window.end_s)))
        };
        format!(
            "Compared: minutes {} before with {} after: by the remarks in the file each in one posture.",
            minutes(PhaseName::Before)?,
            minutes(PhaseName::After)?
        )
    } else {
        format!(
            "Compared: {} before with {} after, fixed in advance. A trend that runs through them is not counted as a change.",
            which("the last", before, all_before),
            which("the first", after, all_after)
        )
    };
    Some(text)
}

/// What the page knows beyond the words of the assessment.
fn addition(page: &SessionPage, label: &str) -> Option<String> {
    match label {
        "breathing" if page.breathing.iter().any(|point| point.rate.is_ok()) => {
            page.response.breathing_source.map(|s| format!("Known from {}.", breathing_source(s)))
        }
        "movement" => page
            .circumstances
            .moved_at_s
            .map(|s| format!("The quiet part ended at minute {}.", decimal(s / 60.0, 0))),
        _ => None,
    }
}

/// Other readings of the same session: what was done differently, and what came out.
pub fn sensitivity(page: &SessionPage) -> Vec<(String, String)> {
    page.response
        .sensitivity
        .iter()
        .map(|s| {
            let found = match &s.ln_rmssd {
                Ok(d) => format!("{} (95% range {})", change_pct(d.estimate), range_pct(d)),
                Err(unfit) => format!("unfit: {unfit}"),
            };
            (s.text.clone(), found)
        })
        .collect()
}

fn posture(page: &SessionPage) -> String {
    match page.postures() {
        Some((before, after)) if before == after => format!("{} before and after", before.id()),
        Some((before, after)) => format!("{} before, {} after", before.id(), after.id()),
        None => "not recorded".into(),
    }
}

fn movement(page: &SessionPage) -> String {
    let share = match page.circumstances.moving_pct {
        Some(pct) if pct <= 0.0 => "none".to_string(),
        Some(pct) => format!("{} of the compared phases", share_pct(pct)),
        None => "not recorded".into(),
    };
    match page.circumstances.moved_at_s {
        Some(s) => format!("{share}; the quiet part ended at minute {}", decimal(s / 60.0, 0)),
        None => share,
    }
}

fn breathing(page: &SessionPage) -> String {
    let rate = |name| -> Result<(f64, BreathingSource), String> {
        let phase: &PhaseSummary = page.response.compared_phase(name).ok_or("no such phase")?;
        let found = phase.summary.breathing.as_ref().map_err(ToString::to_string)?;
        Ok((found.rate.as_hz() * 60.0, found.source))
    };
    match (rate(PhaseName::Before), rate(PhaseName::After)) {
        (Ok((before, source)), Ok((after, _))) => format!(
            "{} → {} a minute, known from {}",
            decimal(before, 1),
            decimal(after, 1),
            breathing_source(source)
        ),
        (Err(why), _) | (_, Err(why)) => format!("not comparable: {why}"),
    }
}

fn corrections(page: &SessionPage) -> String {
    let pct = |name| page.response.compared_phase(name).map(|p| p.summary.corrected_pct);
    match (pct(PhaseName::Before), pct(PhaseName::After)) {
        (Some(before), Some(after)) => {
            format!("{} of the intervals before, {} after", share_pct(before), share_pct(after))
        }
        _ => "not comparable".into(),
    }
}

fn heart_rate(page: &SessionPage) -> String {
    let bpm = |name| match page.response.compared_phase(name)?.summary.index("hr")? {
        Ok(Value::Bpm(v)) => Some(v.as_bpm()),
        _ => None,
    };
    let means = bpm(PhaseName::Before).zip(bpm(PhaseName::After));
    let levels = means.map(|(b, a)| format!("{} → {} bpm", decimal(b, 1), decimal(a, 1)));
    let change = page.heart_rate().map(|h| {
        // The means hold a trend that the model takes out: where they point apart, it must be said.
        let apart = means.is_some_and(|(b, a)| (a - b) * h.estimate < 0.0);
        let trend = if apart {
            "; the means hold a trend, which the model does not count as a change"
        } else {
            ""
        };
        format!(
            "by the model {} bpm (95% range {} to {}){trend}",
            signed(h.estimate, 1),
            signed(h.lo, 1),
            signed(h.hi, 1)
        )
    });
    match (levels, change) {
        (Some(levels), Some(change)) => format!("{levels}, {change}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "not comparable".into(),
    }
}
