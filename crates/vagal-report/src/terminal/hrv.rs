//! `vagal hrv` in a terminal: one row a window, refusals explained once below.

use vagal_core::Summary;

use super::style::Style;
use super::table::{Align, Table};
use super::text::{clean, wrap};
use crate::page::HrvPage;
use crate::words::{self, count, decimal, duration, share_pct};

/// The indices by window as text, a newline at the end.
pub fn hrv(page: &HrvPage, style: &Style) -> String {
    let mut out = format!(
        "{} · {}, {}, {}\n\n",
        clean(&page.source.name),
        clean(&page.source.format),
        words::sensor_name(page.source.sensor),
        duration(page.source.duration_s)
    );
    let ids = ids(&page.windows);
    let mut refusals: Vec<String> = Vec::new();
    if let [one] = page.windows.as_slice() {
        out.push_str(&single(page, one, style, &ids));
    } else {
        let mut head = vec![
            ("start", Align::Right),
            ("end", Align::Right),
            ("NN", Align::Right),
            ("corr", Align::Right),
        ];
        let symbols: Vec<String> = ids.iter().map(|id| symbol(page, id)).collect();
        head.extend(symbols.iter().map(|s| (s.as_str(), Align::Right)));
        let mut table = Table::new(&head);
        for window in &page.windows {
            let mut row = vec![
                format!("{} s", decimal(window.window.start_s, 0)),
                format!("{} s", decimal(window.window.end_s, 0)),
                count(window.n_intervals),
                share_pct(window.corrected_pct),
            ];
            for id in &ids {
                row.push(match window.index(id) {
                    Some(Ok(value)) => value.to_string().replace('-', "−"),
                    Some(Err(unfit)) => {
                        let reason = format!("{}: {unfit}", symbol(page, id));
                        if !refusals.contains(&reason) {
                            refusals.push(reason);
                        }
                        "unfit".into()
                    }
                    None => "–".into(),
                });
            }
            table.row(row);
        }
        out.push_str(&table.render(style));
    }
    if !refusals.is_empty() {
        out.push_str("\nunfit\n");
        for reason in &refusals {
            for (i, line) in wrap(reason, style.width.saturating_sub(2)).iter().enumerate() {
                out.push_str(if i == 0 { "  " } else { "    " });
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    for note in &page.notes {
        out.push_str(&format!("note {} {}\n", clean(&note.place), clean(&note.text)));
    }
    style.spell(out)
}

/// One window: an index a row, with its long name, and refusals in full.
fn single(page: &HrvPage, window: &Summary, style: &Style, ids: &[&'static str]) -> String {
    let mut table =
        Table::new(&[("index", Align::Left), ("value", Align::Right), ("", Align::Left)]);
    table.row(["NN".to_string(), count(window.n_intervals), String::new()]);
    table.row(["corrected".to_string(), share_pct(window.corrected_pct), String::new()]);
    for id in ids {
        let name = page.metrics.iter().find(|m| m.id == *id).map_or("", |m| m.name.as_str());
        match window.index(id) {
            Some(Ok(value)) => {
                table.row([
                    symbol(page, id),
                    value.to_string().replace('-', "−"),
                    name.to_string(),
                ]);
            }
            Some(Err(unfit)) => {
                table.row([symbol(page, id), "unfit".to_string(), unfit.to_string()]);
            }
            None => {}
        }
    }
    table.render(style)
}

fn symbol(page: &HrvPage, id: &str) -> String {
    page.metrics.iter().find(|m| m.id == id).map_or_else(|| id.to_string(), |m| m.symbol.clone())
}

fn ids(windows: &[Summary]) -> Vec<&'static str> {
    let mut ids = Vec::new();
    for index in windows.iter().flat_map(|w| &w.indices) {
        if !ids.contains(&index.id) {
            ids.push(index.id);
        }
    }
    ids
}
