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
/// the last look so far if none did. Looks before `from` were taken and went on: they do not end it any more.
///
/// `no_difference` comes first: a difference that is certainly not zero and certainly smaller than the SWC is one that does not
/// matter. It takes nothing from the level of the other two, so that going on in spite of it does no harm to them (non-binding).
pub fn conclude(trial: &Trial<'_>, rule: &Boundaries, from: usize) -> (ExperimentVerdict, usize) {
    // Above the hypothesis at the look that rejects it, or below: a later look may lie on the other side and rejects nothing.
    let side = |difference: f64, spent: &[f64]| {
        let look = trial.rejects(difference, spent)?;
        Some((look, trial.score_at(look, difference) > 0.0))
    };
    let below = side(rule.swc, &rule.none).filter(|(_, above)| !above);
    let above = side(-rule.swc, &rule.none).filter(|(_, above)| *above);
    let differs = side(0.0, &rule.difference);
    for look in from..trial.looks() {
        let by = |rejected: Option<(usize, bool)>| rejected.filter(|(at, _)| *at <= look);
        let inside =
            || trial.score_at(look, rule.swc) < 0.0 && trial.score_at(look, -rule.swc) > 0.0;
        if by(below).is_some() && by(above).is_some() && inside() {
            return (ExperimentVerdict::NoDifference, look);
        }
        if let Some((_, more)) = by(differs) {
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
///
/// The outer interval is what is not rejected at any look, so it covers at its level whichever look ends the experiment. The inner
/// ones spend at the looks before the last what the outer one does, and at the last what their own level allows up to it: they lie
/// in the outer one and hold the estimate wherever it does. Their coverage over looks that end early is measured, not proved.
pub fn effect(
    trial: &Trial<'_>,
    looks: &[usize],
    blocks: usize,
    spending: Spending,
    level: f64,
) -> Option<Effect> {
    let estimate = trial.estimate()?;
    let outer_spent = over(looks, blocks, spending, level);
    let outer = trial.interval(&outer_spent);
    let inner = |level: f64| {
        let mut spent = outer_spent.clone();
        *spent.last_mut()? = *over(looks, blocks, spending, level).last()?;
        let (low, high) = trial.interval(&spent)?;
        // Of sets the inner lies in the outer; of ends that were searched it does so but for a step of the search.
        Some(outer.map_or((low, high), |(least, most)| (low.max(least), high.min(most))))
    };
    let [half, most] = INNER_BANDS.map(inner);
    Some(Effect { estimate, bands: [half, most, outer], readings: trial.readings() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::flips::{DRAWN, Flips};
    use crate::experiment::trial::Session;

    /// Pairs with the first arm first, then second, in turn.
    fn pairs(differences: &[f64]) -> Vec<Session> {
        let session = |(i, d): (usize, &f64)| {
            [false, true].map(|second| {
                let first = second == (i % 2 == 1);
                let day = (2 * i + usize::from(second)) as f64;
                let outcome = Some(3.5 + if first { *d } else { 0.0 });
                Session { block: i, day, first, outcome, before: None }
            })
        };
        differences.iter().enumerate().flat_map(session).collect()
    }

    /// Half of the blocks far above the SWC, the other half as far below zero: the estimate ends within the SWC. Look 1 rejects
    /// +SWC from above, which says nothing of a difference below it.
    #[test]
    fn a_rejection_from_above_is_no_reason_for_no_difference() {
        let up = [0.5, 0.52, 0.48, 0.51, 0.49, 0.5, 0.53, 0.47];
        let down = up.map(|d| -d);
        let sessions = pairs(&[up, down].concat());
        let flips = Flips::new(16, DRAWN, 1);
        let trial = Trial::new(&sessions, &[8, 16], &flips);
        let rule = Boundaries { swc: 0.1, difference: vec![0.0, 0.0], none: vec![0.1, 0.1] };
        for swc in [rule.swc, -rule.swc] {
            assert_eq!(trial.rejects(swc, &rule.none), Some(0));
            assert!(trial.score_at(0, swc) > 0.0, "from above");
        }
        assert!(trial.estimate().unwrap().abs() < rule.swc);
        assert_eq!(conclude(&trial, &rule, 0).0, ExperimentVerdict::CannotTell);
    }

    /// A printed band of 50% was a point where look 1 rejected the estimate of the last look at that level.
    #[test]
    fn printed_bands_are_nested_hold_the_estimate_and_have_a_width() {
        let sessions = pairs(&[0.3, 0.35, 0.25, 0.4, 0.2, 0.3, -0.1, 0.1, 0.0, 0.05, -0.05, 0.02]);
        let flips = Flips::new(12, DRAWN, 1);
        let trial = Trial::new(&sessions, &[6, 12], &flips);
        let spent = over(&[6, 12], 12, Spending::OBrienFleming, 0.5);
        assert_eq!(trial.rejects(trial.estimate().unwrap(), &spent), Some(0), "the cause");
        let found = effect(&trial, &[6, 12], 12, Spending::OBrienFleming, 0.045).unwrap();
        let [half, most, all] = found.bands.map(|b| b.unwrap());
        assert!(all.0 <= most.0 && most.0 < half.0 && half.1 < most.1 && most.1 <= all.1);
        assert!(half.0 < found.estimate && found.estimate < half.1, "{found:?}");
        // The spread of the differences over √12 is .05; half of a 50% interval is .67 of that.
        assert!(half.1 - half.0 > 0.03, "{half:?}");
    }
}
