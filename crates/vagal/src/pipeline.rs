//! The whole line on one screen: from a file's entry to beats, intervals, and breathing.
//!
//! ```text
//! Entry → Recording → Beats → RrSeries → NnSeries + Ledger
//!                               └ Rhythm        └ breathing
//! ```
//!
//! Nothing rides back: no stage knows what comes after it.

use vagal_core::{
    Beat, Beats, BreathingSource, BreathingTrack, Channel, ChannelKind, ClockTime, Entry, Gap,
    Ledger, Mark, NnSeries, Note, Rhythm, RrSeries, Sensor, Station, Unfit, Window,
};
use vagal_signal::breathing;
use vagal_signal::quality::WindowQuality;

/// Everything the line found in one file.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Identifier of the format.
    pub format: &'static str,
    /// When time 0 was, as far as the file says.
    pub start: Option<ClockTime>,
    /// Remarks in the file at a time.
    pub marks: Vec<Mark>,
    /// Device or program.
    pub device: Option<String>,
    /// Remarks of the reader and of the line.
    pub notes: Vec<Note>,
    /// The sensor.
    pub sensor: Sensor,
    /// Samples per second of the signal the beats come from.
    pub sampling_hz: Option<f64>,
    /// The stretch that was recorded, on the time axis of the file; annotations may begin hours into a record.
    pub span: Window,
    /// Detected or annotated beats; those of a file of intervals are laid end to end.
    pub beats: Beats,
    /// Quality of the signal by window; empty for a file without one.
    pub quality: Vec<WindowQuality>,
    /// Intervals as found.
    pub rr: RrSeries,
    /// Intervals as corrected.
    pub nn: NnSeries,
    /// Every change between the two.
    pub ledger: Ledger,
    /// The rhythm gate, on what was found.
    pub rhythm: Rhythm,
    /// The signals, kept for breathing.
    channels: Vec<Channel>,
}

/// Carries an entry down the line.
///
/// # Errors
///
/// [`Unfit`] if there is no signal that beats can be looked for in, or none were found.
pub fn measure(entry: Entry) -> Result<Measured, Unfit> {
    let mut quality = Vec::new();
    let mut channels = Vec::new();
    let mut sampling_hz = None;
    let (beats, rr) = match entry.station {
        Station::Recording(recording) => {
            let ecg =
                recording.channel(ChannelKind::Ecg).ok_or_else(|| no_ecg(&recording.channels))?;
            sampling_hz = Some(ecg.sampling_hz);
            let detection = vagal_signal::detect::detect(ecg)?;
            quality = detection.quality;
            let rr = vagal_signal::intervals(&detection.beats);
            channels = recording.channels;
            (detection.beats, rr)
        }
        Station::Beats(beats) => {
            sampling_hz = beats.sampling_hz;
            let rr = vagal_signal::intervals(&beats);
            (beats, rr)
        }
        Station::Rr(rr) => (beats_of(&rr), rr),
        _ => {
            return Err(Unfit::SignalTooPoor {
                found: "no beats or intervals in this file".into(),
            });
        }
    };
    if rr.is_empty() {
        return Err(Unfit::TooFewIntervals { need: 1, have: 0 });
    }
    let rhythm = vagal_signal::rhythm::judge(&rr);
    let corrected = vagal_signal::correct::correct(&rr);
    let span = span(&beats, &channels);
    Ok(Measured {
        format: entry.format,
        start: entry.start,
        marks: entry.marks,
        device: entry.device,
        notes: entry.notes,
        sensor: beats.sensor,
        sampling_hz,
        span,
        beats,
        quality,
        rr,
        nn: corrected.nn,
        ledger: corrected.ledger,
        rhythm,
        channels,
    })
}

fn no_ecg(channels: &[Channel]) -> Unfit {
    let labels: Vec<&str> = channels.iter().map(|c| c.label.as_str()).collect();
    Unfit::SignalTooPoor { found: format!("no ECG among the channels ({})", labels.join(", ")) }
}

/// From the start of a signal, or the first beat where there is none, to the end.
fn span(beats: &Beats, channels: &[Channel]) -> Window {
    let first_s = beats.as_slice().first().map_or(0.0, |b| b.time_s);
    let last_s = beats.as_slice().last().map_or(0.0, |b| b.time_s);
    let signal_s = channels.iter().map(Channel::duration_s).fold(0.0, f64::max);
    let start_s = if channels.is_empty() { first_s } else { first_s.min(0.0) };
    Window { start_s, end_s: last_s.max(signal_s) }
}

/// The beats between which a file's intervals lie, with a gap wherever two do not follow one another.
fn beats_of(rr: &RrSeries) -> Beats {
    let mut gaps = Vec::new();
    let mut beats: Vec<Beat> = Vec::with_capacity(rr.len() + 1);
    for interval in rr.as_slice() {
        let start_s = interval.start_s();
        if interval.after_gap && beats.last().is_none_or(|b| start_s > b.time_s + 1e-9) {
            gaps.extend(beats.last().map(|last| Gap {
                start_s: last.time_s,
                end_s: start_s,
                reason: "no intervals in the file".into(),
            }));
            beats.push(Beat { time_s: start_s, label: interval.start_label });
        }
        if beats.last().is_none_or(|b| interval.end_s > b.time_s) {
            beats.push(Beat { time_s: interval.end_s, label: interval.end_label });
        }
    }
    Beats::new(beats, gaps, None, rr.sensor).expect("invariant: kept only if later than the last")
}

impl Measured {
    /// The breathing rate of one window, by the best source at hand.
    ///
    /// # Errors
    ///
    /// The reason of the best source if none gives a clear rate.
    pub fn breathing(&self, window: Window) -> Result<vagal_core::BreathingRate, Unfit> {
        let sources = breathing::Sources {
            respiration: self.channel(ChannelKind::Respiration),
            ecg: self.channel(ChannelKind::Ecg).map(|c| (c, &self.beats)),
            nn: Some(&self.nn),
        };
        breathing::best(&sources, window)
    }

    /// Breathing through a window, one rate each half minute, all from one source.
    ///
    /// Sources are not mixed: two that differ by a breath a minute would make a change where none was.
    pub fn breathing_track(&self, window: Window) -> Vec<(BreathingSource, BreathingTrack)> {
        let stretches = breathing_stretches(window);
        let track = |source, rate: &dyn Fn(Window) -> Option<f64>| {
            let rates = stretches.iter().map(|&(step, stretch)| (step, rate(stretch))).collect();
            (source, BreathingTrack { source, rates })
        };
        let per_minute =
            |r: Result<vagal_core::BreathingRate, Unfit>| r.ok().map(|r| r.rate.as_hz() * 60.0);
        let mut tracks = Vec::new();
        if let Some(channel) = self.channel(ChannelKind::Respiration) {
            tracks.push(track(BreathingSource::Sensor, &|w| {
                per_minute(breathing::from_sensor(channel, w))
            }));
        }
        if let Some(channel) = self.channel(ChannelKind::Ecg) {
            tracks.push(track(BreathingSource::Ecg, &|w| {
                per_minute(breathing::from_ecg(channel, &self.beats, w))
            }));
        }
        tracks.push(track(BreathingSource::Rr, &|w| per_minute(breathing::from_rr(&self.nn, w))));
        tracks
    }

    fn channel(&self, kind: ChannelKind) -> Option<&Channel> {
        self.channels.iter().find(|c| c.kind == kind)
    }
}

/// Half minutes of a window, each with the stretch its breathing rate is read from.
///
/// The stretch is as long as the estimator asks for and stays inside the window, so that no phase
/// borrows breaths from its neighbour.
fn breathing_stretches(window: Window) -> Vec<(Window, Window)> {
    let count = (window.length_s() / 30.0).floor().max(1.0);
    let step_s = window.length_s() / count;
    (0..count as usize)
        .map(|i| {
            let start_s = window.start_s + i as f64 * step_s;
            let step = Window { start_s, end_s: start_s + step_s };
            let length_s = breathing::STRETCH_S.min(window.length_s());
            let from_s = (0.5 * (step.start_s + step.end_s) - 0.5 * length_s)
                .clamp(window.start_s, window.end_s - length_s);
            (step, Window { start_s: from_s, end_s: from_s + length_s })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::{BeatLabel, RrInterval};

    #[test]
    fn intervals_that_do_not_follow_one_another_leave_a_gap_between_their_beats() {
        let interval = |end_s, after_gap| RrInterval {
            end_s,
            ms: 800.0,
            start_label: BeatLabel::Unlabelled,
            end_label: BeatLabel::Unlabelled,
            after_gap,
        };
        let intervals = vec![interval(0.8, true), interval(1.6, false), interval(10.0, true)];
        let rr = RrSeries::new(intervals, None, Sensor::Ppg).unwrap();
        let beats = beats_of(&rr);
        let times: Vec<f64> = beats.as_slice().iter().map(|b| b.time_s).collect();
        assert_eq!(times, [0.0, 0.8, 1.6, 9.2, 10.0]);
        let gaps: Vec<(f64, f64)> = beats.gaps.iter().map(|g| (g.start_s, g.end_s)).collect();
        assert_eq!(gaps, [(1.6, 9.2)]);
    }
}
