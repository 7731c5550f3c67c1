//! Time-domain indices against the values of other programs, and the spectrum against a plain restatement.
//!
//! `../shared/reference/hrv/*.json`: where NeuroKit2, pyHRV, hrv-analysis and a plain restatement ("own") share a definition they
//! agree to 1e-11; "own" is read here.

#![allow(clippy::unwrap_used)] // helpers of tests fail as tests do

mod indices_support;

use indices_support::shared;
use vagal_core::NnSeries;
use vagal_signal::metrics::{hr, mean_nn, pnn50, rmssd, sdnn};
use vagal_signal::spectrum::{HF, LF, VLF, lomb_scargle};

/// Sums of some hundred numbers in another order.
const ROUNDING: f64 = 1e-9;
const SERIES: [&str; 6] = [
    "C1med_600s_5min",
    "C1pre_600s_5min",
    "M1_60s_5min",
    "N1_3600s_30min",
    "Y1pre_60s_5min",
    "synthetic_5min",
];

/// `indices.NAME.values.own.value` of a reference file; its layout is fixed, so no JSON reader is needed.
fn own(json: &str, name: &str) -> f64 {
    let indices = &json[json.find("\"indices\"").expect("indices")..];
    let index = &indices[indices.find(&format!("\"{name}\": {{")).expect(name)..];
    let own = &index[index.find("\"own\"").expect("own")..];
    let value = own[own.find("\"value\":").expect("value") + 8..].trim_start();
    value[..value.find([',', '\n', '}']).expect("end")].trim().parse().expect("a number")
}

fn each_series(check: impl Fn(&str, &NnSeries, &str)) {
    let mut checked = 0;
    for name in SERIES {
        let Some(text) = shared(&format!("reference/hrv/{name}.txt")) else { return };
        let Some(json) = shared(&format!("reference/hrv/{name}.json")) else { return };
        let lengths_ms: Vec<f64> = std::fs::read_to_string(text)
            .unwrap()
            .lines()
            .filter_map(|l| l.trim().parse().ok())
            .collect();
        check(
            name,
            &NnSeries::from_ms(&lengths_ms).unwrap(),
            &std::fs::read_to_string(json).unwrap(),
        );
        checked += 1;
    }
    assert_eq!(checked, SERIES.len());
}

fn same(series: &str, name: &str, got: f64, expected: f64, tolerance: f64) {
    let off = (got - expected).abs() / expected.abs().max(1e-12);
    assert!(off < tolerance, "{series} {name}: {got} vs {expected}");
}

#[test]
fn time_domain_agrees_with_other_programs() {
    each_series(|series, nn, json| {
        let check = |name: &str, got: f64| same(series, name, got, own(json, name), ROUNDING);
        check("MeanNN", mean_nn(nn).unwrap().as_ms());
        check("MeanHR", hr(nn).unwrap().as_bpm());
        check("SDNN", sdnn(nn).unwrap().as_ms());
        check("RMSSD", rmssd(nn).unwrap().as_ms());
        check("pNN50", pnn50(nn).unwrap().as_percent());
    });
}

#[test]
fn the_periodogram_agrees_with_its_restatement() {
    // DIFFERENCE: the reported spectrum takes a line out, puts intervals at their midpoint and covers gaps; on C1pre, whose
    // intervals drift, the mean alone leaves 1115 ms² in LF, the line 750, and a tapered Welch estimate 602.
    // "own": mean removed, interval at its second beat, four-fold oversampled, PSD = 2TP/N with T the span.
    each_series(|series, nn, json| {
        let times_s: Vec<f64> = nn.as_slice().iter().map(|i| i.end_s).collect();
        let mean_ms = nn.mean_ms().unwrap();
        let values: Vec<f64> = nn.lengths_ms().map(|ms| ms - mean_ms).collect();
        let span_s = times_s[times_s.len() - 1] - times_s[0];
        let density = lomb_scargle(&times_s, &values, span_s, 0.5).unwrap();
        for (name, band) in [("VLF_lomb", VLF), ("LF_lomb", LF), ("HF_lomb", HF)] {
            same(series, name, density.power(band.low_hz, band.high_hz), own(json, name), ROUNDING);
        }
    });
}
