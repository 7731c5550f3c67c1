//! Welltory: measurements with their intervals and tags, blood pressure, sleep and wearables, many people in one file.

mod measurements;
mod tables;

use super::sheet::{Sheet, names};
use super::{DiaryDef, DiaryFile, DiaryInput};
use crate::ReadError;

pub(super) const ID: &str = "welltory";

pub(crate) const DEF: DiaryDef = DiaryDef {
    id: ID,
    name: "Welltory: hrv_measurements, blood_pressure, sleep and wearables of the public COVID-19 and wearables data",
    takes: "intervals of each measurement, inputs and illness tagged with it, blood pressure, hours asleep, resting pulse",
    leaves: "indices computed there, moods and scores of unknown scale, tags that do not say whether before or after, surveys, weather; pressures repeated in another zone",
    source: "datatypes.md of the data set",
    sniff,
    read,
};

/// The columns that tell each file.
const MEASUREMENTS: &[&str] = &["user_code", "rr_code", "measurement_datetime", "rr_data", "tags"];
const PRESSURE: &[&str] = &["user_code", "measurement_datetime", "diastolic", "systolic"];
const SLEEP: &[&str] = &["user_code", "day", "sleep_begin", "sleep_end", "sleep_duration"];
const WEARABLES: &[&str] = &["user_code", "day", "resting_pulse"];

fn sniff(bytes: &[u8], _name: &str) -> bool {
    [MEASUREMENTS, PRESSURE, SLEEP, WEARABLES].iter().any(|columns| names(bytes, columns))
}

fn read(input: &DiaryInput<'_>) -> Result<DiaryFile, ReadError> {
    let damaged = || ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: "line 1".into(),
        found: "no header of a file of Welltory".into(),
        hint: Some("take the file as it was published".into()),
    };
    let sheet = Sheet::parse(input.bytes).ok_or_else(damaged)?;
    let (rows, notes) = if sheet.has(MEASUREMENTS) {
        measurements::read(&sheet)
    } else if sheet.has(PRESSURE) {
        tables::pressure(&sheet)
    } else if sheet.has(SLEEP) {
        tables::sleep(&sheet)
    } else if sheet.has(WEARABLES) {
        tables::wearables(&sheet)
    } else {
        return Err(damaged());
    };
    Ok(DiaryFile { format: ID, rows, notes })
}
