//! Onset: the day on which tension rose and stayed up, and what began in the weeks before it.
//!
//! What it cannot know: whether the load brought the tension. Two things that begin together are two things that begin
//! together.

use std::collections::BTreeMap;

use vagal_core::diary::kinds;
use vagal_evidence::{RecordedBy, interference};

use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::number::{mean, share};
use crate::quantity::tension::daily;

/// Share of raised days from the onset on, and in the two weeks before it (house choice: most, and few).
const MOSTLY: f64 = 0.6;
const SELDOM: f64 = 0.3;
/// Fewest rated days now, and before the onset (house choice).
const NOW_DAYS: usize = 3;
const BEFORE_DAYS: usize = 7;
/// Weeks over which a usual training load is taken.
const USUAL_DAYS: i64 = 28;

/// What the diary says about the beginning of tension.
#[derive(Clone, Debug, PartialEq)]
pub enum Onset {
    /// It is not up now.
    NotRaised,
    /// It rose on about this day and stayed up.
    On(i64),
    /// It has been up, or up and down, for longer than a recent onset.
    Older,
}

/// When tension rose.
///
/// # Errors
///
/// [`Missing`] where ratings are too few now, or before it could have risen.
pub fn onset(case: &Case<'_>) -> Result<Onset, Missing> {
    let recent = case.days("onset_days");
    let before = case.days("load_days");
    let raised = case.limit("tension_raised");
    let from = case.today - recent - 2 * before;
    let days = daily(case, from, case.today);
    let values = |from: i64, to: i64| -> Vec<f64> {
        if from > to { Vec::new() } else { days.range(from..=to).map(|(_, v)| *v).collect() }
    };
    let up = |values: &[f64]| share(values, |t| t >= raised);
    let now = values(case.today - WEEK + 1, case.today);
    let now_up = up(&now).filter(|_| now.len() >= NOW_DAYS);
    let Some(now_up) = now_up else {
        return Err(Missing::new(format!(
            "tension on {NOW_DAYS} of the last seven days (there are {})",
            now.len()
        )));
    };
    if now_up < 0.5 {
        return Ok(Onset::NotRaised);
    }
    let mut best: Option<(f64, i64)> = None;
    for (day, value) in &days {
        let (earlier, later) = (values(day - before, day - 1), values(*day, case.today));
        if *value < raised || earlier.len() < BEFORE_DAYS {
            continue;
        }
        if let (Some(earlier), Some(later)) = (up(&earlier), up(&later))
            && earlier <= SELDOM
            && later >= MOSTLY
            && best.is_none_or(|(contrast, _)| later - earlier > contrast)
        {
            best = Some((later - earlier, *day));
        }
    }
    if let Some((_, day)) = best {
        return Ok(if case.today - day <= recent { Onset::On(day) } else { Onset::Older });
    }
    // Up now, and no onset seen: older, if the diary would have shown one.
    let watched = values(from, case.today);
    if 2 * watched.len() as i64 >= case.today - from {
        return Ok(Onset::Older);
    }
    Err(Missing::new(format!(
        "tension in the two weeks before it rose ({} rated days in the last {})",
        watched.len(),
        case.today - from
    )))
}

/// Loads that began in the days before a day, in words.
pub fn loads_before(case: &Case<'_>, day: i64) -> Vec<String> {
    let from = day - case.days("load_days");
    let mut loads = Vec::new();
    for episode in case.diary.episodes() {
        let began = episode.onset.local_day();
        let Some(kind) = interference().iter().find(|k| k.id == episode.interference) else {
            continue;
        };
        // What is asked only of those who turned it on is never used to judge.
        let counts = kind.recorded_by == RecordedBy::Person && kind.support.is_none();
        if counts && (from..=day).contains(&began) && episode.load() >= case.limit("load_least") {
            loads.push(episode.note.clone().unwrap_or_else(|| kind.name.clone()));
        }
    }
    let stress = by_day(case, kinds::STRESS, from, day);
    let high = stress.values().filter(|v| **v >= case.limit("stress_high")).count();
    if high >= case.count("stress_days") {
        loads.push(format!("stress on {high} days"));
    }
    let training: Vec<f64> = by_day(case, kinds::TRAINING, from, day).into_values().collect();
    let usual: Vec<f64> =
        by_day(case, kinds::TRAINING, from - USUAL_DAYS, from - 1).into_values().collect();
    if let (Some(now), Some(usual)) = (mean(&training), mean(&usual))
        && training.len() >= BEFORE_DAYS
        && usual > 0.0
        && now >= case.limit("hard_day") * usual
    {
        loads.push("more training than usual".into());
    }
    loads.sort();
    loads.dedup();
    loads
}

/// Mean of a kind by local day.
pub(super) fn by_day(
    case: &Case<'_>,
    kind: &'static str,
    from: i64,
    to: i64,
) -> BTreeMap<i64, f64> {
    let mut days: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for r in case.readings(kind, from, to) {
        days.entry(r.moment.local_day()).or_default().push(r.value());
    }
    days.into_iter().filter_map(|(day, v)| Some((day, mean(&v)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    fn step(at: i64, last: i64) -> Made {
        let mut made = Made::default();
        for day in 0..=last {
            made.tension(day, 9.0, if day < at { 2.0 } else { 6.0 });
        }
        made
    }

    #[test]
    fn a_step_is_dated_to_its_day() {
        assert_eq!(step(40, 60).at(60, onset), Ok(Onset::On(40)));
        assert_eq!(step(40, 90).at(90, onset), Ok(Onset::Older));
        assert_eq!(step(0, 90).at(90, onset), Ok(Onset::Older));
        assert_eq!(step(99, 60).at(60, onset), Ok(Onset::NotRaised));
    }

    #[test]
    fn without_the_time_before_it_cannot_be_dated() {
        assert!(step(0, 10).at(10, onset).is_err());
        assert!(Made::default().at(10, onset).is_err());
    }

    #[test]
    fn loads_are_those_that_began_in_the_two_weeks_before() {
        let mut made = step(40, 60);
        made.episode("illness", 30, 35, 0.8).episode("stress", 10, 50, 0.8);
        made.episode("alcohol", 35, 36, 0.1).episode("trauma", 35, 36, 1.0);
        made.episode("structural", 35, 36, 1.0);
        assert_eq!(made.at(60, |case| loads_before(case, 40)), ["illness"]);
        for day in [33, 35, 37] {
            made.reading(kinds::STRESS, day, 20.0, 8.0);
        }
        assert_eq!(made.at(60, |case| loads_before(case, 40)), ["illness", "stress on 3 days"]);
    }

    #[test]
    fn training_counts_where_it_rose() {
        let mut made = step(60, 70);
        for day in 10..=60 {
            made.reading(kinds::TRAINING, day, 20.0, if day < 46 { 100.0 } else { 140.0 });
        }
        assert_eq!(made.at(70, |case| loads_before(case, 60)), ["more training than usual"]);
        assert!(made.at(70, |case| loads_before(case, 40)).is_empty());
    }
}
