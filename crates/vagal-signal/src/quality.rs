//! Signal quality by window of ten seconds: do the beats resemble each other, and does anything else stand out?
//!
//! A window whose beats repeat one shape is read even under noise; one in which nothing repeats is not, however
//! large its deflections. Likeness follows Orphanidou et al. 2015 (doi 10.1109/JBHI.2014.2338351), kurtosis
//! Clifford et al. 2012 (doi 10.1088/0967-3334/33/9/1419).
//!
//! Peaks picked from pure noise are alike too (0.75 to 0.9: they are all peaks of one band), so likeness alone
//! lets noise pass. What gives noise away is that it has no rhythm and no heavy tail: ten-second windows of
//! white and muscle-like noise had kurtosis 2.5 to 3.6 and irregularity above 0.19; those of real ECG down to
//! 0 dB, extrasystoles included, kurtosis above 5 and irregularity below 0.1.

use crate::detect::{Peak, band::Band, levels::Levels, readable::Readable, select};
use vagal_core::{Gap, Window};

/// Length of a window, seconds.
pub const WINDOW_S: f64 = 10.0;
/// Windows below this score are not used.
pub const USABLE_SCORE: f64 = 0.5;
/// Mean likeness of the beats of a window from which it counts as readable (Orphanidou 2015: 0.66, over the
/// whole beat).
const MIN_LIKENESS: f64 = 0.66;
/// Under noise, peaks without a rhythm must be as alike as this: in fibrillation they are. Without noise,
/// unlike beats are extrasystoles.
const MIN_LIKENESS_IRREGULAR: f64 = 0.90;
/// Noise over beat from which that holds.
const MAX_NOISE_IRREGULAR: f64 = 0.25;
/// Gaussian noise has kurtosis 3; narrow peaks over a baseline have 5 and more.
const MIN_KURTOSIS: f64 = 4.2;
/// Median change from interval to interval over the usual interval: sinus rhythm 0.02 to 0.1, fibrillation 0.2.
const IRREGULAR: f64 = 0.15;
/// Noise over beat beyond which no peak stands out, rhythm or not: mains, tremor.
const MAX_NOISE: f64 = 0.65;
/// Share of a window that must be readable.
const MIN_READABLE: f64 = 0.5;
/// Heart rates outside are not believed of a person, beats a minute.
const RATES_BPM: (f64, f64) = (24.0, 230.0);
/// A beat is trusted in a poor window if it and its neighbours are as alike as this, and evenly spaced.
const TRUSTED_LIKENESS: f32 = 0.90;
const TRUSTED_STEP: f64 = 0.15;
/// Neighbours to each side.
const TRUSTED_AROUND: usize = 2;
/// Noise at this share of a beat may hide a beat in an interval that looks too long.
const HIDING_NOISE: f64 = 0.45;
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

/// A window judged.
pub(crate) struct Judged {
    pub(crate) quality: WindowQuality,
    /// True if what was read in it is not believed, apart from what could not be read at all.
    pub(crate) is_doubtful: bool,
}

/// Judges every window of a recording.
pub(crate) fn windows(
    band: &Band,
    levels: &Levels,
    readable: &Readable,
    peaks: &[Peak],
    duration_s: f64,
) -> Vec<Judged> {
    // A remainder shorter than half a window belongs to the one before.
    let count = (duration_s / WINDOW_S).round().max(1.0) as usize;
    (0..count)
        .map(|k| {
            let start_s = k as f64 * WINDOW_S;
            let end_s = if k + 1 == count { duration_s } else { start_s + WINDOW_S };
            judge(band, levels, readable, peaks, Window { start_s, end_s })
        })
        .collect()
}

fn judge(
    band: &Band,
    levels: &Levels,
    readable: &Readable,
    peaks: &[Peak],
    window: Window,
) -> Judged {
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
    let noise = noise_share(levels, band, start, end);
    let unreadable = readable_share < MIN_READABLE;
    let mut is_doubtful = false;
    let mut fault = |found: String| {
        reasons.push(found);
        is_doubtful = true;
    };
    // A window without a beat is a pause if it is quiet, and unreadable if it is not.
    let Some(likeness) = mean(inside.iter().map(|p| f64::from(p.likeness.max(0.0)))) else {
        if noise >= HIDING_NOISE && readable_share >= MIN_READABLE {
            fault("no beat stands out from the noise".into());
        }
        let usable = !unreadable && !is_doubtful;
        let score = if usable { USABLE_SCORE } else { 0.0 };
        return Judged { quality: WindowQuality { window, score, usable, reasons }, is_doubtful };
    };
    let kurtosis = kurtosis(&band.contrast[start..end]);
    let irregular = irregularity(inside).is_some_and(|i| i > IRREGULAR);
    if likeness < MIN_LIKENESS {
        fault(format!("beats do not resemble each other (r = {likeness:.2})"));
    }
    if noise > MAX_NOISE || (irregular && kurtosis < MIN_KURTOSIS) {
        fault(format!("nothing stands out from the noise (kurtosis {kurtosis:.1})"));
    }
    if irregular && likeness < MIN_LIKENESS_IRREGULAR && noise > MAX_NOISE_IRREGULAR {
        fault(format!("peaks without a rhythm, hardly alike (r = {likeness:.2})"));
    }
    let pace_bpm = pace_bpm(band, inside);
    if let Some(bpm) = pace_bpm.filter(|bpm| !(RATES_BPM.0..=RATES_BPM.1).contains(bpm)) {
        fault(format!("{bpm:.0} beats a minute is not plausible"));
    }
    let clean = readable_share * likeness * (1.0 - 0.5 * noise);
    let usable = !unreadable && !is_doubtful;
    let score = if usable { clean.max(USABLE_SCORE) } else { 0.9 * clean.min(USABLE_SCORE) };
    let score = score.clamp(0.0, 1.0);
    Judged { quality: WindowQuality { window, score, usable, reasons }, is_doubtful }
}

/// Beats a minute from the first to the last beat; `None` below three.
fn pace_bpm(band: &Band, beats: &[Peak]) -> Option<f64> {
    let (first, last) = beats.first().zip(beats.last())?;
    (beats.len() > 2).then(|| 60.0 * (beats.len() - 1) as f64 * band.rate_hz / (last.at - first.at))
}

/// Median change from interval to interval over the median interval; `None` below five beats.
fn irregularity(beats: &[Peak]) -> Option<f64> {
    if beats.len() < 5 {
        return None;
    }
    let mut intervals: Vec<f64> = beats.windows(2).map(|w| w[1].at - w[0].at).collect();
    let mut changes: Vec<f64> = intervals.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    let middle = |x: &mut [f64]| {
        let at = x.len() / 2;
        *x.select_nth_unstable_by(at, f64::total_cmp).1
    };
    Some(middle(&mut changes) / middle(&mut intervals))
}

/// Height of the noise over that of a beat, mean of the seconds of a stretch, 0 to 1.
fn noise_share(levels: &Levels, band: &Band, start: usize, end: usize) -> f64 {
    let seconds = (start..end.max(start + 1)).step_by(band.samples(1.0));
    let share = |at: usize| {
        let share = levels.noise(at) / levels.beat(at);
        if share.is_finite() { f64::from(share.clamp(0.0, 1.0)) } else { 1.0 }
    };
    mean(seconds.map(share)).unwrap_or(1.0)
}

/// Opens gaps where beats cannot be trusted, and takes those beats out.
pub(crate) fn open_gaps(
    band: &Band,
    levels: &Levels,
    judged: &[Judged],
    peaks: &mut Vec<Peak>,
    gaps: &mut Vec<Gap>,
) {
    let window = |s: f64| ((s / WINDOW_S) as usize).min(judged.len().saturating_sub(1));
    let doubtful = |s: f64| judged.get(window(s)).is_some_and(|j| j.is_doubtful);
    let trusted: Vec<bool> = (0..peaks.len())
        .map(|i| !doubtful(band.seconds(peaks[i].at)) || is_trusted(peaks, i))
        .collect();
    let reason = |from_s: f64, to_s: f64| {
        let between = judged.get(window(from_s)..=window(to_s)).into_iter().flatten();
        let mut faults = between.filter(|j| j.is_doubtful).filter_map(|j| j.quality.reasons.last());
        faults.next().cloned()
    };
    let duration_s = judged.last().map_or(0.0, |j| j.quality.window.end_s);
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
        if is_long && noise_share(levels, band, a, b) >= HIDING_NOISE {
            let (start_s, end_s) = (band.seconds(pair[0].at), band.seconds(pair[1].at));
            gaps.push(Gap { start_s, end_s, reason: "noise that could hide a beat".into() });
        }
    }
}

/// True for a beat that stands well among its neighbours even though its window is poor.
fn is_trusted(peaks: &[Peak], i: usize) -> bool {
    let from = i.saturating_sub(TRUSTED_AROUND);
    let around = &peaks[from..(i + TRUSTED_AROUND + 1).min(peaks.len())];
    let even = |w: &[Peak]| {
        let (a, b) = (w[1].at - w[0].at, w[2].at - w[1].at);
        (a - b).abs() < TRUSTED_STEP * a.max(b)
    };
    around.len() > 2
        && around.iter().all(|p| p.likeness >= TRUSTED_LIKENESS)
        && around.windows(3).all(even)
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
