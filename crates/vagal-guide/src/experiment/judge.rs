//! Judge: the verdict of a look, in this order: no difference, more or less, goes on or cannot tell.

use vagal_core::experiment::{Effect, ExperimentPlan, ExperimentVerdict, Spending};

use super::spending::spent;
use super::trial::Trial;

/// What the rule of an experiment consists of, without its schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries {
    /// Smallest worthwhile change.
    pub swc: f64,
    /// Spent up to each look on saying that there is a difference, two-sided.
    pub difference: Vec<f64>,
    /// Spent up to each look on saying that there is none, both sides together.
    pub none: Vec<f64>,
}

/// Levels of the inner bands; the outer one has the level of the test, so that it leaves out zero exactly where the test does.
const INNER_BANDS: [f64; 2] = [0.5, 0.2];

impl Boundaries {
    /// Those of a plan.
    pub fn of(plan: &ExperimentPlan) -> Self {
        let blocks = plan.blocks.len();
        Self::new(
            &plan.looks,
            blocks,
            plan.spending,
            (plan.swc, plan.level, plan.no_difference_level),
        )
    }

    /// Looks after so many blocks of all, with SWC and the two levels.
    pub fn new(
        looks: &[usize],
        blocks: usize,
        spending: Spending,
        (swc, level, none): (f64, f64, f64),
    ) -> Self {
        Self {
            swc,
            difference: over(looks, blocks, spending, level),
            // Each of the two sides has the level.
            none: over(looks, blocks, spending, 2.0 * none),
        }
    }
}

/// Spent up to each look.
fn over(looks: &[usize], blocks: usize, spending: Spending, level: f64) -> Vec<f64> {
    looks.iter().map(|b| spent(spending, *b as f64 / blocks.max(1) as f64, level)).collect()
}

/// The first look that ends an experiment, an index, and its verdict; at the last of all looks it ends in any case. `Running` with
/// the last look so far if none did.
///
/// `no_difference` comes first: a difference that is certainly not zero and certainly smaller than the SWC is one that does not
/// matter. It takes nothing from the level of the other two, so that going on in spite of it does no harm to them (non-binding).
pub fn conclude(trial: &Trial<'_>, rule: &Boundaries) -> (ExperimentVerdict, usize) {
    let below = trial.rejects(rule.swc, &rule.none);
    let above = trial.rejects(-rule.swc, &rule.none);
    let differs = trial.rejects(0.0, &rule.difference);
    for look in 0..trial.looks() {
        let by = |rejected: Option<usize>| rejected.is_some_and(|at| at <= look);
        let inside =
            || trial.score_at(look, rule.swc) < 0.0 && trial.score_at(look, -rule.swc) > 0.0;
        if by(below) && by(above) && inside() {
            return (ExperimentVerdict::NoDifference, look);
        }
        if by(differs) {
            let more = trial.score_at(look, 0.0) > 0.0;
            let verdict =
                if more { ExperimentVerdict::MoreThan } else { ExperimentVerdict::LessThan };
            return (verdict, look);
        }
    }
    let last = trial.looks().saturating_sub(1);
    let over = trial.looks() == rule.difference.len();
    (if over { ExperimentVerdict::CannotTell } else { ExperimentVerdict::Running }, last)
}

/// The difference with its graded intervals; `None` without readings of both arms.
pub fn effect(
    trial: &Trial<'_>,
    looks: &[usize],
    blocks: usize,
    spending: Spending,
    level: f64,
) -> Option<Effect> {
    let estimate = trial.estimate()?;
    let band = |level| trial.interval(&over(looks, blocks, spending, level));
    let [half, most] = INNER_BANDS;
    Some(Effect { estimate, bands: [half, most, level].map(band), readings: trial.readings() })
}
