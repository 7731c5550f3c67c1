//! Trial: the readings of an experiment against hypotheses about the difference, at the looks so far.
//!
//! ```text
//! y' = y − d · [first arm]          what the readings would be without a difference d
//! e  = y' less its line on time and on the reading before, far values pulled in to 2.5 spreads
//! T  = Σ ± e                        + for the first arm, − for the second
//! ```
//!
//! The line is fitted without looking at which input a session had. So under the hypothesis of a difference d everything but
//! the signs is fixed, and the draw alone decides how extreme T is: `Flips`. The estimate is the d of which T is zero.

use super::flips::Flips;

/// A session of one of the two arms of the question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Session {
    /// Block, from 0.
    pub block: usize,
    /// Day, counted from anywhere.
    pub day: f64,
    /// True of the first arm.
    pub first: bool,
    /// The outcome.
    pub outcome: Option<f64>,
    /// The reading before the session.
    pub before: Option<f64>,
}

/// Fewer outcomes than this are not put on a line: only their mean is taken off.
const LINE_NEEDS: usize = 8;
/// Residuals beyond so many spreads count as so many (house choice; Huber's functions use 1.3 to 3).
const PULLED_IN: f64 = 2.5;
/// A median absolute deviation times this is a standard deviation of a normal.
const MAD_TO_SD: f64 = 1.4826;
/// Steps of a search for an end of an interval; each halves what is left.
const HALVINGS: usize = 26;
/// Distances tried outward before an end is given up as not bounded, each √2 times the one before: up to 4096 times the first.
const RUNGS: i32 = 24;
/// Points tried between the farthest rung that is not rejected and the next.
const WITHIN: usize = 8;
/// Points tried between the estimates of the looks, where that of the last is rejected.
const BETWEEN: usize = 64;

/// One look's readings, ready for any hypothesis.
#[derive(Clone, Debug)]
struct Stage {
    blocks: usize,
    sessions: Vec<(usize, f64, f64)>,
    basis: Vec<Vec<f64>>,
}

/// Readings up to some looks.
#[derive(Clone, Debug)]
pub struct Trial<'a> {
    flips: &'a Flips,
    stages: Vec<Stage>,
}

impl<'a> Trial<'a> {
    /// Sessions in order of time, and the looks so far as numbers of blocks.
    pub fn new(sessions: &[Session], looks: &[usize], flips: &'a Flips) -> Self {
        let stages = looks.iter().map(|blocks| Stage::new(sessions, *blocks)).collect();
        Self { flips, stages }
    }

    /// The look at which a difference is rejected, given what may be spent up to each; `None` if it is not.
    pub fn rejects(&self, difference: f64, spent: &[f64]) -> Option<usize> {
        let looks: Vec<Vec<f64>> =
            self.stages.iter().map(|s| s.contributions(difference)).collect();
        self.flips.rejected_at(&looks, spent)
    }

    /// Looks so far.
    pub fn looks(&self) -> usize {
        self.stages.len()
    }

    /// The statistic of a look under a difference; falls as the difference grows.
    pub fn score_at(&self, look: usize, difference: f64) -> f64 {
        self.stages.get(look).map_or(0.0, |s| s.score(difference))
    }

    /// Outcomes of the first and of the second arm at the last look.
    pub fn readings(&self) -> (usize, usize) {
        self.stages.last().map_or((0, 0), Stage::readings)
    }

    /// The difference of which the statistic of the last look is zero; `None` without readings of both.
    pub fn estimate(&self) -> Option<f64> {
        self.stages.last()?.estimate()
    }

    /// From the lowest to the highest difference that is not rejected at any look so far; `None` where an end is not bounded,
    /// and where every difference tried is rejected, which looks that disagree can bring about.
    ///
    /// What is not rejected need not hang together: each look rejects on its own, and residuals that are pulled in make the
    /// statistic a bent function of the difference. So the search begins at a difference that is not rejected, goes outward
    /// in steps up to 4096 times the first, and takes the farthest that is not rejected for inside, whatever lies before it.
    pub fn interval(&self, spent: &[f64]) -> Option<(f64, f64)> {
        let inside = self.accepted(spent)?;
        Some((self.end(-1.0, inside, spent)?, self.end(1.0, inside, spent)?))
    }

    /// A difference that is not rejected, as near to the estimate as one was found. Two intervals that overlap do so between
    /// their estimates, so no other place is searched.
    fn accepted(&self, spent: &[f64]) -> Option<f64> {
        let estimate = self.estimate()?;
        let is_accepted = |d: &f64| self.rejects(*d, spent).is_none();
        if is_accepted(&estimate) {
            return Some(estimate);
        }
        let estimates = self.stages.iter().filter_map(Stage::estimate);
        let (low, high) =
            estimates.fold((estimate, estimate), |(low, high), e| (low.min(e), high.max(e)));
        let step = (high - low) / BETWEEN as f64;
        let mut tried: Vec<f64> = (0..=BETWEEN).map(|i| low + step * i as f64).collect();
        tried.sort_by(|a, b| (a - estimate).abs().total_cmp(&(b - estimate).abs()));
        tried.into_iter().find(is_accepted)
    }

    /// The farthest difference on one side that is not rejected.
    fn end(&self, sign: f64, from: f64, spent: &[f64]) -> Option<f64> {
        let start = 0.1 * self.stages.last()?.reach()?;
        let rejected = |out: f64| self.rejects(from + sign * out, spent).is_some();
        let rung = |k: i32| start * std::f64::consts::SQRT_2.powi(k);
        let farthest = (0..=RUNGS).rev().find(|k| !rejected(rung(*k)));
        let (mut inside, mut out) = match farthest {
            Some(RUNGS) => return None,
            Some(k) => (rung(k), rung(k + 1)),
            None => (0.0, rung(0)),
        };
        let step = (out - inside) / WITHIN as f64;
        let within = (1..WITHIN).rev().map(|i| inside + step * i as f64);
        if let Some(point) = within.into_iter().find(|point| !rejected(*point)) {
            inside = point;
        }
        out = out.min(inside + step);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(inside, out);
            if rejected(middle) { out = middle } else { inside = middle }
        }
        Some(from + sign * out)
    }
}

impl Stage {
    fn new(sessions: &[Session], blocks: usize) -> Self {
        let here: Vec<(&Session, f64)> = sessions
            .iter()
            .filter(|s| s.block < blocks)
            .filter_map(|s| Some((s, s.outcome?)))
            .collect();
        let mut columns = vec![vec![1.0; here.len()]];
        if here.len() >= LINE_NEEDS {
            columns.push(here.iter().map(|(s, _)| s.day).collect());
            let known: Vec<f64> = here.iter().filter_map(|(s, _)| s.before).collect();
            if known.len() >= LINE_NEEDS {
                let mean = known.iter().sum::<f64>() / known.len() as f64;
                columns.push(here.iter().map(|(s, _)| s.before.unwrap_or(mean)).collect());
            }
        }
        let sign = |first: bool| if first { 1.0 } else { -1.0 };
        Self {
            blocks,
            sessions: here.iter().map(|(s, y)| (s.block, sign(s.first), *y)).collect(),
            basis: orthonormal(columns),
        }
    }

    /// Outcomes of the first and of the second arm.
    fn readings(&self) -> (usize, usize) {
        let of = |sign: f64| self.sessions.iter().filter(|x| x.1 == sign).count();
        (of(1.0), of(-1.0))
    }

    fn score(&self, difference: f64) -> f64 {
        self.contributions(difference).iter().sum()
    }

    /// The difference of which the statistic is zero; `None` without readings of both arms.
    fn estimate(&self) -> Option<f64> {
        let reach = self.reach()?;
        let (mut low, mut high) = (-reach, reach);
        for _ in 0..2 * HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.score(middle) > 0.0 { low = middle } else { high = middle }
        }
        Some(f64::midpoint(low, high))
    }

    /// A distance within which the estimate lies: twice the range of the outcomes.
    fn reach(&self) -> Option<f64> {
        let (first, second) = self.readings();
        let values = || self.sessions.iter().map(|x| x.2);
        let range = values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min);
        // Ratings may all be the same: then the difference is zero, and certain as far as they go.
        (first > 0 && second > 0).then_some(2.0 * range.max(1e-6))
    }

    /// What each block adds to the statistic under a difference.
    fn contributions(&self, difference: f64) -> Vec<f64> {
        let taken_off = |(_, sign, y): &(usize, f64, f64)| {
            if *sign > 0.0 { y - difference } else { *y }
        };
        let mut e: Vec<f64> = self.sessions.iter().map(taken_off).collect();
        for direction in &self.basis {
            let along = dot(direction, &e);
            e.iter_mut().zip(direction).for_each(|(e, d)| *e -= along * d);
        }
        let mut sizes: Vec<f64> = e.iter().map(|e| e.abs()).collect();
        let limit = match middle(&mut sizes) {
            Some(m) if m > 0.0 => PULLED_IN * MAD_TO_SD * m,
            _ => f64::INFINITY,
        };
        let mut sums = vec![0.0; self.blocks];
        for ((block, sign, _), e) in self.sessions.iter().zip(e) {
            sums[*block] += sign * e.clamp(-limit, limit);
        }
        sums
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gram and Schmidt; a column that lies in the others is left out.
fn orthonormal(columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let length = dot(&column, &column).sqrt();
        let mut rest = column;
        for direction in &basis {
            let along = dot(direction, &rest);
            rest.iter_mut().zip(direction).for_each(|(r, d)| *r -= along * d);
        }
        let left = dot(&rest, &rest).sqrt();
        if left > 1e-9 * length && left > 0.0 {
            rest.iter_mut().for_each(|r| *r /= left);
            basis.push(rest);
        }
    }
    basis
}

fn middle(values: &mut [f64]) -> Option<f64> {
    let at = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(at, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::flips::DRAWN;

    /// Pairs with the first arm first, then second, in turn.
    fn pairs(differences: &[f64], slope: f64) -> Vec<Session> {
        let mut sessions = Vec::new();
        for (block, d) in differences.iter().enumerate() {
            for second in [false, true] {
                let first = second == (block % 2 == 1);
                let day = (2 * block + usize::from(second)) as f64;
                let outcome = Some(3.5 + slope * day + if first { *d } else { 0.0 });
                sessions.push(Session { block, day, first, outcome, before: None });
            }
        }
        sessions
    }

    #[test]
    fn an_exact_difference_on_a_line_is_found_exactly() {
        let sessions = pairs(&[0.2; 8], 0.05);
        let flips = Flips::new(8, DRAWN, 1);
        let trial = Trial::new(&sessions, &[8], &flips);
        // Half a step of the search over four times the range of the readings.
        assert!((trial.estimate().unwrap() - 0.2).abs() < 1e-6);
        assert_eq!(trial.readings(), (8, 8));
        assert!(trial.rejects(0.0, &[0.05]).is_some());
        assert!(trial.rejects(0.2, &[0.05]).is_none());
    }

    #[test]
    fn the_interval_is_what_is_not_rejected() {
        let sessions = pairs(&[0.1, 0.3, -0.1, 0.4, 0.2, 0.0, 0.35, 0.25], 0.01);
        let flips = Flips::new(8, DRAWN, 1);
        let trial = Trial::new(&sessions, &[4, 8], &flips);
        let spent = [0.01, 0.05];
        let (low, high) = trial.interval(&spent).unwrap();
        assert!(low < high);
        for (inside, outside) in [(low + 1e-4, low - 1e-4), (high - 1e-4, high + 1e-4)] {
            assert!(trial.rejects(inside, &spent).is_none());
            assert!(trial.rejects(outside, &spent).is_some());
        }
        // Four blocks have 8 classes: nothing may be rejected at 1%, so nothing is bounded.
        assert_eq!(Trial::new(&sessions, &[4], &flips).interval(&[0.01]), None);
    }

    /// Look 1 says .3, everything after it nothing: where look 1 may spend .34 it alone rejects the estimate of the last look, .15.
    #[test]
    fn an_estimate_that_an_early_look_rejects_is_not_taken_for_inside() {
        let early = [0.3, 0.29, 0.31, 0.32, 0.28, 0.3];
        let late = [0.0, -0.02, 0.02, 0.01, -0.01, 0.0];
        let sessions = pairs(&[early, late].concat(), 0.0);
        let flips = Flips::new(12, DRAWN, 1);
        let trial = Trial::new(&sessions, &[6, 12], &flips);
        let estimate = trial.estimate().unwrap();
        assert!((estimate - 0.15).abs() < 1e-3);
        let (much, little) = ([0.34, 0.5], [0.34, 0.0]);
        assert_eq!([much, little].map(|s| trial.rejects(estimate, &s)), [Some(0); 2]);
        // The looks have no difference in common.
        assert_eq!(trial.interval(&much), None);
        // Nothing more is spent at look 2, so those of look 1 are left; the estimate of look 2 is not one of them.
        let (low, high) = trial.interval(&little).unwrap();
        assert!(estimate < low && low < 0.3 && 0.3 < high, "{low} {high}");
        const STEPS: f64 = 1e-4;
        for inside in [low + STEPS, 0.3, high - STEPS] {
            assert!(trial.rejects(inside, &little).is_none());
        }
    }

    /// Every difference of a fine grid that is not rejected lies between the ends, islands included.
    #[test]
    fn nothing_that_is_not_rejected_lies_outside_the_interval() {
        // One wild reading in each of two pairs: they are pulled in, and the statistic bends.
        let sessions = pairs(&[0.1, 0.3, -1.9, 0.4, 0.2, 0.0, 2.4, 0.25, 0.15, 0.05], 0.01);
        let flips = Flips::new(10, DRAWN, 1);
        let trial = Trial::new(&sessions, &[5, 10], &flips);
        for spent in [[0.07, 0.05], [0.07, 0.2], [0.07, 0.5]] {
            let (low, high) = trial.interval(&spent).unwrap();
            let grid = (-400..=400).map(|i| f64::from(i) * 0.01);
            let accepted: Vec<f64> = grid.filter(|d| trial.rejects(*d, &spent).is_none()).collect();
            assert!(accepted.len() > 3);
            assert!(accepted.iter().all(|d| (low..=high).contains(d)), "{low} {high} {accepted:?}");
        }
    }

    #[test]
    fn a_trend_changes_nothing_and_turning_the_question_around_turns_the_answer() {
        let differences = [0.1, 0.3, -0.1, 0.4, 0.2, 0.0, 0.35, 0.25];
        let flips = Flips::new(8, DRAWN, 1);
        let spent = [0.05];
        let read = |sessions: &[Session]| {
            let trial = Trial::new(sessions, &[8], &flips);
            let (low, high) = trial.interval(&spent).unwrap();
            [low, trial.estimate().unwrap(), high]
        };
        let flat = read(&pairs(&differences, 0.0));
        // The searches end within this of each other: their steps are shares of the range of the readings.
        const STEPS: f64 = 1e-6;
        let close = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < STEPS);
        assert!(close(flat, read(&pairs(&differences, 0.3))));
        let turned: Vec<Session> = pairs(&differences, 0.0)
            .into_iter()
            .map(|s| Session { first: !s.first, ..s })
            .collect();
        let [low, middle, high] = read(&turned);
        assert!(close(flat, [-high, -middle, -low]));
    }

    #[test]
    fn one_wild_reading_moves_the_estimate_by_no_more_than_a_far_one() {
        let mut sessions = pairs(&[0.18, 0.22, 0.2, 0.25, 0.15, 0.21, 0.19, 0.2], 0.0);
        let flips = Flips::new(8, DRAWN, 1);
        let estimate =
            |sessions: &[Session]| Trial::new(sessions, &[8], &flips).estimate().unwrap();
        let before = estimate(&sessions);
        sessions[5].outcome = Some(3.5 - 2.0);
        // The mean of eight would move by .25.
        assert!((estimate(&sessions) - before).abs() < 0.1);
    }

    #[test]
    fn a_missing_outcome_takes_its_session_and_nothing_else() {
        let mut sessions = pairs(&[0.2; 8], 0.0);
        sessions[3].outcome = None;
        let flips = Flips::new(8, DRAWN, 1);
        let trial = Trial::new(&sessions, &[8], &flips);
        assert_eq!(trial.readings(), (7, 8));
        assert!((trial.estimate().unwrap() - 0.2).abs() < 1e-6);
        let none: Vec<Session> = sessions.iter().map(|s| Session { outcome: None, ..*s }).collect();
        assert_eq!(Trial::new(&none, &[8], &flips).estimate(), None);
        assert_eq!(Trial::new(&none, &[8], &flips).rejects(0.0, &[0.05]), None);
    }
}
