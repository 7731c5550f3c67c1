//! From a measured recording to the facts that safety asks about.

use jiff::civil;
use vagal_core::{ClockTime, Sensor, Value, Window};
use vagal_guide::safety::{NeckPressure, RecordingFacts};
use vagal_signal::rhythm::{five_minute_range_bpm, slowing_after};

use crate::pipeline::Measured;

/// What one recording at rest shows.
///
/// `neck_pressure_s`: when the front of the neck was pressed, seconds on the axis of the file.
pub fn facts(name: &str, measured: &Measured, neck_pressure_s: &[f64]) -> RecordingFacts {
    RecordingFacts {
        name: name.to_owned(),
        day: measured.start.and_then(day),
        is_pulse: measured.sensor == Sensor::Ppg,
        rhythm: measured.rhythm.clone(),
        five_minute_bpm: five_minute_range_bpm(&measured.rr),
        rmssd_ms: rmssd_ms(measured),
        neck_pressure: neck_pressure(measured, neck_pressure_s),
    }
}

/// RMSSD of the whole recording, whatever its rhythm: RC-09 asks whether ectopic beats made it high.
fn rmssd_ms(measured: &Measured) -> Option<f64> {
    let Window { start_s, end_s } = measured.span;
    let window = Window::new(start_s, end_s)?;
    let summary = vagal_signal::summarize(&measured.nn, window, measured.breathing(window), None);
    match summary.index("rmssd")? {
        Ok(Value::Ms(ms)) => Some(ms.as_ms()),
        _ => None,
    }
}

fn neck_pressure(measured: &Measured, at_s: &[f64]) -> NeckPressure {
    let not = |why: &str| NeckPressure::NotJudged(why.to_owned());
    if let Some(why) = &measured.rhythm.not_judged {
        return not(&why.to_string());
    }
    let mut answer = not("no pressure on the front of the neck was marked");
    for at in at_s {
        match slowing_after(&measured.rr, *at) {
            Ok(s) if s.is_slowing() => {
                return NeckPressure::Slowed(format!(
                    "an interval of {:.0} ms and five beats of {:.0} ms in the mean after the pressure at {at:.0} s; in \
                     the minute before {:.0} and {:.0} ms at most",
                    s.longest_ms, s.longest_mean_ms, s.usual_ms, s.usual_mean_ms
                ));
            }
            Ok(_) => answer = NeckPressure::NoChange,
            Err(why) if answer != NeckPressure::NoChange => {
                answer = not(&format!("at {at:.0} s {why}"))
            }
            Err(_) => {}
        }
    }
    answer
}

/// The day of a start, counted from 1970-01-01.
fn day(start: ClockTime) -> Option<i64> {
    match start {
        ClockTime::Unix { seconds } => Some((seconds / 86_400.0).floor() as i64),
        ClockTime::Civil { date: Some((year, month, day)), .. } => {
            let date =
                civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            let since = date - civil::date(1970, 1, 1);
            Some(i64::from(since.get_days()))
        }
        ClockTime::Civil { date: None, .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let civil = |y, m, d| day(ClockTime::Civil { date: Some((y, m, d)), second_of_day: 1.0 });
        assert_eq!(civil(1970, 1, 1), Some(0));
        assert_eq!(civil(2000, 3, 1), Some(11_017));
        assert_eq!(civil(2026, 2, 30), None);
        assert_eq!(day(ClockTime::Unix { seconds: 11_017.0 * 86_400.0 + 5.0 }), Some(11_017));
        assert_eq!(day(ClockTime::Civil { date: None, second_of_day: 1.0 }), None);
    }
}
