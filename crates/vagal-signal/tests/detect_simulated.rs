//! The detector on simulated ECG with known R peaks: times, rates, polarity, what cannot be read.

mod detect_support;

use detect_support::{
    Dice, SINUS_BEAT, add_noise, agreement, ecg, resting_peaks_s, simulated, times_s,
};
use vagal_core::{ChannelKind, Unfit};
use vagal_signal::detect::{Detection, detect};

const DURATION_S: f64 = 120.0;
const WITHIN_S: f64 = 0.05;

fn resting(rate_hz: f64) -> (Vec<f32>, Vec<f64>) {
    let peaks = resting_peaks_s(DURATION_S, 5);
    (simulated(&peaks, &SINUS_BEAT, DURATION_S, rate_hz), peaks)
}

#[track_caller]
fn expect_all(found: &Detection, truth_s: &[f64]) {
    let a = agreement(truth_s, &times_s(&found.beats), WITHIN_S);
    assert!(a.sensitivity_pct == 100.0 && a.ppv_pct == 100.0, "{a:?}");
}

#[test]
fn times_lie_between_the_samples_at_any_rate() {
    /// Rounding to the grid of 250 Hz costs 4 ms / √12; interpolation must be a different thing altogether.
    const GRID_SD_MS: f64 = 1.15;
    const JITTER_MS: f64 = GRID_SD_MS / 10.0;
    /// The peak of the simulated beat is that of its R wave to a tenth of a millisecond.
    const BIAS_MS: f64 = 0.3;
    for rate_hz in [100.0, 128.0, 200.0, 250.0, 360.0, 500.0, 1000.0, 2000.0] {
        let (samples, peaks) = resting(rate_hz);
        let found = detect(&ecg(samples, rate_hz)).expect("beats");
        expect_all(&found, &peaks);
        let a = agreement(&peaks, &times_s(&found.beats), WITHIN_S);
        assert!(a.sd_ms < JITTER_MS && a.mean_ms.abs() < BIAS_MS, "{rate_hz} Hz: {a:?}");
        assert!(found.beats.gaps.is_empty() && !found.inverted);
        assert!(found.quality.iter().all(|q| q.usable && q.reasons.is_empty() && q.score > 0.9));
    }
}

#[test]
fn noise_wander_and_polarity_cost_no_beat() {
    /// 50 µV of white noise on an R wave of 1 mV, a quarter of what rounding to 4 ms and this would sum to.
    const JITTER_MS: f64 = 0.6;
    for sign in [1.0, -1.0] {
        let (mut samples, peaks) = resting(250.0);
        add_noise(&mut samples, 250.0, 0.05, 2.0, 3);
        samples.iter_mut().for_each(|x| *x = sign * *x + 7.0);
        let found = detect(&ecg(samples, 250.0)).expect("beats");
        expect_all(&found, &peaks);
        assert_eq!(found.inverted, sign < 0.0);
        let a = agreement(&peaks, &times_s(&found.beats), WITHIN_S);
        assert!(a.sd_ms < JITTER_MS, "{a:?}");
    }
}

#[test]
fn tall_t_waves_are_no_beats() {
    let peaks = resting_peaks_s(DURATION_S, 6);
    let mut waves = SINUS_BEAT;
    waves[4] = (0.27, 0.045, 1.1); // taller than the R wave
    let found = detect(&ecg(simulated(&peaks, &waves, DURATION_S, 500.0), 500.0));
    expect_all(&found.expect("beats"), &peaks);
}

#[test]
fn fast_slow_and_fading_hearts_are_followed() {
    for rr_s in [0.33, 0.5, 1.2, 1.9] {
        let peaks: Vec<f64> =
            (0..).map(|i| 0.5 + rr_s * f64::from(i)).take_while(|t| *t < 118.0).collect();
        let mut waves = SINUS_BEAT;
        waves[4].0 = 0.28_f64.min(0.55 * rr_s);
        waves[0].0 = -(0.17_f64.min(0.3 * rr_s));
        let samples = simulated(&peaks, &waves, DURATION_S, 250.0);
        expect_all(&detect(&ecg(samples, 250.0)).expect("beats"), &peaks);
    }
    // The amplitude falls to a third within the recording.
    let (mut samples, peaks) = resting(250.0);
    let n = samples.len() as f32;
    samples.iter_mut().enumerate().for_each(|(i, x)| *x *= 1.0 - 0.67 * i as f32 / n);
    expect_all(&detect(&ecg(samples, 250.0)).expect("beats"), &peaks);
}

#[test]
fn wide_extrasystoles_are_beats() {
    let peaks = resting_peaks_s(DURATION_S, 8);
    let early: Vec<usize> = (7..peaks.len() - 2).step_by(9).collect();
    let mut truth = peaks.clone();
    early.iter().for_each(|&i| truth[i] -= 0.35);
    let sinus: Vec<f64> =
        (0..truth.len()).filter(|i| !early.contains(i)).map(|i| truth[i]).collect();
    let odd: Vec<f64> = early.iter().map(|&i| truth[i]).collect();
    let wide = [(0.0, 0.030, 1.6), (0.07, 0.035, -0.5), (0.30, 0.06, -0.4)];
    let mut samples = simulated(&sinus, &SINUS_BEAT, DURATION_S, 250.0);
    let other = simulated(&odd, &wide, DURATION_S, 250.0);
    samples.iter_mut().zip(other).for_each(|(x, y)| *x += y);
    add_noise(&mut samples, 250.0, 0.03, 0.3, 9);
    expect_all(&detect(&ecg(samples, 250.0)).expect("beats"), &truth);
}

#[test]
fn what_cannot_be_read_becomes_a_gap_with_its_reason() {
    let rate_hz = 250.0;
    let cases = [
        ("samples missing", f32::NAN),
        ("flat line", 0.123),
        ("signal at the limit of its range", 9.0),
    ];
    for (reason, value) in cases {
        let (mut samples, peaks) = resting(rate_hz);
        let (from, to) = (40.0, 55.0);
        samples[(from * rate_hz) as usize..(to * rate_hz) as usize].fill(value);
        let found = detect(&ecg(samples, rate_hz)).expect("beats");
        let gap = found.beats.gaps.first().expect("a gap");
        assert_eq!(gap.reason, reason);
        assert!((gap.start_s - from).abs() < 0.1 && (gap.end_s - to).abs() < 0.1, "{gap:?}");
        assert!(times_s(&found.beats).iter().all(|t| *t < from || *t > to));
        let seen: Vec<f64> =
            peaks.into_iter().filter(|t| *t < from - 0.2 || *t > to + 0.2).collect();
        assert!(agreement(&seen, &times_s(&found.beats), WITHIN_S).sensitivity_pct == 100.0);
        assert!(found.quality.iter().any(|q| !q.usable && q.reasons[0].starts_with(reason)));
    }
}

#[test]
fn noise_is_not_read_as_beats() {
    let mut noise = vec![0.0; (DURATION_S * 250.0) as usize];
    add_noise(&mut noise, 250.0, 0.2, 0.5, 4);
    assert!(matches!(detect(&ecg(noise, 250.0)), Err(Unfit::SignalTooPoor { .. })));

    // 40 s of it within a good recording.
    let (mut samples, _) = resting(250.0);
    add_noise(&mut samples[10_000..20_000], 250.0, 1.5, 0.0, 4);
    let found = detect(&ecg(samples, 250.0)).expect("beats");
    let inside: f64 = found.beats.gaps.iter().map(|g| g.end_s - g.start_s).sum();
    assert!(inside > 30.0, "{inside} s of gaps");
    assert!(times_s(&found.beats).iter().filter(|t| (45.0..75.0).contains(*t)).count() < 5);
}

#[test]
fn a_pause_in_a_quiet_signal_is_an_interval_and_no_gap() {
    let mut peaks = resting_peaks_s(DURATION_S, 12);
    peaks.retain(|t| !(60.0..64.0).contains(t));
    let mut samples = simulated(&peaks, &SINUS_BEAT, DURATION_S, 250.0);
    add_noise(&mut samples, 250.0, 0.02, 0.2, 1);
    let found = detect(&ecg(samples, 250.0)).expect("beats");
    expect_all(&found, &peaks);
    assert!(found.beats.gaps.is_empty());
    let rr = vagal_signal::intervals(&found.beats);
    assert!(rr.as_slice().iter().any(|i| i.ms > 4000.0));
}

#[test]
fn hostile_channels_are_refused_or_survived() {
    let mut pulse = ecg(vec![0.0; 10_000], 250.0);
    pulse.kind = ChannelKind::Ppg;
    assert!(matches!(detect(&pulse), Err(Unfit::SignalTooPoor { .. })));
    for rate_hz in [0.0, -1.0, f64::NAN, f64::INFINITY, 30.0] {
        assert!(detect(&ecg(vec![0.0; 1000], rate_hz)).is_err());
    }
    let mut dice = Dice(1);
    for n in [0, 1, 2, 500, 1000, 1001, 1500, 2600] {
        for kind in 0..6 {
            let value = |i: usize, dice: &mut Dice| match kind {
                0 => 0.0,
                1 => f32::NAN,
                2 => dice.normal() as f32,
                3 => {
                    if i == n / 2 {
                        1e30
                    } else {
                        0.0
                    }
                }
                4 => {
                    if dice.uniform() < 0.3 {
                        f32::INFINITY
                    } else {
                        dice.normal() as f32
                    }
                }
                _ => f32::MAX * if i.is_multiple_of(2) { 1.0 } else { -1.0 },
            };
            let samples = (0..n).map(|i| value(i, &mut dice)).collect();
            let _ = detect(&ecg(samples, 250.0));
        }
    }
}
