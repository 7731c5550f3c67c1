//! `blood_pressure.csv`, `sleep.csv`, `wearables.csv`: one number or two a row.

use std::collections::BTreeMap;

use vagal_core::diary::kinds;
use vagal_core::{Note, Sensor};

use crate::clock::days_from_civil;
use crate::diary::sheet::{NOON_S, Sheet, SheetRow, time};
use crate::diary::{DiaryItem, DiaryRow, DiaryTime, DiaryValue};
use crate::places::{Places, plural};

/// Rows and the notes on them.
type Read = (Vec<DiaryRow>, Vec<Note>);

/// How far a repeated row may lie from a whole hour, seconds: it was written by the same clock.
const SAME_CLOCK_S: i64 = 60;
/// The widest step between two zones, hours.
const WIDEST_ZONES_H: i64 = 14;

/// Who, when, and the row they stand in.
struct Line<'a> {
    person: &'a str,
    time: DiaryTime,
    row: SheetRow<'a>,
}

/// Rows with a person and a time in `column`; the others are noted.
fn lines<'a>(sheet: &'a Sheet, column: &str, notes: &mut Vec<Note>) -> Vec<Line<'a>> {
    let (user, when) = (sheet.column("user_code"), sheet.column(column));
    let mut stray = Places::default();
    let mut lines = Vec::new();
    for row in sheet.rows() {
        match row.text(user).zip(row.text(when).and_then(|text| time(text, NOON_S))) {
            Some((person, time)) => lines.push(Line { person, time, row }),
            None => stray.add(format_args!("line {}", row.line)),
        }
    }
    stray.salvaged(notes, |n| format!("{} without a person or a time; left out", plural(n, "row")));
    lines
}

fn row(line: &Line<'_>, time: DiaryTime, value: DiaryValue) -> DiaryRow {
    let person = Some(line.person.to_owned());
    DiaryRow { line: line.row.line, person, time, item: DiaryItem::Value(value) }
}

/// Seconds on the wall.
fn wall_s(time: DiaryTime) -> i64 {
    match time {
        DiaryTime::Known(moment) => moment.unix_s() + i64::from(moment.utc_offset_s()),
        DiaryTime::Local { date: (y, m, d), second_of_day } => {
            days_from_civil(y, m, d) * 86_400 + i64::from(second_of_day)
        }
    }
}

/// Pressures. Many stand there twice, once more at the same minute of another hour and without what was computed from them: the
/// same reading in another zone.
pub(super) fn pressure(sheet: &Sheet) -> Read {
    let mut notes = Vec::new();
    let lines = lines(sheet, "measurement_datetime", &mut notes);
    let (low, high) = (sheet.column("diastolic"), sheet.column("systolic"));
    let computed = ["functional_changes_index", "circulatory_efficiency", "robinson_index"]
        .map(|name| sheet.column(name));
    let has_computed = |l: &Line<'_>| computed.iter().any(|c| l.row.number(*c).is_some());
    let pair = |l: &Line<'_>| l.row.number(low).zip(l.row.number(high));
    let key =
        |l: &Line<'_>, low: f64, high: f64| (l.person.to_owned(), low.to_bits(), high.to_bits());
    let mut first: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for line in lines.iter().filter(|l| has_computed(l)) {
        if let Some((low, high)) = pair(line) {
            first.entry(key(line, low, high)).or_default().push(wall_s(line.time));
        }
    }
    let (mut rows, mut twice, mut odd) = (Vec::new(), Places::default(), Places::default());
    for line in &lines {
        let Some((diastolic, systolic)) = pair(line) else {
            odd.add(format_args!("line {}", line.row.line));
            continue;
        };
        let at_s = wall_s(line.time);
        let repeats = |other_s: &i64| {
            let apart_s = (other_s - at_s).abs();
            let hours = (apart_s + SAME_CLOCK_S) / 3600;
            (1..=WIDEST_ZONES_H).contains(&hours) && (apart_s - hours * 3600).abs() <= SAME_CLOCK_S
        };
        let same = first.get(&key(line, diastolic, systolic));
        if !has_computed(line) && same.is_some_and(|times| times.iter().any(repeats)) {
            twice.add(format_args!("line {}", line.row.line));
            continue;
        }
        let values = [
            DiaryValue::typed(kinds::SYSTOLIC, systolic),
            DiaryValue::typed(kinds::DIASTOLIC, diastolic),
        ];
        // A systolic pressure below the diastolic is a slip.
        if let ([Some(high), Some(low)], true) = (values, systolic > diastolic) {
            rows.extend([row(line, line.time, high), row(line, line.time, low)]);
        } else {
            odd.add(format_args!("line {}: {systolic}/{diastolic}", line.row.line));
        }
    }
    twice.salvaged(&mut notes, |n| {
        format!("{} that stand at whole hours from the same pressures: repeated in another zone; left out", plural(n, "row"))
    });
    odd.salvaged(&mut notes, |n| format!("{} that cannot be; left out", plural(n, "pressure")));
    (rows, notes)
}

/// Hours asleep, at the time of waking. The file has seconds, whatever its description says.
pub(super) fn sleep(sheet: &Sheet) -> Read {
    let mut notes = Vec::new();
    let lines = lines(sheet, "sleep_end", &mut notes);
    let (length, pulse) = (sheet.column("sleep_duration"), sheet.column("pulse_average"));
    let (mut rows, mut several) = (Vec::new(), Places::default());
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        let day = |l: &Line<'_>| wall_s(l.time).div_euclid(86_400);
        let same =
            lines[at..].iter().take_while(|l| l.person == first.person && day(l) == day(first));
        let night: Vec<&Line<'_>> = same.collect();
        at += night.len();
        if night.len() > 1 {
            several.add(format_args!("line {}", first.row.line));
        }
        let last = night.iter().max_by_key(|l| wall_s(l.time)).copied().unwrap_or(first);
        let slept_s: f64 = night.iter().filter_map(|l| l.row.number(length)).sum();
        if slept_s > 0.0 {
            let hours = DiaryValue::typed(kinds::SLEEP, slept_s / 3600.0);
            rows.extend(hours.map(|value| row(last, last.time, value)));
        }
        let rate = last.row.number(pulse).and_then(|v| DiaryValue::typed(kinds::SLEEPING_HR, v));
        rows.extend(rate.map(|value| {
            row(last, last.time, DiaryValue { sensor: Some(Sensor::Unknown), ..value })
        }));
    }
    several.info(&mut notes, |n| format!("{} with several sleeps, added up", plural(n, "day")));
    notes.push(Note::info(
        "column sleep_duration",
        "taken as seconds: as hours it would be thousands",
    ));
    (rows, notes)
}

/// Resting pulse of a day.
pub(super) fn wearables(sheet: &Sheet) -> Read {
    let mut notes = Vec::new();
    let pulse = sheet.column("resting_pulse");
    let mut rows = Vec::new();
    for line in lines(sheet, "day", &mut notes) {
        let value =
            line.row.number(pulse).and_then(|v| DiaryValue::typed(kinds::RESTING_HR_WEARABLE, v));
        rows.extend(value.map(|value| {
            row(&line, line.time, DiaryValue { sensor: Some(Sensor::Unknown), ..value })
        }));
    }
    notes.push(Note::info("column day", "a day without a time; taken as noon"));
    (rows, notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoCompanions;
    use crate::diary::read_diary;

    fn values(text: &str, name: &str) -> (Vec<(&'static str, f64, i64)>, Vec<Note>) {
        let file = read_diary(text.as_bytes(), name, &NoCompanions).unwrap();
        let value = |r: &DiaryRow| match &r.item {
            DiaryItem::Value(v) => (v.kind, v.value, wall_s(r.time) % 86_400),
            other => panic!("{other:?}"),
        };
        (file.rows.iter().map(value).collect(), file.notes)
    }

    #[test]
    fn a_pressure_that_stands_there_again_three_hours_on_is_one() {
        let text = "user_code,measurement_datetime,diastolic,systolic,functional_changes_index,circulatory_efficiency,kerdo_vegetation_index,robinson_index\n\
                    ann,2020-04-30  09:16:38,95,140,3.380,4545.000,6.000,141.400\n\
                    ann,2020-04-30  12:16:38,95,140,,,,\n\
                    ann,2020-05-01  20:00:00,80,120,,,,\n\
                    ben,2020-04-30  12:16:38,95,140,,,,\n\
                    ben,2020-05-02  12:16:38,140,95,,,,\n";
        let (values, notes) = values(text, "blood_pressure.csv");
        let systolic: Vec<f64> = values.iter().filter(|v| v.0 == "systolic").map(|v| v.1).collect();
        assert_eq!(systolic, [140.0, 120.0, 140.0]);
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].place == "line 3" && notes[1].text.contains("cannot be"));
    }

    #[test]
    fn sleeps_of_a_day_are_added_up() {
        let text = "user_code,day,sleep_begin,sleep_end,sleep_duration,pulse_average\n\
                    ann,2020-01-02,2020-01-02 02:00:00,2020-01-02 06:00:00,14400.000,60\n\
                    ann,2020-01-02,2020-01-02 07:00:00,2020-01-02 08:00:00,3600.000,\n\
                    ann,2020-01-03,2020-01-03 00:00:00,2020-01-03 07:30:00,27000.000,\n";
        let (values, _) = values(text, "sleep.csv");
        assert_eq!(values, [("sleep", 5.0, 8 * 3600), ("sleep", 7.5, 27_000)]);
    }
}
