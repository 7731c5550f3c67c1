//! Units as types: checked once at the door, named on the way out.

use std::fmt;

/// Declares one newtype over `f64`: a checked constructor, a named way out, a printed form.
///
/// The macro exists because the nine units differ in nothing but name, label and digits.
macro_rules! unit {
    ($(#[$doc:meta])* $name:ident, $as:ident, $label:literal, $digits:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        #[repr(transparent)]
        pub struct $name(f64);

        impl $name {
            /// The unit as printed and as written in JSON and CSV.
            pub const LABEL: &'static str = $label;

            /// Accepts a finite number within the range of the unit; `None` otherwise.
            pub fn new(value: f64) -> Option<Self> {
                let ok: fn(f64) -> bool = $ok;
                (value.is_finite() && ok(value)).then_some(Self(value))
            }

            /// The bare number. The name keeps the unit in sight at the call site.
            pub fn $as(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if $label.is_empty() {
                    write!(f, "{:.*}", $digits, self.0)
                } else {
                    write!(f, "{:.*} {}", $digits, self.0, $label)
                }
            }
        }
    };
}

unit!(
    /// A duration or difference in milliseconds; finite, possibly negative.
    Ms, as_ms, "ms", 1, |_| true
);
unit!(
    /// A duration in seconds; finite, not negative.
    Seconds, as_s, "s", 1, |v| v >= 0.0
);
unit!(
    /// Heart rate in beats per minute; positive.
    Bpm, as_bpm, "bpm", 1, |v| v > 0.0
);
unit!(
    /// A share in per cent, 0 to 100.
    Percent, as_percent, "%", 1, |v| (0.0..=100.0).contains(&v)
);
unit!(
    /// Spectral power in ms²; not negative.
    Ms2, as_ms2, "ms²", 0, |v| v >= 0.0
);
unit!(
    /// Natural logarithm of a quantity in milliseconds.
    LnMs, as_ln_ms, "ln ms", 2, |_| true
);
unit!(
    /// A frequency in hertz; not negative.
    Hz, as_hz, "Hz", 3, |v| v >= 0.0
);
unit!(
    /// A rate per minute, as breaths; not negative.
    PerMinute, as_per_minute, "/min", 1, |v| v >= 0.0
);

/// A computed index: the unit is the variant, so it cannot drift from the number.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Milliseconds.
    Ms(Ms),
    /// Beats per minute.
    Bpm(Bpm),
    /// Per cent.
    Percent(Percent),
    /// Power in ms².
    Ms2(Ms2),
    /// Natural logarithm of milliseconds.
    LnMs(LnMs),
    /// Per minute.
    PerMinute(PerMinute),
}

impl Value {
    /// The bare number, in the unit that [`Value::unit`] names.
    pub fn number(self) -> f64 {
        match self {
            Self::Ms(v) => v.as_ms(),
            Self::Bpm(v) => v.as_bpm(),
            Self::Percent(v) => v.as_percent(),
            Self::Ms2(v) => v.as_ms2(),
            Self::LnMs(v) => v.as_ln_ms(),
            Self::PerMinute(v) => v.as_per_minute(),
        }
    }

    /// The unit as printed.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Ms(_) => Ms::LABEL,
            Self::Bpm(_) => Bpm::LABEL,
            Self::Percent(_) => Percent::LABEL,
            Self::Ms2(_) => Ms2::LABEL,
            Self::LnMs(_) => LnMs::LABEL,
            Self::PerMinute(_) => PerMinute::LABEL,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ms(v) => v.fmt(f),
            Self::Bpm(v) => v.fmt(f),
            Self::Percent(v) => v.fmt(f),
            Self::Ms2(v) => v.fmt(f),
            Self::LnMs(v) => v.fmt(f),
            Self::PerMinute(v) => v.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_refuse_what_the_unit_cannot_be() {
        assert!(Ms::new(f64::NAN).is_none());
        assert!(Ms::new(f64::INFINITY).is_none());
        assert!(Bpm::new(0.0).is_none());
        assert!(Percent::new(100.1).is_none());
        assert!(Ms2::new(-1e-9).is_none());
    }

    #[test]
    fn value_prints_its_unit() {
        assert_eq!(Value::Ms(Ms::new(15.54).unwrap()).to_string(), "15.5 ms");
        assert_eq!(Value::Ms2(Ms2::new(449.6).unwrap()).to_string(), "450 ms²");
        assert_eq!(Value::LnMs(LnMs::new(3.456).unwrap()).to_string(), "3.46 ln ms");
    }
}
