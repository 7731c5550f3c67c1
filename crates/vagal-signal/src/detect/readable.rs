//! Which samples can be read at all: missing, flat and saturated stretches are found first.

use vagal_core::Gap;

/// A shorter hole is bridged: part of any QRS complex still shows beside it. House choice.
const BRIDGE_S: f64 = 0.06;
/// A digital signal that does not move for so long comes from no electrode on skin. House choice.
const FLAT_S: f64 = 1.5;
/// An R wave may touch the rail of the converter for less; more hides beats. House choice.
const RAIL_S: f64 = 0.25;

/// Why a stretch cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing,
    Flat,
    Saturated,
}

impl Fault {
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Missing => "samples missing",
            Self::Flat => "flat line",
            Self::Saturated => "signal at the limit of its range",
        }
    }
}

/// A stretch of samples `start..end` that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bad {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) fault: Fault,
}

/// The unreadable stretches of a channel, in order, not overlapping.
pub(crate) struct Readable {
    pub(crate) bad: Vec<Bad>,
    /// Holes too short to hide a beat: filled, but no gap.
    pub(crate) bridged: Vec<(usize, usize)>,
}

impl Readable {
    pub(crate) fn of(samples: &[f32], rate_hz: f64) -> Self {
        let (low, high) = range(samples);
        let flat = (FLAT_S * rate_hz).ceil() as usize;
        let rail = (RAIL_S * rate_hz).ceil().max(3.0) as usize;
        let bridge = (BRIDGE_S * rate_hz).floor() as usize;
        let (mut bad, mut bridged) = (Vec::new(), Vec::new());
        let mut start = 0;
        while start < samples.len() {
            let value = samples[start];
            let same = |x: &f32| *x == value || (!value.is_finite() && !x.is_finite());
            let length = samples[start..].iter().take_while(|x| same(x)).count();
            let end = start + length;
            if !value.is_finite() {
                if length <= bridge && start > 0 && end < samples.len() {
                    bridged.push((start, end));
                } else {
                    bad.push(Bad { start, end, fault: Fault::Missing });
                }
            } else if length >= rail && (value == low || value == high) && low < high {
                bad.push(Bad { start, end, fault: Fault::Saturated });
            } else if length >= flat {
                bad.push(Bad { start, end, fault: Fault::Flat });
            }
            start = end;
        }
        Self { bad, bridged }
    }

    /// One gap for each unreadable stretch.
    pub(crate) fn gaps(&self, rate_hz: f64) -> Vec<Gap> {
        let gap = |bad: &Bad| Gap {
            start_s: bad.start as f64 / rate_hz,
            end_s: bad.end as f64 / rate_hz,
            reason: bad.fault.reason().into(),
        };
        self.bad.iter().map(gap).collect()
    }

    /// A copy of the samples without their mean, straight lines in place of what cannot be read.
    pub(crate) fn filled(&self, samples: &[f32]) -> Vec<f32> {
        let (sum, count) = samples
            .iter()
            .filter(|x| x.is_finite())
            .fold((0.0_f64, 0_usize), |(sum, n), &x| (sum + f64::from(x), n + 1));
        let mean = if count == 0 { 0.0 } else { sum / count as f64 };
        let mut filled: Vec<f32> = samples.iter().map(|&x| (f64::from(x) - mean) as f32).collect();
        let mut holes: Vec<(usize, usize)> = self.bridged.clone();
        holes.extend(self.bad.iter().map(|b| (b.start, b.end)));
        holes.sort_unstable();
        for (start, end) in holes {
            let left = start.checked_sub(1).map(|i| filled[i]);
            let right = filled.get(end).copied().filter(|x| x.is_finite());
            let (from, to) = match (left, right) {
                (Some(l), Some(r)) => (l, r),
                (Some(l), None) => (l, l),
                (None, Some(r)) => (r, r),
                (None, None) => (0.0, 0.0),
            };
            let step = (to - from) / (end - start + 1) as f32;
            for (k, sample) in filled[start..end].iter_mut().enumerate() {
                *sample = from + step * (k + 1) as f32;
            }
        }
        filled
    }
}

/// Smallest and largest finite sample.
fn range(samples: &[f32]) -> (f32, f32) {
    samples
        .iter()
        .filter(|x| x.is_finite())
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
}
