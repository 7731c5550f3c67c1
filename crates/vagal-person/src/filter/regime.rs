//! Stretches of constant load, correction and habit: rates change only between them.

use crate::event::{Event, Load};

/// What holds over a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Regime {
    pub(crate) load: Load,
    pub(crate) corrected: f64,
    pub(crate) habit: f64,
}

/// A diary with its regimes found once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Prepared {
    pub(crate) events: Vec<Event>,
    pub(crate) regimes: Vec<Regime>,
    /// Regime of each event.
    pub(crate) regime: Vec<usize>,
    /// Events from this one on were not booked by how the person felt: they are imagined.
    pub(crate) booked_until: usize,
}

impl Prepared {
    pub(crate) fn new(events: Vec<Event>) -> Self {
        let mut regimes: Vec<Regime> = Vec::new();
        let regime = events
            .iter()
            .map(|e| {
                let now = Regime { load: e.load, corrected: e.corrected, habit: e.habit };
                if regimes.last() != Some(&now) {
                    regimes.push(now);
                }
                regimes.len() - 1
            })
            .collect();
        let booked_until = events.len();
        Self { events, regimes, regime, booked_until }
    }
}
