//! Breathing rate from the ECG: the heart turns and the chest's resistance changes with the breath, and R waves grow and shrink.

use vagal_core::{Beats, BreathingRate, BreathingSource, Channel, Unfit, Window};

use super::{FASTEST_HZ, SLOWEST_HZ, clipped, over_stretches, peak, rate, unclear};
use crate::spectrum::{lomb_scargle, remove_line};

/// Shortest stretch of beats, seconds. House choice.
const MIN_S: f64 = 50.0;
/// Fewest beats in it.
const MIN_BEATS: usize = 30;
/// Half the stretch around a beat that holds its QRS complex, seconds.
const HALF_QRS_S: f64 = 0.06;

/// Breathing rate from the height of the QRS complexes at the beat times.
///
/// The height is the largest less the smallest sample within 60 ms of the beat: differences of samples so close together are
/// free of baseline wander. Heights far from the median (an ectopic beat, a spike) are pulled in before the peak is looked for.
///
/// # Errors
///
/// [`Unfit::WindowTooShort`] below 50 s of beats, [`Unfit::TooFewIntervals`] below 30 beats with a readable
/// complex, [`Unfit::SignalTooPoor`] without a clear peak.
pub fn from_ecg(channel: &Channel, beats: &Beats, window: Window) -> Result<BreathingRate, Unfit> {
    let window = clipped(window, 0.0, channel.duration_s());
    over_stretches(window, |stretch| one_stretch(channel, beats, stretch))
        .and_then(|rate_hz| rate(rate_hz, BreathingSource::Ecg))
}

fn one_stretch(channel: &Channel, beats: &Beats, window: Window) -> Result<f64, Unfit> {
    let (times_s, mut heights): (Vec<f64>, Vec<f64>) = beats
        .as_slice()
        .iter()
        .filter(|b| (window.start_s..=window.end_s).contains(&b.time_s))
        .filter_map(|b| height(channel, b.time_s).map(|h| (b.time_s, h)))
        .unzip();
    if times_s.len() < MIN_BEATS {
        return Err(Unfit::TooFewIntervals { need: MIN_BEATS, have: times_s.len() });
    }
    let have_s = times_s[times_s.len() - 1] - times_s[0];
    if have_s < MIN_S {
        return Err(Unfit::WindowTooShort { need_s: MIN_S, have_s });
    }
    remove_line(&times_s, &mut heights);
    pull_in(&mut heights);
    let none = || unclear("the height of the R waves does not vary".into());
    let density = lomb_scargle(&times_s, &heights, have_s, FASTEST_HZ + 0.1).ok_or_else(none)?;
    let half_width_hz = peak::half_width_hz(have_s);
    let half_rate_hz = 0.5 * (times_s.len() - 1) as f64 / have_s;
    let top_hz = FASTEST_HZ.min(half_rate_hz - half_width_hz);
    let peak = peak::strongest(&density, SLOWEST_HZ, top_hz, half_width_hz).ok_or_else(none)?;
    if !peak.is_clear() {
        return Err(unclear("no clear breathing peak in the height of the R waves".into()));
    }
    Ok(peak.rate_hz)
}

/// Largest less smallest sample around a beat; `None` at the edges and where samples are missing.
fn height(channel: &Channel, time_s: f64) -> Option<f64> {
    let centre = time_s * channel.sampling_hz;
    let reach = HALF_QRS_S * channel.sampling_hz;
    let (first, last) = ((centre - reach).ceil(), (centre + reach).floor());
    if !(first >= 0.0 && last < channel.samples.len() as f64 && first < last) {
        return None;
    }
    let complex = &channel.samples[first as usize..=last as usize];
    let (low, high) = complex
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
    let complete = complex.iter().all(|v| v.is_finite());
    complete.then(|| f64::from(high) - f64::from(low))
}

/// Pulls values in to three scaled median deviations from the median.
fn pull_in(values: &mut [f64]) {
    let median = |mut v: Vec<f64>| {
        v.sort_by(f64::total_cmp);
        v.get(v.len() / 2).copied().unwrap_or(0.0)
    };
    let centre = median(values.to_vec());
    let reach = 3.0 * 1.4826 * median(values.iter().map(|v| (v - centre).abs()).collect());
    for v in values.iter_mut() {
        *v = v.clamp(centre - reach, centre + reach) - centre;
    }
}
