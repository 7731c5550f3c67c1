//! The detector against the annotations of a real record, clean and with noise added.

mod detect_support;

use detect_support::{
    MITDB_HZ, add_noise, agreement, annotated_beats, ecg, format_212, shared, times_s,
};
use vagal_signal::detect::detect;

/// The bar of issue 2.
const BAR_PCT: f64 = 99.8;
/// Within 50 ms, as in issue 2.
const WITHIN_S: f64 = 0.05;

fn record_100(channel: usize) -> Option<(Vec<f32>, Vec<f64>)> {
    let samples = format_212(&shared("data/ecg/mitdb/100.dat")?, channel);
    let beats = annotated_beats(&shared("data/ecg/mitdb/100.atr")?);
    // `wfdb.rdann('100', 'atr')` of wfdb 4.3.1 holds 2273 beat symbols.
    assert_eq!(beats.len(), 2273);
    Some((samples, beats))
}

#[track_caller]
fn expect(samples: Vec<f32>, truth_s: &[f64], bar_pct: f64) {
    let found = detect(&ecg(samples, MITDB_HZ)).expect("beats");
    let a = agreement(truth_s, &times_s(&found.beats), WITHIN_S);
    assert!(
        a.sensitivity_pct >= bar_pct && a.ppv_pct >= bar_pct,
        "sensitivity {:.2}, PPV {:.2}, bar {bar_pct}",
        a.sensitivity_pct,
        a.ppv_pct
    );
}

#[test]
fn record_100_on_both_leads_and_upside_down() {
    let Some((samples, beats)) = record_100(0) else { return };
    let upside_down = samples.iter().map(|x| -x).collect();
    expect(samples, &beats, BAR_PCT);
    expect(upside_down, &beats, BAR_PCT);
    let Some((v5, _)) = record_100(1) else { return };
    expect(v5, &beats, BAR_PCT);
}

#[test]
fn record_100_under_white_noise_and_wander() {
    // QRS of 1.3 mV peak to peak: 0.15 mV of white noise is 9.7 dB in the terms of the noise stress test database.
    let Some((mut samples, beats)) = record_100(0) else { return };
    add_noise(&mut samples, MITDB_HZ, 0.15, 1.0, 1);
    expect(samples, &beats, BAR_PCT);
}
