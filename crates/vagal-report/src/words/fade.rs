//! A session's fading on the days of the week: `Friday, right after`, `Sunday morning`.

use vagal_core::Moment;
use vagal_core::trajectory::BandPoint;

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
    /// The band there.
    pub left: BandPoint,
}

/// What is left right after the session and on the mornings that follow.
pub fn fade_points(fade: &Fade, curve: &[BandPoint]) -> Vec<FadePoint> {
    let day = fade.end.local_day();
    let right_after = (format!("{}, right after", weekday(day)), 0.0);
    let mornings = (1..=MORNINGS).map(|k| {
        let after = k as f64 + (MORNING_H - fade.end.local_hour()) / 24.0;
        (format!("{} morning", weekday(day + k)), after)
    });
    std::iter::once(right_after)
        .chain(mornings)
        .filter_map(|(when, days)| Some(FadePoint { when, days, left: at(curve, days)? }))
        .collect()
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

/// What is left, in one sentence: `Right after on Friday +41% (80% +28 to +55); Saturday morning …`.
pub fn fade_sentence(fade: &Fade, curve: &[BandPoint]) -> String {
    let parts: Vec<String> = fade_points(fade, curve).iter().map(left).collect();
    format!("After {} on {}: {}.", input_name(&fade.input), date(fade.end), parts.join("; "))
}

/// `Saturday morning +21% (80% +9 to +33)`
pub fn left(point: &FadePoint) -> String {
    let pct = |v: f64| signed(ln_to_pct(v), 0);
    format!(
        "{} {} (80% {} to {})",
        point.when,
        change_pct(point.left.median()),
        pct(point.left.points[1]),
        pct(point.left.points[5])
    )
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
        let end = Moment::from_local((2026, 6, 19), 19 * 3600, 3600).unwrap();
        let fade = Fade { input: "massage".into(), end };
        let whens: Vec<String> = fade_points(&fade, &curve).into_iter().map(|p| p.when).collect();
        // The third morning, 2.5 days after, lies beyond the curve and is left out.
        assert_eq!(whens, ["Friday, right after", "Saturday morning", "Sunday morning"]);
    }
}
