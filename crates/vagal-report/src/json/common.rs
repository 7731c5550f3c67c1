//! Pieces that more than one schema uses.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use vagal_core::{Note, NoteKind, Rhythm, Summary};

use crate::page::{InputLine, SourceFile};

/// Six decimals keep a microsecond and a millionth of a ln unit, and drop what differs by platform.
pub(crate) fn tidy(value: f64) -> Option<f64> {
    let tidy = (value * 1e6).round() / 1e6;
    // Minus zero would print as -0.0.
    tidy.is_finite().then_some(tidy + 0.0)
}

/// Rounds all values and leaves out those that are not finite.
pub(crate) fn tidy_all(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    values.into_iter().filter_map(tidy).collect()
}

/// One index: a value with its unit, or a refusal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum IndexJson {
    /// The value.
    Value {
        /// The number.
        value: f64,
        /// Its unit.
        unit: &'static str,
    },
    /// Why there is none.
    Unfit {
        /// In words.
        unfit: String,
        /// Stable identifier of the reason.
        code: &'static str,
    },
}

/// The indices of a window, an object keyed by metric in the order of `METRICS`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indices(pub Vec<(&'static str, IndexJson)>);

impl Indices {
    /// The indices of a summary.
    pub fn new(summary: &Summary) -> Self {
        let wire = summary.indices.iter().map(|index| {
            let json = match &index.value {
                Ok(value) => match tidy(value.number()) {
                    Some(number) => IndexJson::Value { value: number, unit: value.unit() },
                    None => IndexJson::Unfit { unfit: "not finite".into(), code: "not_finite" },
                },
                Err(unfit) => IndexJson::Unfit { unfit: unfit.to_string(), code: unfit.code() },
            };
            (index.id, json)
        });
        Self(wire.collect())
    }
}

impl Serialize for Indices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, index) in &self.0 {
            map.serialize_entry(id, index)?;
        }
        map.end()
    }
}

/// A remark of a reader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoteJson {
    /// `info` or `salvaged`.
    pub kind: &'static str,
    /// The file it is about; left out where there is only one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// What was found and done.
    pub text: String,
}

impl NoteJson {
    /// A remark on a file.
    pub fn new(file: &str, note: &Note) -> Self {
        let kind = match note.kind {
            NoteKind::Info => "info",
            NoteKind::Salvaged => "salvaged",
        };
        Self { kind, file: file.into(), place: note.place.clone(), text: note.text.clone() }
    }
}

/// One thing noticed about the rhythm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FindingJson {
    /// Stable identifier.
    pub kind: &'static str,
    /// Recording predicate, `RC-01` to `RC-06` and `RC-10`.
    pub predicate: &'static str,
    /// First second.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// The numbers behind it.
    pub numbers: String,
    /// True if indices of variability mean nothing under it.
    pub veto: bool,
}

/// The rhythm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RhythmJson {
    /// Everything noticed.
    pub findings: Vec<FindingJson>,
    /// Windows judged.
    pub judged_windows: usize,
    /// Of these, irregularly irregular.
    pub irregular_windows: usize,
    /// Share of ectopic beats, per cent.
    pub ectopic_pct: Option<f64>,
    /// Why nothing was judged, if so.
    pub not_judged: Option<String>,
}

impl RhythmJson {
    /// The rhythm of a recording.
    pub fn new(rhythm: &Rhythm) -> Self {
        let findings = rhythm
            .findings
            .iter()
            .map(|f| FindingJson {
                kind: f.kind.id(),
                predicate: f.kind.predicate(),
                start_s: tidy(f.start_s),
                end_s: tidy(f.end_s),
                numbers: f.numbers.clone(),
                veto: f.kind.is_veto(),
            })
            .collect();
        Self {
            findings,
            judged_windows: rhythm.judged_windows,
            irregular_windows: rhythm.irregular_windows,
            ectopic_pct: tidy(rhythm.ectopic_pct),
            not_judged: rhythm.not_judged.as_ref().map(ToString::to_string),
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputJson {
    /// Identifier of the input.
    pub id: String,
    /// As printed.
    pub label: String,
    /// The dose, piece by piece.
    pub dose: Vec<String>,
    /// True for a rest control.
    pub is_rest: bool,
}

impl InputJson {
    /// The input of a page.
    pub fn new(input: &InputLine) -> Self {
        Self {
            id: input.id.clone(),
            label: input.label.clone(),
            dose: input.dose.clone(),
            is_rest: input.is_rest,
        }
    }
}

/// One file that went in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputFileJson {
    /// Its name.
    pub name: String,
    /// Identifier of its format.
    pub format: String,
    /// The phase it stands for.
    pub role: Option<&'static str>,
    /// Device or program.
    pub device: Option<String>,
    /// What picked the beats up.
    pub sensor: &'static str,
    /// Samples per second behind the beats.
    pub sampling_hz: Option<f64>,
    /// Length in seconds.
    pub duration_s: Option<f64>,
    /// Beats.
    pub n_beats: usize,
    /// Start on the wall clock, in words.
    pub start: Option<String>,
    /// Hash of its bytes.
    pub content_hash: Option<String>,
}

impl InputFileJson {
    /// A file of a page.
    pub fn new(source: &SourceFile) -> Self {
        Self {
            name: source.name.clone(),
            format: source.format.clone(),
            role: source.role.map(|r| r.id()),
            device: source.device.clone(),
            sensor: source.sensor.id(),
            sampling_hz: source.sampling_hz.and_then(tidy),
            duration_s: tidy(source.duration_s),
            n_beats: source.n_beats,
            start: source.start.as_ref().map(crate::words::clock),
            content_hash: source.content_hash.clone(),
        }
    }
}
