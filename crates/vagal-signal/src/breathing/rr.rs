//! Breathing rate from the NN intervals: the heart beats faster while breathing in.

use vagal_core::{BreathingRate, BreathingSource, NnSeries, Unfit, Window};

use super::{FASTEST_HZ, SLOWEST_HZ, peak, rate, unclear};
use crate::spectrum::{HF, Spectrum};

/// Shortest stretch, seconds of intervals. House choice.
const MIN_S: f64 = 45.0;
/// Least share of the power between 0.15 Hz and the top that a peak there must hold.
const MIN_SHARE: f64 = 0.5;
/// Least share of all power that a peak below 0.15 Hz must hold to be taken for slow breathing.
const MIN_SLOW_SHARE: f64 = 0.6;
/// A slow peak this many times stronger than one at twice or three times its rate owns it as a harmonic.
const HARMONIC_RATIO: f64 = 4.0;
/// Half the width of a peak, Hz: breathing wanders about that much over a minute.
const HALF_WIDTH_HZ: f64 = 0.03;

/// Breathing rate from the peak that breathing leaves in the NN intervals: the weakest source.
///
/// Looked for from 4 to 30 breaths a minute and below half the mean heart rate, beyond which a beat series shows only
/// mirror images. Above 0.15 Hz a clear peak is taken for breathing; below, where the waves of blood pressure live, only one that
/// towers over the whole spectrum.
///
/// # Errors
///
/// [`Unfit::WindowTooShort`] below 45 s of intervals; [`Unfit::AboveHalfHeartRate`] if the heart is too slow to show a breathing band
/// at all; [`Unfit::SignalTooPoor`] without a clear peak.
pub fn from_rr(nn: &NnSeries, window: Window) -> Result<BreathingRate, Unfit> {
    let inside = nn.window(window.start_s, window.end_s);
    if inside.covered_s() < MIN_S {
        return Err(Unfit::WindowTooShort { need_s: MIN_S, have_s: inside.covered_s() });
    }
    let spectrum = Spectrum::of(&inside)?;
    let density = &spectrum.periodogram;
    let half_width_hz = HALF_WIDTH_HZ.max(1.0 / inside.covered_s());
    let top_hz = FASTEST_HZ.min(spectrum.limit_hz);
    if top_hz < HF.low_hz + 4.0 * half_width_hz {
        return Err(Unfit::AboveHalfHeartRate { upper_hz: HF.low_hz, limit_hz: spectrum.limit_hz });
    }
    let fast = peak::strongest(density, HF.low_hz, top_hz - half_width_hz, half_width_hz);
    let slow = peak::strongest(density, SLOWEST_HZ, HF.low_hz, half_width_hz);
    let whole = density.power(0.0033, top_hz);
    if let Some(slow) = slow
        && slow.power >= MIN_SLOW_SHARE * whole
        && fast.is_none_or(|f| f.share < MIN_SHARE || is_harmonic(f, slow, half_width_hz))
    {
        return rate(slow.rate_hz, BreathingSource::Rr);
    }
    match fast {
        Some(fast) if fast.share >= MIN_SHARE => rate(fast.rate_hz, BreathingSource::Rr),
        _ => Err(unclear("no clear breathing peak in the intervals".into())),
    }
}

fn is_harmonic(fast: peak::Peak, slow: peak::Peak, half_width_hz: f64) -> bool {
    let near = |n: f64| (fast.rate_hz - n * slow.rate_hz).abs() < half_width_hz;
    slow.power > HARMONIC_RATIO * fast.power && (near(2.0) || near(3.0))
}
