//! Properties on arbitrary series: no panic, no alarm from a refusal, no clock; and the time it takes.

use crate::numbers::Random;
use crate::simulated::Fibrillation;
use proptest::prelude::*;
use std::time::Instant;
use vagal_core::{BeatLabel, RrInterval, RrSeries, Sensor};
use vagal_signal::rhythm::judge;

const LABELS: [BeatLabel; 7] = [
    BeatLabel::Unlabelled,
    BeatLabel::Normal,
    BeatLabel::Supraventricular,
    BeatLabel::Ventricular,
    BeatLabel::Fusion,
    BeatLabel::Paced,
    BeatLabel::Unclassifiable,
];

/// Lengths from the plausible to the absurd.
fn length_ms() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => 300.0..2000.0,
        2 => Just(800.0),
        1 => 1e-300..1e300,
    ]
}

fn series() -> impl Strategy<Value = RrSeries> {
    let interval = (length_ms(), 0..7_usize, prop::bool::weighted(0.03), 0.0..3.0);
    prop::collection::vec(interval, 0..700).prop_map(|parts| {
        let mut end_s = 0.0_f64;
        let intervals = parts.into_iter().map(|(ms, label, after_gap, extra_s)| {
            end_s += ms / 1000.0 + if after_gap { extra_s } else { 0.0 };
            let [start_label, end_label] = [LABELS[label]; 2];
            RrInterval { end_s, ms, start_label, end_label, after_gap }
        });
        RrSeries::new(intervals.collect(), None, Sensor::Unknown).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_series_gets_a_sound_answer(rr in series()) {
        let rhythm = judge(&rr);
        prop_assert!((0.0..=100.0).contains(&rhythm.ectopic_pct));
        prop_assert!(rhythm.irregular_windows <= rhythm.judged_windows);
        if rhythm.not_judged.is_some() {
            prop_assert!(rhythm.findings.is_empty());
        }
        for finding in &rhythm.findings {
            prop_assert!(finding.start_s <= finding.end_s, "{finding:?}");
            prop_assert!(!finding.numbers.contains("NaN") && !finding.numbers.contains("inf"));
        }
    }

    #[test]
    fn end_times_that_do_not_fit_the_lengths_are_borne(
        ms in prop::collection::vec(length_ms(), 0..400),
        steps in prop::collection::vec(0.0..2.0, 400),
    ) {
        let mut end_s = -1e6;
        let intervals = ms.into_iter().zip(steps).map(|(ms, step)| {
            end_s += step;
            let [start_label, end_label] = [BeatLabel::Unlabelled; 2];
            RrInterval { end_s, ms, start_label, end_label, after_gap: false }
        });
        judge(&RrSeries::new(intervals.collect(), None, Sensor::Unknown).unwrap());
    }

    #[test]
    fn a_later_start_changes_nothing_but_the_times(
        ticks in prop::collection::vec(300_u32..1400, 200..700),
        label in 0..4_usize,
    ) {
        // Ticks of 1/1024 s and a start that is a whole number of seconds are exact in binary.
        let at = |start_s: f64| {
            let mut end_s = start_s;
            let intervals = ticks.iter().enumerate().map(|(i, tick)| {
                end_s += f64::from(*tick) / 1024.0;
                let ms = f64::from(*tick) / 1.024;
                let [start_label, end_label] = [if i % 9 == 0 { LABELS[label] } else { LABELS[1] }; 2];
                RrInterval { end_s, ms, start_label, end_label, after_gap: false }
            });
            judge(&RrSeries::new(intervals.collect(), None, Sensor::Ecg).unwrap())
        };
        const SHIFT_S: f64 = 86_400.0;
        // end − length/1000 rounds in the last place of a day in seconds.
        const ROUNDING_S: f64 = 1e-9;
        let (early, late) = (at(0.0), at(SHIFT_S));
        prop_assert_eq!(early.judged_windows, late.judged_windows);
        prop_assert_eq!(early.irregular_windows, late.irregular_windows);
        prop_assert_eq!(early.ectopic_pct, late.ectopic_pct);
        prop_assert_eq!(early.findings.len(), late.findings.len());
        for (a, b) in early.findings.iter().zip(&late.findings) {
            prop_assert_eq!((a.kind, &a.numbers), (b.kind, &b.numbers));
            prop_assert!((a.start_s + SHIFT_S - b.start_s).abs() < ROUNDING_S);
            prop_assert!((a.end_s + SHIFT_S - b.end_s).abs() < ROUNDING_S);
        }
    }
}

/// A day of fibrillation, where every window runs the whole way; the aim is 50 ms on an idle machine,
/// the bar ten times that because the machine of a test is never idle.
#[test]
fn a_day_is_judged_in_no_time() {
    const BAR_MS: f64 = 500.0;
    let mut random = Random::new(1);
    let day = Fibrillation::draw(72.0, &mut random).intervals(24.0 * 60.0, &mut random);
    assert!(day.len() > 100_000);
    let best_ms = (0..5)
        .map(|_| {
            let start = Instant::now();
            assert!(judge(&day).has_veto());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .fold(f64::INFINITY, f64::min);
    println!("{} beats of fibrillation: {best_ms:.1} ms", day.len());
    assert!(best_ms < BAR_MS, "{best_ms:.0} ms");
}
