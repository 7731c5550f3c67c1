//! R peaks in an ECG: where the beats are, between samples.
//!
//! ```text
//! samples → readable stretches → contrast of a peak → energy → candidates → beats → times → trust
//!           readable             band                 band     levels, select  fiducial  quality
//! ```
//!
//! The stages are those of Pan & Tompkins 1985 (doi 10.1109/TBME.1985.325532): band, energy, adaptive level,
//! refractory time, search back. Three things differ because the whole recording is at hand: levels look to
//! both sides, the filters have no delay, and a doubtful peak is judged by its likeness to its neighbours.

pub(crate) mod band;
mod fiducial;
pub(crate) mod levels;
pub(crate) mod readable;
pub(crate) mod select;
mod shape;

use crate::quality::{self, WindowQuality};
use band::Band;
use vagal_core::{Beat, BeatLabel, Beats, Channel, ChannelKind, Gap, Sensor, Unfit};

/// Below this the upstroke of a QRS complex falls between samples. House choice.
pub const MIN_SAMPLING_HZ: f64 = 80.0;
/// The shortest recording with enough beats to learn their height from. House choice.
pub const MIN_DURATION_S: f64 = 4.0;

/// The beats of one ECG channel, and how far they can be trusted.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Unlabelled beats, with a gap and its reason wherever none could be trusted.
    pub beats: Beats,
    /// One entry for every ten seconds.
    pub quality: Vec<WindowQuality>,
    /// True if the main deflection of the lead points downwards; times are then those of its trough.
    pub inverted: bool,
}

/// One detected beat, in samples of the working band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Peak {
    /// Position of the main deflection, working samples with fraction.
    pub(crate) at: f64,
    /// Position of the energy maximum that led to it, working samples.
    pub(crate) centre: usize,
    /// Height of the energy there.
    pub(crate) energy: f32,
    /// Steepest slope within the complex, signal units a step.
    pub(crate) slope: f32,
    /// True if it is far less steep than a peak shortly before: the T wave of that beat.
    pub(crate) is_t_wave: bool,
    /// Likeness to the beats around it, −1 to 1.
    pub(crate) likeness: f32,
}

/// Finds the R peaks of an ECG channel.
///
/// Works from 80 Hz upwards, on either polarity. Times lie between samples (parabola through the
/// smoothed main deflection). Missing, flat and saturated stretches, and stretches in which no
/// deflection repeats itself, become gaps rather than beats.
///
/// # Errors
///
/// [`Unfit::SignalTooPoor`] when the channel carries something else than an ECG, is sampled below
/// [`MIN_SAMPLING_HZ`], or shows no beat; [`Unfit::WindowTooShort`] below [`MIN_DURATION_S`].
pub fn detect(channel: &Channel) -> Result<Detection, Unfit> {
    let poor = |found: String| Err(Unfit::SignalTooPoor { found });
    let rate_hz = channel.sampling_hz;
    if matches!(channel.kind, ChannelKind::Ppg | ChannelKind::Respiration | ChannelKind::Pressure) {
        return poor(format!("channel `{}` is no ECG", channel.label));
    }
    if !rate_hz.is_finite() || rate_hz < MIN_SAMPLING_HZ {
        return poor(format!("sampled at {rate_hz:.0} Hz, R peaks need {MIN_SAMPLING_HZ:.0} Hz"));
    }
    let have_s = channel.duration_s();
    if have_s < MIN_DURATION_S {
        return Err(Unfit::WindowTooShort { need_s: MIN_DURATION_S, have_s });
    }
    let readable = readable::Readable::of(&channel.samples, rate_hz);
    let band = Band::of(&channel.samples, rate_hz, &readable);
    let levels = levels::Levels::of(&band);
    let mut candidates = select::candidates(&band, &levels);
    select::mark_t_waves(&band, &levels, &mut candidates);
    let inverted = fiducial::is_inverted(&band, &select::clear(&candidates, &levels));
    fiducial::place(&band, inverted, &mut candidates);
    shape::compare(&band, &levels, &mut candidates);
    let mut peaks = select::beats(&band, &levels, &candidates);
    shape::compare_beats(&band, &mut peaks);
    select::drop_superfluous(&mut peaks);

    let mut gaps = readable.gaps(rate_hz);
    let judged = quality::windows(&band, &levels, &readable, &peaks, have_s);
    quality::open_gaps(&band, &levels, &judged, &mut peaks, &mut gaps);
    if peaks.is_empty() {
        let why = gaps.first().map_or("no deflection stands out", |g| g.reason.as_str());
        return poor(format!("no beat in {have_s:.0} s: {why}"));
    }
    let offset_s = fiducial::offset_s(&band, inverted, &peaks);
    let times = fiducial::times(&band, &peaks, offset_s, have_s);
    let beats =
        times.into_iter().map(|time_s| Beat { time_s, label: BeatLabel::Unlabelled }).collect();
    let gaps = merge(gaps);
    let beats = Beats::new(beats, gaps, Some(rate_hz), Sensor::Ecg)
        .expect("invariant: fiducial::times increases strictly");
    let quality = judged.into_iter().map(|j| j.quality).collect();
    Ok(Detection { beats, quality, inverted })
}

/// Sorts gaps by start and joins those that touch; the reason of the first stands.
fn merge(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
    let mut merged: Vec<Gap> = Vec::with_capacity(gaps.len());
    for gap in gaps {
        match merged.last_mut() {
            Some(last) if gap.start_s <= last.end_s => last.end_s = last.end_s.max(gap.end_s),
            _ => merged.push(gap),
        }
    }
    merged
}
