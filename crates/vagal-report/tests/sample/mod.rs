//! A hand-made page: figures invented for layout and words. No number here comes from a recording.
#![allow(dead_code, reason = "each test and the example use a part of it")]

use vagal_core::nn::{Correction, CorrectionKind, NnInterval, Origin};
use vagal_core::response::{
    Estimate, Explanation, Grade, Hold, LevelCurve, PhaseSummary, Quality, QualityItem,
    Sensitivity, SessionResponse, Shift, Swc, SwcSource, Verdict,
};
use vagal_core::session::{Circumstances, Phase, PhaseName, Posture};
use vagal_core::{
    Beat, BeatLabel, Beats, Bpm, BreathingRate, BreathingSource, ClockTime, Gap, Hz, IndexValue,
    Ledger, LnMs, Ms, Ms2, NnSeries, Note, Percent, Rhythm, RrSeries, Sensor, Summary, Unfit,
    Value, Window,
};
use vagal_report::SessionPage;
use vagal_report::page::{
    BeatsPage, BreathingPoint, ErrorRates, FalseAlarms, InputLine, LiteratureLine, Method,
    MetricLabel, PhaseSpectrum, PlacedNote, Power, SourceFile, Tachogram, Truth,
};

const BEFORE: (f64, f64) = (0.0, 600.0);
const DURING: (f64, f64) = (600.0, 2400.0);
const AFTER: (f64, f64) = (2400.0, 3120.0);

/// A number in −1..1 that looks random and is the same on every machine.
fn noise(i: usize) -> f64 {
    let mut x = (i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1234_5678;
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 32;
    (x >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

fn window(range: (f64, f64)) -> Window {
    Window::new(range.0, range.1).expect("in order")
}

fn true_level(t: f64) -> f64 {
    let base = 3.45;
    match t {
        t if t < DURING.0 => base,
        t if t < DURING.1 => base + 0.30 * (1.0 - (-(t - DURING.0) / 420.0).exp()),
        t => base + 0.30 * (-(t - DURING.1) / 1500.0).exp(),
    }
}

fn level() -> LevelCurve {
    let mut level = LevelCurve::default();
    for i in 0..=312 {
        let t = f64::from(i) * 10.0;
        level.time_s.push(t);
        level.mean.push(true_level(t) + 0.03 * (t / 130.0).sin() - 0.01);
        level.sd.push(0.055 + 0.02 * (t / 400.0).cos().abs());
    }
    for i in 0..104_usize {
        let t = 15.0 + 30.0 * i as f64;
        level.readings.push((t, true_level(t) + 0.16 * noise(i + 7), 0.13));
    }
    level
}

fn tachogram() -> Tachogram {
    let mut intervals = Vec::new();
    let mut t = 0.2;
    let mut i = 0;
    let mut after_gap = true;
    while t < AFTER.1 - 1.0 {
        if (1500.0..1508.0).contains(&t) {
            t = 1508.0;
            after_gap = true;
        }
        let slow = 40.0 * (t / 300.0).sin() + if t > DURING.0 { 35.0 } else { 0.0 };
        let breath = 32.0 * (std::f64::consts::TAU * 0.235 * t).sin();
        let ms = 880.0 + slow + breath + 18.0 * noise(i);
        t += ms / 1000.0;
        let origin = if i % 400 == 399 { Origin::Corrected } else { Origin::Kept };
        intervals.push(NnInterval { end_s: t, ms, origin, after_gap });
        after_gap = false;
        i += 1;
    }
    let change = |time_s, kind, before: &[f64], after: &[f64]| Correction {
        time_s,
        kind,
        before_ms: before.to_vec(),
        after_ms: after.to_vec(),
    };
    let corrections = vec![
        change(212.0, CorrectionKind::Ectopic, &[610.0, 1150.0], &[880.0, 880.0]),
        change(701.0, CorrectionKind::Missed, &[1790.0], &[895.0, 895.0]),
        change(1290.0, CorrectionKind::Ectopic, &[640.0, 1190.0], &[915.0, 915.0]),
        change(1506.0, CorrectionKind::Removed, &[2600.0], &[]),
        change(2011.0, CorrectionKind::Extra, &[420.0, 480.0], &[900.0]),
        change(2760.0, CorrectionKind::LongShort, &[1080.0], &[930.0]),
    ];
    Tachogram {
        ledger: Ledger { corrections, rr_count: intervals.len() },
        nn: NnSeries::new(intervals).expect("sound"),
        gaps: vec![Gap { start_s: 1500.0, end_s: 1508.0, reason: "lost contact".into() }],
    }
}

fn phase(
    name: PhaseName,
    range: (f64, f64),
    n_beats: usize,
    rmssd: f64,
    hr: f64,
    resp: f64,
) -> PhaseSummary {
    let ok = |id, value| IndexValue { id, value: Ok(value) };
    let indices = vec![
        ok("hr", Value::Bpm(Bpm::new(hr).expect("in range"))),
        ok("mean_nn", Value::Ms(Ms::new(60_000.0 / hr).expect("in range"))),
        ok("sdnn", Value::Ms(Ms::new(48.2 + rmssd / 10.0).expect("in range"))),
        ok("rmssd", Value::Ms(Ms::new(rmssd).expect("in range"))),
        ok("ln_rmssd", Value::LnMs(LnMs::new(rmssd.ln()).expect("in range"))),
        ok("pnn50", Value::Percent(Percent::new(rmssd / 3.0).expect("in range"))),
        ok("lf", Value::Ms2(Ms2::new(820.0).expect("in range"))),
        IndexValue {
            id: "hf",
            value: if name == PhaseName::During {
                Err(Unfit::BreathingOutsideBand { rate_hz: 0.13, low_hz: 0.15, high_hz: 0.40 })
            } else {
                Ok(Value::Ms2(Ms2::new(rmssd * rmssd / 2.2).expect("in range")))
            },
        },
    ];
    PhaseSummary {
        phase: Phase { name, window: window(range) },
        n_beats,
        summary: Summary {
            window: window(range),
            n_intervals: n_beats - 1,
            corrected_pct: if name == PhaseName::During { 0.9 } else { 0.4 },
            breathing: Ok(BreathingRate {
                rate: Hz::new(resp / 60.0).expect("in range"),
                source: BreathingSource::Rr,
            }),
            stationary: Some(name != PhaseName::During),
            indices,
        },
    }
}

/// Inverse of the normal distribution by bisection of a series good to far below a pixel.
fn normal_quantile(p: f64) -> f64 {
    let (mut lo, mut hi) = (-6.0_f64, 6.0_f64);
    for _ in 0..60 {
        let mid = f64::midpoint(lo, hi);
        if normal_cdf(mid) < p { lo = mid } else { hi = mid }
    }
    lo
}

fn normal_cdf(z: f64) -> f64 {
    // Series of the error function, exact enough inside ±6 for a sample.
    let (mut term, mut sum) = (z, z);
    for k in 1..200 {
        term *= z * z / f64::from(2 * k + 1);
        sum += term;
    }
    0.5 + sum * (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

fn posterior(estimate: f64, sd: f64, p_above_swc: f64, p_within_swc: f64) -> Shift {
    let quantiles =
        (0..50).map(|i| estimate + sd * normal_quantile(0.01 + 0.02 * f64::from(i))).collect();
    Shift {
        ln_rmssd: Estimate { estimate, lo: estimate - 1.96 * sd, hi: estimate + 1.96 * sd },
        p_above_swc,
        p_within_swc,
        sd,
        quantiles,
        breathing_slope: None,
    }
}

fn spectrum(phase: PhaseName, breath_hz: f64, scale: f64) -> PhaseSpectrum {
    let freq_hz: Vec<f64> = (1..=450).map(|i| f64::from(i) / 900.0).collect();
    let bump = |f: f64, at: f64, width: f64| (-((f - at) / width).powi(2)).exp();
    let psd_ms2_per_hz = freq_hz
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let smooth = 60.0 / (f + 0.01) + 5200.0 * bump(*f, 0.095, 0.018);
            let breath = 14_000.0 * scale * bump(*f, breath_hz, 0.016);
            (smooth + breath) * (1.0 + 0.25 * noise(i + if scale > 1.0 { 900 } else { 0 }))
        })
        .collect();
    PhaseSpectrum { phase, freq_hz, psd_ms2_per_hz, breathing_hz: Some(breath_hz), unfit: None }
}

fn breathing() -> Vec<BreathingPoint> {
    (0..52)
        .map(|i| {
            let start = 60.0 * f64::from(i);
            let rate = 14.0 - 0.4 * f64::from(i) / 52.0 + 0.9 * noise(i as usize + 31);
            let rate = if i % 17 == 9 {
                Err(Unfit::BreathingUnknown)
            } else {
                Ok(BreathingRate {
                    rate: Hz::new(rate / 60.0).expect("in range"),
                    source: if i < 10 { BreathingSource::Rr } else { BreathingSource::Ecg },
                })
            };
            BreathingPoint { window: window((start, start + 60.0)), rate }
        })
        .collect()
}

fn metrics() -> Vec<MetricLabel> {
    [
        ("hr", "HR", "mean heart rate"),
        ("mean_nn", "mean NN", "mean NN interval"),
        ("sdnn", "SDNN", "standard deviation of NN intervals"),
        ("rmssd", "RMSSD", "root mean square of successive differences"),
        ("ln_rmssd", "lnRMSSD", "natural logarithm of RMSSD"),
        ("pnn50", "pNN50", "share of successive differences above 50 ms"),
        ("lf", "LF", "power 0.04 to 0.15 Hz"),
        ("hf", "HF", "power 0.15 to 0.40 Hz"),
    ]
    .map(|(id, symbol, name)| MetricLabel {
        id: id.into(),
        symbol: symbol.into(),
        name: name.into(),
    })
    .to_vec()
}

fn response() -> SessionResponse {
    SessionResponse {
        verdict: Verdict::ShiftedUp,
        reason: "Pr(d > SWC) = .97 reaches the .95 that a shift needs".into(),
        quality: Quality {
            grade: Grade::B,
            score: 75,
            items: vec![
                QualityItem {
                    id: "resp_source",
                    minus: 15,
                    cap: Some(Grade::B),
                    veto: false,
                    text: "breathing read from RR only".into(),
                },
                QualityItem {
                    id: "no_rest_control",
                    minus: 10,
                    cap: None,
                    veto: false,
                    text: "no rest session on file".into(),
                },
            ],
        },
        shift: Some(posterior(0.235, 0.071, 0.97, 0.03)),
        heart_rate: Some(Estimate { estimate: -2.6, lo: -4.4, hi: -0.8 }),
        swc: Swc { ln_rmssd: 0.10, source: SwcSource::HouseChoice },
        detectable_80: Some(0.31),
        no_shift_attainable: Some(false),
        hold: Some(Hold { minutes: 12.0, lo: 6.5, hi: 12.0, censored: true, p_still_above: 0.88 }),
        phases: vec![
            phase(PhaseName::Before, BEFORE, 682, 31.4, 68.2, 14.1),
            phase(PhaseName::During, DURING, 1944, 40.9, 64.9, 13.8),
            phase(PhaseName::After, AFTER, 783, 39.0, 65.6, 13.6),
        ],
        compared: vec![],
        level: level(),
        sensitivity: vec![
            Sensitivity {
                id: "mean_nn",
                text: "adjusted for mean NN".into(),
                ln_rmssd: Ok(Estimate { estimate: 0.19, lo: 0.05, hi: 0.33 }),
            },
            Sensitivity {
                id: "deleted",
                text: "corrected beats deleted instead of interpolated".into(),
                ln_rmssd: Ok(Estimate { estimate: 0.23, lo: 0.09, hi: 0.37 }),
            },
            Sensitivity {
                id: "after_10_15",
                text: "minutes 10 to 15 after".into(),
                ln_rmssd: Err(Unfit::WindowTooShort { need_s: 300.0, have_s: 120.0 }),
            },
        ],
        explanations: vec![
            Explanation { id: "posture", text: "Posture the same: prone.".into(), decisive: false },
            Explanation {
                id: "breathing",
                text: "Breathing much the same: 14.1 to 13.6 a minute.".into(),
                decisive: false,
            },
        ],
        breathing_source: Some(BreathingSource::Rr),
    }
}

/// A massage that shifted, with a hold cut off by the end of the recording.
pub(crate) fn page() -> SessionPage {
    let tachogram = tachogram();
    SessionPage {
        input: Some(InputLine {
            id: "massage".into(),
            label: "Massage".into(),
            dose: vec!["30 min".into(), "moderate pressure".into(), "slow".into()],
            is_rest: false,
        }),
        when: Some(ClockTime::Civil { date: Some((2026, 11, 14)), second_of_day: 36_300.0 }),
        sources: vec![SourceFile {
            name: "2026-11-14 massage.txt".into(),
            format: "rr_text".into(),
            role: None,
            device: Some("Polar H10".into()),
            sensor: Sensor::ChestStrap,
            sampling_hz: Some(1024.0),
            duration_s: 3120.0,
            n_beats: 3409,
            start: None,
            content_hash: Some("sha256:4f0c…9a".into()),
        }],
        sensor: Sensor::ChestStrap,
        circumstances: Circumstances {
            posture_before: Some(Posture::Prone),
            posture_after: Some(Posture::Prone),
            moving_pct: Some(0.0),
            ..Circumstances::default()
        },
        response: response(),
        metrics: metrics(),
        tachogram,
        breathing: breathing(),
        spectra: vec![
            spectrum(PhaseName::Before, 14.1 / 60.0, 1.0),
            spectrum(PhaseName::After, 13.6 / 60.0, 1.6),
        ],
        rhythm: Rhythm {
            findings: Vec::new(),
            judged_windows: 26,
            irregular_windows: 0,
            ectopic_pct: 0.1,
            not_judged: None,
        },
        notes: vec![PlacedNote {
            file: "2026-11-14 massage.txt".into(),
            note: Note::salvaged("line 1502", "a stray `@` in front of 903; the number was read"),
        }],
        literature: vec![LiteratureLine {
            claim: "C06".into(),
            text: "raises heart rate variability".into(),
            grade: "mixed".into(),
            supporting: vec![
                "Invented 2001, n = 20: higher during the input with moderate pressure".into(),
                "Invented 2011, n = 60: higher after the input, and after rest as well".into(),
            ],
            against: vec!["Invented 2006, n = 21: no difference 15 min after".into()],
        }],
        error_rates: Some(ErrorRates {
            cell: "52 min in all, level sd 0.2, timescale 300 s".into(),
            false_alarms: FalseAlarms { pct: 1.6, upper_pct: 2.3, sessions: 2000 },
            power: vec![
                Power { d: 0.2, found_pct: 34.0, sessions: 2000 },
                Power { d: 0.4, found_pct: 78.0, sessions: 2000 },
                Power { d: 0.8, found_pct: 99.0, sessions: 2000 },
            ],
            coverage_pct: Some(94.6),
            command: "vagal-validation error-rates --cell 52".into(),
        }),
        truth: None,
        method: Method {
            version: "0.1.0".into(),
            command: Some("vagal session 2026-11-14-massage.txt --start 600 --end 2400".into()),
            content_hash: Some("sha256:91be…07".into()),
            settings: vec![
                ("after_window_s".into(), "600 (fixed in advance)".into()),
                ("level_timescale_s".into(), "30 to 1800, marginalised".into()),
                ("swc_ln_rmssd".into(), "0.10 (house choice)".into()),
            ],
            stations: vec![
                "Intervals read from the strap, gaps kept as gaps.".into(),
                "Beats corrected after Lipponen & Tarvainen 2019, every change in a ledger.".into(),
                "lnRMSSD in 30 s windows as a slowly moving level with sampling noise.".into(),
            ],
        },
    }
}

/// The same with the simulator's truth beside the estimate.
pub(crate) fn demo() -> SessionPage {
    let mut page = page();
    let time_s: Vec<f64> = (0..=156).map(|i| 20.0 * f64::from(i)).collect();
    let mean = time_s.iter().map(|t| true_level(*t)).collect();
    page.truth = Some(Truth {
        d: 0.26,
        hold_minutes: Some(27.0),
        level: LevelCurve { time_s, mean, ..LevelCurve::default() },
        text: "A massage of 30 min in a person of 35 years.".into(),
    });
    page
}

/// The page with another verdict and a posterior that fits it.
pub(crate) fn with_verdict(verdict: Verdict) -> SessionPage {
    let mut page = page();
    let response = &mut page.response;
    response.verdict = verdict;
    response.hold = None;
    match verdict {
        Verdict::ShiftedUp => {}
        Verdict::ShiftedDown => {
            response.shift = Some(posterior(-0.31, 0.08, 0.995, 0.004));
            response.reason = "Pr(d < −SWC) = .99 reaches the .95 that a shift needs".into();
        }
        Verdict::NoShift => {
            response.shift = Some(posterior(0.01, 0.05, 0.04, 0.93));
            response.reason = "Pr(|d| < SWC) = .93 reaches the .90 that no shift needs".into();
        }
        Verdict::CannotTell => {
            response.shift = Some(posterior(0.08, 0.14, 0.44, 0.46));
            response.reason = "neither .95 above the SWC nor .90 within it".into();
        }
        Verdict::ExplainedOtherwise => {
            response.explanations = vec![Explanation {
                id: "breathing",
                text:
                    "Breathing went from 15.2 to 10.4 a minute; the shift cannot be separated from \
                       breathing."
                        .into(),
                decisive: true,
            }];
            response.reason = "breathing changed with the phase".into();
        }
        Verdict::Unusable => {
            response.quality = Quality {
                grade: Grade::D,
                score: 30,
                items: vec![QualityItem {
                    id: "baseline",
                    minus: 0,
                    cap: None,
                    veto: true,
                    text: "40 s of baseline, at least 60 s are needed".into(),
                }],
            };
            response.shift = None;
            response.reason = "the baseline is too short".into();
        }
    }
    page
}

/// The same with a hold that ended while the recording lasted.
pub(crate) fn held() -> SessionPage {
    let mut page = page();
    page.response.hold =
        Some(Hold { minutes: 7.5, lo: 4.0, hi: 12.0, censored: false, p_still_above: 0.14 });
    page
}

/// The same from a pulse wave.
pub(crate) fn pulse() -> SessionPage {
    let mut page = page();
    page.sensor = Sensor::Ppg;
    for source in &mut page.sources {
        source.sensor = Sensor::Ppg;
        source.device = Some("finger clip".into());
    }
    page
}

/// Five beats with a gap between them.
pub(crate) fn beats() -> BeatsPage {
    let times = [0.5, 1.3, 2.1, 9.0, 9.8];
    let beats = times.map(|time_s| Beat { time_s, label: BeatLabel::Unlabelled }).to_vec();
    let gap = Gap { start_s: 2.1, end_s: 9.0, reason: "lost contact".into() };
    BeatsPage {
        source: page().sources.remove(0),
        beats: Beats::new(beats, vec![gap], Some(250.0), Sensor::Ecg).expect("in order"),
        rr: RrSeries::from_ms(&[800.0, 800.0, 800.0], Sensor::Ecg).expect("positive"),
        ledger: Ledger {
            corrections: vec![Correction {
                time_s: 2.1,
                kind: CorrectionKind::Removed,
                before_ms: vec![6900.0],
                after_ms: Vec::new(),
            }],
            rr_count: 4,
        },
        rhythm: Rhythm {
            findings: Vec::new(),
            judged_windows: 1,
            irregular_windows: 0,
            ectopic_pct: 0.0,
            not_judged: None,
        },
        notes: vec![Note::info("byte 12", "an odd mark")],
    }
}

/// The same with a short before-phase, in three files, with a finding of the rhythm gate.
pub(crate) fn crowded() -> SessionPage {
    use vagal_core::rhythm::{RhythmFinding, RhythmKind};
    let mut page = demo();
    let bounds = [(0.0, 180.0), (180.0, 2940.0), (2940.0, 3120.0)];
    for (phase, range) in page.response.phases.iter_mut().zip(bounds) {
        phase.phase.window = window(range);
    }
    let one = page.sources.remove(0);
    for role in [PhaseName::Before, PhaseName::During, PhaseName::After] {
        let name = format!("{}.edf", role.id());
        page.sources.push(SourceFile { name, role: Some(role), ..one.clone() });
    }
    page.rhythm.findings = vec![RhythmFinding {
        kind: RhythmKind::FrequentEctopy,
        start_s: 300.0,
        end_s: 900.0,
        numbers: "7.1% of the beats, 3 runs".into(),
    }];
    page.response.hold = None;
    page
}
