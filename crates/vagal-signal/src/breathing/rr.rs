//! Breathing rate from the NN intervals: the heart beats faster while breathing in.

use vagal_core::{BreathingRate, BreathingSource, NnSeries, Unfit, Window};

use super::{FASTEST_HZ, clipped, over_stretches, peak, rate, unclear};
use crate::spectrum::{HF, Spectrum};

/// Shortest stretch, seconds of intervals. House choice: below it noise looks like breathing too often.
const MIN_S: f64 = 50.0;
/// Slowest breathing looked for in intervals, Hz: 3 breaths a minute, slower than elsewhere, because the swing of such breath
/// in the intervals is too large to be missed. Chi meditation is breathed at 3 to 5 a minute: from 4 a minute on, 20% of its
/// stretches give a slow rate, from 3 on 40%; the same people at rest, 0.3% and 0.6%. From 2.5 on slow drift gets through
/// (47 and 1.6%).
const SLOWEST_HZ: f64 = 3.0 / 60.0;
/// Least share of all power that a peak below 0.15 Hz holds if it is slow breathing.
const SLOW_SHARE: f64 = 0.5;
/// Least amplitude of slow breathing in the intervals, ms. The waves of blood pressure near 0.1 Hz stay below it at rest;
/// slow breath swings further. With both limits no metronomic recording (15 a minute) is read as slow, and 58% of the yoga
/// meditation is.
const SLOW_AMPLITUDE_MS: f64 = 40.0;
/// A slow peak this many times stronger than a clear fast one wins over it.
const SLOW_WINS: f64 = 10.0;
/// A slow peak this many times stronger than one at twice or three times its rate may own it as a harmonic: then neither is
/// believed.
const HARMONIC_RATIO: f64 = 2.0;
/// Coarsest step between stored intervals, ms, from which breathing may be read: beyond it the beat of rounding against the
/// heart rate makes a peak that is sharp, strong and wrong.
const COARSEST_MS: f64 = 16.0;

/// Breathing rate from the peak that breathing leaves in the NN intervals: the weakest source.
///
/// Looked for from 3 to 30 breaths a minute and below half the mean heart rate, beyond which a beat series shows only
/// mirror images. A clear peak above 0.15 Hz is taken for breathing. Below, where the waves of blood pressure live, only one
/// that holds half of all power, swings by 40 ms or more, and dwarfs any peak above.
///
/// A window longer than two minutes is read in stretches of 90 s; the answer is their median.
///
/// # Errors
///
/// [`Unfit::WindowTooShort`] below 50 s of intervals; [`Unfit::AboveHalfHeartRate`] if the heart is too slow to show a
/// breathing band at all; [`Unfit::SignalTooPoor`] without a clear peak, or for intervals stored in steps coarser than 16 ms.
pub fn from_rr(nn: &NnSeries, window: Window) -> Result<BreathingRate, Unfit> {
    let none = Unfit::WindowTooShort { need_s: MIN_S, have_s: 0.0 };
    let [Some(first), Some(last)] = [nn.as_slice().first(), nn.as_slice().last()] else {
        return Err(none);
    };
    let window = clipped(window, first.start_s(), last.end_s);
    over_stretches(window, |stretch| one_stretch(&nn.window(stretch.start_s, stretch.end_s)))
        .and_then(|rate_hz| rate(rate_hz, BreathingSource::Rr))
}

fn one_stretch(nn: &NnSeries) -> Result<f64, Unfit> {
    if nn.covered_s() < MIN_S {
        return Err(Unfit::WindowTooShort { need_s: MIN_S, have_s: nn.covered_s() });
    }
    if smallest_step_ms(nn) > COARSEST_MS {
        return Err(unclear("intervals stored too coarsely to read breathing from them".into()));
    }
    let spectrum = Spectrum::of(nn)?;
    let density = &spectrum.periodogram;
    let half_width_hz = peak::half_width_hz(nn.covered_s());
    let top_hz = FASTEST_HZ.min(spectrum.limit_hz);
    if top_hz < HF.low_hz + 4.0 * half_width_hz {
        return Err(Unfit::AboveHalfHeartRate { upper_hz: HF.low_hz, limit_hz: spectrum.limit_hz });
    }
    let fast = peak::strongest(density, HF.low_hz, top_hz - half_width_hz, half_width_hz)
        .filter(peak::Peak::is_clear);
    let slow = peak::strongest(density, SLOWEST_HZ, HF.low_hz, half_width_hz);
    let whole = density.power(0.0, top_hz);
    let breathes_slowly = slow.filter(|slow| {
        slow.power >= SLOW_SHARE * whole
            && slow.rise >= peak::CLEAR_RISE
            && (2.0 * slow.power).sqrt() >= SLOW_AMPLITUDE_MS
            && fast.is_none_or(|fast| slow.power > SLOW_WINS * fast.power)
    });
    if let Some(slow) = breathes_slowly {
        return Ok(slow.rate_hz);
    }
    fast.filter(|fast| !slow.is_some_and(|slow| is_harmonic(fast, &slow, half_width_hz)))
        .map(|fast| fast.rate_hz)
        .ok_or_else(|| unclear("no clear breathing peak in the intervals".into()))
}

fn is_harmonic(fast: &peak::Peak, slow: &peak::Peak, half_width_hz: f64) -> bool {
    let near = |n: f64| (fast.rate_hz - n * slow.rate_hz).abs() < half_width_hz;
    slow.power > HARMONIC_RATIO * fast.power && (near(2.0) || near(3.0))
}

/// Smallest difference between two different lengths, ms; infinite if all are the same.
fn smallest_step_ms(nn: &NnSeries) -> f64 {
    /// Lengths closer than this are the same number after a round trip through seconds.
    const SAME_MS: f64 = 1e-3;
    let mut lengths_ms: Vec<f64> = nn.lengths_ms().collect();
    lengths_ms.sort_by(f64::total_cmp);
    lengths_ms
        .windows(2)
        .map(|w| w[1] - w[0])
        .filter(|&step_ms| step_ms > SAME_MS)
        .fold(f64::INFINITY, f64::min)
}
