//! Summary: the indices of one window, each a value or a refusal.

use crate::{Hz, Unfit, Value};

/// A stretch of a recording, seconds from its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// First second.
    pub start_s: f64,
    /// Last second, ≥ `start_s`.
    pub end_s: f64,
}

impl Window {
    /// Takes finite times in order; `None` otherwise.
    pub fn new(start_s: f64, end_s: f64) -> Option<Self> {
        (start_s.is_finite() && end_s.is_finite() && start_s <= end_s)
            .then_some(Self { start_s, end_s })
    }

    /// Length in seconds.
    pub fn length_s(self) -> f64 {
        self.end_s - self.start_s
    }
}

/// How a breathing rate is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreathingSource {
    /// A belt, thermistor or flow sensor.
    Sensor,
    /// Counted or set by a person, given on the command line.
    Stated,
    /// The amplitude of the R wave, which rises and falls with the chest.
    Ecg,
    /// The breathing peak in the RR intervals: the weakest source.
    Rr,
}

impl BreathingSource {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sensor => "sensor",
            Self::Stated => "stated",
            Self::Ecg => "ecg",
            Self::Rr => "rr",
        }
    }

    /// True if the rate was measured or stated apart from the heartbeat times it is meant to explain.
    pub fn is_independent(self) -> bool {
        !matches!(self, Self::Rr)
    }
}

/// A breathing rate with its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreathingRate {
    /// Breaths per second.
    pub rate: Hz,
    /// How it is known.
    pub source: BreathingSource,
}

/// Breathing over time: one rate per stretch, absent where none could be found.
#[derive(Clone, Debug, PartialEq)]
pub struct BreathingTrack {
    /// How the rates are known.
    pub source: BreathingSource,
    /// The stretch, and breaths per minute in it.
    pub rates: Vec<(Window, Option<f64>)>,
}

impl BreathingTrack {
    /// Mean of the rates whose stretch has its centre inside the window, breaths per minute.
    pub fn mean_in(&self, window: Window) -> Option<f64> {
        let inside = self.rates.iter().filter_map(|(stretch, rate)| {
            let centre_s = 0.5 * (stretch.start_s + stretch.end_s);
            (window.start_s <= centre_s && centre_s < window.end_s).then_some(*rate)?
        });
        let (sum, count) = inside.fold((0.0, 0_usize), |(sum, n), rate| (sum + rate, n + 1));
        (count > 0).then(|| sum / count as f64)
    }
}

/// One index of one window.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexValue {
    /// Identifier in the list `METRICS`.
    pub id: &'static str,
    /// The value, or why there is none.
    pub value: Result<Value, Unfit>,
}

/// The indices of one window.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The window.
    pub window: Window,
    /// NN intervals in it.
    pub n_intervals: usize,
    /// Share of them corrected, per cent.
    pub corrected_pct: f64,
    /// Breathing in it.
    pub breathing: Result<BreathingRate, Unfit>,
    /// False if mean or variance drift within the window, so that a spectrum describes no one state.
    pub stationary: Option<bool>,
    /// One entry for each of `METRICS`, in that order.
    pub indices: Vec<IndexValue>,
}

impl Summary {
    /// The index of an identifier.
    pub fn index(&self, id: &str) -> Option<&Result<Value, Unfit>> {
        self.indices.iter().find(|i| i.id == id).map(|i| &i.value)
    }
}
