//! The path of the level through the readings, given everything that was read.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::{Cell, Column, LevelPosterior, Reading, covariance};

/// The level at the readings within one cell: a Gaussian.
pub(crate) struct Path {
    pub(crate) weight: f64,
    pub(crate) mean: DVector<f64>,
    pub(crate) covariance: DMatrix<f64>,
}

/// The level at each reading, cell by cell; cells of little weight are left out.
///
/// The level is the part of the regression in `level_columns` plus the OU process; a covariate such
/// as breathing is taken out at its mean.
pub(crate) fn paths(
    readings: &[Reading],
    columns: &[Column],
    level_columns: usize,
    posterior: &LevelPosterior,
) -> Vec<Path> {
    // Cells below a thousandth of the best change no printed digit and cost an inversion each.
    let best = posterior.cells.iter().map(|c| c.weight).fold(0.0, f64::max);
    let x = DMatrix::from_fn(readings.len(), columns.len(), |i, j| columns[j].values[i]);
    let x_level = DMatrix::from_fn(readings.len(), columns.len(), |i, j| {
        if j < level_columns { x[(i, j)] } else { 0.0 }
    });
    let y = DVector::from_iterator(readings.len(), readings.iter().map(|r| r.value));
    posterior
        .cells
        .iter()
        .filter(|cell| cell.weight >= 1e-3 * best)
        .filter_map(|cell| path(readings, &x, &x_level, &y, cell))
        .collect()
}

/// With K the covariance of the OU process, V = K + noise and W = K V⁻¹:
///
/// ```text
/// mean        X_level β + W (y − X β)
/// covariance  K − W K + G Σ_β G',   G = X_level − W X
/// ```
fn path(
    readings: &[Reading],
    x: &DMatrix<f64>,
    x_level: &DMatrix<f64>,
    y: &DVector<f64>,
    cell: &Cell,
) -> Option<Path> {
    let v = covariance(readings, cell.timescale_s, cell.sd);
    let mut k = v.clone();
    for (i, r) in readings.iter().enumerate() {
        k[(i, i)] -= r.sampling_variance;
    }
    let w = Cholesky::new(v)?.solve(&k).transpose();
    let g = x_level - &w * x;
    let mean = x_level * &cell.mean + &w * (y - x * &cell.mean);
    let covariance = &k - &w * &k + &g * &cell.covariance * g.transpose();
    Some(Path { weight: cell.weight, mean, covariance })
}
