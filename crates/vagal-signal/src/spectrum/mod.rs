//! Spectra of NN intervals in ms², straight from the uneven beat times: nothing is interpolated.
//!
//! Why Lomb-Scargle: on RR(t) = 900 + 30 sin(2π·0.1 t) + 20 sin(2π·0.25 t) interpolation acts as a low-pass and
//! loses 2 to 29% of HF; this estimate finds LF and HF within 1% (`tests/indices_truth.rs`).
//!
//! Each interval stands at its **midpoint**: it describes the stretch between its two beats. Beats can be generated
//! with the truth read at the first beat, the middle or the second; over the three, midpoints err by 0.2 to 0.7%
//! on LF and 0.2 to 0.35% on HF, and are never the worst choice of the three.

mod lomb;
mod nufft;
mod stationary;

use vagal_core::{NnSeries, Unfit};

pub use lomb::{Periodogram, lomb_scargle};
pub use stationary::is_stationary;

/// A band of frequencies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Lower edge, Hz.
    pub low_hz: f64,
    /// Upper edge, Hz.
    pub high_hz: f64,
}

impl Band {
    /// True between the edges, both included.
    pub fn contains(self, frequency_hz: f64) -> bool {
        (self.low_hz..=self.high_hz).contains(&frequency_hz)
    }
}

/// Very low frequency, `task-force-1996`.
pub const VLF: Band = Band { low_hz: 0.0033, high_hz: 0.04 };
/// Low frequency, `task-force-1996`.
pub const LF: Band = Band { low_hz: 0.04, high_hz: 0.15 };
/// High frequency, `task-force-1996`.
pub const HF: Band = Band { low_hz: 0.15, high_hz: 0.40 };
/// VLF, LF and HF together.
pub const TOTAL: Band = Band { low_hz: 0.0033, high_hz: 0.40 };

/// Highest frequency of a spectrum, Hz: room to draw the upper edge of HF, and 30 breaths a minute.
pub const TOP_HZ: f64 = 0.5;

/// Fewest intervals of a spectrum. House choice: a line and one wave already take five numbers.
const MIN_INTERVALS: usize = 16;
/// Longest stretch of a spectrum, seconds. House choice: two days keep the memory below 100 MB.
const MAX_SPAN_S: f64 = 172_800.0;

/// The power spectral density of NN intervals after a straight line was taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    /// Density over frequency.
    pub periodogram: Periodogram,
    /// Half the mean heart rate, Hz: above it, beats carry no information.
    pub limit_hz: f64,
}

impl Spectrum {
    /// The spectrum of all intervals of `nn`; gaps are simply absent.
    ///
    /// ```text
    /// PSD(f) = 2 T P(f) / N      P: Lomb-Scargle with Scargle's time offset      T: seconds covered by intervals
    /// ```
    ///
    /// With T the seconds *covered*, not spanned, power stays in ms² when there are gaps. Frequencies lie four times
    /// closer than 1 / span. The window is rectangular: of a pure wave, about `1 / (2π² Δf T)` of its power leaks past
    /// a band edge Δf away, 0.3% for 0.05 Hz and 5 minutes. Noise that falls as 1/f or 1/f^1.5, as heartbeats do, comes out within
    /// 3% in LF and HF; if it falls as 1/f², leakage lifts LF and HF by a third (`validation/indices/README.md`).
    ///
    /// # Errors
    ///
    /// [`Unfit::TooFewIntervals`] below 16 intervals; [`Unfit::SignalTooPoor`] for times that span more than two days or
    /// intervals too large for a number.
    pub fn of(nn: &NnSeries) -> Result<Self, Unfit> {
        if nn.len() < MIN_INTERVALS {
            return Err(Unfit::TooFewIntervals { need: MIN_INTERVALS, have: nn.len() });
        }
        let times_s: Vec<f64> = nn.as_slice().iter().map(|i| i.end_s - i.ms / 2000.0).collect();
        let mut values_ms: Vec<f64> = nn.lengths_ms().collect();
        remove_line(&times_s, &mut values_ms);
        let covered_s = nn.covered_s();
        let too_long = || Unfit::SignalTooPoor {
            found: "times or intervals beyond what a spectrum can hold".into(),
        };
        let mean_ms = nn.mean_ms().ok_or_else(too_long)?;
        let (low_s, high_s) = extent(&times_s);
        if !(high_s - low_s <= MAX_SPAN_S && covered_s <= 2.0 * MAX_SPAN_S) {
            return Err(too_long());
        }
        let periodogram =
            lomb_scargle(&times_s, &values_ms, covered_s, TOP_HZ).ok_or_else(too_long)?;
        Ok(Self { periodogram, limit_hz: 500.0 / mean_ms })
    }

    /// Power in a band, ms², ≥ 0.
    pub fn power_ms2(&self, band: Band) -> f64 {
        self.periodogram.power(band.low_hz, band.high_hz)
    }
}

/// Smallest and largest of a slice.
fn extent(values: &[f64]) -> (f64, f64) {
    values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)))
}

/// Takes the least-squares straight line out of `values`.
pub(crate) fn remove_line(times_s: &[f64], values: &mut [f64]) {
    let n = times_s.len() as f64;
    if times_s.is_empty() {
        return;
    }
    let mean_t = times_s.iter().sum::<f64>() / n;
    let mean_v = values.iter().sum::<f64>() / n;
    let (mut cross, mut square) = (0.0, 0.0);
    for (&t, &v) in times_s.iter().zip(values.iter()) {
        cross += (t - mean_t) * (v - mean_v);
        square += (t - mean_t) * (t - mean_t);
    }
    let slope = if square > 0.0 { cross / square } else { 0.0 };
    for (&t, v) in times_s.iter().zip(values.iter_mut()) {
        *v -= mean_v + slope * (t - mean_t);
    }
}
