//! total power: power, all bands together.

use vagal_core::{Ms2, Unfit, Value};

use super::{Context, Domain, MetricDef, def::beyond_range};
use crate::spectrum;

/// Power of the NN intervals from 0.0033 to 0.40 Hz.
///
/// - **Unit** ms². **Range** ≥ 0.
/// - **Estimate** Lomb-Scargle after a straight line is taken out ([`spectrum::Spectrum::of`]); integrated with exact edges.
/// - **Needs** needs 5 min, as VLF, which it holds; at most a fifth of the window in gaps.
/// - **Reads as** all variability of the window that a spectrum can see; VLF + LF + HF.
/// - **Source** `task-force-1996`, Table 2 (band edges).
///
/// # Errors
///
/// As [`Context::spectrum`].
pub fn total_power(context: &Context<'_>) -> Result<Ms2, Unfit> {
    let power_ms2 = context.spectrum()?.power_ms2(spectrum::TOTAL);
    Ms2::new(power_ms2).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "total_power",
    symbol: "total power",
    name: "power from 0.0033 to 0.40 Hz",
    domain: Domain::Frequency,
    unit: Ms2::LABEL,
    source: "task-force-1996",
    min_seconds: 300.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "integral of the Lomb-Scargle density from 0.0033 to 0.40 Hz, edges exact, after a straight line is taken out.",
    reads_as: "all variability of the window that a spectrum can see; VLF + LF + HF",
    compute: |c| total_power(c).map(Value::Ms2),
};
