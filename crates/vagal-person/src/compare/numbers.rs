//! Small estimates with honest intervals: a mean, a difference of two means, ranks, a jackknife over sessions.

use statrs::distribution::{ContinuousCDF, StudentsT};
use vagal_core::comparison::Estimate;

use crate::summary::{mean, variance};

/// Quantile of Student's t; infinite where there are no degrees of freedom.
pub(super) fn t_quantile(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(p))
}

/// An estimate with the two-sided interval of this level from a standard error.
pub(super) fn interval(middle: f64, error: f64, freedom: f64, level: f64) -> Estimate {
    let half = t_quantile(0.5 * (1.0 + level), freedom) * error;
    Estimate { middle, lo: middle - half, hi: middle + half }
}

/// A mean of at least two values.
pub(super) fn of_mean(values: &[f64], level: f64) -> Estimate {
    let n = values.len() as f64;
    interval(mean(values), (variance(values.iter().copied()) / n).sqrt(), n - 1.0, level)
}

/// The difference of two means with variances of their own (Welch 1947), at least two values each.
pub(super) fn of_difference(a: &[f64], b: &[f64], level: f64) -> Estimate {
    let Difference { middle, error, freedom } = difference(a, b);
    interval(middle, error, freedom, level)
}

/// A difference of two means with its standard error and the degrees of freedom of that error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    pub(super) middle: f64,
    pub(super) error: f64,
    pub(super) freedom: f64,
}

/// By Welch (1947), at least two values each.
pub(super) fn difference(a: &[f64], b: &[f64]) -> Difference {
    let part = |v: &[f64]| variance(v.iter().copied()) / v.len() as f64;
    let (pa, pb) = (part(a), part(b));
    let total = pa + pb;
    let freedom =
        total * total / (pa * pa / (a.len() as f64 - 1.0) + pb * pb / (b.len() as f64 - 1.0));
    // Values that are all alike leave no variance, and 0/0 degrees of freedom.
    let freedom = if freedom.is_finite() { freedom } else { 1.0 };
    Difference { middle: mean(a) - mean(b), error: total.sqrt(), freedom }
}

/// Ranks from 1; values that tie share the mean of their ranks.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && values[order[to]] == values[order[from]] {
            to += 1;
        }
        for &place in &order[from..to] {
            ranks[place] = 0.5 * (from + to + 1) as f64;
        }
        from = to;
    }
    ranks
}

/// Pearson's correlation; `None` where one of the two never varies.
pub(super) fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma) * (x - ma);
        bb += (y - mb) * (y - mb);
    }
    (aa > 0.0 && bb > 0.0).then(|| (ab / (aa * bb).sqrt()).clamp(-1.0, 1.0))
}

/// Intervals of several estimates at once, by leaving out one unit after the other (Efron 1982): units need not be alike, and
/// what is inside a unit need not be independent. `None` where an estimate cannot be made without one of them.
pub(super) fn jackknife<const K: usize>(
    units: usize,
    level: f64,
    estimate: impl Fn(Option<usize>) -> Option<[f64; K]>,
) -> Option<[Estimate; K]> {
    let whole = estimate(None)?;
    let without: Vec<[f64; K]> =
        (0..units).map(|left_out| estimate(Some(left_out))).collect::<Option<_>>()?;
    let n = units as f64;
    let made = std::array::from_fn(|k| {
        let values = without.iter().map(|w| w[k]);
        let error = ((n - 1.0) * (n - 1.0) / n * variance(values)).sqrt();
        interval(whole[k], error, n - 1.0, level)
    });
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_mean_of_their_ranks() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]), [4.0, 1.0, 4.0, 2.0, 4.0]);
    }

    /// The jackknife of a mean is its usual interval, by algebra.
    #[test]
    fn the_jackknife_of_a_mean_is_that_of_the_formula() {
        let values = [1.0, 4.0, 2.0, 7.0, 3.0];
        let [made] = jackknife(5, 0.9, |without| {
            let kept: Vec<f64> =
                (0..5).filter(|i| Some(*i) != without).map(|i| values[i]).collect();
            Some([mean(&kept)])
        })
        .unwrap();
        let wanted = of_mean(&values, 0.9);
        assert!((made.lo - wanted.lo).abs() < 1e-12 && (made.hi - wanted.hi).abs() < 1e-12);
    }

    /// scipy 1.15: stats.ttest_ind([1,2,4,7], [2,2,9], equal_var=False).confidence_interval(0.95)
    #[test]
    fn a_difference_of_means_is_that_of_welch() {
        let made = of_difference(&[1.0, 2.0, 4.0, 7.0], &[2.0, 2.0, 9.0], 0.95);
        let (pa, pb) = (7.0 / 4.0, (49.0 / 3.0) / 3.0);
        let freedom = (pa + pb) * (pa + pb) / (pa * pa / 3.0 + pb * pb / 2.0);
        let half = t_quantile(0.975, freedom) * f64::sqrt(pa + pb);
        assert!((made.middle + 5.0 / 6.0).abs() < 1e-12);
        assert!((made.hi - made.lo - 2.0 * half).abs() < 1e-12);
    }
}
