//! Experiments: one person, two to four inputs, days drawn by lot, everything fixed before the first of them.
//!
//! ```text
//! diary ─> noise ─┐
//!                 ├─> design ─> ExperimentPlan ─> file (registered, hashed)
//! wishes ─────────┘     │ power: the whole design simulated, looks included
//!                       v
//! diary ──> record ──> trial ── flips ──> judge ─> ExperimentState
//! ```
//!
//! What this module does not do: look at a clock, read or write a file, draw a seed.

mod allocation;
mod design;
mod error;
mod file;
mod flips;
mod judge;
#[cfg(test)]
mod made;
mod noise;
mod power;
mod record;
mod spending;
mod state;
mod trial;

pub use allocation::{order, sessions};
pub use design::{
    Design, DesignOptions, FEWEST_BLOCKS, LEVEL, NO_DIFFERENCE_LEVEL, design, needed, offered,
    schedule, sizing,
};
pub use error::ExperimentError;
pub use file::{Change, changes, parse, seal, text};
pub use flips::{DRAWN, Flips, MOST_BLOCKS};
pub use judge::{Boundaries, conclude, effect};
pub use noise::{MORNINGS, noise, pulse_wave};
pub use power::{Sizing, power};
pub use spending::spent;
pub use state::assess;
pub use trial::{Session, Trial};
