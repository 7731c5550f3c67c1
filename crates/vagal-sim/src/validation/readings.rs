//! Readings of a simulated window: plain textbook definitions, apart from the measuring crates on purpose.

use std::f64::consts::TAU;

use crate::simulation::{BeatRow, Cycle};

/// What a window of a run reads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub(crate) rr_ms: f64,
    pub(crate) hr_bpm: f64,
    pub(crate) sdnn_ms: f64,
    pub(crate) rmssd_ms: f64,
    pub(crate) systolic_mmhg: f64,
    pub(crate) diastolic_mmhg: f64,
    pub(crate) mean_mmhg: f64,
    pub(crate) lf_ms2: f64,
    pub(crate) hf_ms2: f64,
}

/// The cycles that end inside the window, with their times.
pub(crate) fn cycles(rows: &[BeatRow], start_s: f64, end_s: f64) -> Vec<(f64, Cycle)> {
    rows.iter()
        .filter(|row| row.time_s > start_s && row.time_s <= end_s)
        .filter_map(|row| Some((row.time_s, row.cycle?)))
        .collect()
}

pub(crate) fn read(rows: &[BeatRow], start_s: f64, end_s: f64) -> Reading {
    let cycles = cycles(rows, start_s, end_s);
    let mean = |value: fn(&Cycle) -> f64| mean_of(cycles.iter().map(|(_, c)| value(c)));
    let rr_ms = mean(|c| c.rr_ms);
    let variance = mean_of(cycles.iter().map(|(_, c)| (c.rr_ms - rr_ms).powi(2)));
    let squares = cycles.windows(2).map(|w| (w[1].1.rr_ms - w[0].1.rr_ms).powi(2));
    let spectrum = spectrum(&cycles);
    let power = |lo: f64, hi: f64| -> f64 {
        spectrum.iter().filter(|(hz, _)| (lo..hi).contains(hz)).map(|(_, p)| p * STEP_HZ).sum()
    };
    Reading {
        rr_ms,
        hr_bpm: 60_000.0 / rr_ms,
        sdnn_ms: variance.sqrt(),
        rmssd_ms: mean_of(squares).sqrt(),
        systolic_mmhg: mean(|c| c.systolic_mmhg),
        diastolic_mmhg: mean(|c| c.diastolic_mmhg),
        mean_mmhg: mean(|c| c.mean_mmhg),
        lf_ms2: power(0.04, 0.15),
        hf_ms2: power(0.15, 0.40),
    }
}

/// The mean of each reading over several runs.
pub(crate) fn average(readings: &[Reading]) -> Reading {
    let mean = |value: fn(&Reading) -> f64| mean_of(readings.iter().map(value));
    Reading {
        rr_ms: mean(|r| r.rr_ms),
        hr_bpm: mean(|r| r.hr_bpm),
        sdnn_ms: mean(|r| r.sdnn_ms),
        rmssd_ms: mean(|r| r.rmssd_ms),
        systolic_mmhg: mean(|r| r.systolic_mmhg),
        diastolic_mmhg: mean(|r| r.diastolic_mmhg),
        mean_mmhg: mean(|r| r.mean_mmhg),
        lf_ms2: mean(|r| r.lf_ms2),
        hf_ms2: mean(|r| r.hf_ms2),
    }
}

pub(crate) fn mean_of(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), v| (sum + v, n + 1.0));
    sum / f64::max(n, 1.0)
}

const SAMPLING_HZ: f64 = 4.0;
const SEGMENT_S: f64 = 100.0;
const STEP_HZ: f64 = 1.0 / SEGMENT_S;

/// Welch's spectrum of RR, ms²/Hz: linear interpolation at 4 Hz, Hann segments of 100 s overlapping by half.
pub(crate) fn spectrum(cycles: &[(f64, Cycle)]) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (cycles.first(), cycles.last()) else { return Vec::new() };
    let mut next = 1;
    let mut series = Vec::new();
    let mut time_s = first.0;
    while time_s < last.0 && next < cycles.len() {
        while next + 1 < cycles.len() && cycles[next].0 < time_s {
            next += 1;
        }
        let ((t0, a), (t1, b)) = (cycles[next - 1], cycles[next]);
        series.push(a.rr_ms + (b.rr_ms - a.rr_ms) * (time_s - t0) / (t1 - t0));
        time_s += 1.0 / SAMPLING_HZ;
    }
    let length = (SEGMENT_S * SAMPLING_HZ) as usize;
    if series.len() < length {
        return Vec::new();
    }
    let hann: Vec<f64> =
        (0..length).map(|k| 0.5 - 0.5 * (TAU * k as f64 / length as f64).cos()).collect();
    let turn: Vec<(f64, f64)> =
        (0..length).map(|k| (TAU * k as f64 / length as f64).sin_cos()).collect();
    let norm = SAMPLING_HZ * hann.iter().map(|w| w * w).sum::<f64>();
    let segments: Vec<&[f64]> = (0..=series.len() - length)
        .step_by(length / 2)
        .map(|start| &series[start..start + length])
        .collect();
    (1..(0.5 * SEGMENT_S) as usize)
        .map(|bin| {
            let power = segments.iter().map(|segment| {
                let centre = mean_of(segment.iter().copied());
                let (mut re, mut im) = (0.0, 0.0);
                for (k, (value, weight)) in segment.iter().zip(&hann).enumerate() {
                    let (sin, cos) = turn[bin * k % length];
                    re += (value - centre) * weight * cos;
                    im += (value - centre) * weight * sin;
                }
                2.0 * (re * re + im * im) / norm
            });
            (bin as f64 * STEP_HZ, mean_of(power))
        })
        .collect()
}

/// The highest local maximum within the band: a flank that falls into the band from outside is no peak.
pub(crate) fn peak(spectrum: &[(f64, f64)], lo_hz: f64, hi_hz: f64) -> Option<f64> {
    spectrum
        .windows(3)
        .filter(|w| (lo_hz..hi_hz).contains(&w[1].0) && w[1].1 > w[0].1 && w[1].1 > w[2].1)
        .max_by(|a, b| a[1].1.total_cmp(&b[1].1))
        .map(|w| w[1].0)
}

/// Baroreflex sensitivity by the sequence method, ms/mmHg: the mean slope of RR on systolic pressure over runs of at
/// least three beats in which both rise or both fall, pressure by 1 mmHg a beat, RR by 5 ms, correlated above 0.85.
pub(crate) fn sequence_sensitivity(rows: &[BeatRow], start_s: f64, end_s: f64) -> Option<f64> {
    let cycles: Vec<Cycle> = cycles(rows, start_s, end_s).into_iter().map(|(_, c)| c).collect();
    let pairs: Vec<(f64, f64)> = cycles.iter().map(|c| (c.systolic_mmhg, c.rr_ms)).collect();
    let steps = |sign: f64| -> Vec<bool> {
        pairs
            .windows(2)
            .map(|w| sign * (w[1].0 - w[0].0) >= 1.0 && sign * (w[1].1 - w[0].1) >= 5.0)
            .collect()
    };
    let mut slopes = Vec::new();
    for sign in [1.0, -1.0] {
        let mut start = 0;
        for run in steps(sign).chunk_by(|a, b| a == b) {
            if run[0] && run.len() >= 2 {
                let (slope, r) = regression(&pairs[start..=start + run.len()]);
                if r > 0.85 {
                    slopes.push(slope);
                }
            }
            start += run.len();
        }
    }
    (!slopes.is_empty()).then(|| mean_of(slopes.iter().copied()))
}

/// Slope of the second number on the first, and their correlation.
pub(crate) fn regression(pairs: &[(f64, f64)]) -> (f64, f64) {
    let (mx, my) = (mean_of(pairs.iter().map(|p| p.0)), mean_of(pairs.iter().map(|p| p.1)));
    let xx: f64 = pairs.iter().map(|p| (p.0 - mx).powi(2)).sum();
    let yy: f64 = pairs.iter().map(|p| (p.1 - my).powi(2)).sum();
    let xy: f64 = pairs.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    (xy / xx, xy / (xx * yy).sqrt())
}

/// Peak to trough of heart rate within a breath, bpm, mean over the breaths of a noise-free run.
pub(crate) fn arrhythmia(rows: &[BeatRow], start_s: f64, end_s: f64, breath_s: f64) -> f64 {
    let cycles = cycles(rows, start_s, end_s);
    let breaths = ((end_s - start_s) / breath_s) as usize;
    mean_of((0..breaths).filter_map(|k| {
        let from = start_s + k as f64 * breath_s;
        let breath = from..from + breath_s;
        let within =
            || cycles.iter().filter(|(t, _)| breath.contains(t)).map(|(_, c)| 60_000.0 / c.rr_ms);
        Some(within().reduce(f64::max)? - within().reduce(f64::min)?)
    }))
}

/// Longest less shortest RR, ms. Beats fall everywhere in the breath, so in a noise-free run this is its full swing.
pub(crate) fn range_ms(rows: &[BeatRow], start_s: f64, end_s: f64) -> f64 {
    let cycles = cycles(rows, start_s, end_s);
    let rr = || cycles.iter().map(|(_, c)| c.rr_ms);
    rr().fold(f64::NEG_INFINITY, f64::max) - rr().fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    /// Beats of `900 + 30 sin(2π·0.1·t) + 20 sin(2π·0.25·t)` ms.
    fn known() -> Vec<BeatRow> {
        let mut time_s = 0.0;
        (0..700)
            .map(|_| {
                let rr_ms =
                    900.0 + 30.0 * (TAU * 0.1 * time_s).sin() + 20.0 * (TAU * 0.25 * time_s).sin();
                time_s += rr_ms / 1000.0;
                let cycle = Cycle {
                    rr_ms,
                    systolic_mmhg: 120.0 + 0.1 * (rr_ms - 900.0),
                    diastolic_mmhg: 70.0,
                    mean_mmhg: 90.0,
                };
                let cycle = Some(cycle);
                BeatRow { time_s, cycle, lung_l: 0.0, vagal_hz: 0.0, sympathetic_hz: 0.0 }
            })
            .collect()
    }

    #[test]
    fn two_sines_of_known_power() {
        // Algebra: half the squared amplitude, 450 and 200 ms². Linear interpolation of beats a second apart takes
        // some power from 0.25 Hz: sinc⁴(0.25·0.9), 29%.
        let reading = read(&known(), 0.0, 600.0);
        assert!((reading.lf_ms2 - 450.0).abs() < 0.10 * 450.0, "{reading:?}");
        let sinc = (PI * 0.25 * 0.9).sin() / (PI * 0.25 * 0.9);
        let expected = 200.0 * sinc.powi(4);
        assert!((reading.hf_ms2 - expected).abs() < 0.15 * expected, "{reading:?}");
        let spectrum = spectrum(&cycles(&known(), 0.0, 600.0));
        assert!((peak(&spectrum, 0.04, 0.15).unwrap() - 0.10).abs() < 1e-9);
        assert!((peak(&spectrum, 0.15, 0.40).unwrap() - 0.25).abs() < 1e-9);
        assert_eq!(peak(&spectrum, 0.30, 0.301), None);
    }

    #[test]
    fn a_sequence_of_known_slope() {
        // RR is 10 ms per mmHg of the pressure by construction.
        let slope = sequence_sensitivity(&known(), 0.0, 600.0).unwrap();
        assert!((slope - 10.0).abs() < 1e-6, "{slope}");
    }
}
