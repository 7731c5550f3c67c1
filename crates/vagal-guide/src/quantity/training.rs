//! Hard days of training, and the morning after them with and without massage.
//!
//! What it cannot know: on which hard days massage was chosen, and why. Only days drawn by lot would tell.

use std::collections::BTreeMap;

use vagal_core::diary::kinds;

use crate::case::{Case, MASSAGE, WEEK};
use crate::quantity::number::{LEVEL, mean, squares, t_quantile};
use crate::quantity::swc::mornings;
use crate::quantity::{Interval, Missing};

/// Days with a training load on file in the four weeks before a day, so that it can stand out (house choice).
const USUAL_DAYS: usize = 10;
/// Fewest mornings on each side of a comparison.
const MORNINGS: usize = 3;

/// Hard days and their mornings.
#[derive(Clone, Debug, PartialEq)]
pub struct HardDays {
    /// The last hard day within the last week, and its load as a share of the mean.
    pub last: Option<(i64, f64)>,
    /// lnRMSSD of the next morning less that of the hard day, with massage within the hours allowed.
    pub with_massage: Vec<f64>,
    /// The same without.
    pub without: Vec<f64>,
    /// Mean difference, with three mornings on each side.
    pub difference: Option<Interval>,
}

/// Hard days over the whole diary.
///
/// # Errors
///
/// [`Missing`] with too few days of training load in the last four weeks.
pub fn hard_days(case: &Case<'_>) -> Result<HardDays, Missing> {
    let window = case.days("base_days");
    let mut loads: BTreeMap<i64, f64> = BTreeMap::new();
    for r in case.diary.readings_of(kinds::TRAINING) {
        *loads.entry(r.moment.local_day()).or_default() += r.value();
    }
    let ratio = |day: i64| {
        let usual: Vec<f64> = loads.range(day - window..day).map(|(_, v)| *v).collect();
        let usual = mean(&usual).filter(|m| usual.len() >= USUAL_DAYS && *m > 0.0)?;
        Some(loads.get(&day)? / usual)
    };
    let recent = loads.range(case.today - window + 1..=case.today).count();
    if recent < USUAL_DAYS {
        return Err(Missing::new(format!(
            "training load on {USUAL_DAYS} of the last {window} days (there are {recent})"
        )));
    }
    let hard: Vec<(i64, f64)> = loads
        .keys()
        .filter_map(|day| Some((*day, ratio(*day)?)))
        .filter(|(_, ratio)| *ratio >= case.limit("hard_day"))
        .collect();
    let series = mornings(case);
    let (mut with_massage, mut without) = (Vec::new(), Vec::new());
    let reach_s = (case.limit("recovery_hours") * 3600.0) as i64;
    for (day, _) in &hard {
        let (Some(same), Some(next)) = (series.days.get(day), series.days.get(&(day + 1))) else {
            continue;
        };
        // From noon of the hard day on, which is as near as a daily load tells; before the next morning's reading.
        let massaged = case.diary.inputs().iter().filter(|i| i.input == MASSAGE).any(|i| {
            let later_s =
                i.start.unix_s() + i64::from(i.start.utc_offset_s()) - (day * 86_400 + 43_200);
            (0..reach_s.min(64_800)).contains(&later_s)
        });
        if massaged { &mut with_massage } else { &mut without }.push(next - same);
    }
    let last = hard.last().copied().filter(|(day, _)| case.today - day < WEEK);
    let difference = compared(&with_massage, &without);
    Ok(HardDays { last, with_massage, without, difference })
}

/// Difference of means with its interval, pooled spread.
fn compared(a: &[f64], b: &[f64]) -> Option<Interval> {
    if a.len() < MORNINGS || b.len() < MORNINGS {
        return None;
    }
    let freedom = (a.len() + b.len()) as f64 - 2.0;
    let parts = 1.0 / a.len() as f64 + 1.0 / b.len() as f64;
    let error = ((squares(a) + squares(b)) / freedom * parts).sqrt();
    let half = t_quantile(0.5 * (1.0 + LEVEL), freedom) * error;
    let estimate = mean(a)? - mean(b)?;
    Some(Interval { estimate, low: estimate - half, high: estimate + half, level: LEVEL })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn hard_days_stand_out_of_the_month_before() {
        let mut made = Made::default();
        for day in 0..60 {
            // Every tenth day is hard; mornings after them fall by .3, or by .1 with massage.
            let hard = day % 10 == 9;
            made.reading(kinds::TRAINING, day, 18.0, if hard { 300.0 } else { 100.0 });
            let after = day % 10 == 0 && day > 0;
            let massaged = (day / 10) % 2 == 0;
            let fall = if !after {
                0.0
            } else if massaged {
                0.1
            } else {
                0.3
            };
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, 3.7 - fall);
            if hard && (day / 10) % 2 == 1 {
                made.massage(day, 19.0, 60.0);
            }
        }
        for day in 60..70 {
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, if day == 60 { 3.6 } else { 3.7 });
        }
        made.at(60, |case| {
            let found = hard_days(case).unwrap();
            assert_eq!(found.last.unwrap().0, 59);
            // The day's mean before is of 28 days with two or three hard ones.
            assert!(found.last.unwrap().1 > 2.0);
            let round = |v: &[f64]| v.iter().map(|x| (x * 10.0).round() as i64).collect::<Vec<_>>();
            assert_eq!(round(&found.with_massage), [-1, -1, -1]);
            assert_eq!(round(&found.without), [-3, -3]);
            assert_eq!(found.difference, None, "two mornings without are too few");
        });
        assert!(made.at(5, hard_days).is_err());
        let mut even = Made::default();
        for day in 0..40 {
            even.reading(kinds::TRAINING, day, 18.0, 100.0);
        }
        assert_eq!(even.at(39, hard_days).unwrap().last, None);
    }

    #[test]
    fn the_difference_by_hand() {
        // Means 1 and 0, squares 2 and 2, pooled 1 with 4 degrees of freedom: t(.95, 4) = 2.131 847 (tables).
        let found = compared(&[0.0, 1.0, 2.0], &[-1.0, 0.0, 1.0]).unwrap();
        let half = 2.131_847 * (2.0_f64 / 3.0).sqrt();
        assert!((found.low - (1.0 - half)).abs() < 1e-5 && found.estimate == 1.0);
    }
}
