//! People of a simulated population, each with a few sessions: pooling brings estimates nearer to the truth and keeps coverage.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; what was measured is worth reading.

use vagal_core::posterior::{InputVerdict, Standing};
use vagal_person::pool::{Member, pool_twice};
use vagal_person::simulate::{Design, Plan, simulate};
use vagal_person::{
    AnswerOptions, Event, Input, Model, Notes, SampleOptions, Terms, answer_pooled,
};

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

/// A diary of a person on whom massage works, by the simulator; the middle of the prior else.
fn diary(model: &Model, effect: f64, weeks: usize, seed: u64) -> Vec<Event> {
    let mut design = Design::reference(vec![Plan::random(1.0)]);
    (design.weeks, design.corrected_from_day) = (weeks, None);
    let value = |p: &vagal_person::Parameter| if p.name == "e1" { effect } else { p.value(0.0) };
    let truth: Vec<f64> = model.parameters().iter().map(value).collect();
    simulate(model, &truth, &design, seed).events
}

/// One session of one's own beside five people on whom massage works: what is known is known of them.
#[test]
fn one_session_of_ones_own_is_no_verdict_whoever_lends() {
    let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).unwrap();
    let others: Vec<Member> = (0..5)
        .map(|i| Member::fitted(&model, &diary(&model, 0.6, 16, 100 + i), i).unwrap())
        .collect();
    let options = AnswerOptions { sample: SampleOptions::default(), preview: true };
    let mut own = diary(&model, 0.6, 4, 7);
    let mut seen = false;
    for event in &mut own {
        if seen {
            event.session = None;
        }
        seen |= event.session.is_some();
    }
    let of = |events: &[Event]| {
        let answered = answer_pooled(&model, events, &Notes::default(), &options, &others);
        answered.unwrap().posterior
    };
    let alone = vagal_person::answer(&model, &own, &options).unwrap().posterior.inputs.remove(0);
    println!(
        "alone: works {:.3}, contraction {:.3}, {:?}",
        alone.p_works, alone.effect.contraction, alone.verdict
    );
    let found = of(&own);
    let pool = found.pool.as_ref().unwrap();
    assert!(!pool.quantities.is_empty(), "{pool:?}");
    let massage = &found.inputs[0];
    println!(
        "works {:.3}, contraction {:.3}, {:?}",
        massage.p_works, massage.effect.contraction, massage.effect.standing
    );
    // The bar of a verdict is passed with what is lent, not alone, and none is given.
    assert!(massage.p_works > 0.9 && alone.verdict == InputVerdict::NotEnoughData);
    assert_eq!(massage.verdict, InputVerdict::NotEnoughData);
    assert_eq!(found.pool.as_ref().unwrap().withheld, ["massage"]);
    // Sixteen weeks of one's own: the verdict is a person's own, pooled or not.
    let massage = of(&diary(&model, 0.6, 16, 8)).inputs.remove(0);
    assert_eq!(massage.effect.standing, Standing::Learned);
    assert_eq!(massage.verdict, InputVerdict::Works);
    // A session that no reading followed: the effect counts as learned by the others, and is called lent.
    let last = own.iter().position(|e| e.session.is_some()).unwrap();
    own[last..].iter_mut().for_each(|e| e.reading = None);
    let massage = of(&own).inputs.remove(0);
    println!("unseen: {:.3} {:?}", massage.effect.contraction, massage.effect.standing);
    assert!(massage.effect.contraction > 0.5, "nothing was lent");
    assert_eq!(massage.effect.standing, Standing::Lent);
    assert!(!massage.half_life_stated);
}
