//! `vagal` measures, models and explains how a person's autonomic nervous system answers to inputs.
//!
//! The whole line on one screen is [`pipeline`]; the crates behind it are re-exported by station.

pub mod breathe;
pub mod clock;
pub mod compose;
pub mod config;
pub mod error_rates;
pub mod framework;
pub mod guide_rates;
pub mod import;
pub mod kept;
pub mod limits;
pub mod page;
pub mod person_rates;
pub mod pipeline;
pub mod posture;
pub mod reaction;
pub mod resonance;
pub mod resting;
pub mod safety;
pub mod simulate;
pub mod when;

pub use vagal_core as core;
pub use vagal_evidence as evidence;
pub use vagal_fetch as fetch;
pub use vagal_formats as formats;
pub use vagal_guide as guide;
pub use vagal_person as person;
pub use vagal_report as report;
pub use vagal_session as session;
pub use vagal_signal as signal;
pub use vagal_sim as sim;
pub use vagal_store as store;
