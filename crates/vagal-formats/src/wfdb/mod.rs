//! WFDB records: the header, its signal files, and the beats and remarks beside it.

mod header;
mod samples;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use vagal_core::{Channel, Entry, Mark, Note, Recording, Station};

pub(crate) use self::header::{DEFAULT_RATE_HZ, Header};
use self::header::{HeaderError, SignalLine};
use crate::places::plural;
use crate::wfdb_annotation::{self, BEAT_ANNOTATORS, REMARK_ANNOTATORS};
use crate::{Companions, FormatDef, Input, ReadError, labels};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "WFDB record",
    extensions: &["hea", "dat", "xyz"],
    boards_at: "Recording; Beats where the header has no signals",
    salvages: "signal files cut short, checksums that differ, missing samples, a missing signal \
               file where annotations are there",
    refuses: "multi-segment records, FLAC formats 508, 516 and 524, missing signal files",
    source: "WFDB header(5) and signal(5), https://physionet.org/physiotools/wag/header-5.htm",
    sniff,
    read,
};

const ID: &str = "wfdb";

fn sniff(bytes: &[u8], name: &str) -> bool {
    let extension = crate::format::extension(name);
    if extension == "dat" || extension == "xyz" {
        // Samples have no mark of their own; text is not samples.
        return crate::text::decode(bytes).is_none();
    }
    if extension != "hea" && !bytes.starts_with(b"#") && bytes.len() > 1 << 16 {
        return false;
    }
    let Some(text) = crate::text::decode(bytes) else { return false };
    match header::parse(&text) {
        Ok(header) if extension == "hea" => {
            header.segments.is_some() || header.signals.len() <= header.signals_declared
        }
        // Under another name only a header with its signal lines is sure.
        Ok(header) => {
            !header.signals.is_empty()
                && header.signals.len() == header.signals_declared
                && header.signals.iter().all(|s| s.checksum.is_some())
        }
        Err(_) => extension == "hea",
    }
}

/// The header of a record among the companions.
pub(crate) fn header_beside(companions: &dyn Companions, stem: &str) -> Option<Header> {
    let bytes = companions.get(&format!("{stem}.hea"))?;
    header::parse(&crate::text::decode(&bytes)?).ok()
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let text = if input.extension() == "hea" || crate::text::decode(input.bytes).is_some() {
        crate::text::decode(input.bytes)
    } else {
        let companion = format!("{}.hea", input.stem());
        let Some(bytes) = input.companions.get(&companion) else {
            return Err(ReadError::MissingCompanion {
                name: input.name.into(),
                format: ID,
                companion,
                hint: Some("samples cannot be read without the header that describes them".into()),
            });
        };
        crate::text::decode(&bytes)
    };
    let text = text.ok_or_else(|| damaged(input, 1, "the header is not text".into()))?;
    let header =
        header::parse(&text).map_err(|HeaderError { line, found }| damaged(input, line, found))?;
    if let Some(count) = header.segments {
        return Err(unsupported(
            input,
            1,
            format!("a record of {}", plural(count, "segment")),
            "open one of its segments, named on the lines of the header",
        ));
    }
    if header.signals.len() < header.signals_declared {
        let found = format!(
            "{} declared, {} described",
            plural(header.signals_declared, "signal"),
            header.signals.len()
        );
        return Err(damaged(input, 1, found));
    }
    if header.signals.is_empty() { beats_beside(input, &header) } else { record(input, &header) }
}

fn damaged(input: &Input<'_>, line: usize, found: String) -> ReadError {
    ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: format!("line {line}"),
        found,
        hint: Some("header(5) of WFDB describes the lines of a header".into()),
    }
}

fn unsupported(input: &Input<'_>, line: usize, feature: String, hint: &str) -> ReadError {
    ReadError::Unsupported {
        name: input.name.into(),
        format: ID,
        place: format!("line {line}"),
        feature,
        hint: Some(hint.into()),
    }
}

/// The first companion annotation with beats; its ending and bytes.
fn annotation_beside(input: &Input<'_>) -> Option<(String, Vec<u8>)> {
    BEAT_ANNOTATORS.iter().find_map(|ending| {
        let name = format!("{}.{ending}", input.stem());
        let bytes = input.companions.get(&name)?;
        wfdb_annotation::has_beats(&bytes).then_some((name, bytes))
    })
}

fn beats_beside(input: &Input<'_>, header: &Header) -> Result<Entry, ReadError> {
    let Some((name, bytes)) = annotation_beside(input) else {
        return Err(ReadError::NoBeats {
            name: input.name.into(),
            place: String::new(),
            found: "a header without signals, and no annotation beside it".into(),
            hint: Some(format!(
                "put the annotation beside it: one of {}",
                BEAT_ANNOTATORS.map(|e| format!("{}.{e}", input.stem())).join(", ")
            )),
        });
    };
    let beside = Input { bytes: &bytes, name: &name, ..*input };
    let mut entry = wfdb_annotation::read_with(&beside, Some(header))?;
    entry.marks.extend(remarks_beside(input, header.rate_hz, Some(&name)));
    entry.marks.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    let order = BEAT_ANNOTATORS.join(", ");
    entry.notes.push(Note::info("", format!("beats of {name}; the first found of {order}")));
    Ok(entry)
}

fn remarks_beside(input: &Input<'_>, rate_hz: f64, already: Option<&str>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = REMARK_ANNOTATORS
        .iter()
        .map(|ending| format!("{}.{ending}", input.stem()))
        .filter(|name| Some(name.as_str()) != already)
        .filter_map(|name| input.companions.get(&name))
        .flat_map(|bytes| wfdb_annotation::remarks(&bytes, rate_hz))
        .collect();
    marks.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    marks
}

fn record(input: &Input<'_>, header: &Header) -> Result<Entry, ReadError> {
    let rate_hz = input.options.rate().unwrap_or(header.rate_hz);
    let mut notes = Vec::new();
    if !header.rate_stated && input.options.rate().is_none() {
        notes.push(Note::info(
            "line 1",
            format!("no sampling rate; {DEFAULT_RATE_HZ} Hz is the default of the format"),
        ));
    }
    if rate_hz != header.rate_hz {
        let stated = header.rate_hz;
        notes.push(Note::info(
            "line 1",
            format!("read at {rate_hz} Hz as asked; the header says {stated} Hz"),
        ));
    }
    let mut channels = Vec::new();
    for group in header.signals.chunk_by(|a, b| a.file == b.file) {
        let Some(first) = group.first() else { continue };
        match file_bytes(input, first)? {
            Some(bytes) => {
                read_group(input, header, group, &bytes, rate_hz, &mut channels, &mut notes)?
            }
            None => return without_signals(input, header, first),
        }
    }
    if let Some(wanted) = &input.options.channel {
        let labels: Vec<&str> = header.signals.iter().map(|s| s.label.as_str()).collect();
        channels = crate::keep_channel(input, channels, wanted, &labels)?;
    }
    let marks = remarks_beside(input, rate_hz, None);
    Ok(Entry {
        format: ID,
        station: Station::Recording(Recording { channels }),
        start: header.start,
        marks,
        device: None,
        notes,
    })
}

/// The bytes of a signal file; `None` if it is not there.
fn file_bytes<'b>(
    input: &Input<'b>,
    signal: &SignalLine,
) -> Result<Option<Cow<'b, [u8]>>, ReadError> {
    if samples::storage(signal.format).is_none() {
        let flac = matches!(signal.format, 508 | 516 | 524);
        let what = if flac { " (FLAC compression)" } else { "" };
        return Err(unsupported(
            input,
            signal.line,
            format!("signal format {}{what}", signal.format),
            "convert it with WFDB's `xform` to format 16 or 212",
        ));
    }
    if signal.file == input.name {
        return Ok(Some(Cow::Borrowed(input.bytes)));
    }
    Ok(input.companions.get(&signal.file).map(Cow::Owned))
}

/// A record without its signal file: the beats beside it are better than nothing.
fn without_signals(
    input: &Input<'_>,
    header: &Header,
    signal: &SignalLine,
) -> Result<Entry, ReadError> {
    let missing = || ReadError::MissingCompanion {
        name: input.name.into(),
        format: ID,
        companion: signal.file.clone(),
        hint: Some(format!("put {} beside the header", signal.file)),
    };
    let (name, _) = annotation_beside(input).ok_or_else(missing)?;
    let mut entry = beats_beside(input, header)?;
    entry.notes.insert(
        0,
        Note::salvaged(
            format!("line {}", signal.line),
            format!(
                "{} is not beside the header; the beats of {name} were read instead",
                signal.file
            ),
        ),
    );
    Ok(entry)
}

fn read_group(
    input: &Input<'_>,
    header: &Header,
    group: &[SignalLine],
    bytes: &[u8],
    rate_hz: f64,
    channels: &mut Vec<Channel>,
    notes: &mut Vec<Note>,
) -> Result<(), ReadError> {
    let Some(first) = group.first() else { return Ok(()) };
    if let Some(other) = group.iter().find(|s| s.format != first.format) {
        let found = format!("formats {} and {} in one file", first.format, other.format);
        return Err(damaged(input, other.line, found));
    }
    let Some(storage) = samples::storage(first.format) else { return Ok(()) };
    let stored = samples::decode(first.format, bytes.get(first.byte_offset..).unwrap_or_default());
    let frame: usize = group.iter().map(|s| s.per_frame).fold(0, usize::saturating_add);
    if frame == 0 || frame > stored.len() {
        return Err(damaged(input, first.line, format!("{} holds no whole frame", first.file)));
    }
    let have = stored.len() / frame;
    let frames = header.frames.map_or(have, |stated| stated.min(have));
    if let Some(stated) = header.frames.filter(|stated| *stated > have) {
        notes.push(Note::salvaged(
            first.file.clone(),
            format!("cut short: {have} of {stated} samples a signal are there"),
        ));
    }
    let mut at = 0;
    for signal in group {
        let columns = at..at + signal.per_frame;
        at += signal.per_frame;
        let mut values: Vec<i32> = Vec::with_capacity(frames.saturating_mul(signal.per_frame));
        for chunk in stored.chunks_exact(frame).take(frames) {
            values.extend_from_slice(&chunk[columns.clone()]);
        }
        if storage.format == 8 {
            accumulate(&mut values, signal.initial.unwrap_or(0) as i32);
        }
        check(signal, &values, header.frames.is_none_or(|stated| stated == frames), notes);
        channels.push(channel(signal, storage, &values, rate_hz, notes));
    }
    Ok(())
}

fn accumulate(values: &mut [i32], initial: i32) {
    let mut sum = initial;
    for value in values {
        sum = sum.saturating_add(*value);
        *value = sum;
    }
}

/// First sample and 16-bit sum as the header states them.
fn check(signal: &SignalLine, values: &[i32], whole: bool, notes: &mut Vec<Note>) {
    let place = format!("signal {}", signal.label);
    if let (Some(stated), Some(first)) = (signal.initial, values.first()) {
        // Format 8 stores differences: its first value follows the initial one.
        if stated != i64::from(*first) && signal.format != 8 {
            notes.push(Note::salvaged(
                place.clone(),
                format!("first sample is {first}, the header says {stated}: is it the right file?"),
            ));
        }
    }
    let sum = values.iter().fold(0_i16, |sum, v| sum.wrapping_add(*v as i16));
    if let Some(stated) = signal.checksum
        && whole
        && stated as i16 != sum
    {
        notes.push(Note::salvaged(
            place,
            format!(
                "checksum is {sum}, the header says {stated}: the samples are not those \
                         the header was written for"
            ),
        ));
    }
}

fn channel(
    signal: &SignalLine,
    storage: samples::Storage,
    values: &[i32],
    rate_hz: f64,
    notes: &mut Vec<Note>,
) -> Channel {
    let missing = values.iter().filter(|v| Some(**v) == storage.invalid).count();
    if missing > 0 {
        notes.push(Note::info(
            format!("signal {}", signal.label),
            format!("{} marked as missing", plural(missing, "sample")),
        ));
    }
    if !signal.calibrated {
        notes.push(Note::info(
            format!("line {}", signal.line),
            format!(
                "signal {} has no gain; 200 units a mV assumed, as the format says",
                signal.label
            ),
        ));
    }
    let late = signal.skew.saturating_mul(signal.per_frame).min(values.len());
    let physical = |v: &i32| {
        if Some(*v) == storage.invalid {
            f32::NAN
        } else {
            ((f64::from(*v) - signal.baseline) / signal.gain) as f32
        }
    };
    let mut samples: Vec<f32> = values[late..].iter().map(physical).collect();
    samples.resize(values.len(), f32::NAN);
    let label = if signal.label.is_empty() { signal.file.clone() } else { signal.label.clone() };
    Channel {
        kind: labels::kind(&label),
        label,
        sampling_hz: rate_hz * signal.per_frame as f64,
        unit: signal.unit.clone(),
        samples,
    }
}
