//! How high beats and noise are around a moment, from blocks of one second to both sides.

use super::band::Band;

/// Blocks to each side of a moment. House choice: some ten beats, few enough to follow a change of posture.
const REACH: usize = 7;
/// A stretch whose peaks stay below this share of the recording's is not read as small beats. House choice.
const FAINTEST: f32 = 0.12;
/// Every how many samples the quietest quarter is looked for.
const STRIDE: usize = 3;
/// The lower quartile of noise energy times this is about its median.
const QUARTILE_TO_MEDIAN: f32 = 1.25;

/// Levels of energy, one entry a block.
pub(crate) struct Levels {
    block: usize,
    /// Height of a usual beat.
    beat: Vec<f32>,
    /// Height of the noise between beats.
    noise: Vec<f32>,
}

impl Levels {
    pub(crate) fn of(band: &Band) -> Self {
        let block = band.samples(1.0);
        let energies = band.energy.chunks(block);
        let (mut top, mut quiet) = (Vec::new(), Vec::new());
        let mut scratch = Vec::with_capacity(block);
        for (energy, sound) in energies.zip(band.sound.chunks(block)) {
            scratch.clear();
            let heard = energy.iter().zip(sound).filter(|(_, s)| **s).map(|(e, _)| *e);
            let highest = heard.clone().fold(f32::NEG_INFINITY, f32::max);
            scratch.extend(heard.step_by(STRIDE));
            // A block that is mostly unreadable says nothing about the level of either.
            if scratch.len() * STRIDE * 2 < block {
                top.push(f32::NAN);
                quiet.push(f32::NAN);
                continue;
            }
            let quarter = scratch.len() / 4;
            let (_, low, _) = scratch.select_nth_unstable_by(quarter, f32::total_cmp);
            top.push(highest);
            quiet.push(*low * QUARTILE_TO_MEDIAN);
        }
        // Two blocks hold a beat at any rate above 30 a minute.
        let pairs: Vec<f32> =
            (0..top.len()).map(|i| top[i].max(*top.get(i + 1).unwrap_or(&top[i]))).collect();
        let around = |x: &[f32], i: usize| {
            let window = &x[i.saturating_sub(REACH)..(i + REACH + 1).min(x.len())];
            median(window.iter().copied().filter(|v| v.is_finite()).collect())
        };
        let overall =
            median(pairs.iter().copied().filter(|v| v.is_finite()).collect()).unwrap_or(0.0);
        let beat = (0..pairs.len())
            .map(|i| around(&pairs, i).unwrap_or(f32::INFINITY).max(FAINTEST * overall))
            .collect();
        let noise = (0..quiet.len())
            .map(|i| if quiet[i].is_finite() { quiet[i] } else { around(&quiet, i).unwrap_or(0.0) })
            .collect();
        Self { block, beat, noise }
    }

    fn at(&self, values: &[f32], position: usize) -> f32 {
        let block = (position / self.block).min(values.len().saturating_sub(1));
        values.get(block).copied().unwrap_or(f32::INFINITY)
    }

    /// Height of a usual beat around a position.
    pub(crate) fn beat(&self, position: usize) -> f32 {
        self.at(&self.beat, position)
    }

    /// Height of the noise at a position.
    pub(crate) fn noise(&self, position: usize) -> f32 {
        self.at(&self.noise, position)
    }

    /// The height that lies this share of the way from noise to beat.
    pub(crate) fn between(&self, position: usize, share: f32) -> f32 {
        let (beat, noise) = (self.beat(position), self.noise(position));
        let noise = noise.min(beat);
        noise + share * (beat - noise)
    }
}

/// The middle value (upper of two); `None` if empty.
pub(crate) fn median(mut values: Vec<f32>) -> Option<f32> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    Some(*values.select_nth_unstable_by(middle, f32::total_cmp).1)
}
