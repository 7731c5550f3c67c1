//! Breathing rate from a belt, thermistor or flow sensor.

use vagal_core::{BreathingRate, BreathingSource, Channel, Unfit, Window};

use super::{FASTEST_HZ, SLOWEST_HZ, clipped, count, over_stretches, peak, rate, unclear};
use crate::spectrum::{lomb_scargle, remove_line};

/// Shortest stretch, seconds. House choice: two of the slowest breaths.
const MIN_S: f64 = 30.0;
/// Largest share of missing samples, per cent. House choice.
const MAX_MISSING_PCT: f64 = 20.0;
/// Samples a second that are kept: four times the fastest breathing and its first harmonics.
const KEPT_HZ: f64 = 4.0;
/// Counted breaths are believed if this share of all power lies around their rate …
const COUNTED_SHARE: f64 = 0.6;
/// … within this share of the rate to either side. Noise can be counted, but its power lies elsewhere.
const NEAR: f64 = 0.4;

/// Breathing rate of a breathing signal, from 4 to 30 breaths a minute: its breaths counted, or, where ripples or artifacts
/// spoil the count, its clear spectral peak.
///
/// # Errors
///
/// [`Unfit::WindowTooShort`] below 30 s of signal; [`Unfit::SignalTooPoor`] with more than a fifth of the samples missing, for
/// a flat signal, or without a clear peak.
pub fn from_sensor(channel: &Channel, window: Window) -> Result<BreathingRate, Unfit> {
    let window = clipped(window, 0.0, channel.duration_s());
    over_stretches(window, |stretch| one_stretch(channel, stretch))
        .and_then(|rate_hz| rate(rate_hz, BreathingSource::Sensor))
}

fn one_stretch(channel: &Channel, window: Window) -> Result<f64, Unfit> {
    let (times_s, mut values) = thinned(channel, window)?;
    remove_line(&times_s, &mut values);
    let have_s = times_s.len() as f64 / KEPT_HZ;
    let none = || unclear("no clear breathing in the breathing signal".into());
    let density = lomb_scargle(&times_s, &values, have_s, FASTEST_HZ + 0.1).ok_or_else(none)?;
    let all = density.power(0.0, density.top_hz());
    let counted = count::breaths_per_second(&values, KEPT_HZ).filter(|&rate_hz| {
        let near = density.power((1.0 - NEAR) * rate_hz, (1.0 + NEAR) * rate_hz);
        (SLOWEST_HZ..=FASTEST_HZ).contains(&rate_hz) && near >= COUNTED_SHARE * all
    });
    let spectral = || {
        peak::strongest(&density, SLOWEST_HZ, FASTEST_HZ, peak::half_width_hz(have_s))
            .filter(|peak| peak.is_clear() && peak.power >= peak::CLEAR_SHARE * all)
            .map(|peak| peak.rate_hz)
    };
    counted.or_else(spectral).ok_or_else(none)
}

/// Means over quarters of a second inside the window, missing samples left out.
fn thinned(channel: &Channel, window: Window) -> Result<(Vec<f64>, Vec<f64>), Unfit> {
    let start_s = window.start_s.max(0.0);
    let end_s = window.end_s.min(channel.duration_s());
    let have_s = (end_s - start_s).max(0.0);
    if have_s < MIN_S || have_s.is_nan() {
        return Err(Unfit::WindowTooShort { need_s: MIN_S, have_s });
    }
    let bins = (have_s * KEPT_HZ) as usize;
    let (mut times_s, mut values) = (Vec::with_capacity(bins), Vec::with_capacity(bins));
    for bin in 0..bins {
        let from_s = start_s + bin as f64 / KEPT_HZ;
        let first = (from_s * channel.sampling_hz) as usize;
        let last = ((from_s + 1.0 / KEPT_HZ) * channel.sampling_hz) as usize;
        let last = last.max(first + 1).min(channel.samples.len());
        let there = channel.samples.get(first..last).unwrap_or(&[]);
        let (sum, n) = there
            .iter()
            .filter(|v| v.is_finite())
            .fold((0.0, 0_u32), |(sum, n), &v| (sum + f64::from(v), n + 1));
        if n > 0 {
            times_s.push(from_s + 0.5 / KEPT_HZ);
            values.push(sum / f64::from(n));
        }
    }
    let missing_pct = 100.0 * (1.0 - values.len() as f64 / bins.max(1) as f64);
    if missing_pct > MAX_MISSING_PCT {
        return Err(unclear(format!("{missing_pct:.0}% of the breathing signal missing")));
    }
    Ok((times_s, values))
}
