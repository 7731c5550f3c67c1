//! `vagal.person.history/1`: every answer that was kept of a person, the oldest first.

use serde::Serialize;
use vagal_core::history::{PastAnswer, PastInput, PastNumber};

use super::common::tidy;
use super::person::Ordered;
use crate::page::HistoryPage;

/// A number as it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PastNumberJson {
    /// Posterior median; `null` where it lies beyond the 120 days that are followed.
    pub median: Option<f64>,
    /// `learned` or `mostly_prior`.
    pub status: &'static str,
    /// 2.5, 10, 25, 50, 75, 90 and 97.5% points; `null` beyond 120 days.
    pub points: [Option<f64>; 7],
}

/// One input as it was judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PastInputJson {
    /// Sessions at the time.
    pub sessions: usize,
    /// Change of lnRMSSD on the next morning, less that of the comparator.
    pub effect: PastNumberJson,
    /// `rest`, `no_session` or `itself`.
    pub compared_with: &'static str,
    /// `works`, `negligible`, `harm` or `not_enough_data`.
    pub verdict: &'static str,
    /// Days until what is left of the shift is less than the SWC.
    pub hold_hrv_days: PastNumberJson,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PastAnswerJson {
    /// When it was fitted.
    pub fitted: String,
    /// Version of vagal.
    pub version: String,
    /// Readings at the time.
    pub readings: usize,
    /// Sessions at the time.
    pub sessions: usize,
    /// Days of the diary at the time.
    pub days: Option<f64>,
    /// True if the daily reading came from a pulse wave: PRV.
    pub pulse_wave: bool,
    /// Smallest worthwhile change, ln units.
    pub swc_ln_rmssd: Option<f64>,
    /// Inputs by identifier.
    pub inputs: Ordered<PastInputJson>,
    /// The level at which effects saturate, without load, ln units above baseline.
    pub ceiling: PastNumberJson,
}

/// The answers of a person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryJson {
    /// `vagal.person.history/1`.
    pub schema: &'static str,
    /// Whose.
    pub source: String,
    /// The oldest first; one a day at most.
    pub answers: Vec<PastAnswerJson>,
}

impl PastNumberJson {
    fn new(number: &PastNumber) -> Self {
        Self {
            median: tidy(number.points[3]),
            status: number.standing.id(),
            points: number.points.map(tidy),
        }
    }
}

impl PastInputJson {
    fn new(input: &PastInput) -> Self {
        Self {
            sessions: input.sessions,
            effect: PastNumberJson::new(&input.effect),
            compared_with: input.comparator.id(),
            verdict: input.verdict.id(),
            hold_hrv_days: PastNumberJson::new(&input.hold_hrv_days),
        }
    }
}

impl HistoryJson {
    /// The wire form of a page.
    pub fn new(page: &HistoryPage) -> Self {
        let answer = |a: &PastAnswer| PastAnswerJson {
            fitted: a.fitted.to_string(),
            version: a.version.clone(),
            readings: a.readings,
            sessions: a.sessions(),
            days: tidy(a.days),
            pulse_wave: a.pulse_wave,
            swc_ln_rmssd: tidy(a.swc),
            inputs: Ordered(
                a.inputs.iter().map(|i| (i.id.clone(), PastInputJson::new(i))).collect(),
            ),
            ceiling: PastNumberJson::new(&a.ceiling),
        };
        Self {
            schema: "vagal.person.history/1",
            source: page.source.clone(),
            answers: page.answers.iter().map(answer).collect(),
        }
    }
}
