//! Which candidates are beats: height, refractory time, T waves, search back, likeness.

use super::{Peak, band::Band, levels::Levels};

/// Candidates rise this share of the way from noise to beat.
const CANDIDATE: f32 = 0.10;
/// Peaks this high are believed while nothing else is known.
const CLEAR: f32 = 0.5;
/// A peak unlike its neighbours must rise so far; one exactly like them `LIKE` less.
const UNLIKE: f32 = 0.45;
const LIKE: f32 = 0.25;
/// Energy maxima closer than this belong to one complex.
const COMPLEX_S: f64 = 0.10;
/// No two beats are closer: 250 a minute.
const REFRACTORY_S: f64 = 0.24;
/// A peak with less than half the slope of one so shortly before is its T wave (Pan & Tompkins 1985; 360 ms
/// there, more here because a slow heart has late T waves).
const T_WAVE_S: std::ops::Range<f64> = 0.14..0.40;
const T_WAVE_SLOPE: f32 = 0.45;
/// Where beat after beat is followed by such a peak, all of like height, it may be steeper, but not later.
const USUAL_T_WAVE_END_S: f64 = 0.38;
const USUAL_T_WAVE_SLOPE: f32 = 0.75;
const USUAL_T_WAVE_SHARE: f32 = 0.5;
const USUAL_T_WAVE_HEIGHTS: std::ops::Range<f32> = 0.5..2.0;
/// Peaks to each side that make it usual.
const USUAL_AROUND: usize = 16;
/// A peak so much higher than the one before is none of its T wave: an extrasystole is wide and tall.
const T_WAVE_HEIGHT: f32 = 1.3;
/// Slopes are looked for this close to the energy maximum.
const SLOPE_REACH_S: f64 = 0.08;
/// Search back where an interval exceeds this many usual ones (Pan & Tompkins 1985: 1.66).
const LONG: f64 = 1.55;
/// A beat found by search back keeps this distance from its neighbours, in usual intervals.
const APART: f64 = 0.4;
/// A beat found by search back looks like the others, or is this high.
const FOUND_LIKE: f32 = 0.55;
const FOUND_HIGH: f32 = 0.25;
/// A peak is superfluous if the interval without it is at most this many usual ones.
const WHOLE: f64 = 1.25;
/// Superfluous peaks are removed if less like the others than this. An interpolated extrasystole that is the
/// only one of its shape goes with them.
const SUPERFLUOUS_LIKE: f32 = 0.8;
/// Intervals to each side that make the usual one.
const AROUND: usize = 6;

/// Energy maxima that could be beats, in order.
pub(super) fn candidates(band: &Band, levels: &Levels) -> Vec<Peak> {
    let apart = band.samples(COMPLEX_S);
    let mut found: Vec<Peak> = Vec::new();
    for (i, w) in band.energy.windows(3).enumerate() {
        let centre = i + 1;
        let rises = w[1] > w[0] && w[1] >= w[2];
        if !rises || !band.sound[centre] || w[1] <= levels.between(centre, CANDIDATE) {
            continue;
        }
        let peak = Peak {
            at: centre as f64,
            centre,
            energy: w[1],
            slope: 0.0,
            is_t_wave: false,
            likeness: 0.0,
        };
        match found.last_mut() {
            Some(last) if centre - last.centre < apart => {
                if peak.energy > last.energy {
                    *last = peak;
                }
            }
            _ => found.push(peak),
        }
    }
    found
}

/// The candidates high enough to learn from.
pub(super) fn clear(candidates: &[Peak], levels: &Levels) -> Vec<Peak> {
    let high = |p: &&Peak| !p.is_t_wave && p.energy >= levels.between(p.centre, CLEAR);
    candidates.iter().filter(high).copied().collect()
}

/// The candidates that are beats, in order of time.
pub(super) fn beats(band: &Band, levels: &Levels, candidates: &[Peak]) -> Vec<Peak> {
    let refractory = REFRACTORY_S * band.rate_hz;
    let mut beats: Vec<Peak> = Vec::new();
    let tall = candidates.iter().filter(|p| {
        let share = UNLIKE - LIKE * p.likeness.max(0.0);
        !p.is_t_wave && p.energy >= levels.between(p.centre, share)
    });
    for &peak in tall {
        let mut stands = true;
        while let Some(last) = beats.last().filter(|last| peak.at - last.at < refractory) {
            if weight(&peak) > weight(last) {
                beats.pop();
            } else {
                stands = false;
                break;
            }
        }
        if stands {
            beats.push(peak);
        }
    }
    search_back(band, levels, candidates, &mut beats);
    beats
}

/// Height, with a premium for likeness: of two peaks too close together the heavier stays.
fn weight(peak: &Peak) -> f32 {
    peak.energy * (1.0 + peak.likeness.max(0.0))
}

/// Marks the candidates that are the T wave of a candidate before.
pub(super) fn mark_t_waves(band: &Band, levels: &Levels, candidates: &mut [Peak]) {
    let reach = band.samples(SLOPE_REACH_S);
    candidates.iter_mut().for_each(|p| p.slope = band.slope(p.centre, reach));
    // Small ones are neither beats nor in the way.
    let tall: Vec<usize> = (0..candidates.len())
        .filter(|&i| candidates[i].energy >= levels.between(candidates[i].centre, UNLIKE - LIKE))
        .collect();
    let follows = |i: usize, marked: &[bool], end_s: f64, slope: f32| {
        let peak = candidates[i];
        let near = (0..i).rev().take_while(|&j| peak.at - candidates[j].at < end_s * band.rate_hz);
        near.filter(|&j| !marked[j]).map(|j| candidates[j]).any(|p| {
            peak.at - p.at >= T_WAVE_S.start * band.rate_hz
                && peak.slope < slope * p.slope
                && peak.energy < T_WAVE_HEIGHT * p.energy
        })
    };
    let mut loosely = vec![false; candidates.len()];
    let mut strictly = loosely.clone();
    for i in 0..candidates.len() {
        loosely[i] = follows(i, &loosely, USUAL_T_WAVE_END_S, USUAL_T_WAVE_SLOPE);
        strictly[i] = follows(i, &strictly, T_WAVE_S.end, T_WAVE_SLOPE);
    }
    for (k, &i) in tall.iter().enumerate() {
        let around = &tall[k.saturating_sub(USUAL_AROUND)..(k + USUAL_AROUND + 1).min(tall.len())];
        let heights: Vec<f32> =
            around.iter().filter(|&&j| loosely[j]).map(|&j| candidates[j].energy).collect();
        let beats = around.len() - heights.len();
        let is_usual = heights.len() as f32 >= USUAL_T_WAVE_SHARE * beats as f32;
        let usual = super::levels::median(heights);
        let of_like_height = usual.is_some_and(|usual| {
            USUAL_T_WAVE_HEIGHTS.contains(&(candidates[i].energy / usual.max(f32::MIN_POSITIVE)))
        });
        loosely[i] &= is_usual && of_like_height;
    }
    for (i, peak) in candidates.iter_mut().enumerate() {
        peak.is_t_wave = strictly[i] || loosely[i];
    }
}

fn search_back(band: &Band, levels: &Levels, candidates: &[Peak], beats: &mut Vec<Peak>) {
    let mut i = 0;
    while i + 1 < beats.len() {
        let (from, to) = (beats[i].at, beats[i + 1].at);
        let Some(usual) = usual(beats, i) else { return };
        let apart = (APART * usual).max(REFRACTORY_S * band.rate_hz);
        let first = candidates.partition_point(|p| p.at <= from + apart);
        let inside = candidates[first..].iter().take_while(|p| p.at < to - apart);
        let inside = inside.filter(|p| !p.is_t_wave);
        let found = inside
            .filter(|p| {
                p.likeness >= FOUND_LIKE || p.energy >= levels.between(p.centre, FOUND_HIGH)
            })
            .max_by(|a, b| weight(a).total_cmp(&weight(b)));
        match found {
            Some(&peak) if to - from > LONG * usual => beats.insert(i + 1, peak),
            _ => i += 1,
        }
    }
}

/// The median interval around beat `i`, working samples.
pub(crate) fn usual(beats: &[Peak], i: usize) -> Option<f64> {
    let window = &beats[i.saturating_sub(AROUND)..(i + AROUND + 2).min(beats.len())];
    let mut intervals: Vec<f64> = window.windows(2).map(|w| w[1].at - w[0].at).collect();
    if intervals.is_empty() {
        return None;
    }
    let middle = intervals.len() / 2;
    Some(*intervals.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// Takes out peaks that look unlike the beats and stand where the rhythm needs none.
pub(super) fn drop_superfluous(beats: &mut Vec<Peak>) {
    let mut i = 1;
    while i + 1 < beats.len() {
        let whole = beats[i + 1].at - beats[i - 1].at;
        let odd = beats[i].likeness < SUPERFLUOUS_LIKE;
        if odd && usual(beats, i).is_some_and(|usual| whole <= WHOLE * usual) {
            beats.remove(i);
        } else {
            i += 1;
        }
    }
}
