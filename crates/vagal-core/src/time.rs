//! When a recording started, as far as the file says.

/// A point on the wall clock. Whether a zone is known depends on the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockTime {
    /// Local time without a zone, as EDF, WFDB and Polar files carry it.
    Civil {
        /// Year, or `None` where the file has only a time of day.
        date: Option<(i16, u8, u8)>,
        /// Seconds since local midnight.
        second_of_day: f64,
    },
    /// Seconds since 1970-01-01T00:00:00Z.
    Unix {
        /// Seconds, with fraction.
        seconds: f64,
    },
}
