//! The crest of the swings over the rates: a parabola with Fieller's interval, and a sharper shape where that is none.

use nalgebra::{Matrix3, Vector3};
use statrs::distribution::{ContinuousCDF, StudentsT};
use vagal_core::{
    CurveShape, NoPeak, RateTrial, Resonance, ResonancePeak, ResonanceVerdict, Swing, SwingCurve,
};

use super::shape;

/// Fewest different rates: a parabola has three numbers, and with four rates there is nothing to judge it by.
pub const FEWEST_RATES: usize = 5;
/// How far the interval may reach beyond the rates that were tried, breaths a minute: one step of the search. House choice.
pub const MARGIN_PER_MIN: f64 = 0.5;
/// Largest probability of the bend or the shape under a straight line: the house's rule of 95% for every claim.
const RARE: f64 = 0.05;
/// Least variance of a trial: below it all is rounding.
const NOTHING: f64 = 1e-12;

/// A curve through the swings, with its crest.
pub(super) struct Fit {
    pub(super) shape: CurveShape,
    /// Rate and ln swing.
    pub(super) points: Vec<(f64, f64)>,
    pub(super) noise: f64,
    pub(super) freedom: usize,
    pub(super) p_crest: f64,
    pub(super) crest_per_min: f64,
    /// 90% interval of the crest; `None` where it has no end.
    pub(super) interval: Option<(f64, f64)>,
}

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
/// when the bend passes its test, so where the swing is the same at every rate, or grows along a line, the parabola names a rate in
/// at most 5% of searches (normal noise, independent from trial to trial, whatever its size). A crest too sharp or too close to the
/// edge for a parabola is looked for by the shape of an oscillator (`shape.rs`) where the parabola names none; what both name
/// together without a crest is measured and kept below 5% by a test.
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
    let tried = (slowest, fastest);
    let Some(parabola) = parabola(&read, tried) else { return nothing };
    let first = named(&parabola, tried);
    let (fit, answer) = match (first, shape::fit(&read, tried)) {
        (Err(_), Some(sharp)) if named(&sharp, tried).is_ok() => {
            let peak = named(&sharp, tried);
            (sharp, peak)
        }
        // Neither names a rate: the one that is no straight line says more.
        (Err(NoPeak::WithinNoise), Some(sharp)) if sharp.p_crest <= RARE => {
            let why = named(&sharp, tried);
            (sharp, why)
        }
        (first, _) => (parabola, first),
    };
    let curve = SwingCurve {
        shape: fit.shape,
        points: fit.points.iter().map(|(rate, ln)| (*rate, ln.exp())).collect(),
        noise: fit.noise,
        freedom: fit.freedom,
        p_crest: fit.p_crest,
    };
    Resonance {
        verdict: if answer.is_ok() {
            ResonanceVerdict::Found
        } else {
            ResonanceVerdict::CannotTell
        },
        curve: Some(curve),
        peak: answer.ok(),
        no_peak: answer.err(),
        ..nothing
    }
}

/// The rate that a fit names, or why it names none.
fn named(fit: &Fit, (slowest, fastest): (f64, f64)) -> Result<ResonancePeak, NoPeak> {
    if fit.p_crest > RARE {
        return Err(NoPeak::WithinNoise);
    }
    if fit.crest_per_min <= slowest {
        return Err(NoPeak::AtSlowest);
    }
    if fit.crest_per_min >= fastest {
        return Err(NoPeak::AtFastest);
    }
    let (lowest, highest) = looked_at((slowest, fastest));
    match fit.interval {
        Some((lo_per_min, hi_per_min)) if lowest < lo_per_min && hi_per_min < highest => {
            Ok(ResonancePeak { rate_per_min: fit.crest_per_min, lo_per_min, hi_per_min })
        }
        _ => Err(NoPeak::TooWide),
    }
}

/// Where crests are looked for: one step beyond the rates tried on both sides.
pub(super) fn looked_at((slowest, fastest): (f64, f64)) -> (f64, f64) {
    (slowest - MARGIN_PER_MIN, fastest + MARGIN_PER_MIN)
}

/// A curve in equal steps over a range.
pub(super) fn sampled((from, to): (f64, f64), at: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    const STEPS: usize = 100;
    let rates = (0..=STEPS).map(|i| from + (to - from) * i as f64 / STEPS as f64);
    rates.map(|rate| (rate, at(rate))).collect()
}

/// The parabola; `None` with three trials or fewer.
fn parabola(read: &[(f64, Swing)], tried: (f64, f64)) -> Option<Fit> {
    let n = read.len();
    let freedom = n.checked_sub(3).filter(|f| *f > 0)?;
    let centre = read.iter().map(|r| r.0).sum::<f64>() / n as f64;
    let row = |rate: f64| Vector3::new(1.0, rate - centre, (rate - centre).powi(2));
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
    let noise_square = scatter.max(own).max(NOTHING);
    let student = StudentsT::new(0.0, 1.0, freedom as f64).ok()?;
    let (b, c) = (solved[1], solved[2]);
    let tt = student.inverse_cdf(1.0 - RARE).powi(2) * noise_square;
    // Fieller: square·x² + 2·half·x + rest ≤ 0
    let square = 4.0 * (c * c - tt * spread[(2, 2)]);
    let half = 2.0 * (b * c - tt * spread[(1, 2)]);
    let rest = b * b - tt * spread[(1, 1)];
    let root = (half * half - square * rest).max(0.0).sqrt();
    let interval = (square > 0.0)
        .then(|| (centre + (-half - root) / square, centre + (-half + root) / square));
    Some(Fit {
        shape: CurveShape::Parabola,
        points: sampled(tried, |rate| row(rate).dot(&solved)),
        noise: noise_square.sqrt(),
        freedom,
        p_crest: student.cdf(c / (noise_square * spread[(2, 2)]).sqrt()),
        crest_per_min: centre - 0.5 * b / c,
        interval,
    })
}

#[cfg(test)]
mod tests {
    use super::shape::response_ln;
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
        assert!((peak.rate_per_min - 5.6).abs() < 1e-9);
        assert!(peak.lo_per_min < 5.6 && 5.6 < peak.hi_per_min);
        // The curve is drawn in straight pieces of 0.025 a minute.
        assert!((found.curve.expect("a curve").at_ms(5.6) - 4f64.exp()).abs() < 0.01);
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

    /// An oscillator of second order is largest at r0·√(1 − 2ζ²).
    #[test]
    fn the_crest_of_an_oscillator_is_where_algebra_has_it() {
        for (natural, damping) in [(5.6_f64, 0.12_f64), (6.2, 0.25), (5.0, 0.06)] {
            let truth = natural * (1.0 - 2.0 * damping * damping).sqrt();
            let mut two = trials(|r| 4.0 + response_ln(r, natural, damping));
            two.extend(two.clone());
            let found = judge(two);
            let peak = found.peak.unwrap_or_else(|| panic!("no crest: {found:?}"));
            // A parabola is not an oscillator, and the shapes stand a tenth apart.
            assert!((peak.rate_per_min - truth).abs() < 0.1, "{truth}: {peak:?}");
            assert!(peak.lo_per_min <= peak.rate_per_min && peak.rate_per_min <= peak.hi_per_min);
        }
    }

    #[test]
    fn a_line_a_valley_and_a_crest_outside_name_no_rate() {
        let why = |f: fn(f64) -> f64| {
            let mut two = trials(f);
            two.extend(two.clone());
            judge(two).no_peak
        };
        assert_eq!(why(|_| 4.0), Some(NoPeak::WithinNoise));
        assert_eq!(why(|r| 4.0 - 0.2 * r), Some(NoPeak::WithinNoise));
        // Upward at both ends: largest at one of them.
        assert_eq!(why(|r| 4.0 + 0.3 * (r - 5.6).powi(2)), Some(NoPeak::AtFastest));
        assert_eq!(why(|r| 4.0 - 0.3 * (r - 4.0).powi(2)), Some(NoPeak::AtSlowest));
        assert_eq!(why(|r| 4.0 - 0.3 * (r - 7.5).powi(2)), Some(NoPeak::AtFastest));
    }

    #[test]
    fn too_few_rates_are_unusable() {
        let mut few = trials(|r| 4.0 + response_ln(r, 5.8, 0.06));
        assert_ne!(judge(few.clone()).verdict, ResonanceVerdict::Unusable);
        few[0].swing = Err(Unfit::IrregularRhythm);
        assert_ne!(judge(few.clone()).verdict, ResonanceVerdict::Unusable);
        few[1].swing = Err(Unfit::IrregularRhythm);
        assert_eq!(judge(few).verdict, ResonanceVerdict::Unusable);
        assert_eq!(judge(Vec::new()).verdict, ResonanceVerdict::Unusable);
    }

    /// Flat truth and a line, one round and two: the parabola names a rate in 5% by construction at most, and the sharper shape must
    /// not add to that. Bar: 5% plus three standard errors of 400 searches.
    #[test]
    fn without_a_crest_a_rate_is_named_in_five_of_a_hundred_at_most() {
        const SEARCHES: usize = 400;
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for (noise, slope, rounds) in
            [(0.05, 0.0, 1), (0.15, -0.3, 1), (0.05, 0.0, 2), (0.15, -0.3, 2), (0.4, 0.0, 2)]
        {
            let mut named = 0;
            for _ in 0..SEARCHES {
                let mut draw = |r: f64| {
                    let error: f64 = rng.sample(StandardNormal);
                    trial(r, 4.0 + slope * r + noise * error, 0.02)
                };
                let drawn: Vec<RateTrial> = RATES.repeat(rounds).iter().map(|r| draw(*r)).collect();
                named += usize::from(judge(drawn).verdict == ResonanceVerdict::Found);
            }
            let bar = 0.05 + 3.0 * (0.05_f64 * 0.95 / SEARCHES as f64).sqrt();
            assert!((named as f64) < bar * SEARCHES as f64, "noise {noise}: {named} of {SEARCHES}");
        }
    }

    #[test]
    fn a_crest_well_above_the_noise_is_found_where_it_is() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        // 5.6·√(1 − 2·0.12²) = 5.52
        let (mut found, mut right, mut covered) = (0, 0, 0);
        for _ in 0..100 {
            let mut draw = |r: f64| {
                let error: f64 = rng.sample(StandardNormal);
                trial(r, 4.0 + response_ln(r, 5.6, 0.12) + 0.15 * error, 0.05)
            };
            let drawn: Vec<RateTrial> = RATES.iter().chain(&RATES).map(|r| draw(*r)).collect();
            let Some(peak) = judge(drawn).peak else { continue };
            found += 1;
            right += usize::from((peak.rate_per_min - 5.52).abs() <= 0.5);
            covered += usize::from(peak.lo_per_min <= 5.52 && 5.52 <= peak.hi_per_min);
        }
        assert!(
            found >= 90 && right == found && 100 * covered >= 85 * found,
            "{found} {right} {covered}"
        );
    }
}
