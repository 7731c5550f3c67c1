//! Units and nouns: everything that crosses a boundary between two stations of the line.
//!
//! ```text
//! Recording → Beats → RrSeries → NnSeries → Summary → SessionResponse
//! ```
//!
//! What this crate does not do: read files, look at a clock, draw random numbers, compute an index.

pub mod advice;
pub mod beats;
pub mod comparison;
pub mod contribution;
pub mod diary;
pub mod entry;
pub mod experiment;
pub mod history;
pub mod nn;
pub mod plan;
pub mod pool;
pub mod posterior;
pub mod recording;
pub mod resonance;
pub mod response;
pub mod rhythm;
pub mod rr;
pub mod safety;
pub mod session;
pub mod summary;
pub mod time;
pub mod trajectory;
pub mod truth;
pub mod unfit;
pub mod unit;

pub use advice::{
    Advice, AdviceOption, Figure, FigureValue, GuideRate, GuideVerdict, RuleFinding, RuleList,
    RuleState, Threshold, UseCase,
};
pub use beats::{Beat, BeatLabel, Beats, Gap};
pub use diary::{
    Booking, Conditions, Diary, DiaryError, DriverCorrection, Episode, Family, InputEvent, Moment,
    Pace, Person, Precision, Pressure, Reading, ReadingKind, Series,
};
pub use entry::{Entry, Note, NoteKind, Station};
pub use experiment::{ExperimentOutcome, ExperimentPlan, ExperimentState, ExperimentVerdict};
pub use nn::{Correction, CorrectionKind, Ledger, NnInterval, NnSeries, Origin};
pub use recording::{Channel, ChannelKind, Mark, Recording, Sensor};
pub use resonance::{
    CurveShape, NoPeak, PacedStretch, RateTrial, Resonance, ResonancePeak, ResonanceVerdict, Swing,
    SwingCurve,
};
pub use rhythm::{Rhythm, RhythmFinding, RhythmKind};
pub use rr::{RrInterval, RrSeries};
pub use safety::{Answer, GateState, InputGate, Level, SafetyCheck, SafetyItem, SafetyList};
pub use summary::{BreathingRate, BreathingSource, BreathingTrack, IndexValue, Summary, Window};
pub use time::ClockTime;
pub use unfit::Unfit;
pub use unit::{Bpm, Hz, LnMs, Ms, Ms2, PerMinute, Percent, Seconds, Value};
