//! What readings to come would tell, against the likelihood itself and against the formula for one reading.

use super::*;
use crate::ahead::live_through;
use crate::model::{Input, Terms};
use crate::simulate::{Design, Plan, simulate};

fn model() -> Model {
    Model::of_columns(vec![Input::massage("massage"), Input::brief("rest")], Terms::default())
        .unwrap()
}

/// Ten weeks of somebody who answers to massage a little.
fn diary(model: &Model) -> Vec<Event> {
    let mut theta = model.values(&vec![0.0; model.parameters().len()]);
    theta[model.place("e1").unwrap()] = 0.2;
    let plans = vec![Plan::random(1.0), Plan::random(2.0)];
    let design = Design { weeks: 10, corrected_from_day: None, ..Design::reference(plans) };
    simulate(model, &theta, &design, 5).events
}

/// Draws of the prior, narrower: enough spread for every term to count.
fn draws(model: &Model, count: usize) -> Vec<Vec<f64>> {
    let factor = model.parameters().iter().enumerate();
    let wave = |k: usize, i: usize| (1.7 * (k as f64 + 1.0) * (i as f64 + 0.6)).sin();
    (0..count).map(|k| factor.clone().map(|(i, _)| 0.5 * wave(k, i)).collect()).collect()
}

/// Sums of logarithms of some hundred readings keep about ten digits; blind readings weigh 1e-12.
const DIGITS: f64 = 1e-6;

/// ln N(y; μ, Σ) of the rows is what they add to the log likelihood of the diary.
#[test]
fn predictions_and_noise_are_those_of_the_likelihood() {
    for booking in [false, true] {
        let inputs = model().inputs().to_vec();
        let model = Model::of_columns(inputs, Terms { booking, ..Terms::default() }).unwrap();
        those_of_the_likelihood(&model);
    }
}

fn those_of_the_likelihood(model: &Model) {
    let events = diary(model);
    let setting = Setting::new(model, &events);
    let mut rows =
        coming(&events, &setting, HORIZON_DAYS, &[(0, 3.1), (1, 0.1), (1, 5.1)], |_| false);
    assert_eq!(rows.iter().filter(|e| e.session.is_some()).count(), 3);
    for z in draws(model, 3) {
        live_through(model, &events, &z, &mut rows, 9).unwrap();
        let y: Vec<f64> = rows.iter().filter_map(|e| Some(e.reading?.value)).collect();
        let mean = predictions(model, &events, &rows, &[&z]).unwrap().remove(0);
        let root = Cholesky::new(noise(model, &events, &rows, &[&z]).unwrap()).unwrap();
        let apart = DVector::from_iterator(y.len(), y.iter().zip(&mean).map(|(y, m)| y - m));
        let ln_det: f64 = root.l().diagonal().iter().map(|d| 2.0 * d.ln()).sum();
        let ln_two_pi = (2.0 * std::f64::consts::PI).ln();
        let by_hand = -0.5 * (apart.dot(&root.solve(&apart)) + ln_det + y.len() as f64 * ln_two_pi);
        let all: Vec<Event> = events.iter().chain(&rows).copied().collect();
        let likelihood = |all: &[Event]| {
            let posterior = LogPosterior::new(model, all).unwrap();
            posterior.imagined_from(events.len()).log_likelihood(&z)
        };
        let added = likelihood(&all) - likelihood(&events);
        assert!((added - by_hand).abs() < DIGITS * added.abs().max(1.0), "{added} {by_hand}");
    }
}

/// One reading takes away Cov(q, μ)² / (Var μ + σ²) / Var q, less (Var μ / (Var μ + σ²)) / draws for chance.
#[test]
fn one_reading_tells_what_the_formula_says() {
    let model = model();
    let events = diary(&model);
    let setting = Setting::new(&model, &events);
    let mut rows = coming(&events, &setting, HORIZON_DAYS, &[(0, 3.1)], |_| false);
    let session = rows.iter().position(|e| e.session.is_some()).unwrap();
    let kept = rows[session..].iter().position(|e| e.reading.is_some()).unwrap() + session;
    rows.iter_mut().enumerate().filter(|(i, _)| *i != kept).for_each(|(_, e)| e.reading = None);
    let draws = draws(&model, 40);
    let draws: Vec<&Vec<f64>> = draws.iter().collect();
    let effects: Vec<f64> =
        draws.iter().map(|z| setting.effect(&model, &model.values(z), 0)).collect();
    let joint = Joint::new(&model, &events, &rows, &draws, &effects).unwrap();
    let predicted: Vec<f64> =
        predictions(&model, &events, &rows, &draws).unwrap().into_iter().map(|p| p[0]).collect();
    let sigma = noise(&model, &events, &rows, &draws).unwrap()[(0, 0)];
    let (q, mu) = (mean(&effects), mean(&predicted));
    let together = effects.iter().zip(&predicted).map(|(e, p)| (e - q) * (p - mu)).sum::<f64>()
        / (draws.len() as f64 - 1.0);
    let spread = variance(predicted.iter().copied());
    let told = together * together / (spread + sigma) / variance(effects.iter().copied());
    let chance = spread / (spread + sigma) / draws.len() as f64;
    assert!(told > 2.0 * chance, "nothing to compare: {told} {chance}");
    assert!((joint.share().unwrap() - (told - chance)).abs() < 1e-9);
    assert!((joint.alone(0) - told).abs() < 1e-9);
}

/// Readings go on at the hours of the diary, whole days later, and a session is as long before a morning as the diary's were.
#[test]
fn what_goes_on_is_read_at_the_hours_of_the_diary() {
    let model = model();
    let events = diary(&model);
    let setting = Setting::new(&model, &events);
    let end: f64 = events.iter().map(|e| e.gap_days).sum();
    let rows = coming(&events, &setting, HORIZON_DAYS, &[(0, 3.1)], |_| false);
    let at = times(&rows);
    let hour = |t: f64| (end + t).rem_euclid(1.0);
    // Simulated mornings are at 0.2917 of a day.
    let mornings: Vec<f64> = at
        .iter()
        .zip(&rows)
        .filter(|(_, e)| e.reading.is_some_and(|r| r.channel == 0))
        .map(|(t, _)| *t)
        .collect();
    assert!(mornings.len() >= 6, "{mornings:?}");
    assert!(mornings.iter().all(|t| (hour(*t) - 0.2917).abs() < 1e-6), "{mornings:?}");
    // The session is as long before a morning as the diary's were.
    let session = at.iter().zip(&rows).find(|(_, e)| e.session.is_some()).unwrap().0;
    let next = mornings.iter().find(|m| *m > session).unwrap();
    assert!((next - session - setting.morning_after[0]).abs() < 1e-9);
    assert!(*session >= 3.1);
}
