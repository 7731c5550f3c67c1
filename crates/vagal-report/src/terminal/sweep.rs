//! A sweep in a terminal: a row a value, the change of each window beside it.

use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::page::{SweepChange, SweepPage};
use crate::words::{change_pct, decimal, signed};

/// Columns of the bar of the first window.
const BAR: f64 = 12.0;

/// The sweep as text, a newline at the end.
pub fn sweep(page: &SweepPage, style: &Style) -> String {
    let mut head: Vec<(String, Align)> = vec![(page.key.clone(), Align::Right)];
    for window in &page.windows {
        let window = window.replace('_', " ");
        head.extend([
            (format!("{window} RMSSD"), Align::Right),
            ("HR bpm".into(), Align::Right),
            ("SBP mmHg".into(), Align::Right),
        ]);
    }
    head.push((String::new(), Align::Left));
    let heads: Vec<(&str, Align)> = head.iter().map(|(h, a)| (h.as_str(), *a)).collect();
    let mut table = Table::new(&heads);
    let first = |row: &crate::page::SweepRow| row.changes.first().and_then(|c| c.ln_rmssd);
    let most = page.rows.iter().filter_map(first).map(f64::abs).fold(0.0, f64::max);
    for row in &page.rows {
        let mut cells = vec![decimal(row.value, 3)];
        cells.extend(row.changes.iter().flat_map(said));
        let length = first(row)
            .map_or(0.0, |d| if most > 0.0 { (BAR * d.abs() / most).round() } else { 0.0 });
        let bar = if first(row).is_some_and(|d| d < 0.0) { "▒" } else { "█" };
        cells.push(if style.is_plain() { String::new() } else { bar.repeat(length as usize) });
        table.row(cells);
    }
    let note = "Changes against the same seed without the stimuli; ▒ falls, █ rises, of RMSSD in the first window. A model, not a measurement.";
    let note = if style.is_plain() {
        "Changes against the same seed without the stimuli. A model, not a measurement."
    } else {
        note
    };
    format!("{}\n{}\n", table.render(style), wrap(note, style.width).join("\n"))
}

fn said(change: &SweepChange) -> [String; 3] {
    let or_unfit = |text: Option<String>| text.unwrap_or_else(|| "unfit".into());
    [
        or_unfit(change.ln_rmssd.map(change_pct)),
        or_unfit(change.hr_bpm.map(|v| signed(v, 1))),
        or_unfit(change.sbp_mmhg.map(|v| signed(v, 1))),
    ]
}
