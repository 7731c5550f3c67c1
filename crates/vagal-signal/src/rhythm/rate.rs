//! RC-04 and RC-05: the mean rate over five minutes.

use super::survey::{Shape, Survey};
use vagal_core::{RhythmFinding, RhythmKind, RrSeries};

/// Length of the mean, and the step between means: five minutes by `redflags`, the step a house choice.
const MEAN_OVER_S: f64 = 300.0;
const STEP_S: f64 = 60.0;

/// Seconds of beats among the five minutes below which there is no mean: four of five. House choice.
const MIN_COVERED_S: f64 = 240.0;

/// `redflags`, RC-04. Under 50 counts with symptoms, which the person has to say.
const SLOW_BPM: f64 = 40.0;

/// `redflags`, RC-05. Over 100 counts on three days, which the diary has to say.
const FAST_BPM: f64 = 120.0;

pub(super) fn judge(survey: &Survey) -> Vec<RhythmFinding> {
    let means = five_minute_means(survey);
    let mut findings = stretches(&means, RhythmKind::Slow, |bpm| bpm < SLOW_BPM, f64::min, "");
    let fast = stretches(&means, RhythmKind::Fast, |bpm| bpm > FAST_BPM, f64::max, ", if at rest");
    findings.extend(fast);
    findings
}

/// Lowest and highest mean rate over five minutes, beats a minute; artifacts left out.
///
/// `None` if no five minutes hold at least four of beats.
pub fn five_minute_range_bpm(rr: &RrSeries) -> Option<(f64, f64)> {
    let means = five_minute_means(&Survey::new(rr));
    means.iter().map(|mean| mean.bpm).fold(None, |range, bpm| {
        let (low, high) = range.unwrap_or((bpm, bpm));
        Some((bpm.min(low), bpm.max(high)))
    })
}

/// One mean rate.
struct Mean {
    start_s: f64,
    end_s: f64,
    bpm: f64,
}

/// Mean rates from sums over beats, artifacts left out; each starts with an interval, at least
/// [`STEP_S`] after the one before.
fn five_minute_means(survey: &Survey) -> Vec<Mean> {
    let n = survey.intervals.len();
    let (mut seconds, mut beats) = (vec![0.0; n + 1], vec![0_usize; n + 1]);
    for i in 0..n {
        let is_beat = survey.shape[i] == Shape::Beat;
        seconds[i + 1] = seconds[i] + if is_beat { survey.intervals[i].ms / 1000.0 } else { 0.0 };
        beats[i + 1] = beats[i] + usize::from(is_beat);
    }
    let mut means = Vec::new();
    let mut next_s = f64::NEG_INFINITY;
    for first in 0..n {
        let start_s = survey.intervals[first].start_s();
        if start_s < next_s {
            continue;
        }
        next_s = start_s + STEP_S;
        let last = survey.intervals.partition_point(|i| i.end_s <= start_s + MEAN_OVER_S);
        let covered_s = seconds[last.max(first)] - seconds[first];
        if covered_s >= MIN_COVERED_S {
            let bpm = 60.0 * (beats[last] - beats[first]) as f64 / covered_s;
            means.push(Mean { start_s, end_s: survey.intervals[last - 1].end_s, bpm });
        }
    }
    means
}

/// Neighbouring means that are out of range, one finding a stretch.
fn stretches(
    means: &[Mean],
    kind: RhythmKind,
    is_out: impl Fn(f64) -> bool,
    worst: fn(f64, f64) -> f64,
    condition: &str,
) -> Vec<RhythmFinding> {
    means
        .chunk_by(|a, b| is_out(a.bpm) == is_out(b.bpm))
        .filter(|stretch| is_out(stretch[0].bpm))
        .map(|stretch| {
            let extreme = stretch.iter().map(|m| m.bpm).fold(stretch[0].bpm, worst);
            RhythmFinding {
                kind,
                start_s: stretch[0].start_s,
                end_s: stretch[stretch.len() - 1].end_s,
                numbers: format!("five-minute mean {extreme:.0} beats a minute{condition}"),
            }
        })
        .collect()
}
