//! LF: power, low frequency.

use vagal_core::{Ms2, Unfit, Value};

use super::{Context, Domain, MetricDef, def::beyond_range};
use crate::spectrum;

/// Power of the NN intervals from 0.04 to 0.15 Hz.
///
/// - **Unit** ms². **Range** ≥ 0.
/// - **Estimate** Lomb-Scargle after a straight line is taken out ([`spectrum::Spectrum::of`]); integrated with exact edges.
/// - **Needs** needs 2 min; at most a fifth of the window in gaps.
/// - **Reads as** mostly baroreflex-borne waves near 0.1 Hz; below 9 breaths a minute it holds the breathing as well; no reading of sympathetic outflow.
/// - **Source** `task-force-1996`, Table 2 (band edges).
///
/// # Errors
///
/// As [`Context::spectrum`].
pub fn lf(context: &Context<'_>) -> Result<Ms2, Unfit> {
    let power_ms2 = context.spectrum()?.power_ms2(spectrum::LF);
    Ms2::new(power_ms2).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "lf",
    symbol: "LF",
    name: "power from 0.04 to 0.15 Hz",
    domain: Domain::Frequency,
    unit: Ms2::LABEL,
    source: "task-force-1996",
    min_seconds: 120.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "integral of the Lomb-Scargle density from 0.04 to 0.15 Hz, edges exact, after a straight line is taken out.",
    reads_as: "mostly baroreflex-borne waves near 0.1 Hz; below 9 breaths a minute it holds the breathing as well; no reading of sympathetic outflow",
    compute: |c| lf(c).map(Value::Ms2),
};
