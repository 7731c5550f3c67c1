//! One file as lines of a diary: a recording goes down the line, a diary of another program is taken row by row.
//!
//! ```text
//! bytes ─┬─ diary? ─ rows ─ values, inputs ──────────────────┬─ entries by person
//!        └─ recording ─ pipeline ─ resting stretch ─ readings ┘   └ what was left out and why
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use vagal_core::diary::{Moment, Reading};
use vagal_core::{Conditions, Entry as FileEntry, InputEvent, NoteKind, Station, Unfit};
use vagal_formats::diary::{DiaryFile, DiaryItem, DiaryRow, read_diary, sniff_diary};
use vagal_formats::{Folder, ReadError, ReadOptions};
use vagal_store::{Entry, Line, Origin, Recording};

use crate::clock::Zone;
use crate::pipeline;
use crate::resting::{self, MORNING_HOURS, NoRest, Resting};

/// Which kind of reading recordings are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// The morning's between [`MORNING_HOURS`], another hour's else.
    #[default]
    ByTheHour,
    /// Morning readings.
    Morning,
    /// Readings at another time.
    Spot,
}

/// What the person who imports says about the files.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// How recordings are read.
    pub read: ReadOptions,
    /// Zone of times without one.
    pub zone: Zone,
    /// Kind of the readings of recordings.
    pub occasion: Occasion,
    /// Stretch at rest, seconds from the start of the recording.
    pub stretch: Option<(f64, f64)>,
    /// When a recording without a clock began.
    pub at: Option<Moment>,
    /// The only person to take from a file of several.
    pub user: Option<String>,
    /// Whose a file of one person is; also the name of `user`, if given.
    pub person: Option<String>,
}

/// Who a file of one person belongs to where nobody says it.
pub const DEFAULT_PERSON: &str = "me";

/// What a file gave.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Identifier of the format.
    pub format: &'static str,
    /// Lines by person.
    pub people: BTreeMap<String, Vec<Entry>>,
    /// The recording, if the file is one, and whose.
    pub recording: Option<(String, Recording)>,
    /// Remarks: what was salvaged, cut, assumed.
    pub notes: Vec<String>,
    /// What was left out, by reason, with how often.
    pub left_out: BTreeMap<String, usize>,
}

/// Why a file gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read.
    #[error("{0}")]
    Read(Box<ReadError>),
    /// It holds no beats, or none that can be judged.
    #[error("{0}")]
    Unfit(Unfit),
    /// No stretch of it is known to be a rest.
    #[error(transparent)]
    NoRest(#[from] NoRest),
    /// It does not say when it was.
    #[error("the recording does not say on which day it was")]
    NoDay,
    /// Values that no person has.
    #[error("{0}")]
    Impossible(vagal_core::DiaryError),
    /// Nobody of that name in it.
    #[error("nobody in the file is called `{user}`")]
    NoSuchUser {
        /// Who was asked for.
        user: String,
        /// Who is there.
        there: Vec<String>,
    },
    /// Several people and one name to put them under.
    #[error("{count} people in the file and one --person")]
    SeveralPeople {
        /// How many.
        count: usize,
    },
}

impl ImportError {
    /// The next thing to try.
    pub fn hint(&self) -> String {
        match self {
            Self::Read(error) => error
                .hint()
                .unwrap_or_else(|| "`vagal formats` lists what can be read".to_owned()),
            Self::Unfit(_) => "record again, or name the channel with --channel".into(),
            Self::NoRest(error) => error.hint().into(),
            Self::NoDay => "say it with --at '2026-11-14 07:05', one file at a time".into(),
            Self::Impossible(_) => "look at it with `vagal hrv`".into(),
            Self::NoSuchUser { there, .. } => {
                let some = there.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
                format!("{} are there, such as {some}", there.len())
            }
            Self::SeveralPeople { .. } => {
                "choose one with --user, or leave --person out: each is imported under their own name".into()
            }
        }
    }
}

/// Reads a file as lines of a diary. Nothing is stored.
///
/// # Errors
///
/// [`ImportError`] if it gives nothing at all.
pub fn read(path: &Path, options: &ImportOptions) -> Result<Imported, ImportError> {
    let unread = |error| ImportError::Read(Box::new(error));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // A WFDB record may be named without its ending; only a file can be a diary.
    let bytes = if path.is_file() {
        vagal_formats::read_file(path)
            .map_err(|source| unread(ReadError::Io { path: path.to_owned(), source }))?
    } else {
        Vec::new()
    };
    if options.read.format.is_none() && sniff_diary(&bytes, &name).is_some() {
        let file = read_diary(&bytes, &name, &Folder::of(path)).map_err(unread)?;
        return diary(file, options);
    }
    let entry = vagal_formats::read_path(path, &options.read).map_err(unread)?;
    let header = path.with_extension("hea");
    let bytes = if bytes.is_empty() {
        vagal_formats::read_file(&header).unwrap_or_default()
    } else {
        bytes
    };
    recording(entry, name, crate::page::sha256(&bytes), options)
}

fn recording(
    entry: FileEntry,
    name: String,
    sha256: String,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let format = entry.format;
    let measured = pipeline::measure(entry).map_err(ImportError::Unfit)?;
    let resting = resting::rest(&measured, options.stretch)?;
    let start = match (measured.start, options.at) {
        (_, Some(at)) => Some(at),
        (Some(clock), None) => options.zone.of_recording(clock, 0.0),
        (None, None) => None,
    };
    let start = start.ok_or(ImportError::NoDay)?;
    let into_s = resting.window.start_s.max(0.0) as i64;
    let at =
        options.zone.at_unix(start.unix_s().saturating_add(into_s)).ok_or(ImportError::NoDay)?;
    let mut imported = Imported { format, ..Imported::default() };
    let salvaged = measured.notes.iter().filter(|note| note.kind == NoteKind::Salvaged);
    imported.notes.extend(salvaged.map(|note| note.text.clone()));
    imported.notes.extend(resting.notes.iter().cloned());
    let readings = resting.readings(at, is_morning(at, options.occasion, None));
    let readings = readings.map_err(ImportError::Impossible)?;
    count_refusals(&resting, &mut imported.left_out);
    let person = options.person.clone().unwrap_or_else(|| DEFAULT_PERSON.into());
    let origin = Origin::recording(&sha256);
    let entries: Vec<Entry> = readings
        .into_iter()
        .map(|reading| Entry::new(&person, origin.clone(), Line::Reading(reading)))
        .collect();
    let recording = Recording {
        sha256,
        name,
        format: format.to_owned(),
        sensor: measured.sensor.id().to_owned(),
        start: Some(start),
        duration_s: Some(measured.span.length_s()),
        derived: said(&resting),
    };
    imported.recording = Some((person.clone(), recording));
    imported.people.insert(person, entries);
    Ok(imported)
}

/// What a stretch gave, in a line.
fn said(resting: &Resting) -> String {
    let Resting { window, ln_rmssd, heart_rate, .. } = resting;
    let number =
        |what: &str, reading: &Result<vagal_session::WindowReading, Unfit>, digits| match reading {
            Ok(r) => format!(
                "{what} {:.digits$} (standard error {:.digits$})",
                r.value, r.standard_error
            ),
            Err(unfit) => format!("{what}: {unfit}"),
        };
    format!(
        "{:.0} to {:.0} s: {}; {}",
        window.start_s,
        window.end_s,
        number("lnRMSSD", ln_rmssd, 2),
        number("heart rate", heart_rate, 1)
    )
}

fn is_morning(at: Moment, occasion: Occasion, said: Option<bool>) -> bool {
    match occasion {
        Occasion::Morning => true,
        Occasion::Spot => false,
        // A program that calls the evening a morning has been seen.
        Occasion::ByTheHour => said.map_or(MORNING_HOURS.contains(&at.local_hour()), |said| {
            said && at.local_hour() < 12.0
        }),
    }
}

fn count_refusals(resting: &Resting, left_out: &mut BTreeMap<String, usize>) {
    for (what, unfit) in [
        ("lnRMSSD", resting.ln_rmssd.as_ref().err()),
        ("heart rate", resting.heart_rate.as_ref().err()),
    ] {
        if let Some(unfit) = unfit {
            // Counted by the kind of reason: the figures in it differ from file to file.
            let reason = unfit.code().replace('_', " ");
            *left_out.entry(format!("{what}: {reason}")).or_default() += 1;
        }
    }
}

fn diary(file: DiaryFile, options: &ImportOptions) -> Result<Imported, ImportError> {
    let mut imported = Imported { format: file.format, ..Imported::default() };
    let place = |place: &str| if place.is_empty() { String::new() } else { format!("{place}: ") };
    imported.notes.extend(file.notes.iter().map(|n| format!("{}{}", place(&n.place), n.text)));
    let origin = Origin::format(file.format);
    let mut there: Vec<String> = file.rows.iter().filter_map(|r| r.person.clone()).collect();
    there.sort();
    there.dedup();
    if let Some(user) = &options.user
        && !there.contains(user)
    {
        return Err(ImportError::NoSuchUser { user: user.clone(), there });
    }
    if options.user.is_none() && options.person.is_some() && there.len() > 1 {
        return Err(ImportError::SeveralPeople { count: there.len() });
    }
    let without_zone =
        file.rows.iter().any(|r| matches!(r.time, vagal_formats::diary::DiaryTime::Local { .. }));
    if without_zone {
        imported.notes.push("times without a zone are taken as of this one (--tz)".into());
    }
    for row in file.rows {
        if options.user.is_some() && row.person != options.user {
            continue;
        }
        let person = options
            .person
            .clone()
            .or_else(|| row.person.as_deref().map(plain))
            .unwrap_or_else(|| DEFAULT_PERSON.into());
        let Some(at) = options.zone.of_diary(row.time) else {
            *imported.left_out.entry("a time that cannot be".into()).or_default() += 1;
            continue;
        };
        let lines = lines(row, at, file.format, options, &mut imported.left_out);
        let entries = imported.people.entry(person.clone()).or_default();
        entries.extend(lines.into_iter().map(|line| Entry::new(&person, origin.clone(), line)));
    }
    Ok(imported)
}

/// A name as an id of the store can be.
fn plain(name: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    name.chars().map(fits).take(64).collect()
}

fn lines(
    row: DiaryRow,
    at: Moment,
    format: &'static str,
    options: &ImportOptions,
    left_out: &mut BTreeMap<String, usize>,
) -> Vec<Line> {
    let mut leave = |why: String| {
        *left_out.entry(why).or_default() += 1;
        Vec::new()
    };
    match row.item {
        DiaryItem::Value(value) => {
            let reading = Reading::new(value.kind, at, value.value).and_then(|reading| {
                value.region.map_or(Ok(reading.clone()), |region| reading.at_region(region.id))
            });
            let conditions = Conditions { sensor: value.sensor, ..Conditions::default() };
            match reading {
                Ok(reading) => vec![Line::Reading(reading.under(conditions))],
                Err(error) => leave(error.to_string()),
            }
        }
        DiaryItem::Input { word, precision, minutes } => {
            let Some(input) = vagal_evidence::input(&word) else {
                return leave(format!("`{word}` is no input of the ledger"));
            };
            let event = InputEvent { precision, minutes, ..InputEvent::new(&input.id, at) };
            match event.checked() {
                Ok(event) => vec![Line::Input(event)],
                Err(error) => leave(error.to_string()),
            }
        }
        DiaryItem::Intervals { series, morning } => {
            let entry = FileEntry {
                format,
                station: Station::Rr(series),
                start: None,
                marks: Vec::new(),
                device: None,
                notes: Vec::new(),
            };
            let measured = match pipeline::measure(entry) {
                Ok(measured) => measured,
                Err(unfit) => return leave(unfit.code().replace('_', " ")),
            };
            let resting = match resting::rest(&measured, None) {
                Ok(resting) => resting,
                Err(error) => return leave(error.to_string()),
            };
            count_refusals(&resting, left_out);
            match resting.readings(at, is_morning(at, options.occasion, morning)) {
                Ok(readings) => readings.into_iter().map(Line::Reading).collect(),
                Err(error) => {
                    *left_out.entry(error.to_string()).or_default() += 1;
                    Vec::new()
                }
            }
        }
    }
}
