//! By the autonomic state or directly on the tissue: which way an input lowers tension.

use vagal_core::posterior::{MediationAnswer, MediationVerdict};

use crate::event::Event;
use crate::inputs::{SURE, Setting};
use crate::model::{Model, Terms};
use crate::response::Response;
use crate::summary::{Population, Scale, share};

/// Days over which a fall of tension is averaged.
const OVER_DAYS: f64 = 2.0;
/// Steps of the average.
const STEPS: i32 = 32;
/// A mean fall of this many points is too small to matter; a house choice, a seventh of the 2 points that a person would
/// call a meaningful drop right after a session, since it is an average over two days.
const MATTERS_POINTS: f64 = 0.3;

/// The same model with the direct path in it, for what is fitted without.
pub(crate) fn with_direct(model: &Model) -> Option<Model> {
    let terms = Terms { direct: true, ..model.terms() };
    Model::new(model.inputs().to_vec(), model.channels().to_vec(), terms).ok()
}

/// True if the diary holds readings of tension that a direct path could show in.
pub(crate) fn has_tension(model: &Model, events: &[Event]) -> bool {
    events.iter().filter_map(|e| e.reading).any(|r| model.layout.channels[r.channel].direct)
}

fn average(curve: impl Fn(f64) -> f64) -> f64 {
    // Midpoints: the direct path starts with a step.
    (0..STEPS).map(|i| curve(OVER_DAYS * (f64::from(i) + 0.5) / f64::from(STEPS))).sum::<f64>()
        / f64::from(STEPS)
}

fn verdict(by_state: &[f64], direct: &[f64]) -> MediationVerdict {
    let found = |values: &[f64]| share(values, |v| v > MATTERS_POINTS) > SURE;
    let absent = |values: &[f64]| share(values, |v| v.abs() < MATTERS_POINTS) > SURE;
    match (found(by_state), absent(by_state), found(direct), absent(direct)) {
        (true, _, true, _) => MediationVerdict::Both,
        (true, _, _, true) => MediationVerdict::AutonomicOnly,
        (_, true, true, _) => MediationVerdict::TissueOnly,
        (_, true, _, true) => MediationVerdict::Neither,
        _ => MediationVerdict::CannotTell,
    }
}

/// The answer for every input with sessions; `model` has the direct path, and `preview` says how it was fitted.
pub(crate) fn answers(
    model: &Model,
    setting: &Setting,
    population: &Population,
    preview: bool,
) -> Vec<MediationAnswer> {
    (0..model.inputs().len())
        .filter(|&input| setting.sessions[input] > 0)
        .map(|input| {
            let response = |theta: &[f64]| setting.response(model, theta, input);
            let by_state = |r: &Response| average(|t| r.tension_by_state(t));
            let direct = |r: &Response| average(|t| r.tension_direct(t));
            let part = |r: &Response| {
                let (a, b) = (by_state(r), direct(r));
                // Paths that pull against each other have no share.
                a.abs() / (a.abs() + b.abs()).max(1e-12)
            };
            let of = |draws: &[Vec<f64>]| {
                let responses: Vec<Response> = draws.iter().map(|t| response(t)).collect();
                let states: Vec<f64> = responses.iter().map(by_state).collect();
                verdict(&states, &responses.iter().map(direct).collect::<Vec<f64>>())
            };
            // Where one of the paths does not lower tension, neither outlasts the other.
            let lasts: Vec<f64> = population
                .of(|t| {
                    let r = response(t);
                    if by_state(&r) <= 0.0 || direct(&r) <= 0.0 {
                        return f64::NAN;
                    }
                    let without = Response { direct: 0.0, ..r };
                    std::f64::consts::LN_2 / r.direct_rate - without.hold_of_tension()
                })
                .into_iter()
                .filter(|d| d.is_finite())
                .collect();
            MediationAnswer {
                preview,
                input: model.inputs()[input].id.clone(),
                by_state: population.learned(Scale::Plain, |t| by_state(&response(t))),
                direct: population.learned(Scale::Plain, |t| direct(&response(t))),
                mediated_share: population.learned(Scale::Plain, |t| part(&response(t))),
                verdict: population.verdict(of, MediationVerdict::CannotTell),
                p_direct_lasts_longer: share(&lasts, |d| d > 0.0),
            }
        })
        .collect()
}
