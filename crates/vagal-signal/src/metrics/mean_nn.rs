//! Mean NN: mean interval between normal beats.

use vagal_core::{Ms, NnSeries, Unfit, Value};

use super::{Domain, MetricDef, def::beyond_range};

/// Arithmetic mean of the NN intervals.
///
/// - **Unit** ms. **Range** > 0.
/// - **Needs** one interval to be defined; the registry asks for 10 s, as for the heart rate, whose reciprocal it is.
/// - **Source** `task-force-1996`, Table 1.
///
/// # Errors
///
/// [`Unfit::TooFewIntervals`] for an empty series.
///
/// ```
/// # use vagal_core::NnSeries;
/// # use vagal_signal::metrics::mean_nn;
/// let nn = NnSeries::from_ms(&[800.0, 810.0, 790.0, 805.0]).unwrap();
/// // 3205 / 4 = 801.25
/// assert_eq!(mean_nn(&nn).unwrap().as_ms(), 801.25);
/// ```
pub fn mean_nn(nn: &NnSeries) -> Result<Ms, Unfit> {
    let mean_ms = nn.mean_ms().ok_or(Unfit::TooFewIntervals { need: 1, have: 0 })?;
    Ms::new(mean_ms).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "mean_nn",
    symbol: "mean NN",
    name: "mean interval between normal beats",
    domain: Domain::Rate,
    unit: Ms::LABEL,
    source: "task-force-1996",
    min_seconds: 10.0,
    // The same number as the heart rate in other clothes, so the same limit.
    max_corrected_pct: 100.0,
    needs_regular_rhythm: false,
    definition: "arithmetic mean of the NN intervals; 60000 / HR.",
    reads_as: "level of the heart period",
    compute: |c| mean_nn(c.nn).map(Value::Ms),
};
