//! Stressful stretch: how many of the last days were high in stress, and for how many weeks that has gone on.
//!
//! What it cannot know: how strained days without an entry were.

use vagal_core::diary::kinds;

use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::acute::by_day;

/// Fewest days with stress in a week (house choice: the majority).
const DAYS: usize = 4;

/// Stress of the last days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Days of the last seven with high stress.
    pub high_days: usize,
    /// Weeks in a row, back from today, with as many such days as it takes.
    pub weeks: i64,
}

/// The stretch that is going on.
///
/// # Errors
///
/// [`Missing`] with too few days of the last week.
pub fn stretch(case: &Case<'_>) -> Result<Stretch, Missing> {
    let high = case.limit("stress_high");
    let need = case.count("stress_days");
    let week = |back: i64| {
        let to = case.today - back * WEEK;
        let days = by_day(case, kinds::STRESS, to - WEEK + 1, to);
        (days.len(), days.values().filter(|s| **s >= high).count())
    };
    let (rated, high_days) = week(0);
    if rated < DAYS {
        return Err(Missing::new(format!(
            "stress on {DAYS} of the last seven days (there are {rated})"
        )));
    }
    let most = case.days("onset_days") / WEEK + 1;
    let weeks = (0..=most).take_while(|back| week(*back).1 >= need).count();
    Ok(Stretch { high_days, weeks: weeks as i64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn weeks_in_a_row_are_counted_back_from_today() {
        let mut made = Made::default();
        for day in 0..60 {
            let high = day >= 39 && day % 7 < 4;
            made.reading(kinds::STRESS, day, 20.0, if high { 8.0 } else { 2.0 });
        }
        let found = made.at(59, stretch).unwrap();
        assert_eq!((found.high_days, found.weeks), (4, 3));
        assert_eq!(made.at(30, stretch).unwrap().high_days, 0);
        assert!(Made::default().at(30, stretch).is_err());
    }
}
