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
pub mod ecg;
mod noise;
pub mod parameters;
pub mod person;
pub mod scenario;
pub mod sessions;
pub mod simulation;
pub mod slow;
pub mod stimulus;
pub mod truth;
pub mod validation;
pub mod vref;

pub use breathing::{Breathing, Irregularity};
pub use demo::{DemoSession, demo_scenario, demo_session};
pub use ecg::{EcgOptions, ecg};
pub use parameters::{Mark, PARAMETERS, Parameters};
pub use person::Person;
pub use scenario::{Scenario, ScenarioError};
pub use sessions::{
    DrawnSession, HiddenLevel, LevelProcess, SessionBreathing, StatisticalSession, WindowedSession,
};
pub use simulation::{BeatRow, Cycle, Simulation};
pub use slow::SlowOutputs;
pub use stimulus::{Massage, SlowBreathing, Stimulus, StimulusKind};
pub use truth::{SessionTruth, TrueHold, session_truth};
pub use validation::{Standing, ValidationRow, validation_rows};
pub use vref::Drive;
