//! Daily tension: one number a day, from the whole body or from the marked regions, never from both.
//!
//! Ratings within some hours after a session are left out: they are the session's own drop, and would let a
//! person with more sessions look less tense. What it cannot know: days nobody wrote down.

use std::collections::BTreeMap;

use vagal_core::{Reading, diary::kinds};

use crate::case::{Case, MASSAGE};
use crate::quantity::number::mean;

/// Which ratings a daily number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rated {
    /// Ratings of the whole body.
    Whole,
    /// The mean of the regions that were marked.
    Regions,
}

/// The one series that this diary has more days of; the whole body where they are equal.
pub fn rated(case: &Case<'_>) -> Rated {
    let days = |regions: bool| {
        let of = case.diary.readings_of(kinds::TENSION).filter(|r| r.region().is_some() == regions);
        let mut days: Vec<i64> = of.map(|r| r.moment.local_day()).collect();
        days.dedup();
        days.len()
    };
    if days(true) > days(false) { Rated::Regions } else { Rated::Whole }
}

impl Rated {
    /// True if a rating is of this series.
    pub fn holds(self, reading: &Reading) -> bool {
        reading.region().is_some() == (self == Self::Regions)
    }
}

/// Mean tension of each local day from `from` to `to` that has a rating, 0 to 10.
pub fn daily(case: &Case<'_>, from: i64, to: i64) -> BTreeMap<i64, f64> {
    let rated = rated(case);
    let after_s = (case.limit("after_hours") * 3600.0) as i64;
    let sessions: Vec<(i64, i64)> = case
        .diary
        .inputs()
        .iter()
        .filter(|i| i.input == MASSAGE)
        .map(|i| (i.start.unix_s(), i.end().unix_s() + after_s))
        .collect();
    let mut by_day: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for reading in case.readings(kinds::TENSION, from, to).filter(|r| rated.holds(r)) {
        let t = reading.moment.unix_s();
        if !sessions.iter().any(|(start, end)| (start + 1..=*end).contains(&t)) {
            by_day.entry(reading.moment.local_day()).or_default().push(reading.value());
        }
    }
    by_day.into_iter().filter_map(|(day, values)| Some((day, mean(&values)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn regions_are_averaged_and_the_hours_after_a_session_left_out() {
        let mut made = Made::default();
        made.region(0, 9.0, "neck", 8.0).region(0, 9.0, "jaw", 4.0);
        made.massage(0, 12.0, 60.0).region(0, 14.0, "neck", 1.0).region(0, 17.0, "neck", 6.0);
        // 8, 4 and 6 count, the 1 an hour after the session does not.
        let daily = made.at(0, |case| daily(case, 0, 10));
        assert_eq!(daily, BTreeMap::from([(0, 6.0)]));
    }

    #[test]
    fn the_whole_body_and_its_regions_are_never_mixed() {
        let mut made = Made::default();
        made.tension(0, 9.0, 2.0).region(0, 9.0, "neck", 8.0);
        made.tension(1, 9.0, 3.0).region(2, 9.0, "neck", 8.0);
        let daily = made.at(2, |case| daily(case, 0, 2));
        assert_eq!(daily, BTreeMap::from([(0, 2.0), (1, 3.0)]));
    }
}
