//! HR: mean heart rate.

use vagal_core::{Bpm, NnSeries, Unfit, Value};

use super::{Domain, MetricDef, def::beyond_range};

/// Mean heart rate: 60 000 over the mean NN interval.
///
/// ```text
/// HR = 60000 / mean(NN)
/// ```
///
/// - **Unit** bpm. **Range** > 0.
/// - **Needs** one interval to be defined; the registry asks for 10 s.
/// - **Not** the mean of 60000 / NN, which is larger whenever the rate varies: it counts beats, not time.
/// - **Source** `task-force-1996`, definition of mean heart rate.
///
/// # Errors
///
/// [`Unfit::TooFewIntervals`] for an empty series.
///
/// ```
/// # use vagal_core::NnSeries;
/// # use vagal_signal::metrics::hr;
/// // mean (500 + 1500) / 2 = 1000 ms; the mean of the rates, 120 and 40, would be 80
/// let nn = NnSeries::from_ms(&[500.0, 1500.0]).unwrap();
/// assert_eq!(hr(&nn).unwrap().to_string(), "60.0 bpm");
/// ```
pub fn hr(nn: &NnSeries) -> Result<Bpm, Unfit> {
    let mean_ms = nn.mean_ms().ok_or(Unfit::TooFewIntervals { need: 1, have: 0 })?;
    Bpm::new(60_000.0 / mean_ms).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "hr",
    symbol: "HR",
    name: "mean heart rate",
    domain: Domain::Rate,
    unit: Bpm::LABEL,
    source: "task-force-1996",
    min_seconds: 10.0,
    max_corrected_pct: 100.0,
    needs_regular_rhythm: false,
    definition: "60000 / mean NN in ms: beats over time, not the mean of the single rates.",
    reads_as: "level of the heart rate; set by vagal and sympathetic outflow, posture, breathing, temperature and fitness",
    compute: |c| hr(c.nn).map(Value::Bpm),
};
