//! A pulse wave drawn on given beats: a systolic and a dicrotic wave, later than the heart and as high as the pulse.
//!
//! The shapes and the delay are ours (house choice); what carries physiology is the time and the pulse pressure of each
//! beat. A detector that reads intervals off it finds PRV, not HRV.

use std::f64::consts::TAU;

use vagal_core::{Channel, ChannelKind};

use crate::noise::{Stream, normal, stream};
use crate::simulation::Simulation;

/// What the pulse wave looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PpgOptions {
    /// Samples per second, 20 to 1000.
    pub sampling_hz: f64,
    /// From the R wave to the foot of the pulse, s, at a pulse pressure of 40 mmHg.
    pub delay_s: f64,
    /// White noise, sd, as a share of the pulse.
    pub noise_share: f64,
    /// Slow wander with breathing, as a share of the pulse.
    pub wander_share: f64,
    /// Seed of the noise.
    pub seed: u64,
}

impl PpgOptions {
    /// 100 Hz, 0.2 s after the R wave, 1% noise, 10% wander.
    pub const CLEAN: Self =
        Self { sampling_hz: 100.0, delay_s: 0.20, noise_share: 0.01, wander_share: 0.10, seed: 0 };
}

/// Pulse pressure to which a height of 1 refers, mmHg.
const USUAL_PULSE_MMHG: f64 = 40.0;
/// Height, time after the foot and width of the two waves, s.
const WAVES: [(f64, f64, f64); 2] = [(1.0, 0.12, 0.055), (0.35, 0.34, 0.08)];

/// Draws a pulse wave on the beats of a run. Options outside their range are clamped.
pub fn ppg(run: &Simulation, options: &PpgOptions) -> Channel {
    let sampling_hz = if options.sampling_hz.is_finite() {
        options.sampling_hz.clamp(20.0, 1000.0)
    } else {
        100.0
    };
    let end_s = run.rows.last().map_or(0.0, |row| row.time_s + 1.0);
    let mut samples = vec![0.0_f64; (end_s * sampling_hz).ceil() as usize];
    for (index, row) in run.rows.iter().enumerate() {
        // The pulse that a beat sends out is described by the cycle that ends with the next beat.
        let cycle = run.rows.get(index + 1).and_then(|next| next.cycle);
        let pulse_mmhg = cycle.map_or(USUAL_PULSE_MMHG, |c| c.systolic_mmhg - c.diastolic_mmhg);
        let height = (pulse_mmhg / USUAL_PULSE_MMHG).clamp(0.05, 4.0);
        for (share, after_s, width_s) in WAVES {
            let centre_s = row.time_s + options.delay_s + after_s;
            let first = ((centre_s - 4.0 * width_s) * sampling_hz).ceil().max(0.0) as usize;
            let last = (((centre_s + 4.0 * width_s) * sampling_hz) as usize).min(samples.len());
            for (offset, sample) in samples[first.min(last)..last].iter_mut().enumerate() {
                let z = ((first + offset) as f64 / sampling_hz - centre_s) / width_s;
                *sample += height * share * (-0.5 * z * z).exp();
            }
        }
    }
    let mut rng = stream(options.seed, Stream::Pulse);
    let breath_hz = run.arc.breaths_per_min.first().map_or(0.25, |rate| rate / 60.0);
    let samples = samples.iter().enumerate().map(|(index, own)| {
        let wander = (TAU * breath_hz * index as f64 / sampling_hz).sin();
        (own + options.wander_share * wander + options.noise_share * normal(&mut rng)) as f32
    });
    Channel {
        label: "PPG".to_owned(),
        kind: ChannelKind::Ppg,
        sampling_hz,
        unit: String::new(),
        samples: samples.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn every_beat_sends_a_pulse_at_its_time() {
        let run = Scenario::rest(60.0, 3).run().unwrap();
        let options = PpgOptions { noise_share: 0.0, wander_share: 0.0, ..PpgOptions::CLEAN };
        let channel = ppg(&run, &options);
        for row in &run.rows {
            let at = ((row.time_s + 0.32) * channel.sampling_hz).round() as usize;
            let around = &channel.samples[at - 8..at + 8];
            let highest = around.iter().copied().fold(f32::MIN, f32::max);
            let place = around.iter().position(|s| *s == highest).unwrap();
            assert!(place.abs_diff(8) <= 1, "beat at {} s: {place}", row.time_s);
        }
    }
}
