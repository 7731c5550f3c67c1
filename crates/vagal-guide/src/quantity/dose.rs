//! Dose: whether there was as much massage as showed an effect in a trial.
//!
//! What it cannot know: whether that trial, on neck pain, says anything about another person and another trouble.

use vagal_core::RuleState;

use crate::case::{Case, WEEK};
use crate::quantity::session::{Session, sessions};

/// The dose of the last weeks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dose {
    /// Sufficient, not, or not known because lengths are missing.
    pub state: RuleState,
    /// Most sessions of the shorter length within any four weeks.
    pub dense: usize,
    /// Sessions of the full length.
    pub long: usize,
    /// Sessions whose length is not known.
    pub unmeasured: usize,
}

/// The dose on days `from` to today: so many sessions of at least 45 min within four weeks, or of at least 60 min
/// within the last twelve.
pub fn dose(case: &Case<'_>, from: i64) -> Dose {
    let all: Vec<Session> = sessions(case).into_iter().filter(|s| s.day() >= from).collect();
    let recent = case.today - case.days("window_weeks") * WEEK;
    let least = case.count("dose_sessions");
    let counted = |unmeasured: bool| {
        let reaches = |s: &&Session, least| s.minutes.map_or(unmeasured, |m| m >= least);
        let (shorter, full) = (case.limit("dose_minutes_dense"), case.limit("dose_minutes"));
        let short: Vec<i64> =
            all.iter().filter(|s| reaches(s, shorter)).map(Session::day).collect();
        let within = case.days("dose_days");
        let dense = short
            .iter()
            .map(|first| short.iter().filter(|day| (*first..first + within).contains(day)).count());
        let long = all.iter().filter(|s| s.day() >= recent && reaches(s, full)).count();
        (dense.max().unwrap_or(0), long)
    };
    let (dense, long) = counted(false);
    let (dense_at_most, long_at_most) = counted(true);
    let unmeasured = all.iter().filter(|s| s.minutes.is_none()).count();
    let state = if dense >= least || long >= least {
        RuleState::True
    } else if dense_at_most >= least || long_at_most >= least {
        RuleState::Insufficient
    } else {
        RuleState::False
    };
    Dose { state, dense, long, unmeasured }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    fn course(days: impl Iterator<Item = i64>, minutes: f64) -> Made {
        let mut made = Made::default();
        for day in days {
            made.massage(day, 12.0, minutes);
        }
        made
    }

    #[test]
    fn eight_hours_in_twelve_weeks_or_eight_shorter_in_four() {
        let weekly = |minutes| course((0..84).step_by(10), minutes).at(84, |case| dose(case, 0));
        assert_eq!((weekly(60.0).state, weekly(60.0).long), (RuleState::True, 9));
        assert_eq!(weekly(50.0).state, RuleState::False);
        let dense = |minutes| course((0..28).step_by(3), minutes).at(84, |case| dose(case, 0));
        assert_eq!((dense(45.0).state, dense(45.0).dense), (RuleState::True, 10));
        assert_eq!(dense(30.0).state, RuleState::False);
    }

    #[test]
    fn unknown_lengths_leave_it_open() {
        let mut made = Made::default();
        for day in (0..84).step_by(10) {
            made.unmeasured_massage(day, 12.0);
        }
        let found = made.at(84, |case| dose(case, 0));
        assert_eq!((found.state, found.unmeasured), (RuleState::Insufficient, 9));
    }
}
