//! EDF and EDF+: signals in data records, annotations as marks, holes of EDF+D as missing samples.

mod annotations;
mod header;
#[cfg(test)]
mod tests;
pub(crate) mod write;

use vagal_core::{Channel, Entry, Mark, Note, Recording, Station};

use self::header::Header;
use crate::places::{Places, plural};
use crate::{FormatDef, Input, ReadError, clock, labels};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "EDF, EDF+C, EDF+D",
    extensions: &["edf", "rec"],
    boards_at: "Recording",
    salvages: "files cut short, an unknown or wrong number of records, holes between records",
    refuses: "BDF (24 bits), damaged headers",
    source: "Kemp and others 1992; Kemp and Olivan 2003, https://www.edfplus.info/specs",
    sniff,
    read,
};

const ID: &str = "edf";

/// Missing samples put into holes may outnumber the stored ones by this factor. House choice: a
/// recording with more holes than that is two recordings.
const MOST_FILL: usize = 4;

/// Holes up to this many samples are filled whatever the factor: an hour at 500 Hz.
const FREE_FILL: usize = 1_800_000;

/// Record times may differ from their place by this share of a record before it is a hole.
const HOLE_SHARE: f64 = 0.01;

fn sniff(bytes: &[u8], _name: &str) -> bool {
    header::sniff(bytes)
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let header = header::parse(input.bytes).map_err(|(at, found)| damaged(input, at, found))?;
    let mut notes = Vec::new();
    let record_bytes: usize = header
        .signals
        .iter()
        .map(|s| s.per_record)
        .fold(0, usize::saturating_add)
        .saturating_mul(2);
    if record_bytes == 0 {
        return Err(damaged(input, 236, "records without samples".into()));
    }
    let data = input.bytes.get(header.size..).unwrap_or_default();
    let records: Vec<&[u8]> = data.chunks_exact(record_bytes).collect();
    let records = count_records(&header, records, data.len() % record_bytes, &mut notes);
    if records.is_empty() {
        return Err(damaged(input, header.size, "no whole data record".into()));
    }
    let (times, mut marks) = marks_and_times(&header, &records, &mut notes);
    let zero_s = times.first().copied().unwrap_or_default();
    for mark in &mut marks {
        mark.time_s -= zero_s;
    }
    let (records, holes) = place(input, &header, records, &times, &mut notes)?;
    let mut channels = Vec::new();
    let mut at = 0;
    for signal in &header.signals {
        let bytes = at..at + 2 * signal.per_record;
        at = bytes.end;
        if signal.is_annotations() || signal.per_record == 0 {
            continue;
        }
        channels.push(channel(&header, signal, bytes, &records, &holes, &mut notes));
    }
    if channels.is_empty() {
        return Err(ReadError::NoBeats {
            name: input.name.into(),
            place: String::new(),
            found: format!("annotations and no signal ({})", plural(marks.len(), "annotation")),
            hint: Some("open the recording these annotations belong to".into()),
        });
    }
    if let Some(wanted) = &input.options.channel {
        let labels: Vec<&str> = header.signals.iter().map(|s| s.label.as_str()).collect();
        channels = crate::keep_channel(input, channels, wanted, &labels)?;
    }
    Ok(Entry {
        format: ID,
        station: Station::Recording(Recording { channels }),
        start: header.start.map(|start| clock::later(start, zero_s)),
        marks,
        device: header.equipment,
        notes,
    })
}

fn damaged(input: &Input<'_>, at: usize, found: String) -> ReadError {
    ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: format!("byte {at}"),
        found,
        hint: None,
    }
}

fn count_records<'b>(
    header: &Header,
    mut records: Vec<&'b [u8]>,
    rest: usize,
    notes: &mut Vec<Note>,
) -> Vec<&'b [u8]> {
    let have = records.len();
    match header.records {
        Some(stated) if stated > have => notes.push(Note::salvaged(
            "byte 236",
            format!("cut short: {have} of {stated} data records are there"),
        )),
        Some(stated) if stated < have => {
            notes.push(Note::salvaged(
                "byte 236",
                format!("{} after the {stated} stated; left out", plural(have - stated, "record")),
            ));
            records.truncate(stated);
        }
        Some(_) => {}
        None => notes.push(Note::info(
            "byte 236",
            format!("the number of records is not stated; {have} are there"),
        )),
    }
    if rest > 0 && header.records.is_none_or(|stated| stated >= have) {
        notes.push(Note::salvaged(
            "end of file",
            format!("{} of a broken record; left out", plural(rest, "byte")),
        ));
    }
    records
}

/// Seconds of each record on the clock of the file, and the annotations on the same clock.
fn marks_and_times(
    header: &Header,
    records: &[&[u8]],
    notes: &mut Vec<Note>,
) -> (Vec<f64>, Vec<Mark>) {
    let (mut times, mut marks) = (Vec::with_capacity(records.len()), Vec::new());
    let (mut broken, mut timeless) = (Places::default(), Places::default());
    for (number, record) in records.iter().enumerate() {
        let mut time_s = None;
        let mut at = 0;
        for signal in &header.signals {
            let bytes = &record[at..at + 2 * signal.per_record];
            at += 2 * signal.per_record;
            if !header.plus || !signal.is_annotations() {
                continue;
            }
            let (lists, bad) = annotations::parse(bytes);
            (0..bad).for_each(|_| broken.add(format!("record {}", number + 1)));
            for list in lists {
                // The first list of the first annotation signal is the time of the record.
                if time_s.is_none() && list.texts.first().is_some_and(String::is_empty) {
                    time_s = Some(list.onset_s);
                }
                let texts = list.texts.into_iter().filter(|t| !t.is_empty());
                marks.extend(texts.map(|text| Mark {
                    time_s: list.onset_s,
                    duration_s: list.duration_s,
                    text,
                }));
            }
        }
        if header.discontinuous && time_s.is_none() {
            timeless.add(format!("record {}", number + 1));
        }
        let follows = times.last().map_or(0.0, |last| last + header.record_s);
        times.push(time_s.unwrap_or(follows));
    }
    broken.salvaged(notes, |n| format!("{} without a time; left out", plural(n, "annotation")));
    timeless.salvaged(notes, |n| {
        format!("{} without its time; taken to follow the one before", plural(n, "record"))
    });
    marks.sort_by(|a, b| a.time_s.total_cmp(&b.time_s));
    (times, marks)
}

/// Missing seconds before each record. Records that lie before their predecessor are left out.
fn place<'b>(
    input: &Input<'_>,
    header: &Header,
    records: Vec<&'b [u8]>,
    times: &[f64],
    notes: &mut Vec<Note>,
) -> Result<(Vec<&'b [u8]>, Vec<f64>), ReadError> {
    if !header.discontinuous {
        let holes = vec![0.0; records.len()];
        return Ok((records, holes));
    }
    if header.record_s <= 0.0 {
        return Err(damaged(input, 244, "EDF+D with records of no duration".into()));
    }
    let (mut kept, mut holes) = (Vec::new(), Vec::new());
    let (mut apart, mut backwards) = (Places::default(), Places::default());
    let (mut end_s, mut missing_s) = (times.first().copied().unwrap_or_default(), 0.0);
    let limit_s = MOST_FILL as f64 * header.record_s * records.len() as f64;
    let free_s = free_seconds(header);
    for (at, (record, &time_s)) in records.iter().zip(times).enumerate() {
        let hole_s = time_s - end_s;
        let place = format!("record {}", at + 1);
        if hole_s < -HOLE_SHARE * header.record_s {
            backwards.add(place);
            continue;
        }
        let hole_s = if hole_s > HOLE_SHARE * header.record_s { hole_s } else { 0.0 };
        if hole_s > 0.0 {
            if missing_s + hole_s > limit_s.max(free_s) {
                notes.push(Note::salvaged(
                    place,
                    format!(
                        "a hole of {hole_s:.0} s, longer than the recording; {} from there on left \
                         out: cut the file in two",
                        plural(records.len() - at, "record")
                    ),
                ));
                break;
            }
            missing_s += hole_s;
            apart.add(place);
        }
        kept.push(*record);
        holes.push(hole_s);
        end_s = time_s + header.record_s;
    }
    apart.info(notes, |n| {
        format!(
            "{} between records, {missing_s:.1} s in all, filled with missing samples",
            plural(n, "hole")
        )
    });
    backwards.salvaged(notes, |n| {
        format!("{} whose time runs backwards; left out", plural(n, "record"))
    });
    Ok((kept, holes))
}

/// Seconds of holes at which the fastest channel reaches [`FREE_FILL`] samples.
fn free_seconds(header: &Header) -> f64 {
    let all: usize = header.signals.iter().map(|s| s.per_record).fold(0, usize::saturating_add);
    FREE_FILL as f64 * header.record_s / all.max(1) as f64
}

fn channel(
    header: &Header,
    signal: &header::Signal,
    bytes: std::ops::Range<usize>,
    records: &[&[u8]],
    holes: &[f64],
    notes: &mut Vec<Note>,
) -> Channel {
    // Without a duration the rate is unknown; one record a second keeps the samples usable.
    let record_s = if header.record_s > 0.0 { header.record_s } else { 1.0 };
    if header.record_s <= 0.0 {
        notes.push(Note::salvaged(
            "byte 244",
            format!("records of no duration: 1 s assumed for {}", signal.label),
        ));
    }
    let sampling_hz = signal.per_record as f64 / record_s;
    let (gain, offset) = signal.scale().unwrap_or_else(|| {
        notes.push(Note::salvaged(
            format!("signal {}", signal.label),
            "no range in the header: raw numbers, not physical units",
        ));
        (1.0, 0.0)
    });
    let mut samples = Vec::with_capacity(records.len() * signal.per_record);
    for (record, hole_s) in records.iter().zip(holes) {
        let missing = (hole_s * sampling_hz).round() as usize;
        samples.resize(samples.len() + missing, f32::NAN);
        let stored = record[bytes.clone()].chunks_exact(2);
        samples.extend(
            stored.map(|b| (f64::from(i16::from_le_bytes([b[0], b[1]])) * gain + offset) as f32),
        );
    }
    Channel {
        label: signal.label.clone(),
        kind: labels::kind(&signal.label),
        sampling_hz,
        unit: signal.unit.clone(),
        samples,
    }
}
