//! `hrv_measurements.csv`: a hundred or three hundred intervals a row, with tags.

use std::collections::BTreeMap;

use vagal_core::diary::{Precision, kinds};
use vagal_core::{Note, Sensor};

use crate::diary::sheet::{Sheet, SheetRow, time};
use crate::diary::{DiaryItem, DiaryRow, DiaryValue};
use crate::places::{Places, plural};
use crate::series::SeriesBuilder;

/// Tags that are an input of the ledger when `After` stands before them, and what the ledger calls them.
const INPUTS: [(&str, &str); 9] = [
    ("massage", "massage"),
    ("meditation", "meditation"),
    ("yoga", "meditation"),
    ("contrast shower", "contrast shower"),
    ("walk", "movement"),
    ("workout", "movement"),
    ("running", "movement"),
    ("swimming", "movement"),
    ("breathing exercises", "breathing exercises"),
];

/// Tags that say somebody is ill, wherever they stand.
const ILL: [&str; 3] = ["fever", "cold/flu", "illness"];

pub(super) fn read(sheet: &Sheet) -> (Vec<DiaryRow>, Vec<Note>) {
    let column = |name| sheet.column(name);
    let (user, when, tags, intervals, part) = (
        column("user_code"),
        column("measurement_datetime"),
        column("tags"),
        column("rr_data"),
        column("time_of_day"),
    );
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    let (mut stray, mut empty) = (Places::default(), Places::default());
    let mut unused: BTreeMap<String, usize> = BTreeMap::new();
    for line in &sheet.torn {
        stray.add(format_args!("line {line}"));
    }
    for row in sheet.rows() {
        let Some((person, at)) = row.text(user).zip(row.text(when).and_then(|text| time(text, 0)))
        else {
            stray.add(format_args!("line {}", row.line));
            continue;
        };
        let mut push = |item| {
            rows.push(DiaryRow { line: row.line, person: Some(person.to_owned()), time: at, item });
        };
        // What was done before the measurement comes before it.
        for word in done(row, tags, &mut unused) {
            push(DiaryItem::Input { word, precision: Precision::DayBefore, minutes: None });
        }
        if is_ill(row, tags) {
            push(DiaryItem::Value(DiaryValue {
                kind: kinds::ILLNESS,
                value: 1.0,
                region: None,
                sensor: None,
            }));
        }
        let mut builder = SeriesBuilder::default();
        for (at, text) in row.text(intervals).unwrap_or_default().split(',').enumerate() {
            let ms = text.trim().parse().unwrap_or(f64::NAN);
            builder.push(ms, format_args!("line {}, interval {}", row.line, at + 1));
        }
        let morning = row.text(part).map(|text| text == "morning");
        match builder.finish(Sensor::Ppg, &mut notes) {
            Some(series) => push(DiaryItem::Intervals { series, morning }),
            None => empty.add(format_args!("line {}", row.line)),
        }
    }
    stray.salvaged(&mut notes, |n| {
        format!("{} without a person or a time; left out", plural(n, "row"))
    });
    empty.salvaged(&mut notes, |n| {
        format!("{} without intervals; left out", plural(n, "measurement"))
    });
    if !unused.is_empty() {
        let list: Vec<String> = unused.iter().map(|(tag, n)| format!("{tag} ({n})")).collect();
        notes.push(Note::info(
            "column tags",
            format!(
                "inputs without `After`, so that it is not known when they were; left out: {}",
                list.join(", ")
            ),
        ));
    }
    notes.push(Note::info(
        "column rr_data",
        "taken as a pulse wave (PRV): the program measures with the phone's camera unless a strap is connected, and the file does not say",
    ));
    (rows, notes)
}

/// Tags of a row, in small letters.
fn words<'a>(row: SheetRow<'a>, tags: Option<usize>) -> impl Iterator<Item = String> + 'a {
    row.text(tags).unwrap_or_default().split(';').map(|tag| tag.trim().to_lowercase())
}

/// The inputs that stand right behind `After`; those that do not are counted.
fn done(
    row: SheetRow<'_>,
    tags: Option<usize>,
    unused: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut before = String::new();
    for tag in words(row, tags) {
        if let Some((_, input)) = INPUTS.iter().find(|(name, _)| *name == tag) {
            if before != "after" {
                *unused.entry(tag.clone()).or_default() += 1;
            } else if !found.iter().any(|f| f == input) {
                found.push((*input).to_owned());
            }
        }
        before = tag;
    }
    found
}

fn is_ill(row: SheetRow<'_>, tags: Option<usize>) -> bool {
    words(row, tags).any(|tag| ILL.contains(&tag.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoCompanions;
    use crate::diary::{DiaryTime, read_diary};

    const HEAD: &str = "user_code,rr_code,measurement_datetime,time_of_day,tags,rr_data\n";

    #[test]
    fn a_tag_behind_after_is_an_input_and_one_without_is_not() {
        let text = format!(
            "{HEAD}ann,a,2020-01-06 15:17:00,day,After; Relaxing; After; Massage; After; Walk; Before; Meditation,\"800,810,790\"\n\
             ben,b,2020-01-07 07:00:00,morning,COVID-19; Massage; Fever,\"800,0,810,820\"\n\
             ben,c,some day,morning,,\"800\"\nben,d,2020-01-08 07:00:00,morning,,\n"
        );
        let file = read_diary(text.as_bytes(), "hrv_measurements.csv", &NoCompanions).unwrap();
        let said: Vec<String> = file
            .rows
            .iter()
            .map(|row| {
                let what = match &row.item {
                    DiaryItem::Input { word, precision, .. } => {
                        format!("{word} {}", precision.id())
                    }
                    DiaryItem::Value(v) => format!("{} {}", v.kind, v.value),
                    DiaryItem::Intervals { series, morning } => {
                        format!("{} {morning:?}", series.len())
                    }
                };
                format!("{} {what}", row.person.as_deref().unwrap_or_default())
            })
            .collect();
        let wanted = [
            "ann massage day_before",
            "ann movement day_before",
            "ann 3 Some(false)",
            "ben illness 1",
            "ben 3 Some(true)",
        ];
        assert_eq!(said, wanted);
        let wall = DiaryTime::Local { date: (2020, 1, 6), second_of_day: 15 * 3600 + 17 * 60 };
        assert_eq!(file.rows[0].time, wall);
        let left = |words: &str| file.notes.iter().any(|n| n.text.contains(words));
        assert!(left("massage (1), meditation (1)"), "{:?}", file.notes);
        assert!(left("1 row without") && left("1 measurement without intervals"));
    }
}
