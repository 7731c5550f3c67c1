//! Course: what tension did over the weeks of regular sessions, on all days of the diary.
//!
//! Never from the ratings before sessions alone: people book on bad days, and that turned a true fall of 2.5 points
//! into a rise of 0.4 in simulation. What it cannot know: whether massage did it.

use vagal_core::RuleState;

use crate::case::{Case, WEEK};
use crate::quantity::number::share;
use crate::quantity::tension::daily;
use crate::quantity::trend::trend;
use crate::quantity::{Interval, Missing};

/// Tension over the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// First day of the window.
    pub since: i64,
    /// Days of the window.
    pub window: i64,
    /// Days with tension.
    pub days: usize,
    /// Change over the window, points.
    pub change: Interval,
    /// The change that would count, points, below 0: the smaller of points and share.
    pub counts: f64,
    /// True: fell enough even at the upper end. False: fell too little even at the lower end. Open: in between.
    pub yields: RuleState,
}

/// Share of the days of the last weeks with raised tension.
///
/// # Errors
///
/// [`Missing`] with too few days.
pub fn raised_share(case: &Case<'_>) -> Result<f64, Missing> {
    let window = case.days("window_weeks") * WEEK;
    let values = enough_days(case, case.today - window + 1)?;
    let raised = case.limit("tension_raised");
    share(&values, |t| t >= raised).ok_or_else(|| Missing::new("tension"))
}

/// Tension of the days since `from`, if enough days have one.
fn enough_days(case: &Case<'_>, from: i64) -> Result<Vec<f64>, Missing> {
    let values: Vec<f64> = daily(case, from, case.today).into_values().collect();
    let window = case.today - from + 1;
    let need = (case.limit("diary_share") * window as f64).ceil() as usize;
    if values.len() < need {
        let what = format!("tension on {need} of {window} days (there are {})", values.len());
        let first = case.first_day().filter(|first| *first > from);
        return Err(Missing { what, again: first.map(|first| first + window - 1) });
    }
    Ok(values)
}

/// The course since the run of sessions began, within the longest window.
///
/// # Errors
///
/// [`Missing`] with too few days.
pub fn course(case: &Case<'_>, run_since: i64) -> Result<Course, Missing> {
    let longest = case.today - case.days("window_weeks_longest") * WEEK + 1;
    let since = run_since.max(longest);
    enough_days(case, since)?;
    let series = daily(case, since, case.today);
    let line = trend(&series, since).ok_or_else(|| Missing::new("ten days with tension"))?;
    let window = case.today - since;
    let scale = window as f64;
    let slope = line.slope;
    let change = Interval {
        estimate: slope.estimate * scale,
        low: slope.low * scale,
        high: slope.high * scale,
        level: slope.level,
    };
    let counts = -case.limit("drop_points").min(case.limit("drop_share") * line.start.max(0.0));
    let yields = if change.high <= counts {
        RuleState::True
    } else if change.low > counts {
        RuleState::False
    } else {
        RuleState::Insufficient
    };
    Ok(Course { since, window, days: series.len(), change, counts, yields })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    /// Tension that falls on a line, with one point up and down from day to day.
    fn falling(by: f64, every: usize) -> Made {
        let mut made = Made::default();
        for day in (0..=84_i64).step_by(every) {
            let wobble = 0.5 * (day % 3 - 1) as f64;
            made.tension(day, 9.0, 6.0 - by * day as f64 / 84.0 + wobble);
        }
        made
    }

    #[test]
    fn a_fall_of_three_points_counts_and_none_does_not() {
        let found = falling(3.0, 1).at(84, |case| course(case, 0)).unwrap();
        assert_eq!((found.yields, found.window, found.days), (RuleState::True, 84, 85));
        assert!((found.change.estimate + 3.0).abs() < 0.2, "{:?}", found.change);
        // 30% of 6 is less than 2 points, so it is what counts.
        assert!((found.counts + 1.8).abs() < 0.1);
        assert_eq!(
            falling(0.0, 1).at(84, |case| course(case, 0)).unwrap().yields,
            RuleState::False
        );
        let between = falling(1.8, 1).at(84, |case| course(case, 0)).unwrap();
        assert_eq!(between.yields, RuleState::Insufficient);
    }

    #[test]
    fn half_of_the_days_are_too_few() {
        let why = falling(3.0, 2).at(84, |case| course(case, 0)).unwrap_err();
        assert_eq!(why.what, "tension on 51 of 85 days (there are 43)");
        assert!(falling(0.0, 2).at(84, raised_share).is_err());
        assert_eq!(falling(0.0, 1).at(84, raised_share), Ok(1.0));
    }
}
