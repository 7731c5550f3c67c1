//! `FormatDef`: one line of the list of formats; `Input`: what a reader is given.

use vagal_core::Entry;

use crate::{Companions, ReadError, ReadOptions};

/// What a reader is given: one file, what lies beside it, and what the user said.
pub struct Input<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Its plain name, with ending.
    pub name: &'a str,
    /// The files beside it.
    pub companions: &'a dyn Companions,
    /// What the user said about it.
    pub options: &'a ReadOptions,
}

impl Input<'_> {
    /// The name up to its last dot.
    pub(crate) fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name, |(stem, _)| stem)
    }

    /// The ending after the last dot, in small letters; `""` if there is none.
    pub(crate) fn extension(&self) -> String {
        extension(self.name)
    }
}

/// The ending after the last dot, in small letters; `""` if there is none.
pub(crate) fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
}

/// One format: how it is told, how it is read, and what its reader promises.
#[derive(Clone, Copy)]
pub struct FormatDef {
    /// Stable identifier, as in `--format` and [`Entry::format`].
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Usual endings, without the dot, in small letters.
    pub extensions: &'static [&'static str],
    /// The station at which its files board the line.
    pub boards_at: &'static str,
    /// What the reader salvages, each with a note.
    pub salvages: &'static str,
    /// What it refuses.
    pub refuses: &'static str,
    /// Where the format is described.
    pub source: &'static str,
    /// True if these bytes under this name look like the format.
    pub sniff: fn(bytes: &[u8], name: &str) -> bool,
    /// Reads the file.
    pub read: fn(&Input<'_>) -> Result<Entry, ReadError>,
}

impl std::fmt::Debug for FormatDef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FormatDef").field("id", &self.id).finish_non_exhaustive()
    }
}
