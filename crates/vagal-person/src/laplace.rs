//! A first look: the mode and a normal around it, in milliseconds. A preview, never the answer.
//!
//! Against the sampler its means are off by up to .65 posterior sd on the reference diary.

use nalgebra::{Cholesky, DMatrix, DVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::posterior::LogPosterior;

/// Iterations after which the climb stops.
const MOST_ITERATIONS: usize = 400;
/// Largest slope at which a point is a mode, in units of whitened coordinates.
const FLAT: f64 = 1e-4;
/// Step of the differences of gradients.
const STEP: f64 = 1e-4;
/// Smallest curvature kept: the prior alone has 1, and less than this is a ridge, where the normal does not fit.
const LEAST_CURVATURE: f64 = 0.05;

/// The mode of a log posterior and the normal around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Laplace {
    /// Whitened coordinates of the mode.
    pub mode: Vec<f64>,
    /// Log posterior there.
    pub log_posterior: f64,
    /// Largest slope left.
    pub slope: f64,
    /// True if the curvature was that of a maximum in every direction.
    pub proper: bool,
    /// Gradients spent.
    pub gradients: usize,
    /// ln of the normalising integral under the normal approximation.
    pub log_evidence: f64,
    /// Lower triangle of a factor of the covariance, row by row.
    pub(crate) factor: Vec<Vec<f64>>,
}

impl Laplace {
    /// Covariance of two coordinates.
    pub fn covariance(&self, i: usize, j: usize) -> f64 {
        self.factor[i].iter().zip(&self.factor[j]).map(|(a, b)| a * b).sum()
    }

    /// Draws of whitened coordinates, `scale` times as wide as the normal.
    pub fn draws(&self, count: usize, scale: f64, seed: u64) -> Vec<Vec<f64>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        (0..count)
            .map(|_| {
                let e: Vec<f64> = self
                    .mode
                    .iter()
                    .map(|_| {
                        let z: f64 = StandardNormal.sample(&mut rng);
                        scale * z
                    })
                    .collect();
                self.at(&e)
            })
            .collect()
    }

    /// mode + factor · e.
    pub(crate) fn at(&self, e: &[f64]) -> Vec<f64> {
        self.mode
            .iter()
            .zip(&self.factor)
            .map(|(m, row)| m + row.iter().zip(e).map(|(l, e)| l * e).sum::<f64>())
            .collect()
    }
}

/// Climbs from where the readings point to and measures the curvature; `None` if the log posterior is not finite there.
pub fn laplace(posterior: &mut LogPosterior<'_>) -> Option<Laplace> {
    let start = start(posterior);
    laplace_from(posterior, &start)
}

/// Farthest that readings move a start from the centre of the prior, in its standard deviations.
const FARTHEST: f64 = 4.0;

/// The centre of the prior, but levels and noise as the readings have them: from a level many noise sd off, the climb can
/// end on a ridge where noise explains everything.
fn start(posterior: &LogPosterior<'_>) -> Vec<f64> {
    let model = posterior.model();
    let mut z = vec![0.0; posterior.dimension()];
    for (c, layout) in model.layout.channels.iter().enumerate() {
        let readings = posterior.events().iter().filter_map(|e| e.reading);
        let values: Vec<f64> = readings.filter(|r| r.channel == c).map(|r| r.value).collect();
        if values.len() < 3 {
            continue;
        }
        let sd = crate::summary::variance(values.iter().copied()).sqrt();
        let mut set = |place: usize, value: f64| {
            let parameter = &model.parameters()[place];
            let whitened = parameter.whiten(value);
            if whitened.is_finite() {
                z[place] = whitened.clamp(-FARTHEST, FARTHEST);
            }
        };
        set(layout.noise, sd);
        if layout.offset.is_none() {
            set(layout.level, crate::summary::mean(&values));
        }
    }
    z
}

/// The same from another start.
pub fn laplace_from(posterior: &mut LogPosterior<'_>, start: &[f64]) -> Option<Laplace> {
    let n = start.len();
    let mut gradients = 0;
    let (mode, log_posterior, slope) = climb(posterior, start, &mut gradients)?;
    let mut curvature = DMatrix::<f64>::zeros(n, n);
    let (mut up, mut down) = (vec![0.0; n], vec![0.0; n]);
    let mut moved = mode.clone();
    for i in 0..n {
        moved[i] = mode[i] + STEP;
        let above = posterior.gradient(&moved, &mut up);
        moved[i] = mode[i] - STEP;
        let below = posterior.gradient(&moved, &mut down);
        moved[i] = mode[i];
        if !(above.is_finite() && below.is_finite()) {
            return None;
        }
        for j in 0..n {
            curvature[(i, j)] = -(up[j] - down[j]) / (2.0 * STEP);
        }
    }
    gradients += 2 * n;
    let curvature = 0.5 * (&curvature + curvature.transpose());
    let (factor, ln_det, proper) = factor(curvature);
    let log_evidence =
        log_posterior + 0.5 * n as f64 * (2.0 * std::f64::consts::PI).ln() - 0.5 * ln_det;
    let factor = (0..n).map(|i| factor.row(i).iter().copied().collect()).collect();
    Some(Laplace { mode, log_posterior, slope, proper, gradients, log_evidence, factor })
}

/// A factor F of the inverse with F F' = C⁻¹, the log determinant of C, and whether C was positive definite.
fn factor(curvature: DMatrix<f64>) -> (DMatrix<f64>, f64, bool) {
    let n = curvature.nrows();
    if let Some(inverse) = Cholesky::new(curvature.clone())
        .map(|c| (c.inverse(), 2.0 * c.l_dirty().diagonal().iter().map(|d| d.ln()).sum::<f64>()))
        .and_then(|(inverse, ln_det)| Some((Cholesky::new(inverse)?.l(), ln_det)))
        .filter(|(l, _)| l.iter().all(|x| x.is_finite()))
    {
        return (inverse.0, inverse.1, true);
    }
    let eigen = curvature.symmetric_eigen();
    let mut wide = DMatrix::zeros(n, n);
    let mut ln_det = 0.0;
    for k in 0..n {
        let value = eigen.eigenvalues[k].max(LEAST_CURVATURE);
        ln_det += value.ln();
        let column = eigen.eigenvectors.column(k) / value.sqrt();
        wide.set_column(k, &column);
    }
    (wide, ln_det, false)
}

/// BFGS with backtracking.
fn climb(
    posterior: &mut LogPosterior<'_>,
    start: &[f64],
    gradients: &mut usize,
) -> Option<(Vec<f64>, f64, f64)> {
    let n = start.len();
    let mut x = DVector::from_column_slice(start);
    let mut slope = DVector::zeros(n);
    let mut value = posterior.gradient(x.as_slice(), slope.as_mut_slice());
    *gradients += 1;
    if !value.is_finite() {
        return None;
    }
    // The first step is that of the prior's curvature, shortened to one unit.
    let mut inverse = DMatrix::<f64>::identity(n, n);
    let mut trial = DVector::zeros(n);
    let mut fresh = true;
    for _ in 0..MOST_ITERATIONS {
        if slope.amax() < FLAT {
            break;
        }
        let mut direction = &inverse * &slope;
        let mut rise = direction.dot(&slope);
        if !(rise > 0.0 && rise.is_finite()) {
            inverse.fill_with_identity();
            direction = slope.clone();
            rise = slope.norm_squared();
            fresh = true;
        }
        let longest = direction.amax();
        let mut step = if longest > 1.0 { 1.0 / longest } else { 1.0 };
        let mut new_value;
        let mut accepted = false;
        let mut new_x = x.clone();
        for _ in 0..40 {
            new_x = &x + step * &direction;
            new_value = posterior.gradient(new_x.as_slice(), trial.as_mut_slice());
            *gradients += 1;
            if new_value.is_finite() && new_value >= value + 1e-4 * step * rise {
                value = new_value;
                accepted = true;
                break;
            }
            step *= 0.5;
        }
        if !accepted {
            if fresh {
                break;
            }
            inverse.fill_with_identity();
            fresh = true;
            continue;
        }
        let s = &new_x - &x;
        let y = &slope - &trial;
        let sy = s.dot(&y);
        x = new_x;
        slope.copy_from(&trial);
        if sy > 1e-10 * s.norm() * y.norm() {
            if fresh {
                inverse.fill_with_identity();
                inverse *= sy / y.norm_squared();
            }
            fresh = false;
            let hy = &inverse * &y;
            let yhy = y.dot(&hy);
            inverse.ger((1.0 + yhy / sy) / sy, &s, &s, 1.0);
            inverse.ger(-1.0 / sy, &hy, &s, 1.0);
            inverse.ger(-1.0 / sy, &s, &hy, 1.0);
        }
    }
    let left = slope.amax();
    Some((x.as_slice().to_vec(), value, left))
}

/// Degrees of freedom of the proposal: tails wide enough for weights to have a variance.
const PROPOSAL_FREEDOM: f64 = 8.0;

/// Draws of a preview that were weighted by the posterior itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Refined {
    /// Whitened coordinates, resampled by weight.
    pub draws: Vec<Vec<f64>>,
    /// Effective share of the proposals, 0 to 1: how much of a normal the posterior is.
    pub efficiency: f64,
}

impl Laplace {
    /// Corrects the preview towards the posterior: proposals from a t around the mode, weighted and resampled.
    ///
    /// Weights are truncated at `√n` times their mean (Ionides 2008), so that none rules alone.
    pub fn refine(
        &self,
        posterior: &mut LogPosterior<'_>,
        count: usize,
        seed: u64,
    ) -> Option<Refined> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let chi = rand_distr::ChiSquared::new(PROPOSAL_FREEDOM).ok()?;
        let n = self.mode.len() as f64;
        let mut proposals = Vec::with_capacity(count);
        let mut weights = Vec::with_capacity(count);
        for _ in 0..count {
            let stretch = (PROPOSAL_FREEDOM / chi.sample(&mut rng)).sqrt();
            let e: Vec<f64> = (0..self.mode.len())
                .map(|_| {
                    let z: f64 = StandardNormal.sample(&mut rng);
                    stretch * z
                })
                .collect();
            let square: f64 = e.iter().map(|e| e * e).sum();
            let ln_proposal = -0.5 * (PROPOSAL_FREEDOM + n) * (square / PROPOSAL_FREEDOM).ln_1p();
            let z = self.at(&e);
            weights.push(posterior.value(&z) - ln_proposal);
            proposals.push(z);
        }
        let highest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !highest.is_finite() {
            return None;
        }
        for w in &mut weights {
            *w = (*w - highest).exp();
        }
        let limit = weights.iter().sum::<f64>() / count as f64 * (count as f64).sqrt();
        for w in &mut weights {
            *w = w.min(limit);
        }
        let total: f64 = weights.iter().sum();
        let efficiency = total * total / weights.iter().map(|w| w * w).sum::<f64>() / count as f64;
        // Systematic resampling: one random number, evenly spaced pointers.
        let start: f64 = rand::Rng::random(&mut rng);
        let mut draws = Vec::with_capacity(count);
        let (mut sum, mut next) = (0.0, start / count as f64);
        for (z, w) in proposals.iter().zip(&weights) {
            sum += w / total;
            while next < sum && draws.len() < count {
                draws.push(z.clone());
                next += 1.0 / count as f64;
            }
        }
        Some(Refined { draws, efficiency })
    }
}
