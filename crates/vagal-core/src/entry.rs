//! Entry: what a reader made of a file, and at which station of the line it boards.

use crate::{Beats, ClockTime, Mark, Recording, RrSeries};

/// The station at which a file boards the line.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Station {
    /// Sampled signals.
    Recording(Recording),
    /// Beat times, from an annotation file.
    Beats(Beats),
    /// Intervals, from a strap or a text file.
    Rr(RrSeries),
}

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Worth knowing; nothing was lost.
    Info,
    /// Something in the file was damaged or left out; the rest was read.
    Salvaged,
}

/// A remark of the reader on the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// How much it matters.
    pub kind: NoteKind,
    /// Where: `line 14`, `byte 1032`, or `""` for the whole file.
    pub place: String,
    /// What was found and what was done about it.
    pub text: String,
}

impl Note {
    /// A remark about something that cost nothing.
    pub fn info(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind: NoteKind::Info, place: place.into(), text: text.into() }
    }

    /// A remark about something damaged or left out.
    pub fn salvaged(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind: NoteKind::Salvaged, place: place.into(), text: text.into() }
    }
}

/// One file, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Identifier of the format in the list `FORMATS`.
    pub format: &'static str,
    /// What the file holds.
    pub station: Station,
    /// When time 0 was, as far as the file says.
    pub start: Option<ClockTime>,
    /// Remarks in the file at a time.
    pub marks: Vec<Mark>,
    /// Device or program, where the file says.
    pub device: Option<String>,
    /// Remarks of the reader.
    pub notes: Vec<Note>,
}
