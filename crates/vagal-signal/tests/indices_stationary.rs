//! The stationarity flag: how often it is wrong on stationary noise, and whether it sees a drift.

#![allow(clippy::unwrap_used)] // helpers of tests fail as tests do

mod indices_support;

use indices_support::Draws;
use vagal_core::NnSeries;
use vagal_signal::spectrum::is_stationary;

const WINDOWS: usize = 2000;

/// AR(1) noise of standard deviation 30 ms around 850 ms, 353 intervals, about 5 min; `shape` sets level and spread.
fn noise(draws: &mut Draws, memory: f64, shape: impl Fn(f64) -> (f64, f64)) -> NnSeries {
    let mut state = draws.normal();
    let lengths_ms: Vec<f64> = (0..353)
        .map(|k| {
            state = memory * state + (1.0 - memory * memory).sqrt() * draws.normal();
            let (level_ms, spread_ms) = shape(f64::from(k) / 353.0);
            level_ms + spread_ms * state
        })
        .collect();
    NnSeries::from_ms(&lengths_ms).unwrap()
}

fn drifting_share(memory: f64, shape: impl Fn(f64) -> (f64, f64) + Copy) -> f64 {
    let mut draws = Draws(11);
    let flagged = (0..WINDOWS)
        .filter(|_| is_stationary(&noise(&mut draws, memory, shape)) == Some(false))
        .count();
    flagged as f64 / WINDOWS as f64
}

#[test]
fn false_alarms_are_one_in_a_hundred_on_noise_without_memory() {
    // Nominal 1%; four standard errors of 2000 windows are 0.9 points.
    let share = drifting_share(0.0, |_| (850.0, 30.0));
    println!("white: {:.2}%", 100.0 * share);
    assert!((0.001..0.019).contains(&share), "{share}");
}

#[test]
fn memory_raises_false_alarms_as_documented() {
    // Blocks of 25 s; memory of 0.8 a beat fades within 4 s, of 0.95 within 17 s.
    for (memory, most) in [(0.5, 0.03), (0.8, 0.04), (0.95, 0.12)] {
        let share = drifting_share(memory, |_| (850.0, 30.0));
        println!("AR {memory}: {:.2}%", 100.0 * share);
        assert!(share < most, "AR {memory}: {share}");
    }
}

#[test]
fn a_drift_of_level_or_spread_is_seen() {
    let level = drifting_share(0.5, |at| (850.0 + 60.0 * at, 30.0));
    let spread = drifting_share(0.5, |at| (850.0, 15.0 + 30.0 * at));
    println!("level +60 ms: {:.0}%, spread 15 -> 45 ms: {:.0}%", 100.0 * level, 100.0 * spread);
    assert!(level > 0.6 && spread > 0.6, "{level} {spread}");
}

#[test]
fn short_or_thin_windows_are_not_judged() {
    let mut draws = Draws(3);
    let nn = noise(&mut draws, 0.0, |_| (850.0, 30.0));
    assert_eq!(is_stationary(&nn.window(0.0, 100.0)), None);
    assert_eq!(is_stationary(&NnSeries::from_ms(&[]).unwrap()), None);
    assert_eq!(is_stationary(&NnSeries::from_ms(&[9000.0; 20]).unwrap()), None);
    assert_eq!(is_stationary(&NnSeries::from_ms(&[800.0; 400]).unwrap()), Some(true));
}
