//! The Lomb-Scargle periodogram, scaled to a density whose integral is the variance.

#[cfg(test)]
use std::f64::consts::TAU;

use super::nufft;

/// How many frequencies lie within 1 / span.
const OVERSAMPLING: f64 = 4.0;

/// A density over equally spaced frequencies from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Periodogram {
    /// Distance of neighbouring frequencies, Hz.
    pub step_hz: f64,
    /// Density at 0, `step_hz`, 2 `step_hz` …, in squared units of the values per Hz; 0 at frequency 0.
    pub density: Vec<f64>,
}

impl Periodogram {
    /// Pairs of frequency in Hz and density.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.density.iter().enumerate().map(|(k, &p)| (k as f64 * self.step_hz, p))
    }

    /// Highest frequency, Hz.
    pub fn top_hz(&self) -> f64 {
        self.density.len().saturating_sub(1) as f64 * self.step_hz
    }

    /// The density at a frequency, on the straight line between its neighbours; 0 outside.
    pub fn at(&self, frequency_hz: f64) -> f64 {
        let place = frequency_hz / self.step_hz;
        if !(place >= 0.0 && place < self.density.len() as f64) {
            return 0.0;
        }
        let below = place as usize;
        let Some(&next) = self.density.get(below + 1) else { return self.density[below] };
        self.density[below] + (place - below as f64) * (next - self.density[below])
    }

    /// The integral from `low_hz` to `high_hz` of the straight lines between the points: exact at the edges, so that
    /// neighbouring bands add up to the band that holds both.
    pub fn power(&self, low_hz: f64, high_hz: f64) -> f64 {
        let high_hz = high_hz.min(self.top_hz());
        let low_hz = low_hz.max(0.0);
        if low_hz >= high_hz {
            return 0.0;
        }
        let first = (low_hz / self.step_hz) as usize + 1;
        let last = ((high_hz / self.step_hz) as usize).min(self.density.len() - 1);
        let (mut sum, mut from_hz, mut from) = (0.0, low_hz, self.at(low_hz));
        for k in first..=last {
            let (to_hz, to) = (k as f64 * self.step_hz, self.density[k]);
            sum += 0.5 * (from + to) * (to_hz - from_hz);
            (from_hz, from) = (to_hz, to);
        }
        sum + 0.5 * (from + self.at(high_hz)) * (high_hz - from_hz)
    }
}

/// Lomb-Scargle periodogram of `values` at uneven `times_s`, up to `top_hz`, as the one-sided density `2 T P / N`
/// with T = `covered_s`.
///
/// `values` should have no mean. White noise of variance σ² gives 2 σ² T / N at every frequency, and a wave of
/// amplitude A integrates to A² / 2.
///
/// `None` if there are fewer than three values, no span, or a number leaves the range of `f64`.
///
/// Source: `scargle-1982`, equation 10; sums by a non-uniform FFT, so that 24 h take a second or less.
pub fn lomb_scargle(
    times_s: &[f64],
    values: &[f64],
    covered_s: f64,
    top_hz: f64,
) -> Option<Periodogram> {
    let n = times_s.len();
    let (low_s, high_s) = super::extent(times_s);
    let span_s = high_s - low_s;
    let sound = times_s.iter().all(|t| t.is_finite()) && span_s.is_finite() && span_s > 0.0;
    if n < 3 || values.len() != n || !sound {
        return None;
    }
    let step_hz = 1.0 / (OVERSAMPLING * span_s);
    let modes = (top_hz / step_hz).ceil() as usize + 1;
    let turns: Vec<f64> = times_s.iter().map(|t| ((t - low_s) * step_hz).fract()).collect();
    let sums = nufft::sums(&turns, |j| values[j], modes);
    let doubled = nufft::sums(&turns, |_| 1.0, 2 * modes);
    let n = n as f64;
    let mut density = vec![0.0; modes + 1];
    for k in 1..=modes {
        let (cos_sum, sin_sum) = (sums[k].re, sums[k].im);
        let (c2, s2) = (doubled[2 * k].re, doubled[2 * k].im);
        let (sin_offset, cos_offset) = (0.5 * s2.atan2(c2)).sin_cos();
        let in_phase = cos_sum * cos_offset + sin_sum * sin_offset;
        let quadrature = sin_sum * cos_offset - cos_sum * sin_offset;
        let length = c2.hypot(s2).min(n);
        let (cos_norm, sin_norm) = (0.5 * (n + length), 0.5 * (n - length));
        let mut power = 0.5 * in_phase * in_phase / cos_norm;
        // At the edge of an even grid no sine fits between the samples, and its sum is nothing but rounding.
        if sin_norm > 1e-6 * n {
            power += 0.5 * quadrature * quadrature / sin_norm;
        }
        density[k] = 2.0 * covered_s * power / n;
    }
    density.iter().all(|p| p.is_finite()).then_some(Periodogram { step_hz, density })
}

/// The same by its definition, sum by sum: the oracle of the tests.
#[cfg(test)]
pub(crate) fn by_definition(times_s: &[f64], values: &[f64], frequency_hz: f64) -> f64 {
    let omega = TAU * frequency_hz;
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        times_s.iter().zip(values).map(|(&t, &v)| f(t, v)).sum()
    };
    let s2 = sum(&|t, _| (2.0 * omega * t).sin());
    let c2 = sum(&|t, _| (2.0 * omega * t).cos());
    let tau_s = s2.atan2(c2) / (2.0 * omega);
    let c = sum(&|t, v| v * (omega * (t - tau_s)).cos());
    let s = sum(&|t, v| v * (omega * (t - tau_s)).sin());
    let cc = sum(&|t, _| (omega * (t - tau_s)).cos().powi(2));
    let ss = sum(&|t, _| (omega * (t - tau_s)).sin().powi(2));
    0.5 * (c * c / cc + s * s / ss)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gridding promises 12 digits of the largest sum; a density is a square of small differences.
    const GRIDDING: f64 = 1e-9;

    fn uneven(n: usize) -> (Vec<f64>, Vec<f64>) {
        let mut t = 0.0;
        (0..n)
            .map(|k| {
                t += 0.8 + 0.2 * (k as f64 * 1.7).sin();
                (t, 30.0 * (TAU * 0.1 * t).sin() + 7.0 * ((k * k) as f64).cos())
            })
            .unzip()
    }

    #[test]
    fn the_fast_sums_give_the_definition() {
        let (times, values) = uneven(400);
        let got = lomb_scargle(&times, &values, 320.0, 0.5).unwrap();
        let largest = got.density.iter().fold(0.0_f64, |a, &b| a.max(b));
        for (f, p) in got.points().skip(1) {
            let expected = 2.0 * 320.0 / 400.0 * by_definition(&times, &values, f);
            assert!((p - expected).abs() < GRIDDING * largest, "{f} Hz: {p} vs {expected}");
        }
    }

    #[test]
    fn the_fast_sums_hold_for_hours_with_a_hole() {
        let (mut times, mut values) = uneven(9000);
        times.drain(3000..4000);
        values.drain(3000..4000);
        let got = lomb_scargle(&times, &values, 6400.0, 0.5).unwrap();
        let largest = got.density.iter().fold(0.0_f64, |a, &b| a.max(b));
        for (f, p) in got.points().skip(1).step_by(577) {
            let expected = 2.0 * 6400.0 / 8000.0 * by_definition(&times, &values, f);
            assert!((p - expected).abs() < GRIDDING * largest, "{f} Hz: {p} vs {expected}");
        }
    }

    #[test]
    fn what_has_no_spectrum_gives_none() {
        assert_eq!(lomb_scargle(&[], &[], 1.0, 0.5), None);
        assert_eq!(lomb_scargle(&[1.0; 9], &[2.0; 9], 1.0, 0.5), None);
        assert_eq!(lomb_scargle(&[1.0, 2.0, 3.0], &[0.0; 2], 1.0, 0.5), None);
        assert_eq!(
            lomb_scargle(&[1.0, 2.0, f64::NAN], &[0.0; 3], 1.0, 0.5).map(|p| p.density.len()),
            None
        );
        assert_eq!(lomb_scargle(&[1.0, 2.0, 3.0], &[1e200, -1e200, 1e200], 1.0, 0.5), None);
    }

    #[test]
    fn neighbouring_bands_add_up() {
        let (times, values) = uneven(300);
        let p = lomb_scargle(&times, &values, 240.0, 0.5).unwrap();
        let parts = p.power(0.0033, 0.04) + p.power(0.04, 0.15) + p.power(0.15, 0.4);
        assert!((parts - p.power(0.0033, 0.4)).abs() < 1e-9 * parts);
        assert_eq!(p.power(0.4, 0.15), 0.0);
    }

    #[test]
    fn integration_is_exact_for_straight_lines() {
        let p = Periodogram { step_hz: 0.1, density: vec![0.0, 1.0, 2.0, 3.0, 4.0] };
        // density = 10 f, so the integral is 5 (f2² − f1²)
        assert!((p.power(0.05, 0.33) - 5.0 * (0.33_f64.powi(2) - 0.05_f64.powi(2))).abs() < 1e-12);
        assert!((p.power(0.11, 0.13) - 5.0 * (0.13_f64.powi(2) - 0.11_f64.powi(2))).abs() < 1e-12);
    }
}
