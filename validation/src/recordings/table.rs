//! Tables of text cells, written as CSV for machines and Markdown for people.

use std::fmt::Write as _;

/// Rows of cells under a header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<&'static str>,
    /// Cells, as many as columns in each row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = String>) {
        let row: Vec<String> = row.into_iter().collect();
        debug_assert_eq!(row.len(), self.header.len());
        self.rows.push(row);
    }

    /// Comma-separated, cells with commas or quotes in quotes, one line a row.
    pub fn csv(&self) -> String {
        let mut text = self.header.join(",");
        text.push('\n');
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }

    /// A Markdown table.
    pub fn markdown(&self) -> String {
        let mut text = format!("| {} |\n|", self.header.join(" | "));
        text.push_str(&"---|".repeat(self.header.len()));
        text.push('\n');
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\"").replace('\n', " "))
    } else {
        cell.to_owned()
    }
}

/// A number with this many digits after the point, or nothing.
pub fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(String::new, |v| {
        // −0.00 and 0.00 are the same number.
        let text = format!("{v:.digits$}");
        match text.strip_prefix('-') {
            Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
            _ => text,
        }
    })
}

/// `3 of 40 (7.5%, 1.6 to 20.4%)`: a share with its exact 95% limits.
pub fn share(count: usize, total: usize) -> String {
    if total == 0 {
        return "none".into();
    }
    format!(
        "{count} of {total} ({:.1}%, {:.1} to {:.1}%)",
        100.0 * count as f64 / total as f64,
        100.0 * crate::limits::lower(count, total),
        100.0 * crate::limits::upper(count, total)
    )
}
