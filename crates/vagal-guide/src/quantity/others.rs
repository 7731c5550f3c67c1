//! Other inputs: what is done beside massage, and how much of all that is massage.
//!
//! What it cannot know: what was done and not logged.

use std::collections::BTreeSet;

use crate::case::{Case, MASSAGE, REST, WEEK};
use crate::quantity::Missing;

/// Inputs of the last four weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Others {
    /// Other inputs logged often enough, with the days a week.
    pub often: Vec<(String, f64)>,
    /// Massages.
    pub massages: usize,
    /// Every input but rest.
    pub all: usize,
}

/// The mix of inputs.
///
/// # Errors
///
/// [`Missing`] while nothing is logged, or the diary is younger than the window.
pub fn others(case: &Case<'_>) -> Result<Others, Missing> {
    let window = case.days("base_days");
    let from = case.today - window + 1;
    let inputs: Vec<_> = case
        .diary
        .inputs()
        .iter()
        .filter(|i| i.input != REST && i.start.local_day() >= from)
        .collect();
    let first = case.first_day().unwrap_or(case.today);
    if first > from {
        return Err(Missing::until("four weeks of inputs", first + window - 1));
    }
    if inputs.is_empty() {
        return Err(Missing::new("inputs of the last four weeks"));
    }
    let kinds: BTreeSet<&str> =
        inputs.iter().map(|i| i.input.as_str()).filter(|kind| *kind != MASSAGE).collect();
    let weeks = window as f64 / WEEK as f64;
    let a_week = |kind: &str| {
        let days: BTreeSet<i64> =
            inputs.iter().filter(|i| i.input == kind).map(|i| i.start.local_day()).collect();
        days.len() as f64 / weeks
    };
    let often = kinds
        .into_iter()
        .map(|kind| (name(kind), a_week(kind)))
        .filter(|(_, days)| *days >= case.limit("other_days_per_week"))
        .collect();
    let massages = inputs.iter().filter(|i| i.input == MASSAGE).count();
    Ok(Others { often, massages, all: inputs.len() })
}

impl Others {
    /// True if there are as many as it takes.
    pub fn are_several(&self, case: &Case<'_>) -> bool {
        self.often.len() >= case.count("other_inputs")
    }

    /// Massage as a share of all.
    pub fn massage_share(&self) -> f64 {
        self.massages as f64 / self.all.max(1) as f64
    }

    /// True if massage is not the main thing.
    pub fn massage_is_one_of_them(&self, case: &Case<'_>) -> bool {
        self.massage_share() <= case.limit("massage_share")
    }
}

/// The name of an input for a reader.
fn name(input: &str) -> String {
    vagal_evidence::input(input).map_or_else(|| input.to_owned(), |i| i.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn days_a_week_of_each_and_the_share_of_massage() {
        let mut made = Made::default();
        for day in 0..28 {
            if day % 7 < 3 {
                made.input("movement", day, 8.0, 30.0).input("movement", day, 18.0, 30.0);
                made.input("meditation", day, 9.0, 20.0);
            }
            if day % 7 < 2 {
                made.input("nutrition", day, 9.0, 20.0);
            }
            if day % 7 == 0 {
                made.massage(day, 12.0, 60.0);
            }
        }
        made.at(27, |case| {
            let found = others(case).unwrap();
            assert_eq!(found.often, [("meditation".into(), 3.0), ("movement".into(), 3.0)]);
            // 24 + 12 + 8 + 4.
            assert_eq!((found.massages, found.all), (4, 48));
            assert!(found.are_several(case) && found.massage_is_one_of_them(case));
        });
        assert_eq!(made.at(26, others).unwrap_err().again, Some(27));
        assert!(made.at(90, others).is_err(), "nothing logged for weeks");
    }
}
