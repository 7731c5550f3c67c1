//! Does the measured change carry the feeling: the felt difference between an input and rest, and what of it runs along.
//!
//! ```text
//! measured = i + a·input + noise          felt = k + c·input + b·measured + noise          carried: a·b
//! ```
//!
//! Rest sessions that were rated like the others are what makes the question one at all. What runs along may still come from
//! something that moved both.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StudentT};
use vagal_core::comparison::{
    CarriedAnswer, CarriedFound, CarriedVerdict, Estimate, Measured, NotCompared,
};

use super::felt::Measures;
use super::numbers::{Difference, difference, of_difference};
use crate::convergence::quantile;
use crate::inputs::REST;
use crate::notes::Notes;
use crate::summary::mean;

/// Sessions, rest included, that the question needs (evidence ledger, C07).
const LEAST_SESSIONS: usize = 20;
/// Of these, sessions of rest. House choice: as many as a verdict on a responder needs of sessions.
const LEAST_REST: usize = 5;
/// Level of the intervals.
const LEVEL: f64 = 0.90;
/// A part smaller than one step of the scale is too small to matter.
const MATTERS_POINTS: f64 = 1.0;
/// Draws of the product of two estimates, which is not normal.
const DRAWS: usize = 4000;

/// For every input and measure of which there is at least one rated session on both sides.
pub(super) fn answers(notes: &Notes, measures: &Measures, seed: u64) -> Vec<CarriedAnswer> {
    let mut out = Vec::new();
    for input in notes.inputs().into_iter().filter(|i| *i != REST) {
        for measured in Measured::ALL {
            let of = |wanted: &str| -> Vec<(f64, f64)> {
                let sessions = notes.sessions.iter().enumerate();
                sessions
                    .filter(|(_, s)| s.input == wanted)
                    .filter_map(|(place, s)| Some((measures.of(measured, place)?, s.felt?)))
                    .collect()
            };
            let (with, rest) = (of(input), of(REST));
            if with.is_empty() {
                continue;
            }
            out.push(CarriedAnswer {
                input: input.into(),
                measured,
                sessions: with.len(),
                rest_sessions: rest.len(),
                found: found(&with, &rest, seed),
            });
        }
    }
    out
}

/// Pairs are (measured, felt).
fn found(with: &[(f64, f64)], rest: &[(f64, f64)], seed: u64) -> Result<CarriedFound, NotCompared> {
    let all = with.len() + rest.len();
    if rest.len() < LEAST_REST {
        return Err(NotCompared::TooFewOfRest { have: rest.len(), need: LEAST_REST });
    }
    if all < LEAST_SESSIONS || with.len() < LEAST_REST {
        return Err(NotCompared::TooFew { have: all, need: LEAST_SESSIONS });
    }
    let column = |pairs: &[(f64, f64)], felt: bool| -> Vec<f64> {
        pairs.iter().map(|p| if felt { p.1 } else { p.0 }).collect()
    };
    let (m_with, m_rest) = (column(with, false), column(rest, false));
    let (f_with, f_rest) = (column(with, true), column(rest, true));
    let total = of_difference(&f_with, &f_rest, LEVEL);
    // b: the slope within the two kinds of session, which have means of their own.
    let a = difference(&m_with, &m_rest);
    let (mut mm, mut mf, mut ff) = (0.0, 0.0, 0.0);
    for (m, f) in [(&m_with, &f_with), (&m_rest, &f_rest)] {
        let (m_mean, f_mean) = (mean(m), mean(f));
        for (m, f) in m.iter().zip(f) {
            mm += (m - m_mean) * (m - m_mean);
            mf += (m - m_mean) * (f - f_mean);
            ff += (f - f_mean) * (f - f_mean);
        }
    }
    if mm <= 0.0 || ff <= 0.0 {
        return Err(NotCompared::Alike);
    }
    let b = mf / mm;
    let freedom = all as f64 - 3.0;
    let b_error = ((ff - b * mf).max(0.0) / freedom / mm).sqrt();
    let b = Difference { middle: b, error: b_error, freedom };
    let carried = product(a, b, seed).ok_or(NotCompared::Alike)?;
    let above = |e: &Estimate| e.lo > 0.0;
    let below = |e: &Estimate| e.hi < 0.0;
    let verdict = if above(&carried) && above(&total) || below(&carried) && below(&total) {
        CarriedVerdict::Carried
    } else if above(&carried) || below(&carried) {
        CarriedVerdict::NoPart
    } else if carried.lo > -MATTERS_POINTS && carried.hi < MATTERS_POINTS {
        CarriedVerdict::NotCarried
    } else {
        CarriedVerdict::CannotTell
    };
    Ok(CarriedFound { total, carried, verdict })
}

/// A product of two estimates by draws of both (MacKinnon, Lockwood and Williams 2004).
fn product(a: Difference, b: Difference, seed: u64) -> Option<Estimate> {
    let (t_a, t_b) = (StudentT::new(a.freedom).ok()?, StudentT::new(b.freedom).ok()?);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let a = a.middle + a.error * t_a.sample(&mut rng);
            a * (b.middle + b.error * t_b.sample(&mut rng))
        })
        .collect();
    let tail = 0.5 * (1.0 - LEVEL);
    Some(Estimate {
        middle: a.middle * b.middle,
        lo: quantile(&draws, tail),
        hi: quantile(&draws, 1.0 - tail),
    })
}

#[cfg(test)]
mod tests {
    use rand_distr::StandardNormal;

    use super::*;

    /// Sessions in which the input moves the measure by `a`, the measure the feeling by `b` a unit, and the input by `c` besides.
    fn sessions(
        rng: &mut ChaCha8Rng,
        (a, b, c): (f64, f64, f64),
        count: usize,
        input: f64,
    ) -> Vec<(f64, f64)> {
        (0..count)
            .map(|_| {
                let (e, f): (f64, f64) = (StandardNormal.sample(rng), StandardNormal.sample(rng));
                let m = a * input + 0.3 * e;
                (m, (4.0 + c * input + b * m + f).round().clamp(0.0, 10.0))
            })
            .collect()
    }

    #[test]
    fn what_is_carried_is_found_and_what_is_not_is_rarely_called_so() {
        const REPEATS: usize = 300;
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut share = |truth: (f64, f64, f64)| {
            let (mut called, mut covered) = (0, 0);
            for seed in 0..REPEATS as u64 {
                let with = sessions(&mut rng, truth, 16, 1.0);
                let rest = sessions(&mut rng, truth, 16, 0.0);
                let found = found(&with, &rest, seed).unwrap();
                called += usize::from(found.verdict == CarriedVerdict::Carried);
                let true_part = truth.0 * truth.1;
                covered += usize::from((found.carried.lo..=found.carried.hi).contains(&true_part));
            }
            (called as f64 / REPEATS as f64, covered as f64 / REPEATS as f64)
        };
        let (found, covered) = share((0.5, 4.0, 0.0));
        println!("carried: called {found}, covered {covered}");
        assert!(found > 0.9 && covered > 0.84, "{found} {covered}");
        // All of the difference is felt directly, none of it along the measure: 10% are meant at most.
        for truth in [(0.0, 4.0, 2.0), (0.5, 0.0, 2.0), (0.0, 0.0, 2.0)] {
            let (called, covered) = share(truth);
            println!("{truth:?}: called {called}, covered {covered}");
            assert!(called < 0.16 && covered > 0.84, "{truth:?}: {called} {covered}");
        }
    }

    /// Five sessions of rest that scatter three times as far as fifteen of the input: the mean of rest is what is not known, with four
    /// degrees of freedom. Felt follows the measure without noise to speak of, so the interval is that of a.
    #[test]
    fn few_and_scattered_sessions_of_rest_do_not_make_a_narrow_interval() {
        const REPEATS: u64 = 2000;
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        let mut covered = 0;
        for seed in 0..REPEATS {
            let mut of = |count: usize, mean: f64, sd: f64| -> Vec<(f64, f64)> {
                let one = |_| {
                    let (e, f): (f64, f64) =
                        (StandardNormal.sample(&mut rng), StandardNormal.sample(&mut rng));
                    let m = mean + sd * e;
                    (m, 4.0 + m + 0.01 * f)
                };
                (0..count).map(one).collect()
            };
            let (with, rest) = (of(15, 0.5, 0.3), of(5, 0.0, 0.9));
            let carried = found(&with, &rest, seed).unwrap().carried;
            covered += u64::from((carried.lo..=carried.hi).contains(&0.5));
        }
        println!("15 and 5: covered {covered} of {REPEATS}");
        // 90% of 2,000 are 1,800 with a standard deviation of 13; three of them below.
        assert!(covered >= 1760, "{covered}");
    }

    /// More is felt after the input, less is measured, and the two run along: none of the difference is carried.
    #[test]
    fn what_points_the_other_way_is_no_part_of_the_difference() {
        let with: Vec<(f64, f64)> = (0..16).map(|i| (-1.0 + 0.1 * f64::from(i % 5), 0.0)).collect();
        let rest: Vec<(f64, f64)> = (0..16).map(|i| (0.1 * f64::from(i % 5), 0.0)).collect();
        let felt = |pairs: &[(f64, f64)], more: f64| -> Vec<(f64, f64)> {
            let one = |(i, (m, _)): (usize, &(f64, f64))| {
                (*m, 4.0 + more + m + 0.05 * ((i % 3) as f64 - 1.0))
            };
            pairs.iter().enumerate().map(one).collect()
        };
        // Felt: +2 in all, of which the measure (−1, times 1) takes a point away; then no difference at all.
        for more in [3.0, 1.0] {
            let found = found(&felt(&with, more), &felt(&rest, 0.0), 1).unwrap();
            assert!(found.carried.hi < 0.0, "{found:?}");
            assert_eq!(found.verdict, CarriedVerdict::NoPart, "{found:?}");
        }
        let found = found(&felt(&with, -1.0), &felt(&rest, 0.0), 1).unwrap();
        assert_eq!(found.verdict, CarriedVerdict::Carried, "{found:?}");
    }
}
