//! `Unfit`: the data are sound but cannot bear this answer. A value, not an error.

use std::fmt;

/// Why a number is not given. The reader sees it in place of the number.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Unfit {
    /// The window is shorter than the index needs.
    WindowTooShort {
        /// Seconds the index asks for.
        need_s: f64,
        /// Seconds of intervals in the window.
        have_s: f64,
    },
    /// Fewer neighbouring interval pairs than the index needs.
    TooFewPairs {
        /// Pairs the index asks for.
        need: usize,
        /// Pairs that survive correction.
        have: usize,
    },
    /// Fewer intervals than the index needs.
    TooFewIntervals {
        /// Intervals the index asks for.
        need: usize,
        /// Intervals in the window.
        have: usize,
    },
    /// Too large a share of the intervals was corrected.
    TooManyCorrections {
        /// Largest share the index bears, per cent.
        limit_pct: f64,
        /// Share found, per cent.
        found_pct: f64,
    },
    /// Too much of the window lies in gaps.
    TooManyGaps {
        /// Largest share of the window in gaps the index bears, per cent.
        limit_pct: f64,
        /// Share found, per cent.
        found_pct: f64,
    },
    /// Breathing lies outside the band, so the band does not hold what its name says.
    BreathingOutsideBand {
        /// Breathing rate, Hz.
        rate_hz: f64,
        /// Lower band edge, Hz.
        low_hz: f64,
        /// Upper band edge, Hz.
        high_hz: f64,
    },
    /// No breathing rate could be found, and the index cannot be read without one.
    BreathingUnknown,
    /// The band reaches above half the mean heart rate, where a beat series carries nothing.
    AboveHalfHeartRate {
        /// The frequency that is too high, Hz.
        upper_hz: f64,
        /// Half the mean heart rate, Hz.
        limit_hz: f64,
    },
    /// The rhythm is irregular, and the index is not defined for it.
    IrregularRhythm,
    /// The beats follow a fixed pattern or a pacemaker, and the index is not defined for that.
    FixedRhythm,
    /// The series does not vary at the resolution at which it was stored.
    NoVariation,
    /// Fewer readings in a diary than the answer needs.
    TooFewReadings {
        /// Number needed.
        need: usize,
        /// Number at hand.
        have: usize,
    },
    /// The signal is too poor to be judged.
    SignalTooPoor {
        /// What was found.
        found: String,
    },
}

impl Unfit {
    /// A short, stable identifier for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WindowTooShort { .. } => "window_too_short",
            Self::TooFewPairs { .. } => "too_few_pairs",
            Self::TooFewIntervals { .. } => "too_few_intervals",
            Self::TooManyCorrections { .. } => "too_many_corrections",
            Self::TooManyGaps { .. } => "too_many_gaps",
            Self::BreathingOutsideBand { .. } => "breathing_outside_band",
            Self::BreathingUnknown => "breathing_unknown",
            Self::AboveHalfHeartRate { .. } => "above_half_heart_rate",
            Self::IrregularRhythm => "irregular_rhythm",
            Self::FixedRhythm => "fixed_rhythm",
            Self::NoVariation => "no_variation",
            Self::TooFewReadings { .. } => "too_few_readings",
            Self::SignalTooPoor { .. } => "signal_too_poor",
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WindowTooShort { need_s, have_s } => {
                write!(f, "window too short: {have_s:.0} s of intervals, {need_s:.0} s needed")
            }
            Self::TooFewPairs { need, have } => {
                write!(f, "{have} pairs of neighbouring intervals, {need} needed")
            }
            Self::TooFewIntervals { need, have } => {
                write!(f, "{have} intervals, {need} needed")
            }
            Self::TooManyCorrections { limit_pct, found_pct } => {
                write!(
                    f,
                    "{found_pct:.1}% of the intervals corrected, at most {limit_pct:.0}% borne"
                )
            }
            Self::TooManyGaps { limit_pct, found_pct } => {
                write!(f, "{found_pct:.0}% of the window in gaps, at most {limit_pct:.0}% borne")
            }
            Self::BreathingOutsideBand { rate_hz, low_hz, high_hz } => write!(
                f,
                "breathing at {rate_hz:.2} Hz lies outside the band {low_hz:.2} to {high_hz:.2} Hz"
            ),
            Self::BreathingUnknown => write!(f, "breathing rate unknown"),
            Self::AboveHalfHeartRate { upper_hz, limit_hz } => write!(
                f,
                "{upper_hz:.2} Hz lies above half the mean heart rate ({limit_hz:.2} Hz), \
                 where beats carry no information"
            ),
            Self::IrregularRhythm => write!(f, "the rhythm is irregular"),
            Self::FixedRhythm => write!(f, "the beats follow a fixed pattern or a pacemaker"),
            Self::NoVariation => {
                write!(f, "no variation from beat to beat at the resolution of the file")
            }
            Self::TooFewReadings { need, have } => write!(f, "{have} readings, {need} needed"),
            Self::SignalTooPoor { found } => write!(f, "signal too poor: {found}"),
        }
    }
}
