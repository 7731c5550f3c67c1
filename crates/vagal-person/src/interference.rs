//! What is in the way: the price of load in hold and ceiling, and what a correction changed.

use vagal_core::contribution::{HabitsAnswer, HabitsVerdict, HoldByLoad};
use vagal_core::posterior::{CorrectionAnswer, InterferenceAnswer, LastingAnswer, LastingVerdict};

use crate::convergence::quantile;
use crate::event::{Event, Load, Session};
use crate::gauss;
use crate::inputs::Setting;
use crate::model::Model;
use crate::response::{Circumstances, Response};
use crate::summary::{Population, Scale, share, variance};

/// A correction worth finding: holds 1.8 times as long (research specification).
const FACTOR_TO_FIND: f64 = 1.8;
/// Probability from which a side is called.
const CALLED: f64 = 0.95;
/// Least share of the diary's days on either side of a correction.
const LEAST_SIDE: f64 = 0.05;

/// The price of load; `None` where load never varied.
pub(crate) fn interference(
    model: &Model,
    events: &[Event],
    population: &Population,
) -> Option<InterferenceAnswer> {
    let loads: Vec<f64> = events.iter().map(|e| e.load.total).collect();
    let load_sd = variance(loads.iter().copied()).sqrt();
    if load_sd.is_nan() || load_sd <= 0.0 {
        return None;
    }
    let layout = &model.layout;
    Some(InterferenceAnswer {
        mean_load: loads.iter().sum::<f64>() / loads.len() as f64,
        load_sd,
        at_once: population.learned(Scale::Plain, |t| t[layout.load_pull.unit]),
        hold_factor: population.learned(Scale::Ratio, |t| (-t[layout.load_decay.unit]).exp()),
        ceiling_factor: population.learned(Scale::Ratio, |t| (-t[layout.load_ceiling.unit]).exp()),
        p_shortens: share(&population.of(|t| t[layout.load_decay.unit]), |lam| lam > 0.0),
        p_lowers: share(&population.of(|t| t[layout.load_ceiling.unit]), |del| del > 0.0),
        lasting: lasting(model, events, population),
    })
}

/// The price of load that has lasted; `None` where the model has no such term.
fn lasting(model: &Model, events: &[Event], population: &Population) -> Option<LastingAnswer> {
    let layout = &model.layout;
    let (decay, ceiling, pull) = (layout.load_decay, layout.load_ceiling, layout.load_pull);
    let (more_decay, more_ceiling) = (decay.lasting?, ceiling.lasting?);
    let p_more = |place: usize| share(&population.of(|t| t[place]), |more| more > 0.0);
    let sides = [LastingVerdict::CostsMore, LastingVerdict::CostsLess, LastingVerdict::CannotTell];
    let loads = events.iter().map(|e| e.load.lasting);
    Some(LastingAnswer {
        mean_load: loads.clone().sum::<f64>() / events.len().max(1) as f64,
        load_sd: variance(loads).sqrt(),
        at_once: population.learned(Scale::Plain, |t| pull.of_lasting_unit(t)),
        hold_factor: population.learned(Scale::Ratio, |t| (-decay.of_lasting_unit(t)).exp()),
        ceiling_factor: population.learned(Scale::Ratio, |t| (-ceiling.of_lasting_unit(t)).exp()),
        p_shortens_more: p_more(more_decay),
        p_lowers_more: p_more(more_ceiling),
        hold: side(population, more_decay, sides),
        ceiling: side(population, more_ceiling, sides),
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

/// On which side of 0 a parameter lies: above, below, or cannot tell.
fn side<V: Copy + PartialEq>(
    population: &Population,
    place: usize,
    [above, below, open]: [V; 3],
) -> V {
    let of = |draws: &[Vec<f64>]| {
        let values: Vec<f64> = draws.iter().map(|theta| theta[place]).collect();
        let p = share(&values, |v| v > 0.0);
        if p > CALLED {
            above
        } else if p < 1.0 - CALLED {
            below
        } else {
            open
        }
    };
    population.verdict(of, open)
}

/// What steady habits do to the ceiling; `None` where the model has no such term.
pub(crate) fn habits(model: &Model, population: &Population) -> Option<HabitsAnswer> {
    let place = model.layout.habit?;
    let p_raise = share(&population.of(|t| t[place]), |h| h > 0.0);
    let verdict = side(
        population,
        place,
        [HabitsVerdict::Raise, HabitsVerdict::Lower, HabitsVerdict::CannotTell],
    );
    let ceiling_factor = population.learned(Scale::Ratio, |t| t[place].exp());
    Some(HabitsAnswer { ceiling_factor, p_raise, verdict })
}

/// Points of the load that stand for little and for much.
const LOAD_POINTS: (f64, f64) = (0.1, 0.9);

/// The hold under little and under much load, what has lasted of it being as in the mean; empty where load never varied.
pub(crate) fn hold_by_load(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    population: &Population,
    swc: f64,
) -> Vec<HoldByLoad> {
    let loads: Vec<f64> = events.iter().map(|e| e.load.total).collect();
    let (low, high) = (quantile(&loads, LOAD_POINTS.0), quantile(&loads, LOAD_POINTS.1));
    if high <= low {
        return Vec::new();
    }
    let hold = |theta: &[f64], input: usize, load: f64| {
        let load = Load { total: load, ..setting.around.load };
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
