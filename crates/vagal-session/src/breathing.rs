//! Breathing as a rival explanation: how far the phases' rates overlap.

use vagal_core::{BreathingTrack, Window};

/// Centre and spread of the breathing rate in a phase, breaths per minute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreathingSpread {
    /// Median.
    pub median: f64,
    /// Standard deviation from the median absolute deviation, not below the resolution.
    pub sd: f64,
    /// Stretches with a rate.
    pub known: usize,
    /// Stretches in all.
    pub stretches: usize,
}

impl BreathingSpread {
    /// True if at least half of the phase has a rate: enough to be a term of the model.
    pub fn is_measured(self) -> bool {
        2 * self.known >= self.stretches
    }
}

/// The spread in a window; `None` where fewer than four stretches, or a fifth of them, have a rate.
///
/// Rates that are known only here and there cannot be a term of the model, but where all of them lie
/// far from those of the other phase they still tell that breathing changed.
pub fn spread(
    track: &BreathingTrack,
    window: Window,
    resolution_per_min: f64,
) -> Option<BreathingSpread> {
    let inside: Vec<Option<f64>> = track
        .rates
        .iter()
        .filter(|(stretch, _)| {
            let centre_s = 0.5 * (stretch.start_s + stretch.end_s);
            window.start_s <= centre_s && centre_s <= window.end_s
        })
        .map(|(_, rate)| *rate)
        .collect();
    let mut known: Vec<f64> = inside.iter().copied().flatten().collect();
    let few = known.len() < 4.min(inside.len()) || 5 * known.len() < inside.len();
    if known.len() < 2 || few {
        return None;
    }
    let median = median_of(&mut known);
    let mut deviations: Vec<f64> = known.iter().map(|r| (r - median).abs()).collect();
    // 1.4826 makes the median absolute deviation of a normal distribution its standard deviation.
    let sd = (1.4826 * median_of(&mut deviations)).max(resolution_per_min);
    Some(BreathingSpread { median, sd, known: known.len(), stretches: inside.len() })
}

fn median_of(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    0.5 * (values[(n - 1) / 2] + values[n / 2])
}

/// Share that two normal distributions have in common, 0 to 1: the area under the lower of the two.
pub fn overlap(a: BreathingSpread, b: BreathingSpread) -> f64 {
    let density = |s: BreathingSpread, x: f64| {
        let z = (x - s.median) / s.sd;
        (-0.5 * z * z).exp() / (s.sd * (2.0 * std::f64::consts::PI).sqrt())
    };
    let lo = (a.median - 6.0 * a.sd).min(b.median - 6.0 * b.sd);
    let hi = (a.median + 6.0 * a.sd).max(b.median + 6.0 * b.sd);
    let steps = 2000;
    let width = (hi - lo) / f64::from(steps);
    (0..steps)
        .map(|i| {
            let x = lo + (f64::from(i) + 0.5) * width;
            density(a, x).min(density(b, x)) * width
        })
        .sum::<f64>()
        .min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Midpoint rule with 2,000 steps over at least twelve standard deviations.
    const INTEGRATION: f64 = 1e-4;

    fn at(median: f64, sd: f64) -> BreathingSpread {
        BreathingSpread { median, sd, known: 10, stretches: 10 }
    }

    #[test]
    fn overlap_of_equal_spreads_has_a_closed_form() {
        // 2 Φ(−|Δ| / 2σ): Δ = 2σ gives 2 Φ(−1) = .31731
        assert!((overlap(at(15.0, 1.0), at(13.0, 1.0)) - 0.31731).abs() < INTEGRATION);
        assert!((overlap(at(15.0, 1.0), at(15.0, 1.0)) - 1.0).abs() < INTEGRATION);
        assert!(overlap(at(15.0, 1.0), at(6.0, 1.0)) < 1e-5);
    }
}
