//! An ECG drawn on given beats: five Gaussian waves a beat, breathing in their amplitude, baseline wander and noise.
//!
//! The centre of each R wave lies exactly on its beat, so a detector can be checked against known times. The shapes
//! are ours (house choice); nothing in them carries physiology.

use vagal_core::{Beats, Channel, ChannelKind};

use crate::noise::{Stream, normal, stream};

/// What the ECG looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EcgOptions {
    /// Samples per second, 50 to 5000.
    pub sampling_hz: f64,
    /// White noise, sd, mV.
    pub noise_mv: f64,
    /// Slow wander of the baseline, amplitude, mV.
    pub wander_mv: f64,
    /// Share by which the amplitude follows breathing, 0 to 0.5.
    pub breathing_share: f64,
    /// Seed of noise and wander.
    pub seed: u64,
}

impl EcgOptions {
    /// 250 Hz, 0.02 mV noise, 0.1 mV wander, 12% of the amplitude with breathing.
    pub const CLEAN: Self =
        Self { sampling_hz: 250.0, noise_mv: 0.02, wander_mv: 0.1, breathing_share: 0.12, seed: 0 };
}

/// One Gaussian wave: height in mV, offset from R and width in s at an RR of 1 s, and whether it moves with RR.
struct Wave {
    height_mv: f64,
    offset_s: f64,
    width_s: f64,
    moves: bool,
}

const WAVES: [Wave; 5] = [
    Wave { height_mv: 0.12, offset_s: -0.170, width_s: 0.022, moves: true },
    Wave { height_mv: -0.10, offset_s: -0.032, width_s: 0.009, moves: false },
    Wave { height_mv: 1.10, offset_s: 0.0, width_s: 0.011, moves: false },
    Wave { height_mv: -0.22, offset_s: 0.034, width_s: 0.010, moves: false },
    Wave { height_mv: 0.28, offset_s: 0.290, width_s: 0.045, moves: true },
];

/// A wave is drawn to this many widths from its centre.
const REACH_WIDTHS: f64 = 5.0;
/// Frequency of the wander of the baseline, Hz.
const WANDER_HZ: f64 = 0.07;

/// Draws an ECG on `beats`, its amplitude following `respiration` where given.
///
/// The record starts at time 0 and ends half a second after the last beat. Options outside their range are clamped.
pub fn ecg(beats: &Beats, respiration: Option<&Channel>, options: &EcgOptions) -> Channel {
    use std::f64::consts::TAU;
    let sampling_hz = clamp_or(options.sampling_hz, 50.0, 5000.0, 250.0);
    let share = clamp_or(options.breathing_share, 0.0, 0.5, 0.0);
    let end_s = beats.as_slice().last().map_or(0.0, |beat| beat.time_s.max(0.0) + 0.5);
    let count = (end_s * sampling_hz).ceil() as usize;
    let mut samples = vec![0.0_f64; count];
    let breath = Breath::new(respiration);
    let times: Vec<f64> = beats.as_slice().iter().map(|beat| beat.time_s).collect();
    for (index, &at_s) in times.iter().enumerate() {
        let before_s = if index > 0 { at_s - times[index - 1] } else { 0.9 };
        let stretch = before_s.clamp(0.3, 2.0).sqrt();
        let factor = 1.0 + share * breath.at(at_s);
        for wave in &WAVES {
            let scale = if wave.moves { stretch } else { 1.0 };
            let centre_s = at_s + wave.offset_s * scale;
            let width_s = wave.width_s * scale;
            let reach_s = REACH_WIDTHS * width_s;
            let first = ((centre_s - reach_s) * sampling_hz).ceil().max(0.0) as usize;
            let last = (((centre_s + reach_s) * sampling_hz).floor().max(0.0) as usize).min(count);
            for (offset, sample) in samples[first.min(last)..last].iter_mut().enumerate() {
                let time_s = (first + offset) as f64 / sampling_hz;
                let z = (time_s - centre_s) / width_s;
                *sample += factor * wave.height_mv * (-0.5 * z * z).exp();
            }
        }
    }
    let mut rng = stream(options.seed, Stream::Signal);
    let start = TAU * normal(&mut rng);
    let samples = samples.iter().enumerate().map(|(index, own)| {
        let time_s = index as f64 / sampling_hz;
        let wander = options.wander_mv * (TAU * WANDER_HZ * time_s + start).sin();
        (own + wander + options.noise_mv * normal(&mut rng)) as f32
    });
    Channel {
        label: "ECG".to_owned(),
        kind: ChannelKind::Ecg,
        sampling_hz,
        unit: "mV".to_owned(),
        samples: samples.collect(),
    }
}

fn clamp_or(value: f64, lo: f64, hi: f64, otherwise: f64) -> f64 {
    if value.is_finite() { value.clamp(lo, hi) } else { otherwise }
}

/// Breathing scaled to a standard deviation of 1, looked up by time.
struct Breath<'a> {
    channel: Option<&'a Channel>,
    mean: f64,
    scale: f64,
}

impl<'a> Breath<'a> {
    fn new(channel: Option<&'a Channel>) -> Self {
        let samples = channel.map_or(&[][..], |c| &c.samples);
        let known = || samples.iter().filter(|s| s.is_finite()).map(|&s| f64::from(s));
        let count = known().count().max(1) as f64;
        let mean = known().sum::<f64>() / count;
        let sd = (known().map(|s| (s - mean) * (s - mean)).sum::<f64>() / count).sqrt();
        Self { channel, mean, scale: if sd > 0.0 { 1.0 / sd } else { 0.0 } }
    }

    fn at(&self, time_s: f64) -> f64 {
        let Some(channel) = self.channel else { return 0.0 };
        let index = (time_s * channel.sampling_hz).max(0.0) as usize;
        let sample = channel.samples.get(index).or(channel.samples.last());
        sample
            .filter(|s| s.is_finite())
            .map_or(0.0, |&s| ((f64::from(s) - self.mean) * self.scale).clamp(-3.0, 3.0))
    }
}
