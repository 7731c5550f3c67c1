//! Times as people give them: `10:05`, `10:05:30`, `600`, `600s`, `10min`.

use jiff::tz::TimeZone;
use vagal_core::{ClockTime, Mark};

/// A point in a recording, as given on the command line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// Seconds from the start of the recording.
    Seconds(f64),
    /// Seconds since local midnight.
    Clock(f64),
}

/// Why a time could not be used.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum WhenError {
    /// Not a time.
    #[error("`{0}` is neither a clock time (10:05) nor seconds (600)")]
    NotATime(String),
    /// A clock time for a recording without a clock.
    #[error("the recording does not say at which time it started")]
    NoClock,
    /// A zone that is not known.
    #[error("time zone `{0}` is not known")]
    UnknownZone(String),
}

impl WhenError {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotATime(_) => "write 10:05, 10:05:30, 600, 600s or 10min",
            Self::NoClock => "give seconds from the start of the recording instead, such as 600",
            Self::UnknownZone(_) => "write a name such as Europe/Vienna, or UTC",
        }
    }
}

impl std::str::FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let wrong = || WhenError::NotATime(text.to_owned());
        let number = |s: &str| {
            s.trim().parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0).ok_or_else(wrong)
        };
        if text.contains(':') {
            let parts: Vec<&str> = text.split(':').collect();
            let [hours, minutes] = [number(parts[0])?, number(parts[1])?];
            let seconds = parts.get(2).map_or(Ok(0.0), |s| number(s))?;
            let fits = parts.len() <= 3 && hours < 24.0 && minutes < 60.0 && seconds < 60.0;
            let whole = hours.fract() == 0.0 && minutes.fract() == 0.0;
            return if fits && whole {
                Ok(Self::Clock(hours * 3600.0 + minutes * 60.0 + seconds))
            } else {
                Err(wrong())
            };
        }
        if let Some(minutes) = text.strip_suffix("min") {
            return Ok(Self::Seconds(60.0 * number(minutes)?));
        }
        Ok(Self::Seconds(number(text.strip_suffix('s').unwrap_or(text))?))
    }
}

impl When {
    /// Seconds from the start of a recording that started at `start`.
    ///
    /// # Errors
    ///
    /// [`WhenError::NoClock`] for a clock time where the recording has none.
    pub fn in_recording(self, start: Option<ClockTime>, zone: &TimeZone) -> Result<f64, WhenError> {
        let clock_s = match self {
            Self::Seconds(seconds) => return Ok(seconds),
            Self::Clock(clock_s) => clock_s,
        };
        let started_s = second_of_day(start.ok_or(WhenError::NoClock)?, zone);
        let passed_s = clock_s - started_s;
        // A recording that runs past midnight: the clock starts again, the recording does not.
        Ok(if passed_s < 0.0 { passed_s + 86_400.0 } else { passed_s })
    }
}

/// Seconds since local midnight.
fn second_of_day(clock: ClockTime, zone: &TimeZone) -> f64 {
    match clock {
        ClockTime::Civil { second_of_day, .. } => second_of_day,
        ClockTime::Unix { seconds } => local(seconds, zone).map_or(0.0, |local| {
            let time = local.time();
            f64::from(time.hour()) * 3600.0
                + f64::from(time.minute()) * 60.0
                + f64::from(time.second())
                + seconds.rem_euclid(1.0)
        }),
    }
}

fn local(unix_s: f64, zone: &TimeZone) -> Option<jiff::civil::DateTime> {
    let timestamp = jiff::Timestamp::from_second(unix_s.floor() as i64).ok()?;
    Some(timestamp.to_zoned(zone.clone()).datetime())
}

/// The same moment on the clock of a zone; a civil time is one already.
pub fn civil(clock: ClockTime, zone: &TimeZone) -> ClockTime {
    let ClockTime::Unix { seconds } = clock else { return clock };
    let date = local(seconds, zone).and_then(|d| {
        let date = d.date();
        Some((date.year(), date.month().try_into().ok()?, date.day().try_into().ok()?))
    });
    ClockTime::Civil { date, second_of_day: second_of_day(clock, zone) }
}

/// The time zone of a name; the system's where none is given.
///
/// # Errors
///
/// [`WhenError::UnknownZone`].
pub fn zone(name: Option<&str>) -> Result<TimeZone, WhenError> {
    match name {
        None => Ok(TimeZone::system()),
        Some(name) => TimeZone::get(name).map_err(|_| WhenError::UnknownZone(name.to_owned())),
    }
}

/// Start and end of the input from the marks of the file, with a sentence on how they were found.
///
/// Taken are, in this order: one mark with a duration whose text names the input, or the only mark
/// with a duration; marks that say start and end (or begin and stop); exactly two marks.
pub fn from_marks(marks: &[Mark], input_names: &[String]) -> Option<(f64, f64, String)> {
    let has = |mark: &Mark, words: &[&str]| {
        let text = mark.text.to_lowercase();
        words.iter().any(|w| text.split(|c: char| !c.is_alphanumeric()).any(|t| t == *w))
    };
    let names: Vec<&str> = input_names.iter().map(String::as_str).collect();
    let lasting: Vec<&Mark> =
        marks.iter().filter(|m| m.duration_s.is_some_and(|d| d >= 30.0)).collect();
    let named = lasting.iter().find(|m| has(m, &names)).copied();
    let only = if lasting.len() == 1 { Some(lasting[0]) } else { None };
    if let Some(mark) = named.or(only) {
        let end_s = mark.time_s + mark.duration_s?;
        return Some((mark.time_s, end_s, format!("mark `{}` in the file", mark.text)));
    }
    let first = |words: &[&str]| marks.iter().find(|m| has(m, words));
    if let (Some(start), Some(end)) =
        (first(&["start", "begin", "on"]), first(&["end", "stop", "off"]))
        && start.time_s < end.time_s
    {
        let how = format!("marks `{}` and `{}` in the file", start.text, end.text);
        return Some((start.time_s, end.time_s, how));
    }
    match marks {
        [start, end] if start.time_s < end.time_s => {
            Some((start.time_s, end.time_s, "the two marks in the file".into()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        assert_eq!("10:05".parse(), Ok(When::Clock(36_300.0)));
        assert_eq!("10:05:30".parse(), Ok(When::Clock(36_330.0)));
        assert_eq!("600".parse(), Ok(When::Seconds(600.0)));
        assert_eq!("600s".parse(), Ok(When::Seconds(600.0)));
        assert_eq!("10min".parse(), Ok(When::Seconds(600.0)));
        for wrong in
            ["", "ten", "25:00", "10:61", "-5", "1:2:3:4", "10:5.5", "nan", "inf", ":", "::"]
        {
            assert!(wrong.parse::<When>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn clock_times_follow_zone_and_midnight() {
        let utc = TimeZone::UTC;
        let vienna = TimeZone::get("Europe/Vienna").unwrap();
        // 2023-02-10T23:50:00Z
        let start = Some(ClockTime::Unix { seconds: 1_676_073_000.0 });
        let at = |text: &str, zone| text.parse::<When>().unwrap().in_recording(start, zone);
        assert_eq!(at("23:55", &utc), Ok(300.0));
        assert_eq!(at("00:10", &utc), Ok(1200.0));
        assert_eq!(at("00:55", &vienna), Ok(300.0));
        assert_eq!(When::Clock(0.0).in_recording(None, &utc), Err(WhenError::NoClock));
    }

    #[test]
    fn marks_that_name_start_and_end() {
        let mark = |time_s, text: &str, duration_s| Mark { time_s, duration_s, text: text.into() };
        let pair = [mark(300.0, "massage start", None), mark(900.0, "massage end", None)];
        assert_eq!(from_marks(&pair, &[]).map(|m| (m.0, m.1)), Some((300.0, 900.0)));
        let lasting = [mark(10.0, "note", None), mark(60.0, "Massage", Some(600.0))];
        assert_eq!(
            from_marks(&lasting, &["massage".into()]).map(|m| (m.0, m.1)),
            Some((60.0, 660.0))
        );
        assert_eq!(from_marks(&[mark(1.0, "lap", None)], &[]), None);
    }
}
