//! The crest of the swings over the rates: a parabola, and Fieller's interval for where it is highest.

use nalgebra::{Matrix3, Vector3};
use statrs::distribution::{ContinuousCDF, StudentsT};
use vagal_core::{
    NoPeak, RateTrial, Resonance, ResonancePeak, ResonanceVerdict, Swing, SwingCurve,
};

/// Fewest different rates. A parabola has three numbers; with fewer than five rates its fit cannot be judged.
pub const FEWEST_RATES: usize = 5;
/// How far the interval may reach beyond the rates that were tried, breaths a minute: one step of the search. House choice.
pub const MARGIN_PER_MIN: f64 = 0.5;
/// Probability that the bend must have: the house's rule for every claim.
const SURE: f64 = 0.95;

/// Judges trials together.
///
/// ```text
/// ln swing = a + b·x + c·x² + noise          x = rate − mean rate
/// noise²   = max(scatter about the parabola, mean square of the trials' own standard errors)
/// found    if −c/se(c) > t(.95, n − 3), the crest −b/2c lies inside the rates tried, and its interval ends within one step
///          of them
/// ```
///
/// The interval is Fieller's (1954): all rates at which a zero slope `b + 2c·x` is not rejected at 90%. It is bounded exactly
/// when the bend passes its test, so where all rates give the same swing a rate is named in at most 5% of searches (normal
/// noise, independent from trial to trial, whatever its size).
pub fn judge(trials: Vec<RateTrial>) -> Resonance {
    let nothing = Resonance {
        trials,
        verdict: ResonanceVerdict::Unusable,
        curve: None,
        peak: None,
        no_peak: None,
    };
    let read: Vec<(f64, Swing)> = nothing.read().collect();
    let mut rates: Vec<f64> = read.iter().map(|r| r.0).collect();
    rates.sort_by(f64::total_cmp);
    rates.dedup();
    let (Some(&slowest), Some(&fastest)) = (rates.first(), rates.last()) else { return nothing };
    if rates.len() < FEWEST_RATES {
        return nothing;
    }
    let Some((curve, spread, t)) = fit(&read) else { return nothing };
    let [_, b, c] = curve.coefficients;
    let answer = |peak: Option<ResonancePeak>, no_peak: Option<NoPeak>| Resonance {
        verdict: if no_peak.is_none() {
            ResonanceVerdict::Found
        } else {
            ResonanceVerdict::CannotTell
        },
        curve: Some(curve),
        peak,
        no_peak,
        ..nothing.clone()
    };
    let tt = (t * curve.noise).powi(2);
    let square = 4.0 * (c * c - tt * spread[(2, 2)]);
    if !(c < 0.0 && square > 0.0) {
        return answer(None, Some(NoPeak::WithinNoise));
    }
    let half = 2.0 * (b * c - tt * spread[(1, 2)]);
    let rest = b * b - tt * spread[(1, 1)];
    let root = (half * half - square * rest).max(0.0).sqrt();
    let at = |x: f64| curve.centre_per_min + x;
    let peak = ResonancePeak {
        rate_per_min: at(-0.5 * b / c),
        lo_per_min: at((-half - root) / square),
        hi_per_min: at((-half + root) / square),
    };
    if peak.rate_per_min <= slowest {
        return answer(None, Some(NoPeak::AtSlowest));
    }
    if peak.rate_per_min >= fastest {
        return answer(None, Some(NoPeak::AtFastest));
    }
    let inside =
        slowest - MARGIN_PER_MIN <= peak.lo_per_min && peak.hi_per_min <= fastest + MARGIN_PER_MIN;
    if inside { answer(Some(peak), None) } else { answer(None, Some(NoPeak::TooWide)) }
}

/// The parabola, the inverse of its normal equations, and the quantile of Student's t that goes with it.
fn fit(read: &[(f64, Swing)]) -> Option<(SwingCurve, Matrix3<f64>, f64)> {
    let n = read.len();
    let freedom = n.checked_sub(3).filter(|f| *f > 0)?;
    let centre_per_min = read.iter().map(|r| r.0).sum::<f64>() / n as f64;
    let row = |rate: f64| {
        let x = rate - centre_per_min;
        Vector3::new(1.0, x, x * x)
    };
    let mut squares = Matrix3::zeros();
    let mut products = Vector3::zeros();
    for (rate, swing) in read {
        let row = row(*rate);
        squares += row * row.transpose();
        products += row * swing.ms.ln();
    }
    let spread = squares.cholesky()?.inverse();
    let solved = spread * products;
    let residual = |(rate, swing): &(f64, Swing)| swing.ms.ln() - row(*rate).dot(&solved);
    let scatter = read.iter().map(|r| residual(r).powi(2)).sum::<f64>() / freedom as f64;
    let own = read.iter().map(|r| r.1.ln_standard_error.powi(2)).sum::<f64>() / n as f64;
    let noise = scatter.max(own).sqrt();
    let student = StudentsT::new(0.0, 1.0, freedom as f64).ok()?;
    let t_bend = -solved[2] / (noise * spread[(2, 2)].sqrt());
    // Without noise at all a bend is certain and a straight line is none.
    let p_bend = if t_bend.is_nan() { 0.5 } else { 1.0 - student.cdf(t_bend) };
    let coefficients = [solved[0], solved[1], solved[2]];
    let curve = SwingCurve { centre_per_min, coefficients, noise, freedom, p_bend };
    Some((curve, spread, student.inverse_cdf(SURE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;
    use rand_distr::StandardNormal;
    use vagal_core::{PacedStretch, Unfit, Window};

    const RATES: [f64; 6] = [4.5, 5.0, 5.5, 6.0, 6.5, 7.0];

    fn trial(rate_per_min: f64, ln_ms: f64, ln_standard_error: f64) -> RateTrial {
        let window = Window { start_s: 0.0, end_s: 150.0 };
        RateTrial {
            paced: PacedStretch { rate_per_min, window },
            swing: Ok(Swing {
                ms: ln_ms.exp(),
                ln_standard_error,
                breaths: 10,
                heart_rate_bpm: 60.0,
            }),
        }
    }

    fn trials(ln_ms: impl Fn(f64) -> f64) -> Vec<RateTrial> {
        RATES.iter().map(|r| trial(*r, ln_ms(*r), 0.05)).collect()
    }

    #[test]
    fn the_crest_of_a_parabola_is_its_crest() {
        let found = judge(trials(|r| 4.0 - 0.3 * (r - 5.6).powi(2)));
        let peak = found.peak.expect("a peak");
        assert_eq!(found.verdict, ResonanceVerdict::Found);
        assert!((peak.rate_per_min - 5.6).abs() < 1e-9);
        assert!(peak.lo_per_min < 5.6 && 5.6 < peak.hi_per_min);
        assert!((found.curve.expect("a curve").at_ms(5.6) - 4f64.exp()).abs() < 1e-6);
    }

    /// By hand: six rates half a breath apart, no scatter, own errors 0.05, so noise 0.05. With x = rate − 5.75 the design is
    /// symmetric: Σx² = 4.375, Σ(x² − mean)² = 7/3. Crest at x = 0, c = −0.3, t(.95, 3) = 2.353363. Fieller with b = 0:
    /// 4(c² − t²σ²·3/7)·x² = t²σ²/4.375.
    #[test]
    fn the_interval_is_that_of_the_formula() {
        let peak = judge(trials(|r| 4.0 - 0.3 * (r - 5.75).powi(2))).peak.expect("a peak");
        let tt = (2.353_363_f64 * 0.05).powi(2);
        let half = (tt / 4.375 / (4.0 * (0.09 - tt * 3.0 / 7.0))).sqrt();
        /// The table of Student's t has seven figures.
        const PRINTED: f64 = 1e-6;
        assert!((peak.hi_per_min - 5.75 - half).abs() < PRINTED, "{peak:?} {half}");
        assert!((5.75 - peak.lo_per_min - half).abs() < PRINTED);
    }

    #[test]
    fn a_line_a_valley_and_a_crest_outside_name_no_rate() {
        let why = |f: fn(f64) -> f64| judge(trials(f)).no_peak;
        assert_eq!(why(|_| 4.0), Some(NoPeak::WithinNoise));
        assert_eq!(why(|r| 4.0 - 0.2 * r), Some(NoPeak::WithinNoise));
        assert_eq!(why(|r| 4.0 + 0.3 * (r - 5.6).powi(2)), Some(NoPeak::WithinNoise));
        assert_eq!(why(|r| 4.0 - 0.3 * (r - 4.0).powi(2)), Some(NoPeak::AtSlowest));
        assert_eq!(why(|r| 4.0 - 0.3 * (r - 7.5).powi(2)), Some(NoPeak::AtFastest));
        assert_eq!(why(|r| 4.0 - 0.09 * (r - 4.6).powi(2)), Some(NoPeak::TooWide));
    }

    #[test]
    fn too_few_rates_are_unusable() {
        let mut few = trials(|r| 4.0 - 0.3 * (r - 5.6).powi(2));
        few[0].swing = Err(Unfit::IrregularRhythm);
        assert_eq!(judge(few.clone()).verdict, ResonanceVerdict::Found);
        few[1].swing = Err(Unfit::IrregularRhythm);
        assert_eq!(judge(few).verdict, ResonanceVerdict::Unusable);
        assert_eq!(judge(Vec::new()).verdict, ResonanceVerdict::Unusable);
    }

    /// Flat truth: the bend passes its test in 5% by construction where the scatter decides; the floor can only lower that.
    /// Bar: 5% plus three standard errors of 4000 searches.
    #[test]
    fn flat_truth_names_a_rate_in_five_of_a_hundred_at_most() {
        const SEARCHES: usize = 4000;
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for noise in [0.05, 0.15, 0.4] {
            let mut named = 0;
            for _ in 0..SEARCHES {
                let drawn = RATES
                    .map(|r| trial(r, 4.0 + noise * rng.sample::<f64, _>(StandardNormal), 0.02));
                named += usize::from(judge(drawn.to_vec()).verdict == ResonanceVerdict::Found);
            }
            let bar = 0.05 + 3.0 * (0.05_f64 * 0.95 / SEARCHES as f64).sqrt();
            assert!((named as f64) < bar * SEARCHES as f64, "noise {noise}: {named} of {SEARCHES}");
            // The check can fail: a test that never names anything would pass it, and is worth nothing.
            assert!(named > SEARCHES / 200, "noise {noise}: {named} of {SEARCHES}");
        }
    }
}
