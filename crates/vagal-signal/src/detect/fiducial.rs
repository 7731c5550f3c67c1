//! The time of a beat: the top of its main deflection, between samples.

use super::{Peak, band::Band};

/// The main deflection lies this close to the energy maximum.
const SEARCH_S: f64 = 0.08;
/// An upright lead is believed unless troughs are this much deeper than peaks are high. House choice.
const INVERTED: f32 = 1.15;
/// A single beat is taken at its opposite deflection if that is this much larger: an extrasystole.
/// The flanks of an upright peak are half as large as itself, so 1 / 2 < 1.6 keeps every ordinary beat.
const OPPOSITE: f32 = 1.6;
/// The raw peak is looked for this close to the peak of the band.
const OFFSET_S: f64 = 0.03;
/// Beats averaged for the offset.
const OFFSET_BEATS: usize = 400;
/// Two beats closer than this are one.
const CLOSEST_S: f64 = 0.12;

/// True if the main deflection of most peaks points downwards.
pub(super) fn is_inverted(band: &Band, clear: &[Peak]) -> bool {
    let ratios = clear.iter().map(|peak| {
        let (up, down) = extremes(band, peak.centre);
        down.1 / up.1.max(f32::MIN_POSITIVE)
    });
    super::levels::median(ratios.collect()).is_some_and(|ratio| ratio > INVERTED)
}

/// Moves every candidate to its main deflection and interpolates.
pub(super) fn place(band: &Band, inverted: bool, candidates: &mut [Peak]) {
    for peak in candidates {
        let (up, down) = extremes(band, peak.centre);
        let (main, other) = if inverted { (down, up) } else { (up, down) };
        let (position, _) = if other.1 > OPPOSITE * main.1 { other } else { main };
        peak.at = position as f64 + vertex(&band.contrast, position);
    }
}

/// Highest and lowest contrast around a position, each as position and size.
fn extremes(band: &Band, centre: usize) -> ((usize, f32), (usize, f32)) {
    let reach = band.samples(SEARCH_S);
    let (start, end) = (centre.saturating_sub(reach), (centre + reach + 1).min(band.len()));
    let (mut up, mut down) = ((centre, 0.0_f32), (centre, 0.0_f32));
    for (i, &value) in band.contrast[start..end].iter().enumerate() {
        if value > up.1 {
            up = (start + i, value);
        }
        if -value > down.1 {
            down = (start + i, -value);
        }
    }
    (up, down)
}

/// Offset in samples, −0.5 to 0.5, of the top of the parabola through a sample and its two neighbours.
fn vertex(x: &[f32], position: usize) -> f64 {
    let (Some(before), Some(&after)) = (position.checked_sub(1), x.get(position + 1)) else {
        return 0.0;
    };
    let (a, b, c) = (f64::from(x[before]), f64::from(x[position]), f64::from(after));
    let curvature = a - 2.0 * b + c;
    if curvature == 0.0 { 0.0 } else { (0.5 * (a - c) / curvature).clamp(-0.5, 0.5) }
}

/// Seconds from the peak of the band to the peak of the signal, from the mean beat: one constant for the
/// recording, so that times are those of the R wave and yet no noisier than the band's.
pub(super) fn offset_s(band: &Band, inverted: bool, peaks: &[Peak]) -> f64 {
    let reach = band.samples(OFFSET_S);
    let mut sum = vec![0.0_f32; 2 * reach + 1];
    let every = peaks.len().div_ceil(OFFSET_BEATS).max(1);
    for peak in peaks.iter().step_by(every) {
        let centre = peak.at.round() as usize;
        let Some(start) = centre.checked_sub(reach) else { continue };
        let Some(stretch) = band.fine.get(start..centre + reach + 1) else { continue };
        let sign = if inverted { -1.0 } else { 1.0 };
        // Against its own middle, so that wander does not add up.
        sum.iter_mut().zip(stretch).for_each(|(s, x)| *s += sign * (x - stretch[reach]));
    }
    let top = (0..sum.len()).max_by(|&a, &b| sum[a].total_cmp(&sum[b])).unwrap_or(reach);
    if top == 0 || top + 1 == sum.len() {
        return 0.0; // No peak of its own: the mean beat is a slope here.
    }
    (top as f64 + vertex(&sum, top) - reach as f64) / band.rate_hz
}

/// Times in seconds, strictly increasing, inside the recording.
pub(super) fn times(band: &Band, peaks: &[Peak], offset_s: f64, duration_s: f64) -> Vec<f64> {
    let mut times: Vec<f64> = Vec::with_capacity(peaks.len());
    for peak in peaks {
        let time_s = (band.seconds(peak.at) + offset_s).clamp(0.0, duration_s);
        if times.last().is_none_or(|last| time_s - last > CLOSEST_S) {
            times.push(time_s);
        }
    }
    times
}
