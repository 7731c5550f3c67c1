//! R peaks found in MIT-BIH record 100 against its annotation.

use std::path::Path;

use vagal::core::{Channel, ChannelKind, Station};
use vagal::formats::{ReadOptions, read_path};
use vagal::signal::detect;

use super::table::{Table, number};

/// Farthest that a found beat may lie from the annotated one it counts for, seconds (issue 2).
pub const WITHIN_S: f64 = 0.05;

/// How found beats agree with annotated ones, each used once.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Which signal.
    pub signal: String,
    /// Annotated beats.
    pub annotated: usize,
    /// Found beats.
    pub found: usize,
    /// Pairs within [`WITHIN_S`].
    pub matched: usize,
    /// Mean of found minus annotated, ms.
    pub mean_ms: f64,
    /// Its standard deviation: the jitter, ms.
    pub jitter_ms: f64,
}

impl Agreement {
    /// Share of the annotated beats that were found, per cent.
    pub fn sensitivity_pct(&self) -> f64 {
        100.0 * self.matched as f64 / self.annotated.max(1) as f64
    }

    /// Share of the found beats that are annotated, per cent.
    pub fn ppv_pct(&self) -> f64 {
        100.0 * self.matched as f64 / self.found.max(1) as f64
    }
}

/// Both leads of record 100, as stored and with white noise of 0.15 mV and a wander of 1 mV added.
pub fn run(root: &Path) -> Vec<Agreement> {
    let read = |name| read_path(root.join(name), &ReadOptions::default()).ok();
    let annotated: Option<Vec<f64>> =
        read("ecg/mitdb/100.atr").and_then(|entry| match entry.station {
            Station::Beats(beats) => Some(beats.as_slice().iter().map(|b| b.time_s).collect()),
            _ => None,
        });
    let channels = read("ecg/mitdb/100.hea").and_then(|entry| match entry.station {
        Station::Recording(recording) => Some(recording.channels),
        _ => None,
    });
    let (Some(annotated), Some(channels)) = (annotated, channels) else { return Vec::new() };
    let mut rows = Vec::new();
    for channel in channels.iter().filter(|c| c.kind == ChannelKind::Ecg) {
        for (noise_mv, wander_mv, how) in
            [(0.0, 0.0, "as stored"), (0.15, 1.0, "0.15 mV of noise and 1 mV of wander added")]
        {
            let noisy = with_noise(channel, noise_mv, wander_mv);
            let found: Vec<f64> = detect::detect(&noisy).map_or_else(
                |_| Vec::new(),
                |d| d.beats.as_slice().iter().map(|b| b.time_s).collect(),
            );
            rows.push(agreement(format!("100, {}, {how}", channel.label), &annotated, &found));
        }
    }
    rows
}

fn agreement(signal: String, annotated_s: &[f64], found_s: &[f64]) -> Agreement {
    let (mut i, mut j, mut errors_ms) = (0, 0, Vec::new());
    while i < annotated_s.len() && j < found_s.len() {
        let error_s = found_s[j] - annotated_s[i];
        if error_s.abs() <= WITHIN_S {
            errors_ms.push(1000.0 * error_s);
            (i, j) = (i + 1, j + 1);
        } else if error_s > 0.0 {
            i += 1;
        } else {
            j += 1;
        }
    }
    let n = errors_ms.len().max(1) as f64;
    let mean_ms = errors_ms.iter().sum::<f64>() / n;
    let jitter_ms = (errors_ms.iter().map(|e| (e - mean_ms).powi(2)).sum::<f64>() / n).sqrt();
    let (annotated, found) = (annotated_s.len(), found_s.len());
    Agreement { signal, annotated, found, matched: errors_ms.len(), mean_ms, jitter_ms }
}

fn with_noise(channel: &Channel, noise_mv: f64, wander_mv: f64) -> Channel {
    let mut channel = channel.clone();
    let mut state = 1_u64;
    for (i, sample) in channel.samples.iter_mut().enumerate() {
        let wander = (std::f64::consts::TAU * 0.21 * i as f64 / channel.sampling_hz).sin();
        *sample += (noise_mv * normal(&mut state) + wander_mv * wander) as f32;
    }
    channel
}

/// Standard normal by Box and Muller from SplitMix64.
fn normal(state: &mut u64) -> f64 {
    let mut uniform = || {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let radius = (-2.0 * uniform().max(1e-300).ln()).sqrt();
    radius * (std::f64::consts::TAU * uniform()).cos()
}

/// One row a signal.
pub fn table(rows: &[Agreement]) -> Table {
    let mut table = Table::new(&[
        "signal",
        "annotated",
        "found",
        "sensitivity, %",
        "PPV, %",
        "mean offset, ms",
        "jitter (sd), ms",
    ]);
    for r in rows {
        table.push([
            r.signal.clone(),
            r.annotated.to_string(),
            r.found.to_string(),
            number(Some(r.sensitivity_pct()), 2),
            number(Some(r.ppv_pct()), 2),
            number(Some(r.mean_ms), 1),
            number(Some(r.jitter_ms), 1),
        ]);
    }
    table
}
