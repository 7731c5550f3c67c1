//! Breathing rate of the window, as the best source at hand has it.

use vagal_core::{PerMinute, Unfit, Value};

use super::{Context, Domain, MetricDef, def::beyond_range};

/// Breaths a minute: 60 times the breathing rate in Hz.
///
/// - **Unit** /min. **Range** ≥ 0.
/// - **Estimate** see [`crate::breathing`]; the source stands beside the value in the summary.
/// - **Source** `laborde-2017`: breathing belongs beside every index of variability.
///
/// # Errors
///
/// The reason why no breathing rate was found; that of the rhythm for a rate read from intervals that it refuses.
pub fn resp(context: &Context<'_>) -> Result<PerMinute, Unfit> {
    PerMinute::new(60.0 * context.breathing_hz()?).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "resp",
    symbol: "breathing",
    name: "breathing rate",
    domain: Domain::Breathing,
    unit: PerMinute::LABEL,
    source: "laborde-2017",
    // The estimators have their own limits; a stated rate holds for any window.
    min_seconds: 0.0,
    max_corrected_pct: 100.0,
    needs_regular_rhythm: false,
    definition: "breaths a minute from a sensor, as stated, from the ECG, or from the intervals, in that order.",
    reads_as: "how fast the person breathed; every index of variability has to be read beside it",
    compute: |c| resp(c).map(Value::PerMinute),
};
