//! Statistical sessions: the level that was put in is the level that can be read, and the ECG shows its beats.
#![allow(clippy::unwrap_used)]

use vagal_core::NnSeries;
use vagal_sim::{
    EcgOptions, LevelProcess, SessionBreathing, StatisticalSession, ecg, sessions::DrawnSession,
};

fn nn(session: &DrawnSession) -> NnSeries {
    let beats = session.beats.as_slice();
    let ms: Vec<f64> = beats.windows(2).map(|w| (w[1].time_s - w[0].time_s) * 1000.0).collect();
    NnSeries::from_ms(&ms).unwrap()
}

/// Logarithm of the mean square of successive differences over many sessions, halved: lnRMSSD without the bias that
/// the logarithm of few beats has.
fn pooled_ln_rmssd(sessions: &[DrawnSession], start_s: f64, end_s: f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for session in sessions {
        for d in nn(session).window(start_s, end_s).successive_differences() {
            sum += d * d;
            count += 1.0;
        }
    }
    0.5_f64 * f64::ln(sum / count)
}

fn steady(seed: u64) -> StatisticalSession {
    StatisticalSession { level: LevelProcess::Steady, ..StatisticalSession::null(10.0, 10.0, seed) }
}

fn draw(make: impl Fn(u64) -> StatisticalSession) -> Vec<DrawnSession> {
    (0..40).map(|seed| make(seed).draw()).collect()
}

/// 40 sessions of 600 s hold about 27,000 differences; breathing makes them dependent, so the standard error of a
/// pooled lnRMSSD is about 0.007. Wander of mean RR and irregular sampling add up to 0.01.
const POOLED: f64 = 0.03;

#[test]
fn the_level_is_what_was_asked_for() {
    let sessions = draw(steady);
    assert!((pooled_ln_rmssd(&sessions, 0.0, 1200.0) - 3.6).abs() < POOLED);
}

#[test]
fn a_shift_is_a_shift_in_ln_rmssd_at_the_phase_change() {
    let sessions = draw(|seed| StatisticalSession { shift: 0.4, ..steady(seed) });
    let before = pooled_ln_rmssd(&sessions, 0.0, 600.0);
    let after = pooled_ln_rmssd(&sessions, 600.0, 1200.0);
    assert!((after - before - 0.4).abs() < POOLED, "{}", after - before);
    assert!(sessions.iter().all(|s| s.truth.realised_shift(10.0) - 0.4 < 1e-12));
}

#[test]
fn a_breathing_change_alone_changes_the_level_by_its_slope_only() {
    let slower = |slope_per_breath| {
        let breathing = SessionBreathing {
            before_per_min: 15.0,
            after_per_min: 11.0,
            slope_per_breath,
            ..SessionBreathing::UNCHANGED
        };
        let sessions = draw(|seed| StatisticalSession { breathing, ..steady(seed) });
        pooled_ln_rmssd(&sessions, 600.0, 1200.0) - pooled_ln_rmssd(&sessions, 0.0, 600.0)
    };
    assert!(slower(0.0).abs() < POOLED, "{}", slower(0.0));
    // Algebra: four breaths fewer at −0.05 each.
    assert!((slower(-0.05) - 0.2).abs() < POOLED, "{}", slower(-0.05));
}

#[test]
fn windowed_readings_scatter_by_level_and_sampling() {
    let session = StatisticalSession::null(20.0, 20.0, 9);
    let drawn = session.draw_windows(30.0, 0.15);
    assert_eq!(drawn.ln_rmssd.len(), 80);
    assert_eq!(drawn, session.draw_windows(30.0, 0.15));
    let errors: Vec<f64> = drawn
        .time_s
        .iter()
        .zip(&drawn.ln_rmssd)
        .map(|(t, reading)| {
            let first = (t - 15.0) as usize;
            let level = drawn.truth.level[first..first + 30].iter().sum::<f64>() / 30.0;
            reading - 3.6 - level
        })
        .collect();
    let sd = (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt();
    // 80 readings: the standard error of an sd is 8%, four of them 32%.
    assert!((sd / 0.15 - 1.0).abs() < 0.32, "{sd}");
}

#[test]
fn nonsense_sessions_do_not_panic() {
    for odd in [f64::NAN, f64::INFINITY, -5.0, 0.0] {
        let session = StatisticalSession {
            minutes_before: odd,
            mean_rr_ms: odd,
            mean_ln_rmssd: odd,
            level: LevelProcess::OrnsteinUhlenbeck { sd: odd, timescale_s: odd },
            ..StatisticalSession::null(1.0, 1.0, 1)
        };
        session.draw();
        session.draw_windows(odd, odd);
    }
}

#[test]
fn the_r_waves_stand_on_the_beats() {
    let session = steady(5).draw();
    let options = EcgOptions { noise_mv: 0.0, wander_mv: 0.0, ..EcgOptions::CLEAN };
    let channel = ecg(&session.beats, Some(&session.respiration), &options);
    let beats = session.beats.as_slice();
    for beat in &beats[1..] {
        let at = (beat.time_s * channel.sampling_hz).round() as usize;
        let around = &channel.samples[at - 20..at + 20];
        let highest = around.iter().copied().fold(f32::MIN, f32::max);
        let place = around.iter().position(|&s| s == highest).unwrap();
        assert!(place.abs_diff(20) <= 1, "beat at {} s: {place}", beat.time_s);
        assert!((0.5..2.0).contains(&highest), "{highest} mV");
    }
    assert_eq!(channel, ecg(&session.beats, Some(&session.respiration), &options));
}
