//! What the user may say about a file that the file does not say itself.

use vagal_core::Sensor;

/// Unit of bare RR values in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RrUnit {
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Samples; needs [`ReadOptions::rate_hz`].
    Samples,
}

impl RrUnit {
    /// Reads `ms`, `s` or `samples`; `None` for anything else.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "ms" => Some(Self::Milliseconds),
            "s" => Some(Self::Seconds),
            "samples" => Some(Self::Samples),
            _ => None,
        }
    }
}

/// Options of a reader; the default leaves every decision to the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadOptions {
    /// Samples per second behind sample numbers (`--rate`), > 0; overrides what a file says.
    pub rate_hz: Option<f64>,
    /// Unit of bare RR values (`--rr-unit`).
    pub rr_unit: Option<RrUnit>,
    /// Identifier of the format to read as, instead of sniffing (`--format`).
    pub format: Option<String>,
    /// What picked the beats up (`--sensor`), where the user knows better than the file.
    pub sensor: Option<Sensor>,
    /// Label of the only channel to keep (`--channel`), compared without case.
    pub channel: Option<String>,
}

impl ReadOptions {
    /// The sampling rate given, if it is one.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.rate_hz.filter(|hz| RATES_HZ.contains(hz))
    }
}

/// Rates that a recording can have. House choice: one sample an hour to ten million a second.
pub(crate) const RATES_HZ: std::ops::RangeInclusive<f64> = 1.0 / 3600.0..=1e7;
