//! What is in the way: the price of load in hold and ceiling, and what a correction changed.

use vagal_core::posterior::{CorrectionAnswer, InterferenceAnswer};

use crate::event::Event;
use crate::gauss;
use crate::model::Model;
use crate::summary::{Population, Scale, share, variance};

/// A correction worth finding: holds 1.8 times as long (research specification).
const FACTOR_TO_FIND: f64 = 1.8;
/// Probability from which a hold is called longer.
const CALLED: f64 = 0.95;
/// Least share of the diary's days on either side of a correction.
const LEAST_SIDE: f64 = 0.05;

/// The price of load; `None` where load never varied.
pub(crate) fn interference(
    model: &Model,
    events: &[Event],
    population: &Population,
) -> Option<InterferenceAnswer> {
    let loads: Vec<f64> = events.iter().map(|e| e.load).collect();
    let load_sd = variance(loads.iter().copied()).sqrt();
    if load_sd.is_nan() || load_sd <= 0.0 {
        return None;
    }
    let layout = &model.layout;
    Some(InterferenceAnswer {
        mean_load: loads.iter().sum::<f64>() / loads.len() as f64,
        load_sd,
        at_once: population.learned(Scale::Plain, |t| t[layout.load_pull]),
        hold_factor: population.learned(Scale::Ratio, |t| (-t[layout.load_decay]).exp()),
        ceiling_factor: population.learned(Scale::Ratio, |t| (-t[layout.load_ceiling]).exp()),
        p_shortens: share(&population.of(|t| t[layout.load_decay]), |lam| lam > 0.0),
        p_lowers: share(&population.of(|t| t[layout.load_ceiling]), |del| del > 0.0),
    })
}

/// What came after a correction; `None` where there is too little before or after it.
pub(crate) fn correction(
    model: &Model,
    events: &[Event],
    population: &Population,
) -> Option<CorrectionAnswer> {
    let total: f64 = events.iter().map(|e| e.gap_days).sum();
    let after: f64 = events.iter().map(|e| e.gap_days * e.corrected).sum();
    if !(LEAST_SIDE * total..=(1.0 - LEAST_SIDE) * total).contains(&after) {
        return None;
    }
    let place = model.layout.correction;
    let eta = population.of(|t| t[place]);
    let prior_sd = model.parameters()[place].prior_sd;
    Some(CorrectionAnswer {
        hold_factor: population.learned(Scale::Ratio, |t| t[place].exp()),
        p_longer: share(&eta, |eta| eta > 0.0),
        power: power(variance(eta.iter().copied()).sqrt(), prior_sd),
    })
}

/// Chance of calling a hold longer when it is longer by [`FACTOR_TO_FIND`], from the sd that this diary left.
///
/// For a normal prior N(0, s²) and posterior sd σ the posterior mean of a true η is N(cη, cσ²) with c = 1 − σ²/s².
fn power(sd: f64, prior_sd: f64) -> f64 {
    let contraction = 1.0 - (sd / prior_sd).powi(2);
    if contraction <= 0.0 {
        return 0.0;
    }
    let mean = contraction * FACTOR_TO_FIND.ln();
    gauss::probability((mean - gauss::quantile(CALLED) * sd) / (contraction.sqrt() * sd))
}
