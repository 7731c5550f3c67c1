//! Numbers that several quantities need: mean, spread, median, quantiles of Student's t.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Level of the intervals of the rules.
pub(crate) const LEVEL: f64 = 0.90;

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Best value.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Level, 0 to 1.
    pub level: f64,
}

/// Mean; `None` of nothing.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Sum of squared deviations from the mean.
pub(crate) fn squares(values: &[f64]) -> f64 {
    mean(values).map_or(0.0, |m| values.iter().map(|v| (v - m).powi(2)).sum())
}

/// Standard deviation, n − 1; `None` below two values.
pub(crate) fn sd(values: &[f64]) -> Option<f64> {
    (values.len() > 1).then(|| (squares(values) / (values.len() - 1) as f64).sqrt())
}

/// Median; `None` of nothing.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(0.5 * (values[middle - 1] + values[middle])),
    }
}

/// Share of values for which it holds; `None` of nothing.
pub(crate) fn share(values: &[f64], holds: impl Fn(f64) -> bool) -> Option<f64> {
    let held = values.iter().filter(|v| holds(**v)).count();
    (!values.is_empty()).then(|| held as f64 / values.len() as f64)
}

/// Quantile of Student's t; that of infinite width where there are no degrees of freedom.
pub(crate) fn t_quantile(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // scipy 1.15: scipy.stats.t.ppf(0.95, [2, 6, 30])
        for (freedom, expected) in [(2.0, 2.919_985_58), (6.0, 1.943_180_28), (30.0, 1.697_260_89)]
        {
            assert!((t_quantile(0.95, freedom) - expected).abs() < 1e-6, "{freedom}");
        }
    }

    #[test]
    fn spread_and_middle_by_hand() {
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
        assert_eq!(squares(&[1.0, 2.0, 6.0]), 14.0);
        assert_eq!(sd(&[1.0, 2.0, 6.0]), Some(7_f64.sqrt()));
        assert_eq!(median(&mut [6.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [6.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!((mean(&[]), sd(&[1.0]), median(&mut [])), (None, None, None));
    }
}
