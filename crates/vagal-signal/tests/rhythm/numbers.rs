//! Random numbers and exact binomial limits, without a dependency.

/// SplitMix64 (Steele, Lea & Flood 2014): small, and the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform between `low` and `high`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Normal with mean 0 and standard deviation 1 (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform(0.0, 1.0).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform(0.0, 1.0)).cos()
    }
}

/// Clopper-Pearson 95% limits of a share, per cent.
pub fn limits_pct(hits: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 100.0);
    }
    let low = if hits == 0 { 0.0 } else { root(|p| 1.0 - at_most(hits - 1, of, p), 0.025) };
    let high = if hits == of { 1.0 } else { root(|p| -at_most(hits, of, p), -0.025) };
    (100.0 * low, 100.0 * high)
}

/// Where the increasing function reaches the target, by bisection of 0..1.
fn root(increasing: impl Fn(f64) -> f64, target: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if increasing(middle) < target { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// Probability of at most `hits` successes of `of`.
fn at_most(hits: usize, of: usize, p: f64) -> f64 {
    let mut log_choose = 0.0;
    let mut sum = 0.0;
    for k in 0..=hits {
        if k > 0 {
            log_choose += ((of - k + 1) as f64 / k as f64).ln();
        }
        sum += (log_choose + k as f64 * p.ln() + (of - k) as f64 * (1.0 - p).ln()).exp();
    }
    sum
}

#[test]
fn limits_match_published_values() {
    // scipy 1.x: scipy.stats.binomtest(k, n).proportion_ci(0.95, "exact")
    for (hits, of, low, high) in
        [(0, 10, 0.0, 30.849_71), (5, 10, 18.708_6, 81.291_4), (2, 831, 0.029_160, 0.866_67)]
    {
        let (l, h) = limits_pct(hits, of);
        assert!((l - low).abs() < 1e-3 && (h - high).abs() < 1e-3, "{hits} of {of}: {l} {h}");
    }
}
