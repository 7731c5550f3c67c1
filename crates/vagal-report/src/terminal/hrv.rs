//! `vagal hrv` in a terminal: one row a window, refusals explained once below.

use vagal_core::{Summary, Value};

use super::style::Style;
use super::table::{Align, Table};
use super::text::{display_width, hanging, wrap};
use crate::page::HrvPage;
use crate::words::{self, count, decimal, duration, share_pct, value_number};

/// The indices by window as text, a newline at the end.
///
/// Where the columns are too many for the terminal they follow in blocks, each with its windows.
pub fn hrv(page: &HrvPage, style: &Style) -> String {
    let source = &page.source;
    let head = format!(
        "{} · {}, {}, {}",
        source.name,
        source.format,
        words::sensor_name(source.sensor),
        duration(source.duration_s)
    );
    let mut lines = wrap(&style.say(&head), style.width);
    lines.push(String::new());
    let mut out = lines.join("\n");
    out.push('\n');
    match page.windows.as_slice() {
        [] => out.push_str("no window\n"),
        [one] => out.push_str(&single(page, one, style)),
        _ => out.push_str(&many(page, style)),
    }
    for note in &page.notes {
        for line in
            hanging("note", 6, &style.say(&format!("{} {}", note.place, note.text)), style.width)
        {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

/// A column: what it is, its unit, its cells.
struct Column {
    head: String,
    unit: String,
    cells: Vec<String>,
}

impl Column {
    fn width(&self) -> usize {
        let texts = self.cells.iter().chain([&self.head, &self.unit]);
        texts.map(|t| display_width(t)).max().unwrap_or(0)
    }
}

fn many(page: &HrvPage, style: &Style) -> String {
    let fixed = |head: &str, unit: &str, cell: fn(&Summary) -> String| Column {
        head: head.into(),
        unit: unit.into(),
        cells: page.windows.iter().map(cell).collect(),
    };
    let times = [
        fixed("start", "s", |w| decimal(w.window.start_s, 0)),
        fixed("end", "s", |w| decimal(w.window.end_s, 0)),
    ];
    let mut columns = vec![
        fixed("NN", "", |w| count(w.n_intervals)),
        fixed("corrected", "", |w| share_pct(w.corrected_pct)),
    ];
    let mut refusals: Vec<String> = Vec::new();
    for id in ids(&page.windows) {
        columns.push(index_column(page, id, &mut refusals));
    }
    let taken: usize = times.iter().map(|c| c.width() + 2).sum();
    let mut out = String::new();
    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let mut used = taken;
        let fit = rest
            .iter()
            .take_while(|c| {
                used += c.width() + 2;
                // The last column needs no space behind it.
                used <= style.width + 2
            })
            .count()
            .max(1);
        let (block, after) = rest.split_at(fit);
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&block_text(&times, block, style));
        rest = after;
    }
    if !refusals.is_empty() {
        out.push_str("\nunfit\n");
        for reason in &refusals {
            for line in hanging(" ", 2, &style.say(reason), style.width) {
                out.push_str(&line);
                out.push('\n');
            }
        }
    }
    out
}

fn block_text(times: &[Column], block: &[Column], style: &Style) -> String {
    let columns: Vec<&Column> = times.iter().chain(block).collect();
    let head: Vec<(&str, Align)> =
        columns.iter().map(|c| (c.head.as_str(), Align::Right)).collect();
    let mut table = Table::new(&head);
    table.row(columns.iter().map(|c| c.unit.as_str()));
    let rows = columns.iter().map(|c| c.cells.len()).max().unwrap_or(0);
    for row in 0..rows {
        table.row(columns.iter().map(|c| c.cells.get(row).map_or("", String::as_str)));
    }
    table.render(style)
}

fn index_column(page: &HrvPage, id: &'static str, refusals: &mut Vec<String>) -> Column {
    let mut unit = "";
    let cells = page
        .windows
        .iter()
        .map(|window| match window.index(id) {
            Some(Ok(value)) => {
                unit = value.unit();
                value_number(value)
            }
            Some(Err(unfit)) => {
                let reason = format!("{}: {unfit}", symbol(page, id));
                if !refusals.contains(&reason) {
                    refusals.push(reason);
                }
                "unfit".into()
            }
            None => "–".into(),
        })
        .collect();
    Column { head: symbol(page, id), unit: unit.into(), cells }
}

/// One window: an index a row, with its long name, and refusals in full.
fn single(page: &HrvPage, window: &Summary, style: &Style) -> String {
    let mut table = Table::new(&[
        ("index", Align::Left),
        ("value", Align::Right),
        ("unit", Align::Left),
        ("", Align::Left),
    ]);
    let mut put = |name: &str, value: String, unit: &str, text: String| {
        table.row([name.to_string(), value, unit.to_string(), text]);
    };
    put("NN", count(window.n_intervals), "", "intervals".into());
    put("corrected", share_pct(window.corrected_pct), "", "of them".into());
    for id in ids(std::slice::from_ref(window)) {
        let name = page.metrics.iter().find(|m| m.id == id).map_or("", |m| m.name.as_str());
        match window.index(id) {
            Some(Ok(value)) => {
                put(&symbol(page, id), value_number(value), Value::unit(*value), name.into());
            }
            Some(Err(unfit)) => put(&symbol(page, id), "unfit".into(), "", unfit.to_string()),
            None => {}
        }
    }
    table.fitted(style)
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
