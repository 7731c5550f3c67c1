//! What several tests share: beats from a known RR(t), noise of known power, and the shared data.

#![allow(dead_code, unreachable_pub, clippy::print_stdout, clippy::unwrap_used)]

use std::f64::consts::TAU;
use std::path::PathBuf;

use vagal_core::{NnInterval, NnSeries, Origin};

/// Where on an interval the truth is read: the three ways beats are made from RR(t).
#[derive(Clone, Copy, Debug)]
pub enum ReadAt {
    First,
    Middle,
    Second,
}

/// Beats whose intervals obey RR(t), from 0 to `duration_s`.
pub fn beats_of(rr_ms: impl Fn(f64) -> f64, read_at: ReadAt, duration_s: f64) -> NnSeries {
    let (mut beat_s, mut lengths_ms) = (0.0, Vec::new());
    loop {
        let mut length_ms = rr_ms(beat_s);
        let ahead = match read_at {
            ReadAt::First => 0.0,
            ReadAt::Middle => 0.5,
            ReadAt::Second => 1.0,
        };
        if ahead > 0.0 {
            // RR(t) changes by far less than a second a second, so this closes in by a digit or more a round.
            for _ in 0..12 {
                length_ms = rr_ms(beat_s + ahead * length_ms / 1000.0);
            }
        }
        beat_s += length_ms / 1000.0;
        if beat_s > duration_s {
            return NnSeries::from_ms(&lengths_ms).expect("positive intervals");
        }
        lengths_ms.push(length_ms);
    }
}

/// SplitMix64 with Box-Muller on top: the tests need draws that never change, not a good generator.
pub struct Draws(pub u64);

impl Draws {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.uniform()).ln()).sqrt() * (TAU * self.uniform()).cos()
    }

    /// Gaussian noise with all its power between two frequencies, as a function of time: sixty waves at random places
    /// of the band with random phases and Rayleigh amplitudes, so that its expected power is `power_ms2`.
    pub fn band_noise(
        &mut self,
        low_hz: f64,
        high_hz: f64,
        power_ms2: f64,
    ) -> impl Fn(f64) -> f64 + use<> {
        const WAVES: usize = 60;
        let each = (power_ms2 / WAVES as f64).sqrt();
        let waves: Vec<(f64, f64, f64)> = (0..WAVES)
            .map(|_| {
                let f = low_hz + (high_hz - low_hz) * self.uniform();
                (f, each * self.normal(), each * self.normal())
            })
            .collect();
        move |t| {
            waves.iter().map(|(f, a, b)| a * (TAU * f * t).cos() + b * (TAU * f * t).sin()).sum()
        }
    }
}

/// A file of the shared folder, or `None` with a word about it. With `VAGAL_REQUIRE=all` its absence is a failure.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if full.exists() {
        return Some(full);
    }
    assert!(std::env::var("VAGAL_REQUIRE").as_deref() != Ok("all"), "missing ../shared/{path}");
    println!("skipped: needs ../shared/{path}");
    None
}

/// Beat times of a text file with the time in the first column, as an NN series: intervals outside 0.3 to 2 s or a quarter off
/// the median of their eleven neighbours are left out, with a gap.
pub fn nn_of_beat_times(text: &str) -> NnSeries {
    let times_s: Vec<f64> = text
        .lines()
        .filter_map(|l| l.split([' ', '\t', ',']).next().and_then(|w| w.parse().ok()))
        .collect();
    let lengths_ms: Vec<f64> = times_s.windows(2).map(|w| (w[1] - w[0]) * 1000.0).collect();
    let (mut intervals, mut after_gap) = (Vec::new(), true);
    for (k, &ms) in lengths_ms.iter().enumerate() {
        let mut around = lengths_ms[k.saturating_sub(5)..(k + 6).min(lengths_ms.len())].to_vec();
        around.sort_by(f64::total_cmp);
        let median_ms = around[around.len() / 2];
        if !(300.0..2000.0).contains(&ms) || (ms - median_ms).abs() > 0.25 * median_ms {
            after_gap = true;
            continue;
        }
        intervals.push(NnInterval { end_s: times_s[k + 1], ms, origin: Origin::Kept, after_gap });
        after_gap = false;
    }
    NnSeries::new(intervals).expect("times in order")
}
