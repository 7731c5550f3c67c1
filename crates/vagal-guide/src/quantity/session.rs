//! Sessions and their drop: tension before less tension after.
//!
//! What it cannot know: what would have happened without the session. People book when tension is high, and high
//! readings are followed by lower ones anyway.

use std::collections::BTreeMap;

use vagal_core::{InputEvent, Moment, Precision, diary::kinds};

use crate::case::{Case, MASSAGE};
use crate::quantity::number::mean;
use crate::quantity::tension::{Rated, rated};

/// Tension by region at one time; the whole body stands under an empty name.
pub type Map = BTreeMap<&'static str, f64>;

/// One massage with the ratings around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Begin.
    pub start: Moment,
    /// End; the begin where the length is not known.
    pub end: Moment,
    /// Length, minutes.
    pub minutes: Option<f64>,
    /// Last ratings before it, on the same day.
    pub before: Map,
    /// First ratings after it.
    pub after: Map,
}

impl Session {
    /// Local day of its begin.
    pub fn day(&self) -> i64 {
        self.start.local_day()
    }

    /// Mean tension before and after over the areas rated before; an area no longer marked counts as 0.
    pub fn around(&self) -> Option<(f64, f64)> {
        if self.after.is_empty() {
            return None;
        }
        let before: Vec<f64> = self.before.values().copied().collect();
        let after = self.before.keys().map(|area| self.after.get(area).copied().unwrap_or(0.0));
        Some((mean(&before)?, mean(&after.collect::<Vec<_>>())?))
    }

    /// The drop if it is meaningful: at least so many points, or such a share of what was there before.
    pub fn meaningful_drop(&self, case: &Case<'_>) -> Option<f64> {
        let (before, after) = self.around()?;
        let drop = before - after;
        let enough = drop >= case.limit("drop_points") || drop >= case.limit("drop_share") * before;
        (drop > 0.0 && enough).then_some(drop)
    }
}

/// Every massage on file, by begin.
pub fn sessions(case: &Case<'_>) -> Vec<Session> {
    let rated = rated(case);
    case.diary
        .inputs()
        .iter()
        .filter(|i| i.input == MASSAGE)
        .map(|i| session(case, rated, i))
        .collect()
}

fn session(case: &Case<'_>, rated: Rated, input: &InputEvent) -> Session {
    let (start, end) = (input.start, input.end());
    let (mut before, mut after) = (Map::new(), Map::new());
    // A session known only by its day has no before and after.
    if input.precision == Precision::Minute {
        let before_s = (case.limit("before_hours") * 3600.0) as i64;
        let after_s = (case.limit("after_hours") * 3600.0) as i64;
        for r in case.diary.readings_of(kinds::TENSION).filter(|r| rated.holds(r)) {
            let t = r.moment.unix_s();
            let area = r.region().map_or("", |region| region.id);
            if (start.unix_s() - before_s..=start.unix_s()).contains(&t) {
                before.insert(area, r.value()); // the last one stays
            } else if (end.unix_s()..=end.unix_s() + after_s).contains(&t) && r.moment > start {
                after.entry(area).or_insert(r.value()); // the first one stays
            }
        }
    }
    Session { start, end, minutes: input.minutes, before, after }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn a_drop_is_between_the_last_rating_before_and_the_first_after() {
        let mut made = Made::default();
        made.tension(0, 8.0, 9.0).tension(0, 11.0, 6.0).massage(0, 12.0, 60.0);
        made.tension(0, 13.5, 3.0).tension(0, 15.0, 5.0);
        made.at(0, |case| {
            let all = sessions(case);
            assert_eq!(all[0].around(), Some((6.0, 3.0)));
            assert_eq!(all[0].meaningful_drop(case), Some(3.0));
        });
    }

    #[test]
    fn small_drops_and_missing_ratings_are_no_drop() {
        let mut made = Made::default();
        made.tension(0, 11.0, 6.0).massage(0, 12.0, 60.0).tension(0, 14.0, 5.0);
        made.tension(2, 11.0, 3.0).massage(2, 12.0, 60.0).tension(2, 14.0, 2.0);
        made.tension(4, 11.0, 6.0).massage(4, 12.0, 60.0).tension(4, 22.0, 1.0);
        made.at(5, |case| {
            let drops: Vec<_> = sessions(case).iter().map(|s| s.meaningful_drop(case)).collect();
            // 1 of 6 is too little; 1 of 3 is a third; nothing was rated within three hours.
            assert_eq!(drops, [None, Some(1.0), None]);
        });
    }
}
