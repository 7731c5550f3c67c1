//! JSON for other programs: the contracts `vagal.session/1`, `vagal.beats/1`, `vagal.hrv/1` and `vagal.person/1`.
//!
//! Field names are fixed; fields may be added, none is renamed or removed within a version.
//! Every number is finite: what cannot be given is `null` or `{ "unfit": … }`, never NaN.

mod beats;
mod common;
mod hrv;
mod known;
mod person;
mod person_checks;
mod session;

use serde::Serialize;

pub use beats::{BeatsJson, GapJson, LedgerJson};
pub use common::{FindingJson, IndexJson, Indices, InputFileJson, InputJson, NoteJson, RhythmJson};
pub use hrv::{HrvJson, HrvWindowJson};
pub use known::{ClaimJson, ErrorRatesJson, MethodJson, PowerJson, TruthJson};
pub use person::{
    CeilingJson, CorrectionJson, CurveJson, InterferenceJson, LearnedJson, MediationJson,
    NextBestJson, NextReadingJson, NotAnsweredJson, Ordered, ParameterJson, Part, PersonInputJson,
    PersonJson, PersonSwcJson, WhitenedJson,
};
pub use person_checks::{
    CheckJson, ForecastJson, ForecastScoreJson, RobustEffectJson, RobustnessJson, SamplingJson,
    UnknownChangeJson,
};
pub use session::{
    EstimateJson, ExplanationJson, HoldJson, LevelJson, PhaseJson, QualityItemJson, QualityJson,
    SensitivityJson, SessionJson, ShiftJson, ShiftLnRmssdJson,
};

use crate::page::{BeatsPage, HrvPage, PersonPage, SessionPage};

/// `vagal session --json`, schema `vagal.session/1`, indented, with a newline at the end.
pub fn session(page: &SessionPage) -> String {
    print(&SessionJson::new(page))
}

/// `vagal beats --json`, schema `vagal.beats/1`, with a newline at the end.
pub fn beats(page: &BeatsPage) -> String {
    print(&BeatsJson::new(page))
}

/// `vagal hrv --json`, schema `vagal.hrv/1`, with a newline at the end.
pub fn hrv(page: &HrvPage) -> String {
    print(&HrvJson::new(page))
}

/// `vagal person --json`, schema `vagal.person/1`, with a newline at the end.
pub fn person(page: &PersonPage) -> String {
    print(&PersonJson::new(page))
}

fn print(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .expect("invariant: the wire types hold no map with keys that are not text");
    text.push('\n');
    text
}
