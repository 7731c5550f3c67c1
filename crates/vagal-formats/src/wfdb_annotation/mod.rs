//! WFDB annotations (`.atr .qrs .ecg .wqrs …`): beats with labels, remarks with times.

mod codes;
mod stream;

use vagal_core::{Beat, BeatLabel, Beats, Entry, Gap, Mark, Note, Sensor, Station};

use self::stream::{Annotation, Ending, Stream};
use crate::options::RATES_HZ;
use crate::places::{Places, plural};
use crate::wfdb::{Header, header_beside};
use crate::{FormatDef, Input, ReadError};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "WFDB annotations (MIT format)",
    extensions: &EXTENSIONS,
    boards_at: "Beats",
    salvages: "a file cut short, annotations out of order or twice at one time, beats with remarks",
    refuses: "files with remarks and no beats; AHA annotations; a default rate that gives \
              impossible intervals",
    source: "WFDB annot(5), https://physionet.org/physiotools/wag/annot-5.htm",
    sniff,
    read,
};

const ID: &str = "wfdb_annotation";

/// Annotators of public databases and programs.
const EXTENSIONS: [&str; 15] = [
    "atr", "ecg", "qrs", "ann", "gqrs", "wqrs", "sqrs", "epic", "man", "al", "wabp", "ani", "ari",
    "st", "pu",
];

/// Companion annotations a record is looked for, the most audited first.
pub(crate) const BEAT_ANNOTATORS: [&str; 9] =
    ["atr", "ecg", "qrs", "ann", "gqrs", "wqrs", "sqrs", "epic", "man"];

/// Companion annotations that may hold remarks.
pub(crate) const REMARK_ANNOTATORS: [&str; 3] = ["atr", "anI", "ann"];

/// Annotators that are programs: their `N` says that a beat was found, not that it is normal.
const DETECTORS: [&str; 5] = ["qrs", "gqrs", "wqrs", "sqrs", "wabp"];

/// Interval medians that a guessed rate may give, ms: 30 to 200 beats a minute.
const PLAUSIBLE_MEDIAN_MS: std::ops::RangeInclusive<f64> = 300.0..=2000.0;

/// Rate of a record whose header gives none, as documented in header(5).
const DEFAULT_RATE_HZ: f64 = crate::wfdb::DEFAULT_RATE_HZ;

/// Beats further apart leave a gap, seconds.
const LONGEST_INTERVAL_S: f64 = crate::series::LONGEST_INTERVAL_MS / 1000.0;

fn sniff(bytes: &[u8], name: &str) -> bool {
    let extension = crate::format::extension(name);
    if extension == "dat" || extension == "hea" || bytes.len() < 4 {
        return false;
    }
    let stream = stream::read(bytes);
    let known = EXTENSIONS.contains(&extension.as_str());
    match stream.ending {
        // Text has codes too, but not an end mark at its end.
        Ending::Marked => {
            let mut rest = bytes.get(stream.end..).unwrap_or_default().iter();
            !stream.annotations.is_empty() && rest.all(|b| *b == 0)
        }
        Ending::Cut | Ending::BadCode(_) => {
            known && crate::text::decode(bytes).is_none() && !bytes.starts_with(b"ISHNE")
        }
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let header = header_beside(input.companions, input.stem());
    read_with(input, header.as_ref())
}

/// Reads the annotations with the header of their record, if it is there.
pub(crate) fn read_with(input: &Input<'_>, header: Option<&Header>) -> Result<Entry, ReadError> {
    let stream = stream::read(input.bytes);
    let mut notes = Vec::new();
    check_ending(input, &stream, &mut notes)?;
    let rate_hz = rate(input, header, &stream, &mut notes)?;
    let (mut beats, marks, gaps) = sort_out(&stream.annotations, rate_hz, &mut notes);
    if DETECTORS.contains(&input.extension().as_str()) {
        let normal = beats.iter_mut().filter(|b| b.label == BeatLabel::Normal);
        normal.for_each(|b| b.label = BeatLabel::Unlabelled);
        notes.push(Note::info("", "beats of a detector: found, not classified as normal"));
    }
    if beats.is_empty() {
        let first = marks.first().map_or(String::new(), |m| format!(", the first `{}`", m.text));
        return Err(ReadError::NoBeats {
            name: input.name.into(),
            place: String::new(),
            found: format!("{}{first}", plural(marks.len(), "remark")),
            hint: Some(format!(
                "open the record, `{}.hea`: these remarks come with it",
                input.stem()
            )),
        });
    }
    let pressure = input.extension() == "wabp";
    if pressure {
        notes.push(Note::info("", "onsets of the pressure wave: its variability is PRV, not HRV"));
    }
    let sensor = input.options.sensor.unwrap_or(if pressure { Sensor::Ppg } else { Sensor::Ecg });
    let beats = Beats::new(beats, gaps, Some(rate_hz), sensor)
        .ok_or_else(|| damaged(input, stream.end, "times that do not increase".into()))?;
    let start = header.and_then(|h| h.start);
    Ok(Entry { format: ID, station: Station::Beats(beats), start, marks, device: None, notes })
}

/// The remarks of a companion annotation file, for a record that holds signals.
pub(crate) fn remarks(bytes: &[u8], rate_hz: f64) -> Vec<Mark> {
    sort_out(&stream::read(bytes).annotations, rate_hz, &mut Vec::new()).1
}

fn check_ending(
    input: &Input<'_>,
    stream: &Stream,
    notes: &mut Vec<Note>,
) -> Result<(), ReadError> {
    let place = format!("byte {}", stream.end);
    let kept = plural(stream.annotations.len(), "annotation");
    match stream.ending {
        Ending::Marked => {
            let rest = input.bytes.len().saturating_sub(stream.end);
            if rest > 1 {
                notes.push(Note::salvaged(
                    place,
                    format!("{} after the end mark; left out", plural(rest, "byte")),
                ));
            }
        }
        _ if stream.annotations.is_empty() => {
            return Err(damaged(input, stream.end, "no annotation before it breaks off".into()));
        }
        Ending::Cut => {
            notes
                .push(Note::salvaged(place, format!("cut short without an end mark; {kept} read")));
        }
        Ending::BadCode(code) => notes.push(Note::salvaged(
            place,
            format!("code {code} does not exist; {kept} before it read, the rest left out"),
        )),
    }
    Ok(())
}

fn damaged(input: &Input<'_>, at: usize, found: String) -> ReadError {
    ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: format!("byte {at}"),
        found,
        hint: Some("check that it is an annotation file in MIT format".into()),
    }
}

/// The rate from the user, the header, the file itself or, with a note, the documented default.
fn rate(
    input: &Input<'_>,
    header: Option<&Header>,
    stream: &Stream,
    notes: &mut Vec<Note>,
) -> Result<f64, ReadError> {
    if let Some(hz) = input.options.rate() {
        if let Some(header) = header.filter(|h| h.rate_stated && h.rate_hz != hz) {
            let stated = header.rate_hz;
            notes.push(Note::info(
                "",
                format!("read at {hz} Hz as asked; the header says {stated} Hz"),
            ));
        }
        return Ok(hz);
    }
    let own = stream.annotations.iter().take(8).find_map(|a| {
        let text = a.text.strip_prefix("## time resolution:")?;
        text.trim().parse::<f64>().ok().filter(|hz| RATES_HZ.contains(hz))
    });
    if let Some(hz) = own.or(header.filter(|h| h.rate_stated).map(|h| h.rate_hz)) {
        return Ok(hz);
    }
    let mut steps: Vec<i64> = stream
        .annotations
        .windows(2)
        .filter(|w| codes::beat(w[0].code).is_some() && codes::beat(w[1].code).is_some())
        .map(|w| w[1].sample.saturating_sub(w[0].sample))
        .collect();
    steps.sort_unstable();
    let median = steps.get(steps.len() / 2).copied().unwrap_or_default();
    let median_ms = median as f64 * 1000.0 / DEFAULT_RATE_HZ;
    if !PLAUSIBLE_MEDIAN_MS.contains(&median_ms) {
        return Err(ReadError::NeedsRate {
            name: input.name.into(),
            found: format!(
                "no header `{}.hea` beside it, and at the default {DEFAULT_RATE_HZ} Hz the median \
                 interval would be {median_ms:.0} ms",
                input.stem()
            ),
            hint: "put the header beside it or add `--rate HZ`".into(),
        });
    }
    let why = if header.is_some() {
        "the header states no rate".to_owned()
    } else {
        format!("no header `{}.hea` beside it", input.stem())
    };
    notes.push(Note::salvaged(
        "",
        format!(
            "{why}: read at {DEFAULT_RATE_HZ} Hz, the WFDB default; if the record had another \
             rate all times are wrong, so say `--rate HZ`"
        ),
    ));
    Ok(DEFAULT_RATE_HZ)
}

fn sort_out(
    annotations: &[Annotation],
    rate_hz: f64,
    notes: &mut Vec<Note>,
) -> (Vec<Beat>, Vec<Mark>, Vec<Gap>) {
    let mut sorted: Vec<&Annotation> = annotations.iter().collect();
    if annotations.windows(2).any(|w| w[1].sample < w[0].sample) {
        sorted.sort_by_key(|a| a.sample);
        notes.push(Note::salvaged("", "annotations out of order; sorted by time"));
    }
    let (mut beats, mut marks) = (Vec::<Beat>::new(), Vec::new());
    let mut gaps: Vec<Gap> = Vec::new();
    let (mut twice, mut before_start) = (Places::default(), Places::default());
    let (mut with_text, mut waves) = (Places::default(), Places::default());
    let mut unreadable_from: Option<f64> = None;
    for annotation in sorted {
        let time_s = annotation.sample as f64 / rate_hz;
        let place = format!("sample {}", annotation.sample);
        if annotation.sample < 0 {
            before_start.add(place);
        } else if let Some(label) = codes::beat(annotation.code) {
            let last = beats.last().map(|b| b.time_s);
            if last.is_some_and(|last_s| time_s <= last_s) {
                twice.add(place);
                continue;
            }
            if let Some(last_s) = last.filter(|last_s| time_s - last_s > LONGEST_INTERVAL_S) {
                let reason = "no beat annotated".into();
                gaps.push(Gap { start_s: last_s, end_s: time_s, reason });
            }
            beats.push(Beat { time_s, label });
            if !annotation.text.is_empty() {
                with_text.add(format!("{place} (`{}`)", annotation.text));
            }
        } else if codes::is_wave(annotation.code) {
            waves.add(place);
        } else if !annotation.text.starts_with("## ") {
            if annotation.code == 14 {
                quality(annotation, time_s, &mut unreadable_from, &mut gaps);
            }
            let text = annotation.text.trim();
            let text = if text.is_empty() { codes::remark(annotation.code) } else { text };
            marks.push(Mark { time_s, duration_s: None, text: text.into() });
        }
    }
    if let (Some(from_s), Some(last)) = (unreadable_from, beats.last())
        && last.time_s > from_s
    {
        gaps.push(unreadable(from_s, last.time_s));
    }
    gaps.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
    twice.salvaged(notes, |n| format!("{} at the time of another; left out", plural(n, "beat")));
    before_start
        .salvaged(notes, |n| format!("{} before time 0; left out", plural(n, "annotation")));
    with_text.info(notes, |n| format!("{} with a remark, which was not kept", plural(n, "beat")));
    waves.info(notes, |n| format!("{} within beats, not kept", plural(n, "wave mark")));
    (beats, marks, gaps)
}

/// A quality change with subtype −1 makes the signal unreadable until the next.
fn quality(
    annotation: &Annotation,
    time_s: f64,
    unreadable_from: &mut Option<f64>,
    gaps: &mut Vec<Gap>,
) {
    if let Some(from_s) = unreadable_from.take() {
        gaps.push(unreadable(from_s, time_s));
    }
    if annotation.subtype == -1 {
        *unreadable_from = Some(time_s);
    }
}

fn unreadable(start_s: f64, end_s: f64) -> Gap {
    Gap { start_s, end_s, reason: "annotated as unreadable".into() }
}

/// True if beats of a companion annotation carry labels beyond "detected".
pub(crate) fn has_beats(bytes: &[u8]) -> bool {
    let beats = |a: &Annotation| codes::beat(a.code).is_some_and(|l| l != BeatLabel::Unlabelled);
    stream::read(bytes).annotations.iter().filter(|a| beats(a)).count() > 1
}
