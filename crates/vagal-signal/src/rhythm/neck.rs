//! RC-07: does the heartbeat slow or pause right after pressure on the front of the neck?

use super::survey::{Shape, Survey};
use vagal_core::RrSeries;

/// Within this time of the pressure: recording predicate RC-07.
const WITHIN_S: f64 = 10.0;

/// The stretch before that shows what is usual, and the least of it that must hold beats. House choice:
/// a minute has a dozen breaths, so that the slow half of a breath is not taken for a slowing.
const USUAL_S: f64 = 60.0;
const MIN_USUAL_S: f64 = 30.0;

/// An interval so many times the longest usual one, or as long as a pause of RC-03, is a slowing.
/// House choice; no source gives a number for a marked pressure.
const LONGER_THAN_USUAL: f64 = 1.2;
const PAUSE_MS: f64 = 3000.0;

/// What happened after the pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slowing {
    /// Longest interval that began within 10 s, ms.
    pub longest_ms: f64,
    /// Longest interval of the minute before, ms.
    pub usual_ms: f64,
    /// Seconds from the pressure to the start of that interval.
    pub after_s: f64,
}

impl Slowing {
    /// True if the heartbeat slowed or paused.
    pub fn is_slowing(&self) -> bool {
        self.longest_ms >= LONGER_THAN_USUAL * self.usual_ms || self.longest_ms >= PAUSE_MS
    }
}

/// The longest interval that ends within 10 s after `at_s`, against the minute before.
///
/// Missed beats and lost contact are left out: an artifact must never raise an alarm (RC-08). `None`
/// if less than half a minute of beats came before, or none within the 10 s.
///
/// ```
/// use vagal_core::{RrSeries, Sensor};
/// use vagal_signal::rhythm::slowing_after;
/// let mut ms = vec![800.0; 100];
/// ms.extend([800.0, 1700.0, 1500.0, 900.0, 800.0, 800.0, 800.0]);
/// let rr = RrSeries::from_ms(&ms, Sensor::Ecg).unwrap();
/// assert!(slowing_after(&rr, 80.0).unwrap().is_slowing());
/// assert!(!slowing_after(&rr, 60.0).unwrap().is_slowing());
/// ```
pub fn slowing_after(rr: &RrSeries, at_s: f64) -> Option<Slowing> {
    let survey = Survey::new(rr);
    let beats = || {
        let all = survey.intervals.iter().zip(&survey.shape);
        all.filter(|(_, shape)| **shape == Shape::Beat).map(|(interval, _)| interval)
    };
    let before = || beats().filter(|i| i.start_s() >= at_s - USUAL_S && i.end_s <= at_s);
    if before().map(|i| i.ms).sum::<f64>() < 1000.0 * MIN_USUAL_S {
        return None;
    }
    let usual_ms = before().map(|i| i.ms).fold(0.0, f64::max);
    let after = beats().filter(|i| i.end_s > at_s && i.start_s() <= at_s + WITHIN_S);
    let longest = after.max_by(|a, b| a.ms.total_cmp(&b.ms))?;
    let after_s = (longest.start_s() - at_s).max(0.0);
    Some(Slowing { longest_ms: longest.ms, usual_ms, after_s })
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
    fn a_missed_beat_is_not_called_a_slowing() {
        let rr = series(&[850.0, 1700.0, 850.0]);
        assert!(!slowing_after(&rr, at(&rr)).unwrap().is_slowing());
    }

    #[test]
    fn without_beats_before_nothing_is_said() {
        let rr = series(&[850.0]);
        assert_eq!(slowing_after(&rr, 10.0), None);
        assert_eq!(slowing_after(&rr, 1e6), None);
    }
}
