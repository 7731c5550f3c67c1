//! NumPy arrays: intervals in a `.npy`, signals in a `.npz` under a name such as `ecg`.

mod archive;
mod array;
#[cfg(test)]
mod tests;

use vagal_core::{Channel, ChannelKind, Entry, Note, Recording, Station};

use self::array::{Array, Problem};
use crate::options::RATES_HZ;
use crate::places::plural;
use crate::text::{Cell, Row, Table};
use crate::{FormatDef, Input, ReadError, labels, rr_text};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "NumPy arrays (.npy, .npz)",
    extensions: &["npy", "npz"],
    boards_at: "RrSeries or Beats, as for RR text; Recording where the name says ecg, ppg or resp",
    salvages: "arrays cut short, damaged members of an archive",
    refuses: "signals without a sampling rate, tables of several dimensions, records and objects",
    source: "NumPy, numpy.lib.format; PKWARE APPNOTE.TXT for the archive",
    sniff,
    read,
};

const ID: &str = "numpy";

/// Names under which an archive may state the sampling rate in Hz.
const RATE_NAMES: [&str; 5] = ["fs", "sfreq", "sampling_rate", "sampling_hz", "sample_rate"];

/// Words that make an array one of intervals or beats, whatever else its name says.
const RR_WORDS: [&str; 9] = ["rr", "rri", "nn", "nni", "ibi", "peaks", "rpeaks", "beats", "hrv"];

fn sniff(bytes: &[u8], _name: &str) -> bool {
    bytes.starts_with(array::MAGIC) || is_archive(bytes)
}

/// True for a ZIP archive whose first member is a NumPy array.
fn is_archive(bytes: &[u8]) -> bool {
    let length = || bytes.get(26..28).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])));
    let name = || bytes.get(30..30 + length()?);
    bytes.starts_with(b"PK\x03\x04") && name().is_some_and(|name| name.ends_with(b".npy"))
}

fn refused(input: &Input<'_>, problem: Problem) -> ReadError {
    let (name, place) = (input.name.into(), String::new());
    match problem {
        Problem::Damaged(found) => {
            ReadError::Damaged { name, format: ID, place, found, hint: None }
        }
        Problem::Unsupported(feature) => ReadError::Unsupported {
            name,
            format: ID,
            place,
            feature,
            hint: Some(
                "save one row of numbers an array, as `numpy.savez(\"x.npz\", ecg=x)`".into(),
            ),
        },
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let mut notes = Vec::new();
    let arrays = if input.bytes.starts_with(b"PK") {
        archive::arrays(input.bytes, &mut notes)
    } else {
        array::parse(input.bytes).map(|array| vec![(input.stem().to_owned(), array)])
    };
    let arrays = arrays.map_err(|problem| refused(input, problem))?;
    for (name, array) in arrays.iter().filter(|(_, array)| array.missing > 0) {
        let text = format!("cut short: {} of its numbers missing", array.missing);
        notes.push(Note::salvaged(format!("array {name}"), text));
    }
    let signals: Vec<&(String, Array)> = arrays
        .iter()
        .filter(|(name, array)| array.is_row() && kind(input, name).is_some())
        .collect();
    let station = if signals.is_empty() {
        intervals(input, &arrays, &mut notes)?
    } else {
        recording(input, &arrays, &signals, &mut notes)?
    };
    Ok(Entry { format: ID, station, start: None, marks: Vec::new(), device: None, notes })
}

/// The kind of signal that a name says; `None` for intervals and what is not known.
fn kind(input: &Input<'_>, name: &str) -> Option<ChannelKind> {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let rr = words.any(|word| RR_WORDS.contains(&word)) || input.options.rr_unit.is_some();
    Some(labels::kind(name)).filter(|kind| !rr && *kind != ChannelKind::Other)
}

fn recording(
    input: &Input<'_>,
    arrays: &[(String, Array)],
    signals: &[&(String, Array)],
    notes: &mut Vec<Note>,
) -> Result<Station, ReadError> {
    let stated = arrays.iter().find_map(|(name, array)| {
        let rate_hz = array.scalar().filter(|hz| RATES_HZ.contains(hz))?;
        RATE_NAMES.contains(&name.to_lowercase().as_str()).then_some((name, rate_hz))
    });
    let given = input.options.rate();
    if let (Some((name, stated_hz)), Some(given_hz)) = (stated, given)
        && stated_hz != given_hz
    {
        let text = format!("{stated_hz} Hz in the file; {given_hz} Hz used, as given by --rate");
        notes.push(Note::info(format!("array {name}"), text));
    }
    let Some(sampling_hz) = given.or(stated.map(|(_, rate_hz)| rate_hz)) else {
        let names: Vec<&str> = signals.iter().map(|(name, _)| name.as_str()).collect();
        return Err(ReadError::NeedsRate {
            name: input.name.into(),
            found: format!("a signal ({}) without one", names.join(", ")),
            hint: "add the sampling rate, as `--rate 250`".into(),
        });
    };
    notes.push(Note::info("", "numbers without a unit, as they stand in the arrays"));
    let used = |name: &str| signals.iter().any(|(n, _)| n == name);
    let rest: Vec<&str> = arrays
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| !used(name) && stated.is_none_or(|(rate, _)| rate != name))
        .collect();
    if !rest.is_empty() {
        notes.push(Note::info("", format!("arrays not used: {}", rest.join(", "))));
    }
    let channels = signals.iter().map(|(name, array)| Channel {
        label: name.clone(),
        kind: labels::kind(name),
        sampling_hz,
        unit: String::new(),
        samples: array.values.iter().map(|v| *v as f32).map(finite).collect(),
    });
    let mut channels: Vec<Channel> = channels.collect();
    if let Some(wanted) = &input.options.channel {
        let names: Vec<&str> = signals.iter().map(|(name, _)| name.as_str()).collect();
        channels = crate::keep_channel(input, channels, wanted, &names)?;
    }
    Ok(Station::Recording(Recording { channels }))
}

fn finite(sample: f32) -> f32 {
    if sample.is_finite() { sample } else { f32::NAN }
}

/// The only row of numbers, read like a text of one column.
fn intervals(
    input: &Input<'_>,
    arrays: &[(String, Array)],
    notes: &mut Vec<Note>,
) -> Result<Station, ReadError> {
    let rows: Vec<&(String, Array)> = arrays.iter().filter(|(_, array)| array.is_row()).collect();
    let [(_, array)] = rows[..] else {
        let shapes: Vec<String> =
            arrays.iter().map(|(name, array)| format!("{name} {:?}", array.shape)).collect();
        let found = match rows.len() {
            0 => format!(
                "no row of numbers in {} ({})",
                plural(arrays.len(), "array"),
                shapes.join(", ")
            ),
            n => {
                format!("{n} rows of numbers ({}), none called ecg, ppg or resp", shapes.join(", "))
            }
        };
        return Err(ReadError::NoBeats {
            name: input.name.into(),
            place: String::new(),
            found,
            hint: Some("name the array after what it holds: ecg, ppg, resp or rr".into()),
        });
    };
    let rows = array.values.iter().enumerate().map(|(at, value)| Row {
        line: at + 1,
        cells: vec![if value.is_finite() { Cell::Number(*value) } else { Cell::Empty }],
        after_stray: false,
    });
    let table = Table { rows: rows.collect(), flat: true, ..Table::default() };
    rr_text::one_column(input, &table, notes)
}
