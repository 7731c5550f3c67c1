//! What the detector's tests share: MIT-BIH records, matching of beats, a simulated ECG, noise.
#![allow(dead_code, unreachable_pub, clippy::print_stderr)] // Each test binary uses its own part.

use vagal_core::{Channel, ChannelKind};

pub const MITDB_HZ: f64 = 360.0;

/// An ECG channel of samples in millivolts.
pub fn ecg(samples: Vec<f32>, sampling_hz: f64) -> Channel {
    Channel { label: "II".into(), kind: ChannelKind::Ecg, sampling_hz, unit: "mV".into(), samples }
}

/// Bytes of a file under `../shared/data`; `None`, said aloud, where the folder is absent.
pub fn shared(path: &str) -> Option<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/");
    let bytes = std::fs::read(format!("{root}{path}")).ok();
    if bytes.is_none() {
        let required = std::env::var("VAGAL_REQUIRE").is_ok_and(|v| v == "all");
        assert!(!required, "needs ../shared/{path}");
        eprintln!("skipped: needs ../shared/{path}");
    }
    bytes
}

/// One of the two channels of a WFDB record in format 212, millivolts, for 200 units a millivolt around 1024.
pub fn format_212(bytes: &[u8], channel: usize) -> Vec<f32> {
    let value = |low: u8, high: u8| {
        let raw = i32::from(low) | (i32::from(high) << 8);
        (if raw > 2047 { raw - 4096 } else { raw } - 1024) as f32 / 200.0
    };
    let pick = |b: &[u8]| match channel {
        0 => value(b[0], b[1] & 0x0f),
        _ => value(b[2], b[1] >> 4),
    };
    bytes.chunks_exact(3).map(pick).collect()
}

/// Seconds of the beats in a WFDB annotation file.
pub fn annotated_beats(bytes: &[u8]) -> Vec<f64> {
    const BEAT_CODES: std::ops::RangeInclusive<u16> = 1..=13;
    const OTHER_BEAT_CODES: [u16; 4] = [25, 34, 35, 38];
    let words: Vec<u16> =
        bytes.chunks_exact(2).map(|b| u16::from(b[0]) | (u16::from(b[1]) << 8)).collect();
    let (mut sample, mut i, mut beats) = (0_i64, 0, Vec::new());
    while i < words.len() && words[i] != 0 {
        let (code, low) = (words[i] >> 10, words[i] & 0x3ff);
        i += 1;
        match code {
            59 => {
                sample += i64::from((u32::from(words[i]) << 16 | u32::from(words[i + 1])) as i32);
                i += 2;
            }
            60..=62 => {}
            63 => i += usize::from(low).div_ceil(2),
            _ => {
                sample += i64::from(low);
                if BEAT_CODES.contains(&code) || OTHER_BEAT_CODES.contains(&code) {
                    beats.push(sample as f64 / MITDB_HZ);
                }
            }
        }
    }
    beats
}

/// How detected beats agree with true ones, each used once.
#[derive(Debug)]
pub struct Agreement {
    pub sensitivity_pct: f64,
    pub ppv_pct: f64,
    pub mean_ms: f64,
    pub sd_ms: f64,
}

pub fn agreement(truth_s: &[f64], found_s: &[f64], within_s: f64) -> Agreement {
    let (mut i, mut j, mut errors_ms) = (0, 0, Vec::new());
    while i < truth_s.len() && j < found_s.len() {
        let error_s = found_s[j] - truth_s[i];
        if error_s.abs() <= within_s {
            errors_ms.push(1000.0 * error_s);
            (i, j) = (i + 1, j + 1);
        } else if error_s > 0.0 {
            i += 1;
        } else {
            j += 1;
        }
    }
    let hits = errors_ms.len() as f64;
    let mean_ms = errors_ms.iter().sum::<f64>() / hits.max(1.0);
    let sd_ms =
        (errors_ms.iter().map(|e| (e - mean_ms).powi(2)).sum::<f64>() / hits.max(1.0)).sqrt();
    Agreement {
        sensitivity_pct: 100.0 * hits / truth_s.len().max(1) as f64,
        ppv_pct: 100.0 * hits / found_s.len().max(1) as f64,
        mean_ms,
        sd_ms,
    }
}

/// Seconds of the detected beats.
pub fn times_s(beats: &vagal_core::Beats) -> Vec<f64> {
    beats.as_slice().iter().map(|b| b.time_s).collect()
}

/// Uniform numbers in 0..1: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().max(1e-300).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// Waves of one beat: seconds from the R peak, width (sd) in seconds, height in millivolts.
pub const SINUS_BEAT: [(f64, f64, f64); 5] = [
    (-0.17, 0.022, 0.12),
    (-0.028, 0.008, -0.10),
    (0.0, 0.011, 1.0),
    (0.030, 0.009, -0.20),
    (0.28, 0.050, 0.28),
];

/// A simulated ECG of Gaussian waves (McSharry et al. 2003, doi 10.1109/TBME.2003.808805, without the limit
/// cycle): R peaks exactly at the given seconds.
pub fn simulated(
    peaks_s: &[f64],
    waves: &[(f64, f64, f64)],
    duration_s: f64,
    rate_hz: f64,
) -> Vec<f32> {
    let mut samples = vec![0.0_f32; (duration_s * rate_hz) as usize];
    for &peak_s in peaks_s {
        for &(offset_s, width_s, height_mv) in waves {
            let centre_s = peak_s + offset_s;
            let reach_s = 5.0 * width_s;
            let from = ((centre_s - reach_s) * rate_hz).max(0.0) as usize;
            let to = (((centre_s + reach_s) * rate_hz).max(0.0) as usize).min(samples.len());
            for (i, sample) in samples.iter_mut().enumerate().take(to).skip(from.min(to)) {
                let z = (i as f64 / rate_hz - centre_s) / width_s;
                *sample += (height_mv * (-0.5 * z * z).exp()) as f32;
            }
        }
    }
    samples
}

/// R peaks of a person at rest: 0.9 s, breathing ±40 ms at 0.25 Hz, a slow ±30 ms, 10 ms of noise.
pub fn resting_peaks_s(duration_s: f64, seed: u64) -> Vec<f64> {
    let mut dice = Dice(seed);
    let mut peaks = vec![0.4];
    while peaks[peaks.len() - 1] < duration_s - 1.5 {
        let t = peaks[peaks.len() - 1];
        let breath = 0.040 * (std::f64::consts::TAU * 0.25 * t).sin();
        let slow = 0.030 * (std::f64::consts::TAU * 0.09 * t).sin();
        peaks.push(t + 0.9 + breath + slow + 0.010 * dice.normal());
    }
    peaks
}

/// Adds white noise and a slow wander.
pub fn add_noise(samples: &mut [f32], rate_hz: f64, white_mv: f64, wander_mv: f64, seed: u64) {
    let mut dice = Dice(seed);
    for (i, sample) in samples.iter_mut().enumerate() {
        let wander = wander_mv * (std::f64::consts::TAU * 0.21 * i as f64 / rate_hz).sin();
        *sample += (white_mv * dice.normal() + wander) as f32;
    }
}
