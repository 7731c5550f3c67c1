//! One recording as readings of a diary: which stretch of it is rest, and what that stretch gives.
//!
//! ```text
//! Measured → quiet stretch → quality gate (the line's own) → lnRMSSD, heart rate, each with its standard error
//! ```

use vagal_core::diary::kinds;
use vagal_core::{Conditions, DiaryError, Moment, NnSeries, Reading, Unfit, Window};
use vagal_session::{Settings, WindowReading, window_heart_rate, window_ln_rmssd};

use crate::pipeline::Measured;

/// The first minute settles and is left out where what follows is long enough (evidence: measurement protocol, Plews 2014).
const SETTLING_S: f64 = 60.0;
/// Longest stretch that is read: five minutes, the standard of short recordings (`task-force-1996`).
const LONGEST_S: f64 = 300.0;
/// Shortest stretch that lnRMSSD is read from (`munoz-2015`).
const SHORTEST_S: f64 = 60.0;
/// A recording longer than this holds more than a rest: which part of it is one has to be said. House choice.
const LONGEST_RECORDING_S: f64 = 1800.0;

/// Bins in which a rise of heart rate is looked for, seconds, and the finer ones in which it is placed.
const BIN_S: f64 = 30.0;
const FINE_S: f64 = 5.0;
/// A rise for good: every bin after it lies above every bin before it, and the mean by this much, beats a minute. House choice:
/// in thirty of 31 orthostatic tests of one person it rose by 12 to 29, all at 130 to 185 s.
const RISE_BPM: f64 = 8.0;
/// What is cut off before a rise, seconds: getting up begins before the heart answers.
const BEFORE_RISE_S: f64 = 10.0;

/// Local hours in which a reading counts as the morning's where nobody says otherwise. House choice.
pub const MORNING_HOURS: std::ops::Range<f64> = 4.0..10.0;

/// What the quiet stretch of a recording gave.
#[derive(Clone, Debug)]
pub struct Resting {
    /// The stretch, seconds on the axis of the recording.
    pub window: Window,
    /// lnRMSSD, or why there is none.
    pub ln_rmssd: Result<WindowReading, Unfit>,
    /// Heart rate, or why there is none.
    pub heart_rate: Result<WindowReading, Unfit>,
    /// What the stretch was cut by, in words; empty if by nothing.
    pub notes: Vec<String>,
    conditions: Conditions,
}

/// Why a recording gives no reading at all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoRest {
    /// Longer than a rest.
    #[error("{minutes:.0} min long: which part of it is a rest is not known")]
    TooLong {
        /// Length.
        minutes: f64,
    },
    /// The stretch that was asked for lies outside.
    #[error("the stretch asked for does not lie inside the recording of {seconds:.0} s")]
    Outside {
        /// Length.
        seconds: f64,
    },
}

impl NoRest {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "name a stretch at rest with --from and --to, in seconds",
            Self::Outside { .. } => "--from and --to are seconds from the start of the recording",
        }
    }
}

/// Reads the quiet stretch of a recording, or the one that is asked for.
///
/// # Errors
///
/// [`NoRest`] if there is no stretch; that a stretch cannot bear an index is told in [`Resting`].
pub fn rest(measured: &Measured, asked: Option<(f64, f64)>) -> Result<Resting, NoRest> {
    let span = measured.span;
    let mut notes = Vec::new();
    let window = match asked {
        Some((from_s, to_s)) => {
            let (from_s, to_s) = (span.start_s + from_s, span.start_s + to_s);
            let inside = from_s >= span.start_s && from_s < to_s && from_s < span.end_s;
            let window = Window::new(from_s, to_s.min(span.end_s)).filter(|_| inside);
            window.ok_or(NoRest::Outside { seconds: span.length_s() })?
        }
        None if span.length_s() > LONGEST_RECORDING_S => {
            return Err(NoRest::TooLong { minutes: span.length_s() / 60.0 });
        }
        None => quiet(&measured.nn, span, &mut notes),
    };
    let breathing = measured.breathing(window);
    let settings = Settings::default();
    let rhythm = measured.rhythm.refusal();
    let summary = vagal_signal::summarize(&measured.nn, window, breathing.clone(), rhythm);
    let gated = |id: &str, reading: Option<WindowReading>| match summary.index(id) {
        Some(Ok(_)) => reading.ok_or(Unfit::NoVariation),
        Some(Err(unfit)) => Err(unfit.clone()),
        None => Err(Unfit::SignalTooPoor { found: format!("no index {id}") }),
    };
    let ln_rmssd = gated("ln_rmssd", window_ln_rmssd(&measured.nn, window, &settings));
    let heart_rate = gated("hr", window_heart_rate(&measured.nn, window, &settings));
    let conditions = Conditions {
        posture: None,
        sensor: Some(measured.sensor),
        device: measured.device.clone(),
        breathing_per_min: breathing.ok().map(|b| b.rate.as_hz() * 60.0),
        window_s: Some(window.length_s()),
        corrected_pct: Some(summary.corrected_pct),
    };
    Ok(Resting { window, ln_rmssd, heart_rate, notes, conditions })
}

impl Resting {
    /// The readings of a diary, taken at a moment; a refused one is left out.
    ///
    /// # Errors
    ///
    /// [`DiaryError`] for a value that no person has: an lnRMSSD of less than 1 ms, a heart rate of 200 at rest.
    pub fn readings(&self, at: Moment, morning: bool) -> Result<Vec<Reading>, DiaryError> {
        let variability = if morning { kinds::LN_RMSSD_MORNING } else { kinds::LN_RMSSD_SPOT };
        let both = [(variability, &self.ln_rmssd), (kinds::RESTING_HR, &self.heart_rate)];
        both.into_iter()
            .filter_map(|(kind, reading)| Some((kind, reading.as_ref().ok()?)))
            .map(|(kind, reading)| {
                Ok(Reading::new(kind, at, reading.value)?
                    .with_standard_error(reading.standard_error)?
                    .under(self.conditions.clone()))
            })
            .collect()
    }
}

/// After the settling minute, until five minutes are full or the heart rate rises for good.
fn quiet(nn: &NnSeries, span: Window, notes: &mut Vec<String>) -> Window {
    let mut end_s = span.end_s;
    if let Some((rise_s, bpm)) = rise(nn, span) {
        end_s = (rise_s - BEFORE_RISE_S).max(span.start_s);
        notes.push(format!(
            "heart rate rose by {bpm:.0} for good {:.0} s into it (getting up?): only the rest before is read",
            rise_s - span.start_s
        ));
    }
    let mut start_s = span.start_s;
    if end_s - start_s >= SETTLING_S + SHORTEST_S {
        start_s += SETTLING_S;
    }
    Window { start_s, end_s: end_s.min(start_s + LONGEST_S) }
}

/// The second at which heart rate rises and does not come back, and by how much.
fn rise(nn: &NnSeries, span: Window) -> Option<(f64, f64)> {
    let count = (span.length_s() / BIN_S).floor() as usize;
    let rate =
        |from_s: f64, to_s: f64| nn.ending_in(from_s, to_s).mean_ms().map(|ms| 60_000.0 / ms);
    let at_s = |bin: usize| span.start_s + bin as f64 * BIN_S;
    // The first bin settles.
    let rates: Vec<f64> = (1..count).filter_map(|bin| rate(at_s(bin), at_s(bin + 1))).collect();
    if rates.len() + 1 < count {
        return None;
    }
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let splits = (2..rates.len().saturating_sub(1)).filter_map(|cut| {
        let (before, after) = rates.split_at(cut);
        let highest = before.iter().copied().fold(f64::MIN, f64::max);
        let lowest = after.iter().copied().fold(f64::MAX, f64::min);
        let bpm = mean(after) - mean(before);
        (lowest > highest && bpm >= RISE_BPM).then_some((cut, bpm))
    });
    // Where the two sides differ most: a bin that is half a beat above the last one is not yet the rise.
    let (cut, bpm) = splits.max_by(|a, b| a.1.total_cmp(&b.1))?;
    // Within the bins on both sides: the first five seconds that are half way up.
    let half_way = mean(&rates[..cut]) + 0.5 * bpm;
    let steps = (2.0 * BIN_S / FINE_S) as usize;
    let placed = (0..steps)
        .map(|step| at_s(cut) + step as f64 * FINE_S) // `rates` begins with the second bin: `cut` is the last before
        .find(|from_s| rate(*from_s, from_s + FINE_S).is_some_and(|r| r > half_way));
    Some((placed.unwrap_or(at_s(cut + 1)), bpm))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beats at a rate for some seconds each, with a little beat-to-beat change.
    fn intervals(parts: &[(f64, f64)]) -> NnSeries {
        let mut ms = Vec::new();
        for (bpm, seconds) in parts {
            let beats = (seconds * bpm / 60.0).round() as usize;
            ms.extend((0..beats).map(|i| 60_000.0 / bpm + [0.0, 20.0, -20.0][i % 3]));
        }
        NnSeries::from_ms(&ms).unwrap()
    }

    fn span(seconds: f64) -> Window {
        Window::new(0.0, seconds).unwrap()
    }

    #[test]
    fn rest_ends_where_somebody_gets_up() {
        let nn = intervals(&[(58.0, 30.0), (48.0, 120.0), (69.0, 20.0), (65.0, 160.0)]);
        let mut notes = Vec::new();
        let window = quiet(&nn, span(330.0), &mut notes);
        assert_eq!(window.start_s, 60.0);
        // Up at 150 s: ten seconds before it, to five seconds.
        assert!((window.end_s - 140.0).abs() <= 5.0, "{window:?}");
        assert_eq!(notes.len(), 1);
    }

    /// Cause: a heart that crept up by a beat before somebody got up was cut a minute too early.
    #[test]
    fn a_slow_creep_is_not_the_rise() {
        let nn = intervals(&[(70.0, 30.0), (63.0, 90.0), (64.5, 30.0), (85.0, 180.0)]);
        let (rise_s, bpm) = rise(&nn, span(330.0)).unwrap();
        assert!((rise_s - 150.0).abs() <= 5.0, "{rise_s}");
        assert!((bpm - 21.5).abs() < 1.0, "{bpm}");
    }

    #[test]
    fn a_steady_heart_is_read_for_five_minutes_after_the_first() {
        let nn = intervals(&[(60.0, 600.0)]);
        let mut notes = Vec::new();
        assert_eq!(quiet(&nn, span(600.0), &mut notes), Window { start_s: 60.0, end_s: 360.0 });
        assert!(notes.is_empty());
        // Three beats a minute up and down again is no rise.
        let nn =
            intervals(&[(60.0, 100.0), (63.0, 100.0), (60.0, 100.0), (72.0, 60.0), (61.0, 60.0)]);
        assert_eq!(rise(&nn, span(420.0)), None);
    }

    #[test]
    fn what_is_short_is_read_from_its_start() {
        let nn = intervals(&[(60.0, 90.0)]);
        assert_eq!(quiet(&nn, span(90.0), &mut Vec::new()), span(90.0));
    }
}
