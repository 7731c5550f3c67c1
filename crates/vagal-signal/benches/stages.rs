//! How long each stage of the line takes: `cargo bench -p vagal-signal --bench stages`.

#[path = "../tests/detect_support/mod.rs"]
mod detect_support;

use detect_support::{SINUS_BEAT, add_noise, ecg, resting_peaks_s, simulated};
use divan::{Bencher, black_box};
use vagal_core::{Channel, RrSeries, Sensor};
use vagal_signal::{correct::correct, detect::detect, intervals};

const HOUR_S: f64 = 3600.0;

fn main() {
    divan::main();
}

/// An hour of ECG at 250 Hz with noise and wander.
fn hour_of_ecg() -> Channel {
    let mut samples = simulated(&resting_peaks_s(HOUR_S, 1), &SINUS_BEAT, HOUR_S, 250.0);
    add_noise(&mut samples, 250.0, 0.03, 0.5, 1);
    ecg(samples, 250.0)
}

/// RR intervals with a missed beat in every five hundred.
fn rr(duration_s: f64) -> RrSeries {
    let mut peaks = resting_peaks_s(duration_s, 2);
    let mut beat = 0;
    peaks.retain(|_| {
        beat += 1;
        beat % 500 != 0
    });
    let ms: Vec<f64> = peaks.windows(2).map(|w| 1000.0 * (w[1] - w[0])).collect();
    RrSeries::from_ms(&ms, Sensor::Ecg).expect("positive intervals")
}

/// 900,000 samples to beats and quality.
#[divan::bench]
fn detect_1h_of_ecg_at_250_hz(bencher: Bencher) {
    let channel = hour_of_ecg();
    bencher.bench(|| detect(black_box(&channel)));
}

/// Beats to intervals.
#[divan::bench]
fn intervals_1h(bencher: Bencher) {
    let beats = detect(&hour_of_ecg()).expect("beats").beats;
    bencher.bench(|| intervals(black_box(&beats)));
}

/// 4,000 intervals.
#[divan::bench]
fn correct_1h(bencher: Bencher) {
    let rr = rr(HOUR_S);
    bencher.bench(|| correct(black_box(&rr)));
}

/// 96,000 intervals.
#[divan::bench]
fn correct_24h(bencher: Bencher) {
    let rr = rr(24.0 * HOUR_S);
    bencher.bench(|| correct(black_box(&rr)));
}
