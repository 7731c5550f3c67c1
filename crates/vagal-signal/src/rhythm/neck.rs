//! RC-07: does the heartbeat slow or pause right after pressure on the front of the neck?

use super::survey::{Shape, Survey};
use vagal_core::{RrInterval, RrSeries, Unfit};

/// Within this time of the pressure: recording predicate RC-07.
const WITHIN_S: f64 = 10.0;

/// The stretch before that shows what is usual, and the least of it that must hold beats. House choice:
/// a minute has a dozen breaths, so that the slow half of a breath is not taken for a slowing.
const USUAL_S: f64 = 60.0;
const MIN_USUAL_S: f64 = 30.0;

/// An interval so many times the longest usual one, or as long as a pause of RC-03, is a slowing; and so is a mean over
/// [`MEAN_BEATS`] beats so many times the longest usual mean. House choices: no source gives a number.
const LONGER_THAN_USUAL: f64 = 1.2;
const MEAN_LONGER_THAN_USUAL: f64 = 1.1;
const MEAN_BEATS: usize = 5;
const PAUSE_MS: f64 = 3000.0;

/// What happened after the pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slowing {
    /// Longest interval of the 10 s, ms.
    pub longest_ms: f64,
    /// Longest interval of the minute before, ms.
    pub usual_ms: f64,
    /// Longest mean over five beats that touch the 10 s, ms.
    pub longest_mean_ms: f64,
    /// Longest mean over five beats of the minute before, ms.
    pub usual_mean_ms: f64,
    /// Seconds from the pressure to the start of the longest interval.
    pub after_s: f64,
}

impl Slowing {
    /// True if the heartbeat slowed or paused.
    pub fn is_slowing(&self) -> bool {
        self.longest_ms >= LONGER_THAN_USUAL * self.usual_ms
            || self.longest_mean_ms >= MEAN_LONGER_THAN_USUAL * self.usual_mean_ms
            || self.longest_ms >= PAUSE_MS
    }
}

/// What the beats within 10 s of a pressure on the neck were like, against the minute before: the interval under way at
/// `at_s` and those that begin within 10 s.
///
/// # Errors
///
/// [`Unfit::TooFewIntervals`] if less than half a minute of beats came before or none after, and
/// [`Unfit::SignalTooPoor`] if a beat seems to be missing within the 10 s and nothing else shows a slowing: a pause of two
/// or three intervals looks the same, and an artifact must never raise an alarm (RC-08).
///
/// ```
/// use vagal_core::{RrSeries, Sensor};
/// use vagal_signal::rhythm::slowing_after;
/// let mut ms = vec![800.0; 100];
/// ms.extend([800.0, 1100.0, 1500.0, 900.0, 800.0, 800.0, 800.0]);
/// let rr = RrSeries::from_ms(&ms, Sensor::Ecg).unwrap();
/// assert!(slowing_after(&rr, 80.0).unwrap().is_slowing());
/// assert!(!slowing_after(&rr, 60.0).unwrap().is_slowing());
/// ```
pub fn slowing_after(rr: &RrSeries, at_s: f64) -> Result<Slowing, Unfit> {
    let survey = Survey::new(rr);
    let intervals = || survey.intervals.iter().zip(&survey.shape);
    let beats = || intervals().filter(|(_, shape)| **shape == Shape::Beat).map(|(i, _)| i);
    let within = |i: &RrInterval| i.end_s > at_s && i.start_s() <= at_s + WITHIN_S;
    let before: Vec<&RrInterval> =
        beats().filter(|i| i.start_s() >= at_s - USUAL_S && i.end_s <= at_s).collect();
    let before_s = before.iter().map(|i| i.ms).sum::<f64>() / 1000.0;
    let after: Vec<&RrInterval> = beats().filter(|i| within(i)).collect();
    let longest = after.iter().max_by(|a, b| a.ms.total_cmp(&b.ms));
    let (Some(longest), true) = (longest, before_s >= MIN_USUAL_S) else {
        let have = before.len().min(after.len());
        return Err(Unfit::TooFewIntervals { need: MEAN_BEATS, have });
    };
    let slowing = Slowing {
        longest_ms: longest.ms,
        usual_ms: before.iter().map(|i| i.ms).fold(0.0, f64::max),
        longest_mean_ms: longest_mean(&after),
        usual_mean_ms: longest_mean(&before),
        after_s: (longest.start_s() - at_s).max(0.0),
    };
    let missing = intervals().any(|(i, shape)| *shape != Shape::Beat && within(i));
    if missing && !slowing.is_slowing() {
        let found =
            "a beat seems to be missing right after the pressure; a pause would look the same";
        return Err(Unfit::SignalTooPoor { found: found.into() });
    }
    Ok(slowing)
}

/// The longest mean over neighbouring beats, ms; 0 for fewer than [`MEAN_BEATS`].
fn longest_mean(beats: &[&RrInterval]) -> f64 {
    let sums = beats.windows(MEAN_BEATS).map(|w| w.iter().map(|i| i.ms).sum::<f64>());
    sums.fold(0.0, f64::max) / MEAN_BEATS as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::Sensor;

    fn series(after: &[f64]) -> RrSeries {
        let mut ms: Vec<f64> = (0..90).map(|i| 850.0 + 60.0 * f64::from(i).sin()).collect();
        ms.extend(after);
        ms.extend([850.0; 20]);
        RrSeries::from_ms(&ms, Sensor::Ecg).unwrap()
    }

    fn at(rr: &RrSeries) -> f64 {
        rr.as_slice()[89].end_s
    }

    #[test]
    fn the_slow_half_of_a_breath_is_no_slowing() {
        let rr = series(&[850.0, 900.0, 915.0, 870.0]);
        assert!(!slowing_after(&rr, at(&rr)).unwrap().is_slowing());
    }

    #[test]
    fn a_slowing_is_seen_with_its_time() {
        let rr = series(&[850.0, 1200.0, 1300.0, 1100.0]);
        let found = slowing_after(&rr, at(&rr)).unwrap();
        assert!(found.is_slowing() && found.longest_ms == 1300.0);
        assert!((found.after_s - 2.05).abs() < 1e-9, "{}", found.after_s);
    }

    #[test]
    fn a_beat_that_seems_to_be_missing_is_neither_called_a_slowing_nor_denied() {
        let rr = series(&[850.0, 1700.0, 850.0]);
        assert!(matches!(slowing_after(&rr, at(&rr)), Err(Unfit::SignalTooPoor { .. })));
    }

    #[test]
    fn a_fall_of_the_rate_over_some_beats_is_a_slowing() {
        // 70 to 59 beats a minute; no interval is 1.2 times the longest before.
        let rr = series(&[1010.0, 1015.0, 1005.0, 1012.0, 1008.0, 1010.0, 1011.0]);
        let found = slowing_after(&rr, at(&rr)).unwrap();
        assert!(found.is_slowing() && found.longest_ms < 1.2 * found.usual_ms, "{found:?}");
    }

    #[test]
    fn without_beats_before_nothing_is_said() {
        let rr = series(&[850.0]);
        assert!(matches!(slowing_after(&rr, 10.0), Err(Unfit::TooFewIntervals { .. })));
        assert!(matches!(slowing_after(&rr, 1e6), Err(Unfit::TooFewIntervals { .. })));
    }
}
