//! The pages of a person: what weeks of a diary say, and what to do next.

use vagal_core::history::PastAnswer;
use vagal_core::plan::SessionPlan;
use vagal_core::posterior::{PersonPosterior, VerdictRates};
use vagal_core::trajectory::Trajectory;

use super::{Demonstration, Framework};

/// What `vagal person` shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    /// Name of the diary's file, or of the person.
    pub source: String,
    /// Events in it.
    pub events: usize,
    /// Readings in it.
    pub readings: usize,
    /// What was found.
    pub posterior: PersonPosterior,
    /// The hidden state over time; `None` where it was not asked for.
    pub trajectory: Option<Trajectory>,
    /// What puts inputs, interference and output on one page; `None` without a diary.
    pub framework: Option<Framework>,
    /// Set where the person was made up.
    pub demonstration: Option<Demonstration>,
    /// Error rates of the verdicts on inputs, by simulation.
    pub rates: Option<VerdictRates>,
    /// The command line without directories.
    pub command: Option<String>,
}

/// What `vagal person --history` shows.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryPage {
    /// Whose.
    pub source: String,
    /// The oldest first.
    pub answers: Vec<PastAnswer>,
    /// The command line without directories.
    pub command: Option<String>,
}

/// What `vagal plan` shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPage {
    /// Name of the diary's file, or of the person.
    pub source: String,
    /// Days of the diary.
    pub days: f64,
    /// Seed of draws and futures.
    pub seed: u64,
    /// The plan.
    pub plan: SessionPlan,
    /// The command line without directories.
    pub command: Option<String>,
}
