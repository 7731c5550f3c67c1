//! Swing of the NN intervals at a paced frequency, with its standard error.

use std::f64::consts::TAU;

use nalgebra::{SMatrix, SVector};
use vagal_core::{NnInterval, NnSeries, PacedStretch, Swing, Unfit};

/// Left out at the start of each stretch, seconds. House choice: two to three slow breaths, and the time in which the vessels
/// follow a change (their time constant is about 10 s).
pub const SETTLING_S: f64 = 30.0;
/// Fewest whole breaths that are read. House choice: the standard error needs some to leave out.
const FEWEST_BREATHS: usize = 5;
/// Largest share in gaps, per cent. House choice.
const MOST_GAPS_PCT: f64 = 20.0;
/// Largest share of corrected intervals, per cent. House choice, as lenient as a sinusoid over many beats allows.
const MOST_CORRECTED_PCT: f64 = 10.0;
/// Above this standard error of ln swing there is no clear swing: 0.5 is a factor of 1.6. House choice.
const UNCLEAR: f64 = 0.5;
/// Least share of the variance about the bent line that must go with the pacer. A breath at another rate leaks 5% at most into
/// a stretch of five breaths or more (first side lobe, 0.22²); a tenth is twice that. House choice.
const LEAST_SHARE: f64 = 0.1;
/// Level, slope, bend, cosine, sine.
const TERMS: usize = 5;

/// The swing of one stretch.
///
/// ```text
/// NN(t) = a + b·t + c·t² + A·cos 2πft + B·sin 2πft + rest      f = paced rate, t = middle of the interval
/// swing = 2·√(A² + B²)
/// ```
///
/// Least squares over the last whole breaths of the stretch; where intervals are missing they are missing, nothing is filled in.
/// The standard error of ln swing is that of the jackknife over breaths, so that noise from beat to beat and breaths that did
/// not keep the pace both count.
///
/// # Errors
///
/// [`Unfit`] for an irregular rhythm, too few breaths, too many gaps or corrections, and where little swings at that rate.
pub fn swing(nn: &NnSeries, paced: &PacedStretch, rhythm: Option<Unfit>) -> Result<Swing, Unfit> {
    if let Some(refusal) = rhythm {
        return Err(refusal);
    }
    let breath_s = 60.0 / paced.rate_per_min;
    let end_s = paced.window.end_s;
    let usable_s = end_s - paced.window.start_s - SETTLING_S;
    let breaths = (usable_s / breath_s + 1e-6).floor().max(0.0) as usize;
    let need_s = SETTLING_S + FEWEST_BREATHS as f64 * breath_s;
    let too_short = |have_s: f64| Unfit::WindowTooShort { need_s, have_s: have_s.max(0.0) };
    if breaths < FEWEST_BREATHS {
        return Err(too_short(paced.window.length_s()));
    }
    let length_s = breaths as f64 * breath_s;
    let start_s = end_s - length_s;
    let part = nn.window(start_s, end_s);
    let gaps_pct = 100.0 * (1.0 - part.covered_s() / length_s);
    // An interval at each edge is cut; they are no gap.
    let edges_pct = 100.0 * 2.0 * part.mean_ms().unwrap_or(0.0) / 1000.0 / length_s;
    if part.is_empty() || gaps_pct - edges_pct > MOST_GAPS_PCT {
        return Err(Unfit::TooManyGaps { limit_pct: MOST_GAPS_PCT, found_pct: gaps_pct });
    }
    if part.corrected_pct() > MOST_CORRECTED_PCT {
        let found_pct = part.corrected_pct();
        return Err(Unfit::TooManyCorrections { limit_pct: MOST_CORRECTED_PCT, found_pct });
    }
    let unclear = || Unfit::SignalTooPoor {
        found: format!("no clear swing at {} breaths a minute", paced.rate_per_min),
    };
    let terms = |interval: &NnInterval| {
        let time_s = 0.5 * (interval.start_s() + interval.end_s) - start_s;
        let (sin, cos) = (TAU * time_s / breath_s).sin_cos();
        let x = 2.0 * time_s / length_s - 1.0;
        (time_s, SVector::<f64, TERMS>::from([1.0, x, x * x, cos, sin]))
    };
    let mean_ms = part.mean_ms().ok_or_else(unclear)?;
    // Sums of each breath; leaving one out is then a subtraction.
    let mut sums = vec![Sums::default(); breaths];
    for interval in part.as_slice() {
        let (time_s, row) = terms(interval);
        let breath = ((time_s / breath_s).max(0.0) as usize).min(breaths - 1);
        sums[breath].add(&row, interval.ms - mean_ms);
    }
    let all = sums.iter().fold(Sums::default(), |all, one| all.plus(one, 1.0));
    let ln_swing = |sums: &Sums| {
        let swing_ms = sums.solved().map(|s| 2.0 * s[3].hypot(s[4]));
        swing_ms.filter(|ms| ms.is_finite() && *ms > 0.0).map(f64::ln)
    };
    let ln_all = ln_swing(&all).ok_or_else(unclear)?;
    let without: Option<Vec<f64>> = sums.iter().map(|one| ln_swing(&all.plus(one, -1.0))).collect();
    let without = without.ok_or_else(unclear)?;
    let m = breaths as f64;
    let mean = without.iter().sum::<f64>() / m;
    let squares: f64 = without.iter().map(|v| (v - mean).powi(2)).sum();
    let ln_standard_error = ((m - 1.0) / m * squares).sqrt();
    if !(ln_standard_error < UNCLEAR && all.share().is_some_and(|share| share >= LEAST_SHARE)) {
        return Err(unclear());
    }
    Ok(Swing { ms: ln_all.exp(), ln_standard_error, breaths, heart_rate_bpm: 60_000.0 / mean_ms })
}

/// Normal equations.
#[derive(Clone, Debug, Default)]
struct Sums {
    squares: SMatrix<f64, TERMS, TERMS>,
    products: SVector<f64, TERMS>,
    total: f64,
    count: f64,
}

impl Sums {
    fn add(&mut self, row: &SVector<f64, TERMS>, ms: f64) {
        self.squares += row * row.transpose();
        self.products += row * ms;
        self.total += ms * ms;
        self.count += 1.0;
    }

    fn plus(&self, other: &Self, sign: f64) -> Self {
        Self {
            squares: self.squares + other.squares * sign,
            products: self.products + other.products * sign,
            total: self.total + other.total * sign,
            count: self.count + other.count * sign,
        }
    }

    fn solved(&self) -> Option<SVector<f64, TERMS>> {
        Some(self.squares.cholesky()?.solve(&self.products))
    }

    /// Variance of the sinusoid as a share of that and the rest.
    fn share(&self) -> Option<f64> {
        let solved = self.solved()?;
        let wave = 0.5 * (solved[3].powi(2) + solved[4].powi(2));
        let rest = (self.total - self.products.dot(&solved)).max(0.0) / self.count;
        Some(wave / (wave + rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::{Origin, Window};

    /// Beats whose interval is `ms(t)` at its middle, found by fixed point.
    fn beats(length_s: f64, ms: impl Fn(f64) -> f64) -> Vec<NnInterval> {
        let (mut start_s, mut all) = (0.0, Vec::new());
        while start_s < length_s {
            let mut length_ms = ms(start_s);
            for _ in 0..50 {
                length_ms = ms(start_s + length_ms / 2000.0);
            }
            let end_s = start_s + length_ms / 1000.0;
            let (origin, after_gap) = (Origin::Kept, false);
            all.push(NnInterval { end_s, ms: length_ms, origin, after_gap });
            start_s = end_s;
        }
        all
    }

    fn paced(rate_per_min: f64) -> PacedStretch {
        PacedStretch { rate_per_min, window: Window { start_s: 0.0, end_s: 150.0 } }
    }

    /// The sinusoid is in the model, so least squares must return it; what is left is rounding.
    const EXACT_MS: f64 = 1e-6;

    #[test]
    fn a_sinusoid_on_a_bent_line_is_found_as_it_was_put_in_gaps_or_not() {
        for rate in [4.5, 6.0, 7.0] {
            let ms = |t: f64| {
                900.0 + 0.2 * t - 0.001 * t * t + 60.0 * (TAU * rate / 60.0 * t + 1.0).sin()
            };
            let mut intervals = beats(150.0, ms);
            let nn = NnSeries::new(intervals.clone()).unwrap();
            let found = swing(&nn, &paced(rate), None).unwrap();
            assert!((found.ms - 120.0).abs() < EXACT_MS, "{rate}: {found:?}");
            assert!(found.ln_standard_error < EXACT_MS);
            intervals.retain(|i| !(80.0..90.0).contains(&i.end_s));
            let found = swing(&NnSeries::new(intervals).unwrap(), &paced(rate), None).unwrap();
            assert!((found.ms - 120.0).abs() < EXACT_MS, "{rate}: {found:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let nn = NnSeries::new(beats(150.0, |t| 900.0 + 50.0 * (TAU * 0.1 * t).sin())).unwrap();
        assert_eq!(
            swing(&nn, &paced(6.0), Some(Unfit::IrregularRhythm)),
            Err(Unfit::IrregularRhythm)
        );
        let mut short = paced(6.0);
        short.window.end_s = 79.0;
        assert!(matches!(swing(&nn, &short, None), Err(Unfit::WindowTooShort { .. })));
        let mut late = paced(6.0);
        late.window = Window { start_s: 100.0, end_s: 250.0 };
        assert!(matches!(swing(&nn, &late, None), Err(Unfit::TooManyGaps { .. })));
        // Paced at 4.5 and breathed at 6: nothing swings with the pacer.
        assert!(matches!(swing(&nn, &paced(4.5), None), Err(Unfit::SignalTooPoor { .. })));
        let steady = NnSeries::new(beats(150.0, |_| 900.0)).unwrap();
        assert!(matches!(swing(&steady, &paced(6.0), None), Err(Unfit::SignalTooPoor { .. })));
        assert!(swing(&NnSeries::new(Vec::new()).unwrap(), &paced(6.0), None).is_err());
    }
}
