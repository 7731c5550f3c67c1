//! The framework on one page: what a diary holds beside the posterior, so that inputs, interference and output stand together.

use vagal_core::Moment;
use vagal_core::truth::PersonTruth;

use super::GuidePage;

/// Why nothing is said of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDriver {
    /// Nothing on file.
    NotRecorded,
    /// A clinician records it, and none has.
    ClinicianOnly,
    /// Kept off everything that is computed, whatever is on file.
    NeverScored,
}

impl NoDriver {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotRecorded => "not_recorded",
            Self::ClinicianOnly => "clinician_only",
            Self::NeverScored => "never_scored",
        }
    }
}

/// A driver as it was read on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverRead {
    /// What was read, where it is not the driver itself: `diet, 10 is best`.
    pub instead: Option<&'static str>,
    /// Mean of the last seven days; `None` without a reading in them.
    pub recent: Option<f64>,
    /// Mean of all.
    pub usual: f64,
    /// Readings.
    pub readings: usize,
    /// What it is read in.
    pub unit: &'static str,
}

/// What is on file of a driver.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriverRecord {
    /// On a scale.
    pub read: Option<DriverRead>,
    /// Episodes noted, and how many of them last; (0, 0) without one.
    pub episodes: (usize, usize),
    /// What all of it adds to the load on the last day, units of load; `None` where it is not part of the load.
    pub load: Option<f64>,
    /// What of it weighs from the weeks before; it may exceed the load of today.
    pub lasting: f64,
}

/// One driver of interference.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverLine {
    /// For a reader.
    pub name: String,
    /// Claims that speak of it.
    pub claims: Vec<String>,
    /// What is on file, or why nothing is said.
    pub record: Result<DriverRecord, NoDriver>,
}

/// One output against the person's own range.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputLine {
    /// For a reader.
    pub name: String,
    /// What it is read in, as people read it.
    pub unit: &'static str,
    /// Readings.
    pub readings: usize,
    /// Mean of the last seven days as read, the geometric one for logarithms; `None` without a reading in them.
    pub recent: Option<f64>,
    /// 10, 50 and 90% point of all readings, as read.
    pub own: [f64; 3],
    /// Means of the first and the last four weeks of the diary; `None` for one shorter than eight weeks, or without readings in them.
    pub weeks: Option<(f64, f64)>,
    /// Decimals that it bears.
    pub digits: usize,
}

/// A session whose fading is shown on the days of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Fade {
    /// The input.
    pub input: String,
    /// When it ended.
    pub end: Moment,
}

/// What the framework shows beside the posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    /// Drivers of interference, in the order of the ledger.
    pub drivers: Vec<DriverLine>,
    /// Outputs, in the order of the registry.
    pub outputs: Vec<OutputLine>,
    /// Habits that the article names beside massage, each with its readings or sessions on file.
    pub habits: Vec<(String, usize)>,
    /// The last session worth drawing; `None` without one.
    pub fade: Option<Fade>,
    /// What the rules came to; `None` where there is no diary to ask them of.
    pub guide: Option<GuidePage>,
}

/// A made-up person: what is true, and where the page of one session lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Demonstration {
    /// What the simulator knows.
    pub truth: PersonTruth,
    /// File name of the page of one session, beside this one.
    pub session_page: Option<String>,
}
