//! Scales and ticks: from a quantity to a place, and round numbers along the way.

/// A linear map from a quantity to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps `from` onto `to`; an empty or unsound range is widened so that the map stays finite.
    pub fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        let sound = from.0.is_finite() && from.1.is_finite();
        let from = match (sound, sound && from.0 < from.1) {
            (_, true) => from,
            (true, false) => (from.0 - 0.5, from.0 + 0.5),
            (false, false) => (0.0, 1.0),
        };
        Self { from, to }
    }

    /// The place of a value; outside the range it lies outside the plot.
    pub fn place(&self, value: f64) -> f64 {
        let share = (value - self.from.0) / (self.from.1 - self.from.0);
        self.to.0 + share * (self.to.1 - self.to.0)
    }

    /// The place of a value, held inside the plot.
    pub fn place_held(&self, value: f64) -> f64 {
        self.place(value.clamp(self.from.0, self.from.1))
    }

    /// The value at a place.
    pub fn value(&self, place: f64) -> f64 {
        let share = (place - self.to.0) / (self.to.1 - self.to.0);
        self.from.0 + share * (self.from.1 - self.from.0)
    }

    /// The range of the quantity.
    pub fn range(&self) -> (f64, f64) {
        self.from
    }
}

/// The round step (1, 2 or 5 times a power of ten) that cuts a range into at most `pieces`.
pub fn nice_step(range: f64, pieces: usize) -> f64 {
    if !(range.is_finite() && range > 0.0) {
        return 1.0;
    }
    let raw = range / pieces.max(1) as f64;
    let power = 10_f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * power >= raw * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Multiples of a step inside a range, and the decimals they need in print.
pub(crate) fn multiples(range: (f64, f64), step: f64) -> (Vec<f64>, usize) {
    let first = (range.0 / step - 1e-9).ceil() as i64;
    let last = (range.1 / step + 1e-9).floor() as i64;
    let digits = (0..6).find(|d| {
        let scaled = step * 10_f64.powi(*d);
        (scaled - scaled.round()).abs() < 1e-6
    });
    // A page has room for some dozens of ticks; a step far too small is a fault of the caller.
    let values = (first..=last).take(200).map(|i| i as f64 * step).collect();
    (values, usize::try_from(digits.unwrap_or(6)).unwrap_or(6))
}

/// Round ticks inside a range, at most about `pieces` of them, and their decimals.
pub fn ticks(range: (f64, f64), pieces: usize) -> (Vec<f64>, usize) {
    multiples(range, nice_step(range.1 - range.0, pieces))
}

/// Ticks of a time axis in seconds: whole minutes as clocks count them.
pub(crate) fn time_ticks(range_s: (f64, f64), pieces: usize) -> Vec<f64> {
    const STEPS_S: [f64; 14] = [
        10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1200.0, 1800.0, 3600.0, 7200.0, 10_800.0,
        21_600.0, 43_200.0,
    ];
    let need = (range_s.1 - range_s.0) / pieces.max(1) as f64;
    let step = STEPS_S.into_iter().find(|s| *s >= need).unwrap_or_else(|| nice_step(need, 1));
    multiples(range_s, step).0
}

/// Ticks of a percentage axis laid over a logarithmic one, as differences of logarithms.
///
/// Rungs are dropped, farthest from zero first, where they would stand closer than `min_gap` ln units.
pub(crate) fn percent_ticks(range_ln: (f64, f64), min_gap: f64) -> Vec<(f64, String)> {
    const RUNGS_PCT: [f64; 21] = [
        0.0, 20.0, -20.0, 50.0, -50.0, 100.0, 10.0, -10.0, 30.0, -30.0, -70.0, 200.0, 300.0, -40.0,
        40.0, 70.0, 150.0, -60.0, -80.0, 5.0, -5.0,
    ];
    let mut kept: Vec<(f64, String)> = Vec::new();
    for pct in RUNGS_PCT {
        let d = (pct / 100.0_f64).ln_1p();
        let inside = range_ln.0 - 1e-9 <= d && d <= range_ln.1 + 1e-9;
        if inside && kept.iter().all(|(other, _)| (other - d).abs() >= min_gap) {
            kept.push((d, format!("{}%", crate::words::signed(pct, 0))));
        }
    }
    kept.sort_by(|a, b| a.0.total_cmp(&b.0));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_never_too_many() {
        assert_eq!(nice_step(10.0, 5), 2.0);
        assert_eq!(nice_step(0.9, 5), 0.2);
        assert_eq!(nice_step(7.3, 4), 2.0);
        assert_eq!(nice_step(f64::NAN, 4), 1.0);
        assert_eq!(nice_step(0.0, 4), 1.0);
        let (values, digits) = ticks((0.31, 0.94), 7);
        assert_eq!(digits, 1);
        assert_eq!(values.len(), 6);
    }

    #[test]
    fn an_empty_range_still_has_places() {
        let scale = Scale::new((3.0, 3.0), (0.0, 100.0));
        assert_eq!(scale.place(3.0), 50.0);
        let scale = Scale::new((f64::NAN, f64::INFINITY), (0.0, 100.0));
        assert!(scale.place(0.5).is_finite());
    }

    #[test]
    fn percent_rungs_keep_their_distance() {
        let rungs = percent_ticks((-0.5, 0.5), 0.15);
        assert!(rungs.windows(2).all(|w| w[1].0 - w[0].0 >= 0.15 - 1e-12));
        assert!(rungs.iter().any(|(_, label)| label == "0%"));
    }

    #[test]
    fn time_is_cut_at_whole_minutes() {
        assert_eq!(time_ticks((0.0, 1500.0), 6), [0.0, 300.0, 600.0, 900.0, 1200.0, 1500.0]);
    }
}
