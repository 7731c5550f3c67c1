//! What was recorded: files, notes of the readers, and the pages of `vagal beats` and `vagal hrv`.

use vagal_core::session::PhaseName;
use vagal_core::{Beats, ClockTime, Ledger, Note, Rhythm, RrSeries, Sensor, Summary};

/// One file that went in.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFile {
    /// Name as shown: no directory, so that a page can be given away.
    pub name: String,
    /// Identifier of the format in the list `FORMATS`.
    pub format: String,
    /// The phase it stands for, where each phase has its own file.
    pub role: Option<PhaseName>,
    /// Device or program, where the file says.
    pub device: Option<String>,
    /// What picked the beats up.
    pub sensor: Sensor,
    /// Samples per second of the signal behind the beats, where known.
    pub sampling_hz: Option<f64>,
    /// Length in seconds.
    pub duration_s: f64,
    /// Beats read or detected.
    pub n_beats: usize,
    /// When time 0 was, as far as the file says.
    pub start: Option<ClockTime>,
    /// Hash of the bytes of the file, with its algorithm in front: `sha256:ab12…`.
    pub content_hash: Option<String>,
}

/// A remark of a reader, with the file it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedNote {
    /// Name of the file, `""` if there is only one.
    pub file: String,
    /// The remark.
    pub note: Note,
}

/// How a metric is called in print; filled from the list `METRICS`.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricLabel {
    /// Identifier.
    pub id: String,
    /// Short form: `RMSSD`.
    pub symbol: String,
    /// Long form: `root mean square of successive differences`.
    pub name: String,
}

/// The page of `vagal beats FILE`.
#[derive(Clone, Debug, PartialEq)]
pub struct BeatsPage {
    /// The file.
    pub source: SourceFile,
    /// Beats as read or detected.
    pub beats: Beats,
    /// Intervals as found.
    pub rr: RrSeries,
    /// Every change on the way to NN.
    pub ledger: Ledger,
    /// What the uncorrected beats say about the rhythm.
    pub rhythm: Rhythm,
    /// Remarks of the reader.
    pub notes: Vec<Note>,
}

/// The page of `vagal hrv FILE`.
#[derive(Clone, Debug, PartialEq)]
pub struct HrvPage {
    /// The file.
    pub source: SourceFile,
    /// Names of the metrics, in the order of `METRICS`.
    pub metrics: Vec<MetricLabel>,
    /// One summary a window, in order of time.
    pub windows: Vec<Summary>,
    /// Remarks of the reader.
    pub notes: Vec<Note>,
}
