//! Signal quality by window of ten seconds: do the beats resemble each other, and does anything else stand out?
//!
//! A window whose beats repeat one shape is read even under noise; one in which nothing repeats is not, however
//! large its deflections. Likeness follows Orphanidou et al. 2015 (doi 10.1109/JBHI.2014.2338351), kurtosis
//! Clifford et al. 2012 (doi 10.1088/0967-3334/33/9/1419); the limits were set on simulated noise, not on records.

use crate::detect::{Peak, band::Band, levels::Levels, readable::Readable, select};
use vagal_core::{Gap, Window};

/// Length of a window, seconds.
pub const WINDOW_S: f64 = 10.0;
/// Windows below this score are not used.
pub const USABLE_SCORE: f64 = 0.5;
/// Mean likeness of the beats of a window from which it counts as readable. Orphanidou 2015: 0.66 over the
/// whole beat; the QRS band alone sheds the noise between beats, chance reaches 0.45.
const MIN_LIKENESS: f64 = 0.60;
/// Gaussian noise has kurtosis 3; narrow peaks over a baseline have 5 and more.
const MIN_KURTOSIS: f64 = 4.0;
/// Share of a window that must be readable.
const MIN_READABLE: f64 = 0.5;
/// Heart rates outside are not believed of a person, beats a minute.
const RATES_BPM: (f64, f64) = (24.0, 230.0);
/// A single beat is trusted in a poor window from this likeness on, if its neighbours reach it too.
const TRUSTED_LIKENESS: f32 = 0.70;
/// Noise at this share of a beat may hide a beat in an interval that looks too long.
const HIDING_NOISE: f32 = 0.45;
/// An interval beyond this many usual ones under such noise is a gap.
const LONG: f64 = 1.6;

/// How good a window of signal is, and why it is no better.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowQuality {
    /// The stretch judged.
    pub window: Window,
    /// 0 (nothing can be read) to 1 (clean).
    pub score: f64,
    /// True if beats found here are used.
    pub usable: bool,
    /// What lowers the score, in words; empty for a clean window.
    pub reasons: Vec<String>,
}

/// Judges every window of a recording.
pub(crate) fn windows(
    band: &Band,
    levels: &Levels,
    readable: &Readable,
    peaks: &[Peak],
    duration_s: f64,
) -> Vec<WindowQuality> {
    let count = (duration_s / WINDOW_S).ceil().max(1.0) as usize;
    (0..count)
        .map(|k| {
            let start_s = k as f64 * WINDOW_S;
            let window = Window { start_s, end_s: (start_s + WINDOW_S).min(duration_s) };
            judge(band, levels, readable, peaks, window)
        })
        .collect()
}

fn judge(
    band: &Band,
    levels: &Levels,
    readable: &Readable,
    peaks: &[Peak],
    window: Window,
) -> WindowQuality {
    let position = |s: f64| ((s * band.rate_hz) as usize).min(band.len());
    let (start, end) = (position(window.start_s), position(window.end_s));
    let mut reasons = Vec::new();
    let sound = &band.sound[start..end];
    let readable_share = sound.iter().filter(|s| **s).count() as f64 / sound.len().max(1) as f64;
    if readable_share < 1.0 {
        let inside = readable.bad.iter().find(|b| {
            let span = band.span(b.start, b.end);
            span.0 < end && span.1 > start
        });
        let why = inside.map_or("unreadable", |b| b.fault.reason());
        reasons.push(format!("{why} for {:.0}% of the window", 100.0 * (1.0 - readable_share)));
    }
    let first = peaks.partition_point(|p| p.at < start as f64);
    let last = peaks.partition_point(|p| p.at < end as f64);
    let inside = &peaks[first..last.max(first)];
    let likeness = mean(inside.iter().map(|p| f64::from(p.likeness.max(0.0))));
    let kurtosis = kurtosis(&band.contrast[start..end]);
    if let Some(likeness) = likeness.filter(|r| *r < MIN_LIKENESS) {
        reasons.push(format!("beats do not resemble each other (r = {likeness:.2})"));
    }
    if kurtosis < MIN_KURTOSIS && likeness.is_none_or(|r| r < TRUSTED_LIKENESS.into()) {
        reasons.push(format!("nothing stands out from the noise (kurtosis {kurtosis:.1})"));
    }
    let pace = inside
        .first()
        .zip(inside.last())
        .filter(|_| inside.len() > 2)
        .map(|(a, b)| 60.0 * (inside.len() - 1) as f64 * band.rate_hz / (b.at - a.at));
    let plausible = pace.is_none_or(|bpm| (RATES_BPM.0..=RATES_BPM.1).contains(&bpm));
    if let Some(bpm) = pace.filter(|_| !plausible) {
        reasons.push(format!("{bpm:.0} beats a minute is not plausible"));
    }
    let standing = noise_share(levels, start, end);
    let score = readable_share.min(if plausible { 1.0 } else { 0.3 })
        * likeness.map_or(0.0, |r| (r / TRUSTED_LIKENESS as f64).min(1.0) * (0.5 + 0.5 * r))
        * (1.0 - 0.4 * standing);
    // A window without a beat is a pause if it is quiet, and unreadable if it is not.
    let quiet_pause =
        inside.is_empty() && readable_share >= MIN_READABLE && is_quiet(levels, start, end);
    let bad = readable_share < MIN_READABLE
        || !plausible
        || (!quiet_pause && likeness.is_none_or(|r| r < MIN_LIKENESS));
    let score = if quiet_pause {
        USABLE_SCORE
    } else if bad {
        score.min(USABLE_SCORE - 0.01)
    } else {
        score.max(USABLE_SCORE)
    };
    WindowQuality { window, score: score.clamp(0.0, 1.0), usable: !bad, reasons }
}

/// Height of the noise over that of a beat in the middle of a stretch, 0 to 1.
fn noise_share(levels: &Levels, start: usize, end: usize) -> f64 {
    let middle = usize::midpoint(start, end);
    let share = levels.noise(middle) / levels.beat(middle);
    if share.is_finite() { f64::from(share.clamp(0.0, 1.0)) } else { 1.0 }
}

fn is_quiet(levels: &Levels, start: usize, end: usize) -> bool {
    noise_share(levels, start, end) < f64::from(HIDING_NOISE)
}

/// Opens gaps where beats cannot be trusted, and takes those beats out.
pub(crate) fn open_gaps(
    band: &Band,
    levels: &Levels,
    quality: &[WindowQuality],
    peaks: &mut Vec<Peak>,
    gaps: &mut Vec<Gap>,
) {
    let poor = |s: f64| quality.get((s / WINDOW_S) as usize).filter(|q| !q.usable);
    let trusted: Vec<bool> = (0..peaks.len())
        .map(|i| {
            let around = &peaks[i.saturating_sub(1)..(i + 2).min(peaks.len())];
            poor(band.seconds(peaks[i].at)).is_none()
                || around.iter().all(|p| p.likeness >= TRUSTED_LIKENESS)
        })
        .collect();
    let reason = |from_s: f64, to_s: f64| {
        let first = (from_s / WINDOW_S) as usize;
        let last = ((to_s / WINDOW_S) as usize).min(quality.len().saturating_sub(1));
        let words = quality.get(first..=last).into_iter().flatten().filter(|q| !q.usable);
        words.flat_map(|q| q.reasons.first()).next().cloned()
    };
    let duration_s = quality.last().map_or(0.0, |q| q.window.end_s);
    let mut from_s = 0.0;
    let mut distrusted = false;
    for (peak, trusted) in peaks.iter().zip(&trusted) {
        let time_s = band.seconds(peak.at);
        if *trusted {
            if distrusted {
                let reason = reason(from_s, time_s).unwrap_or_else(|| "poor signal".into());
                gaps.push(Gap { start_s: from_s, end_s: time_s, reason });
            }
            (from_s, distrusted) = (time_s, false);
        } else {
            distrusted = true;
        }
    }
    if distrusted {
        let reason = reason(from_s, duration_s).unwrap_or_else(|| "poor signal".into());
        gaps.push(Gap { start_s: from_s, end_s: duration_s, reason });
    }
    let mut keep = trusted.iter();
    peaks.retain(|_| keep.next().copied().unwrap_or(false));
    // A long interval is a pause if the signal in it is quiet, and a gap if noise could hide a beat.
    for (i, pair) in peaks.windows(2).enumerate() {
        let length = pair[1].at - pair[0].at;
        let is_long = select::usual(peaks, i).is_some_and(|usual| length > LONG * usual);
        let (a, b) = (pair[0].centre, pair[1].centre);
        if is_long && !is_quiet(levels, a, b) {
            let (start_s, end_s) = (band.seconds(pair[0].at), band.seconds(pair[1].at));
            gaps.push(Gap { start_s, end_s, reason: "noise that could hide a beat".into() });
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, n), v| (sum + v, n + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Fourth moment about zero over the squared second; 3 for Gaussian noise, 0 for silence.
fn kurtosis(x: &[f32]) -> f64 {
    let (m2, m4) = x.iter().fold((0.0_f64, 0.0_f64), |(m2, m4), &v| {
        let square = f64::from(v) * f64::from(v);
        (m2 + square, m4 + square * square)
    });
    if m2 > 0.0 { m4 * x.len() as f64 / (m2 * m2) } else { 0.0 }
}
