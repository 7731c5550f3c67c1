//! Bytes to entries: one folder a format, one list `FORMATS`, a note for everything salvaged.
//!
//! A reader keeps whatever could be a beat and says what it left out. It refuses, with the place
//! and a hint, what it would otherwise have to guess. Adding a format is one folder and one line in
//! [`FORMATS`].
//!
//! ```
//! use vagal_formats::{NoCompanions, ReadOptions, read};
//! let entry = read(b"812\n790\n805\n", "rest.txt", &NoCompanions, &ReadOptions::default()).unwrap();
//! assert_eq!(entry.format, "rr_text");
//! ```

mod apple_watch_ecg;
mod clock;
mod companions;
pub mod diary;
mod edf;
mod empatica_ibi;
mod error;
mod file;
mod fit;
mod format;
mod garmin_stream;
mod hrm;
mod hrv_logger;
mod ishne;
mod labels;
mod looks_like;
mod numpy;
mod opensignals;
mod options;
mod places;
mod resolution;
mod rr_text;
mod series;
mod text;
mod timeline;
mod wfdb;
mod wfdb_annotation;

use std::path::Path;

use vagal_core::{Channel, Entry};

pub use companions::{Companions, Folder, NoCompanions};
pub use edf::write::{EdfError, write_edf};
pub use error::ReadError;
pub use file::{MOST_BYTES, TOO_LARGE_HINT, check_size, read_file, read_text};
pub use format::{FormatDef, Input};
pub use options::{ReadOptions, RrUnit};

/// Every format, in the order in which they are tried: the surest mark first, bare numbers last.
#[rustfmt::skip] // one line a format
pub const FORMATS: &[&FormatDef] = &[
    &edf::DEF,
    &fit::DEF,
    &ishne::DEF,
    &opensignals::DEF,
    &numpy::DEF,
    &hrm::DEF,
    &wfdb::DEF,
    &wfdb_annotation::DEF,
    &hrv_logger::DEF,
    &empatica_ibi::DEF,
    &garmin_stream::DEF,
    &apple_watch_ecg::DEF,
    &rr_text::DEF,
];

/// The format these bytes look like under this name, told without the files beside it.
pub fn sniff(bytes: &[u8], name: &str) -> Option<&'static FormatDef> {
    FORMATS.iter().copied().find(|format| (format.sniff)(bytes, name))
}

/// The format of an identifier.
pub fn format(id: &str) -> Option<&'static FormatDef> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// Reads one file held in memory.
///
/// `name` is its plain name; `companions` gives the files beside it that some formats need.
///
/// # Errors
///
/// [`ReadError`] with the place, what was found and, from [`ReadError::hint`], what to try.
pub fn read(
    bytes: &[u8],
    name: &str,
    companions: &dyn Companions,
    options: &ReadOptions,
) -> Result<Entry, ReadError> {
    let input = Input { bytes, name, companions, options };
    let chosen = match &options.format {
        Some(id) => format(id).ok_or_else(|| ReadError::BadOption {
            name: name.into(),
            found: format!("no format is called `{id}`"),
            hint: format!(
                "formats: {}",
                FORMATS.iter().map(|f| f.id).collect::<Vec<_>>().join(", ")
            ),
        })?,
        // Bare numbers come last and say best themselves why they are refused: no need to try twice.
        None => FORMATS
            .iter()
            .copied()
            .filter(|format| format.id != rr_text::DEF.id)
            .find(|format| (format.sniff)(bytes, name))
            .unwrap_or(&rr_text::DEF),
    };
    (chosen.read)(&input)
}

/// Reads one file on disk with the files beside it.
///
/// A WFDB record may be named without its ending: `100` stands for `100.hea`.
///
/// # Errors
///
/// As [`read`], and [`ReadError::Io`] if the file cannot be had.
pub fn read_path(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Entry, ReadError> {
    let mut path = path.as_ref().to_path_buf();
    if !path.exists() {
        let mut with_ending = path.clone().into_os_string();
        with_ending.push(".hea");
        if Path::new(&with_ending).exists() {
            path = with_ending.into();
        }
    }
    let bytes = read_file(&path).map_err(|source| ReadError::Io { path: path.clone(), source })?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    read(&bytes, &name, &Folder::of(&path), options)
}

/// The channel of a label, compared without case.
fn keep_channel(
    input: &Input<'_>,
    channels: Vec<Channel>,
    wanted: &str,
    labels: &[&str],
) -> Result<Vec<Channel>, ReadError> {
    let kept: Vec<Channel> = channels
        .into_iter()
        .filter(|c| c.label.trim().eq_ignore_ascii_case(wanted.trim()))
        .collect();
    if kept.is_empty() {
        return Err(ReadError::BadOption {
            name: input.name.into(),
            found: format!("no channel is called `{wanted}`"),
            hint: format!("channels: {}", labels.join(", ")),
        });
    }
    Ok(kept)
}
