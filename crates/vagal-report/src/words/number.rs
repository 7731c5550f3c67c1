//! Numbers as people read them: signs, percentages, odds, durations, clocks.

use vagal_core::response::Estimate;
use vagal_core::{ClockTime, Value};

/// A number with a fixed count of decimals and a true minus sign; `–` if it is not finite.
pub fn decimal(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let text = format!("{:.*}", digits, value.abs());
    let is_zero = text.bytes().all(|b| b == b'0' || b == b'.');
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// Like [`decimal`], with a plus sign before what is above zero.
pub fn signed(value: f64, digits: usize) -> String {
    let text = decimal(value, digits);
    let is_zero = text.bytes().all(|b| b == b'0' || b == b'.');
    if value.is_finite() && value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// A difference of logarithms as a change in per cent: 0.215 → 24.0.
pub fn ln_to_pct(d: f64) -> f64 {
    100.0 * d.exp_m1()
}

/// A difference of logarithms in words: `+24%`.
pub fn change_pct(d: f64) -> String {
    format!("{}%", signed(ln_to_pct(d), 0))
}

/// The 95% interval of a difference of logarithms: `+9 to +41%`.
pub fn range_pct(estimate: &Estimate) -> String {
    format!("{} to {}%", signed(ln_to_pct(estimate.lo), 0), signed(ln_to_pct(estimate.hi), 0))
}

/// A smallest worthwhile change as a share, midway between its way up and its way down: `10%`.
pub fn swc_pct(ln_rmssd: f64) -> String {
    // sinh averages e^s − 1 and 1 − e^−s, which differ by half a point at 0.10.
    format!("{}%", decimal(100.0 * ln_rmssd.sinh(), 0))
}

/// A share in per cent, with one decimal below ten: `0.6%`, `23%`.
pub fn share_pct(pct: f64) -> String {
    // What is exactly none is written without a decimal that would claim a measurement.
    let digits = usize::from(pct.abs() < 9.95 && pct != 0.0);
    format!("{}%", decimal(pct, digits))
}

/// An index without its unit, with the decimals its unit deserves.
pub fn value_number(value: &Value) -> String {
    let digits = match value {
        Value::Ms2(_) => 0,
        Value::LnMs(_) => 2,
        _ => 1,
    };
    decimal(value.number(), digits)
}

/// A probability as printed: `.97`, `> .99`, `< .01`.
pub fn probability(p: f64) -> String {
    if !p.is_finite() {
        return "–".into();
    }
    match p.clamp(0.0, 1.0) {
        p if p >= 0.995 => "> .99".into(),
        p if p < 0.005 => "< .01".into(),
        p => format!("{p:.2}").trim_start_matches('0').to_string(),
    }
}

/// A probability as a frequency: `about 7 in 10`, `about 19 in 20`, `97 in 100`.
///
/// Tenths in the middle, hundredths at the ends, where a tenth would flatter.
pub fn odds(p: f64) -> String {
    if !p.is_finite() {
        return "unknown".into();
    }
    let p = p.clamp(0.0, 1.0);
    let in_100 = (p * 100.0).round();
    match in_100 as u32 {
        _ if p >= 0.995 => "more than 99 in 100".into(),
        _ if p < 0.005 => "fewer than 1 in 100".into(),
        95 => "about 19 in 20".into(),
        5 => "about 1 in 20".into(),
        50 => "about 1 in 2".into(),
        10..=90 => format!("about {:.0} in 10", p * 10.0),
        n => format!("about {n} in 100"),
    }
}

/// A count with narrow groups of three: `2 914`.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(c);
    }
    out
}

/// A stretch of time: `4 s`, `12 min`, `2 h 05 min`.
pub fn duration(seconds: f64) -> String {
    if !seconds.is_finite() {
        return "–".into();
    }
    let s = seconds.max(0.0);
    if s < 9.95 && (s - s.round()).abs() >= 0.05 {
        format!("{s:.1} s")
    } else if s < 99.5 {
        format!("{s:.0} s")
    } else if s < 5970.0 {
        format!("{:.0} min", s / 60.0)
    } else {
        let minutes = (s / 60.0).round() as u64;
        format!("{} h {:02} min", minutes / 60, minutes % 60)
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A point on the wall clock: `14 Nov 2026, 10:05`; Unix time is given in UTC and says so.
pub fn clock(time: &ClockTime) -> String {
    match *time {
        ClockTime::Civil { date, second_of_day } => {
            let hm = hours_minutes(second_of_day);
            match date {
                Some((year, month, day)) => format!("{day} {} {year}, {hm}", month_name(month)),
                None => hm,
            }
        }
        ClockTime::Unix { seconds } if seconds.is_finite() => {
            let days = (seconds / 86_400.0).floor();
            let (year, month, day) = civil_from_days(days as i64);
            let hm = hours_minutes(seconds - days * 86_400.0);
            format!("{day} {} {year}, {hm} UTC", month_name(month))
        }
        ClockTime::Unix { .. } => "–".into(),
    }
}

pub(super) fn month_name(month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|i| MONTHS.get(i)).copied().unwrap_or("?")
}

fn hours_minutes(second_of_day: f64) -> String {
    if !second_of_day.is_finite() {
        return "–".into();
    }
    let minutes = (second_of_day / 60.0).floor() as i64;
    format!("{:02}:{:02}", minutes.div_euclid(60).rem_euclid(24), minutes.rem_euclid(60))
}

/// Year, month and day of the proleptic Gregorian calendar, from days since 1970-01-01.
///
/// Counts in years that begin in March, so that the leap day comes last.
fn civil_from_days(days: i64) -> (i64, u8, u8) {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    const MARCH_YEAR_0_TO_1970: i64 = 719_468;
    let shifted = days.saturating_add(MARCH_YEAR_0_TO_1970);
    let (era, day_of_era) =
        (shifted.div_euclid(DAYS_IN_400_YEARS), shifted.rem_euclid(DAYS_IN_400_YEARS));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_true_and_zero_has_none() {
        assert_eq!(signed(24.4, 0), "+24");
        assert_eq!(signed(-9.5, 1), "−9.5");
        assert_eq!(signed(-0.2, 0), "0");
        assert_eq!(signed(f64::NAN, 0), "–");
    }

    #[test]
    fn logarithms_become_per_cent() {
        // e^0.1 = 1.10517, sinh 0.1 = 0.10017
        assert_eq!(change_pct(0.1), "+11%");
        assert_eq!(change_pct(-0.1), "−10%");
        assert_eq!(swc_pct(0.1), "10%");
    }

    #[test]
    fn odds_never_flatter_at_the_ends() {
        assert_eq!(odds(0.7), "about 7 in 10");
        assert_eq!(odds(0.95), "about 19 in 20");
        assert_eq!(odds(0.93), "about 93 in 100");
        assert_eq!(odds(0.999), "more than 99 in 100");
        assert_eq!(odds(0.001), "fewer than 1 in 100");
        assert_eq!(odds(0.5), "about 1 in 2");
        assert_eq!(odds(f64::NAN), "unknown");
        assert_eq!(probability(0.974), ".97");
        assert_eq!(probability(0.9999), "> .99");
    }

    #[test]
    fn dates_agree_with_the_calendar() {
        // date -u -d @1700000000 '+%-d %b %Y, %H:%M'
        assert_eq!(clock(&ClockTime::Unix { seconds: 1.7e9 }), "14 Nov 2023, 22:13 UTC");
        // date -u -d @951782400
        assert_eq!(clock(&ClockTime::Unix { seconds: 951_782_400.0 }), "29 Feb 2000, 00:00 UTC");
        assert_eq!(clock(&ClockTime::Unix { seconds: -1.0 }), "31 Dec 1969, 23:59 UTC");
        let civil = ClockTime::Civil { date: Some((2026, 11, 14)), second_of_day: 36_300.0 };
        assert_eq!(clock(&civil), "14 Nov 2026, 10:05");
        let odd = ClockTime::Civil { date: Some((2026, 0, 99)), second_of_day: f64::NAN };
        assert_eq!(clock(&odd), "99 ? 2026, –");
    }

    #[test]
    fn durations_pick_their_unit() {
        assert_eq!(duration(4.0), "4 s");
        assert_eq!(duration(4.25), "4.2 s");
        assert_eq!(duration(720.0), "12 min");
        assert_eq!(duration(7500.0), "2 h 05 min");
        assert_eq!(count(2914), "2\u{a0}914");
        assert_eq!(count(914), "914");
    }
}
