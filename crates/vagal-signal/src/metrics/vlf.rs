//! VLF: power, very low frequency.

use vagal_core::{Ms2, Unfit, Value};

use super::{Context, Domain, MetricDef, def::beyond_range};
use crate::spectrum;

/// Power of the NN intervals from 0.0033 to 0.04 Hz.
///
/// - **Unit** ms². **Range** ≥ 0.
/// - **Estimate** Lomb-Scargle after a straight line is taken out ([`spectrum::Spectrum::of`]); integrated with exact edges.
/// - **Needs** needs 5 min: its slowest wave lasts that long; at most a fifth of the window in gaps.
/// - **Reads as** slow changes of many origins; over 5 min it is one or two waves, so it is known only roughly.
/// - **Source** `task-force-1996`, Table 2 (band edges).
///
/// # Errors
///
/// As [`Context::spectrum`].
pub fn vlf(context: &Context<'_>) -> Result<Ms2, Unfit> {
    let power_ms2 = context.spectrum()?.power_ms2(spectrum::VLF);
    Ms2::new(power_ms2).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "vlf",
    symbol: "VLF",
    name: "power from 0.0033 to 0.04 Hz",
    domain: Domain::Frequency,
    unit: Ms2::LABEL,
    source: "task-force-1996",
    min_seconds: 300.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "integral of the Lomb-Scargle density from 0.0033 to 0.04 Hz, edges exact, after a straight line is taken out.",
    reads_as: "slow changes of many origins; over 5 min it is one or two waves, so it is known only roughly",
    compute: |c| vlf(c).map(Value::Ms2),
};
