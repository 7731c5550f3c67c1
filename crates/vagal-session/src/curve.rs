//! The latent level over the whole session, for drawing.

use vagal_core::response::LevelCurve;

use crate::hold::phase_columns;
use crate::level::{self, LevelPrior, Reading};

/// Posterior mean and standard deviation of the level at each reading; phases have levels of their own.
pub(crate) fn curve(phases: &[Vec<Reading>], prior: &LevelPrior) -> LevelCurve {
    let lengths: Vec<usize> = phases.iter().map(Vec::len).collect();
    let readings: Vec<Reading> = phases.iter().flatten().copied().collect();
    let mut curve = LevelCurve {
        readings: readings
            .iter()
            .map(|r| (r.span.centre_s(), r.value, r.sampling_variance.sqrt()))
            .collect(),
        ..LevelCurve::default()
    };
    let columns = phase_columns(&lengths);
    let Some(posterior) = level::fit(&readings, &columns, prior) else {
        return curve;
    };
    let paths = level::paths(&readings, &columns, columns.len(), &posterior);
    let total: f64 = paths.iter().map(|p| p.weight).sum();
    for (i, reading) in readings.iter().enumerate() {
        let moment = |f: &dyn Fn(&level::Path) -> f64| {
            paths.iter().map(|p| p.weight * f(p)).sum::<f64>() / total
        };
        let mean = moment(&|p| p.mean[i]);
        let variance = moment(&|p| p.covariance[(i, i)] + (p.mean[i] - mean).powi(2));
        curve.time_s.push(reading.span.centre_s());
        curve.mean.push(mean);
        curve.sd.push(variance.max(0.0).sqrt());
    }
    curve
}
