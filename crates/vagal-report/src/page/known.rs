//! What is known elsewhere, how often such verdicts are wrong, and how the page was made.

/// What the literature says about one claim; filled from `vagal-evidence`.
#[derive(Clone, Debug, PartialEq)]
pub struct LiteratureLine {
    /// Identifier of the claim: `C06`.
    pub claim: String,
    /// The claim in words.
    pub text: String,
    /// Its grade in words: `supported`, `mixed`, `contested` …
    pub grade: String,
    /// Sources for it, one finding each.
    pub supporting: Vec<String>,
    /// Sources against it, or that qualify it, one finding each.
    pub against: Vec<String>,
}

/// How often a shift is reported that is not there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FalseAlarms {
    /// Simulated sessions without a shift that were called a shift, per cent.
    pub pct: f64,
    /// Upper end of its 95% interval, per cent.
    pub upper_pct: f64,
    /// Simulated sessions behind it.
    pub sessions: usize,
}

/// How often a shift that is there is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Power {
    /// The simulated change of lnRMSSD.
    pub d: f64,
    /// Simulated sessions in which it was found, per cent.
    pub found_pct: f64,
    /// Simulated sessions behind it.
    pub sessions: usize,
}

/// Error rates of verdicts like this one, simulated.
///
/// The two halves are one struct because a false-alarm figure never stands without its power.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorRates {
    /// Which simulated sessions: `20 min in all, level sd 0.2, timescale 90 s`.
    pub cell: String,
    /// Shifts reported where there is none.
    pub false_alarms: FalseAlarms,
    /// Shifts found where there is one; at least one size.
    pub power: Vec<Power>,
    /// Share of 95% intervals that held the truth, per cent.
    pub coverage_pct: Option<f64>,
    /// The command that makes the numbers again.
    pub command: String,
}

/// How the page was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Method {
    /// Version of `vagal`.
    pub version: String,
    /// The command line, without directories.
    pub command: Option<String>,
    /// Hash over input and settings, with its algorithm in front.
    pub content_hash: Option<String>,
    /// Settings that decide numbers, name and value, in a fixed order.
    pub settings: Vec<(String, String)>,
    /// How the numbers came about: one sentence for each station of the line.
    pub stations: Vec<String>,
}
