//! Regular practice: the run of sessions that leads up to the day asked about.
//!
//! What it cannot know: sessions nobody logged.

use vagal_core::RuleState;

use crate::case::{Case, MASSAGE, WEEK};
use crate::quantity::Missing;

/// The run of sessions, none of which is further from the next, or from today, than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Day of its first session.
    pub since: i64,
    /// Sessions in it.
    pub sessions: usize,
}

/// The run that is still going on; `None` if the last session is too long ago, or there is none.
pub fn practice(case: &Case<'_>) -> Option<Practice> {
    let gap = case.days("practice_gap_days");
    let days =
        case.diary.inputs().iter().filter(|i| i.input == MASSAGE).map(|i| i.start.local_day());
    let mut run: Option<Practice> = None;
    for day in days.rev() {
        let next = run.map_or(case.today, |r| r.since);
        if next - day > gap {
            break;
        }
        run = Some(Practice { since: day, sessions: run.map_or(0, |r| r.sessions) + 1 });
    }
    run
}

/// Whether it is regular: long enough, and of enough sessions.
///
/// # Errors
///
/// [`Missing`] while the diary, or the run, is too young.
pub fn regular(case: &Case<'_>) -> Result<(RuleState, Option<Practice>), Missing> {
    let window = case.days("window_weeks") * WEEK;
    let run = practice(case);
    let first = case.first_day().ok_or_else(|| Missing::new("a diary"))?;
    let long_enough = run.is_some_and(|r| case.today - r.since >= window);
    let enough = run.is_some_and(|r| r.sessions >= case.count("practice_sessions"));
    if long_enough {
        return Ok((enough.into(), run));
    }
    // What began before the diary, or is not over yet, cannot be called irregular.
    let began = run.map_or(first, |r| {
        if r.since - first > case.days("practice_gap_days") { r.since } else { first }
    });
    if run.is_some() || case.today - first < window {
        let again = began.max(run.map_or(first, |r| r.since)) + window;
        return Err(Missing::until(format!("{} weeks of sessions", window / WEEK), again));
    }
    Ok((RuleState::False, run))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    fn weekly(from: i64, to: i64, step: usize) -> Made {
        let mut made = Made::default();
        for day in (from..=to).step_by(step) {
            made.massage(day, 12.0, 60.0);
        }
        made
    }

    #[test]
    fn a_run_is_long_enough_without_a_gap() {
        let run = weekly(0, 84, 14).at(84, regular).unwrap();
        assert_eq!(run, (RuleState::True, Some(Practice { since: 0, sessions: 7 })));
        // A session every five weeks for twelve weeks is three: regular, and too few.
        assert_eq!(weekly(0, 84, 35).at(84, regular).unwrap().0, RuleState::False);
    }

    #[test]
    fn a_young_run_is_asked_again_and_an_old_diary_without_one_is_not_regular() {
        assert_eq!(weekly(0, 70, 7).at(70, regular).unwrap_err().again, Some(84));
        assert_eq!(weekly(0, 40, 7).at(100, regular).unwrap(), (RuleState::False, None));
        assert!(Made::default().at(0, regular).is_err());
    }

    #[test]
    fn a_gap_begins_a_new_run() {
        let mut made = weekly(0, 84, 7);
        for day in (121..=170).step_by(7) {
            made.massage(day, 12.0, 60.0);
        }
        assert_eq!(made.at(170, practice), Some(Practice { since: 121, sessions: 8 }));
        assert_eq!(made.at(170, regular).unwrap_err().again, Some(121 + 84));
    }
}
