//! Breathing rate from a sensor, from the ECG, or from the RR intervals: a rate, or why there is none.
//!
//! A breathing rate that is wrong but looks sure is worse than none: HF, the session's verdict and the words of the report
//! hang on it. So every estimator asks for a clear peak and refuses otherwise.

mod count;
mod ecg;
mod peak;
mod rr;
mod sensor;

use vagal_core::{Beats, BreathingRate, BreathingSource, Channel, Hz, NnSeries, Unfit, Window};

pub use ecg::from_ecg;
pub use rr::from_rr;
pub use sensor::from_sensor;

/// Slowest breathing looked for by a sensor or in the ECG, Hz: 4 breaths a minute. House choice.
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

/// Longest window that is read in one piece, seconds.
const ONE_PIECE_S: f64 = 120.0;
/// Least share of the stretches of a longer window that must give a rate.
const STRETCHES_WITH_RATE: f64 = 1.0 / 3.0;
/// Most that a stretch may differ from the median to agree with it, as a share of the median.
const AGREES_WITHIN: f64 = 0.2;

/// The part of the window that lies within what was recorded; an empty one where nothing was.
fn clipped(window: Window, first_s: f64, last_s: f64) -> Window {
    let start_s = window.start_s.max(first_s);
    Window { start_s, end_s: window.end_s.min(last_s).max(start_s) }
}

/// The rate in Hz of a window: of the window itself up to two minutes, else the median of half-overlapping stretches of
/// [`STRETCH_S`], because breathing wanders and its peak blurs over a longer time.
///
/// # Errors
///
/// That of the window; for a long one, [`Unfit::SignalTooPoor`] if fewer than a third of the stretches give a rate or fewer
/// than half of those agree, and the reason of the first stretch if none does.
fn over_stretches(
    window: Window,
    one_stretch: impl Fn(Window) -> Result<f64, Unfit>,
) -> Result<f64, Unfit> {
    if window.length_s() <= ONE_PIECE_S {
        return one_stretch(window);
    }
    let stretches = crate::windows(window.start_s, window.end_s, STRETCH_S, STRETCH_S / 2.0);
    let (mut rates_hz, mut reason) = (Vec::new(), None);
    for &stretch in &stretches {
        match one_stretch(stretch) {
            Ok(rate_hz) => rates_hz.push(rate_hz),
            Err(unfit) => reason = reason.or(Some(unfit)),
        }
    }
    if rates_hz.is_empty() {
        return Err(reason.unwrap_or(Unfit::BreathingUnknown));
    }
    rates_hz.sort_by(f64::total_cmp);
    let middle_hz = rates_hz[rates_hz.len() / 2];
    let clear = rates_hz.len() as f64 / stretches.len() as f64;
    if clear < STRETCHES_WITH_RATE {
        return Err(unclear(format!(
            "a clear breathing peak in only {} of {} stretches",
            rates_hz.len(),
            stretches.len()
        )));
    }
    let agreeing =
        rates_hz.iter().filter(|&&r| (r - middle_hz).abs() <= AGREES_WITHIN * middle_hz).count();
    if 2 * agreeing < rates_hz.len() {
        return Err(unclear("the breathing rate changes within the window".into()));
    }
    Ok(middle_hz)
}

/// The refusal for a signal without a clear peak.
fn unclear(found: String) -> Unfit {
    Unfit::SignalTooPoor { found }
}
