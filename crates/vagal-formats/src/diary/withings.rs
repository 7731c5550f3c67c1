//! Withings: the raw export of a sleep mat, heart rate and sleep state minute by minute.

use vagal_core::diary::kinds;
use vagal_core::{Moment, Note, Sensor};

use super::sheet::{Sheet, names};
use super::{DiaryDef, DiaryFile, DiaryInput, DiaryItem, DiaryRow, DiaryTime, DiaryValue};
use crate::ReadError;
use crate::places::{Places, plural};

const ID: &str = "withings_sleep";

pub(crate) const DEF: DiaryDef = DiaryDef {
    id: ID,
    name: "Withings: raw heart rate and sleep state of a sleep monitor",
    takes: "each night's mean heart rate asleep and hours asleep, at the end of that sleep",
    leaves: "minutes awake; a night without the file of sleep states beside it, because heart rate in bed is not heart rate asleep",
    source: "raw_sleep-monitor_hr.csv and raw_sleep-monitor_sleep-state.csv of an account's export",
    sniff,
    read,
};

/// A pause longer than this ends a night, seconds (house choice: three hours up are a new sleep).
const NIGHT_GAP_S: i64 = 3 * 3600;
/// Fewest minutes asleep that are called a night (house choice).
const SHORTEST_MIN: usize = 120;
/// Sleep states: 0 awake, 1 light, 2 deep, 3 REM.
const ASLEEP: std::ops::RangeInclusive<f64> = 1.0..=3.0;

/// One stretch of constant value.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: Moment,
    length_s: i64,
    value: f64,
    line: usize,
}

fn sniff(bytes: &[u8], name: &str) -> bool {
    names(bytes, &["start", "duration", "value"]) && name.contains("sleep-monitor")
}

fn read(input: &DiaryInput<'_>) -> Result<DiaryFile, ReadError> {
    let refused = |found: &str, hint: &str| ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: String::new(),
        found: found.into(),
        hint: Some(hint.into()),
    };
    let is_state = input.name.contains("sleep-state");
    let mut notes = Vec::new();
    let other = |from, to| input.companions.get(&input.name.replace(from, to));
    if is_state {
        if other("sleep-state", "hr").is_some() {
            notes.push(Note::info("", "read together with the file of heart rates beside it"));
            return Ok(DiaryFile { format: ID, rows: Vec::new(), notes });
        }
        return Err(refused(
            "sleep states without heart rates",
            "put raw_sleep-monitor_hr.csv beside it",
        ));
    }
    let states = other("_hr", "_sleep-state").ok_or_else(|| ReadError::MissingCompanion {
        name: input.name.into(),
        format: ID,
        companion: input.name.replace("_hr", "_sleep-state"),
        hint: Some(
            "heart rate in bed is not heart rate asleep: put the file of sleep states beside it"
                .into(),
        ),
    })?;
    let mut stray = Places::default();
    let rates = pieces(input.bytes, &mut stray);
    let states = pieces(&states, &mut Places::default());
    stray.salvaged(&mut notes, |n| format!("{} that cannot be read; left out", plural(n, "row")));
    let rows = nights(&rates, &states, &mut notes);
    notes.push(Note::info(
        "",
        "heart rate asleep is lower than at rest awake and is kept as a series of its own; the standard error of a night is not known",
    ));
    Ok(DiaryFile { format: ID, rows, notes })
}

/// `start,"[60,60]","[66,65]"`, taken apart into stretches in order of time.
fn pieces(bytes: &[u8], stray: &mut Places) -> Vec<Piece> {
    let Some(sheet) = Sheet::parse(bytes) else { return Vec::new() };
    let columns = ["start", "duration", "value"].map(|name| sheet.column(name));
    let mut pieces = Vec::new();
    for row in sheet.rows() {
        let list = |column| -> Option<Vec<f64>> { serde_json::from_str(row.text(column)?).ok() };
        let start = row.text(columns[0]).and_then(Moment::parse);
        let lists = list(columns[1]).zip(list(columns[2])).filter(|(a, b)| a.len() == b.len());
        let Some((start, (lengths, values))) = start.zip(lists) else {
            stray.add(format_args!("line {}", row.line));
            continue;
        };
        let mut at_s = start.unix_s();
        for (length_s, value) in lengths.into_iter().zip(values) {
            let sound = (1.0..=86_400.0).contains(&length_s) && value.is_finite();
            let Some(start) = Moment::new(at_s, start.utc_offset_s()).filter(|_| sound) else {
                stray.add(format_args!("line {}", row.line));
                break;
            };
            let length_s = length_s as i64;
            pieces.push(Piece { start, length_s, value, line: row.line });
            at_s += length_s;
        }
    }
    pieces.sort_by_key(|p| p.start);
    // An export may hold the same stretch twice.
    pieces.dedup_by_key(|p| p.start.unix_s());
    pieces
}

/// Two rows a night: heart rate asleep and hours asleep.
fn nights(rates: &[Piece], states: &[Piece], notes: &mut Vec<Note>) -> Vec<DiaryRow> {
    let asleep: Vec<&Piece> = states.iter().filter(|p| ASLEEP.contains(&p.value)).collect();
    let mut rows = Vec::new();
    let mut short = Places::default();
    let apart =
        |a: &&Piece, b: &&Piece| b.start.unix_s() - a.start.unix_s() - a.length_s <= NIGHT_GAP_S;
    for night in asleep.chunk_by(apart) {
        let (Some(first), Some(last)) = (night.first(), night.last()) else { continue };
        let slept_s: i64 = night.iter().map(|p| p.length_s).sum();
        let Some(end) = Moment::new(last.start.unix_s() + last.length_s, last.start.utc_offset_s())
        else {
            continue;
        };
        let inside: Vec<f64> = night
            .iter()
            .filter_map(|p| {
                let at =
                    rates.binary_search_by_key(&p.start.unix_s(), |r| r.start.unix_s()).ok()?;
                Some(rates[at].value)
            })
            .collect();
        if inside.len() < SHORTEST_MIN {
            short.add(format_args!("line {}", first.line));
            continue;
        }
        let mean = inside.iter().sum::<f64>() / inside.len() as f64;
        let values = [
            DiaryValue::typed(kinds::SLEEPING_HR, mean)
                .map(|value| DiaryValue { sensor: Some(Sensor::Unknown), ..value }),
            DiaryValue::typed(kinds::SLEEP, slept_s as f64 / 3600.0),
        ];
        let time = DiaryTime::Known(end);
        rows.extend(values.into_iter().flatten().map(|value| DiaryRow {
            line: first.line,
            person: None,
            time,
            item: DiaryItem::Value(value),
        }));
    }
    short.salvaged(notes, |n| {
        format!(
            "{} of less than {SHORTEST_MIN} min asleep with a heart rate; left out",
            plural(n, "sleep")
        )
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use crate::diary::read_diary;

    /// Hours of one value a minute, from a start.
    fn minutes(start: &str, count: usize, value: &str) -> String {
        let list = |item: &str| vec![item; count].join(",");
        format!("{start},\"[{}]\",\"[{}]\"\n", list("60"), list(value))
    }

    #[test]
    fn a_night_is_what_was_slept() {
        let name = "raw_sleep-monitor_hr.csv";
        let head = "start,duration,value\n";
        let rates = format!(
            "{head}{}{}",
            minutes("2020-10-24T00:00:00+02:00", 180, "60"),
            minutes("2020-10-23T22:00:00+02:00", 120, "70")
        );
        // Awake for the first hour, asleep for the other four.
        let states = format!(
            "{head}{}{}",
            minutes("2020-10-23T22:00:00+02:00", 60, "0"),
            minutes("2020-10-23T23:00:00+02:00", 240, "2")
        );
        let beside =
            BTreeMap::from([("raw_sleep-monitor_sleep-state.csv".to_owned(), states.into_bytes())]);
        let file = read_diary(rates.as_bytes(), name, &beside).unwrap();
        let values: Vec<(&str, f64)> = file
            .rows
            .iter()
            .map(|r| match &r.item {
                DiaryItem::Value(v) => (v.kind, v.value),
                other => panic!("{other:?}"),
            })
            .collect();
        // One hour at 70 and three at 60; the night ends at 03:00.
        assert_eq!(values, [("sleeping_hr", 62.5), ("sleep", 4.0)]);
        assert_eq!(
            file.rows[0].time,
            DiaryTime::Known(Moment::parse("2020-10-24T03:00:00+02:00").unwrap())
        );
        let alone = read_diary(rates.as_bytes(), name, &crate::NoCompanions).unwrap_err();
        assert!(alone.hint().unwrap().contains("asleep"), "{alone}");
    }
}
