//! JSON for other programs: the contracts `vagal.session/1`, `vagal.beats/1`, `vagal.hrv/1`, `vagal.check/1`,
//! `vagal.guide/1`, `vagal.evidence/1`, `vagal.person/1`, `vagal.person.history/1`, `vagal.plan/1`, `vagal.experiment/1`, `vagal.resonance/1`, `vagal.simulate/1` and
//! `vagal.sweep/1`.
//!
//! Field names are fixed; fields may be added, none is renamed or removed within a version.
//! Every number is finite: what cannot be given is `null` or `{ "unfit": … }`, never NaN.

mod beats;
mod common;
mod evidence;
mod experiment;
mod framework;
mod guide;
mod history;
mod hrv;
mod known;
mod people;
mod person;
mod person_adds;
mod person_checks;
mod person_side;
mod plan;
mod resonance;
mod safety;
mod session;
mod simulate;
mod sweep;
mod trajectory;
mod validation;

use serde::Serialize;

pub use beats::{BeatsJson, GapJson, LedgerJson};
pub use common::{FindingJson, IndexJson, Indices, InputFileJson, InputJson, NoteJson, RhythmJson};
pub use evidence::{EvidenceFindingJson, EvidenceJson, LedgerClaimJson};
pub use experiment::{
    ArmCountJson, ArmJson, ContrastJson, DesignJson, EndsJson, ExperimentEffectJson,
    ExperimentJson, ExtraJson, FoundThenJson, LookJson, NoiseJson, PowerCellJson, PowerTableJson,
    SessionDayJson,
};
pub use framework::{CellJson, DriverJson, FadeJson, FrameworkJson, OutputJson, RowJson};
pub use guide::{
    GuideJson, GuideRateJson, NumberJson, OptionJson, RuleClaimJson, RuleJson, ThresholdJson,
    UseCaseJson,
};
pub use history::{HistoryJson, PastAnswerJson, PastInputJson, PastNumberJson};
pub use hrv::{HrvJson, HrvWindowJson};
pub use known::{ClaimJson, ErrorRatesJson, MethodJson, PowerJson, TruthJson};
pub use people::PeopleJson;
pub use person::{
    CeilingJson, CorrectionJson, CurveJson, InterferenceJson, LearnedJson, MediationJson,
    NextBestJson, NextReadingJson, NotAnsweredJson, Ordered, ParameterJson, Part, PersonInputJson,
    PersonJson, PersonSwcJson, WhitenedJson,
};
pub use person_checks::{
    CheckJson, ForecastJson, ForecastScoreJson, RobustEffectJson, RobustnessJson, SamplingJson,
    UnknownChangeJson,
};
pub use plan::{
    LessLoadJson, PlanJson, PlanSettingJson, PowerAtJson, RankedJson, SessionsNeededJson,
    SpreadJson,
};
pub use resonance::{
    RateTrialJson, ResonanceJson, ResonancePeakJson, SearchRateJson, SwingCurveJson,
};
pub use safety::{InputGateJson, SafetyItemJson, SafetyJson};
pub use session::{
    EstimateJson, ExplanationJson, HoldJson, LevelJson, PhaseJson, QualityItemJson, QualityJson,
    SensitivityJson, SessionJson, ShiftJson, ShiftLnRmssdJson,
};
pub use simulate::{
    HypothesisJson, Quantities, QuantityJson, ReadingJson, ScenarioJson, SimulateJson,
    SimulateWindowJson, StimulusJson, WeakPointJson,
};

pub use sweep::{SweepChangeJson, SweepJson, SweepRowJson};
pub use trajectory::{
    BandJson, OutlookJson, PersonOverTimeJson, ResponseJson, SeenJson, SessionSeenJson,
    TrajectoryJson, UsualJson,
};
pub use validation::ValidationJson;

use vagal_core::SafetyCheck;
use vagal_evidence::Claim;

use crate::page::{
    BeatsPage, ExperimentPage, GuidePage, HistoryPage, HrvPage, PeoplePage, PersonPage, PlanPage,
    ResonancePage, SessionPage, SimulatePage, SweepPage, TooLongPage, ValidationPage,
};

/// `vagal demo --json`: the session as `vagal.session/1`, and the weeks as `vagal.person/1` under `person`.
pub fn demo(session: &SessionPage, person: &PersonPage) -> String {
    #[derive(Serialize)]
    struct DemoJson {
        #[serde(flatten)]
        session: SessionJson,
        person: PersonJson,
    }
    print(&DemoJson { session: SessionJson::new(session), person: PersonJson::new(person) })
}

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
    print(&PersonOverTimeJson::new(page))
}

/// `vagal person --history --json`, schema `vagal.person.history/1`, with a newline at the end.
pub fn history(page: &HistoryPage) -> String {
    print(&HistoryJson::new(page))
}

/// `vagal plan --json`, schema `vagal.plan/1`, with a newline at the end.
pub fn plan(page: &PlanPage) -> String {
    print(&PlanJson::new(page))
}

/// `vagal plan experiment --json`, schema `vagal.experiment/1`, with a newline at the end.
pub fn experiment(page: &ExperimentPage) -> String {
    print(&ExperimentJson::new(page))
}

/// The same for an experiment that would take too long.
pub fn experiment_too_long(page: &TooLongPage) -> String {
    print(&ExperimentJson::too_long(page))
}

/// The same for an experiment that cannot be read, but could be ended.
pub fn experiment_unreadable(sha256: &str, says: &str) -> String {
    print(&ExperimentJson::unreadable(sha256, says))
}

/// `vagal check --json`, schema `vagal.check/1`, with a newline at the end.
pub fn safety(check: &SafetyCheck) -> String {
    print(&SafetyJson::new(check))
}

/// `vagal guide --json`, schema `vagal.guide/1`, with a newline at the end.
pub fn guide(page: &GuidePage) -> String {
    print(&GuideJson::new(page))
}

/// `vagal resonance --json`, schema `vagal.resonance/1`, with a newline at the end.
pub fn resonance(page: &ResonancePage) -> String {
    print(&ResonanceJson::new(page))
}

/// `vagal evidence --json`, schema `vagal.evidence/1`, with a newline at the end.
pub fn evidence(claims: &[&Claim], own: &[String]) -> String {
    print(&EvidenceJson::new(claims, own))
}

/// `vagal simulate --json`, schema `vagal.simulate/1`, with a newline at the end.
pub fn simulate(page: &SimulatePage) -> String {
    print(&SimulateJson::new(page))
}

/// `vagal simulate --people --json`, schema `vagal.simulate-people/1`, with a newline at the end.
pub fn people(page: &PeoplePage) -> String {
    print(&PeopleJson::new(page))
}

/// `vagal simulate --validate --json`, schema `vagal.simulate-validation/1`, with a newline at the end.
pub fn validation(page: &ValidationPage) -> String {
    print(&ValidationJson::new(page))
}

/// `vagal simulate --sweep --json`, schema `vagal.sweep/1`, with a newline at the end.
pub fn sweep(page: &SweepPage) -> String {
    print(&SweepJson::new(page))
}

fn print(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .expect("invariant: the wire types hold no map with keys that are not text");
    text.push('\n');
    text
}
