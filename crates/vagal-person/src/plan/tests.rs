//! Plans against people whose truth is known.

use vagal_core::plan::PlanVerdict;

use super::*;
use crate::answer::{AnswerOptions, answer};
use crate::model::{Input, Terms};
use crate::sample::SampleOptions;
use crate::simulate::{Design, Plan, simulate};

fn model() -> Model {
    Model::of_columns(vec![Input::massage("massage"), Input::brief("rest")], Terms::default())
        .unwrap()
}

/// A person who answers to massage by `effect` for `half_life` days, and not to rest.
fn person(model: &Model, effect: f64, half_life: f64) -> Vec<f64> {
    let mut theta = model.values(&vec![0.0; model.parameters().len()]);
    for (name, value) in [
        ("hl1", half_life),
        ("e1", effect),
        ("hl2", 0.3),
        ("e2", 0.0),
        ("p", 0.05),
        ("C0", 1.5),
        ("tau", 0.1),
        ("lam", 0.3),
        ("del", 0.2),
        ("sb", 0.1),
        ("bL", -0.05),
    ] {
        theta[model.place(name).unwrap()] = value;
    }
    theta
}

fn diary(model: &Model, theta: &[f64], per_week: f64, weeks: usize, seed: u64) -> Vec<Event> {
    let plans = vec![Plan::random(per_week), Plan::random(per_week)];
    let design = Design { weeks, corrected_from_day: None, ..Design::reference(plans) };
    simulate(model, theta, &design, seed).events
}

/// The ranking where nothing is in doubt: every draw is the truth.
fn known(theta: &[f64], swc: f64) -> Vec<Ranked> {
    let model = model();
    let events = diary(&model, theta, 1.0, 12, 7);
    let setting = Setting::new(&model, &events);
    let draws = vec![model.whiten(theta); 50];
    schedules::ranked(&model, &events, &setting, &draws, swc, &PlanOptions::default()).unwrap()
}

fn best_interval(ranked: &[Ranked]) -> f64 {
    ranked[0].schedule.as_ref().map_or(f64::INFINITY, |s| s.every_days)
}

#[test]
fn a_long_hold_makes_rarer_sessions_best() {
    let model = model();
    let (short, long) = (person(&model, 0.6, 1.5), person(&model, 0.6, 8.0));
    let (short, long) = (known(&short, 0.1), known(&long, 0.1));
    assert!(best_interval(&short) < best_interval(&long), "{short:?} {long:?}");
    assert!(best_interval(&long) >= 10.0, "{}", best_interval(&long));
    assert!(long[0].p_beats_none > 0.99);
}

/// Pools decay as e^(−kt): a session of massage from rest lifts by φC and stays above s for ln(φC/s)/k days.
#[test]
fn days_above_are_those_of_the_formula() {
    let model = model();
    let mut theta = person(&model, 0.6, 2.0);
    // No durable pool, no variation, no load: one exponential.
    for (name, value) in [("p", 1e-9), ("tau", 1e-9), ("lam", 0.0), ("del", 0.0)] {
        theta[model.place(name).unwrap()] = value;
    }
    let ranked = known(&theta, 0.1);
    let row = ranked
        .iter()
        .find(|r| r.schedule.as_ref().is_some_and(|s| s.input == "massage" && s.every_days == 28.0))
        .unwrap();
    let dose = row.schedule.as_ref().unwrap().dose;
    let lift = 1.5 * (1.0 - (-0.6 * dose / 1.5_f64).exp());
    let hold = (lift / 0.1).ln() * 2.0 / 2.0_f64.ln();
    // Three sessions, each seen on a grid of 1/16 day; what is left of the diary's last session adds to the first.
    let found = row.days_above.mean / 3.0;
    assert!((hold - 1.0 / 16.0..hold + 0.6).contains(&found), "{found} against {hold}");
}

#[test]
fn without_an_effect_no_schedule_is_better_than_none() {
    let model = model();
    for seed in [1, 2, 3] {
        let events = diary(&model, &person(&model, 0.0, 1.5), 1.0, 16, seed);
        let options = AnswerOptions { sample: SampleOptions::default(), preview: true };
        let answered = answer(&model, &events, &options).unwrap();
        let options = PlanOptions { futures: 0, ..PlanOptions::default() };
        let plan = plan(&model, &events, &answered, &options).unwrap();
        assert_ne!(plan.verdict, PlanVerdict::Schedule, "{:?}", plan.ranked[0]);
        assert!(plan.recommended().is_none());
        assert_eq!(plan.ranked.iter().filter(|r| r.schedule.is_none()).count(), 1);
        let total: f64 = plan.ranked.iter().map(|r| r.p_best).sum();
        assert!((total - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_strong_effect_is_planned_for_and_intervals_never_tried_are_marked() {
    let model = model();
    let events = diary(&model, &person(&model, 0.8, 3.0), 1.0, 20, 4);
    let options = AnswerOptions { sample: SampleOptions::default(), preview: true };
    let answered = answer(&model, &events, &options).unwrap();
    let options = PlanOptions { futures: 0, doses: vec![3.0], ..PlanOptions::default() };
    let plan = plan(&model, &events, &answered, &options).unwrap();
    assert_eq!(plan.verdict, PlanVerdict::Schedule, "{:?} {:?}", plan.ranked[0], plan.forecast);
    let tripled = |r: &&Ranked| r.schedule.as_ref().is_some_and(|s| s.dose == 3.0);
    assert!(plan.ranked.iter().filter(tripled).all(|r| r.schedule.as_ref().unwrap().beyond_doses));
    let usual =
        plan.ranked.iter().filter_map(|r| r.schedule.as_ref()).find(|s| s.every_days == 7.0);
    assert!(!usual.unwrap().beyond_intervals);
    assert!(plan.less_load.iter().all(|l| l.from_load - l.to_load == 1.0), "this load has no zero");
}

/// Few futures, to be quick: a share of .9 of 12 has a standard error of .09.
const FEW: usize = 12;

#[test]
fn more_sessions_answer_more_often_and_rest_goes_with_them() {
    let model = model();
    let theta = person(&model, 0.6, 2.0);
    let events = diary(&model, &theta, 0.4, 5, 11);
    let setting = Setting::new(&model, &events);
    // Draws around the truth: the person's effect is large, so a verdict is "works".
    let draws = vec![model.whiten(&theta); FEW];
    let options = PlanOptions { futures: FEW, ..PlanOptions::default() };
    let found = power::needed(&model, &events, &setting, &draws, 0.1, "massage", &options)
        .unwrap()
        .unwrap();
    assert!(found.with_rest);
    let last = found.tried.last().unwrap();
    assert!(last.answered >= found.tried[0].answered, "{:?}", found.tried);
    assert!(found.needed.is_some(), "an effect of six times the SWC is found: {:?}", found.tried);
    // True effects far above the SWC cannot be called something else by more than a stray future.
    assert!(last.wrong <= 1.0 / FEW as f64 + 1e-9);
}

#[test]
fn the_verdict_follows_the_forecast_first() {
    let ranked = known(&person(&model(), 0.6, 8.0), 0.1);
    assert_eq!(verdict(&ranked, Some(true)), PlanVerdict::Schedule);
    assert_eq!(verdict(&ranked, None), PlanVerdict::Schedule);
    assert_eq!(verdict(&ranked, Some(false)), PlanVerdict::NothingAdded);
    let without = known(&person(&model(), 0.0, 1.5), 0.1);
    assert_eq!(without[0].schedule, None, "{:?}", without[0]);
    assert_eq!(verdict(&without, None), PlanVerdict::None);
}
