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
const HALVINGS: usize = 30;
/// Doublings of the reach before an end is given up as not bounded.
const DOUBLINGS: usize = 12;

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
        self.stages.get(look).map_or(0.0, |s| s.contributions(difference).iter().sum())
    }

    /// That of the last look.
    fn score(&self, difference: f64) -> f64 {
        self.score_at(self.stages.len().saturating_sub(1), difference)
    }

    /// Outcomes of the first and of the second arm at the last look.
    pub fn readings(&self) -> (usize, usize) {
        let of = |sign: f64| {
            self.stages.last().map_or(0, |s| s.sessions.iter().filter(|x| x.1 == sign).count())
        };
        (of(1.0), of(-1.0))
    }

    /// The difference of which the statistic of the last look is zero; `None` without readings of both.
    pub fn estimate(&self) -> Option<f64> {
        let reach = self.reach()?;
        let (mut low, mut high) = (-reach, reach);
        for _ in 0..2 * HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.score(middle) > 0.0 { low = middle } else { high = middle }
        }
        Some(f64::midpoint(low, high))
    }

    /// Every difference that is not rejected at any look so far; `None` where an end is not bounded.
    pub fn interval(&self, spent: &[f64]) -> Option<(f64, f64)> {
        let estimate = self.estimate()?;
        let start = 0.1 * self.reach()?;
        let end = |sign: f64| {
            let rejected = |d: f64| self.rejects(estimate + sign * d, spent).is_some();
            let mut out = start;
            let found = (0..DOUBLINGS).any(|_| {
                rejected(out) || {
                    out *= 2.0;
                    false
                }
            });
            found.then(|| {
                let mut inside = 0.0;
                for _ in 0..HALVINGS {
                    let middle = f64::midpoint(inside, out);
                    if rejected(middle) { out = middle } else { inside = middle }
                }
                estimate + sign * out
            })
        };
        Some((end(-1.0)?, end(1.0)?))
    }

    /// A distance within which the estimate lies: the range of the outcomes.
    fn reach(&self) -> Option<f64> {
        let (first, second) = self.readings();
        let values = || self.stages.last().into_iter().flat_map(|s| s.sessions.iter().map(|x| x.2));
        let range = values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min);
        // Ratings may all be the same: then the difference is zero, and certain as far as they go.
        (first > 0 && second > 0).then_some(2.0 * range.max(1e-6))
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
