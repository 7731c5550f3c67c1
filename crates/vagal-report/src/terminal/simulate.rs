//! `vagal simulate` in a terminal: the readings by window beside the twin's, then the arc station by station.

use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::page::{SimulatePage, StationTrace, WindowPair, WindowReading};
use crate::words::{decimal, duration, signed};

/// Readings of the table: identifier, head, decimals.
const COLUMNS: &[(&str, &str, usize)] = &[
    ("hr", "HR bpm", 1),
    ("rmssd", "RMSSD ms", 1),
    ("sbp", "SBP mmHg", 1),
    ("dbp", "DBP mmHg", 1),
];

/// Columns of the small course of a station.
const COURSE: usize = 16;
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The answer as text, a newline at the end.
pub fn simulate(page: &SimulatePage, style: &Style) -> String {
    let s = &page.scenario;
    let head = format!(
        "{} · {}, {}, {}, {} beats",
        s.file,
        s.model_name,
        duration(s.duration_s),
        if s.noise { format!("seed {}", s.seed) } else { "no noise".into() },
        s.beats
    );
    let mut lines = wrap(&style.say(&head), style.width);
    for stimulus in &page.stimuli {
        let dose = if stimulus.dose.is_empty() {
            String::new()
        } else {
            format!(", {}", stimulus.dose.join(", "))
        };
        let (start_s, end_s) = (stimulus.window.start_s, stimulus.window.end_s);
        let text = format!("{} from {start_s:.0} to {end_s:.0} s{dose}", stimulus.name);
        lines.extend(wrap(&style.say(&text), style.width));
    }
    let mut out = lines.join("\n");
    out.push_str("\n\n");
    out.push_str(&readings(page, style));
    out.push_str(
        "\nWith the stimuli; in brackets the change against the twin, the same seed without.\n\n",
    );
    out.push_str(&arc(page, style));
    let mut remarks: Vec<String> = page.notes.iter().map(|note| format!("note: {note}")).collect();
    let off = page.hypotheses.iter().filter(|h| h.on != h.default);
    remarks.extend(off.map(|h| format!("hypothesis {} ({}): {}", h.id, h.claim, h.text)));
    remarks.push(
        "A model of a reflex arc, not of a person; what it says about touch is a hypothesis."
            .into(),
    );
    out.push('\n');
    for remark in remarks {
        out.push_str(&wrap(&style.say(&remark), style.width).join("\n"));
        out.push('\n');
    }
    out
}

fn value(reading: &WindowReading, id: &str) -> Option<f64> {
    let index = reading.summary.index(id).map(|v| v.as_ref().ok().map(|v| v.number()));
    match index {
        Some(found) => found,
        None => reading.means.iter().find(|mean| mean.id == id).map(|mean| mean.value),
    }
}

fn readings(page: &SimulatePage, style: &Style) -> String {
    let mut heads = vec![("window", Align::Left), ("s", Align::Right)];
    heads.extend(COLUMNS.iter().map(|(_, head, _)| (*head, Align::Right)));
    let mut table = Table::new(&heads);
    for pair in &page.windows {
        let window = format!("{:.0}–{:.0}", pair.window.start_s, pair.window.end_s);
        let mut row = vec![pair.name.clone(), window];
        row.extend(COLUMNS.iter().map(|(id, _, digits)| cell(pair, id, *digits)));
        table.row(row);
    }
    table.fitted(style)
}

fn cell(pair: &WindowPair, id: &str, digits: usize) -> String {
    match (value(&pair.with, id), value(&pair.twin, id)) {
        (Some(with), Some(twin)) => {
            format!("{} ({})", decimal(with, digits), signed(with - twin, digits))
        }
        (Some(with), None) => decimal(with, digits),
        (None, _) => "unfit".into(),
    }
}

fn arc(page: &SimulatePage, style: &Style) -> String {
    let plots = !style.is_plain();
    let mut heads = vec![
        ("station", Align::Left),
        ("usual", Align::Right),
        ("change", Align::Right),
        ("founded", Align::Left),
    ];
    if plots {
        heads.push(("over time", Align::Left));
    }
    let mut table = Table::new(&heads);
    for station in &page.stations {
        let changes = changes(station);
        let twin = mean(station.twin.iter().copied());
        let most = changes.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
        let (Some(twin), Some(most)) = (twin, most) else { continue };
        let name = if station.unit.is_empty() {
            station.name.clone()
        } else {
            format!("{} {}", station.name, station.unit)
        };
        let mut row = vec![name, decimal(twin, 2), signed(most, 3), station.founded.clone()];
        if plots {
            row.push(course(&changes));
        }
        table.row(row);
    }
    table.fitted(style)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) =
        values.filter(|v| v.is_finite()).fold((0.0, 0.0), |(sum, n), v| (sum + v, n + 1.0));
    (n > 0.0).then(|| sum / n)
}

/// With less without, in as many stretches as the course has columns.
fn changes(station: &StationTrace) -> Vec<f64> {
    let seconds = station.with.len().min(station.twin.len());
    let columns = COURSE.min(seconds.max(1));
    (0..columns)
        .filter_map(|column| {
            let (from, to) = (column * seconds / columns, (column + 1) * seconds / columns);
            mean((from..to).map(|second| station.with[second] - station.twin[second]))
        })
        .collect()
}

/// Bars from the lowest to the highest change; a middle line where nothing changes.
fn course(changes: &[f64]) -> String {
    let lowest = changes.iter().copied().fold(0.0, f64::min);
    let highest = changes.iter().copied().fold(0.0, f64::max);
    let span = highest - lowest;
    if span <= 1e-9 {
        return "·".repeat(changes.len());
    }
    let bar =
        |value: &f64| BARS[(((value - lowest) / span * 7.0).round() as usize).min(BARS.len() - 1)];
    changes.iter().map(bar).collect()
}
