//! Likeness: how much a peak looks like the beats around it.
//!
//! The mean of neighbouring beats is the reference, and likeness the correlation with it, as in the quality
//! index of Orphanidou et al. 2015 (doi 10.1109/JBHI.2014.2338351); here within the QRS complex and its band.

use super::{Peak, band::Band, levels::Levels, select};

/// Half the width of the compared stretch: a wide QRS complex.
const HALF_S: f64 = 0.09;
/// Beats that share one reference: long enough to average noise, short enough to follow posture.
const GROUP: usize = 48;
/// Beats less like the first mean than this do not shape the second.
const KIN: f32 = 0.6;
/// A second shape (extrasystoles) counts only if its beats are this much alike: chance reaches 0.6.
const SECOND_KIN: f32 = 0.8;
/// Beats needed to speak of a second shape.
const SECOND_COUNT: usize = 3;

/// Sets the likeness of every candidate to the clear ones around it.
pub(super) fn compare(band: &Band, levels: &Levels, candidates: &mut [Peak]) {
    let clear = select::clear(candidates, levels);
    if clear.is_empty() {
        return;
    }
    let references: Vec<(usize, Vec<f32>)> = clear
        .chunks(GROUP)
        .map(|group| (group[group.len() / 2].centre, reference(band, group)))
        .collect();
    for peak in candidates {
        let next = references.partition_point(|(centre, _)| *centre < peak.centre);
        let nearest = [next.checked_sub(1), Some(next)]
            .into_iter()
            .flatten()
            .filter_map(|i| references.get(i))
            .min_by_key(|(centre, _)| centre.abs_diff(peak.centre));
        if let Some((_, reference)) = nearest {
            peak.likeness = likeness(band, peak, reference);
        }
    }
}

/// Sets the likeness of every beat to the beats of its group, or to the second shape of the group.
pub(super) fn compare_beats(band: &Band, peaks: &mut [Peak]) {
    for group in peaks.chunks_mut(GROUP) {
        let first = reference(band, group);
        for peak in group.iter_mut() {
            peak.likeness = likeness(band, peak, &first);
        }
        let others: Vec<Peak> = group.iter().filter(|p| p.likeness < KIN).copied().collect();
        if others.len() < SECOND_COUNT {
            continue;
        }
        let second = reference(band, &others);
        let alike: Vec<f32> = others.iter().map(|p| likeness(band, p, &second)).collect();
        if alike.iter().filter(|r| **r >= SECOND_KIN).count() < SECOND_COUNT {
            continue;
        }
        for peak in group.iter_mut().filter(|p| p.likeness < KIN) {
            let to_second = likeness(band, peak, &second);
            if to_second >= SECOND_KIN {
                peak.likeness = to_second;
            }
        }
    }
}

/// Mean stretch of the peaks, each scaled to unit energy; those unlike the first mean are left out of the second.
fn reference(band: &Band, peaks: &[Peak]) -> Vec<f32> {
    let width = 2 * band.samples(HALF_S) + 1;
    let mean_of = |keep: &dyn Fn(&Peak) -> bool| {
        let mut sum = vec![0.0_f32; width];
        for peak in peaks.iter().filter(|p| keep(p)) {
            if let Some(stretch) = stretch(band, peak) {
                let norm = stretch.iter().map(|x| x * x).sum::<f32>().sqrt();
                if norm > 0.0 {
                    sum.iter_mut().zip(stretch).for_each(|(s, x)| *s += x / norm);
                }
            }
        }
        sum
    };
    let first = mean_of(&|_| true);
    let kin = |p: &Peak| likeness(band, p, &first) >= KIN;
    if peaks.iter().any(kin) { mean_of(&kin) } else { first }
}

/// Correlation of the stretch around a peak with a reference; 0 at the ends of the recording.
fn likeness(band: &Band, peak: &Peak, reference: &[f32]) -> f32 {
    let Some(stretch) = stretch(band, peak) else {
        return 0.0;
    };
    let (mut dot, mut a, mut b) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (x, y) in stretch.iter().zip(reference) {
        dot += x * y;
        a += x * x;
        b += y * y;
    }
    let norm = (a * b).sqrt();
    if norm > 0.0 { dot / norm } else { 0.0 }
}

fn stretch<'a>(band: &'a Band, peak: &Peak) -> Option<&'a [f32]> {
    let half = band.samples(HALF_S);
    let centre = peak.at.round() as usize;
    band.contrast.get(centre.checked_sub(half)?..centre + half + 1)
}
