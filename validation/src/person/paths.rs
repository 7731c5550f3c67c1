//! By the autonomic state, directly on the tissue, by both or by neither: how often each is told right.

use rayon::prelude::*;
use vagal::core::posterior::MediationVerdict;
use vagal::person::judge_paths;
use vagal::person::simulate::{Design, Plan, simulate};

use super::rates::{World, seed, truth};

/// Draws of a preview.
const DRAWS: usize = 1500;
/// Effect per unit dose on the state in worlds where there is one.
const BY_STATE: f64 = 0.5;
/// Points by which tension falls at once in worlds where tissue answers by itself; it fades with a half-life of a day.
const DIRECT_POINTS: f64 = 1.5;

/// The worlds, and the verdict that would be right in each.
pub const WORLDS: [(&str, bool, bool, MediationVerdict); 4] = [
    ("neither", false, false, MediationVerdict::Neither),
    ("autonomic only", true, false, MediationVerdict::AutonomicOnly),
    ("tissue only", false, true, MediationVerdict::TissueOnly),
    ("both", true, true, MediationVerdict::Both),
];

/// The verdict in one simulated diary: 16 weeks, a massage and two rests a week, two ratings of tension a day.
pub fn one(by_state: bool, direct: bool, number: usize) -> MediationVerdict {
    let model = super::with_rest();
    let mut values = truth(World::Effect(if by_state { BY_STATE } else { 0.0 }));
    if direct {
        values[model.place("d1").expect("invariant: the model has the path")] = DIRECT_POINTS;
    }
    let mut design = Design::reference(vec![Plan::random(1.0), Plan::random(2.0)]);
    design.tension = 2.0;
    let events = simulate(&model, &values, &design, seed(50_000 + number)).events;
    judge_paths(&model, &events, 0, DRAWS, seed(number))
        .map_or(MediationVerdict::CannotTell, |a| a.verdict)
}

/// Counts of the verdicts in a world: autonomic only, tissue only, both, neither, cannot tell.
pub fn run(by_state: bool, direct: bool, diaries: usize) -> [usize; 5] {
    let verdicts: Vec<MediationVerdict> =
        (0..diaries).into_par_iter().map(|number| one(by_state, direct, number)).collect();
    let count = |verdict| verdicts.iter().filter(|v| **v == verdict).count();
    [
        count(MediationVerdict::AutonomicOnly),
        count(MediationVerdict::TissueOnly),
        count(MediationVerdict::Both),
        count(MediationVerdict::Neither),
        count(MediationVerdict::CannotTell),
    ]
}
