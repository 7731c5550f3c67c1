//! People of a simulated population, each with a few sessions: pooling brings estimates nearer to the truth and keeps coverage.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; what was measured is worth reading.

use vagal_person::pool::{Member, pool_twice};
use vagal_person::simulate::{Design, Plan, simulate};
use vagal_person::{Input, Model, Terms};

const STORES: u64 = 2;
const PEOPLE: u64 = 6;

#[test]
fn pooling_brings_estimates_nearer_to_the_truth() {
    let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).unwrap();
    let place = model.place("e1").unwrap();
    let mut design = Design::reference(vec![Plan::random(1.0)]);
    (design.weeks, design.corrected_from_day) = (8, None);
    let (mut alone, mut pooled, mut held) = (0.0, 0.0, 0);
    for store in 0..STORES {
        let mut members = Vec::new();
        let mut truths = Vec::new();
        for person in 0..PEOPLE {
            // Nothing works for anybody, and half-lives are those of the prior's middle: the study has other populations.
            let effect = 0.0;
            let truth: Vec<f64> = model
                .parameters()
                .iter()
                .map(|p| if p.name == "e1" { effect } else { p.value(0.0) })
                .collect();
            let made = simulate(&model, &truth, &design, 1000 * store + person);
            members.push(Member::fitted(&model, &made.events, person).unwrap());
            truths.push(effect);
        }
        let (again, found) = pool_twice(&members, store).unwrap();
        let effective = found.answer.effective_draws;
        println!("effective draws {effective:?}");
        assert!(found.is_usable(), "{effective:?}");
        for (i, truth) in truths.iter().enumerate() {
            let e = |z: &Vec<f64>| model.values(z)[place];
            let own: Vec<f64> = members[i].draws().iter().map(e).collect();
            let mut with: Vec<f64> = found.draws(&again, i).iter().flatten().map(e).collect();
            with.sort_by(f64::total_cmp);
            let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
            alone += (mean(&own) - truth).powi(2);
            pooled += (mean(&with) - truth).powi(2);
            let (lo, hi) = (with[with.len() / 20], with[with.len() - with.len() / 20]);
            held += usize::from((lo..=hi).contains(truth));
        }
    }
    let n = (STORES * PEOPLE) as f64;
    let (alone, pooled) = ((alone / n).sqrt(), (pooled / n).sqrt());
    println!("RMSE alone {alone:.3}, pooled {pooled:.3}; {held} of {n} intervals hold the truth");
    assert!(pooled < 0.85 * alone, "{pooled} {alone}");
    // 90% of 12 are 11; fewer than 8 has a probability of .4%.
    assert!(held >= 8, "{held}");
}
