//! The clearest peak of a periodogram, and how clear it is.
//!
//! Two measures, because each is fooled alone: the *share* of the power that a peak holds is large at the edge of a steep
//! slope, and the *rise* above its flanks is large for any spike of noise.

use crate::spectrum::Periodogram;

/// Half the width of a breathing peak, Hz: how far a breathing rate wanders over a minute or two. House choice.
pub(super) const HALF_WIDTH_HZ: f64 = 0.02;
/// Least share of the power of the range that a clear peak holds.
pub(super) const CLEAR_SHARE: f64 = 0.45;
/// Least ratio of the density of a clear peak to that of its higher flank.
pub(super) const CLEAR_RISE: f64 = 2.0;

/// A peak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    /// Centre of its squared density, Hz: near the top, but not at the mercy of one point.
    pub(super) rate_hz: f64,
    /// Power within half a width of its top.
    pub(super) power: f64,
    /// That, over the power of the whole range, 0 to 1.
    pub(super) share: f64,
    /// Its mean density over that of its higher flank.
    pub(super) rise: f64,
}

impl Peak {
    /// True if it holds much of the power and stands out from its flanks.
    ///
    /// How often it is wrong without breathing, and silent with it: `tests/breathing_rr.rs`, `validation/indices/README.md`.
    pub(super) fn is_clear(&self) -> bool {
        self.share >= CLEAR_SHARE && self.rise >= CLEAR_RISE
    }
}

/// Half the width of a peak in a stretch of this length: never finer than the stretch resolves.
pub(super) fn half_width_hz(stretch_s: f64) -> f64 {
    HALF_WIDTH_HZ.max(1.0 / stretch_s)
}

/// The highest local maximum, between `low_hz` and `high_hz`, of the density smoothed over twice `half_width_hz`.
///
/// It must be the maximum of everything within a whole width to either side, outside the range as well: what rises
/// toward the edge has its top elsewhere.
pub(super) fn strongest(
    density: &Periodogram,
    low_hz: f64,
    high_hz: f64,
    half_width_hz: f64,
) -> Option<Peak> {
    let reach = (half_width_hz / density.step_hz).round() as usize;
    let smooth = smoothed(&density.density, reach);
    let last_point = smooth.len() - 1;
    let first = (low_hz / density.step_hz).ceil().max(0.0) as usize;
    let last = ((high_hz / density.step_hz).floor().max(0.0) as usize).min(last_point);
    let is_top = |k: usize| {
        let around = &smooth[k.saturating_sub(2 * reach)..=(k + 2 * reach).min(last_point)];
        around.iter().all(|&other| smooth[k] >= other)
    };
    let top =
        (first..=last).filter(|&k| is_top(k)).max_by(|&a, &b| smooth[a].total_cmp(&smooth[b]))?;
    let inside = top.saturating_sub(reach)..=(top + reach).min(last_point);
    let (mut moment, mut mass, mut power) = (0.0, 0.0, 0.0);
    for k in inside {
        let p = density.density[k];
        moment += k as f64 * density.step_hz * p * p;
        mass += p * p;
        power += p * density.step_hz;
    }
    let whole = density.power(low_hz, high_hz + half_width_hz);
    let flank =
        smooth[top.saturating_sub(2 * reach)].max(smooth[(top + 2 * reach).min(last_point)]);
    (mass > 0.0 && whole > 0.0 && mass.is_finite()).then(|| Peak {
        rate_hz: moment / mass,
        power,
        share: (power / whole).min(1.0),
        rise: if flank > 0.0 { smooth[top] / flank } else { f64::INFINITY },
    })
}

/// Running means over `reach` points to either side, fewer at the ends.
fn smoothed(values: &[f64], reach: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    sums.push(0.0);
    let mut sum = 0.0;
    for v in values {
        sum += v;
        sums.push(sum);
    }
    (0..values.len())
        .map(|k| {
            let (from, to) = (k.saturating_sub(reach), (k + reach + 1).min(values.len()));
            (sums[to] - sums[from]) / (to - from) as f64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bump(centre_hz: f64, floor: f64) -> Periodogram {
        let density = (0..=600)
            .map(|k| floor + (-((f64::from(k) * 1e-3 - centre_hz) / 0.01).powi(2)).exp())
            .collect();
        Periodogram { step_hz: 1e-3, density }
    }

    #[test]
    fn a_bump_is_found_where_it_stands() {
        let peak = strongest(&bump(0.25, 0.01), 0.15, 0.5, 0.02).unwrap();
        assert!((peak.rate_hz - 0.25).abs() < 1e-3 && peak.is_clear(), "{peak:?}");
    }

    #[test]
    fn a_slope_and_a_plain_are_no_peak() {
        let slope = Periodogram {
            step_hz: 1e-3,
            density: (0..600).map(|k| 600.0 - f64::from(k)).collect(),
        };
        assert!(strongest(&slope, 0.15, 0.5, 0.02).is_none_or(|p| !p.is_clear()));
        let plain = Periodogram { step_hz: 1e-3, density: vec![1.0; 600] };
        assert!(strongest(&plain, 0.15, 0.5, 0.02).is_none_or(|p| !p.is_clear()));
        // The bump stands at 0.14: its tail inside the range is not the breathing.
        assert!(strongest(&bump(0.14, 0.01), 0.15, 0.5, 0.02).is_none_or(|p| !p.is_clear()));
    }
}
