//! RR text: intervals or beat times as plain numbers, one column or with times.
//!
//! The unit is told from the values and never guessed where two readings are possible.

mod one_column;
#[cfg(test)]
mod tests;
mod timed;

use vagal_core::{ClockTime, Entry, Note, Sensor, Station};

use crate::places::{Places, plural};
use crate::text::{Role, Row, Table, decode, role};
use crate::{FormatDef, Input, ReadError, clock};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "RR text (Elite HRV, Kubios input, Polar Sensor Logger, any table with an RR column)",
    extensions: &["txt", "csv", "tsv", "rr", "ibi", "dat"],
    boards_at: "RrSeries, or Beats where the file holds beat times",
    salvages: "lead-in values, stray lines, values not above zero, lost contact, arrival jitter",
    refuses: "numbers whose unit is unclear, sample numbers without a rate, averaged heart rates, \
              tables of indices, sampled waves",
    source: "vagal house rules; Elite HRV export: one interval in ms a line",
    sniff,
    read,
};

const ID: &str = "rr_text";

fn sniff(bytes: &[u8], name: &str) -> bool {
    let options = crate::ReadOptions::default();
    let input = Input { bytes, name, companions: &crate::NoCompanions, options: &options };
    match read(&input) {
        Ok(_) | Err(ReadError::NeedsRate { .. } | ReadError::UnclearUnit { .. }) => true,
        Err(_) => false,
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    if let Some(looks_like) = crate::looks_like::marked(input.bytes, input.name) {
        return Err(not_recognised(input, looks_like));
    }
    let Some(text) = decode(input.bytes) else {
        return Err(not_recognised(input, crate::looks_like::describe(input.bytes, input.name)));
    };
    let table = Table::parse(&text);
    if let Some(found) = crate::looks_like::sampled_table(&table, input.name) {
        return Err(no_beats(input, found));
    }
    let mut notes = Vec::new();
    let prose = table.stray.len() > table.rows.len() || !table.is_even();
    let (station, start) = if table.rows.is_empty() || prose {
        let what = match (&table.header, table.stray.len()) {
            (Some(names), 0) if names.len() < 30 => {
                format!("a header ({}) and no values", names.join(", "))
            }
            _ => crate::looks_like::describe(input.bytes, input.name),
        };
        return Err(not_recognised(input, what));
    } else {
        station(input, &table, &mut notes)?
    };
    let mut stray = Places::default();
    for (line, text) in &table.stray {
        stray.add(format!("line {line} (`{text}`)"));
    }
    stray.salvaged(&mut notes, |n| format!("{} without a number; left out", plural(n, "line")));
    let start = start.or_else(|| {
        let start = clock::in_name(input.name)?;
        notes.push(Note::info("", "the start is the time in the name of the file"));
        Some(start)
    });
    Ok(Entry { format: ID, station, start, marks: Vec::new(), device: None, notes })
}

/// A table of one column without a name, as any format may hold it.
pub(crate) fn one_column(
    input: &Input<'_>,
    table: &Table,
    notes: &mut Vec<Note>,
) -> Result<Station, ReadError> {
    one_column::read(input, table, 0, None, notes)
}

fn station(
    input: &Input<'_>,
    table: &Table,
    notes: &mut Vec<Note>,
) -> Result<(Station, Option<ClockTime>), ReadError> {
    if let Some(names) = &table.header {
        return by_header(input, table, names, notes);
    }
    match table.width() {
        1 => one_column::read(input, table, 0, None, notes).map(|s| (s, None)),
        2 => {
            let columns = timed::Columns { time: 0, value: 1, outlier: None, unit: None };
            timed::read(input, table, columns, notes)
        }
        _ if table.rows.len() == 1 => {
            let flat = flatten(&table.rows[0]);
            one_column::read(input, &flat, 0, None, notes).map(|s| (s, None))
        }
        n => Err(not_recognised(input, format!("a table of {n} columns without names"))),
    }
}

/// One line with all values becomes one column.
fn flatten(row: &Row) -> Table {
    let cells = row.cells.iter().enumerate();
    let rows =
        cells.map(|(at, cell)| Row { line: at + 1, cells: vec![cell.clone()], after_stray: false });
    Table { rows: rows.collect(), flat: true, ..Table::default() }
}

fn by_header(
    input: &Input<'_>,
    table: &Table,
    names: &[String],
    notes: &mut Vec<Note>,
) -> Result<(Station, Option<ClockTime>), ReadError> {
    let roles: Vec<Role> = names.iter().map(|n| role(n)).collect();
    let find = |wanted: fn(&Role) -> bool| roles.iter().position(wanted);
    let time = find(|r| matches!(r, Role::Time(_)));
    let outlier = find(|r| matches!(r, Role::Outlier));
    let rates = roles.iter().filter(|r| matches!(r, Role::HeartRate)).count();
    if roles.contains(&Role::Result) {
        return Err(no_beats(input, format!("a table of indices ({})", names.join(", "))));
    }
    let interval = roles.iter().enumerate().find_map(|(at, role)| match role {
        Role::Rr(unit) => Some((at, unit.map(timed::ValueUnit::from))),
        _ => None,
    });
    let rate = find(|r| matches!(r, Role::HeartRate)).filter(|_| rates == 1 && time.is_some());
    let value = interval.or(rate.map(|at| (at, Some(timed::ValueUnit::BeatsPerMinute))));
    let Some((value, unit)) = value else {
        return match (table.width(), input.options.rr_unit) {
            // A column under an unknown name is read if the user says what it is.
            (1, Some(_)) => one_column::read(input, table, 0, None, notes).map(|s| (s, None)),
            _ => {
                let mut looks_like = format!("a table with the columns {}", names.join(", "));
                if let Some(step) = time.and_then(|at| timed::equal_step(table, at)) {
                    looks_like.push_str(&format!(
                        ", in equal steps of {step}: averages or a sampled signal, not beats"
                    ));
                }
                Err(not_recognised(input, looks_like))
            }
        };
    };
    let mut read = match time {
        Some(time) => {
            timed::read(input, table, timed::Columns { time, value, outlier, unit }, notes)?
        }
        None => (one_column::read(input, table, value, unit, notes)?, None),
    };
    note_others(names, &[Some(value), time, outlier], &roles, notes);
    // A column of R peaks says that there was an ECG.
    let from_ecg = names.iter().any(|n| n.to_ascii_lowercase().starts_with("r_peak"));
    if let Station::Rr(series) = &mut read.0
        && from_ecg
        && series.sensor == Sensor::Unknown
    {
        series.sensor = Sensor::Ecg;
    }
    Ok(read)
}

fn note_others(names: &[String], used: &[Option<usize>], roles: &[Role], notes: &mut Vec<Note>) {
    let others: Vec<&str> = names
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(&Some(*at)) && roles[*at] != Role::Index)
        .map(|(_, name)| name.as_str())
        .collect();
    if !others.is_empty() {
        notes.push(Note::info("header", format!("columns not used: {}", others.join(", "))));
    }
}

fn sensor(input: &Input<'_>) -> Sensor {
    input.options.sensor.unwrap_or(Sensor::Unknown)
}

fn not_recognised(input: &Input<'_>, looks_like: String) -> ReadError {
    ReadError::NotRecognised { name: input.name.into(), looks_like, hint: None }
}

fn no_beats(input: &Input<'_>, found: String) -> ReadError {
    ReadError::NoBeats { name: input.name.into(), place: String::new(), found, hint: None }
}

/// Seconds on one axis of a cell that is a number or a clock time.
fn time_axis(row: &Row, at: usize) -> Option<f64> {
    match row.cells.get(at)? {
        crate::text::Cell::Number(v) => Some(*v),
        crate::text::Cell::Clock(c) => Some(clock::axis_s(*c)),
        _ => None,
    }
}
