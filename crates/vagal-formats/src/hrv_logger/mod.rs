//! HRV Logger (Android, iOS): RR intervals with arrival times, events in a file beside it.

use vagal_core::{ClockTime, Entry, Mark, Note, Sensor, Station};

use crate::places::{Places, plural};
use crate::series::SeriesBuilder;
use crate::text::{Cell, Row, Table, decode};
use crate::timeline::{self, Alignment, Timed};
use crate::{FormatDef, Input, ReadError, clock};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "HRV Logger",
    extensions: &["csv"],
    boards_at: "RrSeries",
    salvages: "stray rows; gaps where the phone's clock runs ahead of the intervals",
    refuses: "its HR and Features files, which hold averages and indices",
    source: "https://www.hrv.tools/hrv-logger-faq.html; files of the app, two generations",
    sniff,
    read,
};

const ID: &str = "hrv_logger";

/// Names of the column of time in the two generations, and of the one of elapsed ms.
const TIME: [&str; 2] = ["timestamp", "date"];
const SINCE: [&str; 2] = ["since_start", "since start"];

struct Columns {
    time: usize,
    rr: usize,
}

fn columns(table: &Table) -> Option<Columns> {
    let names: Vec<String> =
        table.header.as_ref()?.iter().map(|n| n.trim().to_ascii_lowercase()).collect();
    let at = |wanted: &[&str]| names.iter().position(|n| wanted.contains(&n.as_str()));
    at(&SINCE)?;
    Some(Columns { time: at(&TIME)?, rr: at(&["rr"])? })
}

fn sniff(bytes: &[u8], _name: &str) -> bool {
    // The header is enough.
    let head = &bytes[..bytes.len().min(4096)];
    decode(head).is_some_and(|text| columns(&Table::parse(&text)).is_some())
}

fn seconds(row: &Row, at: usize) -> Option<(f64, Option<ClockTime>)> {
    match row.cells.get(at)? {
        Cell::Number(ms) => Some((ms / 1000.0, None)),
        Cell::Clock(clock) => Some((clock::axis_s(*clock), Some(*clock))),
        _ => None,
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let damaged = |found: &str| ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: String::new(),
        found: found.into(),
        hint: None,
    };
    let text = decode(input.bytes).ok_or_else(|| damaged("not text"))?;
    let table = Table::parse(&text);
    let columns = columns(&table)
        .ok_or_else(|| damaged("no header with `timestamp`, `rr` and `since_start`"))?;
    let (mut rows, mut stray) = (Vec::new(), Places::default());
    let mut first_clock = None;
    for row in &table.rows {
        let time = seconds(row, columns.time);
        let Some(((time_s, clock), ms)) =
            time.zip(row.cells.get(columns.rr).and_then(Cell::number))
        else {
            stray.add(format_args!("line {}", row.line));
            continue;
        };
        first_clock = first_clock.or(clock);
        let after_stray = row.after_stray;
        rows.push(Timed { time_s, ms, line: row.line, replaced: false, after_stray });
    }
    for (line, text) in &table.stray {
        stray.add(format!("line {line} (`{text}`)"));
    }
    let Some(first) = rows.first() else {
        return Err(ReadError::NoBeats {
            name: input.name.into(),
            place: String::new(),
            found: "a header and no intervals".into(),
            hint: None,
        });
    };
    // The first interval ends when it arrives.
    let zero_s = first.time_s - first.ms.max(0.0) / 1000.0;
    let mut notes = Vec::new();
    stray.salvaged(&mut notes, |n| format!("{} that are no interval; left out", plural(n, "row")));
    let mut builder = SeriesBuilder::default();
    timeline::lay(&rows, Alignment::Arrival, zero_s, &mut builder, &mut notes);
    let series = builder
        .finish(input.options.sensor.unwrap_or(Sensor::ChestStrap), &mut notes)
        .ok_or_else(|| damaged("no value that can be an interval"))?;
    let start = match first_clock {
        Some(clock) => clock::later(clock, zero_s - clock::axis_s(clock)),
        None => ClockTime::Unix { seconds: zero_s },
    };
    Ok(Entry {
        format: ID,
        station: Station::Rr(series),
        start: Some(start),
        marks: events(input, zero_s, &mut notes),
        device: Some("HRV Logger".into()),
        notes,
    })
}

/// Names the events file may have beside this one.
fn event_names(name: &str) -> Vec<String> {
    [("RRIntervals", "Event"), ("RRIntervals", "Events"), ("_RR", "_Events"), ("_RR", "_Event")]
        .iter()
        .filter(|(from, _)| name.contains(from))
        .map(|(from, to)| name.replacen(from, to, 1))
        .collect()
}

fn events(input: &Input<'_>, zero_s: f64, notes: &mut Vec<Note>) -> Vec<Mark> {
    let found = event_names(input.name)
        .into_iter()
        .find_map(|name| Some((input.companions.get(&name)?, name)));
    let Some((bytes, name)) = found else { return Vec::new() };
    let Some(text) = decode(&bytes) else { return Vec::new() };
    let marks: Vec<Mark> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let table = Table::parse(line);
            let (at_s, _) = seconds(table.rows.first()?, 0)?;
            let words = line.split([',', ';']).skip(1).map(str::trim);
            let text = words
                .filter(|w| {
                    !w.is_empty() && w.parse::<f64>().is_err() && *w != "false" && *w != "true"
                })
                .collect::<Vec<_>>()
                .join(", ");
            let text = if text.is_empty() { "event".into() } else { text };
            Some(Mark { time_s: at_s - zero_s, duration_s: None, text })
        })
        .collect();
    if !marks.is_empty() {
        notes.push(Note::info("", format!("{} from {name}", plural(marks.len(), "event"))));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReadOptions;
    use std::collections::BTreeMap;

    #[test]
    fn the_older_layout_with_dates_and_events() {
        let rr = "date,rr,since start\n2025-03-15 09:00:15.500,800,0\n2025-03-15 09:00:16.300,810,\
                  810\n2025-03-15 09:00:17.100,790,1600\n";
        let events = "date,timestamp,annotation,manual\n2025-03-15 09:00:16,0,rest begins,false\n";
        let mut files = BTreeMap::new();
        files.insert("2025-03-15_Events_01.csv".to_owned(), events.as_bytes().to_vec());
        let options = ReadOptions::default();
        let entry = crate::read(rr.as_bytes(), "2025-03-15_RR_01.csv", &files, &options).unwrap();
        assert_eq!(entry.format, "hrv_logger");
        let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
        assert_eq!(series.len(), 3);
        assert_eq!(series.sensor, Sensor::ChestStrap);
        // 09:00:15.5 less 0.8 s
        let Some(ClockTime::Civil { second_of_day, .. }) = entry.start else { panic!() };
        assert!((second_of_day - 32_414.7).abs() < 1e-6);
        assert_eq!(entry.marks[0].text, "rest begins");
        assert!((entry.marks[0].time_s - 1.3).abs() < 1e-6);
    }

    #[test]
    fn unix_milliseconds() {
        let text =
            "timestamp, rr, since_start \n\n1675889367255,894,34096\n1675889367305,930,35026\n";
        let entry =
            crate::read(text.as_bytes(), "x.csv", &crate::NoCompanions, &ReadOptions::default())
                .unwrap();
        let Some(ClockTime::Unix { seconds }) = entry.start else { panic!() };
        assert!((seconds - 1_675_889_366.361).abs() < 1e-3);
        let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
        assert_eq!(series.runs().count(), 1);
    }
}
