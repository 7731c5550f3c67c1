//! The indices of one window, and the windows of a recording.

use vagal_core::{BreathingRate, IndexValue, NnSeries, Summary, Unfit, Window};

use crate::metrics::{Context, METRICS};
use crate::spectrum::is_stationary;

/// Every index of [`METRICS`] over the intervals of `nn` that lie wholly inside `window`.
///
/// `rhythm` is why the rhythm gate refuses indices of variability ([`vagal_core::Rhythm::refusal`]), if it does.
///
/// ```
/// use vagal_core::{NnSeries, Unfit, Window};
/// let nn = NnSeries::from_ms(&[1000.0; 90]).unwrap();
/// let window = Window::new(0.0, 60.0).unwrap();
/// let summary = vagal_signal::summarize(&nn, window, Err(Unfit::BreathingUnknown), None);
/// assert_eq!(summary.n_intervals, 60);
/// assert_eq!(summary.index("hr").unwrap().as_ref().unwrap().to_string(), "60.0 bpm");
/// assert_eq!(summary.index("resp"), Some(&Err(Unfit::BreathingUnknown)));
/// ```
pub fn summarize(
    nn: &NnSeries,
    window: Window,
    breathing: Result<BreathingRate, Unfit>,
    rhythm: Option<Unfit>,
) -> Summary {
    let inside = nn.window(window.start_s, window.end_s);
    let context = Context::new(&inside, &breathing, rhythm);
    let indices =
        METRICS.iter().map(|m| IndexValue { id: m.id, value: m.evaluate(&context) }).collect();
    Summary {
        window,
        n_intervals: inside.len(),
        corrected_pct: inside.corrected_pct(),
        stationary: is_stationary(&inside),
        breathing,
        indices,
    }
}

/// Most windows of one recording: a guard against a step of nearly nothing.
const MAX_WINDOWS: usize = 1_000_000;

/// Windows of `window_s` every `step_s` seconds, from `start_s`, as long as a whole one fits before `end_s`.
///
/// A stretch shorter than one window gives that stretch as its only window; a length or step that is not positive
/// gives none.
///
/// ```
/// let starts: Vec<f64> =
///     vagal_signal::windows(0.0, 100.0, 60.0, 20.0).iter().map(|w| w.start_s).collect();
/// assert_eq!(starts, [0.0, 20.0, 40.0]);
/// assert_eq!(vagal_signal::windows(0.0, 45.0, 60.0, 20.0)[0].end_s, 45.0);
/// ```
pub fn windows(start_s: f64, end_s: f64, window_s: f64, step_s: f64) -> Vec<Window> {
    let Some(whole) = Window::new(start_s, end_s) else { return Vec::new() };
    if !(window_s > 0.0 && step_s > 0.0 && whole.length_s() > 0.0) {
        return Vec::new();
    }
    if whole.length_s() < window_s {
        return vec![whole];
    }
    // A recording of 299.9999 s was meant to be 300.
    let slack_s = 1e-6 * window_s;
    (0..MAX_WINDOWS)
        .map(|k| start_s + k as f64 * step_s)
        .take_while(|from_s| from_s + window_s <= end_s + slack_s)
        .filter_map(|from_s| Window::new(from_s, from_s + window_s))
        .collect()
}
