//! Rhythm gate: is this a rhythm that indices of variability are defined for?
//!
//! ```text
//! RrSeries ─ survey ─┬─ irregular  RC-01   windows of 128 intervals
//!   (local median,   ├─ ectopy     RC-02   labels, or early-late pairs and early runs
//!    artifacts,      ├─ pause      RC-03
//!    lost time)      ├─ rate       RC-04, RC-05
//!                    └─ pattern    RC-06   fixed alternation, pacing; RC-10 no variation
//! ```
//!
//! It works on uncorrected intervals, because a correction would remove what it looks for. A finding
//! is a reason to look at an ECG, never a diagnosis. How the limits were fixed, and on which half of
//! the recordings, is written in `validation/rhythm/README.md`.

mod ectopy;
mod irregular;
mod neck;
mod pattern;
mod pause;
mod rate;
mod spectrum;
mod survey;

pub use irregular::{WINDOW_BEATS, WindowShape, irregular_windows};
pub use neck::{Slowing, slowing_after};
pub use rate::five_minute_range_bpm;

use survey::Survey;
use vagal_core::{Rhythm, RhythmFinding, RrSeries, Unfit};

/// Length of a recording, in seconds, before anything is said: recording predicates of `redflags`, section 6.
pub const MIN_SECONDS: f64 = 120.0;

/// Largest share of artifacts, or of time without beats, per cent: same source.
pub const MAX_ARTIFACT_PCT: f64 = 5.0;

/// Judges the rhythm from uncorrected intervals, using the labels of the beats where they are given.
///
/// - **Needs** a recording of [`MIN_SECONDS`], at most [`MAX_ARTIFACT_PCT`] of its intervals artifacts and at
///   most that share of the time lost; otherwise `not_judged` says why and there is no finding,
///   because an artifact must never raise an alarm (RC-08).
/// - **Findings** are merged over neighbouring stretches and sorted by their start.
/// - **Misses** atrial flutter with a fixed ratio, and fibrillation with a regular or paced
///   ventricle: intervals alone do not show them. RC-07 needs to know when the neck was pressed
///   ([`slowing_after`]), RC-09 the person's history: both are judged by the guide.
/// - **Sources** Dash 2009, Lake & Moorman 2011; every limit is a named constant with its origin.
///
/// # Example
///
/// ```
/// use vagal_core::{RrSeries, Sensor};
/// let calm: Vec<f64> = (0..300).map(|i| 900.0 + 40.0 * (f64::from(i) * 1.4).sin()).collect();
/// let rhythm = vagal_signal::rhythm::judge(&RrSeries::from_ms(&calm, Sensor::Ecg).unwrap());
/// assert!(!rhythm.has_veto());
/// // Two windows of 128 intervals, and one moved back over the last 44.
/// assert_eq!(rhythm.judged_windows, 3);
/// ```
pub fn judge(rr: &RrSeries) -> Rhythm {
    let survey = Survey::new(rr);
    if let Some(reason) = refusal(&survey) {
        return Rhythm {
            findings: Vec::new(),
            judged_windows: 0,
            irregular_windows: 0,
            ectopic_pct: 0.0,
            not_judged: Some(reason),
        };
    }
    let irregular = irregular::judge(&survey);
    let ectopy = ectopy::judge(&survey);
    let mut findings: Vec<RhythmFinding> = irregular.findings;
    findings.extend(ectopy.findings);
    findings.extend(pause::judge(&survey));
    findings.extend(rate::judge(&survey));
    findings.extend(pattern::judge(&survey));
    findings.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
    Rhythm {
        findings,
        judged_windows: irregular.judged_windows,
        irregular_windows: irregular.irregular_windows,
        ectopic_pct: ectopy.ectopic_pct,
        not_judged: None,
    }
}

/// RC-08: why the signal cannot be judged, if it cannot.
fn refusal(survey: &Survey) -> Option<Unfit> {
    let have_s = survey.covered_s();
    // A recording of two minutes begins and ends between beats: up to an interval is missing at each end.
    let ends_s = 2.0 * have_s / survey.intervals.len().max(1) as f64;
    if have_s + ends_s < MIN_SECONDS {
        return Some(Unfit::WindowTooShort { need_s: MIN_SECONDS, have_s });
    }
    let lost_pct = survey.lost_pct();
    if lost_pct > MAX_ARTIFACT_PCT {
        return Some(Unfit::TooManyGaps { limit_pct: MAX_ARTIFACT_PCT, found_pct: lost_pct });
    }
    let artifact_pct = survey.artifact_pct();
    (artifact_pct > MAX_ARTIFACT_PCT).then(|| Unfit::SignalTooPoor {
        found: format!(
            "{artifact_pct:.1}% of the intervals are artifacts, at most {MAX_ARTIFACT_PCT:.0}% borne"
        ),
    })
}

/// The middle value of `values`, which are reordered; 0 if there are none.
fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which about `share` of `values` lie; they are reordered; 0 if there are none.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let rank = ((values.len() - 1) as f64 * share).round() as usize;
    *values.select_nth_unstable_by(rank, f64::total_cmp).1
}
