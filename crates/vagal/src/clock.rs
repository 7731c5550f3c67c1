//! Moments of a diary from what people type and files say: a zone, the time now, and words such as `yesterday 21:30`.

use jiff::tz::TimeZone;
use vagal_core::{ClockTime, Moment};
use vagal_formats::diary::DiaryTime;

use crate::when::{self, WhenError};

/// The zone in which times without one are meant.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
}

/// Why a moment could not be made.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum MomentError {
    /// Not a date or time.
    #[error("`{0}` is no date and no time of day")]
    NotAMoment(String),
    /// Later than now.
    #[error("`{0}` lies in the future")]
    InTheFuture(String),
}

impl MomentError {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAMoment(_) => {
                "write '2026-11-14 10:05', 2026-11-14, 10:05 (today) or 'yesterday 21:30'"
            }
            Self::InTheFuture(_) => {
                "a diary holds what has happened; check the date, and the zone (--tz)"
            }
        }
    }
}

/// A clock may be a little ahead of the one that wrote the file, seconds.
const SLACK_S: i64 = 120;
/// A date without a time is taken as noon: no hour of that day is further away (house choice).
const NOON_S: i64 = 12 * 3600;

impl Zone {
    /// The zone of a name; the system's where none is given.
    ///
    /// # Errors
    ///
    /// [`WhenError::UnknownZone`].
    pub fn named(name: Option<&str>) -> Result<Self, WhenError> {
        when::zone(name).map(|zone| Self { zone })
    }

    /// A second of time on the wall of this zone; `None` for years that no calendar has.
    pub fn at_unix(&self, unix_s: i64) -> Option<Moment> {
        let timestamp = jiff::Timestamp::from_second(unix_s).ok()?;
        Moment::new(unix_s, self.zone.to_offset(timestamp).seconds())
    }

    /// A date and second of the day on the wall of this zone. In the hour that a change of clocks leaves out, the time is as if
    /// it had not been changed; in the one that comes twice, the first is meant.
    pub fn at_wall(&self, date: (i16, u8, u8), second_of_day: i64) -> Option<Moment> {
        // The date is checked there, the seconds here.
        let wall = Moment::from_local(date, second_of_day, 0)?;
        let (hour, rest) = (second_of_day / 3600, second_of_day % 3600);
        let (year, month, day) = wall.local_date();
        let civil = jiff::civil::DateTime::new(
            year,
            month.try_into().ok()?,
            day.try_into().ok()?,
            hour.try_into().ok()?,
            (rest / 60).try_into().ok()?,
            (rest % 60).try_into().ok()?,
            0,
        );
        let timestamp = self.zone.to_timestamp(civil.ok()?).ok()?;
        self.at_unix(timestamp.as_second())
    }

    /// The moment of a clock of a recording, some seconds on; `None` for a clock without a date.
    pub fn of_recording(&self, start: ClockTime, later_s: f64) -> Option<Moment> {
        let start = match start {
            ClockTime::Unix { seconds } => self.at_unix(seconds.floor() as i64)?,
            ClockTime::Civil { date, second_of_day } => {
                self.at_wall(date?, second_of_day.floor() as i64)?
            }
        };
        self.at_unix(start.unix_s().checked_add(later_s.floor() as i64)?)
    }

    /// The moment of a row of a diary: its own where it has a zone.
    pub fn of_diary(&self, time: DiaryTime) -> Option<Moment> {
        match time {
            DiaryTime::Known(moment) => Some(moment),
            DiaryTime::Local { date, second_of_day } => self.at_wall(date, second_of_day.into()),
        }
    }

    /// What a person types: `2026-11-14 10:05`, with seconds or a zone, a date alone (noon), `10:05` (today), `yesterday 21:30`,
    /// `now`.
    ///
    /// # Errors
    ///
    /// [`MomentError`] for anything else, and for the future.
    pub fn typed(&self, text: &str, now: Moment) -> Result<Moment, MomentError> {
        let moment = self.any(text, now)?;
        if moment.unix_s() > now.unix_s() + SLACK_S {
            return Err(MomentError::InTheFuture(text.into()));
        }
        Ok(moment)
    }

    /// The same, the future included: the end of a filter.
    ///
    /// # Errors
    ///
    /// [`MomentError::NotAMoment`].
    pub fn any(&self, text: &str, now: Moment) -> Result<Moment, MomentError> {
        self.read(text.trim(), now).ok_or_else(|| MomentError::NotAMoment(text.into()))
    }

    fn read(&self, text: &str, now: Moment) -> Option<Moment> {
        let lower = text.to_lowercase();
        if lower == "now" {
            return Some(now);
        }
        if let Some(moment) = Moment::parse(text) {
            return Some(moment);
        }
        let today = self.at_unix(now.unix_s())?;
        let back = |days: i64| Moment::new(today.unix_s() - days * 86_400, today.utc_offset_s());
        let (day, rest) = match lower.split_once(' ') {
            Some(("yesterday", rest)) => (back(1)?.local_date(), Some(rest)),
            Some(("today", rest)) => (today.local_date(), Some(rest)),
            _ if lower == "yesterday" => (back(1)?.local_date(), None),
            _ if lower.contains(':') && !lower.contains('-') => (today.local_date(), Some(&*lower)),
            _ => {
                let (date, rest) =
                    lower.split_once([' ', 't']).map_or((&*lower, None), |(d, r)| (d, Some(r)));
                (date_of(date)?, rest)
            }
        };
        self.at_wall(day, rest.map_or(Some(NOON_S), |clock| second_of_day(clock.trim()))?)
    }
}

/// `2026-11-14`
fn date_of(text: &str) -> Option<(i16, u8, u8)> {
    let mut parts = text.split('-');
    let date = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    parts.next().is_none().then_some(date)
}

/// `10:05` or `10:05:30`
fn second_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hour, minute): (i64, i64) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let second: i64 = parts.next().map_or(Some(0), |s| number(s, 2))?;
    let sound = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    sound.then_some(hour * 3600 + minute * 60 + second)
}

fn number<T: std::str::FromStr>(text: &str, most: usize) -> Option<T> {
    let figures = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    figures.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vienna() -> Zone {
        Zone::named(Some("Europe/Vienna")).unwrap()
    }

    #[test]
    fn what_people_type() {
        let now = Moment::parse("2026-11-14T10:05:00+01:00").unwrap();
        for (text, wanted) in [
            ("2026-11-14 09:00", "2026-11-14T09:00:00+01:00"),
            ("2026-11-14T09:00:30", "2026-11-14T09:00:30+01:00"),
            ("2026-07-01 09:00", "2026-07-01T09:00:00+02:00"),
            ("2026-11-13", "2026-11-13T12:00:00+01:00"),
            ("09:00", "2026-11-14T09:00:00+01:00"),
            ("today 9:00", "2026-11-14T09:00:00+01:00"),
            ("Yesterday 21:30", "2026-11-13T21:30:00+01:00"),
            ("yesterday", "2026-11-13T12:00:00+01:00"),
            ("now", "2026-11-14T10:05:00+01:00"),
            ("2026-11-14T09:00:00-05:00", ""),
            ("2026-11-14T03:00:00-05:00", "2026-11-14T03:00:00-05:00"),
        ] {
            let found = vienna().typed(text, now).map(|m| m.to_string());
            if wanted.is_empty() {
                assert_eq!(found, Err(MomentError::InTheFuture(text.into())), "{text}");
            } else {
                assert_eq!(found.as_deref(), Ok(wanted), "{text}");
            }
        }
        for wrong in [
            "",
            "soon",
            "2026-02-30",
            "2026-11-14 25:00",
            "25:00",
            "10",
            "2026",
            "yesterday noon",
            "14.11.2026",
        ] {
            let error = vienna().typed(wrong, now).unwrap_err();
            assert_eq!(error, MomentError::NotAMoment(wrong.into()));
        }
        assert!(matches!(vienna().typed("11:00", now), Err(MomentError::InTheFuture(_))));
    }

    #[test]
    fn a_change_of_clocks_leaves_no_hole() {
        // 2026-03-29 02:30 does not exist in Vienna; 2026-10-25 02:30 comes twice.
        let spring = vienna().at_wall((2026, 3, 29), 9_000).unwrap();
        assert_eq!(spring.to_string(), "2026-03-29T03:30:00+02:00");
        let autumn = vienna().at_wall((2026, 10, 25), 9_000).unwrap();
        assert_eq!(autumn.to_string(), "2026-10-25T02:30:00+02:00");
    }

    #[test]
    fn clocks_of_recordings() {
        let civil = |date| ClockTime::Civil { date, second_of_day: 86_399.5 };
        let later = vienna().of_recording(civil(Some((2026, 11, 14))), 61.0).unwrap();
        assert_eq!(later.to_string(), "2026-11-15T00:01:00+01:00");
        assert_eq!(vienna().of_recording(civil(None), 0.0), None);
        assert_eq!(vienna().of_recording(ClockTime::Unix { seconds: 1e300 }, 0.0), None);
    }
}
