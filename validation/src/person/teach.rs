//! What would teach most: does it take away the share of the doubt that it names, more than other things, and sooner a verdict.
//!
//! An open diary lives on with its truth through the days of a candidate and is fitted again, with the same chances before and after
//! and in every arm, so that shares of a percent can be told.

use std::fmt::Write as _;

use rayon::prelude::*;
use vagal::core::posterior::{InputVerdict, NextReading};
use vagal::person::ahead::{days_to_come, live_through};
use vagal::person::next_best::{candidates_for, effects, expected_share};
use vagal::person::simulate::{Design, Plan, prior_draw, simulate};
use vagal::person::{Event, LogPosterior, Model, judge, laplace};

use super::rates::{World, truth};
use super::sbc::living;
use super::{MASSAGE, REST};

/// First seed; none of these was used while the ranking was built.
const FIRST_SEED: u64 = 60_000_000;
/// Proposals of the weighted preview: about one in seven counts.
const DRAWS: usize = 3000;
/// Futures of a diary and an arm.
const FUTURES: usize = 2;
/// Weeks of repetition until a verdict is asked for.
const REPEATS: usize = 8;

/// What effects are true: drawn from the prior with everything else, or given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truths {
    /// All parameters are draws of the prior.
    Prior,
    /// Massage has this effect per session, rest none.
    Effect(f64),
}

impl Truths {
    /// Stable name.
    pub fn id(self) -> String {
        match self {
            Self::Prior => "prior".into(),
            Self::Effect(e) => World::Effect(e).id(),
        }
    }
}

/// The worlds of the study.
pub const WORLDS: [Truths; 3] = [Truths::Prior, Truths::Effect(0.2), Truths::Effect(0.35)];

/// What is done in the coming days.
pub const ARMS: [&str; 6] = [
    "named",
    "the same at once",
    "runner-up",
    "middling",
    "readings only",
    "named and one reading",
];

/// What is done for weeks.
pub const REPEATED: [&str; 4] = ["named", "runner-up", "usual weeks", "readings only"];

/// An open diary and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lived {
    /// Share of the variance that each of [`ARMS`] was expected to take away.
    pub expected: [f64; 6],
    /// Share it took away, mean over futures.
    pub taken: [f64; 6],
    /// Input of the session named.
    pub named: Option<String>,
    /// Days to it.
    pub in_days: f64,
    /// For each of [`REPEATED`]: what came of eight weeks of it; `None` where the fit fails.
    pub verdicts: [Option<Fallen>; 4],
}

/// What came of weeks more.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fallen {
    /// A verdict fell.
    pub answered: bool,
    /// It was wrong.
    pub wrong: bool,
}

/// A diary of 6, 10 or 14 weeks, with a massage a week and rest once in two weeks or twice a week; `None` where the readings
/// are not those of a body.
fn diary(model: &Model, truths: Truths, number: usize) -> Option<(Vec<f64>, Vec<Event>)> {
    let seed = FIRST_SEED + number as u64;
    let theta = match truths {
        Truths::Prior => prior_draw(model, seed),
        Truths::Effect(e) => truth(World::Effect(e)),
    };
    let rest = [0.5, 2.0][number % 2];
    let mut design = Design::reference(vec![Plan::random(1.0), Plan::random(rest)]);
    design.weeks = [6, 10, 14][number / 2 % 3];
    design.morning = 0.95;
    design.corrected_from_day = None;
    let events = simulate(model, &theta, &design, seed ^ 0x7eac).events;
    living(&events).then_some((theta, events))
}

/// A fit of the diary by so many weighted proposals.
fn fit(model: &Model, events: &[Event], draws: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    let mut posterior = LogPosterior::new(model, events).ok()?;
    Some(laplace(&mut posterior)?.refine(&mut posterior, draws, seed)?.draws)
}

/// Variance of the effect, as this diary asks it, by the same proposals before and after.
fn doubt(model: &Model, events: &[Event], future: &[Event], seed: u64) -> Option<f64> {
    let all: Vec<Event> = events.iter().chain(future).copied().collect();
    let effects = effects(model, events, &fit(model, &all, DRAWS, seed)?, MASSAGE);
    Some(mean_of(&effects).1.powi(2) * effects.len() as f64)
}

/// Whether a verdict falls on the diary and these days, and whether it is wrong.
fn verdict(
    model: &Model,
    events: &[Event],
    theta: &[f64],
    sessions: &[(usize, f64)],
    seed: u64,
) -> Option<Fallen> {
    let mut rows = days_to_come(model, events, 7.0 * REPEATS as f64 + 2.0, sessions);
    live_through(model, events, &model.whiten(theta), &mut rows, seed)?;
    let all: Vec<Event> = events.iter().copied().chain(rows).collect();
    let draws = fit(model, &all, DRAWS, seed)?;
    let judged = judge(model, &all, &draws, MASSAGE, Some(theta));
    let effect = judged.truth?;
    let wrong = match judged.verdict {
        InputVerdict::Works => effect <= judged.swc,
        InputVerdict::Negligible => effect.abs() >= judged.swc,
        InputVerdict::Harm => effect >= -judged.swc,
        InputVerdict::NotEnoughData => return Some(Fallen::default()),
    };
    Some(Fallen { answered: true, wrong })
}

/// Sessions of a candidate, week after week.
fn repeated(model: &Model, next: &NextReading) -> Vec<(usize, f64)> {
    let place = |id: &String| model.inputs().iter().position(|input| input.id == *id);
    let Some(input) = next.session.as_ref().and_then(place) else { return Vec::new() };
    (0..REPEATS)
        .flat_map(|week| (0..next.times).map(move |k| (week, k)))
        .map(|(week, k)| (input, 7.0 * week as f64 + next.in_days + k as f64 * next.every_days))
        // A hair before, so that the same morning is found.
        .map(|(input, day)| (input, day - 1e-6))
        .collect()
}

/// Sessions as often as in the diary, evenly spaced.
fn usual(events: &[Event]) -> Vec<(usize, f64)> {
    let days: f64 = events.iter().map(|e| e.gap_days).sum();
    [MASSAGE, REST]
        .into_iter()
        .flat_map(|input| {
            let count =
                events.iter().filter(|e| e.session.is_some_and(|s| s.input == input)).count();
            let every = days / count.max(1) as f64;
            let most = if count == 0 { 0 } else { (7.0 * REPEATS as f64 / every).round() as usize };
            (0..most).map(move |k| (input, (k as f64 + 0.3 + 0.4 * input as f64) * every))
        })
        .collect()
}

/// The same rows with no reading but the first morning after the last session, or the last morning.
fn one_reading(rows: &[Event]) -> Vec<Event> {
    let session = rows.iter().rposition(|e| e.session.is_some());
    let morning = |e: &Event| e.reading.is_some_and(|r| r.channel == 0);
    let first = session.and_then(|s| Some(s + rows[s..].iter().position(morning)?));
    let kept = first.or_else(|| rows.iter().rposition(morning));
    let keep =
        |(i, e): (usize, &Event)| Event { reading: e.reading.filter(|_| Some(i) == kept), ..*e };
    rows.iter().enumerate().map(keep).collect()
}

/// One diary; `None` where it is not open, or was not fitted.
pub fn one(truths: Truths, number: usize) -> Option<Lived> {
    let model = super::with_rest();
    let (theta, events) = diary(&model, truths, number)?;
    let seed = FIRST_SEED + number as u64;
    let draws = fit(&model, &events, DRAWS, seed)?;
    let open = judge(&model, &events, &draws, MASSAGE, None).verdict == InputVerdict::NotEnoughData;
    if !open || !events.iter().any(|e| e.session.is_some_and(|s| s.input == MASSAGE)) {
        return None;
    }
    let ranking = candidates_for(&model, &events, &draws, MASSAGE);
    let alone = ranking.iter().position(|(next, _)| next.session.is_none())?;
    let of_named = |next: &NextReading| next.session == ranking[0].0.session && next.times < 2;
    let at_once = (0..ranking.len())
        .filter(|i| of_named(&ranking[*i].0))
        .min_by(|a, b| ranking[*a].0.in_days.total_cmp(&ranking[*b].0.in_days))?;
    let runner_up = ranking.iter().position(|(n, _)| n.session != ranking[0].0.session)?;
    let places = [0, at_once, runner_up, ranking.len() / 2, alone];
    let z = model.whiten(&theta);
    let before = doubt(&model, &events, &[], seed)?;
    let one = one_reading(&ranking[0].1);
    let rows: Vec<&Vec<Event>> =
        places.iter().map(|place| &ranking[*place].1).chain([&one]).collect();
    let alone = expected_share(&model, &events, &draws, MASSAGE, &one)?;
    let mut expected = [alone; 6];
    places.iter().zip(&mut expected).for_each(|(p, e)| *e = ranking[*p].0.variance_share);
    let mut shares = [0.0; 6];
    for (arm, rows) in rows.into_iter().enumerate() {
        for k in 0..FUTURES {
            let mut future = rows.clone();
            // The same chances in every arm.
            live_through(&model, &events, &z, &mut future, seed ^ ((k as u64 + 1) << 40))?;
            let after = doubt(&model, &events, &future, seed)?;
            shares[arm] += (1.0 - after / before) / FUTURES as f64;
        }
    }
    let (named, _) = &ranking[0];
    let verdict = |sessions: Vec<(usize, f64)>| verdict(&model, &events, &theta, &sessions, seed);
    Some(Lived {
        expected,
        taken: shares,
        named: named.session.clone(),
        in_days: named.in_days,
        verdicts: [
            verdict(repeated(&model, named)),
            verdict(repeated(&model, &ranking[runner_up].0)),
            verdict(usual(&events)),
            verdict(Vec::new()),
        ],
    })
}

/// The open ones among so many diaries.
pub fn run(truths: Truths, diaries: usize) -> Vec<Lived> {
    (0..diaries).into_par_iter().filter_map(|number| one(truths, number)).collect()
}

/// Mean and its standard error.
pub fn mean_of(values: &[f64]) -> (f64, f64) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let square = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
    (mean, (square / (count - 1.0).max(1.0) / count).sqrt())
}

/// Header of the table of shares.
pub const SHARES_HEADER: &str =
    "world,arm,diaries,expected,taken,difference,difference_se,named_more,named_more_se\n";

/// Lines of the table of shares: what was expected, what was taken, and how much more the named one took.
pub fn shares(world: &str, lived: &[Lived]) -> String {
    let mut out = String::new();
    for (arm, name) in ARMS.iter().enumerate() {
        let of = |value: &dyn Fn(&Lived) -> f64| -> Vec<f64> { lived.iter().map(value).collect() };
        let (expected, _) = mean_of(&of(&|l| l.expected[arm]));
        let (taken, _) = mean_of(&of(&|l| l.taken[arm]));
        let (off, off_se) = mean_of(&of(&|l| l.taken[arm] - l.expected[arm]));
        let (more, more_se) = mean_of(&of(&|l| l.taken[0] - l.taken[arm]));
        let _ = writeln!(
            out,
            "{world},{name},{},{expected:.5},{taken:.5},{off:.5},{off_se:.5},{more:.5},{more_se:.5}",
            lived.len()
        );
    }
    out
}

/// Header of the table of verdicts.
pub const VERDICTS_HEADER: &str = "world,repeated,diaries,answered,wrong,only_named,only_this\n";

/// Lines of the table of verdicts after weeks of repetition; the last two compare with the named one on the same diary.
pub fn verdicts(world: &str, lived: &[Lived]) -> String {
    let mut out = String::new();
    for (arm, name) in REPEATED.iter().enumerate() {
        let pairs: Vec<(Fallen, Fallen)> =
            lived.iter().filter_map(|l| Some((l.verdicts[0]?, l.verdicts[arm]?))).collect();
        let count = |holds: &dyn Fn(Fallen, Fallen) -> bool| {
            pairs.iter().filter(|(named, this)| holds(*named, *this)).count()
        };
        let _ = writeln!(
            out,
            "{world},{name},{},{},{},{},{}",
            pairs.len(),
            count(&|_, this| this.answered),
            count(&|_, this| this.wrong),
            count(&|named, this| named.answered && !this.answered),
            count(&|named, this| this.answered && !named.answered),
        );
    }
    out
}
