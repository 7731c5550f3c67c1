//! What a search over paced breathing rates came to, in words.

use vagal_core::{NoPeak, Resonance, ResonanceVerdict, Swing};

use super::{count, decimal, probability, share_pct};
use crate::page::SearchRate;

/// Said under every answer: what the swing is not, and what its rate is worth.
pub const WHAT_A_SWING_IS: &str = "The swing of paced breathing is mechanics and reflex together; a larger one is not more vagal outflow. In one study of single \
     sessions mood was better at this rate than one breath a minute faster, and blood pressure no different (steffen-2017).";

/// How well the rate of one search holds for another day, with its sources: mixed evidence.
pub const HOLDS_POORLY: &str = "Whether the rate is a person's own is contested: in 21 people tested twice it changed in 66.7% (capdevila-2021); in 19 it \
     correlated over two weeks, while the swing itself did not (fuller-2011). What one search finds is of that day; two that agree \
     say more than one.";

/// Half width of a 90% interval in standard errors.
const NINETY: f64 = 1.645;

/// 90% interval of a swing, ms.
pub fn swing_limits(swing: &Swing) -> (f64, f64) {
    let factor = (NINETY * swing.ln_standard_error).exp();
    (swing.ms / factor, swing.ms * factor)
}

/// The answer in a sentence.
pub fn resonance_answer(resonance: &Resonance) -> String {
    if let Some(peak) = resonance.peak {
        return format!(
            "The heart swung most at {} breaths a minute (90% {} to {}).",
            decimal(peak.rate_per_min, 1),
            decimal(peak.lo_per_min, 1),
            decimal(peak.hi_per_min, 1)
        );
    }
    let read = resonance.read().count();
    match (resonance.verdict, resonance.no_peak) {
        (ResonanceVerdict::Unusable, _) => {
            format!(
                "Unusable: {read} of {} paced stretches could be read, over too few rates.",
                resonance.trials.len()
            )
        }
        (_, Some(NoPeak::AtSlowest)) => {
            "Cannot tell: the curve is highest at the slowest rate tried or below it.".into()
        }
        (_, Some(NoPeak::AtFastest)) => {
            "Cannot tell: the curve is highest at the fastest rate tried or above it.".into()
        }
        (_, Some(NoPeak::TooWide)) => {
            "Cannot tell: there is a crest, but it may lie far outside of the rates tried.".into()
        }
        _ => "Cannot tell: no rate stands out from the noise.".into(),
    }
}

/// The numbers behind the answer.
pub fn resonance_reason(resonance: &Resonance) -> Option<String> {
    let curve = resonance.curve.as_ref()?;
    Some(format!(
        "One stretch scatters by a factor of {} about the curve ({} degrees of freedom). So good a crest from noise alone: {}.",
        decimal(curve.noise.exp(), 2),
        curve.freedom,
        probability(curve.p_crest)
    ))
}

/// How such searches end on one kind of simulated people.
pub fn search_rate(rate: &SearchRate) -> String {
    let total = rate.total.max(1) as f64;
    let pct = |n: usize| share_pct(100.0 * n as f64 / total);
    let (lo, hi) = rate.named_limits;
    let named = format!(
        "a rate named in {} of {} ({}, 95% limits {} to {})",
        count(rate.named),
        count(rate.total),
        pct(rate.named),
        share_pct(100.0 * lo),
        share_pct(100.0 * hi)
    );
    let rounds = if rate.rounds == 1 { "1 round" } else { "2 rounds" };
    if rate.named == 0 {
        format!("{}, {rounds}: {named}", rate.people)
    } else if rate.has_crest {
        let within = share_pct(100.0 * rate.right as f64 / rate.named.max(1) as f64);
        format!("{}, {rounds}: {named}, of these {within} within 0.5 of the true one", rate.people)
    } else {
        format!("{}, {rounds}: {named}, each of them wrong", rate.people)
    }
}
