//! Beats: times with labels, and the gaps between which nothing is known.

use crate::Sensor;

/// Where a beat came from, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeatLabel {
    /// Detected, not classified.
    Unlabelled,
    /// Normal, from the sinus node (bundle branch block included).
    Normal,
    /// Premature or escape beat from above the ventricles.
    Supraventricular,
    /// Premature or escape beat from a ventricle.
    Ventricular,
    /// Fusion of a ventricular and a normal beat.
    Fusion,
    /// Paced, or fusion of paced and normal.
    Paced,
    /// Annotated as a beat that cannot be classified.
    Unclassifiable,
}

impl BeatLabel {
    /// True for a real beat that is known not to come from the sinus node.
    pub fn is_ectopic(self) -> bool {
        matches!(self, Self::Supraventricular | Self::Ventricular | Self::Fusion)
    }
}

/// One beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    /// Seconds from the start of the recording; between samples where the detector interpolates.
    pub time_s: f64,
    /// Its origin.
    pub label: BeatLabel,
}

/// A stretch in which beats could not be seen. No difference is ever taken across it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// First second of the gap.
    pub start_s: f64,
    /// Last second of the gap.
    pub end_s: f64,
    /// Why: lost contact, missing packet, unreadable signal.
    pub reason: String,
}

/// Beats in order of time, with gaps.
#[derive(Clone, Debug, PartialEq)]
pub struct Beats {
    /// Strictly increasing in time.
    beats: Vec<Beat>,
    /// Sorted by start.
    pub gaps: Vec<Gap>,
    /// Samples per second of the signal behind the beats, where known: the grid of their times.
    pub sampling_hz: Option<f64>,
    /// What picked them up.
    pub sensor: Sensor,
}

impl Beats {
    /// Takes beats that are finite and strictly increasing in time; `None` otherwise.
    pub fn new(
        beats: Vec<Beat>,
        gaps: Vec<Gap>,
        sampling_hz: Option<f64>,
        sensor: Sensor,
    ) -> Option<Self> {
        let finite = beats.iter().all(|b| b.time_s.is_finite());
        let increasing = beats.windows(2).all(|w| w[0].time_s < w[1].time_s);
        (finite && increasing).then_some(Self { beats, gaps, sampling_hz, sensor })
    }

    /// The beats.
    pub fn as_slice(&self) -> &[Beat] {
        &self.beats
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.beats.len()
    }

    /// True without a single beat.
    pub fn is_empty(&self) -> bool {
        self.beats.is_empty()
    }
}
