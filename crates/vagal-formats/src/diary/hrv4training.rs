//! HRV4Training: one row a morning, by finger or strap, with the answers to its questions.

use vagal_core::Note;
use vagal_core::diary::kinds;

use super::sheet::{Sheet, names, time};
use super::{DiaryDef, DiaryFile, DiaryInput, DiaryItem, DiaryRow, DiaryValue};
use crate::ReadError;
use crate::places::{Places, plural};

const ID: &str = "hrv4training";

/// A morning without a time is put at seven o'clock (house choice); the model does not use the hour of a morning reading.
const MORNING_S: u32 = 7 * 3600;

pub(crate) const DEF: DiaryDef = DiaryDef {
    id: ID,
    name: "HRV4Training: exported measurements",
    takes: "rMSSD as morning lnRMSSD, HR as resting heart rate, hours of sleep",
    leaves: "SDNN, pNN50 and spectra (of one minute, not comparable with longer windows), recovery points, ratings whose scale the file does not say",
    source: "columns as read by other programs, GoldenCheetah among them",
    sniff,
    read,
};

fn sniff(bytes: &[u8], _name: &str) -> bool {
    names(bytes, &["date", "rmssd", "hrv4t_recovery_points"])
}

fn read(input: &DiaryInput<'_>) -> Result<DiaryFile, ReadError> {
    let sheet =
        Sheet::parse(input.bytes).filter(|s| s.has(&["date", "rmssd"])).ok_or_else(|| {
            ReadError::Damaged {
                name: input.name.into(),
                format: ID,
                place: "line 1".into(),
                found: "no columns `date` and `rMSSD`".into(),
                hint: Some("export the measurements as CSV once more".into()),
            }
        })?;
    let (date, measured) = (sheet.column("date"), sheet.column("timestamp_measurement"));
    let columns = [
        (kinds::LN_RMSSD_MORNING, sheet.column("rmssd")),
        (kinds::RESTING_HR, sheet.column("hr")),
        (kinds::SLEEP, sheet.column("sleep_time")),
    ];
    let (mut rows, mut undated, mut odd) = (Vec::new(), Places::default(), Places::default());
    for row in sheet.rows() {
        let stamp = row.text(measured).and_then(|text| time(text, MORNING_S));
        let day = || row.text(date).and_then(|text| time(text, MORNING_S));
        let Some(time) = stamp.or_else(day) else {
            undated.add(format_args!("line {}", row.line));
            continue;
        };
        for (kind, column) in columns {
            // The program writes 0 for a morning without a measurement.
            let Some(number) = row.number(column).filter(|v| *v != 0.0) else { continue };
            match DiaryValue::typed(kind, number) {
                Some(value) => {
                    let item = DiaryItem::Value(value);
                    rows.push(DiaryRow { line: row.line, person: None, time, item });
                }
                None => odd.add(format_args!("line {}: {kind} {number}", row.line)),
            }
        }
    }
    let mut notes = Vec::new();
    undated.salvaged(&mut notes, |n| format!("{} without a date; left out", plural(n, "row")));
    odd.salvaged(&mut notes, |n| format!("{} that cannot be; left out", plural(n, "value")));
    notes.push(Note::info(
        "",
        "rMSSD taken as it was computed there: its beats are not in the file, so nothing of them was checked",
    ));
    if sheet.column("sdnn").is_some() {
        notes.push(Note::info(
            "",
            "SDNN left out: it is not RMSSD, and one of a minute compares with no other",
        ));
    }
    Ok(DiaryFile { format: ID, rows, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoCompanions;
    use crate::diary::{DiaryTime, read_diary};

    #[test]
    fn a_morning_a_row_and_nothing_of_rmssd_becomes_sdnn() {
        let text = "date, timestamp_measurement, HR, AVNN, SDNN, rMSSD, pNN50, LF, HF, HRV4T_Recovery_Points, sleep_time, alcohol\n\
                    2024-01-05, 2024-01-05 07:03:22, 52.1, 1151, 96.0, 61.5, 40, 900, 1200, 8.2, 7.5, -\n\
                    2024-01-06, -, -, -, -, -, -, -, -, -, 6, 2\n\
                    2024-01-07, , 51, 1150, 90, 0, 40, 900, 1200, 8.2, 99, -\n\
                    -, -, 51, 1150, 90, 60, 40, 900, 1200, 8.2, 7, -\n";
        let file = read_diary(text.as_bytes(), "export.csv", &NoCompanions).unwrap();
        assert_eq!(file.format, ID);
        let kinds: Vec<&str> = file
            .rows
            .iter()
            .map(|r| match &r.item {
                DiaryItem::Value(v) => v.kind,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(kinds, ["ln_rmssd_morning", "resting_hr", "sleep", "sleep", "resting_hr"]);
        let DiaryItem::Value(first) = &file.rows[0].item else { panic!() };
        assert!((first.value - 61.5_f64.ln()).abs() < 1e-12, "{first:?}");
        let wanted = DiaryTime::Local { date: (2024, 1, 5), second_of_day: 7 * 3600 + 3 * 60 + 22 };
        assert_eq!(file.rows[0].time, wanted);
        assert_eq!(file.notes.iter().filter(|n| n.text.contains("left out")).count(), 3);
    }
}
