//! HF: power, high frequency, where breathing moves the heartbeat.

use vagal_core::{Ms2, Unfit, Value};

use super::{
    Context, Domain, MetricDef,
    def::{beyond_range, require_seconds},
};
use crate::spectrum::HF;

/// Fewest breaths in the window.
const MIN_BREATHS: f64 = 10.0;

/// Power of the NN intervals from 0.15 to 0.40 Hz, unless breathing is known to lie outside that band.
///
/// - **Unit** ms². **Range** ≥ 0.
/// - **Estimate** Lomb-Scargle after a straight line is taken out ([`crate::spectrum::Spectrum::of`]); edges exact.
/// - **Needs** 1 min and 10 breaths; no breathing rate outside 9 to 24 a minute; a heart rate above 48, or else the
///   band reaches past half the heart rate. Where breathing is unknown the value stands, and the window says that it is
///   unknown: ten breaths are then counted at the lower edge of the band.
/// - **Reads as** vagal modulation with the breath; depth and rate of breathing move it at constant vagal outflow.
/// - **Source** `task-force-1996`, Table 2 (band edges); `laborde-2017` on breathing.
///
/// # Errors
///
/// [`Unfit::BreathingOutsideBand`], [`Unfit::AboveHalfHeartRate`],
/// [`Unfit::WindowTooShort`] below 10 breaths, and as [`Context::spectrum`].
pub fn hf(context: &Context<'_>) -> Result<Ms2, Unfit> {
    let rate_hz = context.breathing_hz().unwrap_or(HF.low_hz);
    if !HF.contains(rate_hz) {
        return Err(Unfit::BreathingOutsideBand {
            rate_hz,
            low_hz: HF.low_hz,
            high_hz: HF.high_hz,
        });
    }
    let spectrum = context.spectrum()?;
    // Breathing does not lie above the band, so the band's upper edge is the stricter of the two.
    if HF.high_hz > spectrum.limit_hz {
        return Err(Unfit::AboveHalfHeartRate {
            upper_hz: HF.high_hz,
            limit_hz: spectrum.limit_hz,
        });
    }
    require_seconds(context.nn, MIN_BREATHS / rate_hz)?;
    Ms2::new(spectrum.power_ms2(HF)).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "hf",
    symbol: "HF",
    name: "power from 0.15 to 0.40 Hz",
    domain: Domain::Frequency,
    unit: Ms2::LABEL,
    source: "task-force-1996",
    min_seconds: 60.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "integral of the Lomb-Scargle density from 0.15 to 0.40 Hz, edges exact, after a straight line is \
                 taken out. Unfit if breathing lies outside the band, with fewer than 10 breaths, or if \
                 0.40 Hz exceeds half the mean heart rate.",
    reads_as: "vagal modulation of the heartbeat with the breath; rate and depth of breathing move it as well",
    compute: |c| hf(c).map(Value::Ms2),
};
