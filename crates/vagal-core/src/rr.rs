//! RR intervals: between detected beats, as found. No index takes them.

use crate::{BeatLabel, Sensor};

/// The time between two neighbouring beats, as found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RrInterval {
    /// Time of the beat that ends it, seconds from the start of the recording.
    pub end_s: f64,
    /// Its length in milliseconds, > 0.
    pub ms: f64,
    /// Label of the beat that starts it.
    pub start_label: BeatLabel,
    /// Label of the beat that ends it.
    pub end_label: BeatLabel,
    /// True if the beat before is not its neighbour: a gap, or the start of the series.
    pub after_gap: bool,
}

impl RrInterval {
    /// Time of the beat that starts it, seconds.
    pub fn start_s(&self) -> f64 {
        self.end_s - self.ms / 1000.0
    }
}

/// RR intervals in order of time, in runs without gaps.
///
/// The first interval of each run has `after_gap` set, the very first included.
#[derive(Clone, Debug, PartialEq)]
pub struct RrSeries {
    intervals: Vec<RrInterval>,
    /// The step in which the device stores intervals, ms, where known (1/1024 s for straps).
    pub resolution_ms: Option<f64>,
    /// What picked them up.
    pub sensor: Sensor,
}

impl RrSeries {
    /// Takes intervals with finite, non-decreasing end times and finite positive lengths; `None` otherwise.
    pub fn new(
        mut intervals: Vec<RrInterval>,
        resolution_ms: Option<f64>,
        sensor: Sensor,
    ) -> Option<Self> {
        let sound = intervals.iter().all(|i| i.end_s.is_finite() && i.ms.is_finite() && i.ms > 0.0);
        let ordered = intervals.windows(2).all(|w| w[0].end_s <= w[1].end_s);
        if let Some(first) = intervals.first_mut() {
            first.after_gap = true;
        }
        (sound && ordered).then_some(Self { intervals, resolution_ms, sensor })
    }

    /// One run of unlabelled intervals laid end to end from time 0; `None` if one is not positive and finite.
    pub fn from_ms(ms: &[f64], sensor: Sensor) -> Option<Self> {
        let mut end_s = 0.0;
        let intervals = ms
            .iter()
            .map(|&ms| {
                end_s += ms / 1000.0;
                RrInterval {
                    end_s,
                    ms,
                    start_label: BeatLabel::Unlabelled,
                    end_label: BeatLabel::Unlabelled,
                    after_gap: false,
                }
            })
            .collect();
        Self::new(intervals, None, sensor)
    }

    /// The intervals.
    pub fn as_slice(&self) -> &[RrInterval] {
        &self.intervals
    }

    /// The runs between gaps, each with at least one interval.
    pub fn runs(&self) -> impl Iterator<Item = &[RrInterval]> {
        self.intervals.chunk_by(|_, next| !next.after_gap)
    }

    /// The part whose intervals lie wholly inside `start_s..=end_s`.
    pub fn window(&self, start_s: f64, end_s: f64) -> Self {
        let mut kept: Vec<RrInterval> = Vec::new();
        for interval in &self.intervals {
            if interval.start_s() >= start_s - 1e-9 && interval.end_s <= end_s + 1e-9 {
                kept.push(*interval);
            }
        }
        if let Some(first) = kept.first_mut() {
            first.after_gap = true;
        }
        Self { intervals: kept, resolution_ms: self.resolution_ms, sensor: self.sensor }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.intervals.len()
    }

    /// True without a single interval.
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }
}
