//! One session from its files: several recordings, or one with a start and an end, on one time axis.

use vagal_core::session::{Circumstances, Phase, PhaseName};
use vagal_core::{
    BreathingSource, BreathingTrack, ClockTime, Correction, NnInterval, NnSeries, Note, Rhythm,
    RhythmFinding, Sensor, Window,
};

use crate::pipeline::Measured;

/// A recording that carries one or more phases, at its place on the session's axis.
#[derive(Clone, Debug)]
pub struct Part {
    /// What the line found in the file.
    pub measured: Measured,
    /// Seconds on the session's axis at which the recording starts.
    pub offset_s: f64,
}

/// What was recorded in a session, put on one axis.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The recordings in order.
    pub parts: Vec<Part>,
    /// The phases.
    pub phases: Vec<Phase>,
    /// Intervals of the whole session.
    pub nn: NnSeries,
    /// Every correction, on the session's axis.
    pub corrections: Vec<Correction>,
    /// The rhythm gate over all recordings.
    pub rhythm: Rhythm,
    /// Breathing, by the best source that covers the compared phases.
    pub breathing: Option<BreathingTrack>,
    /// The weakest sensor among the recordings.
    pub sensor: Sensor,
    /// Remarks on the composition.
    pub notes: Vec<Note>,
}

/// Breathing as stated by a person, breaths per minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StatedBreathing {
    /// In the before phase.
    pub before_per_min: Option<f64>,
    /// In the after phase.
    pub after_per_min: Option<f64>,
}

/// Why recordings make no session.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// Start or end lie outside the recording, or the wrong way round.
    #[error(
        "the input from {start_s:.0} s to {end_s:.0} s does not lie inside the recording, which \
         goes from {first_s:.0} s to {last_s:.0} s"
    )]
    OutsideRecording {
        /// Start asked for, seconds.
        start_s: f64,
        /// End asked for, seconds.
        end_s: f64,
        /// Start of the recording, seconds.
        first_s: f64,
        /// End of the recording, seconds.
        last_s: f64,
    },
}

impl ComposeError {
    /// The next thing to try.
    pub fn hint(&self) -> String {
        match self {
            Self::OutsideRecording { .. } => {
                "times are clock times (10:05) or seconds from the start of the recording (600)"
                    .into()
            }
        }
    }
}

/// One recording with the input from `start_s` to `end_s`.
///
/// # Errors
///
/// [`ComposeError::OutsideRecording`] if these times make no before and no after.
pub fn from_one(
    measured: Measured,
    start_s: f64,
    end_s: f64,
    stated: StatedBreathing,
) -> Result<Composed, ComposeError> {
    let Window { start_s: first_s, end_s: last_s } = measured.span;
    if !(first_s < start_s && start_s <= end_s && end_s < last_s) {
        return Err(ComposeError::OutsideRecording { start_s, end_s, first_s, last_s });
    }
    let phase = |name, start_s, end_s| Phase { name, window: Window { start_s, end_s } };
    let mut phases = vec![phase(PhaseName::Before, first_s, start_s)];
    if end_s > start_s {
        phases.push(phase(PhaseName::During, start_s, end_s));
    }
    phases.push(phase(PhaseName::After, end_s, last_s));
    Ok(compose(vec![Part { measured, offset_s: 0.0 }], phases, Vec::new(), stated))
}

/// Longest time between two recordings of one session, seconds: half a day (house choice).
const MAX_BETWEEN_S: f64 = 43_200.0;

/// Recordings of single phases, in order.
///
/// Clocks place them where all have one and the clocks agree with the order; else they are laid end
/// to end, with a note.
pub fn from_phases(recordings: Vec<(PhaseName, Measured)>, stated: StatedBreathing) -> Composed {
    let mut notes = Vec::new();
    let starts = match clock_starts(&recordings) {
        Ok(starts) => Some(starts),
        Err(why) if recordings.len() > 1 => {
            notes.push(Note::info("", format!("{why}: the recordings are laid end to end")));
            None
        }
        Err(_) => None,
    };
    let mut parts: Vec<Part> = Vec::new();
    let mut phases: Vec<Phase> = Vec::new();
    let mut end_s: f64 = 0.0;
    for (i, (name, measured)) in recordings.into_iter().enumerate() {
        let span = measured.span;
        let start_s = starts.as_ref().map_or(end_s, |s| s[i]).max(end_s);
        end_s = start_s + span.length_s();
        phases.push(Phase { name, window: Window { start_s, end_s } });
        parts.push(Part { measured, offset_s: start_s - span.start_s });
    }
    compose(parts, phases, notes, stated)
}

/// Start of each recording after the first one's, seconds, by the clocks; or why they cannot be used.
fn clock_starts(recordings: &[(PhaseName, Measured)]) -> Result<Vec<f64>, String> {
    let clocks: Option<Vec<f64>> = recordings
        .iter()
        .map(|(_, m)| absolute_s(m.start?).map(|start_s| start_s + m.span.start_s))
        .collect();
    let clocks = clocks.ok_or("not every file has a date and a clock")?;
    // A local time without a zone may lie hours from a time in UTC: no distance between them is known.
    let in_utc = |m: &Measured| matches!(m.start, Some(ClockTime::Unix { .. }));
    if recordings.windows(2).any(|pair| in_utc(&pair[0].1) != in_utc(&pair[1].1)) {
        return Err("one file has local time and another has UTC".into());
    }
    for (pair, (_, measured)) in clocks.windows(2).zip(recordings) {
        if pair[1] < pair[0] {
            return Err("by their clocks the later phase was recorded first".into());
        }
        let between_s = pair[1] - pair[0] - measured.span.length_s();
        // Clocks are read to the second; up to two of overlap are their rounding.
        if between_s < -2.0 {
            return Err("by their clocks the recordings overlap".into());
        }
        if between_s > MAX_BETWEEN_S {
            let hours = between_s / 3600.0;
            return Err(format!("by their clocks the recordings are {hours:.0} h apart"));
        }
    }
    Ok(clocks.iter().map(|c| c - clocks[0]).collect())
}

/// Seconds on a common scale: since 1970 for both kinds, a civil time taken as if it were UTC.
fn absolute_s(clock: ClockTime) -> Option<f64> {
    match clock {
        ClockTime::Unix { seconds } => Some(seconds),
        ClockTime::Civil { date, second_of_day } => {
            let (year, month, day) = date?;
            let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?);
            let days = jiff::civil::date(1970, 1, 1).until(date.ok()?).ok()?.get_days();
            Some(f64::from(days) * 86_400.0 + second_of_day)
        }
    }
}

fn compose(
    parts: Vec<Part>,
    phases: Vec<Phase>,
    notes: Vec<Note>,
    stated: StatedBreathing,
) -> Composed {
    let mut intervals: Vec<NnInterval> = Vec::new();
    let mut corrections = Vec::new();
    let mut rhythm = Rhythm {
        findings: Vec::new(),
        judged_windows: 0,
        irregular_windows: 0,
        ectopic_pct: 0.0,
        not_judged: None,
    };
    let beats: usize = parts.iter().map(|p| p.measured.beats.len()).sum();
    for Part { measured, offset_s } in &parts {
        intervals.extend(
            measured.nn.as_slice().iter().map(|i| NnInterval { end_s: i.end_s + offset_s, ..*i }),
        );
        corrections.extend(
            measured
                .ledger
                .corrections
                .iter()
                .map(|c| Correction { time_s: c.time_s + offset_s, ..c.clone() }),
        );
        let found = &measured.rhythm;
        rhythm.findings.extend(found.findings.iter().map(|f| RhythmFinding {
            start_s: f.start_s + offset_s,
            end_s: f.end_s + offset_s,
            ..f.clone()
        }));
        rhythm.judged_windows += found.judged_windows;
        rhythm.irregular_windows += found.irregular_windows;
        let share = measured.beats.len() as f64 / beats.max(1) as f64;
        rhythm.ectopic_pct += share * found.ectopic_pct;
        rhythm.not_judged = rhythm.not_judged.or_else(|| found.not_judged.clone());
    }
    let nn = NnSeries::new(intervals).expect("invariant: parts follow one another in time");
    let breathing = stated_track(&phases, stated).or_else(|| measured_track(&parts, &phases));
    let sensors = parts.iter().map(|p| p.measured.sensor);
    let sensor = sensors
        .reduce(|a, b| if a == Sensor::Ppg || b == Sensor::Ppg { Sensor::Ppg } else { a })
        .unwrap_or(Sensor::Unknown);
    Composed { parts, phases, nn, corrections, rhythm, breathing, sensor, notes }
}

/// A stated rate stands for the whole phase.
fn stated_track(phases: &[Phase], stated: StatedBreathing) -> Option<BreathingTrack> {
    let (before, after) = (stated.before_per_min?, stated.after_per_min?);
    let rates = phases
        .iter()
        .flat_map(|phase| {
            let rate = match phase.name {
                PhaseName::Before => Some(before),
                PhaseName::During => None,
                PhaseName::After => Some(after),
            };
            vagal_signal::windows(phase.window.start_s, phase.window.end_s, 30.0, 30.0)
                .into_iter()
                .map(move |w| (w, rate))
        })
        .collect();
    Some(BreathingTrack { source: BreathingSource::Stated, rates })
}

/// The best source that gives a rate in at least half of both compared phases.
fn measured_track(parts: &[Part], phases: &[Phase]) -> Option<BreathingTrack> {
    let mut tracks: Vec<(BreathingSource, Vec<(PhaseName, BreathingTrack)>)> = Vec::new();
    for phase in phases {
        let part = parts
            .iter()
            .rev()
            .find(|p| p.offset_s + p.measured.span.start_s <= phase.window.start_s + 1e-9)?;
        let local = Window {
            start_s: phase.window.start_s - part.offset_s,
            end_s: phase.window.end_s - part.offset_s,
        };
        for (source, mut track) in part.measured.breathing_track(local) {
            for (window, _) in &mut track.rates {
                window.start_s += part.offset_s;
                window.end_s += part.offset_s;
            }
            match tracks.iter_mut().find(|(s, _)| *s == source) {
                Some((_, list)) => list.push((phase.name, track)),
                None => tracks.push((source, vec![(phase.name, track)])),
            }
        }
    }
    let covered = |list: &[(PhaseName, BreathingTrack)], name| {
        list.iter().any(|(n, t)| {
            let known = t.rates.iter().filter(|(_, rate)| rate.is_some()).count();
            *n == name && known >= 2 && 2 * known >= t.rates.len()
        })
    };
    let join =
        |(source, list): &(BreathingSource, Vec<(PhaseName, BreathingTrack)>)| BreathingTrack {
            source: *source,
            rates: list.iter().flat_map(|(_, t)| t.rates.iter().copied()).collect(),
        };
    tracks
        .iter()
        .find(|(_, list)| covered(list, PhaseName::Before) && covered(list, PhaseName::After))
        .or_else(|| tracks.iter().find(|(source, _)| *source == BreathingSource::Rr))
        .map(join)
}

impl Composed {
    /// The session as the assessment takes it.
    pub fn session<'a>(
        &'a self,
        circumstances: &'a Circumstances,
        breathing_is_input: bool,
        own_days: Option<(f64, usize)>,
    ) -> vagal_session::Session<'a> {
        vagal_session::Session {
            nn: &self.nn,
            rhythm: &self.rhythm,
            phases: &self.phases,
            breathing: self.breathing.as_ref(),
            sensor: self.sensor,
            breathing_is_input,
            circumstances,
            own_days,
        }
    }

    /// Length of the session's axis, seconds.
    pub fn duration_s(&self) -> f64 {
        self.phases.iter().map(|p| p.window.end_s).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::{Entry, RrSeries, Station};

    /// Ten minutes of intervals, started at a time.
    fn recording(start: Option<ClockTime>) -> Measured {
        let ms: Vec<f64> = (0..600).map(|i| 1000.0 + f64::from(i % 3)).collect();
        let rr = RrSeries::from_ms(&ms, Sensor::ChestStrap).expect("positive intervals");
        crate::pipeline::measure(Entry {
            format: "rr_text",
            station: Station::Rr(rr),
            start,
            marks: Vec::new(),
            device: None,
            notes: Vec::new(),
        })
        .expect("beats")
    }

    /// Start of the second phase, and the remark, for two recordings with these clocks.
    fn second(first: Option<ClockTime>, second: Option<ClockTime>) -> (f64, String) {
        let phases =
            vec![(PhaseName::Before, recording(first)), (PhaseName::After, recording(second))];
        let composed = from_phases(phases, StatedBreathing::default());
        let remark = composed.notes.first().map_or_else(String::new, |n| n.text.clone());
        (composed.phases[1].window.start_s.round(), remark)
    }

    fn unix(seconds: f64) -> Option<ClockTime> {
        Some(ClockTime::Unix { seconds })
    }

    fn civil(day: u8, second_of_day: f64) -> Option<ClockTime> {
        Some(ClockTime::Civil { date: Some((2023, 2, day)), second_of_day })
    }

    #[test]
    fn clocks_that_agree_place_the_recordings() {
        assert_eq!(second(unix(1e9), unix(1e9 + 1800.0)), (1800.0, String::new()));
        // Over midnight.
        assert_eq!(second(civil(10, 86_000.0), civil(11, 1_400.0)), (1800.0, String::new()));
    }

    #[test]
    fn clocks_that_cannot_be_used_say_why() {
        let laid = |start, other, why: &str| {
            let (start_s, remark) = second(start, other);
            assert_eq!(start_s, 601.0, "{why}");
            assert!(remark.starts_with(why) && remark.ends_with("laid end to end"), "{remark}");
        };
        laid(unix(1e9), None, "not every file");
        laid(unix(1e9), unix(1e9 + 300.0), "by their clocks the recordings overlap");
        laid(unix(1e9), unix(1e9 - 1800.0), "by their clocks the later phase was recorded first");
        laid(unix(1e9), unix(1e9 + 86_400.0), "by their clocks the recordings are 24 h apart");
        // Cause: a FIT file in UTC before a strap file in local time lay an hour or more off.
        laid(unix(1_676_000_000.0), civil(10, 20_000.0), "one file has local time");
    }
}
