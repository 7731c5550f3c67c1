//! A calendar day, so that a review can fall due. Today is always an argument.

use serde::Deserialize;
use std::fmt;

/// A day of the Gregorian calendar, written `2027-06-01`. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Accepts a day that exists; `None` otherwise.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let length = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        (1..=length).contains(&day).then_some(Self { year, month, day })
    }

    /// Reads `2027-06-01`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else { return None };
        let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
            .ok_or_else(|| format!("`{text}` is no day; write it like \"2027-06-01\""))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn only_days_that_exist_are_read() {
        for good in ["2027-06-01", "2028-02-29", "2000-02-29", "1999-12-31"] {
            assert_eq!(Date::parse(good).map(|d| d.to_string()).as_deref(), Some(good));
        }
        for bad in
            ["2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "2027-4-1"]
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        for bad in ["", "+027-06-01", "2027-06-01-02", "2027/06/01", "２０２７-06-01"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_ordered_by_time() {
        let days = ["2026-12-31", "2027-01-01", "2027-01-02", "2027-02-01"].map(Date::parse);
        assert!(days.is_sorted());
    }
}
