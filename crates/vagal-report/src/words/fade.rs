//! A session's fading on the days of the week: `Friday, right after`, `Sunday morning`.

use vagal_core::experiment::Weekday;
use vagal_core::trajectory::{BandPoint, ResponseCurves};
use vagal_core::truth::InputTruth;
use vagal_core::{ClockTime, Moment};

use super::number::month_name;
use super::person::input_name;
use super::{change_pct, clock, decimal, ln_to_pct, signed};
use crate::page::Fade;

/// When a morning is read, hours.
const MORNING_H: f64 = 7.0;
/// Mornings that are named after a session.
const MORNINGS: i64 = 3;

/// The name of the day of the week of a local day counted from 1970-01-01.
pub fn weekday(local_day: i64) -> &'static str {
    Weekday::of_day(local_day).name()
}

/// What is left at a time after the session.
#[derive(Clone, Debug, PartialEq)]
pub struct FadePoint {
    /// When: `Saturday morning`.
    pub when: String,
    /// Days after the session.
    pub days: f64,
    /// Shift of lnRMSSD there.
    pub shift: BandPoint,
    /// Fall of tension there, points; `None` without readings of tension.
    pub fall: Option<BandPoint>,
    /// What the simulator knows of both.
    pub truth: Option<(f64, Option<f64>)>,
}

/// What is left right after the session and on the mornings that follow.
pub fn fade_points(
    fade: &Fade,
    curves: &ResponseCurves,
    truth: Option<&InputTruth>,
) -> Vec<FadePoint> {
    let (day, hour) = (fade.end.local_day(), fade.end.local_hour());
    let right_after = (format!("{}, right after", weekday(day)), 0.0);
    // After midnight the first morning is that of the same day.
    let first = i64::from(hour >= MORNING_H);
    let mornings = (first..first + MORNINGS)
        .map(|k| (format!("{} morning", weekday(day + k)), k as f64 + (MORNING_H - hour) / 24.0));
    std::iter::once(right_after)
        .chain(mornings)
        .filter_map(|(when, days)| {
            let shift = at(&curves.state, days)?;
            let fall = at(&curves.tension, days);
            let known = |t: &InputTruth| Some((on(&t.state, days)?, on(&t.tension, days)));
            Some(FadePoint { when, days, shift, fall, truth: truth.and_then(known) })
        })
        .collect()
}

/// Between which two of some days a day lies, and which share of the way it is; `None` after the last.
fn between(all: impl Iterator<Item = f64>, days: f64) -> Option<(usize, usize, f64)> {
    let mut before: Option<(usize, f64)> = None;
    for (i, at) in all.enumerate() {
        if at >= days {
            let (j, from) = before.unwrap_or((i, at));
            return Some((j, i, (days - from) / (at - from).max(f64::MIN_POSITIVE)));
        }
        before = Some((i, at));
    }
    None
}

/// A known curve at a day.
fn on(curve: &[(f64, f64)], days: f64) -> Option<f64> {
    let (i, j, share) = between(curve.iter().map(|p| p.0), days)?;
    Some(curve[i].1 + share * (curve[j].1 - curve[i].1))
}

/// A band at a day.
fn at(curve: &[BandPoint], days: f64) -> Option<BandPoint> {
    let (i, j, share) = between(curve.iter().map(|p| p.days), days)?;
    let mut points = curve[i].points;
    points.iter_mut().zip(curve[j].points).for_each(|(a, b)| *a += share * (b - *a));
    Some(BandPoint { days, points })
}

/// `Friday to Monday`, the stretch that is shown.
pub fn stretch(fade: &Fade) -> String {
    let day = fade.end.local_day();
    format!("{} to {}", weekday(day), weekday(day + MORNINGS))
}

/// Whose fading this is: `an average massage that ends on Friday at 16:00`.
fn which(fade: &Fade) -> String {
    format!(
        "an average session of {} that ends on {} at {}",
        input_name(&fade.input),
        weekday(fade.end.local_day()),
        clock(&ClockTime::Civil { date: None, second_of_day: second_of_day(fade.end) })
    )
}

/// What is left, in one sentence: `RMSSD after an average session of massage …: Saturday morning +27% (80% +15 to +34); …`.
pub fn fade_sentence(fade: &Fade, points: &[FadePoint]) -> String {
    let parts: Vec<String> = points.iter().map(|p| format!("{} {}", p.when, shift(p))).collect();
    format!("RMSSD after {}: {}.", which(fade), parts.join("; "))
}

/// `+21% (80% +9 to +33)`
pub fn shift(point: &FadePoint) -> String {
    let pct = |v: f64| signed(ln_to_pct(v), 0);
    format!(
        "{} (80% {} to {})",
        change_pct(point.shift.median()),
        pct(point.shift.points[1]),
        pct(point.shift.points[5])
    )
}

/// `0.5 points lower (80% 0.2 to 0.8)`
pub fn fall(band: &BandPoint) -> String {
    let [_, lo, _, median, _, hi, _] = band.points;
    format!("{} points (80% {} to {})", decimal(median, 1), decimal(lo, 1), decimal(hi, 1))
}

/// What the simulator knows at a point: `truth +25%, 0.6 points`.
pub fn known((shift, fall): (f64, Option<f64>)) -> String {
    match fall {
        Some(fall) => format!("truth {}, {} points", change_pct(shift), decimal(fall, 1)),
        None => format!("truth {}", change_pct(shift)),
    }
}

/// The second of the local day; whole, so that the minute is not lost in an hour's fraction.
fn second_of_day(moment: Moment) -> f64 {
    (3600.0 * moment.local_hour()).round()
}

/// `Fri 19 Jun`
pub fn day_and_month(moment: Moment) -> String {
    let (_, month, day) = moment.local_date();
    let name: String = weekday(moment.local_day()).chars().take(3).collect();
    format!("{name} {day} {}", month_name(month))
}

/// `Friday, 19 Jun 2026, 16:00`
pub fn date(moment: Moment) -> String {
    let date = moment.local_date();
    let second_of_day = second_of_day(moment);
    let clock = clock(&ClockTime::Civil { date: Some(date), second_of_day });
    format!("{}, {clock}", weekday(moment.local_day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week() {
        // GNU date: date -u -d @0 +%A; date -d 2026-06-19 +%A
        assert_eq!(weekday(0), "Thursday");
        let friday = Moment::from_local((2026, 6, 19), 16 * 3600 + 300, 3600).unwrap();
        assert_eq!(weekday(friday.local_day()), "Friday");
        assert_eq!(date(friday), "Friday, 19 Jun 2026, 16:05");
        assert_eq!(weekday(-1), "Wednesday");
    }

    #[test]
    fn a_curve_is_read_between_its_points() {
        let band = |days: f64, middle: f64| BandPoint { days, points: [middle; 7] };
        let curve = [band(0.0, 0.4), band(1.0, 0.2), band(2.0, 0.1)];
        // Halfway from .4 to .2; the sum may miss by rounding alone.
        assert!((at(&curve, 0.5).unwrap().median() - 0.3).abs() < 4.0 * f64::EPSILON);
        assert_eq!(at(&curve, 0.0).unwrap().median(), 0.4);
        assert_eq!(at(&curve, 3.0), None);
        let curves = ResponseCurves {
            input: "massage".into(),
            state: curve.to_vec(),
            state_prior: Vec::new(),
            tension: Vec::new(),
            tension_prior: Vec::new(),
        };
        let whens = |end: Moment| -> Vec<String> {
            let fade = Fade { input: "massage".into(), end };
            fade_points(&fade, &curves, None).into_iter().map(|p| p.when).collect()
        };
        let end = Moment::from_local((2026, 6, 19), 19 * 3600, 3600).unwrap();
        // The third morning, 2.5 days after, lies beyond the curve and is left out.
        assert_eq!(whens(end), ["Friday, right after", "Saturday morning", "Sunday morning"]);
        // Cause: a session that ended after midnight lost the morning of its own day.
        let late = Moment::from_local((2026, 6, 20), 1800, 3600).unwrap();
        assert_eq!(whens(late)[..2], ["Saturday, right after", "Saturday morning"]);
    }
}
