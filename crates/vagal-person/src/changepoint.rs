//! A change of the hold at a date nobody wrote down: every week is tried, and so is that there was none.
//!
//! Each date is a model of its own, whose evidence is that of the Laplace preview; half of the prior is on no change.

use vagal_core::posterior::UnknownChange;

use crate::event::Event;
use crate::laplace::laplace;
use crate::model::Model;
use crate::posterior::LogPosterior;

/// Prior probability that nothing changed.
const NO_CHANGE: f64 = 0.5;
/// Days from one candidate to the next.
const STEP_DAYS: f64 = 7.0;
/// Days that a change needs before and after it to be looked for.
const MARGIN_DAYS: f64 = 14.0;
/// Candidates beyond which dates are spread further apart.
const MOST_CANDIDATES: usize = 26;

/// When the hold changed, if it did; `None` where a correction is on file, or the diary is too short.
pub fn unknown_change(model: &Model, events: &[Event]) -> Option<UnknownChange> {
    let total: f64 = events.iter().map(|e| e.gap_days).sum();
    let room = total - 2.0 * MARGIN_DAYS;
    let sessions = events.iter().any(|e| e.session.is_some());
    if room < STEP_DAYS || !sessions || events.iter().any(|e| e.corrected != 0.0) {
        return None;
    }
    let count = ((room / STEP_DAYS).floor() as usize + 1).min(MOST_CANDIDATES);
    let step = if count > 1 { room / (count - 1) as f64 } else { 0.0 };
    let days: Vec<f64> = (0..count).map(|i| MARGIN_DAYS + step * i as f64).collect();
    let evidence = |from_day: Option<f64>| {
        let mut time = 0.0;
        let marked: Vec<Event> = events
            .iter()
            .map(|e| {
                time += e.gap_days;
                let after = from_day.is_some_and(|day| time >= day);
                Event { corrected: f64::from(u8::from(after)), ..*e }
            })
            .collect();
        Some(laplace(&mut LogPosterior::new(model, &marked).ok()?)?.log_evidence)
    };
    let none = evidence(None)? + NO_CHANGE.ln();
    let each = ((1.0 - NO_CHANGE) / count as f64).ln();
    let dated: Option<Vec<f64>> =
        days.iter().map(|&day| Some(evidence(Some(day))? + each)).collect();
    let dated = dated?;
    let highest = dated.iter().copied().fold(none, f64::max);
    let sum = (none - highest).exp() + dated.iter().map(|e| (e - highest).exp()).sum::<f64>();
    Some(UnknownChange {
        p_none: (none - highest).exp() / sum,
        probabilities: dated.iter().map(|e| (e - highest).exp() / sum).collect(),
        days,
    })
}
