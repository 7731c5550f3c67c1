//! Paced breathing: when to breathe in and out, and the search for the rate at which the heart swings most.
//!
//! No clock and no terminal here: seconds since the start come in, and what is to be seen comes out. Every phase is counted from
//! the start, so that nothing drifts.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use vagal_core::{PacedStretch, Window};

/// Rates that are paced, breaths a minute. House choice: a breath of 15 s is as slow as goes without strain and as slow as
/// vagal looks for breathing in a recording; above 10 nobody calls it slow.
pub const RATES_PER_MIN: (f64, f64) = (4.0, 10.0);
/// Rates within which slow breathing is described in the ledger.
pub const DESCRIBED_PER_MIN: (f64, f64) = (5.0, 7.0);
/// Shares of the breath spent breathing in that are paced. House choice: at a quarter and at six breaths a minute the breath is
/// drawn in 2.5 s.
pub const INHALE_SHARES: (f64, f64) = (0.25, 0.6);
/// Rates of the search, breaths a minute.
pub const SEARCH_PER_MIN: [f64; 6] = [4.5, 5.0, 5.5, 6.0, 6.5, 7.0];

/// How to breathe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    rate_per_min: f64,
    inhale_share: f64,
}

/// One moment of a paced breath.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breath {
    /// Breaths before this one, from 0.
    pub number: u64,
    /// In or out.
    pub is_inhale: bool,
    /// How full: 0 at the start of breathing in, 1 at its end; a smooth rise and fall.
    pub fill: f64,
    /// Until breathing turns, seconds.
    pub turns_in_s: f64,
}

impl Pace {
    /// A pace; `None` outside of [`RATES_PER_MIN`] and [`INHALE_SHARES`].
    pub fn new(rate_per_min: f64, inhale_share: f64) -> Option<Self> {
        let within = |value: f64, range: (f64, f64)| (range.0..=range.1).contains(&value);
        (within(rate_per_min, RATES_PER_MIN) && within(inhale_share, INHALE_SHARES))
            .then_some(Self { rate_per_min, inhale_share })
    }

    /// Breaths a minute.
    pub fn rate_per_min(self) -> f64 {
        self.rate_per_min
    }

    /// Share of each breath spent breathing in.
    pub fn inhale_share(self) -> f64 {
        self.inhale_share
    }

    /// Length of a breath, seconds.
    pub fn breath_s(self) -> f64 {
        60.0 / self.rate_per_min
    }

    /// The breath so many seconds after the first began; before that, its start.
    pub fn at(self, time_s: f64) -> Breath {
        let breaths = time_s.max(0.0) * self.rate_per_min / 60.0;
        let (number, phase) = (breaths.floor(), breaths.fract());
        let inhale = self.inhale_share;
        let is_inhale = phase < inhale;
        let (done, turn) = if is_inhale {
            (phase / inhale, inhale)
        } else {
            ((phase - inhale) / (1.0 - inhale), 1.0)
        };
        let wave = 0.5 - 0.5 * (std::f64::consts::PI * done).cos();
        Breath {
            number: number as u64,
            is_inhale,
            fill: if is_inhale { wave } else { 1.0 - wave },
            turns_in_s: (turn - phase) * self.breath_s(),
        }
    }
}

/// A stretch of a plan: paced, or breathing as it comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From when to when, seconds since the start.
    pub window: Window,
    /// The pace; `None` for breathing as it comes.
    pub pace: Option<Pace>,
}

/// What is to be breathed, one stretch after the other from 0 s.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    stretches: Vec<Stretch>,
}

/// What a search is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchPlan {
    /// Decides the order of the rates.
    pub seed: u64,
    /// Minutes at each rate.
    pub minutes: f64,
    /// Minutes of breathing as it comes between two rates.
    pub rest_minutes: f64,
    /// How often each rate is breathed.
    pub rounds: usize,
    /// Share of each breath spent breathing in.
    pub inhale_share: f64,
}

/// Lengths of a search that are paced, minutes: shorter leaves too few breaths after the settling, longer tires.
pub const SEARCH_MINUTES: (f64, f64) = (2.0, 5.0);
/// Lengths of the rest between two rates, minutes.
pub const REST_MINUTES: (f64, f64) = (0.5, 5.0);
/// Most rounds.
pub const MOST_ROUNDS: usize = 4;

impl Default for SearchPlan {
    fn default() -> Self {
        Self { seed: 1, minutes: 2.0, rest_minutes: 0.5, rounds: 2, inhale_share: 0.4 }
    }
}

impl SearchPlan {
    /// The rates in their order: each round holds all of them, shuffled, and none follows itself.
    pub fn order(&self) -> Vec<f64> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        let mut order: Vec<f64> = Vec::new();
        for _ in 0..self.rounds.min(MOST_ROUNDS) {
            let mut round = SEARCH_PER_MIN;
            round.shuffle(&mut rng);
            if order.last() == round.first() {
                round.reverse();
            }
            order.extend(round);
        }
        order
    }

    /// The plan; `None` outside of [`SEARCH_MINUTES`], [`REST_MINUTES`], [`INHALE_SHARES`] and 1 to [`MOST_ROUNDS`].
    pub fn plan(&self) -> Option<Plan> {
        let within = |value: f64, range: (f64, f64)| (range.0..=range.1).contains(&value);
        let sound = within(self.minutes, SEARCH_MINUTES)
            && within(self.rest_minutes, REST_MINUTES)
            && (1..=MOST_ROUNDS).contains(&self.rounds);
        let mut plan = Plan { stretches: Vec::new() };
        for (i, rate) in self.order().into_iter().enumerate() {
            if i > 0 {
                plan.push(60.0 * self.rest_minutes, None);
            }
            plan.push(60.0 * self.minutes, Some(Pace::new(rate, self.inhale_share)?));
        }
        sound.then_some(plan)
    }
}

/// Where in a plan a moment lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Which stretch, from 0.
    pub index: usize,
    /// It.
    pub stretch: Stretch,
    /// The breath, where it is paced.
    pub breath: Option<Breath>,
    /// Until the stretch ends, seconds.
    pub stretch_left_s: f64,
    /// Until the plan ends, seconds.
    pub left_s: f64,
}

impl Plan {
    /// One pace for so many seconds.
    pub fn steady(pace: Pace, length_s: f64) -> Self {
        let mut plan = Self { stretches: Vec::new() };
        plan.push(length_s, Some(pace));
        plan
    }

    fn push(&mut self, length_s: f64, pace: Option<Pace>) {
        let start_s = self.length_s();
        self.stretches
            .push(Stretch { window: Window { start_s, end_s: start_s + length_s }, pace });
    }

    /// The stretches.
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Length, seconds.
    pub fn length_s(&self) -> f64 {
        self.stretches.last().map_or(0.0, |s| s.window.end_s)
    }

    /// The place of a moment; `None` once the plan is over.
    pub fn at(&self, time_s: f64) -> Option<Place> {
        let index = self.stretches.iter().position(|s| time_s < s.window.end_s)?;
        let stretch = self.stretches[index];
        Some(Place {
            index,
            stretch,
            breath: stretch.pace.map(|pace| pace.at(time_s - stretch.window.start_s)),
            stretch_left_s: stretch.window.end_s - time_s,
            left_s: self.length_s() - time_s,
        })
    }

    /// The paced stretches as far as they were breathed until `ended_s`.
    pub fn done(&self, ended_s: f64) -> Vec<PacedStretch> {
        let paced = self.stretches.iter().filter(|s| s.window.start_s < ended_s);
        paced
            .filter_map(|s| {
                let window = Window { end_s: s.window.end_s.min(ended_s), ..s.window };
                Some(PacedStretch { rate_per_min: s.pace?.rate_per_min, window })
            })
            .collect()
    }

    /// Paced seconds until `ended_s`.
    pub fn paced_s(&self, ended_s: f64) -> f64 {
        self.done(ended_s).iter().map(|s| s.window.length_s()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding of a few additions.
    const ROUNDING: f64 = 1e-9;

    #[test]
    fn a_breath_rises_to_full_at_its_share_and_is_empty_at_its_end() {
        let pace = Pace::new(6.0, 0.4).unwrap();
        for (time_s, number, is_inhale, fill, turns_in_s) in [
            (0.0, 0, true, 0.0, 4.0),
            (2.0, 0, true, 0.5, 2.0),
            (4.0, 0, false, 1.0, 6.0),
            (7.0, 0, false, 0.5, 3.0),
            (10.0, 1, true, 0.0, 4.0),
            (-1.0, 0, true, 0.0, 4.0),
        ] {
            let breath = pace.at(time_s);
            assert_eq!((breath.number, breath.is_inhale), (number, is_inhale), "{time_s}");
            assert!((breath.fill - fill).abs() < ROUNDING, "{time_s}: {breath:?}");
            assert!((breath.turns_in_s - turns_in_s).abs() < ROUNDING, "{time_s}: {breath:?}");
        }
        // An hour later the phase is what it was: counted from the start, not summed up.
        assert!((pace.at(3602.0).fill - 0.5).abs() < 1e-6);
        for wrong in [(3.9, 0.4), (10.1, 0.4), (6.0, 0.2), (6.0, 0.7), (f64::NAN, 0.4)] {
            assert_eq!(Pace::new(wrong.0, wrong.1), None);
        }
    }

    #[test]
    fn a_search_holds_every_rate_in_an_order_that_the_seed_decides() {
        let plan = SearchPlan { rounds: 2, ..SearchPlan::default() };
        let order = plan.order();
        for round in order.chunks(6) {
            let mut sorted = round.to_vec();
            sorted.sort_by(f64::total_cmp);
            assert_eq!(sorted, SEARCH_PER_MIN);
        }
        assert_eq!(order, plan.order());
        // Every rate comes first for some seed: no rate is tied to being fresh or tired.
        let first = |seed| SearchPlan { seed, ..plan }.order()[0];
        for rate in SEARCH_PER_MIN {
            assert!((0..100).any(|seed| first(seed) == rate));
        }
        let repeated = |seed| {
            let order = SearchPlan { seed, rounds: 4, ..plan }.order();
            order.windows(2).any(|w| w[0] == w[1])
        };
        assert!(!(0..200).any(repeated));
    }

    #[test]
    fn a_plan_knows_where_it_is_and_what_was_done() {
        let plan =
            SearchPlan { rounds: 1, minutes: 2.5, rest_minutes: 1.0, ..SearchPlan::default() };
        let plan = plan.plan().unwrap();
        assert_eq!(plan.length_s(), 6.0 * 150.0 + 5.0 * 60.0);
        let place = plan.at(160.0).unwrap();
        assert_eq!((place.index, place.breath, place.stretch_left_s), (1, None, 50.0));
        assert_eq!(plan.at(210.0).unwrap().breath.unwrap().number, 0);
        assert_eq!(plan.at(plan.length_s()), None);
        let done = plan.done(240.0);
        assert_eq!(done.len(), 2);
        assert_eq!(done[1].window, Window { start_s: 210.0, end_s: 240.0 });
        assert_eq!(plan.paced_s(240.0), 180.0);
        assert_eq!(plan.paced_s(1e9), 900.0);
        for wrong in [
            SearchPlan { minutes: 1.0, ..SearchPlan::default() },
            SearchPlan { rest_minutes: 0.0, ..SearchPlan::default() },
            SearchPlan { rounds: 0, ..SearchPlan::default() },
            SearchPlan { rounds: 9, ..SearchPlan::default() },
            SearchPlan { inhale_share: 0.9, ..SearchPlan::default() },
        ] {
            assert_eq!(wrong.plan(), None);
        }
    }
}
