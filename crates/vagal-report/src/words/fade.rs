//! A session's fading on the days of the week: `Friday, right after`, `Sunday morning`.

use vagal_core::Moment;
use vagal_core::trajectory::{BandPoint, ResponseCurves};
use vagal_core::truth::InputTruth;

use super::person::input_name;
use super::{change_pct, decimal, ln_to_pct, signed};
use crate::page::Fade;

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// When a morning is read, hours.
const MORNING_H: f64 = 7.0;
/// Mornings that are named after a session.
const MORNINGS: i64 = 3;

/// The day of the week of a local day counted from 1970-01-01, a Thursday.
pub fn weekday(local_day: i64) -> &'static str {
    WEEKDAYS[(local_day + 3).rem_euclid(7) as usize]
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

/// A known curve between two of its points.
fn on(curve: &[(f64, f64)], days: f64) -> Option<f64> {
    let next = curve.iter().position(|p| p.0 >= days)?;
    let Some(before) = next.checked_sub(1).map(|i| curve[i]) else { return Some(curve[0].1) };
    let after = curve[next];
    let share = (days - before.0) / (after.0 - before.0).max(1e-12);
    Some(before.1 + share * (after.1 - before.1))
}

/// A band between two of its points.
pub fn at(curve: &[BandPoint], days: f64) -> Option<BandPoint> {
    let next = curve.iter().position(|p| p.days >= days)?;
    let Some(before) = next.checked_sub(1).map(|i| curve[i]) else { return Some(curve[0]) };
    let after = curve[next];
    let share = (days - before.days) / (after.days - before.days).max(1e-12);
    let mut points = before.points;
    points.iter_mut().zip(after.points).for_each(|(a, b)| *a += share * (b - *a));
    Some(BandPoint { days, points })
}

/// `Friday to Monday`, the stretch that is shown.
pub fn stretch(fade: &Fade) -> String {
    let day = fade.end.local_day();
    format!("{} to {}", weekday(day), weekday(day + MORNINGS))
}

/// Whose fading this is: `an average massage that ends on Friday at 16:00`.
fn which(fade: &Fade) -> String {
    let minutes = (fade.end.local_hour() * 60.0).round();
    format!(
        "an average session of {} that ends on {} at {}:{:0>2}",
        input_name(&fade.input),
        weekday(fade.end.local_day()),
        decimal((minutes / 60.0).floor(), 0),
        decimal(minutes.rem_euclid(60.0), 0)
    )
}

/// What is left of HRV, in one sentence: `Of an average session of massage …: Saturday morning +27% (80% +15 to +34) of HRV; …`.
pub fn fade_sentence(fade: &Fade, points: &[FadePoint]) -> String {
    let parts: Vec<String> = points.iter().map(|p| format!("{} {}", p.when, shift(p))).collect();
    format!("HRV after {}: {}.", which(fade), parts.join("; "))
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

/// `Friday 19 June, 16:00`
pub fn date(moment: Moment) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (_, month, day) = moment.local_date();
    let minutes = (moment.local_hour() * 60.0).round();
    format!(
        "{} {day} {}, {}:{:0>2}",
        weekday(moment.local_day()),
        MONTHS.get(usize::from(month) - 1).copied().unwrap_or("?"),
        decimal((minutes / 60.0).floor(), 0),
        decimal(minutes.rem_euclid(60.0), 0)
    )
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
        assert_eq!(date(friday), "Friday 19 June, 16:05");
        assert_eq!(weekday(-1), "Wednesday");
    }

    #[test]
    fn a_curve_is_read_between_its_points() {
        let band = |days: f64, middle: f64| BandPoint { days, points: [middle; 7] };
        let curve = [band(0.0, 0.4), band(1.0, 0.2), band(2.0, 0.1)];
        assert_eq!(at(&curve, 0.5).unwrap().median(), 0.30000000000000004);
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
