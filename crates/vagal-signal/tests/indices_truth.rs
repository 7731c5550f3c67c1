//! Spectral power against series of known truth.
//!
//! The series with two waves is that of hrv-peers.md section 5b; 450 and 200 ms² are A²/2.

#![allow(clippy::unwrap_used)] // helpers of tests fail as tests do

mod indices_support;

use std::f64::consts::TAU;

use indices_support::{Draws, ReadAt, beats_of};
use vagal_core::{BreathingRate, BreathingSource, Hz, NnInterval, NnSeries, Unfit, Window};
use vagal_signal::spectrum::{Band, HF, LF, Spectrum, TOTAL, VLF};
use vagal_signal::{breathing, summarize};

/// The bar of the issue: power within 1.5% of the truth.
const BAR: f64 = 0.015;
const DURATION_S: f64 = 299.0;
const READ_AT: [ReadAt; 3] = [ReadAt::First, ReadAt::Middle, ReadAt::Second];

fn wave(amplitude_ms: f64, frequency_hz: f64) -> impl Fn(f64) -> f64 {
    move |t| amplitude_ms * (TAU * frequency_hz * t).sin()
}

fn close(what: &str, got: f64, truth: f64, tolerance: f64) {
    assert!((got / truth - 1.0).abs() < tolerance, "{what}: {got:.2} ms², truth {truth} ms²");
}

fn two_waves(t: f64) -> f64 {
    900.0 + wave(30.0, 0.1)(t) + wave(20.0, 0.25)(t)
}

#[test]
fn two_waves_are_found_wherever_the_truth_is_read() {
    for read_at in READ_AT {
        let spectrum = Spectrum::of(&beats_of(two_waves, read_at, DURATION_S)).unwrap();
        let (lf, hf) = (spectrum.power_ms2(LF), spectrum.power_ms2(HF));
        println!("two waves, read at {read_at:?}: LF {lf:.1} (450), HF {hf:.1} (200)");
        close("LF", lf, 450.0, BAR);
        close("HF", hf, 200.0, BAR);
    }
}

#[test]
fn a_fast_wave_keeps_its_power() {
    for read_at in READ_AT {
        let nn = beats_of(|t| 900.0 + wave(20.0, 0.35)(t), read_at, DURATION_S);
        let hf = Spectrum::of(&nn).unwrap().power_ms2(HF);
        println!("0.35 Hz, read at {read_at:?}: HF {hf:.1} (200)");
        close("HF at 0.35 Hz", hf, 200.0, BAR);
    }
}

#[test]
fn the_summary_finds_the_truth_and_the_breathing_in_it() {
    let nn = beats_of(two_waves, ReadAt::First, DURATION_S);
    let window = Window::new(0.0, DURATION_S).unwrap();
    let breathing = breathing::from_rr(&nn, window);
    let rate_hz = breathing.as_ref().unwrap().rate.as_hz();
    assert!((rate_hz - 0.25).abs() < 0.003, "{rate_hz} Hz");
    let summary = summarize(&nn, window, breathing, None);
    let number = |id: &str| summary.index(id).unwrap().as_ref().unwrap().number();
    close("lf", number("lf"), 450.0, BAR);
    close("hf", number("hf"), 200.0, BAR);
    let bands = number("vlf") + number("lf") + number("hf");
    close("total", number("total_power"), bands, 1e-9);
}

#[test]
fn power_does_not_depend_on_the_heart_rate() {
    // 48 bpm is the lowest at which 0.40 Hz lies below half the heart rate.
    for mean_ms in [500.0, 650.0, 800.0, 1000.0, 1150.0, 1249.0] {
        let rr_ms = |t: f64| mean_ms + wave(15.0, 0.1)(t) + wave(10.0, 0.25)(t);
        let spectrum = Spectrum::of(&beats_of(rr_ms, ReadAt::Middle, DURATION_S)).unwrap();
        println!("{mean_ms} ms: LF {:.2} HF {:.2}", spectrum.power_ms2(LF), spectrum.power_ms2(HF));
        close("LF", spectrum.power_ms2(LF), 112.5, BAR);
        close("HF", spectrum.power_ms2(HF), 50.0, BAR);
    }
}

/// Band noise over `n` windows: the mean estimate and its standard error.
fn mean_power(mean_ms: f64, truth: Band, power_ms2: f64, measured: Band) -> (f64, f64) {
    const WINDOWS: usize = 100;
    let mut draws = Draws(mean_ms as u64);
    let estimates: Vec<f64> = (0..WINDOWS)
        .map(|_| {
            let noise = draws.band_noise(truth.low_hz, truth.high_hz, power_ms2);
            let nn = beats_of(|t| mean_ms + noise(t), ReadAt::First, 300.0);
            Spectrum::of(&nn).unwrap().power_ms2(measured)
        })
        .collect();
    let n = WINDOWS as f64;
    let mean = estimates.iter().sum::<f64>() / n;
    let variance = estimates.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
fn band_limited_noise_keeps_its_power_at_every_heart_rate() {
    // Four standard errors for chance (1 in 16,000 a cell), and the 1.5% of the bar for the estimator.
    const STANDARD_ERRORS: f64 = 4.0;
    let (mut sum, mut square) = (0.0, 0.0);
    for mean_ms in [600.0, 800.0, 1000.0, 1200.0] {
        for (truth, measured) in
            [(Band { low_hz: 0.06, high_hz: 0.13 }, LF), (Band { low_hz: 0.18, high_hz: 0.36 }, HF)]
        {
            let (mean, error) = mean_power(mean_ms, truth, 400.0, measured);
            println!(
                "noise {}-{} Hz at {mean_ms} ms: {mean:.1} ± {error:.1} (400)",
                truth.low_hz, truth.high_hz
            );
            let allowed = STANDARD_ERRORS * error + BAR * 400.0;
            assert!((mean - 400.0).abs() < allowed, "{mean:.1} vs 400 ± {allowed:.1}");
            sum += mean;
            square += error * error;
        }
    }
    let (pooled, error) = (sum / 8.0, square.sqrt() / 8.0);
    println!("pooled: {pooled:.1} ± {error:.1} (400)");
    assert!((pooled - 400.0).abs() < STANDARD_ERRORS * error + BAR * 400.0);
}

#[test]
fn leakage_past_a_band_edge_is_what_the_window_makes_it() {
    // A rectangular window of T leaks 1 / (2π² Δf T) past an edge Δf away (large Δf T); times two for the rounding off
    // of "large", and beat times that are not even.
    for (frequency_hz, edge_hz, other) in [(0.10, 0.15, HF), (0.10, 0.04, VLF), (0.25, 0.15, LF)] {
        let nn = beats_of(|t| 900.0 + wave(30.0, frequency_hz)(t), ReadAt::Middle, DURATION_S);
        let spectrum = Spectrum::of(&nn).unwrap();
        let leaked = spectrum.power_ms2(other) / 450.0;
        let far_hz: f64 = frequency_hz - edge_hz;
        let expected = 1.0 / (2.0 * std::f64::consts::PI.powi(2) * far_hz.abs() * DURATION_S);
        println!(
            "{frequency_hz} Hz past {edge_hz} Hz: {:.2}% ({:.2}%)",
            100.0 * leaked,
            100.0 * expected
        );
        assert!(leaked < 2.0 * expected, "{leaked:.5} vs {expected:.5}");
    }
    // On the edge itself a wave is shared out evenly, and nothing is lost or counted twice.
    let nn = beats_of(|t| 900.0 + wave(30.0, 0.15)(t), ReadAt::Middle, DURATION_S);
    let spectrum = Spectrum::of(&nn).unwrap();
    let (lf, hf) = (spectrum.power_ms2(LF), spectrum.power_ms2(HF));
    close("LF + HF on the edge", lf + hf, 450.0, BAR);
    assert!((lf / hf - 1.0).abs() < 0.1, "LF {lf:.1}, HF {hf:.1}");
}

/// The series without the intervals that touch `from_s..to_s`.
fn with_gap(nn: &NnSeries, from_s: f64, to_s: f64) -> NnSeries {
    let mut cut = false;
    let kept: Vec<NnInterval> = nn
        .as_slice()
        .iter()
        .filter_map(|i| {
            let inside = i.end_s > from_s && i.start_s() < to_s;
            let after_gap = cut && !inside;
            cut = inside;
            (!inside).then_some(NnInterval { after_gap, ..*i })
        })
        .collect();
    NnSeries::new(kept).unwrap()
}

#[test]
fn gaps_cost_no_power() {
    // A gap widens the window's skirts, so more leaks: 3% for one of a sixth of the window. Scaling by the span
    // instead of the covered time would be off by 20%.
    let nn = with_gap(&beats_of(two_waves, ReadAt::Middle, DURATION_S), 100.0, 150.0);
    let spectrum = Spectrum::of(&nn).unwrap();
    println!("gap of 50 s: LF {:.1} HF {:.1}", spectrum.power_ms2(LF), spectrum.power_ms2(HF));
    close("LF", spectrum.power_ms2(LF), 450.0, 0.03);
    close("HF", spectrum.power_ms2(HF), 200.0, 0.03);
}

#[test]
fn a_straight_drift_is_taken_out_and_a_day_is_no_trouble() {
    let nn = beats_of(|t| 900.0 + 0.4 * t + wave(20.0, 0.25)(t), ReadAt::Middle, DURATION_S);
    let spectrum = Spectrum::of(&nn).unwrap();
    assert!(spectrum.power_ms2(VLF) < 2.0, "{}", spectrum.power_ms2(VLF));
    let day = beats_of(two_waves, ReadAt::First, 86_400.0);
    let spectrum = Spectrum::of(&day).unwrap();
    close("LF of a day", spectrum.power_ms2(LF), 450.0, BAR);
    close("total of a day", spectrum.power_ms2(TOTAL), 650.0, BAR);
}

#[test]
fn hf_is_refused_when_breathing_leaves_the_band_or_the_heart_is_too_slow() {
    let hf = |mean_ms: f64, breathing: Result<BreathingRate, Unfit>| {
        let nn = beats_of(|t| mean_ms + wave(20.0, 0.25)(t), ReadAt::Middle, 300.0);
        let window = Window::new(0.0, 300.0).unwrap();
        summarize(&nn, window, breathing, None).index("hf").unwrap().clone()
    };
    let stated = |rate_hz| {
        Ok(BreathingRate { rate: Hz::new(rate_hz).unwrap(), source: BreathingSource::Stated })
    };
    assert!(hf(900.0, stated(0.25)).is_ok());
    assert!(hf(900.0, stated(0.15)).is_ok() && hf(900.0, stated(0.40)).is_ok());
    // Breathing that nobody measured is no reason to hide the power that is there.
    assert!(hf(900.0, Err(Unfit::BreathingUnknown)).is_ok());
    for rate_hz in [0.10, 0.149, 0.41] {
        assert_eq!(hf(900.0, stated(rate_hz)).unwrap_err().code(), "breathing_outside_band");
    }
    // Half of 60000 / 1240 bpm is 0.403 Hz, half of 60000 / 1260 bpm is 0.397 Hz.
    assert!(hf(1240.0, stated(0.25)).is_ok());
    assert_eq!(hf(1260.0, stated(0.25)).unwrap_err().code(), "above_half_heart_rate");
    // Ten breaths at 0.16 Hz take 62.5 s.
    let short = beats_of(|t| 600.0 + wave(20.0, 0.16)(t), ReadAt::Middle, 61.0);
    let window = Window::new(0.0, 61.0).unwrap();
    let summary = summarize(&short, window, stated(0.16), None);
    assert_eq!(summary.index("hf").unwrap().as_ref().unwrap_err().code(), "window_too_short");
    assert!(summarize(&short, window, stated(0.25), None).index("hf").unwrap().is_ok());
}
