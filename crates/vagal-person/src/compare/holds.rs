//! How long tension stays down in each region, by its own ratings: bounds, since a return is only seen when somebody rates.
//!
//! Half of a fall came back somewhere between two ratings. Sorted lower ends of these spans bound the median from below and sorted
//! upper ends from above, with the probability of a binomial; no shape is assumed. A return that was not seen before the
//! next session has no upper end: people book when tension is back, so to stop there would be no honest censoring.

use statrs::distribution::{Binomial, DiscreteCDF};
use vagal_core::comparison::{NotCompared, RegionHold};

use super::regions::{rated, tension};
use crate::notes::{NotedReading, Notes};

/// A fall that counts: points (evidence/rules).
const MEANINGFUL_POINTS: f64 = 2.0;
/// Or this share of the tension before (evidence/rules).
const MEANINGFUL_SHARE: f64 = 0.30;
/// Probability of each side that the median lies beyond its bound.
const TAIL: f64 = 0.05;
/// Falls that bounds at that probability need: with four the chance that all lie on one side is 6%.
const LEAST_FALLS: usize = 5;

/// Every region that was rated, with its falls.
pub(super) fn answers(notes: &Notes) -> Vec<RegionHold> {
    rated(notes)
        .into_iter()
        .filter_map(|region| {
            let spans = spans(notes, region);
            (!spans.is_empty()).then(|| RegionHold {
                region: region.into(),
                falls: spans.len(),
                unseen: spans.iter().filter(|s| s.1.is_infinite()).count(),
                median_hours: median(&spans),
            })
        })
        .collect()
}

/// Hours between which half of each fall came back.
fn spans(notes: &Notes, region: &str) -> Vec<(f64, f64)> {
    let here = |r: &NotedReading| tension(r) == Some(region);
    let hands: Vec<_> = notes.sessions.iter().filter(|s| !s.regions.is_empty()).collect();
    let mut out = Vec::new();
    for (k, session) in hands.iter().enumerate() {
        let end = session.end_days;
        let Some(before) = notes.before(session, here) else { continue };
        let Some(after) = notes.after(session, here) else { continue };
        let fall = before - after;
        if fall <= 0.0 || (fall < MEANINGFUL_POINTS && fall < MEANINGFUL_SHARE * before) {
            continue;
        }
        let until = hands.get(k + 1).map_or(f64::INFINITY, |next| next.start_days);
        let mut span = (0.0, f64::INFINITY);
        for r in notes.readings.iter().filter(|r| here(r) && r.days > end && r.days <= until) {
            let hours = 24.0 * (r.days - end);
            if r.value >= before - 0.5 * fall {
                span.1 = hours;
                break;
            }
            span.0 = hours;
        }
        out.push(span);
    }
    out
}

/// Bounds of the median, each wrong with a probability of [`TAIL`] at most.
fn median(spans: &[(f64, f64)]) -> Result<(f64, f64), NotCompared> {
    let n = spans.len();
    if n < LEAST_FALLS {
        return Err(NotCompared::TooFew { have: n, need: LEAST_FALLS });
    }
    // The k-th smallest lies above the median with probability Pr(fewer than k of n below it).
    let below = Binomial::new(0.5, n as u64)
        .map_err(|_| NotCompared::TooFew { have: n, need: LEAST_FALLS })?;
    let k = below.inverse_cdf(TAIL) as usize;
    let sorted = |side: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = spans.iter().map(side).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    Ok((sorted(|s| s.0)[k - 1], sorted(|s| s.1)[n - k]))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, Exp1};

    use super::*;

    #[test]
    fn bounds_are_the_order_statistics_of_the_tables() {
        // Two-sided 90% intervals of a median: n = 5 … 8, ranks 1 1 1 2 (Conover 1999, table A3).
        for (n, rank) in [(5, 1), (7, 1), (8, 2), (13, 4)] {
            let spans: Vec<(f64, f64)> = (1..=n).map(|i| (f64::from(i), f64::from(i))).collect();
            let (lo, hi) = median(&spans).unwrap();
            assert_eq!((lo, hi), (f64::from(rank), f64::from(n + 1 - rank)), "{n}");
        }
        // Where .5ⁿ is no longer a number: the normal approximation, n/2 − 1.645 √n/2, within a rank.
        for n in [1_000, 1_100, 5_000] {
            let spans: Vec<(f64, f64)> = (1..=n).map(|i| (f64::from(i), f64::from(i))).collect();
            let (lo, hi) = median(&spans).unwrap();
            let rank = 0.5 * f64::from(n) - 1.6449 * 0.5 * f64::from(n).sqrt();
            assert!(
                (lo - rank).abs() < 1.5 && hi == f64::from(n + 1) - lo,
                "{n}: {lo} {hi} {rank}"
            );
        }
        assert_eq!(median(&[(0.0, 1.0); 4]), Err(NotCompared::TooFew { have: 4, need: 5 }));
    }

    /// Times with a known median, seen twice a day and lost after a while: the bounds hold it.
    #[test]
    fn the_median_lies_between_its_bounds() {
        const REPEATS: usize = 1000;
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let true_median = 20.0 * std::f64::consts::LN_2;
        for n in [5, 12] {
            let mut held = 0;
            for _ in 0..REPEATS {
                let spans: Vec<(f64, f64)> = (0..n)
                    .map(|_| {
                        let hours: f64 = Exp1.sample(&mut rng);
                        let seen = (20.0 * hours / 12.0).floor() * 12.0;
                        (seen, if seen >= 48.0 { f64::INFINITY } else { seen + 12.0 })
                    })
                    .collect();
                let (lo, hi) = median(&spans).unwrap();
                held += usize::from(lo <= true_median && true_median <= hi);
            }
            assert!(held as f64 / REPEATS as f64 >= 0.88, "{n}: {held}");
        }
    }
}
