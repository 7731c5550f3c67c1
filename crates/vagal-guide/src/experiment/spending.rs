//! Spending: how much of the level may be used up by a look (Lan and DeMets 1983, Biometrika 70:659).

use statrs::distribution::{ContinuousCDF, Normal};
use vagal_core::experiment::Spending;

/// Probability of a false alarm, two-sided, that may be spent up to a fraction of the information.
pub fn spent(spending: Spending, fraction: f64, level: f64) -> f64 {
    let fraction = fraction.clamp(0.0, 1.0);
    if fraction <= 0.0 {
        return 0.0;
    }
    match spending {
        Spending::OBrienFleming => {
            let normal = Normal::standard();
            let z = normal.inverse_cdf(1.0 - level / 2.0);
            2.0 * (1.0 - normal.cdf(z / fraction.sqrt()))
        }
        Spending::Pocock => level * (1.0 + (std::f64::consts::E - 1.0) * fraction).ln(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_spent_at_the_end_and_as_published_before() {
        for spending in Spending::ALL {
            assert!((spent(spending, 1.0, 0.05) - 0.05).abs() < 1e-9);
            assert_eq!(spent(spending, 0.0, 0.05), 0.0);
        }
        // R 4.3, stats: 2 - 2 * pnorm(qnorm(0.975) / sqrt(0.5)); 0.05 * log(1 + (exp(1) - 1) / 2)
        assert!((spent(Spending::OBrienFleming, 0.5, 0.05) - 0.005_574_6).abs() < 1e-6);
        assert!((spent(Spending::Pocock, 0.5, 0.05) - 0.031_005_7).abs() < 1e-6);
    }
}
