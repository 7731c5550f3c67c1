//! What is in the way: the price of load in hold and ceiling, and what a correction changed.

use vagal_core::contribution::{HabitsAnswer, HabitsVerdict, HoldByLoad};
use vagal_core::posterior::{CorrectionAnswer, InterferenceAnswer};

use crate::convergence::quantile;
use crate::event::{Event, Session};
use crate::gauss;
use crate::inputs::Setting;
use crate::model::Model;
use crate::response::{Circumstances, Response};
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

/// What steady habits do to the ceiling; `None` where the model has no such term.
pub(crate) fn habits(model: &Model, population: &Population) -> Option<HabitsAnswer> {
    let place = model.layout.habit?;
    let p_raise = share(&population.of(|t| t[place]), |h| h > 0.0);
    let verdict = if p_raise > CALLED {
        HabitsVerdict::Raise
    } else if p_raise < 1.0 - CALLED {
        HabitsVerdict::Lower
    } else {
        HabitsVerdict::CannotTell
    };
    let ceiling_factor = population.learned(Scale::Ratio, |t| t[place].exp());
    Some(HabitsAnswer { ceiling_factor, p_raise, verdict })
}

/// Points of the load that stand for little and for much.
const LOAD_POINTS: (f64, f64) = (0.1, 0.9);

/// The hold under little and under much load; empty where load never varied.
pub(crate) fn hold_by_load(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    population: &Population,
    swc: f64,
) -> Vec<HoldByLoad> {
    let loads: Vec<f64> = events.iter().map(|e| e.load).collect();
    let (low, high) = (quantile(&loads, LOAD_POINTS.0), quantile(&loads, LOAD_POINTS.1));
    if high <= low {
        return Vec::new();
    }
    let hold = |theta: &[f64], input: usize, load: f64| {
        let around = Circumstances { load, ..setting.around };
        let session = Session::new(input, setting.doses[input]);
        Response::new(model, theta, &session, around).hold_of_state(swc)
    };
    let one = |input: usize| {
        let difference = |t: &[f64]| hold(t, input, low) - hold(t, input, high);
        // Where neither shift is ever above the SWC the holds are alike; that speaks for neither side.
        let shorter = |all: &[f64]| share(all, |d| d > 0.0) + 0.5 * share(all, |d| d == 0.0);
        HoldByLoad {
            input: model.inputs()[input].id.clone(),
            low_load: low,
            high_load: high,
            at_low: population.learned(Scale::Ratio, |t| hold(t, input, low)),
            at_high: population.learned(Scale::Ratio, |t| hold(t, input, high)),
            p_shorter: shorter(&population.of(difference)),
            p_shorter_prior: shorter(&population.prior_of(difference)),
        }
    };
    let used = |input: &usize| setting.sessions[*input] > 0 && setting.rest != Some(*input);
    (0..model.inputs().len()).filter(used).map(one).collect()
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
