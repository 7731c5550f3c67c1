//! `vagal simulate --people` in a terminal: spread of the changes against the twin, by window.

use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::page::PeoplePage;
use crate::words::{decimal, signed};

/// The answer as text, a newline at the end.
pub fn people(page: &PeoplePage, style: &Style) -> String {
    let mut out = format!("{} · {} simulated persons\n\n", style.say(&page.file), page.people);
    for window in &page.windows {
        let (start_s, end_s) = (window.window.start_s, window.window.end_s);
        let head = format!("{} {start_s:.0}–{end_s:.0} s", window.name);
        out.push_str(&style.bold(&style.say(&head)));
        out.push('\n');
        let mut table = Table::new(&[
            ("quantity", Align::Left),
            ("twin, median (5 to 95%)", Align::Left),
            ("change, median (5 to 95%)", Align::Left),
        ]);
        for line in &window.changes {
            let digits = if line.unit == "ln ms" { 2 } else { 1 };
            let [low, middle, high] = line.twin.map(|v| decimal(v, digits));
            let [fall, change, rise] = line.change.map(|v| signed(v, digits));
            table.row([
                format!("{} {}", line.name, line.unit),
                format!("{middle} ({low} to {high})"),
                format!("{change} ({fall} to {rise})"),
            ]);
        }
        out.push_str(&table.fitted(style));
        out.push('\n');
    }
    out.push_str(&wrap(&style.say(&page.note), style.width).join("\n"));
    out.push('\n');
    out
}
