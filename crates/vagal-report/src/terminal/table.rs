//! Tables of the command line: columns aligned by display width, one line a row.

use super::style::Style;
use super::text::{clean, display_width};

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

    /// The table as text, a newline after each row; the last column is never padded, so it may be long.
    pub fn render(&self, style: &Style) -> String {
        let said = |cells: &[String]| cells.iter().map(|c| style.say(c)).collect::<Vec<_>>();
        let heads: Vec<String> = self.head.iter().map(|(h, _)| style.say(h)).collect();
        let rows: Vec<Vec<String>> = self.rows.iter().map(|r| said(r)).collect();
        let widths: Vec<usize> = (0..self.head.len())
            .map(|column| {
                let cells = rows.iter().filter_map(|r| r.get(column));
                let widest = cells.map(|c| display_width(c)).max().unwrap_or(0);
                widest.max(display_width(&heads[column]))
            })
            .collect();
        let mut out = style.dim(&self.line(&heads, &widths));
        out.push('\n');
        for row in &rows {
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
