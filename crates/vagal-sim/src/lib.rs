//! A person-shaped source of beats with the hidden truth beside them: physiology, stimuli, statistical sessions.
//!
//! ```
//! use vagal_sim::{Massage, Scenario, StimulusKind};
//! let massage = StimulusKind::Massage(Massage::MODERATE_SLOW);
//! let session = Scenario::rest(120.0, 7).with(30.0, 90.0, massage).run().unwrap();
//! assert!(session.beats.len() > 100);
//! ```
//!
//! What this crate does not do: judge a recording. No stage of the line knows that its beats were made here.

pub mod breathing;
mod delay;
pub mod demo;
pub mod drive;
pub mod ecg;
pub mod file;
pub mod hypotheses;
pub mod models;
mod noise;
pub mod parameters;
pub mod person;
pub mod scenario;
pub mod sessions;
pub mod simulation;
pub mod slow;
pub mod stations;
pub mod stimulus;
pub mod truth;
pub mod validation;
pub mod weak_points;
pub mod windows;

pub use breathing::{Breathing, Irregularity};
pub use demo::{DemoSession, demo_scenario, demo_session};
pub use drive::Drive;
pub use ecg::{EcgOptions, ecg};
pub use file::{FileError, ScenarioFile, Sweep, SweepError};
pub use hypotheses::{HYPOTHESES, Hypotheses, HypothesisDef};
pub use models::vref_options::Options;
pub use models::{MODELS, Model, ModelDef};
pub use parameters::{Mark, PARAMETERS, ParameterLine, Parameters};
pub use person::Person;
pub use scenario::{Scenario, ScenarioError};
pub use sessions::{
    DrawnSession, HiddenLevel, LevelProcess, SessionBreathing, StatisticalSession, WindowedSession,
};
pub use simulation::{Arc, BeatRow, Cycle, Pair, Simulation};
pub use slow::SlowOutputs;
pub use stations::{STATIONS, StationDef, mean_within};
pub use stimulus::{
    Massage, Region, STIMULI, SlowBreathing, Stimulus, StimulusDef, StimulusKind, TouchSecond,
};
pub use truth::{SessionTruth, TrueHold, session_truth};
pub use validation::{Standing, ValidationRow, validation_rows};
pub use weak_points::{WEAK_POINTS, WeakPoint};
pub use windows::NamedWindow;
