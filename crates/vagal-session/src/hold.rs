//! In-session hold: how long the level stayed above baseline + SWC while it was recorded.

use nalgebra::{Cholesky, DMatrix, DVector};
use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use vagal_core::Window;
use vagal_core::response::Hold;

use crate::Settings;
use crate::level::{self, Column, Path, Reading};

/// Posterior of the first passage of the latent level below baseline + SWC.
///
/// The baseline is the mean of the level over the readings before. Passage is looked for in the
/// readings after the input, each about half a minute long, up to `until_s`; what has not passed by
/// then is censored.
pub(crate) fn hold(
    before: &[Reading],
    after: &[Reading],
    after_window: Window,
    swc: f64,
    settings: &Settings,
) -> Option<Hold> {
    if before.len() < 2 || after.len() < 2 {
        return None;
    }
    let readings: Vec<Reading> = before.iter().chain(after).copied().collect();
    let columns = phase_columns(&[before.len(), after.len()]);
    let posterior = level::fit(&readings, &columns, &settings.level)?;
    let paths = level::paths(&readings, &columns, columns.len(), &posterior);
    let recorded_min = (after.last()?.span.end_s - after_window.start_s) / 60.0;
    let minutes_of = |index: usize| (after[index].span.start_s - after_window.start_s) / 60.0;

    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(settings.seed);
    let mut passages: Vec<Option<f64>> = Vec::with_capacity(settings.hold_draws);
    let total: f64 = paths.iter().map(|p| p.weight).sum();
    let mut owed = 0.0;
    for path in &paths {
        owed += settings.hold_draws as f64 * path.weight / total;
        let draws = owed.floor() as usize;
        owed -= draws as f64;
        if draws == 0 {
            continue;
        }
        let factor = factor(path)?;
        for _ in 0..draws {
            let z = DVector::from_fn(readings.len(), |_, _| StandardNormal.sample(&mut rng));
            let drawn = &path.mean + &factor * z;
            let baseline = drawn.rows(0, before.len()).mean();
            let passed = drawn.iter().skip(before.len()).position(|&l| l < baseline + swc);
            passages.push(passed.map(minutes_of));
        }
    }
    Some(summarize(passages, recorded_min))
}

/// Median and 95% interval of censored passage times; a censored time counts as the whole record.
fn summarize(passages: Vec<Option<f64>>, recorded_min: f64) -> Hold {
    let count = passages.len() as f64;
    let still = passages.iter().filter(|p| p.is_none()).count() as f64;
    let mut minutes: Vec<f64> = passages.into_iter().map(|p| p.unwrap_or(recorded_min)).collect();
    minutes.sort_by(f64::total_cmp);
    let at = |p: f64| minutes[((count - 1.0) * p).round() as usize];
    Hold {
        minutes: at(0.5),
        lo: at(0.025),
        hi: at(0.975),
        censored: still > 0.5 * count,
        p_still_above: still / count,
    }
}

/// A square root of the covariance; rounding may leave it a hair short of positive definite.
fn factor(path: &Path) -> Option<DMatrix<f64>> {
    let scale = path.covariance.diagonal().max();
    [1e-12, 1e-9, 1e-6].iter().find_map(|jitter| {
        let mut c = 0.5 * (&path.covariance + path.covariance.transpose());
        for i in 0..c.nrows() {
            c[(i, i)] += jitter * scale;
        }
        Cholesky::new(c).map(|chol| chol.l())
    })
}

/// One flat column for each of the phases laid end to end.
pub(crate) fn phase_columns(lengths: &[usize]) -> Vec<Column> {
    let total: usize = lengths.iter().sum();
    let mut start = 0;
    lengths
        .iter()
        .filter(|length| **length > 0)
        .map(|length| {
            let mut values = vec![0.0; total];
            values[start..start + length].fill(1.0);
            start += length;
            Column { values, prior_sd: None }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_ends_above_is_censored_at_its_end() {
        let hold = summarize(vec![None, None, Some(4.0), None], 12.0);
        assert!(hold.censored);
        assert_eq!(hold.minutes, 12.0);
        assert_eq!(hold.p_still_above, 0.75);
    }
}
