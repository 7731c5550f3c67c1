//! SDNN: overall variability, time domain.

use vagal_core::{Ms, NnSeries, Unfit, Value};

use super::{Domain, MetricDef, def::beyond_range};

/// Fewest intervals that have a standard deviation.
const MIN_INTERVALS: usize = 2;

/// Standard deviation of the NN intervals, over N − 1.
///
/// ```text
/// SDNN = sqrt( 1/(N−1) · Σ (NN[i] − mean NN)² )
/// ```
///
/// - **Unit** ms. **Range** ≥ 0; exactly 0 for a paced, constant rhythm.
/// - **Needs** two intervals to be defined; the registry asks for 2 min. It grows with the length of the window:
///   compare only equal lengths.
/// - **Gaps** order plays no part, so intervals from all runs count together.
/// - **Source** `task-force-1996`, Table 1; the minimum after Munoz 2015.
///
/// # Errors
///
/// [`Unfit::TooFewIntervals`] below two intervals.
///
/// ```
/// # use vagal_core::NnSeries;
/// # use vagal_signal::metrics::sdnn;
/// // mean 803, deviations −3, 7, −13, 9   →   sqrt((9 + 49 + 169 + 81) / 3) = 10.13
/// let nn = NnSeries::from_ms(&[800.0, 810.0, 790.0, 812.0]).unwrap();
/// assert_eq!(sdnn(&nn).unwrap().to_string(), "10.1 ms");
/// ```
pub fn sdnn(nn: &NnSeries) -> Result<Ms, Unfit> {
    if nn.len() < MIN_INTERVALS {
        return Err(Unfit::TooFewIntervals { need: MIN_INTERVALS, have: nn.len() });
    }
    let mean_ms = nn.mean_ms().ok_or_else(beyond_range)?;
    let squares: f64 = nn.lengths_ms().map(|ms| (ms - mean_ms).powi(2)).sum();
    Ms::new((squares / (nn.len() - 1) as f64).sqrt()).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "sdnn",
    symbol: "SDNN",
    name: "standard deviation of NN intervals",
    domain: Domain::Time,
    unit: Ms::LABEL,
    source: "task-force-1996",
    min_seconds: 120.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "standard deviation of all NN intervals of the window over N − 1, nothing detrended. It grows with \
                 the length of the window.",
    reads_as: "all variability of the window, slow and fast; compare equal lengths only",
    compute: |c| sdnn(c.nn).map(Value::Ms),
};
