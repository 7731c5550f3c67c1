//! How searches over paced breathing rates end on simulated people: with a crest inside the rates tried, and without.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;
use vagal::breathe::SearchPlan;
use vagal::core::{PacedStretch, Resonance, Window};
use vagal::session::resonance::{search, swing};
use vagal::sim::{Breathing, Irregularity, Model, Scenario, SlowBreathing, StimulusKind};

/// Head of the table.
pub const HEAD: &str = "people,has_crest,rounds,total,named,right,covered";
/// Rest before the first paced breath, s.
const LEAD_S: f64 = 60.0;
/// Litres a breath, before what varies.
const TIDAL_L: f64 = 0.8;
/// The depth of the breath differs between two stretches by this, ln units. House choice: a tenth; with it two stretches at the
/// same rate differ in swing by about as much, on top of the noise of the heart.
const DEPTH_SD: f64 = 0.1;
/// A named rate is right within this of the true crest, breaths a minute: one step of the search.
const RIGHT_PER_MIN: f64 = 0.5;
/// Slowest and fastest rate of the search.
const TRIED_PER_MIN: (f64, f64) = (4.5, 7.0);

/// One kind of simulated people.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// What they are like, for a reader.
    pub people: &'static str,
    /// Model and numbers.
    pub model: fn() -> Model,
    /// How deep a breath is.
    pub depth: Depth,
}

/// How deep the breath is at each rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The same at every rate.
    Same,
    /// Deeper at slower rates, so that ventilation of the alveoli stays the same.
    Ventilation,
    /// As keeps the swing without noise the same at every rate: a truth without a crest.
    Flat,
}

/// VREF with other vessels (gain as a factor, delay), gate, and mechanical effect of the breath.
fn vref(gain: f64, delay_s: f64, gate: f64, breath_mmhg: f64) -> Model {
    let mut model = Model::default();
    if let Model::Vref(p) = &mut model {
        for (symbol, value) in [
            ("GRsp", 0.695 * gain),
            ("GRep", 0.53 * gain),
            ("DR", delay_s),
            ("kg", gate),
            ("Aresp", breath_mmhg),
        ] {
            p.set(symbol, value).expect("invariant: symbols of the table");
        }
    }
    model
}

/// Every kind. Those of VREF with a crest have stronger vessels that answer later than the reference, and a breath that moves the
/// pressure more: the reference itself has no crest between 4.5 and 7 a minute.
pub const KINDS: &[Kind] = &[
    Kind { people: "same swing at every rate", model: Model::default, depth: Depth::Flat },
    Kind {
        people: "swing grows toward slower breathing",
        model: Model::default,
        depth: Depth::Ventilation,
    },
    Kind {
        people: "swing grows toward faster breathing",
        model: Model::default,
        depth: Depth::Same,
    },
    Kind { people: "slow crest", model: || vref(1.5, 4.0, 0.3, 9.0), depth: Depth::Same },
    Kind { people: "crest in the middle", model: || vref(1.5, 3.0, 0.3, 9.0), depth: Depth::Same },
    Kind { people: "crest, strong gate", model: || vref(2.0, 3.0, 1.0, 6.0), depth: Depth::Same },
    Kind {
        people: "sharp crest near the edge (DeBoer 1987)",
        model: || Scenario::rest_in("deboer", 1.0, 1).map_or_else(Model::default, |s| s.model),
        depth: Depth::Same,
    },
];

impl Kind {
    fn scenario(&self, duration_s: f64, seed: u64) -> Scenario {
        let model = (self.model)();
        let mut scenario = Scenario::rest(duration_s, seed);
        if let Model::DeBoer(_) = model {
            scenario = Scenario::rest_in("deboer", duration_s, seed).unwrap_or(scenario);
        }
        scenario.model = model;
        scenario
    }

    /// Swing without noise at a rate and depth, ms.
    fn true_swing_ms(&self, rate_per_min: f64, tidal_l: Option<f64>) -> f64 {
        let mut scenario = self.scenario(400.0, 1);
        scenario.noise = false;
        scenario.breathing = Breathing {
            rate_per_min,
            inhale_share: 0.4,
            tidal_l,
            irregularity: Irregularity::NONE,
        };
        let window = Window { start_s: 120.0, end_s: 400.0 };
        let run = scenario.run().expect("invariant: numbers of a body");
        let found = swing(&run.nn(), &PacedStretch { rate_per_min, window }, None);
        found.map_or(0.0, |swing| swing.ms)
    }

    /// Litres a breath at each rate tried; `None` for what constant ventilation asks.
    fn depths(&self) -> Vec<(f64, Option<f64>)> {
        let rates = vagal::breathe::SEARCH_PER_MIN;
        match self.depth {
            Depth::Same => rates.map(|r| (r, Some(TIDAL_L))).to_vec(),
            Depth::Ventilation => {
                rates.map(|r| (r, Some(vagal::sim::breathing::tidal_volume_l(r)))).to_vec()
            }
            Depth::Flat => {
                let wanted = self.true_swing_ms(5.75, Some(TIDAL_L));
                let depth = |rate: f64| {
                    // A few steps toward the wanted swing; it grows nearly in proportion to the depth.
                    (0..6).fold(TIDAL_L, |tidal, _| {
                        tidal * wanted / self.true_swing_ms(rate, Some(tidal))
                    })
                };
                rates.map(|r| (r, Some(depth(r)))).to_vec()
            }
        }
    }

    /// Rate of the largest swing without noise, breaths a minute, where it lies inside the rates tried: the truth.
    pub fn crest_per_min(&self) -> Option<f64> {
        if self.depth != Depth::Same {
            return None;
        }
        let (lo, hi) = TRIED_PER_MIN;
        let at = |i: usize| lo + (hi - lo) * i as f64 / 50.0;
        let swings: Vec<f64> = (0..=50).map(|i| self.true_swing_ms(at(i), Some(TIDAL_L))).collect();
        let best = (0..=50).max_by(|a, b| swings[*a].total_cmp(&swings[*b]))?;
        (best > 0 && best < 50).then(|| at(best))
    }
}

/// Counts of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Searches.
    pub total: usize,
    /// A rate was named.
    pub named: usize,
    /// Within `RIGHT_PER_MIN` of the truth.
    pub right: usize,
    /// The interval holds the truth.
    pub covered: usize,
}

/// Runs searches of one kind.
pub fn run(kind: &Kind, rounds: usize, searches: usize, seed: u64) -> Tally {
    let (truth, depths) = (kind.crest_per_min(), kind.depths());
    let found: Vec<Resonance> = (0..searches as u64)
        .into_par_iter()
        .map(|i| one(kind, &depths, rounds, seed.wrapping_mul(1_000_003) + i))
        .collect();
    let mut tally = Tally { total: searches, ..Tally::default() };
    for peak in found.iter().filter_map(|f| f.peak) {
        tally.named += 1;
        if let Some(truth) = truth {
            tally.right += usize::from((peak.rate_per_min - truth).abs() <= RIGHT_PER_MIN);
            tally.covered += usize::from((peak.lo_per_min..=peak.hi_per_min).contains(&truth));
        }
    }
    tally
}

/// One search: rest, then each rate in the order of the seed, with a depth that differs from stretch to stretch.
fn one(kind: &Kind, depths: &[(f64, Option<f64>)], rounds: usize, seed: u64) -> Resonance {
    let plan = SearchPlan { seed, rounds, ..SearchPlan::default() };
    let plan = plan.plan().expect("invariant: the usual minutes and at most four rounds");
    let stretches: Vec<PacedStretch> = plan
        .done(f64::INFINITY)
        .into_iter()
        .map(|s| {
            let Window { start_s, end_s } = s.window;
            PacedStretch {
                window: Window { start_s: start_s + LEAD_S, end_s: end_s + LEAD_S },
                ..s
            }
        })
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x5eed);
    let mut scenario = kind.scenario(plan.length_s() + LEAD_S, seed);
    scenario.breathing = Breathing::NATURAL;
    for s in &stretches {
        let depth = depths.iter().find(|d| d.0 == s.rate_per_min).and_then(|d| d.1);
        let drawn: f64 = rng.sample(StandardNormal);
        let slow = SlowBreathing {
            rate_per_min: s.rate_per_min,
            inhale_share: 0.4,
            tidal_l: depth.map(|litres| litres * (DEPTH_SD * drawn).exp()),
        };
        let kind = StimulusKind::SlowBreathing(slow);
        scenario = scenario.with(s.window.start_s, s.window.end_s, kind);
    }
    let run = scenario.run().expect("invariant: numbers of a body");
    search(&run.nn(), &stretches, None)
}

/// One line of the table.
pub fn row(kind: &Kind, rounds: usize, tally: &Tally) -> String {
    let Tally { total, named, right, covered } = tally;
    let has_crest = kind.crest_per_min().is_some();
    let mut people = kind.people.to_owned();
    if let Some(crest) = kind.crest_per_min() {
        people.push_str(&format!(", crest at {crest:.1} a minute"));
    }
    format!("\"{people}\",{has_crest},{rounds},{total},{named},{right},{covered}\n")
}
