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

/// Levels of the graded bands.
const BAND_LEVELS: [f64; 3] = [0.5, 0.2, 0.05];

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
pub fn over(looks: &[usize], blocks: usize, spending: Spending, level: f64) -> Vec<f64> {
    looks.iter().map(|b| spent(spending, *b as f64 / blocks.max(1) as f64, level)).collect()
}

/// The verdict at the last look of a trial.
///
/// `no_difference` comes first: a difference that is certainly not zero and certainly smaller than the SWC is one that does not
/// matter. It takes nothing from the level of the other two, so that going on in spite of it does no harm to them (non-binding).
pub fn verdict(trial: &Trial<'_>, rule: &Boundaries, last: bool) -> ExperimentVerdict {
    let below = trial.rejects(rule.swc, &rule.none).is_some() && trial.score(rule.swc) < 0.0;
    let above =
        below && trial.rejects(-rule.swc, &rule.none).is_some() && trial.score(-rule.swc) > 0.0;
    if above {
        return ExperimentVerdict::NoDifference;
    }
    match trial.rejects(0.0, &rule.difference) {
        Some(_) if trial.score(0.0) > 0.0 => ExperimentVerdict::MoreThan,
        Some(_) => ExperimentVerdict::LessThan,
        None if last => ExperimentVerdict::CannotTell,
        None => ExperimentVerdict::Running,
    }
}

/// The difference with its graded intervals; `None` without readings of both arms.
pub fn effect(
    trial: &Trial<'_>,
    looks: &[usize],
    blocks: usize,
    spending: Spending,
) -> Option<Effect> {
    let estimate = trial.estimate()?;
    let band = |level| trial.interval(&over(looks, blocks, spending, level));
    Some(Effect { estimate, bands: BAND_LEVELS.map(band), readings: trial.readings() })
}
