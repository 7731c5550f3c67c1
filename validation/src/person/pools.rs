//! Pooling over the people of a store: how near estimates of the effect come to the truth, alone and with what others lend.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use vagal::person::pool::{Member, pool_twice};
use vagal::person::simulate::{Design, Plan, simulate};
use vagal::person::{Input, Model, Terms};

/// First seed; none of these was used while the pool was built.
const FIRST_SEED: u64 = 60_000_000;
/// People of a store.
const PEOPLE: usize = 6;
/// Weeks of each diary, with one session a week by chance.
const WEEKS: usize = 8;

/// A population: its mean effect per session, the sd between people, and whether the last person answers the other way.
pub const WORLDS: [(&str, f64, f64, bool); 4] = [
    ("nothing works", 0.0, 0.0, false),
    ("alike", 0.3, 0.05, false),
    ("different", 0.3, 0.25, false),
    ("one the other way", 0.3, 0.05, true),
];

/// Errors of one person's effect: alone and pooled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Error {
    /// Mean alone less truth.
    pub alone: f64,
    /// Mean pooled less truth.
    pub pooled: f64,
    /// True if the 90% interval alone holds the truth.
    pub alone_holds: bool,
    /// The same pooled.
    pub pooled_holds: bool,
    /// True for the one who answers the other way.
    pub odd: bool,
}

fn summary(mut values: Vec<f64>, truth: f64) -> (f64, bool) {
    values.sort_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let at = |p: f64| values[((values.len() - 1) as f64 * p).round() as usize];
    (mean - truth, (at(0.05)..=at(0.95)).contains(&truth))
}

/// One store; `None` where a fit failed or the pool could not be used.
pub fn store(mean: f64, sd: f64, one_other: bool, number: usize) -> Option<Vec<Error>> {
    let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).ok()?;
    let place = model.place("e1")?;
    let mut design = Design::reference(vec![Plan::random(1.0)]);
    (design.weeks, design.corrected_from_day) = (WEEKS, None);
    let seed = FIRST_SEED + 100 * number as u64;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut members, mut truths) = (Vec::new(), Vec::new());
    for person in 0..PEOPLE {
        let off: f64 = StandardNormal.sample(&mut rng);
        let odd = one_other && person + 1 == PEOPLE;
        let effect = if odd { -mean } else { mean + sd * off };
        let truth: Vec<f64> = model
            .parameters()
            .iter()
            .map(|p| if p.name == "e1" { effect } else { p.value(0.0) })
            .collect();
        let seed = seed + 1 + person as u64;
        let made = simulate(&model, &truth, &design, seed);
        members.push(Member::fitted(&model, &made.events, seed)?);
        truths.push((effect, odd));
    }
    let (again, pooled) = pool_twice(&members, seed)?;
    if !pooled.is_usable() {
        return None;
    }
    let effect = |z: &Vec<f64>| model.values(z)[place];
    Some(
        truths
            .iter()
            .enumerate()
            .map(|(i, &(truth, odd))| {
                let own = members[i].draws().iter().map(effect).collect();
                let with = pooled.draws(&again, i).iter().flatten().map(effect).collect();
                let ((alone, alone_holds), (pooled, pooled_holds)) =
                    (summary(own, truth), summary(with, truth));
                Error { alone, pooled, alone_holds, pooled_holds, odd }
            })
            .collect(),
    )
}

/// Header of the table.
pub const HEADER: &str = "population,who,stores,people,rmse_alone,rmse_pooled,held_alone,held_pooled,mean_error_alone,mean_error_pooled\n";

/// Lines of one world.
pub fn lines(world: (&str, f64, f64, bool), stores: usize) -> String {
    let (name, mean, sd, one_other) = world;
    let found: Vec<Vec<Error>> =
        (0..stores).into_par_iter().filter_map(|n| store(mean, sd, one_other, n)).collect();
    let mut out = String::new();
    for odd in [false, true] {
        let errors: Vec<&Error> = found.iter().flatten().filter(|e| e.odd == odd).collect();
        if errors.is_empty() {
            continue;
        }
        let n = errors.len() as f64;
        let over = |value: fn(&Error) -> f64| errors.iter().map(|e| value(e)).sum::<f64>() / n;
        out.push_str(&format!(
            "{name},{},{},{},{:.4},{:.4},{},{},{:.4},{:.4}\n",
            if odd { "the odd one" } else { "others" },
            found.len(),
            errors.len(),
            over(|e| e.alone * e.alone).sqrt(),
            over(|e| e.pooled * e.pooled).sqrt(),
            errors.iter().filter(|e| e.alone_holds).count(),
            errors.iter().filter(|e| e.pooled_holds).count(),
            over(|e| e.alone),
            over(|e| e.pooled),
        ));
    }
    out
}
