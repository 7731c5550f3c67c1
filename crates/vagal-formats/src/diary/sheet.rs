//! Sheet: a table of text with named columns, and the times that people and programs write into one.

use vagal_core::{ClockTime, Moment};

use super::DiaryTime;
use crate::clock;
use crate::text::decode;

/// Seconds since midnight of noon: where a file has a date and no time.
pub(crate) const NOON_S: u32 = 12 * 3600;

/// A table with a header.
#[derive(Debug)]
pub(crate) struct Sheet {
    header: Vec<String>,
    rows: Vec<csv::StringRecord>,
    /// Lines that could not be taken apart.
    pub(crate) torn: Vec<usize>,
}

/// One row with its line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SheetRow<'a> {
    pub(crate) line: usize,
    record: &'a csv::StringRecord,
}

impl Sheet {
    /// Takes the text apart by the delimiter its first line has most of; `None` if it is not text or has no header.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = decode(bytes)?;
        let first = text.lines().next()?;
        let delimiter = b",;\t".iter().max_by_key(|d| first.matches(char::from(**d)).count())?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().ok()?.iter().map(str::to_lowercase).collect();
        let mut sheet = Self { header, rows: Vec::new(), torn: Vec::new() };
        for record in reader.records() {
            match record {
                Ok(record) => sheet.rows.push(record),
                Err(error) => sheet.torn.push(line_of(error.position())),
            }
        }
        Some(sheet)
    }

    /// Names of the columns, in small letters.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of the column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }

    /// True if it has all of these columns.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.column(name).is_some())
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = SheetRow<'_>> {
        self.rows.iter().map(|record| SheetRow { line: line_of(record.position()), record })
    }
}

/// True if the first line names all of these columns; nothing else is looked at.
pub(crate) fn names(bytes: &[u8], columns: &[&str]) -> bool {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    Sheet::parse(&bytes[..end]).is_some_and(|sheet| sheet.has(columns))
}

impl<'a> SheetRow<'a> {
    /// The text of a column; `None` if it is missing, empty or a dash.
    pub(crate) fn text(self, column: Option<usize>) -> Option<&'a str> {
        let text = self.record.get(column?)?;
        (!text.is_empty() && text != "-").then_some(text)
    }

    /// The number of a column, with a point or a comma as its decimal sign.
    pub(crate) fn number(self, column: Option<usize>) -> Option<f64> {
        let text = self.text(column)?;
        let number = text.parse().or_else(|_| text.replacen(',', ".", 1).parse());
        number.ok().filter(|v: &f64| v.is_finite())
    }
}

fn line_of(position: Option<&csv::Position>) -> usize {
    position.map_or(0, |p| p.line() as usize)
}

/// A date with a time and perhaps a zone, or a date alone, for which `alone` gives the time.
pub(crate) fn time(text: &str, alone: u32) -> Option<DiaryTime> {
    let text = text.trim();
    if let Some(moment) = Moment::parse(text) {
        return Some(DiaryTime::Known(moment));
    }
    match clock::date_time(text) {
        Some(ClockTime::Civil { date: Some(date), second_of_day }) => {
            local(date, second_of_day as u32)
        }
        // A zone that is not written as in ISO 8601: the time is known, the place is not far off.
        Some(ClockTime::Unix { seconds }) => {
            Moment::new(seconds.floor() as i64, zone_s(text)).map(DiaryTime::Known)
        }
        Some(ClockTime::Civil { date: None, .. }) => None,
        None if text.len() <= 10 => match clock::date_time(&format!("{text} 00:00"))? {
            ClockTime::Civil { date: Some(date), .. } => local(date, alone),
            _ => None,
        },
        None => None,
    }
}

/// A date that exists, with a second of its day.
fn local(date: (i16, u8, u8), second_of_day: u32) -> Option<DiaryTime> {
    Moment::from_local(date, second_of_day.into(), 0)?;
    Some(DiaryTime::Local { date, second_of_day })
}

/// The offset at the end of `2026-11-14 10:05:00 +0100`, seconds; 0 for `Z`.
fn zone_s(text: &str) -> i32 {
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > 10) else { return 0 };
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    let figures: String = text[at..].chars().filter(char::is_ascii_digit).collect();
    let part = |range: std::ops::Range<usize>| -> i32 {
        figures.get(range).and_then(|t| t.parse().ok()).unwrap_or(0)
    };
    sign * (part(0..2) * 3600 + part(2..4) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_diaries_write_them() {
        let local = |h: u32, m: u32, s: u32| {
            Some(DiaryTime::Local { date: (2020, 4, 29), second_of_day: h * 3600 + m * 60 + s })
        };
        assert_eq!(time("2020-04-29  22:33:33", 0), local(22, 33, 33));
        assert_eq!(time("2020-04-29T07:05", 0), local(7, 5, 0));
        assert_eq!(time("29.04.2020 07:05", 0), local(7, 5, 0));
        assert_eq!(time("2020-04-29", NOON_S), local(12, 0, 0));
        let known = Moment::parse("2020-04-29T07:05:00+02:00").map(DiaryTime::Known);
        assert_eq!(time("2020-04-29T07:05:00+02:00", 0), known);
        assert_eq!(time("2020-04-29 07:05:00 +0200", 0), known);
        for wrong in [
            "",
            "tomorrow",
            "2020-02-30",
            "2020-02-30 10:00",
            "10:05",
            "1675889367255",
            "2020-04-29 25:00",
        ] {
            assert_eq!(time(wrong, 0), None, "{wrong}");
        }
    }
}
