//! A table of numbers in text: header, rows, and the lines that fit neither.

use vagal_core::ClockTime;

use crate::clock;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Number(f64),
    Clock(ClockTime),
    Text,
    Empty,
}

impl Cell {
    pub(crate) fn number(&self) -> Option<f64> {
        if let Self::Number(v) = self { Some(*v) } else { None }
    }

    /// A number or a clock time on one axis: seconds for a clock, as written for a number.
    pub(crate) fn is_clock(&self) -> bool {
        matches!(self, Self::Clock(_))
    }

    fn is_value(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Clock(_))
    }
}

/// One row of values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Line in the file, from 1.
    pub(crate) line: usize,
    pub(crate) cells: Vec<Cell>,
    /// True if a line before it, after the first row, could not be read.
    pub(crate) after_stray: bool,
}

/// A text file as a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// Column names, where the file has them.
    pub(crate) header: Option<Vec<String>>,
    pub(crate) rows: Vec<Row>,
    /// Lines that are neither comment, header nor row: number and start of the text.
    pub(crate) stray: Vec<(usize, String)>,
    /// True if all values stood on one line: a row's `line` is then the number of the value.
    pub(crate) flat: bool,
}

/// Characters of a stray line shown to the reader.
const STRAY_SHOWN: usize = 40;

impl Table {
    /// Takes the text apart. Never fails; a text without numbers gives no rows.
    pub(crate) fn parse(text: &str) -> Self {
        let mut table = Self::default();
        let delimiter = Delimiter::of(text);
        let mut stray_before = false;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            if line.starts_with(['#', '%']) || line.starts_with("//") {
                continue;
            }
            let fields = delimiter.split(line);
            let cells: Vec<Cell> = fields.iter().map(|f| cell(f, delimiter)).collect();
            if cells.iter().any(Cell::is_value) && !is_name_row(&table, &cells) {
                let after_stray = stray_before && !table.rows.is_empty();
                table.rows.push(Row { line: at + 1, cells, after_stray });
                stray_before = false;
            } else if table.header.is_none()
                && table.rows.is_empty()
                && table.stray.is_empty()
                && line.contains(char::is_alphanumeric)
            {
                table.header = Some(fields.iter().map(|f| unquote(f).to_owned()).collect());
            } else {
                table.stray.push((at + 1, line.chars().take(STRAY_SHOWN).collect()));
                stray_before = true;
            }
        }
        table
    }

    /// The number of cells that most rows have.
    pub(crate) fn width(&self) -> usize {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for row in &self.rows {
            match counts.iter_mut().find(|(width, _)| *width == row.cells.len()) {
                Some((_, n)) => *n += 1,
                None => counts.push((row.cells.len(), 1)),
            }
        }
        counts.into_iter().max_by_key(|&(_, n)| n).map_or(0, |(width, _)| width)
    }

    /// True if at least half of the rows have the same number of cells: prose has not.
    pub(crate) fn is_even(&self) -> bool {
        let width = self.width();
        let alike = self.rows.iter().filter(|r| r.cells.len() == width).count();
        2 * alike >= self.rows.len()
    }

    /// Numbers of one column, row by row; `None` where the cell is missing or not a number.
    pub(crate) fn column(&self, at: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        self.rows.iter().map(move |row| row.cells.get(at).and_then(Cell::number))
    }
}

/// A first line such as `1560279825.000000, IBI` or `time,Vp01` mixes names and values: names win
/// where there are more of them.
fn is_name_row(table: &Table, cells: &[Cell]) -> bool {
    let names = cells.iter().filter(|c| matches!(c, Cell::Text)).count();
    table.rows.is_empty() && table.header.is_none() && names * 2 > cells.len()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delimiter {
    Semicolon,
    Tab,
    Comma,
    /// The comma is the decimal sign and blanks, if anything, part the columns.
    Blank {
        decimal_comma: bool,
    },
}

/// Lines looked at to find the delimiter. House choice: headers are shorter.
const SAMPLED: usize = 200;

impl Delimiter {
    fn of(text: &str) -> Self {
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with(['#', '%']))
            .take(SAMPLED)
            .collect();
        let share = |c: char| {
            lines.iter().filter(|l| l.contains(c)).count() as f64 / lines.len().max(1) as f64
        };
        if share(';') > 0.5 {
            Self::Semicolon
        } else if share('\t') > 0.5 {
            Self::Tab
        } else if share(',') > 0.5 {
            if lines.len() >= 8 && lines.iter().all(|l| is_decimal_comma(l)) {
                Self::Blank { decimal_comma: true }
            } else {
                Self::Comma
            }
        } else {
            Self::Blank { decimal_comma: false }
        }
    }

    fn split(self, line: &str) -> Vec<&str> {
        match self {
            Self::Semicolon => quoted(line, ';'),
            Self::Tab => line.split('\t').map(str::trim).filter(|f| !f.is_empty()).collect(),
            Self::Comma => quoted(line, ','),
            Self::Blank { .. } => line.split_whitespace().collect(),
        }
    }

    fn decimal_comma(self) -> bool {
        !matches!(self, Self::Comma | Self::Blank { decimal_comma: false })
    }
}

/// `0,812`: one value in seconds, not two columns. A row number would soon exceed 3.
fn is_decimal_comma(line: &str) -> bool {
    let Some((whole, part)) = line.split_once(',') else { return false };
    let figures = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    figures(whole) && figures(part) && matches!(whole, "0" | "1" | "2" | "3")
}

fn quoted(line: &str, delimiter: char) -> Vec<&str> {
    let mut fields = Vec::new();
    let (mut start, mut inside) = (0, false);
    for (at, c) in line.char_indices() {
        if c == '"' {
            inside = !inside;
        } else if c == delimiter && !inside {
            fields.push(line[start..at].trim());
            start = at + c.len_utf8();
        }
    }
    fields.push(line[start..].trim());
    fields
}

fn unquote(field: &str) -> &str {
    field.trim().trim_matches('"').trim()
}

fn cell(field: &str, delimiter: Delimiter) -> Cell {
    let field = unquote(field);
    if field.is_empty() || field.eq_ignore_ascii_case("nan") || field.eq_ignore_ascii_case("na") {
        return Cell::Empty;
    }
    let parsed = match field.parse::<f64>() {
        Err(_) if delimiter.decimal_comma() => field.replacen(',', ".", 1).parse::<f64>(),
        other => other,
    };
    match parsed {
        Ok(v) if v.is_finite() => Cell::Number(v),
        Ok(_) => Cell::Empty,
        Err(_) => clock::date_time(field).map_or(Cell::Text, Cell::Clock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<Vec<Option<f64>>> {
        let table = Table::parse(text);
        table.rows.iter().map(|r| r.cells.iter().map(Cell::number).collect()).collect()
    }

    #[test]
    fn delimiters() {
        let expected = vec![vec![Some(1.5), Some(800.0)], vec![Some(2.5), Some(810.0)]];
        for text in [
            "1.5,800\n2.5,810",
            "1.5;800\n2.5;810",
            "1.5\t800\n2.5\t810",
            "1.5  800\r\n2.5 810\r\n",
        ] {
            assert_eq!(numbers(text), expected, "{text:?}");
        }
        assert_eq!(numbers("1,5;800\n2,5;810"), expected);
    }

    #[test]
    fn decimal_comma_in_one_column() {
        let text = "0,812\n0,799\n1,02\n0,9\n0,8\n0,8\n0,8\n0,8\n";
        assert_eq!(numbers(text)[2], [Some(1.02)]);
        // The same commas part columns when the first column counts up.
        let text = "0,812\n1,799\n2,820\n3,900\n4,800\n5,800\n6,800\n7,800\n";
        assert_eq!(numbers(text)[2], [Some(2.0), Some(820.0)]);
    }

    #[test]
    fn header_comment_stray() {
        let table = Table::parse("# made by hand\nrr\n800\n@\n810\n");
        assert_eq!(table.header.as_deref(), Some(&["rr".to_owned()][..]));
        assert_eq!(table.stray, [(4, "@".to_owned())]);
        assert_eq!(table.rows.iter().map(|r| r.after_stray).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn quotes_hold_the_delimiter() {
        assert_eq!(quoted("a,\"1,2\",b", ','), ["a", "\"1,2\"", "b"]);
    }
}
