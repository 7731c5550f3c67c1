//! `ReadError`: why a file was refused, where, and what to try next.

use std::path::PathBuf;

use crate::FORMATS;

/// A file was refused. The message says what was found; [`ReadError::hint`] what to try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The operating system would not give the file.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file asked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No reader claims the file.
    #[error("{name}: not a recording vagal reads; it looks like {looks_like}")]
    NotRecognised {
        /// Name of the file.
        name: String,
        /// What the content looks like.
        looks_like: String,
        /// What to try.
        hint: Option<String>,
    },
    /// The file was understood, and holds no beats and no signal to find them in.
    #[error("{name}{}: no beats in it: {found}", at(place))]
    NoBeats {
        /// Name of the file.
        name: String,
        /// Where it shows, or `""`.
        place: String,
        /// What the file holds instead.
        found: String,
        /// What to try.
        hint: Option<String>,
    },
    /// Numbers without a unit that could be told apart.
    #[error("{name}: unit unclear: {found}")]
    UnclearUnit {
        /// Name of the file.
        name: String,
        /// What was found.
        found: String,
        /// What to try.
        hint: String,
    },
    /// Samples or sample numbers without the sampling rate that turns them into time.
    #[error("{name}: sampling rate unknown: {found}")]
    NeedsRate {
        /// Name of the file.
        name: String,
        /// What was found.
        found: String,
        /// What to try.
        hint: String,
    },
    /// The file belongs to a known format and is damaged beyond reading.
    #[error("{name}{}: damaged {format}: {found}", at(place))]
    Damaged {
        /// Name of the file.
        name: String,
        /// Identifier of the format.
        format: &'static str,
        /// Where: `line 3`, `byte 256`, or `""`.
        place: String,
        /// What was found.
        found: String,
        /// What to try.
        hint: Option<String>,
    },
    /// The file belongs to a known format, in a variant that is not read.
    #[error("{name}{}: {format}: {feature} is not read", at(place))]
    Unsupported {
        /// Name of the file.
        name: String,
        /// Identifier of the format.
        format: &'static str,
        /// Where: `line 3`, `byte 256`, or `""`.
        place: String,
        /// The variant.
        feature: String,
        /// What to try.
        hint: Option<String>,
    },
    /// A file that this one needs is not beside it.
    #[error("{name}: {format}: needs {companion}, which is not beside it")]
    MissingCompanion {
        /// Name of the file.
        name: String,
        /// Identifier of the format.
        format: &'static str,
        /// Name of the missing file.
        companion: String,
        /// What to try.
        hint: Option<String>,
    },
    /// The option asks for something the file or the program does not have.
    #[error("{name}: {found}")]
    BadOption {
        /// Name of the file.
        name: String,
        /// What was asked for.
        found: String,
        /// What there is.
        hint: String,
    },
}

impl ReadError {
    /// The next thing to try, if one is known. Printed after the error as `hint: …`.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                Some("check the spelling; a WFDB record may be named without its ending".into())
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::FileTooLarge => {
                Some(crate::TOO_LARGE_HINT.into())
            }
            Self::Io { .. } => None,
            Self::NotRecognised { hint, .. } => Some(hint.clone().unwrap_or_else(|| {
                let ids: Vec<&str> = FORMATS.iter().map(|f| f.id).collect();
                format!("formats read: {}; `--format ID` forces one", ids.join(", "))
            })),
            Self::NoBeats { hint, .. }
            | Self::Damaged { hint, .. }
            | Self::Unsupported { hint, .. }
            | Self::MissingCompanion { hint, .. } => hint.clone(),
            Self::UnclearUnit { hint, .. }
            | Self::NeedsRate { hint, .. }
            | Self::BadOption { hint, .. } => Some(hint.clone()),
        }
    }

    /// A short, stable identifier for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::NotRecognised { .. } => "not_recognised",
            Self::NoBeats { .. } => "no_beats",
            Self::UnclearUnit { .. } => "unclear_unit",
            Self::NeedsRate { .. } => "needs_rate",
            Self::Damaged { .. } => "damaged",
            Self::Unsupported { .. } => "unsupported",
            Self::MissingCompanion { .. } => "missing_companion",
            Self::BadOption { .. } => "bad_option",
        }
    }
}

fn at(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(", {place}") }
}
