//! RC-01: irregular in an irregular way, in at least two windows of 128 intervals.

use super::spectrum::{Whiteness, whiteness};
use super::survey::{Shape, Survey};
use vagal_core::{RhythmFinding, RhythmKind, RrSeries};

/// Intervals in a window: Dash 2009.
pub const WINDOW_BEATS: usize = 128;

/// A last window, moved back to end with the recording, is judged if it brings at least this many
/// new intervals. House choice: two minutes at 80 beats a minute then hold two windows.
const MIN_NEW_BEATS: usize = 32;

/// Windows needed to fire: `redflags`, RC-01.
const MIN_WINDOWS: usize = 2;

/// Most artifacts in a window that is judged, per cent: RC-08.
const MAX_ARTIFACT_PCT: f64 = super::MAX_ARTIFACT_PCT;

/// Most breaks in a window that is judged: more leave too few neighbours. House choice.
const MAX_BREAKS: usize = 8;

/// RMSSD over mean interval: `redflags`, RC-01 (after Dash 2009, who takes 0.1).
const MIN_RELATIVE_RMSSD: f64 = 0.12;

/// Median of |difference| over median interval. RMSSD is carried by a few ectopic beats, this is not.
/// Fixed on the half of the recordings and simulations named in validation/rhythm.
const MIN_TYPICAL_CHANGE: f64 = 0.12;

/// Share of turning points that a random order has, and four of its standard deviations over 126
/// triples: mean 2/3, variance (16n − 29) / 90 (Kendall & Stuart, as in Dash 2009).
const TURNING_POINTS: f64 = 2.0 / 3.0;
const TURNING_TOLERANCE: f64 = 0.15;

/// Coefficient of sample entropy: Lake & Moorman 2011.
const MIN_ENTROPY: f64 = -1.4;

/// Matching pairs below which the tolerance of the entropy is widened (Lake & Moorman: let it grow
/// until there are enough matches), where it starts, and where it stops.
const MIN_MATCHES: usize = 30;
const FIRST_TOLERANCE_MS: f64 = 30.0;
const LAST_TOLERANCE_MS: f64 = 400.0;

/// No breathing peak: the peak's share of the power is below the one and the unpredicted share of the
/// variance above the other. Fixed like [`MIN_TYPICAL_CHANGE`].
const MAX_PEAK_SHARE: f64 = 0.50;
const MIN_UNPREDICTED: f64 = 0.70;

/// The numbers of one window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowShape {
    /// First second.
    pub start_s: f64,
    /// Last second.
    pub end_s: f64,
    /// RMSSD over mean interval, dimensionless.
    pub relative_rmssd: f64,
    /// Median |difference| over median interval, dimensionless.
    pub typical_change: f64,
    /// Share of intervals that are longer or shorter than both neighbours, 0 to 1.
    pub turning_points: f64,
    /// Coefficient of sample entropy, nats; NaN-free; computed only if the numbers above call for it.
    pub entropy: Option<f64>,
    /// Share of the power at the highest peak, 0 to 1; computed only if the entropy calls for it.
    pub peak_share: Option<f64>,
    /// Share of the variance that linear prediction leaves, 0 to 1; like `peak_share`.
    pub unpredicted: Option<f64>,
    /// True if all conditions of RC-01 hold in this window.
    pub is_irregular: bool,
}

/// What RC-01 found.
pub(super) struct Irregular {
    pub(super) findings: Vec<RhythmFinding>,
    pub(super) judged_windows: usize,
    pub(super) irregular_windows: usize,
}

/// Every window of 128 intervals that can be judged, with its numbers: what RC-01 decides from.
pub fn irregular_windows(rr: &RrSeries) -> Vec<WindowShape> {
    windows(&Survey::new(rr))
}

pub(super) fn judge(survey: &Survey) -> Irregular {
    let windows = windows(survey);
    let irregular: Vec<&WindowShape> = windows.iter().filter(|w| w.is_irregular).collect();
    let findings = if irregular.len() < MIN_WINDOWS {
        Vec::new()
    } else {
        windows
            .chunk_by(|a, b| a.is_irregular == b.is_irregular)
            .filter(|stretch| stretch[0].is_irregular)
            .map(|stretch| finding(stretch, irregular.len(), windows.len()))
            .collect()
    };
    Irregular { findings, judged_windows: windows.len(), irregular_windows: irregular.len() }
}

fn finding(stretch: &[WindowShape], irregular: usize, judged: usize) -> RhythmFinding {
    let mean =
        |f: fn(&WindowShape) -> f64| stretch.iter().map(f).sum::<f64>() / stretch.len() as f64;
    RhythmFinding {
        kind: RhythmKind::IrregularlyIrregular,
        start_s: stretch[0].start_s,
        end_s: stretch[stretch.len() - 1].end_s,
        numbers: format!(
            "{irregular} of {judged} windows of {WINDOW_BEATS} beats; here neighbouring intervals \
             differ by {:.0}% of their length, RMSSD is {:.2} of the mean, and no breathing peak",
            100.0 * mean(|w| w.typical_change),
            mean(|w| w.relative_rmssd),
        ),
    }
}

fn windows(survey: &Survey) -> Vec<WindowShape> {
    let n = survey.intervals.len();
    let mut starts: Vec<usize> =
        (0..n / WINDOW_BEATS).map(|window| window * WINDOW_BEATS).collect();
    if n > WINDOW_BEATS && n % WINDOW_BEATS >= MIN_NEW_BEATS {
        starts.push(n - WINDOW_BEATS);
    }
    starts.into_iter().filter_map(|start| window(survey, start)).collect()
}

fn window(survey: &Survey, start: usize) -> Option<WindowShape> {
    let range = start..start + WINDOW_BEATS;
    let shape = &survey.shape[range.clone()];
    let local_ms = &survey.local_ms[range.clone()];
    let run = &survey.run[range.clone()];
    let intervals = &survey.intervals[range];
    let poor = shape.iter().filter(|s| **s != Shape::Beat).count();
    let breaks = run.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let lost = shape.contains(&Shape::Lost);
    if lost || breaks > MAX_BREAKS || 100.0 * poor as f64 > MAX_ARTIFACT_PCT * WINDOW_BEATS as f64 {
        return None;
    }
    let ms: Vec<f64> = intervals.iter().map(|i| i.ms).collect();
    let mean_ms = ms.iter().sum::<f64>() / ms.len() as f64;
    let mut changes: Vec<f64> = neighbours(&ms, run).map(|(a, b)| (b - a).abs()).collect();
    let square = changes.iter().map(|d| d * d).sum::<f64>() / changes.len() as f64;
    let relative_rmssd = square.sqrt() / mean_ms;
    let typical_change = super::median(&mut changes) / super::median(&mut ms.clone());
    let turning_points = turning_points(&ms, run);
    let called_for = relative_rmssd > MIN_RELATIVE_RMSSD
        && typical_change > MIN_TYPICAL_CHANGE
        && (turning_points - TURNING_POINTS).abs() <= TURNING_TOLERANCE;
    let entropy = called_for.then(|| coefficient_of_sample_entropy(&ms, run, mean_ms));
    let white: Option<Whiteness> =
        entropy.filter(|e| *e > MIN_ENTROPY).and_then(|_| whiteness(&ms, local_ms, run));
    Some(WindowShape {
        start_s: intervals[0].start_s(),
        end_s: intervals[WINDOW_BEATS - 1].end_s,
        relative_rmssd,
        typical_change,
        turning_points,
        entropy,
        peak_share: white.map(|w| w.peak_share),
        unpredicted: white.map(|w| w.unpredicted),
        is_irregular: white
            .is_some_and(|w| w.peak_share < MAX_PEAK_SHARE && w.unpredicted > MIN_UNPREDICTED),
    })
}

/// Pairs of neighbours within unbroken stretches.
fn neighbours<'a>(ms: &'a [f64], run: &'a [usize]) -> impl Iterator<Item = (f64, f64)> + 'a {
    (1..ms.len()).filter(|i| run[*i] == run[*i - 1]).map(|i| (ms[i - 1], ms[i]))
}

fn turning_points(ms: &[f64], run: &[usize]) -> f64 {
    let whole = |i: &usize| run[*i - 1] == run[*i + 1];
    let turns = |i: &usize| {
        let [before, here, after] = [ms[*i - 1], ms[*i], ms[*i + 1]];
        (here > before && here > after) || (here < before && here < after)
    };
    let triples = (1..ms.len() - 1).filter(whole).count().max(1);
    (1..ms.len() - 1).filter(whole).filter(turns).count() as f64 / triples as f64
}

/// Sample entropy with templates of one interval, made a density by ln(2r) and freed of the heart
/// rate by ln(mean): −ln(A/B) … = ln(B/A) + ln(2r) − ln(mean).
fn coefficient_of_sample_entropy(ms: &[f64], run: &[usize], mean_ms: f64) -> f64 {
    let pairs: Vec<(f64, f64)> = neighbours(ms, run).collect();
    let mut tolerance_ms = FIRST_TOLERANCE_MS;
    loop {
        let (mut alike, mut stay_alike) = (0_usize, 0_usize);
        for (i, a) in pairs.iter().enumerate() {
            for b in &pairs[i + 1..] {
                let first = usize::from((a.0 - b.0).abs() <= tolerance_ms);
                alike += first;
                stay_alike += first & usize::from((a.1 - b.1).abs() <= tolerance_ms);
            }
        }
        if stay_alike >= MIN_MATCHES || tolerance_ms > LAST_TOLERANCE_MS {
            let ratio = alike.max(1) as f64 / stay_alike.max(1) as f64;
            return ratio.ln() + (2.0 * tolerance_ms / mean_ms).ln();
        }
        tolerance_ms *= 1.5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_points_by_hand() {
        // 3 is a peak, 1 a trough, 2 neither: two of three.
        assert!((turning_points(&[1.0, 3.0, 1.0, 2.0, 4.0], &[0; 5]) - 2.0 / 3.0).abs() < 1e-12);
        // A gap between the second and the third leaves one triple without a turn.
        assert_eq!(turning_points(&[1.0, 3.0, 1.0, 2.0, 4.0], &[0, 0, 1, 1, 1]), 0.0);
    }

    #[test]
    fn entropy_of_a_two_valued_alternation_by_hand() {
        // Equal values are always followed by equal ones: A = B, so ln(2·30) − ln(900).
        let ms: Vec<f64> = (0..128).map(|i| if i % 2 == 0 { 800.0 } else { 1000.0 }).collect();
        let expected = (60.0_f64 / 900.0).ln();
        assert!((coefficient_of_sample_entropy(&ms, &[0; 128], 900.0) - expected).abs() < 1e-12);
    }
}
