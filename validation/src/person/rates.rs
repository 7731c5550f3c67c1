//! Error rates of the verdicts on inputs: false "works" and "harm", detection, by how sessions are booked.

use rayon::prelude::*;
use vagal::core::posterior::InputVerdict;
use vagal::person::simulate::{Booking, Design, Plan, simulate};
use vagal::person::{
    Event, Judged, Load, LogPosterior, Model, SampleOptions, Terms, judge, laplace, sample,
};

use super::MASSAGE;

/// First seed; none of these was used while the model was built.
const FIRST_SEED: u64 = 30_000_000;
/// Draws of a preview.
const PREVIEW_DRAWS: usize = 1000;
/// The same where a diary is looked at every week.
const WEEKLY_DRAWS: usize = 500;

/// Rest is free, so a diary can hold more of it than of massage.
const REST_A_WEEK: f64 = 2.0;

/// What is true of a simulated person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum World {
    /// Massage and rest do nothing.
    Nothing,
    /// Massage does what rest does, and both do something.
    LikeRest,
    /// Massage has this effect per unit dose, rest none.
    Effect(f64),
}

impl World {
    /// Stable name.
    pub fn id(self) -> String {
        match self {
            Self::Nothing => "nothing".into(),
            Self::LikeRest => "like_rest".into(),
            Self::Effect(e) => format!("effect_{e}"),
        }
    }
}

/// One kind of diary, kept many times.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// How massage is booked: `random`, `rating`, `feeling`.
    pub booking: &'static str,
    /// What is true.
    pub world: World,
    /// `plain`, or `tilt` for the model with the booking term.
    pub fit: &'static str,
    /// How the diary departs from the model: `none`, `tails`, `missing`, `driver`, `hidden`, `tissue`, `lasting`.
    pub departure: &'static str,
}

/// Every cell of the study.
pub fn cells() -> Vec<Cell> {
    let plain = |booking, world| Cell { booking, world, fit: "plain", departure: "none" };
    let worlds = [World::Nothing, World::Effect(0.35)];
    let mut cells = Vec::new();
    for booking in ["random", "rating", "feeling"] {
        cells.extend(worlds.map(|world| plain(booking, world)));
    }
    cells.extend(worlds.map(|world| Cell { fit: "tilt", ..plain("feeling", world) }));
    for booking in ["random", "rating", "feeling"] {
        cells.push(plain(booking, World::LikeRest));
    }
    for departure in ["tails", "missing", "driver", "hidden", "tissue", "lasting"] {
        cells.extend(worlds.map(|world| Cell { departure, ..plain("random", world) }));
    }
    cells
}

/// The model a cell is fitted with.
pub fn model(cell: &Cell) -> Model {
    super::of_terms(Terms { booking: cell.fit == "tilt", ..super::with_rest().terms() })
}

/// True values: those behind the reference diary, with the effects of the world.
pub fn truth(world: World) -> Vec<f64> {
    let model = super::with_rest();
    let (massage, rest) = match world {
        World::Nothing => (0.0, 0.0),
        World::LikeRest => (0.12, 0.12),
        World::Effect(e) => (e, 0.0),
    };
    let like_rest = world == World::LikeRest;
    let values = model.parameters().iter().map(|p| match p.name.as_str() {
        // Where massage is no more than rest it also fades like it.
        "hl1" => {
            if like_rest {
                0.3
            } else {
                1.5
            }
        }
        "hl2" => 0.3,
        "hls" => 12.0,
        "p" => 0.15,
        "e1" => massage,
        "e2" => rest,
        "C0" => 0.9,
        "tau" | "lam" => 0.3,
        "del" => 0.25,
        "eta" => 0.6,
        "hlb" => 5.0,
        "sb" => 0.15,
        "hlk" => 0.5,
        "s0" => 0.10,
        "s1" => 0.15,
        "s2" => 1.5,
        "s3" => 0.8,
        "h2" => 6.0,
        "h3" => 3.0,
        "mu0" => 3.7,
        "mu2" => 60.0,
        "mu3" => 4.0,
        "bL" => -0.1,
        "balc" => -0.12,
        "ac" => 0.05,
        "as" => -0.04,
        "dspot" => -0.03,
        "hld" => 1.0,
        "d1" | "d2" | "laml" | "dell" | "bLl" => 0.0,
        name => unreachable!("the model has no {name}"),
    });
    values.collect()
}

/// The diary of a cell: 16 weeks, about 16 sessions of massage and 32 of rest.
pub fn diary(cell: &Cell, seed: u64) -> Vec<Event> {
    let booking = match cell.booking {
        "rating" => Booking::Rating(0.7),
        "feeling" => Booking::Feeling(4.0),
        _ => Booking::Random,
    };
    // Who feels better books less: rates at which about 16 sessions come about all the same.
    let per_week = match (cell.booking, cell.world) {
        ("random", _) => 1.0,
        (_, World::Nothing) => 0.95,
        ("rating", _) => 1.2,
        _ => 1.4,
    };
    let massage = Plan { booking, ..Plan::random(per_week) };
    let mut design = Design::reference(vec![massage, Plan::random(REST_A_WEEK)]);
    design.morning = 0.95;
    match cell.departure {
        "tails" => design.tails = Some(3.0),
        "missing" => design.silent_weeks = vec![3, 4, 10],
        "driver" => design.unrecorded = vec![(20, 34, 0.3), (70, 80, 0.3)],
        _ => {}
    }
    let (made_by, mut values) = (super::with_rest(), truth(cell.world));
    let mut set = |name: &str, value: f64| {
        values[made_by.place(name).expect("invariant: the model has these terms")] = value;
    };
    match cell.departure {
        // Massage lowers tension by 1.5 points at once by a path of its own, half of it gone after a day.
        "tissue" => set("d1", 1.5),
        // What has lasted speeds the decay, lowers ceiling and level more than load of today.
        "lasting" => {
            for (name, value) in [("laml", 0.4), ("dell", 0.4), ("bLl", -0.1)] {
                set(name, value);
            }
        }
        _ => {}
    }
    let mut events = simulate(&made_by, &values, &design, seed).events;
    if cell.departure == "hidden" {
        // Load speeds the decay, lowers ceiling and level, and nobody wrote it down.
        events.iter_mut().for_each(|e| e.load = Load::default());
    }
    events
}

/// Seed of one diary of a cell; diaries of different worlds share it, so that only the effect differs.
pub fn seed(number: usize) -> u64 {
    FIRST_SEED + number as u64
}

/// The verdict on massage by the weighted preview of so many draws; `None` where the mode was not found.
pub fn preview(cell: &Cell, events: &[Event], seed: u64, draws: usize) -> Option<Judged> {
    let model = model(cell);
    let mut posterior = LogPosterior::new(&model, events).ok()?;
    let preview = laplace(&mut posterior)?;
    let mut values = truth(cell.world);
    values.resize(model.parameters().len(), 0.0);
    let draws = preview.refine(&mut posterior, draws, seed)?.draws;
    Some(judge(&model, events, &draws, MASSAGE, Some(&values)))
}

/// The verdict on massage by the sampler.
pub fn full(cell: &Cell, events: &[Event], seed: u64) -> Option<Judged> {
    let model = model(cell);
    let options = SampleOptions { chains: 2, warm_up: 400, draws: 250, seed };
    let draws: Vec<Vec<f64>> =
        sample(&model, events, &options).ok()?.all().map(<[f64]>::to_vec).collect();
    let mut values = truth(cell.world);
    values.resize(model.parameters().len(), 0.0);
    Some(judge(&model, events, &draws, MASSAGE, Some(&values)))
}

/// What became of the diaries of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Diaries.
    pub diaries: usize,
    /// Verdict `works`.
    pub works: usize,
    /// Verdict `harm`.
    pub harm: usize,
    /// Verdict `negligible`.
    pub negligible: usize,
    /// Verdict `not_enough_data`, or no fit.
    pub open: usize,
    /// 90% intervals that held the true effect.
    pub covered: usize,
    /// Sum of the true effects.
    pub truth_sum: f64,
    /// Sum of the errors of the mean.
    pub error_sum: f64,
    /// Sum of the sessions of massage.
    pub sessions: usize,
}

impl Tally {
    fn plus(self, o: Self) -> Self {
        Self {
            diaries: self.diaries + o.diaries,
            works: self.works + o.works,
            harm: self.harm + o.harm,
            negligible: self.negligible + o.negligible,
            open: self.open + o.open,
            covered: self.covered + o.covered,
            truth_sum: self.truth_sum + o.truth_sum,
            error_sum: self.error_sum + o.error_sum,
            sessions: self.sessions + o.sessions,
        }
    }

    /// One diary.
    pub fn of(judged: Option<Judged>, events: &[Event]) -> Self {
        let sessions =
            events.iter().filter(|e| e.session.is_some_and(|s| s.input == MASSAGE)).count();
        let mut tally = Self { diaries: 1, sessions, ..Self::default() };
        let Some(judged) = judged else {
            tally.open = 1;
            return tally;
        };
        match judged.verdict {
            InputVerdict::Works => tally.works = 1,
            InputVerdict::Harm => tally.harm = 1,
            InputVerdict::Negligible => tally.negligible = 1,
            InputVerdict::NotEnoughData => tally.open = 1,
        }
        if let Some(truth) = judged.truth {
            tally.covered = usize::from(judged.is_held());
            tally.truth_sum = truth;
            tally.error_sum = judged.mean - truth;
        }
        tally
    }
}

/// A cell by the preview.
pub fn run(cell: &Cell, diaries: usize) -> Tally {
    (0..diaries)
        .into_par_iter()
        .map(|number| {
            let events = diary(cell, seed(number));
            Tally::of(preview(cell, &events, seed(number), PREVIEW_DRAWS), &events)
        })
        .reduce(Tally::default, Tally::plus)
}

/// Header of the table.
pub const HEADER: &str = "booking,world,fit,departure,diaries,works,harm,negligible,open,covered,\
                          mean_truth,mean_error,mean_sessions\n";

/// One line of the table.
pub fn line(cell: &Cell, t: &Tally) -> String {
    let n = t.diaries.max(1) as f64;
    format!(
        "{},{},{},{},{},{},{},{},{},{},{:.4},{:.4},{:.1}\n",
        cell.booking,
        cell.world.id(),
        cell.fit,
        cell.departure,
        t.diaries,
        t.works,
        t.harm,
        t.negligible,
        t.open,
        t.covered,
        t.truth_sum / n,
        t.error_sum / n,
        t.sessions as f64 / n
    )
}

/// Weeks after which a diary without effect is looked at again.
pub const LOOKS: std::ops::RangeInclusive<usize> = 4..=16;

/// Of diaries in which nothing works, how many were ever called `works` when looked at every week.
pub fn ever_works(booking: &'static str, diaries: usize) -> usize {
    let cell = Cell { booking, world: World::Nothing, fit: "plain", departure: "none" };
    let ever = |number: &usize| {
        let events = diary(&cell, seed(10_000 + number));
        LOOKS.clone().any(|week| {
            let mut time = 0.0;
            let so_far: Vec<Event> = events
                .iter()
                .take_while(|e| {
                    time += e.gap_days;
                    time <= 7.0 * week as f64
                })
                .copied()
                .collect();
            preview(&cell, &so_far, seed(*number), WEEKLY_DRAWS)
                .is_some_and(|j| j.verdict == InputVerdict::Works)
        })
    };
    (0..diaries).into_par_iter().filter(ever).count()
}

/// Verdicts by preview and by sampler on the same diaries.
pub fn agreement(cell: &Cell, diaries: usize) -> Vec<(Judged, Judged)> {
    (0..diaries)
        .into_par_iter()
        .filter_map(|number| {
            let events = diary(cell, seed(number));
            let s = seed(number);
            Some((preview(cell, &events, s, PREVIEW_DRAWS)?, full(cell, &events, s)?))
        })
        .collect()
}
