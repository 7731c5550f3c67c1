//! OpenSignals text: recordings of biosignalsplux and BITalino, one line a sample under a JSON header.

mod header;
#[cfg(test)]
mod tests;

use vagal_core::{Channel, ChannelKind, Entry, Note, Recording, Station};

use self::header::{Analog, Header};
use crate::places::{Places, plural};
use crate::text::decode;
use crate::{FormatDef, Input, ReadError};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "OpenSignals text (biosignalsplux, BITalino)",
    extensions: &["txt"],
    boards_at: "Recording",
    salvages: "lost samples by their sequence number, broken lines, a cut last line",
    refuses: "several devices in one file, headers without sampling rate",
    source: "OpenSignals (r)evolution, PLUX; sensor data sheets ECG of biosignalsplux and BITalino",
    sniff,
    read,
};

const ID: &str = "opensignals";

/// Missing samples put in may outnumber the stored ones by this factor. House choice: with more
/// missing than stored the sequence numbers are damage, not time.
const MOST_FILL: usize = 1;

fn sniff(bytes: &[u8], _name: &str) -> bool {
    bytes.starts_with(b"# OpenSignals Text File Format")
}

fn damaged(input: &Input<'_>, place: String, found: String) -> ReadError {
    ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place,
        found,
        hint: Some("record or export it again in OpenSignals".into()),
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let text = decode(input.bytes).ok_or_else(|| {
        damaged(input, String::new(), "binary content under a text header".into())
    })?;
    let header = header::parse(input, &text)?;
    let mut notes = Vec::new();
    let columns = samples(&header, &text, &mut notes);
    if columns.iter().all(Vec::is_empty) {
        return Err(damaged(input, String::new(), "no sample under the header".into()));
    }
    let (mut channels, mut labels) = (Vec::new(), Vec::new());
    for (analog, mut samples) in header.analog.iter().zip(columns) {
        labels.push(analog.label.as_str());
        let kind = analog.kind();
        let scale = header.volts(kind).zip(analog.resolution_bits);
        if let Some((transfer, bits)) = scale {
            let steps = f64::from(bits).exp2();
            for sample in &mut samples {
                *sample = transfer.millivolts(f64::from(*sample) / steps) as f32;
            }
        } else if kind == ChannelKind::Ecg {
            let text = format!("no known transfer function for {}: raw numbers", analog.label);
            notes.push(Note::info("header", text));
        }
        channels.push(Channel {
            label: analog.label.clone(),
            kind,
            sampling_hz: header.sampling_hz,
            unit: if scale.is_some() { "mV".into() } else { String::new() },
            samples,
        });
    }
    if let Some(comment) = &header.comment {
        notes.push(Note::info("header", format!("the file says: {comment}")));
    }
    if let Some(wanted) = &input.options.channel {
        channels = crate::keep_channel(input, channels, wanted, &labels)?;
    }
    Ok(Entry {
        format: ID,
        station: Station::Recording(Recording { channels }),
        start: header.start,
        marks: Vec::new(),
        device: Some(header.device),
        notes,
    })
}

/// The stored numbers of each analog column, with missing samples where the sequence skips.
fn samples(header: &Header, text: &str, notes: &mut Vec<Note>) -> Vec<Vec<f32>> {
    let mut columns: Vec<Vec<f32>> = vec![Vec::new(); header.analog.len()];
    let (mut broken, mut skipped) = (Places::default(), Places::default());
    let (mut last, mut filled, mut stored) = (None, 0, 0);
    let whole = text.ends_with('\n');
    let lines = text.lines().count();
    let mut cells = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let place = format_args!("line {}", at + 1).to_string();
        if at + 1 == lines && !whole {
            notes.push(Note::salvaged(place, "the last line is cut; left out"));
            continue;
        }
        cells.clear();
        cells.extend(line.split_whitespace());
        let sequence = cells.first().and_then(|cell| cell.parse::<u64>().ok());
        let lost = header.lost(last, sequence);
        if lost > 0 {
            skipped.add(&place);
            // Where the length is past belief one missing sample still parts the two stretches.
            let put = if filled + lost <= MOST_FILL * stored { lost } else { 1 };
            filled += put;
            columns.iter_mut().for_each(|c| c.resize(c.len() + put, f32::NAN));
        }
        last = sequence.or(last);
        stored += 1;
        let mut complete = true;
        for (column, analog) in columns.iter_mut().zip(&header.analog) {
            let value = analog.column(cells.len()).and_then(|at| cells.get(at)?.parse().ok());
            complete &= value.is_some();
            column.push(value.filter(|v: &f32| v.is_finite()).unwrap_or(f32::NAN));
        }
        if !complete {
            broken.add(&place);
        }
    }
    skipped.salvaged(notes, |n| {
        let filled = plural(filled, "missing sample");
        format!("the sequence number skips {}; {filled} put there", plural(n, "time"))
    });
    broken.salvaged(notes, |n| {
        format!("{} without a number; missing samples put there", plural(n, "line"))
    });
    columns
}

impl Analog {
    /// Its place in a line of so many cells: by the header, or counted from the end.
    fn column(&self, cells: usize) -> Option<usize> {
        self.index.or_else(|| cells.checked_sub(self.from_end))
    }
}
