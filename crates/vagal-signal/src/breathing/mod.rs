//! Breathing rate from a sensor, from the ECG, or from the RR intervals: a rate, or why there is none.
//!
//! A breathing rate that is wrong but looks sure is worse than none: HF, the session's verdict and the words of the report
//! hang on it. So every estimator asks for a clear peak and refuses otherwise.

mod ecg;
mod peak;
mod rr;
mod sensor;

use vagal_core::{Beats, BreathingRate, BreathingSource, Channel, Hz, NnSeries, Unfit, Window};

pub use ecg::from_ecg;
pub use rr::from_rr;
pub use sensor::from_sensor;

/// Slowest breathing looked for, Hz: 4 breaths a minute. House choice.
pub const SLOWEST_HZ: f64 = 4.0 / 60.0;
/// Fastest breathing looked for, Hz: 30 breaths a minute. House choice.
pub const FASTEST_HZ: f64 = 30.0 / 60.0;
/// Length of the stretch around a window that a rate is estimated from, seconds: 8 breaths of a slow breather, and short
/// enough to follow a change. House choice.
pub const STRETCH_S: f64 = 90.0;

/// Everything at hand that breathing can be read from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Belt, thermistor or flow.
    pub respiration: Option<&'a Channel>,
    /// Electrocardiogram, with the beats found in it.
    pub ecg: Option<(&'a Channel, &'a Beats)>,
    /// NN intervals.
    pub nn: Option<&'a NnSeries>,
}

/// The breathing rate of a window by the best source that gives one: sensor, then ECG, then intervals.
///
/// # Errors
///
/// The reason of the best source at hand; [`Unfit::BreathingUnknown`] without any.
pub fn best(sources: &Sources<'_>, window: Window) -> Result<BreathingRate, Unfit> {
    let mut reason = None;
    let attempts = [
        sources.respiration.map(|channel| from_sensor(channel, window)),
        sources.ecg.map(|(channel, beats)| from_ecg(channel, beats, window)),
        sources.nn.map(|nn| from_rr(nn, window)),
    ];
    for attempt in attempts.into_iter().flatten() {
        match attempt {
            Ok(rate) => return Ok(rate),
            Err(unfit) => reason = reason.or(Some(unfit)),
        }
    }
    Err(reason.unwrap_or(Unfit::BreathingUnknown))
}

/// The breathing rate around each window, each from [`STRETCH_S`] about its middle or the window itself if longer.
///
/// `None` where no source gives a clear rate.
pub fn rates_per_window(sources: &Sources<'_>, windows: &[Window]) -> Vec<Option<BreathingRate>> {
    windows.iter().map(|window| best(sources, widened(*window)).ok()).collect()
}

/// The window, stretched about its middle to at least [`STRETCH_S`]; it does not begin before the recording.
fn widened(window: Window) -> Window {
    let middle_s = 0.5 * (window.start_s + window.end_s);
    let half_s = 0.5 * window.length_s().max(STRETCH_S);
    let start_s = (middle_s - half_s).max(window.start_s.min(0.0));
    Window { start_s, end_s: start_s + 2.0 * half_s }
}

/// A rate from a source.
fn rate(rate_hz: f64, source: BreathingSource) -> Result<BreathingRate, Unfit> {
    let rate = Hz::new(rate_hz).ok_or(Unfit::BreathingUnknown)?;
    Ok(BreathingRate { rate, source })
}

/// The refusal for a signal without a clear peak.
fn unclear(found: String) -> Unfit {
    Unfit::SignalTooPoor { found }
}
