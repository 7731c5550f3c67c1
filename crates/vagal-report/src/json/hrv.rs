//! `vagal.hrv/1`: indices by window.

use serde::Serialize;
use vagal_core::Summary;

use super::common::{Indices, NoteJson, tidy};
use crate::page::HrvPage;

/// One window.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HrvWindowJson {
    /// First second.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// NN intervals in it.
    pub n_intervals: usize,
    /// Share of them corrected, per cent.
    pub corrected_pct: Option<f64>,
    /// Breaths a minute, where known.
    pub resp_per_min: Option<f64>,
    /// How breathing is known.
    pub resp_source: Option<&'static str>,
    /// False if the level or the spread drifts within the window.
    pub stationary: Option<bool>,
    /// Its indices.
    pub indices: Indices,
}

impl HrvWindowJson {
    /// The wire form of a summary.
    pub fn new(summary: &Summary) -> Self {
        let breathing = summary.breathing.as_ref().ok();
        Self {
            start_s: tidy(summary.window.start_s),
            end_s: tidy(summary.window.end_s),
            n_intervals: summary.n_intervals,
            corrected_pct: tidy(summary.corrected_pct),
            resp_per_min: breathing.and_then(|b| tidy(b.rate.as_hz() * 60.0)),
            resp_source: breathing.map(|b| b.source.id()),
            stationary: summary.stationary,
            indices: Indices::new(summary),
        }
    }
}

/// The whole answer of `vagal hrv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HrvJson {
    /// `vagal.hrv/1`.
    pub schema: &'static str,
    /// Identifier of the format.
    pub format: String,
    /// Name of the file.
    pub file: String,
    /// What picked the beats up: with `ppg` the indices are PRV.
    pub sensor: &'static str,
    /// The windows in order of time.
    pub windows: Vec<HrvWindowJson>,
    /// Remarks of the reader.
    pub notes: Vec<NoteJson>,
}

impl HrvJson {
    /// The wire form of a page.
    pub fn new(page: &HrvPage) -> Self {
        Self {
            schema: "vagal.hrv/1",
            format: page.source.format.clone(),
            file: page.source.name.clone(),
            sensor: page.source.sensor.id(),
            windows: page.windows.iter().map(HrvWindowJson::new).collect(),
            notes: page.notes.iter().map(|n| NoteJson::new("", n)).collect(),
        }
    }
}
