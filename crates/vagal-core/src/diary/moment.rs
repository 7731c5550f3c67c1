//! Moment: a second in time and the clock on the wall where the person was.

/// Seconds since 1970-01-01T00:00:00Z with the offset of the local clock. Ordered by time alone first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    unix_s: i64,
    utc_offset_s: i32,
}

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, so that every moment has a four-digit year.
const EARLIEST_S: i64 = -62_135_596_800;
const LATEST_S: i64 = 253_402_300_799;
/// Local clocks were never further from UTC than 16 h (tz database).
const LARGEST_OFFSET_S: i32 = 16 * 3600;
const DAY_S: i64 = 86_400;

impl Moment {
    /// Accepts years 1 to 9999 and offsets up to 16 h; `None` otherwise.
    pub fn new(unix_s: i64, utc_offset_s: i32) -> Option<Self> {
        let local_s = unix_s.checked_add(i64::from(utc_offset_s))?;
        let fits = (EARLIEST_S..=LATEST_S).contains(&unix_s)
            && (EARLIEST_S..=LATEST_S).contains(&local_s)
            && utc_offset_s.abs() <= LARGEST_OFFSET_S;
        fits.then_some(Self { unix_s, utc_offset_s })
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_s(self) -> i64 {
        self.unix_s
    }

    /// Seconds the local clock is ahead of UTC.
    pub fn utc_offset_s(self) -> i32 {
        self.utc_offset_s
    }

    /// Days from `earlier` to this moment, with fraction; negative if this one came first.
    pub fn days_since(self, earlier: Self) -> f64 {
        (self.unix_s - earlier.unix_s) as f64 / DAY_S as f64
    }

    /// Hour of the local day with fraction, 0 to below 24.
    pub fn local_hour(self) -> f64 {
        self.local_s().rem_euclid(DAY_S) as f64 / 3600.0
    }

    /// Number of the local day: 0 is 1970-01-01. Two moments of the same number share a date on the wall.
    pub fn local_day(self) -> i64 {
        self.local_s().div_euclid(DAY_S)
    }

    /// Date on the local wall: year, month, day.
    pub fn local_date(self) -> (i16, u8, u8) {
        // Days are counted from 0000-03-01, so that a leap day ends its year (Hinnant, chrono-compatible algorithms).
        let day = self.local_day() + 719_468;
        let era = day.div_euclid(146_097);
        let of_era = day.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i16, month as u8, (of_year - (153 * shifted + 2) / 5 + 1) as u8)
    }

    /// The moment at which the wall shows a date and a second of the day under an offset; `None` for a date that does not
    /// exist, a day of more than 24 h or an impossible offset.
    pub fn from_local(
        (year, month, day): (i16, u8, u8),
        second_of_day: i64,
        utc_offset_s: i32,
    ) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let shifted_year = i64::from(year) - i64::from(month <= 2);
        let shifted_month = i64::from(if month > 2 { month - 3 } else { month + 9 });
        let year_of_era = shifted_year.rem_euclid(400);
        let of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
        let local_day = shifted_year.div_euclid(400) * 146_097 + of_era - 719_468;
        let local_s = local_day * DAY_S + second_of_day;
        let moment = Self::new(local_s.checked_sub(i64::from(utc_offset_s))?, utc_offset_s)?;
        // The 31st of a shorter month would come out as the next one.
        let exists = moment.local_date() == (year, month, day);
        ((0..DAY_S).contains(&second_of_day) && exists).then_some(moment)
    }

    /// `2026-11-14` of a local day as [`Moment::local_day`] counts them; `day N` outside of the years 1 to 9999.
    pub fn date_of_day(day: i64) -> String {
        let moment = day.checked_mul(DAY_S).and_then(|s| Self::new(s, 0));
        moment.map_or_else(|| format!("day {day}"), Self::date)
    }

    /// `2026-11-14` on the local wall.
    pub fn date(self) -> String {
        let (year, month, day) = self.local_date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Reads what is displayed: `2026-11-14T10:05:00+01:00`, or `Z` for the offset; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once('T')?;
        let (clock, offset) = match rest.strip_suffix('Z') {
            Some(clock) => (clock, 0),
            None => {
                let (clock, offset) = rest.split_at_checked(8)?;
                let sign = match offset.get(..1)? {
                    "+" => 1,
                    "-" => -1,
                    _ => return None,
                };
                (clock, sign * sexagesimal(offset.get(1..)?)?)
            }
        };
        let [year, month, day] = numbers::<3>(date, '-')?;
        let date = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
        let [hour, minute, second] = numbers::<3>(clock, ':')?;
        if minute > 59 || second > 59 {
            return None;
        }
        let second_of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Self::from_local(date, second_of_day, offset)
    }

    fn local_s(self) -> i64 {
        self.unix_s + i64::from(self.utc_offset_s)
    }
}

/// Exactly `N` whole numbers parted by `mark`.
fn numbers<const N: usize>(text: &str, mark: char) -> Option<[u32; N]> {
    let parts: Vec<u32> = text
        .split(mark)
        .map(|part| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?)
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// Seconds of `01:30` or, for the clocks of the nineteenth century, `01:05:21`.
fn sexagesimal(text: &str) -> Option<i32> {
    let [hour, minute, second] = match numbers::<2>(text, ':') {
        Some([hour, minute]) => [hour, minute, 0],
        None => numbers::<3>(text, ':')?,
    };
    let sound = hour < 24 && minute < 60 && second < 60;
    sound.then_some((hour * 3600 + minute * 60 + second) as i32)
}

/// `2026-11-14T10:05:00+01:00`
impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.local_date();
        let s = self.local_s().rem_euclid(DAY_S);
        let (hour, minute, second) = (s / 3600, s % 3600 / 60, s % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        let offset = self.utc_offset_s.abs();
        let sign = if self.utc_offset_s < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", offset / 3600, offset % 3600 / 60)?;
        if offset % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", offset % 60) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_wall_decides_hour_and_day() {
        // 2026-11-14T23:30:00Z is half past midnight of the 15th in Vienna.
        let vienna = Moment::new(1_794_699_000, 3600).unwrap();
        assert_eq!(vienna.local_date(), (2026, 11, 15));
        assert_eq!(vienna.local_hour(), 0.5);
        assert_eq!(vienna.to_string(), "2026-11-15T00:30:00+01:00");
        let utc = Moment::new(1_794_699_000, 0).unwrap();
        assert_eq!(utc.local_date(), (2026, 11, 14));
        assert_eq!(vienna.local_day() - utc.local_day(), 1);
        assert_eq!(vienna.days_since(utc), 0.0);
    }

    #[test]
    fn dates_of_the_calendar() {
        // GNU date: date -u -d @N +%F
        for (unix_s, date) in [
            (0, (1970, 1, 1)),
            (951_782_400, (2000, 2, 29)),
            (-1, (1969, 12, 31)),
            (4_107_542_399, (2100, 2, 28)),
            (4_107_542_400, (2100, 3, 1)),
            (EARLIEST_S, (1, 1, 1)),
            (LATEST_S, (9999, 12, 31)),
        ] {
            assert_eq!(Moment::new(unix_s, 0).unwrap().local_date(), date, "{unix_s}");
        }
        assert_eq!(Moment::new(LATEST_S + 1, 0), None);
        assert_eq!(Moment::new(LATEST_S, 1), None);
        assert_eq!(Moment::new(0, 17 * 3600), None);
        assert_eq!(Moment::new(i64::MAX, 1), None);
    }

    #[test]
    fn what_is_displayed_is_read_back() {
        for day in (-600_000..2_900_000_i64).step_by(997) {
            for offset_s in [0, 3600, -12_600, 3_921] {
                let moment = Moment::new(day * DAY_S + 3_723, offset_s).unwrap();
                assert_eq!(Moment::parse(&moment.to_string()), Some(moment), "{moment}");
            }
        }
        assert_eq!(Moment::parse("1970-01-01T00:00:01Z"), Moment::new(1, 0));
        for wrong in [
            "",
            "T",
            "1970-01-01",
            "1970-02-29T00:00:00Z",
            "1970-01-01T24:00:00Z",
            "1970-01-01T00:60:00Z",
            "1970-01-01T00:00:00",
            "1970-01-01T00:00:00+25:00",
            "1970-01-01T00:00:0ü+01:00",
            "1970-13-01T00:00:00Z",
            "99999-01-01T00:00:00Z",
            "1970-01-01T99999999999:00:00Z",
            "-1-01-01T00:00:00Z",
        ] {
            assert_eq!(Moment::parse(wrong), None, "{wrong}");
        }
    }
}
