//! RMSSD: beat-to-beat variability, time domain.

use vagal_core::{Ms, NnSeries, Unfit, Value};

use super::{Domain, MetricDef, def::beyond_range};

/// Fewest neighbouring pairs of intervals that have a mean square.
const MIN_PAIRS: usize = 2;

/// Root mean square of successive differences between neighbouring NN intervals.
///
/// ```text
/// RMSSD = sqrt( 1/P · Σ (NN[i+1] − NN[i])² )     over the P pairs of neighbours
/// ```
///
/// - **Unit** ms. **Range** ≥ 0; exactly 0 for a paced, constant rhythm.
/// - **Needs** two pairs to be defined; the registry asks for 60 s.
/// - **Gaps** a difference is never taken across a gap, so a removed beat cannot raise RMSSD.
/// - **Reads as** mostly vagal modulation at rest; breathing moves it, and ectopic beats inflate it first.
/// - **Source** `task-force-1996`, Table 1; the minimum after Munoz 2015.
///
/// # Errors
///
/// [`Unfit::TooFewPairs`] when fewer than two neighbouring pairs survive correction.
///
/// ```
/// # use vagal_core::NnSeries;
/// # use vagal_signal::metrics::rmssd;
/// let nn = NnSeries::from_ms(&[800.0, 810.0, 790.0, 805.0]).unwrap();
/// // differences 10, −20, 15   →   sqrt((100 + 400 + 225) / 3) = 15.55
/// assert_eq!(rmssd(&nn).unwrap().to_string(), "15.5 ms");
/// ```
pub fn rmssd(nn: &NnSeries) -> Result<Ms, Unfit> {
    let (sum, pairs) =
        nn.successive_differences().fold((0.0, 0_usize), |(sum, n), d| (sum + d * d, n + 1));
    if pairs < MIN_PAIRS {
        return Err(Unfit::TooFewPairs { need: MIN_PAIRS, have: pairs });
    }
    Ms::new((sum / pairs as f64).sqrt()).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "rmssd",
    symbol: "RMSSD",
    name: "root mean square of successive differences",
    domain: Domain::Time,
    unit: Ms::LABEL,
    source: "task-force-1996",
    min_seconds: 60.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "root of the mean squared difference of neighbouring NN intervals, over the number of differences. No \
                 difference is taken across a gap.",
    reads_as: "mostly vagal modulation of the heartbeat at rest; moves with breathing; ectopic beats inflate it first",
    compute: |c| rmssd(c.nn).map(Value::Ms),
};
