//! A diary somebody keeps in a spreadsheet: a column of dates, and columns called as the kinds of reading are.

use vagal_core::Note;
use vagal_core::Precision;
use vagal_core::diary::{BodyRegion, READING_KINDS, body_region, kinds, reading_kind};

use super::sheet::{NOON_S, Sheet, time};
use super::{DiaryDef, DiaryFile, DiaryInput, DiaryItem, DiaryRow, DiaryTime, DiaryValue};
use crate::ReadError;
use crate::places::{Places, plural};

const ID: &str = "diary_csv";

pub(crate) const DEF: DiaryDef = DiaryDef {
    id: ID,
    name: "a table with a column of dates and columns called as the kinds of reading",
    takes: "columns with an identifier, name or synonym of a kind, or a region of the body (tension there), in the unit of the kind; `input` with `minutes`",
    leaves: "columns of other names; a column `hrv`, which does not say whether it is RMSSD or SDNN, refuses the file",
    source: "the kinds of reading (docs/src/diary.md)",
    sniff,
    read,
};

/// Names of a column of dates or times.
const TIMES: [&str; 6] = ["date", "datetime", "time", "at", "day", "timestamp"];

/// Names that say heart rate variability and not which measure of it.
const UNCLEAR: [&str; 6] =
    ["hrv", "hrv ms", "hrv_ms", "hrv (ms)", "heart rate variability", "nightly hrv"];

/// Rows that lie closer than this are a recording taken apart, seconds. House choice: nobody keeps a diary by the minute.
const CLOSEST_S: i64 = 120;

/// What a column holds.
#[derive(Clone, Copy, Debug)]
enum Column {
    Kind(&'static str),
    Region(&'static BodyRegion),
}

fn column(name: &str) -> Option<Column> {
    // `tension neck`, or `neck` alone.
    let region =
        name.strip_prefix("tension").map_or(name, |rest| rest.trim_matches([' ', '_', '-']));
    if let Some(kind) = reading_kind(name) {
        return Some(Column::Kind(kind.id));
    }
    body_region(region).map(Column::Region)
}

fn time_column(sheet: &Sheet) -> Option<usize> {
    TIMES.iter().find_map(|name| sheet.column(name))
}

fn sniff(bytes: &[u8], _name: &str) -> bool {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let Some(sheet) = Sheet::parse(&bytes[..end]) else { return false };
    // A file with intervals is a recording, whatever else stands beside them.
    let beats = ["rr", "rr_ms", "ibi", "nn", "since_start", "rr interval"];
    let known = |name: &String| {
        column(name).is_some() || name == "input" || UNCLEAR.contains(&name.as_str())
    };
    time_column(&sheet).is_some()
        && sheet.header().iter().any(known)
        && !beats.iter().any(|name| sheet.column(name).is_some())
}

fn read(input: &DiaryInput<'_>) -> Result<DiaryFile, ReadError> {
    let refused = |place: &str, found: String, hint: &str| ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: place.into(),
        found,
        hint: Some(hint.into()),
    };
    let sheet = Sheet::parse(input.bytes)
        .ok_or_else(|| refused("", "no table".into(), "save the spreadsheet as CSV"))?;
    if let Some(name) = sheet.header().iter().find(|h| UNCLEAR.contains(&h.as_str())) {
        return Err(ReadError::UnclearUnit {
            name: input.name.into(),
            found: format!("column `{name}` does not say whether it is RMSSD or SDNN"),
            hint: "call the column rmssd, `nightly rmssd` or `nightly sdnn`, as the device's manual says".into(),
        });
    }
    let date = time_column(&sheet);
    let clock = sheet.column("time").filter(|c| date != Some(*c));
    let columns: Vec<(usize, Column)> = sheet
        .header()
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != date && Some(*at) != clock)
        .filter_map(|(at, name)| Some((at, column(name)?)))
        .collect();
    let (what, minutes) = (sheet.column("input"), sheet.column("minutes"));
    let (mut rows, mut undated, mut odd) = (Vec::new(), Places::default(), Places::default());
    let mut dates_alone = false;
    for row in sheet.rows() {
        let day = row.text(date);
        dates_alone |= clock.is_none() && day.is_some_and(|text| text.len() <= 10);
        let both = day.zip(row.text(clock)).map(|(day, clock)| format!("{day} {clock}"));
        let text = both.as_deref().or(day);
        let Some(at) = text.and_then(|text| time(text, NOON_S)) else {
            undated.add(format_args!("line {}", row.line));
            continue;
        };
        let mut push = |item| rows.push(DiaryRow { line: row.line, person: None, time: at, item });
        for &(at, column) in &columns {
            let Some(number) = row.number(Some(at)) else {
                if let Some(text) = row.text(Some(at)) {
                    odd.add(format_args!("line {}: `{text}`", row.line));
                }
                continue;
            };
            let (kind, region) = match column {
                Column::Kind(kind) => (kind, None),
                Column::Region(region) => (kinds::TENSION, Some(region)),
            };
            match DiaryValue::typed(kind, number) {
                Some(value) => push(DiaryItem::Value(DiaryValue { region, ..value })),
                None => odd.add(format_args!("line {}: {kind} {number}", row.line)),
            }
        }
        if let Some(word) = row.text(what) {
            push(DiaryItem::Input {
                word: word.to_owned(),
                precision: Precision::Minute,
                minutes: row.number(minutes),
            });
        }
    }
    if rows.is_empty() {
        return Err(refused(
            "",
            "no row with a date and a value".into(),
            "write dates as 2026-11-14 or 2026-11-14 07:05",
        ));
    }
    if closely_spaced(&rows) {
        return Err(refused(
            "",
            "rows lie seconds apart: results within a recording, not days of a diary".into(),
            "import the file with the intervals of that recording instead",
        ));
    }
    let mut notes = Vec::new();
    undated.salvaged(&mut notes, |n| format!("{} without a date; left out", plural(n, "row")));
    odd.salvaged(&mut notes, |n| format!("{} that cannot be; left out", plural(n, "value")));
    let left: Vec<&str> = sheet
        .header()
        .iter()
        .enumerate()
        .filter(|(at, name)| {
            let used = [date, clock, what, minutes].contains(&Some(*at));
            !used && !name.is_empty() && column(name).is_none()
        })
        .map(|(_, name)| name.as_str())
        .collect();
    if !left.is_empty() {
        let known = READING_KINDS.iter().map(|k| k.id).collect::<Vec<_>>().join(", ");
        notes.push(Note::info(
            "line 1",
            format!("columns left out: {} (known: {known})", left.join(", ")),
        ));
    }
    if dates_alone {
        notes.push(Note::info("", "dates without a time are taken as noon"));
    }
    Ok(DiaryFile { format: ID, rows, notes })
}

/// True if half of the steps between different times are shorter than [`CLOSEST_S`].
fn closely_spaced(rows: &[DiaryRow]) -> bool {
    let mut times: Vec<i64> = rows
        .iter()
        .map(|row| match row.time {
            DiaryTime::Known(moment) => moment.unix_s(),
            DiaryTime::Local { date, second_of_day } => {
                crate::clock::days_from_civil(date.0, date.1, date.2) * 86_400
                    + i64::from(second_of_day)
            }
        })
        .collect();
    times.sort_unstable();
    times.dedup();
    let close = times.windows(2).filter(|pair| pair[1] - pair[0] < CLOSEST_S).count();
    times.len() > 4 && 2 * close >= times.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoCompanions;
    use crate::diary::read_diary;

    fn read(text: &str) -> Result<DiaryFile, ReadError> {
        read_diary(text.as_bytes(), "own.csv", &NoCompanions)
    }

    #[test]
    fn columns_follow_from_the_registries() {
        let mut text = String::from("date");
        let mut line = String::from("2026-11-14 07:05");
        for kind in READING_KINDS {
            text.push_str(&format!(",{}", kind.id));
            line.push_str(&format!(",{}", kind.to_typed(0.5 * (kind.range.0 + kind.range.1))));
        }
        let file = read(&format!("{text}\n{line}\n")).unwrap();
        let found: Vec<&str> = file
            .rows
            .iter()
            .filter_map(|r| if let DiaryItem::Value(v) = &r.item { Some(v.kind) } else { None })
            .collect();
        assert_eq!(found, READING_KINDS.iter().map(|k| k.id).collect::<Vec<_>>());
    }

    #[test]
    fn a_spreadsheet_as_people_keep_it() {
        let text = "Datum;Date;Time;Tension;Neck;tension lower back;Stress;RMSSD;Input;Minutes;Remark\r\n\
                    x;14.11.2026;07:05;6;7;5,5;4;38,2;massage;60;good\r\n\
                    x;15.11.2026;21:30;4;;;;;;;\r\n\
                    x;sometime;;4;;;;;;;\r\n\
                    x;16.11.2026;;11;a lot;;;;;;\r\n\
                    x;17.11.2026;08:00;3;;;;;;;\r\n";
        let file = read(text).unwrap();
        assert_eq!(file.format, ID);
        assert_eq!(file.rows.len(), 5 + 1 + 2);
        let DiaryItem::Value(back) = &file.rows[2].item else { panic!() };
        assert_eq!((back.region.map(|r| r.id), back.value), (Some("lower_back"), 5.5));
        assert!(file.notes.iter().any(|n| n.text.contains("columns left out: datum, remark")));
        assert!(file.notes.iter().any(|n| n.place.contains("`a lot`")));
    }

    /// Cause: products call RMSSD and SDNN alike `HRV`, and one was imported as the other.
    #[test]
    fn a_column_that_does_not_say_which_measure_it_is_refuses_the_file() {
        let error = read("date,hrv\n2026-11-14,42\n").unwrap_err();
        assert!(error.to_string().contains("RMSSD or SDNN"), "{error}");
        assert!(error.hint().unwrap().contains("nightly sdnn"));
        let file = read("date,nightly rmssd,nightly sdnn\n2026-11-14,42,96\n").unwrap();
        let kinds: Vec<_> = file
            .rows
            .iter()
            .map(|r| match &r.item {
                DiaryItem::Value(v) => (v.kind, v.value.exp().round()),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(kinds, [("ln_rmssd_night", 42.0), ("ln_sdnn_night", 96.0)]);
    }

    #[test]
    fn a_recording_is_no_diary() {
        let rows: String = (0..60).map(|s| format!("2026-11-14 07:05:{s:02},61\n")).collect();
        let error = read(&format!("time,hr\n{rows}")).unwrap_err();
        assert!(error.to_string().contains("seconds apart"), "{error}");
        assert!(crate::diary::sniff_diary(b"timestamp, rr, since_start\n", "x.csv").is_none());
        assert!(crate::diary::sniff_diary(b"date,weather\n", "x.csv").is_none());
    }
}
