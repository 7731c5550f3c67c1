//! Steady habits and the ceiling: found in simulated diaries where they act, by the width of the interval where they do not.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; what was measured is worth reading.

use vagal_person::simulate::{Design, Plan, simulate};
use vagal_person::{Input, LogPosterior, Model, Terms, laplace};

/// Diaries of each kind.
const DIARIES: u64 = 14;

/// Mean of the posterior means, and how many 90% intervals hold the truth, at this effect of habits.
fn fitted(truth_habit: f64) -> (f64, usize) {
    let terms = Terms { habit: true, ..Terms::default() };
    let inputs = vec![Input::massage("massage"), Input::brief("rest")];
    let model = Model::of_columns(inputs, terms).unwrap();
    let place = model.place("hab").unwrap();
    let truth: Vec<f64> = model
        .parameters()
        .iter()
        .map(|p| match p.name.as_str() {
            "e1" => 0.5,
            "e2" => 0.0,
            "hab" => truth_habit,
            _ => p.value(0.0),
        })
        .collect();
    let mut design = Design::reference(vec![Plan::random(2.0), Plan::random(1.0)]);
    (design.weeks, design.habits) = (24, true);
    let (mut sum, mut held) = (0.0, 0);
    for seed in 0..DIARIES {
        let made = simulate(&model, &truth, &design, 400 + seed);
        let mut posterior = LogPosterior::new(&model, &made.events).unwrap();
        let preview = laplace(&mut posterior).unwrap();
        let draws = preview.refine(&mut posterior, 800, seed).unwrap().draws;
        let mut values: Vec<f64> = draws.iter().map(|z| model.values(z)[place]).collect();
        values.sort_by(f64::total_cmp);
        sum += values.iter().sum::<f64>() / values.len() as f64 / DIARIES as f64;
        held += usize::from((values[40]..=values[760]).contains(&truth_habit));
    }
    println!("true {truth_habit}: mean {sum:.3}, {held} of {DIARIES} intervals hold it");
    (sum, held)
}

#[test]
fn habits_that_act_are_seen_with_their_sign() {
    let found = [-0.3, 0.0, 0.3].map(fitted);
    assert!(found[0].0 < -0.1 && found[1].0.abs() < 0.06 && found[2].0 > 0.1, "{found:?}");
    // 90% of 42 are 38; below 32 lies .5% of a binomial, and priors centred on 0 pull the outer two inward.
    assert!(found.iter().map(|f| f.1).sum::<usize>() >= 32, "{found:?}");
}
