//! The pages of a person: what weeks of a diary say, and what to do next.

use vagal_core::Moment;
use vagal_core::history::PastAnswer;
use vagal_core::plan::SessionPlan;
use vagal_core::posterior::{NextBest, PersonPosterior, VerdictRates};
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
    /// On which days to do what would teach most; `None` for events without dates.
    pub days: Option<Days>,
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

/// The days to come, counted from the last entry of a diary, or from today where the first of them has passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Days {
    last: Moment,
    now: Option<Moment>,
    late_days: i64,
}

const DAY_S: i64 = 86_400;

impl Days {
    /// From the moment of the last event. Where the first session of any candidate is over by more than a day at `now`, all are put off by
    /// whole days; without `now` none is.
    pub fn new(last: Moment, now: Option<Moment>, next: &NextBest) -> Self {
        let sessions = next.candidates.iter().filter(|c| c.session.is_some());
        let first_days = sessions.map(|c| c.in_days).fold(f64::INFINITY, f64::min);
        let passed = now.map_or(0.0, |now| now.days_since(last));
        let late = passed - first_days;
        Self { last, now, late_days: if late > 1.0 { late.ceil() as i64 } else { 0 } }
    }

    /// The moment so many days ahead, a day later if it has just passed; `None` for a time that no calendar has.
    pub fn at(&self, days: f64) -> Option<Moment> {
        let ahead_s = (days * DAY_S as f64).round() as i64 + self.late_days * DAY_S;
        let unix_s = self.last.unix_s().checked_add(ahead_s)?;
        let passed = self.now.is_some_and(|now| unix_s < now.unix_s());
        let again_s = if passed { DAY_S } else { 0 };
        Moment::new(unix_s.checked_add(again_s)?, self.last.utc_offset_s())
    }

    /// Now, where there is one.
    pub fn now(&self) -> Option<Moment> {
        self.now
    }

    /// The last event.
    pub fn last(&self) -> Moment {
        self.last
    }

    /// Whole days by which everything was put off.
    pub fn late_days(&self) -> i64 {
        self.late_days
    }
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
