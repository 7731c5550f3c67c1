//! Every file of the reference folder: what it is, what came of it, and why it was refused if it was.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use vagal::core::Note;
use vagal::formats::{ReadOptions, read_path};
use vagal::pipeline;

use super::source;
use super::table::{Table, number};

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Beats were had from it.
    Measured {
        /// Identifier of the format.
        format: &'static str,
        /// Beats.
        beats: usize,
        /// Minutes.
        minutes: f64,
        /// Remarks of the reader.
        notes: Vec<Note>,
    },
    /// Read, and the line found no beats in it.
    NoBeats {
        /// Identifier of the format.
        format: &'static str,
        /// Why.
        why: String,
    },
    /// Refused by the reader.
    Refused {
        /// Stable identifier of the reason.
        code: &'static str,
        /// The reason.
        why: String,
    },
}

/// One file.
#[derive(Clone, Debug)]
pub struct FileOutcome {
    /// Path in the reference folder.
    pub name: String,
    /// Read with `--rate 250`: lists of sample numbers do not say their rate.
    pub with_rate: bool,
    /// What became of it.
    pub outcome: Outcome,
}

/// Every file in the order of its path.
pub fn run(root: &Path) -> Vec<FileOutcome> {
    source::files(root, "").into_par_iter().map(|name| one(root, name)).collect()
}

fn one(root: &Path, name: String) -> FileOutcome {
    // Documented in the manifest, not in the files.
    let with_rate = name.starts_with("intervention/gudb_rpeaks/");
    let rate_hz = with_rate.then_some(250.0);
    let options = ReadOptions { rate_hz, ..ReadOptions::default() };
    let outcome = match read_path(root.join(&name), &options) {
        // The path of this machine does not belong in a table.
        Err(error) => Outcome::Refused {
            code: error.code(),
            why: error.to_string().replace(&root.to_string_lossy().into_owned(), ""),
        },
        Ok(entry) => {
            let format = entry.format;
            match pipeline::measure(entry) {
                Err(unfit) => Outcome::NoBeats { format, why: unfit.to_string() },
                Ok(measured) => Outcome::Measured {
                    format,
                    beats: measured.beats.len(),
                    minutes: measured.span.length_s() / 60.0,
                    notes: measured.notes,
                },
            }
        }
    };
    FileOutcome { name, with_rate, outcome }
}

/// One row a file.
pub fn files(files: &[FileOutcome]) -> Table {
    let mut table = Table::new(&["file", "format", "beats", "minutes", "notes", "refused"]);
    for file in files {
        let cells = match &file.outcome {
            Outcome::Measured { format, beats, minutes, notes } => {
                let notes: Vec<String> = notes.iter().map(note).collect();
                let (beats, minutes) = (beats.to_string(), number(Some(*minutes), 1));
                [(*format).into(), beats, minutes, notes.join("; "), String::new()]
            }
            Outcome::NoBeats { format, why } => {
                [(*format).into(), String::new(), String::new(), String::new(), why.clone()]
            }
            Outcome::Refused { code, why } => {
                let why = format!("{code}: {why}");
                [String::new(), String::new(), String::new(), String::new(), why]
            }
        };
        table.push(std::iter::once(file.name.clone()).chain(cells));
    }
    table
}

fn note(note: &Note) -> String {
    if note.place.is_empty() { note.text.clone() } else { format!("{}: {}", note.place, note.text) }
}

/// Files with beats, read without, and refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Beats were had.
    pub measured: usize,
    /// Read, no beats.
    pub no_beats: usize,
    /// Refused by the reader.
    pub refused: usize,
}

/// Counts over all files.
pub fn counts(files: &[FileOutcome]) -> Counts {
    let mut counts = Counts::default();
    for file in files {
        match file.outcome {
            Outcome::Measured { .. } => counts.measured += 1,
            Outcome::NoBeats { .. } => counts.no_beats += 1,
            Outcome::Refused { .. } => counts.refused += 1,
        }
    }
    counts
}

/// One row a family: the first two folders of the path.
pub fn families(files: &[FileOutcome]) -> Table {
    let mut families: BTreeMap<String, Vec<&FileOutcome>> = BTreeMap::new();
    for file in files {
        let parts: Vec<&str> = file.name.split('/').collect();
        let depth = (parts.len() - 1).min(2);
        families.entry(parts[..depth].join("/")).or_default().push(file);
    }
    let mut table = Table::new(&[
        "family",
        "files",
        "with beats",
        "formats",
        "beats",
        "hours",
        "salvaged notes",
        "read, no beats",
        "refused, by reason",
    ]);
    for (family, members) in families {
        let (mut with_beats, mut beats, mut minutes, mut salvaged, mut silent) = (0, 0, 0.0, 0, 0);
        let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for file in &members {
            match &file.outcome {
                Outcome::Measured { format, beats: n, minutes: m, notes } => {
                    with_beats += 1;
                    beats += n;
                    minutes += m;
                    salvaged +=
                        notes.iter().filter(|n| n.kind == vagal::core::NoteKind::Salvaged).count();
                    *formats.entry(format).or_default() += 1;
                }
                Outcome::NoBeats { .. } => silent += 1,
                Outcome::Refused { code, .. } => *codes.entry(code).or_default() += 1,
            }
        }
        let listed = |counts: BTreeMap<&str, usize>| {
            let parts: Vec<String> = counts.iter().map(|(k, n)| format!("{k} {n}")).collect();
            parts.join(", ")
        };
        table.push([
            if family.is_empty() { "(top)".into() } else { family },
            members.len().to_string(),
            with_beats.to_string(),
            listed(formats),
            beats.to_string(),
            number(Some(minutes / 60.0), 1),
            salvaged.to_string(),
            silent.to_string(),
            listed(codes),
        ]);
    }
    table
}
