//! The page of a sweep: one key of a scenario over a range, each value against its twin.

/// Everything that a sweep shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPage {
    /// Name of the scenario file.
    pub file: String,
    /// The key.
    pub key: String,
    /// Names of the windows, in order.
    pub windows: Vec<String>,
    /// One row a value.
    pub rows: Vec<SweepRow>,
    /// The command line.
    pub command: Option<String>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    /// The value of the key.
    pub value: f64,
    /// What changed in each window against the twin without stimuli.
    pub changes: Vec<SweepChange>,
}

/// Differences from the twin in one window; `None` where the window cannot bear the index.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SweepChange {
    /// Of lnRMSSD, ln units.
    pub ln_rmssd: Option<f64>,
    /// Of heart rate, beats a minute.
    pub hr_bpm: Option<f64>,
    /// Of systolic pressure, mmHg.
    pub sbp_mmhg: Option<f64>,
}
