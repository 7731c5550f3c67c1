//! The level model: windowed readings = regression + a slowly moving level + sampling noise of known size.
//!
//! ```text
//! y_k = x_k' β + mean of L over window k + e_k,   e_k ~ N(0, s_k²) with s_k known
//! L   = Ornstein–Uhlenbeck process, timescale τ and standard deviation σ unknown
//! ```
//!
//! τ and σ are marginalised on a grid; within a cell of the grid β is Gaussian and exact. An AR(1)
//! regression in place of this has 16 to 26% false alarms when the level moves slowly.

mod kernel;
mod mixture;
mod path;

pub use kernel::Span;
pub use mixture::Mixture;
pub(crate) use path::{Path, paths};

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// One windowed reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The window.
    pub span: Span,
    /// What was read in it.
    pub value: f64,
    /// Sampling variance of `value`, > 0.
    pub sampling_variance: f64,
}

/// One column of the regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// One number a reading.
    pub values: Vec<f64>,
    /// Standard deviation of the zero-mean Gaussian prior of its coefficient; `None` for a flat prior.
    pub prior_sd: Option<f64>,
}

/// Priors of the level.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelPrior {
    /// Timescales τ of the grid, seconds, equally likely.
    pub timescales_s: Vec<f64>,
    /// Centre of the log-normal prior of σ, in units of the reading.
    pub sd_centre: f64,
    /// Standard deviation of ln σ.
    pub sd_log_sd: f64,
    /// Points of the grid in σ, spread over ±2.5 standard deviations of ln σ.
    pub sd_points: usize,
}

impl LevelPrior {
    /// Nine log-spaced timescales from 30 to 1800 s, and a log-normal σ around `sd_centre`.
    pub fn new(sd_centre: f64) -> Self {
        let timescales_s = (0..9).map(|i| 30.0 * 60.0_f64.powf(i as f64 / 8.0)).collect();
        Self { timescales_s, sd_centre, sd_log_sd: 0.6, sd_points: 10 }
    }

    /// Grid of (τ seconds, σ, ln prior weight).
    fn cells(&self) -> Vec<(f64, f64, f64)> {
        let spread = 2.5;
        let mut cells = Vec::with_capacity(self.timescales_s.len() * self.sd_points);
        for &timescale_s in &self.timescales_s {
            for i in 0..self.sd_points {
                let z = -spread + 2.0 * spread * (i as f64 + 0.5) / self.sd_points as f64;
                let sd = self.sd_centre * (self.sd_log_sd * z).exp();
                cells.push((timescale_s, sd, -0.5 * z * z));
            }
        }
        cells
    }
}

/// One cell of the grid: a Gaussian for β, and how likely the cell is.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Timescale, seconds.
    pub timescale_s: f64,
    /// Standard deviation of the level.
    pub sd: f64,
    /// Posterior probability of the cell.
    pub weight: f64,
    /// Posterior mean of β.
    pub mean: DVector<f64>,
    /// Posterior covariance of β.
    pub covariance: DMatrix<f64>,
}

/// The posterior over the grid.
#[derive(Clone, Debug)]
pub struct LevelPosterior {
    /// Cells with weight above 1e-6, weights summing to 1.
    pub cells: Vec<Cell>,
}

impl LevelPosterior {
    /// The marginal posterior of `contrast' β`.
    pub fn contrast(&self, contrast: &[f64]) -> Mixture {
        let c = DVector::from_row_slice(contrast);
        Mixture::new(
            self.cells
                .iter()
                .map(|cell| {
                    let variance = (&cell.covariance * &c).dot(&c);
                    (cell.weight, cell.mean.dot(&c), variance.max(0.0).sqrt())
                })
                .collect(),
        )
    }
}

/// Window-averaged covariance of the level plus sampling noise.
pub(crate) fn covariance(readings: &[Reading], timescale_s: f64, sd: f64) -> DMatrix<f64> {
    let n = readings.len();
    let mut v = DMatrix::zeros(n, n);
    for i in 0..n {
        for j in 0..=i {
            let c =
                sd * sd * kernel::unit_covariance(readings[i].span, readings[j].span, timescale_s);
            v[(i, j)] = c;
            v[(j, i)] = c;
        }
        v[(i, i)] += readings[i].sampling_variance;
    }
    v
}

/// Fits the model; `None` with fewer readings than flat columns plus one, or columns that cannot be told apart.
pub fn fit(readings: &[Reading], columns: &[Column], prior: &LevelPrior) -> Option<LevelPosterior> {
    let n = readings.len();
    let p = columns.len();
    if n < columns.iter().filter(|c| c.prior_sd.is_none()).count() + 1 {
        return None;
    }
    let x = DMatrix::from_fn(n, p, |i, j| columns[j].values[i]);
    let y = DVector::from_iterator(n, readings.iter().map(|r| r.value));
    let precision = DMatrix::from_diagonal(&DVector::from_iterator(
        p,
        columns.iter().map(|c| c.prior_sd.map_or(0.0, |sd| 1.0 / (sd * sd))),
    ));
    let mut cells = Vec::new();
    let mut unit = (f64::NAN, DMatrix::zeros(0, 0));
    for (timescale_s, sd, ln_prior) in prior.cells() {
        // The OU part depends on τ alone but for its scale, and makes up most of the cost.
        if unit.0 != timescale_s {
            let noiseless: Vec<Reading> =
                readings.iter().map(|r| Reading { sampling_variance: 0.0, ..*r }).collect();
            unit = (timescale_s, covariance(&noiseless, timescale_s, 1.0));
        }
        let mut v = &unit.1 * (sd * sd);
        for (i, r) in readings.iter().enumerate() {
            v[(i, i)] += r.sampling_variance;
        }
        let (ln_likelihood, mean, covariance) = solve(v, &x, &y, &precision)?;
        cells.push((
            ln_prior + ln_likelihood,
            Cell { timescale_s, sd, weight: 0.0, mean, covariance },
        ));
    }
    let highest = cells.iter().map(|c| c.0).fold(f64::NEG_INFINITY, f64::max);
    if !highest.is_finite() {
        return None;
    }
    let total: f64 = cells.iter().map(|c| (c.0 - highest).exp()).sum();
    let mut cells: Vec<Cell> = cells
        .into_iter()
        .map(|(ln_weight, cell)| Cell { weight: (ln_weight - highest).exp() / total, ..cell })
        .filter(|cell| cell.weight > 1e-6)
        .collect();
    let kept: f64 = cells.iter().map(|c| c.weight).sum();
    for cell in &mut cells {
        cell.weight /= kept;
    }
    Some(LevelPosterior { cells })
}

/// Restricted log likelihood of one cell with the Gaussian posterior of β.
fn solve(
    v: DMatrix<f64>,
    x: &DMatrix<f64>,
    y: &DVector<f64>,
    precision: &DMatrix<f64>,
) -> Option<(f64, DVector<f64>, DMatrix<f64>)> {
    let chol: Cholesky<f64, Dyn> = Cholesky::new(v)?;
    let l = chol.l_dirty();
    let a = l.solve_lower_triangular(x)?;
    let b = l.solve_lower_triangular(y)?;
    let m = a.transpose() * &a + precision;
    let m_chol = Cholesky::new(m)?;
    let atb = a.transpose() * &b;
    let mean = m_chol.solve(&atb);
    let ln_det_v: f64 = 2.0 * (0..y.len()).map(|i| l[(i, i)].ln()).sum::<f64>();
    let ln_det_m: f64 = 2.0 * m_chol.l_dirty().diagonal().map(f64::ln).sum();
    let ln_likelihood = -0.5 * (ln_det_v + ln_det_m + b.dot(&b) - atb.dot(&mean));
    Some((ln_likelihood, mean, m_chol.inverse()))
}
