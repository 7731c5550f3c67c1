//! Properties of the whole registry: whatever the series, an index gives its declared unit or a reason.

#![allow(clippy::unwrap_used)] // helpers of tests fail as tests do

mod indices_support;

use std::collections::HashSet;

use indices_support::{Draws, ReadAt, beats_of};
use proptest::prelude::*;
use vagal_core::{
    BreathingRate, BreathingSource, Hz, NnInterval, NnSeries, Origin, Summary, Unfit, Value, Window,
};
use vagal_signal::metrics::{Domain, METRICS, find};
use vagal_signal::summarize;

const FOREVER: Window = Window { start_s: -1e12, end_s: 1e12 };

fn breathing_at(rate_hz: f64) -> Result<BreathingRate, Unfit> {
    Ok(BreathingRate { rate: Hz::new(rate_hz).unwrap(), source: BreathingSource::Stated })
}

fn number(summary: &Summary, id: &str) -> f64 {
    summary.index(id).unwrap().as_ref().unwrap_or_else(|u| panic!("{id}: {u}")).number()
}

#[test]
fn the_registry_is_complete_and_consistent() {
    let ids: HashSet<_> = METRICS.iter().map(|m| m.id).collect();
    assert_eq!(ids.len(), METRICS.len(), "an identifier is used twice");
    let core = [
        "hr",
        "mean_nn",
        "sdnn",
        "rmssd",
        "ln_rmssd",
        "pnn50",
        "total_power",
        "vlf",
        "lf",
        "hf",
        "resp",
    ];
    assert_eq!(METRICS.iter().map(|m| m.id).collect::<Vec<_>>(), core);
    for m in METRICS {
        for text in [m.symbol, m.name, m.unit, m.source, m.definition, m.reads_as, m.domain.label()]
        {
            assert!(!text.trim().is_empty(), "{}: an empty text", m.id);
        }
        assert!(m.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
        assert!(m.min_seconds >= 0.0 && (0.0..=100.0).contains(&m.max_corrected_pct));
        let variability = matches!(m.domain, Domain::Time | Domain::Frequency);
        assert_eq!(m.needs_regular_rhythm, variability, "{}", m.id);
        assert!(std::ptr::eq(find(m.id).unwrap(), m));
        assert!(!m.id.contains("lf_hf") && !m.name.contains("LF/HF"), "an index of nothing");
    }
}

/// Fifteen minutes of intervals with known waves and a little noise.
fn steady() -> NnSeries {
    let mut draws = Draws(5);
    let noise = draws.band_noise(0.005, 0.4, 300.0);
    beats_of(|t| 900.0 + noise(t), ReadAt::First, 900.0)
}

#[test]
fn minimum_windows_are_those_of_the_protocol() {
    // measurement.md section 2; VLF and total power as long as the slowest wave they hold.
    let needs = [
        ("hr", 10.0),
        ("mean_nn", 10.0),
        ("rmssd", 60.0),
        ("ln_rmssd", 60.0),
        ("pnn50", 60.0),
        ("sdnn", 120.0),
        ("lf", 120.0),
        ("hf", 60.0),
        ("vlf", 300.0),
        ("total_power", 300.0),
    ];
    let nn = steady();
    for (id, need_s) in needs {
        let at = |length_s: f64| {
            let window = Window::new(100.0, 100.0 + length_s).unwrap();
            summarize(&nn, window, breathing_at(0.25), None).index(id).unwrap().clone()
        };
        assert!(at(need_s).is_ok(), "{id} at {need_s} s: {:?}", at(need_s));
        // 2% of 300 s are more than two intervals and the three seconds that are missing here.
        assert!(need_s < 300.0 || at(need_s - 3.0).is_ok(), "{id}: nearly as long as it should be");
        // Two mean intervals or 2% are forgiven and up to two intervals more do not fit: five and 2% are too many.
        let short = at(0.98 * need_s - 5.0 * 0.9).unwrap_err();
        assert_eq!(short.code(), "window_too_short", "{id}");
    }
}

/// Every `every`-th interval marked as corrected.
fn corrected(nn: &NnSeries, every: usize) -> NnSeries {
    let mark = |(k, i): (usize, &NnInterval)| {
        let origin = if k % every == 0 { Origin::Corrected } else { Origin::Kept };
        NnInterval { origin, ..*i }
    };
    NnSeries::new(nn.as_slice().iter().enumerate().map(mark).collect()).unwrap()
}

#[test]
fn corrections_close_the_gates_of_the_protocol() {
    // measurement.md section 3: up to 5% everything, to 10% heart rate and cautious lnRMSSD, beyond only the heart rate.
    let open = |every: usize| -> Vec<&'static str> {
        let summary = summarize(&corrected(&steady(), every), FOREVER, breathing_at(0.25), None);
        summary.indices.iter().filter(|i| i.value.is_ok()).map(|i| i.id).collect()
    };
    assert_eq!(open(25).len(), METRICS.len(), "4%");
    assert_eq!(open(14), ["hr", "mean_nn", "ln_rmssd", "resp"], "7%");
    assert_eq!(open(8), ["hr", "mean_nn", "resp"], "12.5%");
}

#[test]
fn an_irregular_rhythm_closes_every_index_of_variability() {
    let rr = Ok(BreathingRate { rate: Hz::new(0.25).unwrap(), source: BreathingSource::Rr });
    for (breathing, open) in
        [(breathing_at(0.25), vec!["hr", "mean_nn", "resp"]), (rr, vec!["hr", "mean_nn"])]
    {
        let summary = summarize(&steady(), FOREVER, breathing, Some(Unfit::IrregularRhythm));
        let found: Vec<_> =
            summary.indices.iter().filter(|i| i.value.is_ok()).map(|i| i.id).collect();
        assert_eq!(found, open);
        let closed = summary.indices.iter().filter_map(|i| i.value.as_ref().err());
        assert!(closed.into_iter().all(|u| *u == Unfit::IrregularRhythm));
    }
}

#[test]
fn a_constant_rhythm_varies_by_nothing() {
    let nn = NnSeries::from_ms(&[1000.0; 400]).unwrap();
    let summary = summarize(&nn, FOREVER, breathing_at(0.25), None);
    for id in ["sdnn", "rmssd", "pnn50"] {
        assert_eq!(number(&summary, id), 0.0, "{id}");
    }
    // Times are sums of seconds, so the line that is taken out leaves rounding.
    for id in ["vlf", "lf", "hf", "total_power"] {
        assert!(number(&summary, id) < 1e-12, "{id}");
    }
    assert_eq!(summary.index("ln_rmssd"), Some(&Err(Unfit::NoVariation)));
}

#[test]
fn the_length_of_a_gap_changes_no_time_domain_index() {
    let with_gap_s = |gap_s: f64| {
        let moved = |(k, i): (usize, &NnInterval)| {
            let later_s = if k >= 200 { gap_s } else { 0.0 };
            NnInterval { end_s: i.end_s + later_s, after_gap: i.after_gap || k == 200, ..*i }
        };
        let all = steady().as_slice().iter().enumerate().map(moved).collect();
        summarize(&NnSeries::new(all).unwrap(), FOREVER, breathing_at(0.25), None)
    };
    let (short, long) = (with_gap_s(1.0), with_gap_s(100.0));
    for id in ["hr", "mean_nn", "sdnn", "rmssd", "ln_rmssd", "pnn50"] {
        assert_eq!(number(&short, id), number(&long, id), "{id}");
    }
    assert_eq!(
        with_gap_s(600.0).index("lf").unwrap().as_ref().unwrap_err().code(),
        "too_many_gaps"
    );
}

/// How an index answers when every interval is made `k` times longer.
fn scaled(id: &str, value: f64, k: f64) -> Option<f64> {
    match id {
        "mean_nn" | "sdnn" | "rmssd" => Some(value * k),
        "hr" => Some(value / k),
        "ln_rmssd" => Some(value + k.ln()),
        // Frequencies scale with the intervals and 50 ms does not; breathing is not in them.
        _ => None,
    }
}

/// Rounding of sums of a few thousand numbers.
const ROUNDING: f64 = 1e-9;

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_series_gives_the_declared_unit_or_a_reason(
        raw in prop::collection::vec((1e-3..1e4_f64, prop::bool::weighted(0.05), prop::bool::weighted(0.03)), 0..700),
        wild in prop::option::of((0..700_usize, prop::sample::select(vec![1e-300, 1e-30, 1e30, 1e150, 1e300]))),
        rate_hz in prop::option::of(0.0..2.0_f64),
        refused: bool,
    ) {
        let mut end_s = 0.0;
        let mut intervals = Vec::new();
        for (k, (ms, after_gap, corrected)) in raw.into_iter().enumerate() {
            let ms = match wild { Some((at, value)) if at == k => value, _ => ms };
            end_s += ms / 1000.0 + if after_gap { 30.0 } else { 0.0 };
            let origin = if corrected { Origin::Corrected } else { Origin::Kept };
            intervals.push(NnInterval { end_s, ms, origin, after_gap });
        }
        let nn = NnSeries::new(intervals).unwrap();
        let breathing = rate_hz.map_or(Err(Unfit::BreathingUnknown), breathing_at);
        for window in [FOREVER, Window { start_s: 3.0, end_s: 200.0 }, Window { start_s: 5.0, end_s: 5.0 }] {
            let summary = summarize(&nn, window, breathing.clone(), refused.then_some(Unfit::IrregularRhythm));
            prop_assert_eq!(summary.indices.len(), METRICS.len());
            for (index, metric) in summary.indices.iter().zip(METRICS) {
                prop_assert_eq!(index.id, metric.id);
                match &index.value {
                    Ok(value) => {
                        prop_assert_eq!(value.unit(), metric.unit);
                        prop_assert!(value.number().is_finite(), "{}", metric.id);
                        prop_assert!(matches!(value, Value::LnMs(_)) || value.number() >= 0.0, "{}", metric.id);
                    }
                    Err(unfit) => prop_assert!(!unfit.to_string().contains("NaN"), "{}", unfit),
                }
            }
            let _ = vagal_signal::breathing::from_rr(&nn, window);
        }
    }

    #[test]
    fn a_later_start_changes_nothing(shift_s in 0.0..1e5_f64, seed: u64) {
        let noise = Draws(seed).band_noise(0.005, 0.4, 900.0);
        let nn = beats_of(|t| 900.0 + noise(t), ReadAt::First, 310.0);
        let later = nn.as_slice().iter().map(|i| NnInterval { end_s: i.end_s + shift_s, ..*i });
        let later = NnSeries::new(later.collect()).unwrap();
        let (a, b) = (
            summarize(&nn, FOREVER, breathing_at(0.25), None),
            summarize(&later, FOREVER, breathing_at(0.25), None),
        );
        for m in METRICS {
            // Times of 1e5 s are known to 1e-11 s, and midpoints with them.
            prop_assert!(near(number(&a, m.id), number(&b, m.id), 1e-6), "{}", m.id);
        }
        prop_assert_eq!(a.stationary, b.stationary);
    }

    #[test]
    fn longer_intervals_scale_as_the_definition_says(k in 0.6..1.6_f64, seed: u64) {
        let noise = Draws(seed).band_noise(0.005, 0.4, 900.0);
        let nn = beats_of(|t| 900.0 + noise(t), ReadAt::First, 310.0);
        let stretched: Vec<f64> = nn.lengths_ms().map(|ms| ms * k).collect();
        let (a, b) = (
            summarize(&nn, FOREVER, breathing_at(0.25), None),
            summarize(&NnSeries::from_ms(&stretched).unwrap(), FOREVER, breathing_at(0.25), None),
        );
        let mut checked = 0;
        for m in METRICS {
            if let Some(expected) = scaled(m.id, number(&a, m.id), k) {
                prop_assert!(near(number(&b, m.id), expected, ROUNDING), "{}", m.id);
                checked += 1;
            }
        }
        prop_assert_eq!(checked, 5);
    }

    #[test]
    fn a_taller_series_has_power_in_proportion(gain in 0.2..1.0_f64, seed: u64) {
        // The same beat times with smaller swings: power goes with the square.
        let noise = Draws(seed).band_noise(0.005, 0.4, 900.0);
        let nn = beats_of(|t| 900.0 + noise(t), ReadAt::First, 310.0);
        let mean_ms = nn.mean_ms().unwrap();
        let times_s: Vec<f64> = nn.as_slice().iter().map(|i| i.end_s).collect();
        let power = |gain: f64| {
            let values: Vec<f64> = nn.lengths_ms().map(|ms| gain * (ms - mean_ms)).collect();
            vagal_signal::spectrum::lomb_scargle(&times_s, &values, 300.0, 0.5).unwrap().power(0.04, 0.4)
        };
        prop_assert!(near(power(gain), gain * gain * power(1.0), ROUNDING));
    }
}
