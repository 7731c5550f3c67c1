//! A change of the hold at a date nobody wrote down: every week is tried, and so is that there was none.
//!
//! Without a correction on file the data say nothing of what one would do, so draws of the posterior hold η as it was before the
//! data. How much likelier the diary is with a change at some date is then the mean, over these draws, of the ratio of its
//! likelihood with and without: importance sampling without any approximation of shape. Half of the prior is on no change.

use std::collections::BTreeMap;

use vagal_core::posterior::UnknownChange;

use crate::event::{Event, times};
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
        let mut posterior = LogPosterior::new(model, &changed(events, from_day)).ok()?;
        Some(thin.iter().map(|z| posterior.log_likelihood(z)).collect())
    };
    let without = likelihoods(f64::INFINITY)?;
    // A draw at which the filter breaks down has no probability.
    let whole: Vec<usize> = (0..thin.len()).filter(|&i| without[i].is_finite()).collect();
    let with: Option<Vec<Vec<f64>>> = days.iter().map(|&day| likelihoods(day)).collect();
    let ln_ratios: Vec<Vec<f64>> =
        with?.iter().map(|with| whole.iter().map(|&i| with[i] - without[i]).collect()).collect();
    // In units of the largest, which no float can hold by itself.
    let largest = ln_ratios.iter().flatten().copied().fold(0.0, f64::max);
    let (count, draws) = (days.len() as f64, whole.len() as f64);
    let ratio = |ln: f64| (ln - largest).exp();
    let odds: Vec<f64> = ln_ratios
        .iter()
        .map(|all| (1.0 - NO_CHANGE) / count * all.iter().map(|&ln| ratio(ln)).sum::<f64>() / draws)
        .collect();
    // Copies of a draw, which weighting makes, are one draw with their sum.
    let mut any: BTreeMap<u64, f64> = BTreeMap::new();
    for (place, &i) in whole.iter().enumerate() {
        let sum: f64 = ln_ratios.iter().map(|all| ratio(all[place])).sum();
        *any.entry(thin[i].first().map_or(0, |z| z.to_bits())).or_default() += sum;
    }
    let square: f64 = any.values().map(|r| r * r).sum();
    let none = NO_CHANGE * ratio(0.0);
    let sum = none + odds.iter().sum::<f64>();
    (sum > 0.0 && sum.is_finite()).then(|| UnknownChange {
        effective_draws: any.values().sum::<f64>().powi(2) / square,
        p_none: none / sum,
        probabilities: odds.iter().map(|o| o / sum).collect(),
        days,
    })
}

/// The diary with a change in force from this day on.
fn changed(events: &[Event], from_day: f64) -> Vec<Event> {
    let in_force = |time: f64| f64::from(u8::from(time >= from_day));
    let at = times(events);
    events.iter().zip(at).map(|(e, time)| Event { corrected: in_force(time), ..*e }).collect()
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

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::model::{Input, Terms};
    use crate::simulate::{Design, Plan, prior_draw, simulate};

    /// Draws of the prior behind each of the two answers.
    const PRIOR_DRAWS: u64 = 40_000;
    /// Three standard errors of a probability near .5 from some hundred effective draws on either side, of whose ratios the sd is a fifth.
    const MONTE_CARLO: f64 = 0.04;

    /// The mean likelihood over the prior, by date, is the evidence; draws of the posterior must give the same odds.
    #[test]
    fn odds_are_those_of_the_evidence_by_brute_force() {
        let found: Vec<(f64, f64)> = (3..7).map(both).collect();
        assert!(found.iter().all(|(a, b)| (a - b).abs() < MONTE_CARLO), "{found:?}");
        let apart = found.iter().map(|(a, _)| (a - NO_CHANGE).abs()).fold(0.0, f64::max);
        assert!(apart > 2.0 * MONTE_CARLO, "no diary says anything: {found:?}");
    }

    /// Pr(no change) by the draws and by brute force.
    fn both(seed: u64) -> (f64, f64) {
        let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).unwrap();
        // So narrow that draws of the prior come near the diary; but what a correction does stays open, and is large.
        let (eta, effect) = (model.place("eta").unwrap(), model.place("e1").unwrap());
        let base: Vec<(f64, f64)> = (0..model.parameters().len())
            .map(|place| match place {
                place if place == eta => (0.0, 1.5),
                // A session lifts by .7.
                place if place == effect => (2.0, 0.15),
                _ => (0.0, 0.15),
            })
            .collect();
        let model = model.with_priors(&base);
        let design = Design {
            weeks: 6,
            morning: 0.6,
            spot: 0.0,
            tension: 0.0,
            corrected_from_day: Some(21),
            ..Design::reference(vec![Plan::random(2.0)])
        };
        let truth = prior_draw(&model, seed);
        let mut events = simulate(&model, &truth, &design, seed).events;
        events.iter_mut().for_each(|event| event.corrected = 0.0);
        let prior = |from: u64| -> Vec<Vec<f64>> {
            (from..from + PRIOR_DRAWS).map(|seed| model.whiten(&prior_draw(&model, seed))).collect()
        };
        let likelihoods = |points: &[Vec<f64>], from_day: f64| -> Vec<f64> {
            let mut posterior = LogPosterior::new(&model, &changed(&events, from_day)).unwrap();
            points.iter().map(|z| posterior.log_likelihood(z)).collect()
        };
        let points = prior(1_000_000);
        let none = likelihoods(&points, f64::INFINITY);
        let top = none.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let evidence = |all: &[f64]| all.iter().map(|l| (l - top).exp()).sum::<f64>();
        let days = candidates(&events).unwrap();
        let dated: f64 = days.iter().map(|&day| evidence(&likelihoods(&points, day))).sum::<f64>()
            / days.len() as f64;
        let by_force = evidence(&none) / (evidence(&none) + dated);
        // The posterior from other draws of the prior, each kept with the probability of its weight.
        let others = prior(2_000_000);
        let weights = likelihoods(&others, f64::INFINITY);
        let highest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let draws: Vec<Vec<f64>> = others
            .into_iter()
            .zip(weights)
            .filter(|(_, ln)| rng.random::<f64>() < (ln - highest).exp())
            .map(|(z, _)| z)
            .collect();
        let found = unknown_change(&model, &events, &draws).unwrap();
        assert!(found.effective_draws > 50.0, "{} of {}", found.effective_draws, draws.len());
        let dated: f64 = found.probabilities.iter().sum();
        assert!((dated + found.p_none - 1.0).abs() < 1e-9);
        (found.p_none, by_force)
    }
}
