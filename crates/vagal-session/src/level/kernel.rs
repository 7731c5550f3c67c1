//! Covariance of an Ornstein–Uhlenbeck level averaged over windows.

/// A stretch of time over which the level is averaged, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// First second.
    pub start_s: f64,
    /// Last second, > `start_s`.
    pub end_s: f64,
}

impl Span {
    /// Middle of the stretch, seconds.
    pub fn centre_s(self) -> f64 {
        0.5 * (self.start_s + self.end_s)
    }

    fn length_s(self) -> f64 {
        self.end_s - self.start_s
    }
}

/// Covariance between the averages of an OU process of unit variance over two windows.
///
/// ```text
/// one window of length w      2 (τ/w)² (w/τ − 1 + e^{−w/τ})
/// disjoint windows v, w       (τ/v)(τ/w) (1 − e^{−v/τ}) (1 − e^{−w/τ}) e^{−g/τ},  g the time between
/// ```
///
/// Windows that overlap in part do not occur here: readings are laid end to end.
pub(crate) fn unit_covariance(a: Span, b: Span, timescale_s: f64) -> f64 {
    if a == b {
        let u = a.length_s() / timescale_s;
        return 2.0 * (u + (-u).exp_m1()) / (u * u);
    }
    let (first, second) = if a.start_s <= b.start_s { (a, b) } else { (b, a) };
    let between_s = (second.start_s - first.end_s).max(0.0);
    let share = |span: Span| {
        let u = span.length_s() / timescale_s;
        -(-u).exp_m1() / u
    };
    share(first) * share(second) * (-between_s / timescale_s).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The double integral by the midpoint rule on 400 x 400 points: relative error below 1e-4.
    const MIDPOINT_RULE: f64 = 2e-4;

    fn by_integration(a: Span, b: Span, timescale_s: f64) -> f64 {
        let n = 400;
        let at = |s: Span, i: usize| s.start_s + s.length_s() * (i as f64 + 0.5) / n as f64;
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..n {
                sum += (-(at(a, i) - at(b, j)).abs() / timescale_s).exp();
            }
        }
        sum / (n * n) as f64
    }

    #[test]
    fn closed_form_is_the_double_integral() {
        let spans = [(0.0, 30.0), (30.0, 60.0), (300.0, 325.0)];
        for timescale_s in [10.0, 30.0, 1800.0] {
            for a in spans {
                for b in spans {
                    let (a, b) =
                        (Span { start_s: a.0, end_s: a.1 }, Span { start_s: b.0, end_s: b.1 });
                    let got = unit_covariance(a, b, timescale_s);
                    let expected = by_integration(a, b, timescale_s);
                    assert!(
                        (got - expected).abs() <= MIDPOINT_RULE * expected.max(1e-6),
                        "{a:?} {b:?} τ {timescale_s}: {got} vs {expected}"
                    );
                }
            }
        }
    }
}
