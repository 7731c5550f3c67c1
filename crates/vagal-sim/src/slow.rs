//! Slow outputs: cortisol, muscle tone and felt release, driven by the outflows and fed back to nothing.
//!
//! All constants are own calibration (CAL) and hypotheses; none of these is measured by the instrument.

use crate::drive::Drive;
use crate::scenario::Scenario;
use crate::stimulus::StimulusKind;

/// One value a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlowOutputs {
    /// Cortisol as a share of its level at the start.
    pub cortisol: Vec<f64>,
    /// Tone of the muscle that is worked, as a share of its level at the start.
    pub tone_local: Vec<f64>,
    /// Tone of a muscle that is not touched.
    pub tone_remote: Vec<f64>,
    /// What the person feels, 0 to 1. In life a rating, never inferred.
    pub felt_release: Vec<f64>,
}

/// Cortisol answers to the sympathetic drive of ten minutes ago.
const CORTISOL_DELAY_S: usize = 600;
const CORTISOL_LAG_S: f64 = 5700.0;
/// Fall of cortisol for 1 Hz less sympathetic drive.
const CORTISOL_FALL: f64 = 0.15;
/// The same under `cortisol-drops`: sized so that an hour of massage takes about a third away at its lowest.
const CORTISOL_FALL_CLAIMED: f64 = 1.2;
/// Factor on what the outflows do to muscle tone under `autonomic-first`: sized so that every muscle eases by the 5%
/// that was measured in the worked one.
const AROUSAL_CLAIMED: f64 = 6.0;
const AROUSAL_LAG_S: f64 = 300.0;
/// Local change of tone while the region is worked.
const LOCAL_TONE: f64 = -0.05;
const LOCAL_ON_S: f64 = 60.0;
const LOCAL_OFF_S: f64 = 120.0;
const RELEASE_UP_S: f64 = 120.0;
const RELEASE_DOWN_S: f64 = 1200.0;

pub(crate) fn slow_outputs(scenario: &Scenario, drives: &[Drive]) -> SlowOutputs {
    // Cortisol, tone and release are changes from this person's usual, so the standing drive is taken out.
    let standing = scenario.person.standing_drive();
    let usual = standing.scaled(-1.0);
    let changes: Vec<Drive> = drives.iter().map(|&drive| drive + usual).collect();
    let assumed = &scenario.hypotheses;
    let fall = if assumed.cortisol_drops { CORTISOL_FALL_CLAIMED } else { CORTISOL_FALL };
    let follows = if assumed.autonomic_first { AROUSAL_CLAIMED } else { 1.0 };
    let mut out = SlowOutputs::default();
    let (mut cortisol, mut arousal, mut local, mut release) = (1.0, 0.0, 0.0, 0.0);
    for (second, change) in changes.iter().enumerate() {
        let (vagal_hz, sympathetic_hz) = (change.vagal_hz, change.sympathetic_heart_hz);
        let earlier = second
            .checked_sub(CORTISOL_DELAY_S)
            .map_or(0.0, |before| changes[before].sympathetic_heart_hz);
        let secretion = 1.2 * earlier.max(0.0) - fall * (-earlier).max(0.0);
        cortisol += (secretion - (cortisol - 1.0)) / CORTISOL_LAG_S;
        let target = follows * (0.010 * sympathetic_hz - 0.005 * vagal_hz);
        arousal += (target - arousal) / AROUSAL_LAG_S;
        let worked = assumed.tissue_first
            && scenario.stimuli.iter().any(|stimulus| {
                matches!(stimulus.kind, StimulusKind::Massage(_)) && stimulus.is_on(second as f64)
            });
        local += if worked { (LOCAL_TONE - local) / LOCAL_ON_S } else { -local / LOCAL_OFF_S };
        let target = (0.6 * vagal_hz - 0.6 * sympathetic_hz).clamp(0.0, 1.0);
        let lag_s = if target > release { RELEASE_UP_S } else { RELEASE_DOWN_S };
        release += (target - release) / lag_s;
        out.cortisol.push(cortisol);
        out.tone_local.push(1.0 + arousal + local);
        out.tone_remote.push(1.0 + arousal);
        out.felt_release.push(release);
    }
    out
}
