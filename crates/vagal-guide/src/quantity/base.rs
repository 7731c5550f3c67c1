//! Base: whether anything in the last four weeks speaks against a base that works.
//!
//! Never from a cut-off of HRV that holds for everybody: only against the person's own course. What it cannot know: whether
//! the heart is well; the rhythm is judged from recordings, not from a diary.

use vagal_core::{Figure, FigureValue, RuleState, advice::SHARE, diary::kinds};

use crate::case::Case;
use crate::quantity::acute::by_day;
use crate::quantity::number::{mean, share};
use crate::quantity::swc::mornings;
use crate::quantity::tension::daily;
use crate::quantity::trend::trend;

/// One thing that a base is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it came to.
    pub state: RuleState,
    /// Its number.
    pub figure: Figure,
    /// Said where it speaks against the base.
    pub against: &'static str,
    /// Said where it is missing.
    pub missing: String,
}

/// Fewest values of a kind in four weeks, as a share of the days of tension that are asked for (house choice: half).
const OF_OTHERS: f64 = 0.5;

/// Every part; the base works if all hold.
pub fn base(case: &Case<'_>) -> Vec<Part> {
    let window = case.days("base_days");
    let from = case.today - window + 1;
    let need = case.limit("diary_share") * window as f64;
    let (need, need_others) = (need.ceil() as usize, (OF_OTHERS * need).ceil() as usize);
    let values =
        |kind| -> Vec<f64> { by_day(case, kind, from, case.today).into_values().collect() };
    vec![
        lasting(case, from, need_others),
        part(&values(kinds::RESTING_HR), need_others, "resting heart rate", |v| {
            let bpm = mean(v)?;
            let fits =
                (case.limit("resting_hr_low")..=case.limit("resting_hr_high")).contains(&bpm);
            let figure = Figure::number("resting_hr", "mean resting heart rate", "bpm", bpm);
            Some((fits, figure, "the resting heart rate lies outside of 45 to 100"))
        }),
        part(&values(kinds::SLEEP), need_others, "sleep", |v| {
            let enough = share(v, |h| h >= case.limit("sleep_hours"))?;
            // Five of seven is .714 to three digits.
            let fits = enough >= case.limit("sleep_share") - 5e-4;
            let figure = Figure::number("sleep_share", "nights with enough sleep", SHARE, enough);
            Some((fits, figure, "there is less sleep than seven hours on most nights"))
        }),
        part(
            &daily(case, from, case.today).into_values().collect::<Vec<_>>(),
            need,
            "tension",
            |v| {
                let low = share(v, |t| t < case.limit("tension_raised"))?;
                let figure = Figure::number("low_days", "days with low tension", SHARE, low);
                Some((low >= case.limit("low_share"), figure, "tension is up on too many days"))
            },
        ),
        part(&values(kinds::STRESS), need_others, "stress", |v| {
            let stress = mean(v)?;
            let figure = Figure::number("stress", "mean stress", "of 10", stress);
            Some((stress <= case.limit("stress_mean"), figure, "stress is high on average"))
        }),
    ]
}

fn part(
    values: &[f64],
    need: usize,
    what: &'static str,
    judge: impl Fn(&[f64]) -> Option<(bool, Figure, &'static str)>,
) -> Part {
    match judge(values).filter(|_| values.len() >= need) {
        Some((fits, figure, against)) => {
            Part { state: fits.into(), figure, against, missing: String::new() }
        }
        None => missing(what, need, values.len()),
    }
}

fn missing(what: &'static str, need: usize, have: usize) -> Part {
    let missing = format!("{what} on {need} of the last 28 days (there are {have})");
    let figure = Figure::unknown(id(what), what, missing.clone());
    Part { state: RuleState::Insufficient, figure, against: "", missing }
}

/// Keys of figures that are missing, so that a number and its absence stand under one key.
fn id(what: &str) -> &'static str {
    match what {
        "resting heart rate" => "resting_hr",
        "sleep" => "sleep_share",
        "tension" => "low_days",
        "stress" => "stress",
        _ => "variability_trend",
    }
}

/// lnRMSSD over four weeks: it speaks against the base only if the whole interval of its trend lies below zero.
fn lasting(case: &Case<'_>, from: i64, need: usize) -> Part {
    let series = mornings(case);
    let days: std::collections::BTreeMap<i64, f64> =
        series.days.range(from.min(case.today)..=case.today).map(|(d, v)| (*d, *v)).collect();
    let weeks = (case.today - from + 1) as f64;
    match trend(&days, from).filter(|t| t.days >= need) {
        Some(line) => {
            let s = line.slope;
            let value = FigureValue::Interval {
                estimate: Some(s.estimate * weeks),
                low: s.low * weeks,
                high: s.high * weeks,
                level: s.level,
            };
            let name = "change of morning lnRMSSD in four weeks";
            Part {
                state: (s.high >= 0.0).into(),
                figure: Figure { id: "variability_trend", name, unit: "ln ms", value },
                against: "morning lnRMSSD is falling",
                missing: String::new(),
            }
        }
        None => missing("lnRMSSD", need.max(crate::quantity::trend::FEWEST_DAYS), days.len()),
    }
}

/// All parts together.
pub fn state(parts: &[Part]) -> RuleState {
    RuleState::all(parts.iter().map(|p| p.state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    fn good() -> Made {
        let mut made = Made::default();
        for day in 0..28 {
            let wobble = if day % 2 == 0 { 0.1 } else { -0.1 };
            made.reading(kinds::LN_RMSSD_MORNING, day, 7.0, 3.7 + wobble);
            made.reading(kinds::RESTING_HR, day, 7.0, 60.0).reading(kinds::SLEEP, day, 7.0, 7.5);
            made.tension(day, 9.0, 2.0).reading(kinds::STRESS, day, 20.0, 3.0);
        }
        made
    }

    fn states(made: &Made) -> Vec<RuleState> {
        made.at(27, |case| base(case).iter().map(|p| p.state).collect())
    }

    #[test]
    fn every_part_can_hold_fail_and_be_missing() {
        use RuleState::{False, Insufficient, True};
        assert_eq!(states(&good()), [True; 5]);
        assert_eq!(states(&Made::default()), [Insufficient; 5]);
        let mut bad = Made::default();
        for day in 0..28 {
            let wobble = if day % 2 == 0 { 0.05 } else { -0.05 };
            bad.reading(kinds::LN_RMSSD_MORNING, day, 7.0, 4.5 - 0.05 * day as f64 + wobble);
            bad.reading(kinds::RESTING_HR, day, 7.0, 101.0).reading(kinds::SLEEP, day, 7.0, 6.5);
            bad.tension(day, 9.0, 5.0).reading(kinds::STRESS, day, 20.0, 6.0);
        }
        assert_eq!(states(&bad), [False; 5]);
        assert_eq!(bad.at(27, |case| state(&base(case))), False);
    }

    #[test]
    fn five_nights_of_seven_are_enough() {
        let mut made = Made::default();
        for day in 0..28 {
            made.reading(kinds::SLEEP, day, 7.0, if day % 7 < 5 { 7.0 } else { 6.0 });
        }
        assert_eq!(states(&made)[2], RuleState::True);
        made.reading(kinds::SLEEP, 0, 9.0, 4.0); // a mean of 5.5 that night: 19 of 28
        assert_eq!(states(&made)[2], RuleState::False);
    }
}
