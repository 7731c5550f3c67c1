//! A change of the hold at a date nobody wrote down: every week is tried, and so is that there was none.
//!
//! Without a correction on file the data say nothing of what one would do, so draws of the posterior hold η as it was before the
//! data. How much likelier the diary is with a change at some date is then the mean, over these draws, of the ratio of its
//! likelihood with and without: importance sampling without any approximation of shape. Half of the prior is on no change.

use vagal_core::posterior::UnknownChange;

use crate::event::Event;
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
/// Draws that ratios are averaged over.
const DRAWS: usize = 1000;

/// When the hold changed, if it did; `None` where a correction is on file, or the diary is too short.
pub(crate) fn unknown_change(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
) -> Option<UnknownChange> {
    let days = candidates(events)?;
    let step = draws.len().div_ceil(DRAWS).max(1);
    let thin: Vec<&Vec<f64>> = draws.iter().step_by(step).collect();
    let likelihoods = |from_day: f64| -> Option<Vec<f64>> {
        let mut time = 0.0;
        let marked: Vec<Event> = events
            .iter()
            .map(|e| {
                time += e.gap_days;
                Event { corrected: f64::from(u8::from(time >= from_day)), ..*e }
            })
            .collect();
        let mut posterior = LogPosterior::new(model, &marked).ok()?;
        Some(thin.iter().map(|z| posterior.log_likelihood(z)).collect())
    };
    let without = likelihoods(f64::INFINITY)?;
    let dated: Option<Vec<Vec<f64>>> = days
        .iter()
        .map(|&day| {
            let with = likelihoods(day)?;
            Some(with.iter().zip(&without).map(|(with, without)| (with - without).exp()).collect())
        })
        .collect();
    let dated = dated?;
    let count = days.len() as f64;
    let odds: Vec<f64> = dated
        .iter()
        .map(|ratios| (1.0 - NO_CHANGE) / count * ratios.iter().sum::<f64>() / ratios.len() as f64)
        .collect();
    let any: Vec<f64> =
        (0..thin.len()).map(|i| dated.iter().map(|ratios| ratios[i]).sum()).collect();
    let square: f64 = any.iter().map(|r| r * r).sum();
    let sum = NO_CHANGE + odds.iter().sum::<f64>();
    sum.is_finite().then(|| UnknownChange {
        effective_draws: any.iter().sum::<f64>().powi(2) / square,
        p_none: NO_CHANGE / sum,
        probabilities: odds.iter().map(|o| o / sum).collect(),
        days,
    })
}

/// The dates that are tried; `None` where there is no room for one, or nothing whose hold could change.
fn candidates(events: &[Event]) -> Option<Vec<f64>> {
    let total: f64 = events.iter().map(|e| e.gap_days).sum();
    let room = total - 2.0 * MARGIN_DAYS;
    let sessions = events.iter().any(|e| e.session.is_some());
    if room < STEP_DAYS || !sessions || events.iter().any(|e| e.corrected != 0.0) {
        return None;
    }
    let count = ((room / STEP_DAYS).floor() as usize + 1).min(MOST_CANDIDATES);
    let step = if count > 1 { room / (count - 1) as f64 } else { 0.0 };
    Some((0..count).map(|i| MARGIN_DAYS + step * i as f64).collect())
}
