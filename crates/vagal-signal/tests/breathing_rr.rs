//! Breathing from intervals: right where the rate is known, silent where there is no breathing.

#![allow(clippy::unwrap_used)] // helpers of tests fail as tests do

mod indices_support;

use std::f64::consts::TAU;

use indices_support::{Draws, ReadAt, beats_of, nn_of_beat_times, shared};
use vagal_core::{NnSeries, Unfit, Window};
use vagal_signal::breathing::{Sources, from_rr, rates_per_window};
use vagal_signal::windows;

fn per_minute(nn: &NnSeries, start_s: f64, end_s: f64) -> Option<f64> {
    from_rr(nn, Window { start_s, end_s }).ok().map(|b| 60.0 * b.rate.as_hz())
}

#[test]
fn a_known_rate_is_found() {
    // 3.5 to 28 breaths a minute in 90 s, over a level that wanders and noise of 8 ms.
    for rate_per_minute in [3.5, 4.5, 6.0, 7.5, 10.0, 12.0, 15.0, 18.0, 24.0, 28.0] {
        let swing_ms = if rate_per_minute < 9.0 { 60.0 } else { 25.0 };
        let wander = Draws(rate_per_minute as u64).band_noise(0.005, 0.04, 200.0);
        let jitter = Draws(3).band_noise(0.05, 0.5, 64.0);
        let breath_hz = rate_per_minute / 60.0;
        let rr_ms = |t: f64| 800.0 + wander(t) + jitter(t) + swing_ms * (TAU * breath_hz * t).sin();
        let nn = beats_of(rr_ms, ReadAt::Middle, 90.0);
        let found = per_minute(&nn, 0.0, 90.0);
        // 1/90 s is 0.67 a minute; a third of that.
        assert!(
            found.is_some_and(|f| (f - rate_per_minute).abs() < 0.25),
            "{rate_per_minute}: {found:?}"
        );
    }
}

#[test]
fn the_waves_of_blood_pressure_are_not_slow_breathing() {
    // 0.1 Hz with 25 ms beside a clear breath at 0.25 Hz, and alone.
    let both = |t: f64| 900.0 + 30.0 * (TAU * 0.1 * t).sin() + 20.0 * (TAU * 0.25 * t).sin();
    let found = per_minute(&beats_of(both, ReadAt::First, 120.0), 0.0, 120.0);
    assert!(found.is_some_and(|f| (f - 15.0).abs() < 0.25), "{found:?}");
    let alone = beats_of(|t| 900.0 + 25.0 * (TAU * 0.1 * t).sin(), ReadAt::First, 120.0);
    assert_eq!(per_minute(&alone, 0.0, 120.0), None);
}

#[test]
fn a_harmonic_of_slow_breathing_is_not_the_breathing() {
    let rr_ms = |t: f64| {
        900.0
            + 120.0 * (TAU * 0.1 * t).sin()
            + 30.0 * (2.0 * TAU * 0.1 * t).sin()
            + 15.0 * (3.0 * TAU * 0.1 * t).sin()
    };
    let found = per_minute(&beats_of(rr_ms, ReadAt::First, 120.0), 0.0, 120.0);
    assert!(found.is_some_and(|f| (f - 6.0).abs() < 0.25), "{found:?}");
}

#[test]
fn without_breathing_there_is_seldom_a_rate() {
    const STRETCHES: usize = 500;
    // Wrong in at most one of twenty stretches of 90 s, the share at which a third of stretches never agree by chance.
    const MOST: f64 = 0.05;
    let mut draws = Draws(1);
    for (name, memory) in [("white", 0.0), ("AR 0.8", 0.8), ("AR 0.95", 0.95)] {
        let mut found = 0;
        for _ in 0..STRETCHES {
            let mut state = draws.normal();
            let lengths_ms: Vec<f64> = (0..106)
                .map(|_| {
                    state = memory * state + (1.0 - memory * memory).sqrt() * draws.normal();
                    850.0 + 30.0 * state
                })
                .collect();
            let nn = NnSeries::from_ms(&lengths_ms).unwrap();
            found += usize::from(per_minute(&nn, 0.0, 200.0).is_some());
        }
        let share = found as f64 / STRETCHES as f64;
        println!("{name}: a rate in {:.1}% of stretches without breathing", 100.0 * share);
        assert!(share <= MOST, "{name}: {share}");
    }
}

#[test]
fn coarse_time_stamps_are_refused() {
    // Beats stored to a tenth of a second: rounding beats against the heart rate.
    for mean_ms in [733.0, 845.0, 907.0] {
        let mut at_ms = 0.0_f64;
        let mut draws = Draws(mean_ms as u64);
        let stamps: Vec<f64> = (0..120)
            .map(|_| {
                at_ms += mean_ms + 20.0 * draws.normal();
                (at_ms / 100.0).round() * 100.0
            })
            .collect();
        let lengths_ms: Vec<f64> = stamps.windows(2).map(|w| w[1] - w[0]).collect();
        let nn = NnSeries::from_ms(&lengths_ms).unwrap();
        let refused = from_rr(&nn, Window { start_s: 0.0, end_s: 90.0 });
        assert!(matches!(refused, Err(Unfit::SignalTooPoor { .. })), "{refused:?}");
    }
}

#[test]
fn short_and_empty_windows_are_refused() {
    let nn = NnSeries::from_ms(&[900.0; 40]).unwrap();
    let reason = |end_s: f64| from_rr(&nn, Window { start_s: 0.0, end_s }).unwrap_err();
    assert_eq!(reason(36.0).code(), "window_too_short");
    assert_eq!(reason(0.0).code(), "window_too_short");
    assert!(
        from_rr(&NnSeries::from_ms(&[]).unwrap(), Window { start_s: 0.0, end_s: 1e9 }).is_err()
    );
}

/// Ten people who breathed to a metronome at "0.25 Hz". In the recordings' own time the whole-record peak lies at 14.4 to
/// 14.7 a minute in nine of ten, 15 × 125/128 = 14.65: a clock that is off, or a slow metronome. `validation/indices/metronomic_peak.csv`.
const METRONOME: f64 = 15.0 * 125.0 / 128.0;

#[test]
fn metronomic_breathing_is_found_or_refused() {
    const PEOPLE: [&str; 10] = ["M1", "M2", "M3", "M5", "M6", "M7", "M9", "M10", "M12", "M14"];
    // Half a breath a minute, as asked of this estimator.
    const WITHIN: f64 = 0.5;
    let (mut stretches, mut given, mut right, mut people_right, mut people_given) = (0, 0, 0, 0, 0);
    for name in PEOPLE {
        let path = format!("data/intervention/physionet_meditation/metron/{name}");
        let Some(path) = shared(&path) else { return };
        let nn = nn_of_beat_times(&std::fs::read_to_string(path).unwrap());
        let (start_s, end_s) = (nn.as_slice()[0].start_s(), nn.as_slice()[nn.len() - 1].end_s);
        let sources = Sources { respiration: None, ecg: None, nn: Some(&nn) };
        for rate in rates_per_window(&sources, &windows(start_s, end_s, 30.0, 30.0)) {
            stretches += 1;
            if let Some(rate) = rate {
                given += 1;
                right += usize::from((60.0 * rate.rate.as_hz() - METRONOME).abs() <= WITHIN);
            }
        }
        let whole = per_minute(&nn, start_s, end_s);
        people_given += usize::from(whole.is_some());
        people_right += usize::from(whole.is_some_and(|r| (r - METRONOME).abs() <= WITHIN));
        println!("{name}: whole record {whole:?}");
    }
    println!(
        "{stretches} readings: {given} given, {right} within {WITHIN}; people: {people_right} of {people_given}"
    );
    assert!(given as f64 >= 0.6 * f64::from(stretches), "too often silent: {given} of {stretches}");
    assert!(right as f64 >= 0.93 * given as f64, "too often wrong: {right} of {given}");
    assert!(people_given >= 7 && people_right == people_given, "{people_right} of {people_given}");
}

#[test]
fn resting_yoga_practitioners_breathe_fast_and_meditating_slowly() {
    let mut rates = Vec::new();
    for phase in ["pre", "med"] {
        for name in ["Y1", "Y2", "Y4"] {
            let path = format!("data/intervention/physionet_meditation/yoga/{name}.{phase}");
            let Some(path) = shared(&path) else { return };
            let nn = nn_of_beat_times(&std::fs::read_to_string(path).unwrap());
            let (start_s, end_s) = (nn.as_slice()[0].start_s(), nn.as_slice()[nn.len() - 1].end_s);
            let found = per_minute(&nn, start_s, end_s);
            println!("{name} {phase}: {found:?}");
            rates.push((phase, found));
        }
    }
    // The meditation is breathing at a few breaths a minute; the same people at rest never are.
    assert!(
        rates.iter().all(|(phase, r)| r.is_none_or(|r| (*phase == "med") == (r < 9.0))),
        "{rates:?}"
    );
    assert!(rates.iter().filter(|(_, r)| r.is_some()).count() >= 3, "{rates:?}");
}

#[test]
fn chi_meditation_is_breathed_slowly_and_the_rest_before_it_is_not() {
    // Peng et al. 1999 (doi 10.1016/S0167-5273(99)00066-2): the oscillations go with breath of a few a minute.
    const LEAST_MEDITATING: f64 = 0.3;
    // What an unlucky stretch of drift may give: one of a hundred.
    const MOST_RESTING: f64 = 0.01;
    let mut slow = [(0, 0); 2];
    for (phase, (slow, all)) in ["pre", "med"].iter().zip(&mut slow) {
        for name in ["C1", "C2", "C4", "C5", "C6", "C8"] {
            let path = format!("data/intervention/physionet_meditation/chi/{name}.{phase}");
            let Some(path) = shared(&path) else { return };
            let nn = nn_of_beat_times(&std::fs::read_to_string(path).unwrap());
            let (start_s, end_s) = (nn.as_slice()[0].start_s(), nn.as_slice()[nn.len() - 1].end_s);
            let sources = Sources { respiration: None, ecg: None, nn: Some(&nn) };
            for rate in rates_per_window(&sources, &windows(start_s, end_s, 30.0, 30.0)) {
                *all += 1;
                *slow += usize::from(rate.is_some_and(|r| 60.0 * r.rate.as_hz() < 9.0));
            }
        }
    }
    println!("slow in {slow:?} of the half minutes before and while meditating");
    let [resting, meditating] = slow.map(|(slow, all)| slow as f64 / f64::from(all));
    assert!(resting <= MOST_RESTING && meditating >= LEAST_MEDITATING, "{slow:?}");
}
