//! `vagal.sweep/1`: one key of a scenario over a range.

use serde::Serialize;

use super::common::tidy;
use crate::page::SweepPage;

/// One window of one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepChangeJson {
    /// Name of the window.
    pub window: String,
    /// Difference of lnRMSSD from the twin, or `null`.
    pub ln_rmssd: Option<f64>,
    /// Difference of heart rate, beats a minute.
    pub hr_bpm: Option<f64>,
    /// Difference of systolic pressure, mmHg.
    pub sbp_mmhg: Option<f64>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepRowJson {
    /// The value of the key.
    pub value: Option<f64>,
    /// The windows.
    pub changes: Vec<SweepChangeJson>,
}

/// A whole sweep.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepJson {
    /// `vagal.sweep/1`.
    pub schema: &'static str,
    /// Name of the scenario file.
    pub file: String,
    /// The key.
    pub key: String,
    /// One row a value.
    pub rows: Vec<SweepRowJson>,
}

impl SweepJson {
    /// The wire form.
    pub fn new(page: &SweepPage) -> Self {
        let rows = page.rows.iter().map(|row| SweepRowJson {
            value: tidy(row.value),
            changes: page
                .windows
                .iter()
                .zip(&row.changes)
                .map(|(window, c)| SweepChangeJson {
                    window: window.clone(),
                    ln_rmssd: c.ln_rmssd.and_then(tidy),
                    hr_bpm: c.hr_bpm.and_then(tidy),
                    sbp_mmhg: c.sbp_mmhg.and_then(tidy),
                })
                .collect(),
        });
        Self {
            schema: "vagal.sweep/1",
            file: page.file.clone(),
            key: page.key.clone(),
            rows: rows.collect(),
        }
    }
}
