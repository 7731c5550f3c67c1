//! `vagal simulate --validate` in a terminal: row by row, failures named again at the end.

use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::page::{STANDINGS, ValidationLine, ValidationPage};
use crate::words::decimal;

/// The table as text, a newline at the end.
pub fn validation(page: &ValidationPage, style: &Style) -> String {
    let mut out = String::new();
    let same = |a: &ValidationLine, b: &ValidationLine| {
        (a.row, &a.stimulus, &a.source, &a.standing) == (b.row, &b.stimulus, &b.source, &b.standing)
    };
    for group in page.rows.chunk_by(same) {
        let first = &group[0];
        let head = format!("{} {} · {}", first.row, first.stimulus, first.standing);
        for line in wrap(&style.say(&head), style.width) {
            out.push_str(&style.bold(&line));
            out.push('\n');
        }
        let mut table = Table::new(&[
            ("", Align::Left),
            ("quantity", Align::Left),
            ("model", Align::Right),
            ("accepted", Align::Left),
        ]);
        for row in group {
            let mark = if row.in_range { "ok" } else { "FAIL" };
            let value = format!("{} {}", figure(row.value), row.unit);
            let range = format!("{} to {}", figure(row.lo), figure(row.hi));
            table.row([mark, &row.quantity, value.trim_end(), &range]);
        }
        out.push_str(&table.fitted(style));
        for line in wrap(&style.say(&first.source), style.width) {
            out.push_str(&style.dim(&line));
            out.push('\n');
        }
        out.push('\n');
    }
    for (standing, means) in STANDINGS {
        let (pass, of) = page.count(standing);
        out.push_str(&style.say(&format!("{standing}: {pass} of {of} in range ({means})")));
        out.push('\n');
    }
    for row in page.rows.iter().filter(|row| !row.in_range) {
        let text = format!(
            "not in range: row {}, {}, {}: {} {}",
            row.row,
            row.stimulus,
            row.quantity,
            figure(row.value),
            row.unit
        );
        out.push_str(&wrap(&style.say(&text), style.width).join("\n"));
        out.push('\n');
    }
    out
}

/// Three significant figures, no trailing zeros behind the point.
fn figure(value: f64) -> String {
    /// Below this a value is rounding around zero in every row of the table.
    const NOTHING: f64 = 1e-6;
    if value.abs() < NOTHING {
        return "0".into();
    }
    let digits = (2 - value.abs().log10().floor() as i32).clamp(0, 6) as usize;
    let text = decimal(value, digits);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
