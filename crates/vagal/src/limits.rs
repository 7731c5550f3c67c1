//! Exact binomial confidence limits (Clopper and Pearson 1934).

/// Upper end of the two-sided 95% interval of a proportion, `count` of `total`.
pub fn upper(count: usize, total: usize) -> f64 {
    if count >= total {
        return 1.0;
    }
    // P(X ≤ count | p) falls with p; the limit is where it reaches 2.5%.
    bisect(|p| at_most(count, total, p) > 0.025)
}

/// Lower end of the two-sided 95% interval of a proportion, `count` of `total`.
pub fn lower(count: usize, total: usize) -> f64 {
    if count == 0 {
        return 0.0;
    }
    bisect(|p| 1.0 - at_most(count - 1, total, p) < 0.025)
}

/// The point at which a condition that holds from 0 on stops to hold.
fn bisect(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut lo, mut hi) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (lo + hi);
        if holds(middle) { lo = middle } else { hi = middle }
    }
    0.5 * (lo + hi)
}

/// P(X ≤ count) for X binomial, summed in logarithms so that thousands of trials do not underflow.
fn at_most(count: usize, total: usize, p: f64) -> f64 {
    if p <= 0.0 {
        return 1.0;
    }
    if p >= 1.0 {
        return f64::from(u8::from(count >= total));
    }
    let n = total as f64;
    let mut ln_term = n * (1.0 - p).ln();
    let mut sum = ln_term.exp();
    for k in 1..=count {
        let k = k as f64;
        ln_term += ((n - k + 1.0) / k).ln() + (p / (1.0 - p)).ln();
        sum += ln_term.exp();
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half a unit in the last digit of the printed tables.
    const PRINTED: f64 = 0.5e-4;

    #[test]
    fn limits_of_published_tables() {
        // 0 of n: 1 − .025^(1/n); 10 of 100: .0490 to .1762 (Clopper–Pearson, any table)
        assert!((upper(0, 100) - (1.0 - 0.025_f64.powf(0.01))).abs() < 1e-9);
        assert!((lower(10, 100) - 0.0490).abs() < PRINTED);
        assert!((upper(10, 100) - 0.1762).abs() < PRINTED);
        assert_eq!((lower(0, 5), upper(5, 5)), (0.0, 1.0));
    }
}
