//! Diaries as other programs export them: bytes to neutral rows, one list `DIARY_FORMATS`.
//!
//! A row is one fact with its line, its time as the file has it and, in a file of several people, whose it is. What a row means in
//! a store, and in which zone a time without one lies, is decided by who imports it.
//!
//! ```
//! use vagal_formats::diary::{DiaryItem, read_diary};
//! let file = read_diary(b"date,rmssd,neck\n2026-11-14 07:05,38,6\n", "own.csv", &vagal_formats::NoCompanions).unwrap();
//! assert_eq!((file.format, file.rows.len()), ("diary_csv", 2));
//! assert!(matches!(&file.rows[0].item, DiaryItem::Value(v) if v.kind == "ln_rmssd_spot"));
//! ```

mod hrv4training;
mod own_csv;
mod sheet;
mod welltory;
mod withings;

use vagal_core::diary::{BodyRegion, Precision, READING_KINDS};
use vagal_core::{Moment, Note, RrSeries, Sensor};

use crate::{Companions, ReadError};

/// Every diary, the surest mark first; the generic table is last.
pub const DIARY_FORMATS: &[&DiaryDef] =
    &[&welltory::DEF, &withings::DEF, &hrv4training::DEF, &own_csv::DEF];

/// One kind of diary: how it is told, how it is read, and what its reader promises.
#[derive(Clone, Copy)]
pub struct DiaryDef {
    /// Stable identifier; lines of a store that came from it carry it.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// What becomes a row.
    pub takes: &'static str,
    /// What is left out, each with a note.
    pub leaves: &'static str,
    /// Where the format is described.
    pub source: &'static str,
    /// True if these bytes under this name look like it.
    pub sniff: fn(bytes: &[u8], name: &str) -> bool,
    /// Reads the file.
    pub read: fn(&DiaryInput<'_>) -> Result<DiaryFile, ReadError>,
}

/// What a reader is given.
pub struct DiaryInput<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Its plain name.
    pub name: &'a str,
    /// The files beside it.
    pub companions: &'a dyn Companions,
}

/// A diary, read.
#[derive(Clone, Debug, PartialEq)]
pub struct DiaryFile {
    /// Identifier in [`DIARY_FORMATS`].
    pub format: &'static str,
    /// The facts, in the order of the file.
    pub rows: Vec<DiaryRow>,
    /// What was salvaged, left out and assumed.
    pub notes: Vec<Note>,
}

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct DiaryRow {
    /// Line of the file, from 1.
    pub line: usize,
    /// Whose, in a file of several people.
    pub person: Option<String>,
    /// When.
    pub time: DiaryTime,
    /// What.
    pub item: DiaryItem,
}

/// A time as a file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DiaryTime {
    /// With its zone.
    Known(Moment),
    /// On the wall of a place the file does not name.
    Local {
        /// Year, month, day.
        date: (i16, u8, u8),
        /// Seconds since midnight, 0 to 86 399.
        second_of_day: u32,
    },
}

/// What a row says.
#[derive(Clone, Debug, PartialEq)]
pub enum DiaryItem {
    /// A number of a kind of the registry.
    Value(DiaryValue),
    /// Intervals of a short measurement, to be carried down the line.
    Intervals {
        /// As found.
        series: RrSeries,
        /// True or false where the program says whether it was a morning reading.
        morning: Option<bool>,
    },
    /// Something was done.
    Input {
        /// What it is called there; the evidence ledger knows the word.
        word: String,
        /// Whether the time is its start or only later than it.
        precision: Precision,
        /// How long, minutes.
        minutes: Option<f64>,
    },
}

/// A number of a kind of the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct DiaryValue {
    /// Identifier in [`READING_KINDS`].
    pub kind: &'static str,
    /// The value in the unit of the kind (a logarithm where the kind keeps one).
    pub value: f64,
    /// Region of the body.
    pub region: Option<&'static BodyRegion>,
    /// What it was picked up with.
    pub sensor: Option<Sensor>,
}

impl DiaryValue {
    /// A value as people write it, of a kind; `None` if it lies outside of what the kind takes.
    pub(crate) fn typed(kind: &'static str, typed: f64) -> Option<Self> {
        let def = READING_KINDS.iter().find(|k| k.id == kind)?;
        let value = def.from_typed(typed);
        let inside = (def.range.0..=def.range.1).contains(&value);
        inside.then_some(Self { kind, value, region: None, sensor: None })
    }
}

/// The diary these bytes look like under this name.
pub fn sniff_diary(bytes: &[u8], name: &str) -> Option<&'static DiaryDef> {
    DIARY_FORMATS.iter().copied().find(|format| (format.sniff)(bytes, name))
}

/// Reads one diary held in memory.
///
/// # Errors
///
/// [`ReadError`] with what was found and a hint; a file that is no diary is [`ReadError::NotRecognised`].
pub fn read_diary(
    bytes: &[u8],
    name: &str,
    companions: &dyn Companions,
) -> Result<DiaryFile, ReadError> {
    let format = sniff_diary(bytes, name).ok_or_else(|| ReadError::NotRecognised {
        name: name.into(),
        looks_like: "no diary".into(),
        hint: Some(
            "a diary is a table with a column `date` and columns such as tension, rmssd, sleep"
                .into(),
        ),
    })?;
    (format.read)(&DiaryInput { bytes, name, companions })
}

impl std::fmt::Debug for DiaryDef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DiaryDef").field("id", &self.id).finish_non_exhaustive()
    }
}
