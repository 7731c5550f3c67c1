//! The band in which QRS complexes stand out, and its energy, from filters without delay.
//!
//! Every filter is a symmetric sum over a window, kept up by adding what enters and taking away what leaves,
//! so its cost does not grow with its width and a peak stays where it was.

use super::readable::Readable;

/// Faster recordings are averaged down to about this rate: a QRS complex carries little above 40 Hz.
const WORKING_HZ: f64 = 250.0;
/// Slower recordings are interpolated up to at least this rate.
const SLOWEST_WORKING_HZ: f64 = 200.0;
/// Two averages of this width: a double zero at 50 Hz and 0.03 left at 60 Hz.
const SMOOTH_S: f64 = 0.020;
/// Half the distance between the flanks: strongest at 12.5 Hz, a tenth of that at 2.5 Hz (T wave).
const FLANK_S: f64 = 0.040;
/// Average before slopes are taken.
const FINE_S: f64 = 0.012;
/// A slope is taken over this time.
const SLOPE_S: f64 = 0.02;
/// Width of each of the two averages of the energy: a narrow QRS complex gives one hump.
const ENERGY_S: f64 = 0.065;

/// A recording at the working rate.
pub(crate) struct Band {
    /// Working samples per second.
    pub(crate) rate_hz: f64,
    /// Seconds of the first working sample.
    first_s: f64,
    /// Working samples per sample of the recording.
    ratio: f64,
    /// The signal, smoothed so little that a QRS complex keeps its slopes.
    pub(crate) fine: Vec<f32>,
    /// Twice a point less its two flanks: large at a narrow peak, blind to slow waves.
    pub(crate) contrast: Vec<f32>,
    /// Root of the local mean square of `contrast`.
    pub(crate) energy: Vec<f32>,
    /// True where the samples behind could be read.
    pub(crate) sound: Vec<bool>,
}

impl Band {
    pub(crate) fn of(samples: &[f32], rate_hz: f64, readable: &Readable) -> Self {
        let filled = readable.filled(samples);
        let (working, ratio, first) = to_working_rate(filled, rate_hz);
        let working_hz = rate_hz * ratio;
        let samples_in = |seconds: f64| (seconds * working_hz).round().max(1.0) as usize;
        let odd = |seconds: f64| samples_in(seconds) | 1;
        let fine = average(&working, odd(FINE_S));
        let smooth = average(&average(&working, odd(SMOOTH_S)), odd(SMOOTH_S));
        let contrast = contrast(&smooth, samples_in(FLANK_S));
        let squared: Vec<f32> = contrast.iter().map(|x| x * x).collect();
        let mut energy = average(&average(&squared, odd(ENERGY_S)), odd(ENERGY_S));
        energy.iter_mut().for_each(|x| *x = x.max(0.0).sqrt());
        let mut sound = vec![true; working.len()];
        let margin = samples_in(FLANK_S);
        for bad in &readable.bad {
            let start = ((bad.start as f64 - first) * ratio) as usize;
            let end = ((bad.end as f64 - first) * ratio).ceil() as usize + margin;
            let (start, end) = (start.saturating_sub(margin), end.min(sound.len()));
            sound[start.min(end)..end].fill(false);
        }
        Self { rate_hz: working_hz, first_s: first / rate_hz, ratio, fine, contrast, energy, sound }
    }

    pub(crate) fn len(&self) -> usize {
        self.energy.len()
    }

    /// Seconds of a position in working samples.
    pub(crate) fn seconds(&self, at: f64) -> f64 {
        self.first_s + at / self.rate_hz
    }

    /// Samples of the recording as working samples.
    pub(crate) fn span(&self, start: usize, end: usize) -> (usize, usize) {
        ((start as f64 * self.ratio) as usize, (end as f64 * self.ratio).ceil() as usize)
    }

    /// Steepest slope of the signal within `reach` samples, over a quarter of a QRS complex.
    pub(crate) fn slope(&self, centre: usize, reach: usize) -> f32 {
        let step = self.samples(SLOPE_S);
        let from = centre.saturating_sub(reach);
        let to = (centre + reach).min(self.len().saturating_sub(step));
        let rise = |i: usize| (self.fine[i + step] - self.fine[i]).abs();
        (from..to.max(from)).map(rise).fold(0.0, f32::max)
    }

    /// Working samples in so many seconds, at least one.
    pub(crate) fn samples(&self, seconds: f64) -> usize {
        (seconds * self.rate_hz).round().max(1.0) as usize
    }
}

/// The samples at the working rate, working samples per sample, and the position of the first, in samples.
fn to_working_rate(samples: Vec<f32>, rate_hz: f64) -> (Vec<f32>, f64, f64) {
    if rate_hz < 0.9 * SLOWEST_WORKING_HZ {
        let factor = (SLOWEST_WORKING_HZ / rate_hz).ceil() as usize;
        let mut fine = Vec::with_capacity(samples.len() * factor);
        for pair in samples.windows(2) {
            let step = (pair[1] - pair[0]) / factor as f32;
            fine.extend((0..factor).map(|k| pair[0] + step * k as f32));
        }
        fine.extend(samples.last());
        return (fine, factor as f64, 0.0);
    }
    let factor = (rate_hz / WORKING_HZ).round() as usize;
    if factor <= 1 {
        return (samples, 1.0, 0.0);
    }
    let mean = |block: &[f32]| block.iter().sum::<f32>() / factor as f32;
    let coarse = samples.chunks_exact(factor).map(mean).collect();
    (coarse, 1.0 / factor as f64, (factor - 1) as f64 / 2.0)
}

/// Centred moving average of odd width; beyond the ends the outermost value is repeated.
fn average(x: &[f32], width: usize) -> Vec<f32> {
    let (Some(&first), Some(&last)) = (x.first(), x.last()) else {
        return Vec::new();
    };
    let half = width / 2;
    let scale = 1.0 / (2 * half + 1) as f64;
    let enter = x.iter().skip(half + 1).chain(std::iter::repeat(&last));
    let leave = std::iter::repeat_n(&first, half).chain(x);
    let head = x.iter().chain(std::iter::repeat(&last)).take(half + 1);
    let mut sum = f64::from(first) * half as f64 + head.map(|&v| f64::from(v)).sum::<f64>();
    let mut out = Vec::with_capacity(x.len());
    for (&enter, &leave) in enter.zip(leave).take(x.len()) {
        out.push((sum * scale) as f32);
        sum += f64::from(enter) - f64::from(leave);
    }
    out
}

/// `2·x[i] − x[i−flank] − x[i+flank]`; beyond the ends the outermost value is repeated.
fn contrast(x: &[f32], flank: usize) -> Vec<f32> {
    let n = x.len();
    let mut out = vec![0.0; n];
    if n > 2 * flank {
        let centre = &x[flank..n - flank];
        for (((out, mid), left), right) in
            out[flank..n - flank].iter_mut().zip(centre).zip(x).zip(&x[2 * flank..])
        {
            *out = 2.0 * mid - left - right;
        }
    }
    for i in (0..flank.min(n)).chain(n.saturating_sub(flank).max(flank.min(n))..n) {
        out[i] = 2.0 * x[i] - x[i.saturating_sub(flank)] - x[(i + flank).min(n - 1)];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Single precision of values of order 1.
    const ROUNDING: f32 = 1e-5;

    fn plain_average(x: &[f32], width: usize) -> Vec<f32> {
        let half = (width / 2) as isize;
        let at = |i: isize| x[i.clamp(0, x.len() as isize - 1) as usize];
        let mean = |i: isize| (i - half..=i + half).map(at).sum::<f32>() / width as f32;
        (0..x.len() as isize).map(mean).collect()
    }

    #[test]
    fn running_average_is_the_plain_average_at_every_length_and_width() {
        for n in 1..40 {
            let x: Vec<f32> = (0..n).map(|i| ((i * i * 7 + 3) % 11) as f32 / 11.0).collect();
            for width in [1, 3, 5, 9, 21] {
                let (got, want) = (average(&x, width), plain_average(&x, width));
                assert_eq!(got.len(), n);
                for (g, w) in got.iter().zip(&want) {
                    assert!((g - w).abs() < ROUNDING, "n {n} width {width}: {g} vs {w}");
                }
            }
        }
    }

    #[test]
    fn contrast_is_blind_to_a_slope_inside_and_survives_short_signals() {
        let slope: Vec<f32> = (0..50).map(|i| i as f32).collect();
        assert!(contrast(&slope, 10)[10..40].iter().all(|c| c.abs() < ROUNDING));
        for n in 0..25 {
            assert_eq!(contrast(&vec![1.0; n], 10), vec![0.0; n]);
        }
    }
}
