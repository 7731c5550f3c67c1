//! Dates and times of day as files write them, to [`ClockTime`].

use vagal_core::ClockTime;

/// Seconds in a day.
const DAY_S: f64 = 86_400.0;

/// A century, in seconds.
const LONGEST_STEP_S: f64 = 3.2e9;

/// Days from 1970-01-01 to a date of the Gregorian calendar.
///
/// Source: the era arithmetic of a 400-year cycle of 146 097 days.
pub(crate) fn days_from_civil(year: i16, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = i64::from(month);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A date if the numbers can be one.
pub(crate) fn date(year: i64, month: i64, day: i64) -> Option<(i16, u8, u8)> {
    let sound = (1800..=9999).contains(&year) && (1..=12).contains(&month);
    (sound && (1..=31).contains(&day)).then_some((year as i16, month as u8, day as u8))
}

/// Seconds since midnight from `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`; `None` if it is not one.
pub(crate) fn second_of_day(text: &str) -> Option<f64> {
    let mut parts = text.trim().split(':');
    let hours: f64 = digits(parts.next()?)?;
    let minutes: f64 = digits(parts.next()?)?;
    let seconds: f64 = match parts.next() {
        Some(s) if s.starts_with(|c: char| c.is_ascii_digit()) => {
            s.replace(',', ".").parse().ok()?
        }
        Some(_) => return None,
        None => 0.0,
    };
    let sound = parts.next().is_none() && hours < 24.0 && minutes < 60.0 && seconds < 61.0;
    sound.then_some(hours * 3600.0 + minutes * 60.0 + seconds)
}

fn digits(text: &str) -> Option<f64> {
    let ok = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if ok { text.parse().ok() } else { None }
}

/// `2019-10-22 11:29:06.734`, with `T` or a blank, with or without a zone (`Z`, `+02:00`, `+0200`).
pub(crate) fn date_time(text: &str) -> Option<ClockTime> {
    let text = text.trim();
    let (day_text, rest) = (text.get(..10)?, text.get(10..)?);
    let mut parts = day_text.split(['-', '/', '.']);
    let mut number = || -> Option<i64> { parts.next()?.parse().ok() };
    let (a, b, c) = (number()?, number()?, number()?);
    let (year, month, day) = if a > 31 { date(a, b, c)? } else { date(c, b, a)? };
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim();
    let (clock, zone_s) = split_zone(rest)?;
    let second = second_of_day(clock)?;
    Some(match zone_s {
        Some(zone_s) => ClockTime::Unix {
            seconds: days_from_civil(year, month, day) as f64 * DAY_S + second - zone_s,
        },
        None => ClockTime::Civil { date: Some((year, month, day)), second_of_day: second },
    })
}

/// `2017-06-30 08-05-01` at the start of a file's name, as Elite HRV writes it.
pub(crate) fn in_name(name: &str) -> Option<ClockTime> {
    let (day, time) = (name.get(..10)?, name.get(11..19)?);
    let separated = matches!(name.as_bytes().get(10), Some(b' ' | b'_' | b'T'));
    let plain = time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_'));
    let time: String = time.chars().map(|c| if c.is_ascii_digit() { c } else { ':' }).collect();
    let clock = date_time(&format!("{day} {time}"))?;
    (separated && plain).then_some(clock)
}

fn split_zone(text: &str) -> Option<(&str, Option<f64>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(0.0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let (clock, zone) = text.split_at(at);
    let sign = if zone.starts_with('-') { -1.0 } else { 1.0 };
    let figures: String = zone.chars().filter(char::is_ascii_digit).collect();
    let hours: f64 = figures.get(..2)?.parse().ok()?;
    let minutes: f64 = figures.get(2..4).map_or(Some(0.0), |m| m.parse().ok())?;
    Some((clock.trim(), Some(sign * (hours * 3600.0 + minutes * 60.0))))
}

/// Seconds on one axis for comparing times of the same file.
pub(crate) fn axis_s(clock: ClockTime) -> f64 {
    match clock {
        ClockTime::Unix { seconds } => seconds,
        ClockTime::Civil { date, second_of_day } => {
            date.map_or(0.0, |(y, m, d)| days_from_civil(y, m, d) as f64 * DAY_S) + second_of_day
        }
    }
}

/// The clock moved on by some seconds, over midnight where need be.
///
/// A step of more than [`LONGEST_STEP_S`] is damage, not time: the clock stays.
pub(crate) fn later(clock: ClockTime, by_s: f64) -> ClockTime {
    if !by_s.is_finite() || by_s.abs() > LONGEST_STEP_S {
        return clock;
    }
    match clock {
        ClockTime::Unix { seconds } => ClockTime::Unix { seconds: micro(seconds + by_s) },
        ClockTime::Civil { date, second_of_day } => {
            let total = micro(second_of_day + by_s);
            let days = (total / DAY_S).floor();
            let date =
                date.map(|(y, m, d)| civil_from_days(days_from_civil(y, m, d) + days as i64));
            ClockTime::Civil { date, second_of_day: total - days * DAY_S }
        }
    }
}

/// Rounded to a microsecond: no file writes more, and a unix time in `f64` holds little more.
fn micro(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i16, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i16, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    // date -u -d 2019-10-16T12:08:58.041+02:00 +%s.%3N  ->  1571220538.041
    #[test]
    fn a_zone_makes_it_unix() {
        assert_eq!(
            date_time("2019-10-16T12:08:58.041+02:00"),
            Some(ClockTime::Unix { seconds: 1_571_220_538.041 })
        );
    }

    #[test]
    fn without_a_zone_it_stays_civil() {
        let clock = date_time("2019-10-22 11:29:06.5").unwrap();
        let expected = ClockTime::Civil { date: Some((2019, 10, 22)), second_of_day: 41_346.5 };
        assert_eq!(clock, expected);
    }

    #[test]
    fn days_go_there_and_back() {
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days_from_civil(2000, 3, 1), 11_017); // date -u -d 2000-03-01 +%s / 86400
        for days in (-40_000..60_000).step_by(17) {
            let (y, m, d) = civil_from_days(days);
            assert_eq!(days_from_civil(y, m, d), days);
        }
    }

    #[test]
    fn past_midnight_is_the_next_day() {
        let clock = ClockTime::Civil { date: Some((2023, 12, 31)), second_of_day: 86_399.0 };
        let expected = ClockTime::Civil { date: Some((2024, 1, 1)), second_of_day: 1.0 };
        assert_eq!(later(clock, 2.0), expected);
    }

    #[test]
    fn an_impossible_step_leaves_the_clock() {
        let clock = ClockTime::Civil { date: Some((2023, 12, 31)), second_of_day: 1.0 };
        for by_s in [1e300, -1e300, f64::NAN] {
            assert_eq!(later(clock, by_s), clock);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["25:00", "12:61", "a:b", "12", "12:00:xx", "", "12:00:00:00"] {
            assert_eq!(second_of_day(text), None, "{text}");
        }
        for text in ["2019-13-01 10:00", "2019-10-22", "ü19-10-22 11:29:06.5", "99"] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }
}
