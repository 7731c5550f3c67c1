//! Tables of the command line: columns aligned by display width, one line a row.

use super::style::Style;
use super::text::{clean, display_width, hanging, wrap};

/// On which side the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// A table, built row by row.
///
/// ```
/// use vagal_report::terminal::{Align, Look, Style, Table};
/// let mut table = Table::new(&[("format", Align::Left), ("beats", Align::Right)]);
/// table.row(["edf", "2 914"]);
/// let text = table.render(&Style::new(80, Look::Plain));
/// assert_eq!(text, "format  beats\nedf     2 914\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    head: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with the heads of its columns.
    pub fn new(head: &[(&str, Align)]) -> Self {
        Self { head: head.iter().map(|(h, a)| (clean(h), *a)).collect(), rows: Vec::new() }
    }

    /// Adds a row; missing cells stay empty, surplus cells are dropped.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> &mut Self {
        let mut row: Vec<String> = cells.into_iter().map(|c| clean(c.as_ref())).collect();
        row.resize(self.head.len(), String::new());
        self.rows.push(row);
        self
    }

    /// Rows so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without a row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text, one line a row; the last column is never padded, so it may be long.
    pub fn render(&self, style: &Style) -> String {
        let (heads, rows) = self.said(style);
        self.lines(&heads, &rows, style)
    }

    /// The table within the columns of the style: the last column wraps; where it would be narrower
    /// than `NARROWEST`, each row becomes a block of labelled lines.
    pub fn fitted(&self, style: &Style) -> String {
        let (heads, rows) = self.said(style);
        let widths = widths(&heads, &rows);
        let Some((last, others)) = widths.split_last() else { return String::new() };
        let taken: usize = others.iter().map(|w| w + 2).sum();
        if taken + last <= style.width {
            return self.lines(&heads, &rows, style);
        }
        if taken + NARROWEST > style.width {
            return blocks(&heads, &rows, style);
        }
        let mut wrapped: Vec<Vec<String>> = Vec::new();
        for row in rows {
            let Some((text, cells)) = row.split_last() else { continue };
            for (i, line) in wrap(text, style.width - taken).into_iter().enumerate() {
                let mut cells =
                    if i == 0 { cells.to_vec() } else { vec![String::new(); cells.len()] };
                cells.push(line);
                wrapped.push(cells);
            }
        }
        self.lines(&heads, &wrapped, style)
    }

    /// Heads and cells in the words of the style.
    fn said(&self, style: &Style) -> (Vec<String>, Vec<Vec<String>>) {
        let heads = self.head.iter().map(|(h, _)| style.say(h)).collect();
        let rows = self.rows.iter().map(|r| r.iter().map(|c| style.say(c)).collect()).collect();
        (heads, rows)
    }

    fn lines(&self, heads: &[String], rows: &[Vec<String>], style: &Style) -> String {
        let widths = widths(heads, rows);
        let mut out = style.dim(&self.line(heads, &widths));
        out.push('\n');
        for row in rows {
            out.push_str(&self.line(row, &widths));
            out.push('\n');
        }
        out
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut out = String::new();
        for (column, ((cell, width), (_, align))) in
            cells.iter().zip(widths).zip(&self.head).enumerate()
        {
            let pad = " ".repeat(width - display_width(cell).min(*width));
            if column > 0 {
                out.push_str("  ");
            }
            match align {
                Align::Right => out.extend([pad.as_str(), cell]),
                Align::Left => out.extend([cell, pad.as_str()]),
            }
        }
        out.trim_end().to_string()
    }
}

/// A last column narrower than this is read worse than a block of lines (house choice).
const NARROWEST: usize = 20;

fn widths(heads: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let widest = |(column, head): (usize, &String)| {
        let cells = rows.iter().filter_map(|r| r.get(column));
        cells.map(|c| display_width(c)).max().unwrap_or(0).max(display_width(head))
    };
    heads.iter().enumerate().map(widest).collect()
}

/// Each row as labelled lines, a blank line between rows; empty cells are left out.
fn blocks(heads: &[String], rows: &[Vec<String>], style: &Style) -> String {
    let indent = heads.iter().map(|h| display_width(h)).max().unwrap_or(0) + 2;
    let mut out = String::new();
    for row in rows {
        for (head, cell) in heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            for line in hanging(head, indent, cell, style.width) {
                out.push_str(&line);
                out.push('\n');
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::style::Look;
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&[("set", Align::Left), ("what it is", Align::Left)]);
        table.row(["meditation", "heart beats before and during Chi and yoga meditation"]);
        table
    }

    #[test]
    fn a_last_column_too_wide_for_the_terminal_wraps() {
        let text = table().fitted(&Style::new(40, Look::Plain));
        let expected = "set         what it is\n\
                        meditation  heart beats before and\n            during Chi and yoga\n            meditation\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_table_too_wide_for_that_becomes_blocks() {
        let mut table = Table::new(&[("a long head of a column", Align::Left), ("x", Align::Left)]);
        table.row(["one two three four five six", "seven eight nine ten eleven"]);
        let text = table.fitted(&Style::new(40, Look::Plain));
        assert!(text.starts_with("a long head of a column  one two"), "{text}");
        assert!(text.lines().all(|l| display_width(l) <= 41), "{text}");
        assert!(text.contains("\nx                        seven"), "{text}");
    }
}
