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
/// A much smaller peak so soon after a beat is its T wave (Pan & Tompkins 1985: 360 ms, half the slope).
const T_WAVE_S: f64 = 0.40;
const T_WAVE_SHARE: f32 = 0.45;
/// A peak so much like the other beats is none the less a beat.
const SURELY_LIKE: f32 = 0.9;
/// Search back where an interval exceeds this many usual ones (Pan & Tompkins 1985: 1.66).
const LONG: f64 = 1.55;
/// A beat found by search back keeps this distance from its neighbours, in usual intervals.
const APART: f64 = 0.4;
/// A beat found by search back looks like the others, or is this high.
const FOUND_LIKE: f32 = 0.55;
const FOUND_HIGH: f32 = 0.35;
/// A peak is superfluous if the interval without it is at most this many usual ones.
const WHOLE: f64 = 1.25;
/// Superfluous peaks are removed if unlike the others and smaller than this share of a beat.
const SUPERFLUOUS_LIKE: f32 = 0.5;
const SUPERFLUOUS_SHARE: f32 = 0.6;
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
        let peak = Peak { at: centre as f64, centre, energy: w[1], likeness: 0.0 };
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
pub(super) fn clear(candidates: &[Peak], levels: &Levels, _band: &Band) -> Vec<Peak> {
    let high = |p: &&Peak| p.energy >= levels.between(p.centre, CLEAR);
    candidates.iter().filter(high).copied().collect()
}

/// The candidates that are beats, in order of time.
pub(super) fn beats(band: &Band, levels: &Levels, candidates: &[Peak]) -> Vec<Peak> {
    let refractory = REFRACTORY_S * band.rate_hz;
    let mut beats: Vec<Peak> = Vec::new();
    let tall = candidates.iter().filter(|p| {
        let share = UNLIKE - LIKE * p.likeness.max(0.0);
        p.energy >= levels.between(p.centre, share)
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
    drop_t_waves(band, &mut beats);
    search_back(band, levels, candidates, &mut beats);
    beats
}

/// Height, with a premium for likeness: of two peaks too close together the heavier stays.
fn weight(peak: &Peak) -> f32 {
    peak.energy * (1.0 + peak.likeness.max(0.0))
}

fn drop_t_waves(band: &Band, beats: &mut Vec<Peak>) {
    let soon = T_WAVE_S * band.rate_hz;
    let mut last: Option<Peak> = None;
    beats.retain(|peak| {
        let is_t_wave = last.is_some_and(|last| {
            peak.at - last.at < soon
                && peak.energy < T_WAVE_SHARE * last.energy
                && peak.likeness < SURELY_LIKE
        });
        if !is_t_wave {
            last = Some(*peak);
        }
        !is_t_wave
    });
}

fn search_back(band: &Band, levels: &Levels, candidates: &[Peak], beats: &mut Vec<Peak>) {
    let mut i = 0;
    while i + 1 < beats.len() {
        let (from, to) = (beats[i].at, beats[i + 1].at);
        let Some(usual) = usual(beats, i) else { return };
        let apart = (APART * usual).max(REFRACTORY_S * band.rate_hz);
        let first = candidates.partition_point(|p| p.at <= from + apart);
        let inside = candidates[first..].iter().take_while(|p| p.at < to - apart);
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

/// Takes out peaks that look like no beat and stand where the rhythm needs none.
pub(super) fn drop_superfluous(_band: &Band, levels: &Levels, beats: &mut Vec<Peak>) {
    let mut i = 1;
    while i + 1 < beats.len() {
        let peak = beats[i];
        let odd = peak.likeness < SUPERFLUOUS_LIKE
            && peak.energy < SUPERFLUOUS_SHARE * levels.beat(peak.centre);
        let whole = beats[i + 1].at - beats[i - 1].at;
        if odd && usual(beats, i).is_some_and(|usual| whole <= WHOLE * usual) {
            beats.remove(i);
        } else {
            i += 1;
        }
    }
}
