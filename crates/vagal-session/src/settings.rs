//! Every number of the assessment that somebody had to choose, with its reason.

use crate::level::LevelPrior;

/// Settings of an assessment. The defaults are those under which the error rates were simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Length of a reading, seconds. 30 s holds some 30 beats: enough for a sampling error of .13 ln
    /// units, short enough to follow a level that moves within minutes.
    pub reading_s: f64,
    /// Longest part of the before phase that is compared, seconds, counted back from the input:
    /// a baseline further away than this is another state (house choice).
    pub before_s: f64,
    /// Longest part of the after phase that is compared, seconds: fixed in advance so that no
    /// window can be picked afterwards.
    pub after_s: f64,
    /// Smallest worthwhile change where the person's own days are not known, ln units (house choice).
    pub swc_house: f64,
    /// Days without a session from which an own smallest worthwhile change is taken.
    pub swc_own_days: usize,
    /// Probability asked of `shifted_up` and `shifted_down`.
    pub p_shift: f64,
    /// Probability asked of `no_shift`.
    pub p_no_shift: f64,
    /// Share of a reading that must be covered by intervals.
    pub min_coverage: f64,
    /// Largest share of corrected intervals in a reading, per cent.
    pub max_corrected_pct: f64,
    /// Prior of the level of lnRMSSD. Resting recordings wander by .1 to .5 (validation/recordings).
    pub level: LevelPrior,
    /// Prior of the level of heart rate: a centre of 2.5 beats a minute (house choice).
    pub heart_rate_level: LevelPrior,
    /// Standard deviation of the prior of a straight drift through the compared windows, ln units in
    /// total. Without it a level that ramps by .7 is called a shift in 10% of ten-minute sessions
    /// and the intervals cover 78%.
    pub drift_sd: f64,
    /// The same for heart rate, beats a minute in total (house choice).
    pub heart_rate_drift_sd: f64,
    /// Standard deviation of the prior of the slope of lnRMSSD on breathing, ln units per breath a
    /// minute. Wide enough for the .13 that a tidal volume falling with rate implies.
    pub breathing_slope_sd: f64,
    /// What a breath a minute fewer can raise lnRMSSD by, ln units: the simulator's 15 to 12 a minute
    /// raises HF by 125% at the same outflow, which is .13 a breath. A shift that is no larger than
    /// this times a change of breathing is not told apart from it.
    pub breathing_reach: f64,
    /// Smallest standard deviation of breathing that two phases are compared with, breaths a minute:
    /// a rate read from a minute of breathing is not known better (house choice).
    pub breathing_resolution_per_min: f64,
    /// Overlap of the phases' breathing below which the shift cannot be separated from it.
    pub min_breathing_overlap: f64,
    /// Difference in corrected intervals between the phases that is flagged, percentage points.
    pub flag_corrected_points: f64,
    /// How long after the input the in-session hold is looked for, seconds: in a longer recording meals, walks
    /// and sleep move the level more than a session does (house choice).
    pub hold_s: f64,
    /// Draws of the level's path for the in-session hold.
    pub hold_draws: usize,
    /// Seed of these draws.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reading_s: 30.0,
            before_s: 1200.0,
            after_s: 600.0,
            swc_house: 0.10,
            swc_own_days: 14,
            p_shift: 0.95,
            p_no_shift: 0.90,
            min_coverage: 0.6,
            max_corrected_pct: 20.0,
            level: LevelPrior::new(0.25),
            heart_rate_level: LevelPrior::new(2.5),
            drift_sd: 0.3,
            heart_rate_drift_sd: 1.0,
            breathing_slope_sd: 0.1,
            breathing_reach: 0.13,
            breathing_resolution_per_min: 0.75,
            min_breathing_overlap: 0.2,
            flag_corrected_points: 2.0,
            hold_s: 10_800.0,
            hold_draws: 1000,
            seed: 1,
        }
    }
}
