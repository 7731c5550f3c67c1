//! What `vagal.session/1` adds about the answer: literature, error rates, method, and the simulator's truth.

use serde::Serialize;

use super::common::tidy;
use crate::page::{ErrorRates, LiteratureLine, Method, Truth};

/// What the simulator knows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TruthJson {
    /// The change of lnRMSSD that was put in.
    pub d: Option<f64>,
    /// True hold, minutes.
    pub hold_minutes: Option<f64>,
    /// What was simulated.
    pub text: String,
}

impl TruthJson {
    pub(super) fn new(truth: &Truth) -> Self {
        Self {
            d: tidy(truth.d),
            hold_minutes: truth.hold_minutes.and_then(tidy),
            text: truth.text.clone(),
        }
    }
}

/// How it was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodJson {
    /// The command line.
    pub command: Option<String>,
    /// Hash over input and settings.
    pub content_hash: Option<String>,
    /// One sentence for each station.
    pub stations: Vec<String>,
}

impl MethodJson {
    pub(super) fn new(method: &Method) -> Self {
        Self {
            command: method.command.clone(),
            content_hash: method.content_hash.clone(),
            stations: method.stations.clone(),
        }
    }
}

/// What the literature says about one claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimJson {
    /// Identifier of the claim.
    pub claim: String,
    /// The claim in words.
    pub text: String,
    /// Its grade.
    pub grade: String,
    /// Findings for it.
    pub supporting: Vec<String>,
    /// Findings against it, or that qualify it.
    pub against: Vec<String>,
}

impl ClaimJson {
    pub(super) fn new(line: &LiteratureLine) -> Self {
        Self {
            claim: line.claim.clone(),
            text: line.text.clone(),
            grade: line.grade.clone(),
            supporting: line.supporting.clone(),
            against: line.against.clone(),
        }
    }
}

/// One simulated size of a shift, and how often it was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerJson {
    /// The change of lnRMSSD.
    pub d: Option<f64>,
    /// Sessions in which it was found, per cent.
    pub found_pct: Option<f64>,
    /// Simulated sessions.
    pub sessions: usize,
}

/// Error rates of verdicts like this one, false alarms and power together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorRatesJson {
    /// Which simulated sessions.
    pub cell: String,
    /// Shifts reported where there is none, per cent.
    pub false_alarm_pct: Option<f64>,
    /// Upper end of its 95% interval, per cent.
    pub false_alarm_upper_pct: Option<f64>,
    /// Simulated sessions behind it.
    pub false_alarm_sessions: usize,
    /// Shifts found where there is one.
    pub power: Vec<PowerJson>,
    /// Share of 95% intervals that held the truth, per cent.
    pub coverage_pct: Option<f64>,
    /// The command that makes the numbers again.
    pub command: String,
}

impl ErrorRatesJson {
    pub(super) fn new(rates: &ErrorRates) -> Option<Self> {
        // A false-alarm figure never stands without its power.
        (!rates.power.is_empty()).then(|| Self {
            cell: rates.cell.clone(),
            false_alarm_pct: tidy(rates.false_alarms.pct),
            false_alarm_upper_pct: tidy(rates.false_alarms.upper_pct),
            false_alarm_sessions: rates.false_alarms.sessions,
            power: rates
                .power
                .iter()
                .map(|p| PowerJson {
                    d: tidy(p.d),
                    found_pct: tidy(p.found_pct),
                    sessions: p.sessions,
                })
                .collect(),
            coverage_pct: rates.coverage_pct.and_then(tidy),
            command: rates.command.clone(),
        })
    }
}
