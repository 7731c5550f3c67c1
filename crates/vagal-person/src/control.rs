//! Means with less Monte Carlo noise: what the slopes of the log posterior explain is taken out, since their mean is known to be 0.
//!
//! ```text
//! f(z) − β' ∇ log π(z),   β = Cov(∇)⁻¹ Cov(∇, f)
//! ```
//!
//! Linear zero-variance control variates (Mira, Solgi, Imparato 2013, doi 10.1007/s11222-012-9344-6). Exact for a normal posterior, in which
//! a coordinate is linear in the slopes; elsewhere the mean stays what it is and only its noise shrinks.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use rayon::prelude::*;

use crate::event::Event;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::sample::Draws;

/// Draws for each parameter below which the coefficients are too rough to be worth it (house choice).
const DRAWS_A_PARAMETER: usize = 10;

/// Slopes of the log posterior at draws, ready to be taken out of quantities.
#[derive(Clone, Debug)]
pub struct Controls {
    /// Chain, draw, coordinate; centred over all draws.
    slopes: Vec<Vec<Vec<f64>>>,
    /// Mean of each coordinate's slope, which would be 0 for draws without noise.
    centre: Vec<f64>,
    root: Cholesky<f64, Dyn>,
}

impl Controls {
    /// Slopes at every draw; `None` for draws too few, or a slope that cannot be computed.
    pub fn new(model: &Model, events: &[Event], draws: &Draws) -> Option<Self> {
        let dimension = model.parameters().len();
        if draws.len() < DRAWS_A_PARAMETER * dimension {
            return None;
        }
        let of_chain = |chain: &Vec<Vec<f64>>| -> Option<Vec<Vec<f64>>> {
            let mut posterior = LogPosterior::new(model, events).ok()?;
            let slope = |z: &Vec<f64>| {
                let mut slopes = vec![0.0; dimension];
                posterior.gradient(z, &mut slopes).is_finite().then_some(slopes)
            };
            chain.iter().map(slope).collect()
        };
        let slopes: Option<Vec<Vec<Vec<f64>>>> = draws.chains.par_iter().map(of_chain).collect();
        Self::of_slopes(slopes?)
    }

    fn of_slopes(mut slopes: Vec<Vec<Vec<f64>>>) -> Option<Self> {
        let dimension = slopes.first()?.first()?.len();
        let count = slopes.iter().map(Vec::len).sum::<usize>() as f64;
        let all = || slopes.iter().flatten();
        let centre: Vec<f64> =
            (0..dimension).map(|i| all().map(|s| s[i]).sum::<f64>() / count).collect();
        for slope in slopes.iter_mut().flatten() {
            slope.iter_mut().zip(&centre).for_each(|(s, c)| *s -= c);
        }
        let mut covariance = DMatrix::<f64>::zeros(dimension, dimension);
        for slope in slopes.iter().flatten() {
            let slope = DVector::from_column_slice(slope);
            covariance.ger(1.0 / count, &slope, &slope, 1.0);
        }
        Some(Self { slopes, centre, root: Cholesky::new(covariance)? })
    }

    /// The quantity at every draw with what the slopes explain taken out: the same mean in the long run, less noise.
    ///
    /// `chains` are its values, chain by chain, at the draws that the slopes are of.
    pub fn apply(&self, chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let count = chains.iter().map(Vec::len).sum::<usize>() as f64;
        let mut shared = DVector::<f64>::zeros(self.centre.len());
        for (values, slopes) in chains.iter().zip(&self.slopes) {
            for (value, slope) in values.iter().zip(slopes) {
                shared.axpy(value / count, &DVector::from_column_slice(slope), 1.0);
            }
        }
        let weights = self.root.solve(&shared);
        let explained = |slope: &Vec<f64>| {
            let with_mean = slope.iter().zip(&self.centre).map(|(s, c)| s + c);
            with_mean.zip(weights.iter()).map(|(s, w)| s * w).sum::<f64>()
        };
        chains
            .iter()
            .zip(&self.slopes)
            .map(|(values, slopes)| {
                values.iter().zip(slopes).map(|(v, s)| v - explained(s)).collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a normal posterior every draw is corrected to the mean itself: ∇ log π = −A (z − μ) is linear in z.
    #[test]
    fn the_mean_of_a_normal_comes_out_exactly() {
        let mean = [0.3, -1.2, 2.0];
        let precision = [[2.0, 0.5, 0.0], [0.5, 1.0, -0.3], [0.0, -0.3, 4.0]];
        let wave = |k: usize, i: usize| (0.37 * (k as f64 + 1.0) * (1.0 + 1.3 * i as f64)).sin();
        let chain = |c: usize| -> Vec<Vec<f64>> {
            (0..40).map(|k| (0..3).map(|i| mean[i] + 0.2 + wave(40 * c + k, i)).collect()).collect()
        };
        let chains: Vec<Vec<Vec<f64>>> = (0..2).map(chain).collect();
        let slope = |z: &Vec<f64>| -> Vec<f64> {
            let row = |i: usize| -(0..3).map(|j| precision[i][j] * (z[j] - mean[j])).sum::<f64>();
            (0..3).map(row).collect()
        };
        let slopes = chains.iter().map(|c| c.iter().map(slope).collect()).collect();
        let controls = Controls::of_slopes(slopes).unwrap();
        for (i, mean) in mean.into_iter().enumerate() {
            let values: Vec<Vec<f64>> =
                chains.iter().map(|c| c.iter().map(|z| z[i]).collect()).collect();
            for calmed in controls.apply(&values).concat() {
                assert!((calmed - mean).abs() < 1e-10, "{calmed} against {mean}");
            }
        }
    }
}
