//! How often an experiment is right: one row a world, a design and a true difference.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use rayon::prelude::*;
use vagal::core::experiment::{
    Arm, ExperimentOutcome, ExperimentVerdict, Noise, Spending, Weekday,
};
use vagal::core::{Diary, Moment, Person, Reading, diary::kinds};
use vagal::guide::experiment::{
    Boundaries, DesignOptions, Flips, LEVEL, NO_DIFFERENCE_LEVEL, Session, Trial, conclude, effect,
    needed, noise, order, power, schedule, sizing,
};

use super::world::World;

/// Days between sessions.
const WASHOUT_DAYS: i64 = 3;
/// Mornings on file before the experiment.
const BEFORE: usize = 42;
/// First seed; none of these was used while experiments were built.
const FIRST_SEED: u64 = 77_000_000;
/// Classes drawn for the test.
const DRAWN: usize = 1_999;
/// Experiments of each row whose printed intervals are found as well, which takes longer than the verdict; of large designs fewer.
const PRINTED: (u64, u64) = (4_000, 1_000);
/// Blocks from which on a design is large.
const LARGE: usize = 17;
/// Smallest worthwhile change, half of the spread.
pub const SWC: f64 = 0.1;
/// Power that experiments are planned for.
pub const PLANNED: f64 = 0.80;

/// How many blocks an experiment has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// So many.
    Fixed(usize),
    /// As many as the power needs for this difference with the noise known.
    Known(f64),
    /// As many as it needs with what 42 mornings of this person say of the noise.
    Own(f64),
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it is about.
    pub group: &'static str,
    /// The world in words.
    pub name: &'static str,
    /// The world.
    pub world: World,
    /// What the two inputs do to the next morning, ln units.
    pub effects: (f64, f64),
    /// Inputs; those beyond two do nothing.
    pub arms: usize,
    /// Blocks.
    pub size: Size,
    /// How false alarms are spread.
    pub spending: Spending,
}

/// What one experiment said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: ExperimentVerdict,
    /// Whether the true difference is one that is not rejected.
    pub covered: bool,
    /// Whether the 50, 80 and 95% intervals as they are printed hold it; `None` of one that is not bounded. Of the first experiments only.
    pub printed: Option<[Option<bool>; 3]>,
    /// Estimate less truth.
    pub error: f64,
    /// Blocks planned and blocks used.
    pub blocks: (usize, usize),
}

/// Every cell of the study.
pub fn cells() -> Vec<Cell> {
    let base = Cell {
        group: "no difference",
        name: "as planned",
        world: World::PLAIN,
        effects: (0.0, 0.0),
        arms: 2,
        size: Size::Fixed(16),
        spending: Spending::OBrienFleming,
    };
    let real = |name, world| Cell { name, world, ..base.clone() };
    let by_arm = |a, b| World { missing: (a, b), ..World::REAL };
    let carry = World { half_life_days: Some(1.5), ..World::REAL };
    let both = Cell { effects: (0.2, 0.2), ..real("both do as much, half gone in 1.5 d", carry) };
    let none = vec![
        base.clone(),
        Cell { spending: Spending::Pocock, name: "as planned, looks after Pocock", ..base.clone() },
        real("wander, trend, week, heavy tails", World::REAL),
        Cell { size: Size::Fixed(8), ..real("the same, 8 blocks", World::REAL) },
        Cell { arms: 3, ..real("the same, three inputs", World::REAL) },
        both,
        real("4 of 10 missing after one, 1 of 10 after the other", by_arm(0.4, 0.1)),
        real(
            "after one, low mornings missing 6 times of 10",
            World { missing_when_low: true, ..by_arm(0.3, 0.1) },
        ),
    ];
    let power = |name, world, size| Cell {
        group: "a difference of twice the SWC",
        effects: (0.2, 0.0),
        size,
        ..real(name, world)
    };
    let planned = 2.0 * SWC;
    let powers = vec![
        power("as planned, noise known", World::PLAIN, Size::Known(planned)),
        power("as planned, noise from 42 mornings", World::PLAIN, Size::Own(planned)),
        power("wander, trend, week, heavy tails", World::REAL, Size::Own(planned)),
        power("the same, half gone in 1.5 d", carry, Size::Own(planned)),
        power(
            "the same, half gone in 4 d",
            World { half_life_days: Some(4.0), ..World::REAL },
            Size::Own(planned),
        ),
    ];
    let small = |name, effect, size| Cell {
        group: "a difference around the SWC",
        effects: (effect, 0.0),
        size: Size::Fixed(size),
        ..real(name, World::REAL)
    };
    let smalls = vec![
        small("none, 60 blocks", 0.0, 60),
        small("half the SWC, 60 blocks", 0.5 * SWC, 60),
        small("the SWC, 60 blocks", SWC, 60),
        small("twice the SWC, 60 blocks", 2.0 * SWC, 60),
    ];
    [none, powers, smalls].concat()
}

/// The wishes behind a planned size.
fn wishes(noise: Noise, arms: usize) -> DesignOptions {
    let arm = |input: &str| Arm::new(input, input, 60.0, None);
    DesignOptions {
        person: "simulated".into(),
        made_by: "study".into(),
        registered: Moment::new(0, 0).expect("invariant: 1970 is a year"),
        seed: 1,
        arms: INPUTS[..arms].iter().map(|i| arm(i)).collect(),
        from: 0,
        weekdays: Weekday::ALL.to_vec(),
        washout_days: WASHOUT_DAYS,
        primary: ExperimentOutcome::Morning,
        pulse_wave: false,
        secondary: Vec::new(),
        swc: Some(SWC),
        effect: None,
        power: PLANNED,
        blocks: None,
        most_weeks: 260.0,
        looks: vec![0.5, 0.75],
        spending: Spending::OBrienFleming,
        missing: 0.1,
        noise,
        experiments: 100,
    }
}

const INPUTS: [&str; 3] = ["massage", "rest", "meditation"];

/// What the mornings before the experiment say of the noise.
fn own_noise(mornings: &[f64]) -> Noise {
    let reading = |(day, v): (usize, &f64)| {
        let at = Moment::new(day as i64 * 86_400 + 25_200, 0)?;
        Reading::new(kinds::LN_RMSSD_MORNING, at, (3.5 + v).clamp(0.0, 6.2)).ok()
    };
    let readings = mornings.iter().enumerate().filter_map(reading).collect();
    let person = Person { id: "simulated".into(), name: None };
    let diary = Diary::new(person, Vec::new(), readings, Vec::new(), Vec::new());
    noise(&diary, ExperimentOutcome::Morning, false, mornings.len() as i64)
}

/// One simulated experiment; `printed` if its intervals are found as well.
pub fn outcome(cell: &Cell, seed: u64, printed: bool) -> Option<Outcome> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let most = BEFORE + 60 * cell.arms * WASHOUT_DAYS as usize + 10;
    let daily = cell.world.mornings(most, &mut rng);
    let blocks = match cell.size {
        Size::Fixed(blocks) => blocks,
        Size::Known(effect) => known_size(cell, effect)?,
        Size::Own(effect) => sized(own_noise(&daily[..BEFORE]), cell.arms, effect)?,
    };
    let days = schedule(BEFORE as i64, blocks, cell.arms, &Weekday::ALL, WASHOUT_DAYS).ok()?;
    let sessions = sessions(cell, &days, &daily, seed, &mut rng);
    // Another stream than that of the mornings.
    let flips = Flips::new(blocks, DRAWN, !seed);
    let share = |s: f64| (s * blocks as f64).ceil() as usize;
    let mut looks = vec![share(0.5), share(0.75), blocks];
    looks.dedup();
    let rule = Boundaries::new(&looks, blocks, cell.spending, (SWC, LEVEL, NO_DIFFERENCE_LEVEL));
    let (verdict, look) = conclude(&Trial::new(&sessions, &looks, &flips), &rule, 0);
    let (used, taken) = (looks[look], look + 1);
    let trial = Trial::new(&sessions, &looks[..taken], &flips);
    let truth = cell.effects.0 - cell.effects.1;
    let holds = || {
        let found = effect(&trial, &looks[..taken], blocks, cell.spending, LEVEL)?;
        Some(found.bands.map(|b| b.map(|(low, high)| (low..=high).contains(&truth))))
    };
    Some(Outcome {
        verdict,
        covered: trial.rejects(truth, &rule.difference).is_none(),
        printed: printed.then(holds).flatten(),
        error: trial.estimate()? - truth,
        blocks: (blocks, used),
    })
}

/// The size for a noise. Noises are rounded to 4% of the spread, .05 of the correlation and 20% of the degrees of freedom, so that people
/// who are nearly alike are planned for once.
fn sized(own: Noise, arms: usize, effect: f64) -> Option<usize> {
    static KNOWN: Mutex<BTreeMap<[i64; 5], usize>> = Mutex::new(BTreeMap::new());
    let step = |value: f64, share: f64| (value.ln() / share.ln_1p()).round();
    let (sd, freedom) = (step(own.sd, 0.04), step(own.freedom, 0.2));
    let correlation = (own.correlation / 0.05).round();
    let key = [sd as i64, freedom as i64, correlation as i64, arms as i64, (1e6 * effect) as i64];
    if let Some(blocks) = KNOWN.lock().ok()?.get(&key) {
        return Some(*blocks);
    }
    let rounded = Noise {
        sd: 1.04_f64.powf(sd),
        freedom: 1.2_f64.powf(freedom),
        correlation: 0.05 * correlation,
        ..own
    };
    let blocks = needed(&wishes(rounded, arms), SWC, effect).ok()?.0.min(60);
    KNOWN.lock().ok()?.insert(key, blocks);
    Some(blocks)
}

/// The size with the noise known.
fn known_size(cell: &Cell, effect: f64) -> Option<usize> {
    Some(needed(&known_wishes(cell), SWC, effect).ok()?.0.min(60))
}

fn known_wishes(cell: &Cell) -> DesignOptions {
    let known = Noise { sd: cell.world.sd, freedom: 1e6, correlation: 0.4, readings: 0 };
    DesignOptions { experiments: 1000, ..wishes(known, cell.arms) }
}

/// What a plan says that its size will find: simulated where the noise is known, asked for where each person has a size.
fn planned_power(cell: &Cell) -> String {
    match cell.size {
        Size::Fixed(_) => String::new(),
        Size::Own(_) => format!("at least {PLANNED:.2}"),
        Size::Known(effect) => {
            let of =
                known_size(cell, effect).and_then(|n| sizing(&known_wishes(cell), SWC, n).ok());
            of.map_or(String::new(), |s| format!("{:.3}", power(&s, effect, POWER_RUNS, 2).found))
        }
    }
}

/// Simulated experiments behind the power of the size with the noise known: a standard error of .006.
const POWER_RUNS: usize = 4000;

/// The sessions of the two inputs of the question.
fn sessions(
    cell: &Cell,
    days: &[Vec<i64>],
    daily: &[f64],
    seed: u64,
    rng: &mut ChaCha20Rng,
) -> Vec<Session> {
    let drawn: Vec<(usize, i64, usize)> = days
        .iter()
        .enumerate()
        .flat_map(|(block, days)| {
            let arms = order(seed, block, &INPUTS[..cell.arms]);
            days.iter().zip(arms).map(move |(day, arm)| (block, *day, arm)).collect::<Vec<_>>()
        })
        .collect();
    let effect = |arm: usize| [cell.effects.0, cell.effects.1, 0.0][arm];
    let morning = |day: i64| {
        let left: f64 =
            drawn.iter().map(|(_, d, arm)| cell.world.left(day - d) * effect(*arm)).sum();
        daily[day as usize] + left
    };
    let question = drawn.iter().filter(|(_, _, arm)| *arm < 2);
    question
        .map(|(block, day, arm)| {
            let (value, first) = (morning(day + 1), *arm == 0);
            let missing = cell.world.is_missing(first, value, rng);
            Session {
                block: *block,
                day: *day as f64,
                first,
                outcome: (!missing).then_some(value),
                before: Some(morning(*day)),
            }
        })
        .collect()
}

/// All experiments of a cell.
pub fn run(cell: &Cell, experiments: u64) -> Vec<Outcome> {
    let printed = match cell.size {
        Size::Fixed(blocks) if blocks < LARGE => PRINTED.0,
        _ => PRINTED.1,
    };
    run_printed(cell, experiments, printed)
}

/// The same with the intervals of so many.
fn run_printed(cell: &Cell, experiments: u64, printed: u64) -> Vec<Outcome> {
    let name = cell.name.bytes().fold(cell.group.len() as u64, |sum, b| {
        sum.wrapping_mul(131).wrapping_add(b.into()) % 1_000_003
    });
    let first = FIRST_SEED + 100_000 * name;
    // The same for everybody, so it is found once.
    let size = match cell.size {
        Size::Known(effect) => known_size(cell, effect).map_or(cell.size, Size::Fixed),
        other => other,
    };
    let cell = &Cell { size, ..cell.clone() };
    let one = |i: u64| outcome(cell, first + i, i < printed);
    (0..experiments).into_par_iter().filter_map(one).collect()
}

/// The columns of the table.
pub const HEADER: &str = "group,world,true_difference,experiments,more_than,less_than,no_difference,cannot_tell,covered,\
    mean_error,mean_blocks,mean_blocks_used,largest_blocks,planned_power,\
    printed_50,holds_50,printed_80,holds_80,printed_95,holds_95\n";

/// One line of the table.
pub fn line(cell: &Cell, outcomes: &[Outcome]) -> String {
    let count = |v: ExperimentVerdict| outcomes.iter().filter(|o| o.verdict == v).count();
    let n = outcomes.len().max(1) as f64;
    let mean = |of: &dyn Fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / n;
    let of = |i: usize| outcomes.iter().filter_map(move |o| o.printed?[i]);
    let [half, most, all] = [0, 1, 2].map(|i| (of(i).count(), of(i).filter(|h| *h).count()));
    format!(
        "{},\"{}\",{},{},{},{},{},{},{},{:.4},{:.1},{:.1},{},{},{},{},{},{},{},{}\n",
        cell.group,
        cell.name,
        cell.effects.0 - cell.effects.1,
        outcomes.len(),
        count(ExperimentVerdict::MoreThan),
        count(ExperimentVerdict::LessThan),
        count(ExperimentVerdict::NoDifference),
        count(ExperimentVerdict::CannotTell),
        outcomes.iter().filter(|o| o.covered).count(),
        mean(&|o| o.error),
        mean(&|o| o.blocks.0 as f64),
        mean(&|o| o.blocks.1 as f64),
        outcomes.iter().map(|o| o.blocks.0).max().unwrap_or(0),
        planned_power(cell),
        half.0,
        half.1,
        most.0,
        most.1,
        all.0,
        all.1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;
    use vagal::core::ExperimentPlan;
    use vagal::guide::experiment::assess;

    /// A small version of the study: enough to see a rule that stopped to work.
    const EXPERIMENTS: u64 = 600;
    /// Of these so many with intervals; a band that is a point would hold the truth in none.
    const WITH_INTERVALS: u64 = 120;

    fn few(name: &str, group: &str) -> Vec<Outcome> {
        let cells = cells();
        let cell = cells.iter().find(|c| c.name == name && c.group == group).expect("a cell");
        run_printed(cell, EXPERIMENTS, WITH_INTERVALS)
    }

    fn differences(outcomes: &[Outcome]) -> usize {
        let found = [ExperimentVerdict::MoreThan, ExperimentVerdict::LessThan];
        outcomes.iter().filter(|o| found.contains(&o.verdict)).count()
    }

    #[test]
    fn without_a_difference_few_find_one_whatever_the_noise() {
        for name in [
            "as planned",
            "wander, trend, week, heavy tails",
            "both do as much, half gone in 1.5 d",
        ] {
            let outcomes = few(name, "no difference");
            let found = differences(&outcomes);
            assert!(limits::lower(found, outcomes.len()) <= 0.05, "{name}: {found}");
            let covered = outcomes.iter().filter(|o| o.covered).count();
            assert!(limits::upper(covered, outcomes.len()) >= 0.95, "{name}: {covered}");
            // The intervals that are printed, and not only the test behind them.
            for (i, level) in [0.5, 0.8, 0.95].into_iter().enumerate() {
                let held: Vec<bool> = outcomes.iter().filter_map(|o| o.printed?[i]).collect();
                let holds = held.iter().filter(|h| **h).count();
                assert!(held.len() as u64 > WITH_INTERVALS * 9 / 10, "{name}: few are bounded");
                assert!(limits::upper(holds, held.len()) >= level, "{name}, {level}: {holds}");
            }
        }
    }

    /// The study judges sessions; people have a diary. Both ways give the same verdict.
    #[test]
    fn a_diary_is_judged_as_the_study_judges() {
        let (blocks, looks) = (10, vec![5, 8, 10]);
        let cell = Cell { effects: (0.3, 0.0), ..cells().remove(2) };
        for seed in 0..12 {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let daily = cell.world.mornings(120, &mut rng);
            let days = schedule(BEFORE as i64, blocks, 2, &Weekday::ALL, WASHOUT_DAYS).unwrap();
            let sessions = sessions(&cell, &days, &daily, seed, &mut rng);
            let flips = Flips::new(blocks, DRAWN, seed);
            let levels = (SWC, LEVEL, NO_DIFFERENCE_LEVEL);
            let rule = Boundaries::new(&looks, blocks, cell.spending, levels);
            let (verdict, _) = conclude(&Trial::new(&sessions, &looks, &flips), &rule, 0);

            let at = |day: f64| Moment::new(day as i64 * 86_400 + 25_200, 0).unwrap();
            let reading =
                |day: f64, v: f64| Reading::new(kinds::LN_RMSSD_MORNING, at(day), 3.5 + v).unwrap();
            let readings = sessions
                .iter()
                .flat_map(|s| {
                    let after = s.outcome.map(|v| reading(s.day + 1.0, v));
                    [s.before.map(|v| reading(s.day, v)), after]
                })
                .flatten()
                .collect();
            let person = Person { id: "simulated".into(), name: None };
            let diary = Diary::new(person, Vec::new(), readings, Vec::new(), Vec::new());
            let plan = ExperimentPlan {
                seed,
                arms: INPUTS[..2].iter().map(|i| Arm::new(i, i, 60.0, None)).collect(),
                blocks: days,
                looks: looks.clone(),
                ..registered()
            };
            assert_eq!(assess(&plan, &diary, at(400.0), None, &[]).verdict, verdict, "seed {seed}");
        }
    }

    /// A plan whose schedule is still to be put in.
    fn registered() -> ExperimentPlan {
        let noise = Noise { sd: 0.2, freedom: 4.0, correlation: 0.4, readings: 0 };
        ExperimentPlan {
            person: "simulated".into(),
            made_by: "study".into(),
            registered: Moment::new(0, 0).unwrap(),
            seed: 0,
            arms: Vec::new(),
            blocks: Vec::new(),
            weekdays: Weekday::ALL.to_vec(),
            washout_days: WASHOUT_DAYS,
            primary: ExperimentOutcome::Morning,
            pulse_wave: false,
            secondary: Vec::new(),
            swc: SWC,
            swc_reason: "half of the spread".into(),
            looks: Vec::new(),
            spending: Spending::OBrienFleming,
            level: LEVEL,
            no_difference_level: NO_DIFFERENCE_LEVEL,
            noise,
            effect: 0.2,
            power: PLANNED,
            missing: 0.1,
        }
    }

    #[test]
    fn a_difference_that_was_planned_for_is_found() {
        let planned = cells().into_iter().find(|c| matches!(c.size, Size::Known(_)));
        let cell = Cell { size: Size::Fixed(24), ..planned.expect("a cell") };
        let outcomes = run_printed(&cell, EXPERIMENTS, 0);
        let found = differences(&outcomes);
        assert!(2 * found > outcomes.len(), "{found}");
        assert!(outcomes.iter().all(|o| o.verdict != ExperimentVerdict::LessThan));
    }
}
