//! Is there a breathing peak? A spectrum per beat, from lagged products within unbroken stretches.
//!
//! Per beat and not per second: at 40 beats a minute breathing at 20 a minute reaches half the heart
//! rate, and what lies above folds back into this spectrum as a peak just as well, while in
//! fibrillation it is flat.

use std::f64::consts::PI;

/// Lags of the covariance; with the Hann taper below a peak is about 0.1 cycles a beat wide, the
/// width that breaths of 10-15% differing length have. House choice.
const LAGS: usize = 20;

/// Frequencies from 0 to half a cycle a beat.
const STEPS: usize = 100;

/// Below this many cycles a beat the drift of the heart rate is taken for what it is. House choice.
const DRIFT_STEPS: usize = 6;

/// Half the width of the band around the peak, in steps of 0.005 cycles a beat.
const PEAK_HALF_WIDTH: usize = 10;

/// Coefficients of the linear prediction. Two describe one oscillation, four breathing and a slow wave.
const PREDICTION_ORDER: usize = 4;

/// Two numbers that say how far the intervals are from white noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Whiteness {
    /// Share of the power within 0.05 cycles a beat of the highest peak; about 0.25 for white noise.
    pub(super) peak_share: f64,
    /// Share of the variance that the intervals before do not predict; 1 for white noise.
    pub(super) unpredicted: f64,
}

/// Measures the whiteness of `ms` about their `local_ms` level; neighbours belong together where
/// `run` has the same number. `None` if they do not vary.
pub(super) fn whiteness(ms: &[f64], local_ms: &[f64], run: &[usize]) -> Option<Whiteness> {
    let y = levelled(ms, local_ms);
    let covariance = covariance(&y, run)?;
    Some(Whiteness {
        peak_share: peak_share(&covariance),
        unpredicted: unpredicted(&covariance[..=PREDICTION_ORDER]),
    })
}

/// Logarithm of length over local median, outliers drawn in to three robust standard deviations: an
/// ectopic beat must not hide a peak, and a change of level (fibrillation that begins or ends within
/// the window) must not look like one.
fn levelled(ms: &[f64], local_ms: &[f64]) -> Vec<f64> {
    let mut y: Vec<f64> = ms.iter().zip(local_ms).map(|(ms, local)| (ms / local).ln()).collect();
    let mut away: Vec<f64> = y.iter().map(|v| v.abs()).collect();
    // 1.4826 makes the median absolute deviation of a normal distribution its standard deviation.
    let reach = 3.0 * 1.4826 * super::median(&mut away);
    y.iter_mut().for_each(|v| *v = v.clamp(-reach, reach));
    let mean = y.iter().sum::<f64>() / y.len().max(1) as f64;
    y.iter_mut().for_each(|v| *v -= mean);
    y
}

/// Autocovariance at lags 0 to [`LAGS`] relative to lag 0; products never reach across a gap.
fn covariance(y: &[f64], run: &[usize]) -> Option<[f64; LAGS + 1]> {
    let mut covariance = [0.0; LAGS + 1];
    for (lag, sum) in covariance.iter_mut().enumerate() {
        for i in lag..y.len() {
            if run[i] == run[i - lag] {
                *sum += y[i] * y[i - lag];
            }
        }
    }
    let power = covariance[0];
    (power > 1e-12).then(|| covariance.map(|c| c / power))
}

/// Blackman-Tukey spectrum with a Hann taper, and the share of its power around the highest value.
fn peak_share(covariance: &[f64; LAGS + 1]) -> f64 {
    let tapered: Vec<f64> = (1..=LAGS)
        .map(|lag| (1.0 + (PI * lag as f64 / LAGS as f64).cos()) * covariance[lag])
        .collect();
    let power: Vec<f64> = (DRIFT_STEPS..=STEPS)
        .map(|step| {
            let angle = PI * step as f64 / STEPS as f64;
            // cos(k·angle) by recurrence: one cosine a frequency instead of twenty.
            let twice = 2.0 * angle.cos();
            let (mut before, mut now) = (1.0, angle.cos());
            let mut sum = 1.0;
            for coefficient in &tapered {
                sum += coefficient * now;
                (before, now) = (now, twice * now - before);
            }
            sum.max(0.0)
        })
        .collect();
    let total: f64 = power.iter().sum();
    let peak = (0..power.len()).max_by(|a, b| power[*a].total_cmp(&power[*b])).unwrap_or(0);
    let band = peak.saturating_sub(PEAK_HALF_WIDTH)..(peak + PEAK_HALF_WIDTH + 1).min(power.len());
    if total > 0.0 { power[band].iter().sum::<f64>() / total } else { 0.0 }
}

/// Levinson's recursion: what is left of the variance after linear prediction.
fn unpredicted(covariance: &[f64]) -> f64 {
    let mut coefficients: Vec<f64> = Vec::with_capacity(covariance.len());
    let mut left = 1.0;
    for order in 1..covariance.len() {
        let explained: f64 =
            coefficients.iter().enumerate().map(|(j, a)| a * covariance[order - 1 - j]).sum();
        // Products missing at gaps can make the covariance not quite one of a real process.
        let reflection = ((covariance[order] - explained) / left).clamp(-0.999, 0.999);
        let mirrored: Vec<f64> = coefficients.iter().rev().copied().collect();
        coefficients.iter_mut().zip(mirrored).for_each(|(a, m)| *a -= reflection * m);
        coefficients.push(reflection);
        left *= 1.0 - reflection * reflection;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_is_one_peak_and_predicted() {
        let sine: Vec<f64> =
            (0..128).map(|i| 1000.0 + 100.0 * (2.0 * PI * 0.31 * f64::from(i)).sin()).collect();
        let w = whiteness(&sine, &[1000.0; 128], &[0; 128]).unwrap();
        assert!(w.peak_share > 0.9, "{w:?}");
        assert!(w.unpredicted < 0.05, "{w:?}");
    }

    #[test]
    fn an_autoregression_leaves_the_variance_that_algebra_says() {
        // x[i] = 0.8 x[i-1] + e: covariance 0.8^k, innovation variance 1 - 0.64.
        let covariance: Vec<f64> = (0..5).map(|k| 0.8_f64.powi(k)).collect();
        assert!((unpredicted(&covariance) - 0.36).abs() < 1e-12);
    }

    #[test]
    fn a_constant_series_has_no_spectrum() {
        assert!(whiteness(&[1000.0; 128], &[1000.0; 128], &[0; 128]).is_none());
        assert!(whiteness(&[], &[], &[]).is_none());
    }

    #[test]
    fn no_product_crosses_a_gap() {
        let y = [1.0, -1.0, 1.0, -1.0];
        let c = covariance(&y, &[0, 0, 1, 1]).unwrap();
        // By hand: lag 1 within the runs −1 −1, over lag 0 = 4; lag 2 has no pair.
        assert_eq!((c[1], c[2]), (-0.5, 0.0));
    }
}
