//! A mixture of normal distributions: the posterior of one number.

/// Weighted normals; the weights sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    /// Weight, mean, standard deviation.
    parts: Vec<(f64, f64, f64)>,
}

impl Mixture {
    pub(crate) fn new(parts: Vec<(f64, f64, f64)>) -> Self {
        Self { parts }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.parts.iter().map(|(w, m, _)| w * m).sum()
    }

    /// Standard deviation.
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        self.parts.iter().map(|(w, m, s)| w * (s * s + (m - mean).powi(2))).sum::<f64>().sqrt()
    }

    /// Probability of a value below `at`.
    pub fn below(&self, at: f64) -> f64 {
        self.parts
            .iter()
            .map(|&(w, m, s)| {
                let z = if s > 0.0 { (at - m) / s } else { f64::INFINITY.copysign(at - m) };
                w * normal_cdf(z)
            })
            .sum::<f64>()
            .clamp(0.0, 1.0)
    }

    /// The point below which a share `p` of the probability lies, by bisection.
    pub fn quantile(&self, p: f64) -> f64 {
        let reach = 12.0;
        let mut lo = self.parts.iter().map(|(_, m, s)| m - reach * s).fold(f64::INFINITY, f64::min);
        let mut hi =
            self.parts.iter().map(|(_, m, s)| m + reach * s).fold(f64::NEG_INFINITY, f64::max);
        for _ in 0..80 {
            let middle = 0.5 * (lo + hi);
            if self.below(middle) < p {
                lo = middle;
            } else {
                hi = middle;
            }
        }
        0.5 * (lo + hi)
    }
}

/// Standard normal distribution function.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed to four decimals in any table of the normal distribution.
    const PRINTED: f64 = 0.5e-4;

    #[test]
    fn one_part_is_the_normal_distribution() {
        let one = Mixture::new(vec![(1.0, 2.0, 3.0)]);
        assert!((one.below(2.0 + 3.0 * 1.96) - 0.9750).abs() < PRINTED);
        assert!((one.quantile(0.95) - (2.0 + 3.0 * 1.6449)).abs() < 3.0 * PRINTED);
    }

    #[test]
    fn moments_of_two_parts() {
        let two = Mixture::new(vec![(0.5, -1.0, 1.0), (0.5, 1.0, 1.0)]);
        assert_eq!(two.mean(), 0.0);
        assert!((two.sd() - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!((two.below(0.0) - 0.5).abs() < 1e-12);
    }
}
