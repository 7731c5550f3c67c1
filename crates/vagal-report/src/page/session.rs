//! The page of one session.

use vagal_core::ClockTime;
use vagal_core::response::{Estimate, LevelCurve, PhaseSummary, SessionResponse, Verdict};
use vagal_core::session::{Circumstances, PhaseName, Posture};
use vagal_core::{
    BreathingRate, BreathingTrack, Gap, Hz, Ledger, NnSeries, Rhythm, Sensor, Unfit, Window,
};

use super::{ErrorRates, LiteratureLine, Method, MetricLabel, PlacedNote, SourceFile};

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub struct InputLine {
    /// Identifier of the input: `massage`.
    pub id: String,
    /// As printed: `Massage`.
    pub label: String,
    /// The dose, piece by piece: `60 min`, `moderate pressure`, `slow`.
    pub dose: Vec<String>,
    /// True if the session is itself a rest control.
    pub is_rest: bool,
}

/// The intervals of the session and what was changed in them, on the session's axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tachogram {
    /// Intervals after correction.
    pub nn: NnSeries,
    /// Every change.
    pub ledger: Ledger,
    /// Stretches in which no beat could be seen.
    pub gaps: Vec<Gap>,
}

/// Breathing in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct BreathingPoint {
    /// The window.
    pub window: Window,
    /// Its rate with the source, or why there is none.
    pub rate: Result<BreathingRate, Unfit>,
}

impl BreathingPoint {
    /// The points of a track; a stretch without a rate says that it is unknown.
    pub fn of_track(track: &BreathingTrack) -> Vec<Self> {
        let rate = |per_min: Option<f64>| {
            let rate = per_min.and_then(|r| Hz::new(r / 60.0)).ok_or(Unfit::BreathingUnknown)?;
            Ok(BreathingRate { rate, source: track.source })
        };
        track.rates.iter().map(|(window, r)| Self { window: *window, rate: rate(*r) }).collect()
    }
}

/// The spectrum of one phase.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseSpectrum {
    /// Which phase.
    pub phase: PhaseName,
    /// Frequencies, Hz, increasing.
    pub freq_hz: Vec<f64>,
    /// Power density, ms²/Hz, one for each frequency.
    pub psd_ms2_per_hz: Vec<f64>,
    /// Breathing in the phase, Hz.
    pub breathing_hz: Option<f64>,
    /// Why there is no spectrum, if so.
    pub unfit: Option<Unfit>,
}

/// A frequency band drawn into the spectra.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// `LF`.
    pub name: &'static str,
    /// Lower edge, Hz.
    pub low_hz: f64,
    /// Upper edge, Hz.
    pub high_hz: f64,
}

impl Band {
    /// Band edges for short recordings. Source: `task-force-1996`, Table 2.
    pub const SHORT_TERM: [Self; 3] = [
        Self { name: "VLF", low_hz: 0.0033, high_hz: 0.04 },
        Self { name: "LF", low_hz: 0.04, high_hz: 0.15 },
        Self { name: "HF", low_hz: 0.15, high_hz: 0.40 },
    ];
}

/// What the simulator knows. Only for a demonstration.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// The change of lnRMSSD that was put in.
    pub d: f64,
    /// Minutes from the end of the input until the true level falls below baseline + SWC.
    pub hold_minutes: Option<f64>,
    /// The true level: `time_s` and `mean`; the rest may be empty.
    pub level: LevelCurve,
    /// What was simulated, in words.
    pub text: String,
}

/// Everything the page of one session shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionPage {
    /// What was done; `None` if nobody said.
    pub input: Option<InputLine>,
    /// When the session started.
    pub when: Option<ClockTime>,
    /// The files.
    pub sources: Vec<SourceFile>,
    /// What picked the beats up; a pulse wave turns HRV into PRV everywhere.
    pub sensor: Sensor,
    /// What was kept constant and what was not.
    pub circumstances: Circumstances,
    /// The answer.
    pub response: SessionResponse,
    /// Names of the metrics, in the order of `METRICS`.
    pub metrics: Vec<MetricLabel>,
    /// The intervals.
    pub tachogram: Tachogram,
    /// Breathing over time.
    pub breathing: Vec<BreathingPoint>,
    /// Spectra of the compared phases.
    pub spectra: Vec<PhaseSpectrum>,
    /// What the uncorrected beats say about the rhythm.
    pub rhythm: Rhythm,
    /// Remarks of the readers.
    pub notes: Vec<PlacedNote>,
    /// What is known elsewhere.
    pub literature: Vec<LiteratureLine>,
    /// How often verdicts like this one are wrong.
    pub error_rates: Option<ErrorRates>,
    /// What the simulator knows; `None` for a real recording.
    pub truth: Option<Truth>,
    /// How the page was made.
    pub method: Method,
}

impl SessionPage {
    /// The window of a phase on the session's axis.
    pub fn window(&self, name: PhaseName) -> Option<Window> {
        self.response.phase(name).map(|p| p.phase.window)
    }

    /// First and last second that any chart of the page has to show.
    pub fn span_s(&self) -> (f64, f64) {
        let mut times: Vec<f64> = Vec::new();
        for phase in &self.response.phases {
            times.extend([phase.phase.window.start_s, phase.phase.window.end_s]);
        }
        let nn = self.tachogram.nn.as_slice();
        times.extend(nn.first().map(|i| i.start_s()));
        times.extend(nn.last().map(|i| i.end_s));
        times.extend(self.response.level.time_s.iter().copied());
        times.retain(|t| t.is_finite());
        let first = times.iter().copied().fold(f64::INFINITY, f64::min);
        let last = times.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if first < last { (first, last) } else { (0.0, 1.0) }
    }

    /// Mean of the level over the before-phase, ln ms: what every change is measured from.
    /// `None` if the session is unusable, since no change is read from it then.
    pub fn baseline_ln_ms(&self) -> Option<f64> {
        if self.response.verdict == Verdict::Unusable {
            return None;
        }
        let window = match self.circumstances.still_before {
            Some(_) => self.response.compared_phase(PhaseName::Before)?.phase.window,
            None => self.window(PhaseName::Before)?,
        };
        let level = &self.response.level;
        let (sum, count) = level
            .time_s
            .iter()
            .zip(&level.mean)
            .filter(|(t, m)| (window.start_s..=window.end_s).contains(*t) && m.is_finite())
            .fold((0.0, 0_usize), |(sum, count), (_, m)| (sum + m, count + 1));
        (count > 0).then(|| sum / count as f64)
    }

    /// The change of heart rate; `None` if the session is unusable.
    pub fn heart_rate(&self) -> Option<&Estimate> {
        self.response.heart_rate.as_ref().filter(|_| self.response.verdict != Verdict::Unusable)
    }

    /// The phases of the table of indices: where remarks in the file leave only a part of one in one posture,
    /// the compared minutes stand in its place.
    pub fn tabled_phases(&self) -> Vec<&PhaseSummary> {
        let tabled = |phase: &PhaseSummary| match phase.phase.name {
            PhaseName::Before => self.circumstances.still_before.is_some(),
            PhaseName::After => self.circumstances.still_after.is_some(),
            PhaseName::During => false,
        };
        let phases = self.response.phases.iter();
        phases
            .map(|phase| {
                let part = self.response.compared_phase(phase.phase.name);
                part.filter(|_| tabled(phase)).unwrap_or(phase)
            })
            .collect()
    }

    /// Postures of the compared phases, where both are known.
    pub fn postures(&self) -> Option<(Posture, Posture)> {
        self.circumstances.posture_before.zip(self.circumstances.posture_after)
    }

    /// The symbol of a metric, or its identifier if the list does not have it.
    pub fn symbol<'a>(&'a self, id: &'a str) -> &'a str {
        self.metrics.iter().find(|m| m.id == id).map_or(id, |m| m.symbol.as_str())
    }
}
