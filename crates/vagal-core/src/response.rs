//! `SessionResponse`: how one session was answered, with its doubt.

use crate::session::{Phase, PhaseName};
use crate::{BreathingSource, Summary};

/// An estimate with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Posterior mean.
    pub estimate: f64,
    /// 2.5% point.
    pub lo: f64,
    /// 97.5% point.
    pub hi: f64,
}

/// The answer, in the order in which it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The recording cannot bear an answer.
    Unusable,
    /// Posture, movement or breathing changed, and the shift cannot be told from it.
    ExplainedOtherwise,
    /// The change exceeds the smallest worthwhile change upward, with probability at least .95.
    ShiftedUp,
    /// The change exceeds the smallest worthwhile change downward, with probability at least .95.
    ShiftedDown,
    /// The change is smaller than the smallest worthwhile change, with probability at least .90.
    NoShift,
    /// None of these.
    CannotTell,
}

impl Verdict {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unusable => "unusable",
            Self::ExplainedOtherwise => "explained_otherwise",
            Self::ShiftedUp => "shifted_up",
            Self::ShiftedDown => "shifted_down",
            Self::NoShift => "no_shift",
            Self::CannotTell => "cannot_tell",
        }
    }

    /// True for `shifted_up` and `shifted_down`.
    pub fn is_shift(self) -> bool {
        matches!(self, Self::ShiftedUp | Self::ShiftedDown)
    }
}

/// Grade of a session's protocol and recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// 85 points and more.
    A,
    /// 70 to 84.
    B,
    /// 50 to 69.
    C,
    /// Fewer, or a veto.
    D,
}

/// One subtraction from the quality score.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityItem {
    /// Stable identifier.
    pub id: &'static str,
    /// Points subtracted, ≥ 0.
    pub minus: u32,
    /// The best grade this item leaves, where it limits it.
    pub cap: Option<Grade>,
    /// True if this item alone makes the session unusable.
    pub veto: bool,
    /// What was found, in words.
    pub text: String,
}

/// The quality of a session: 100 points less the subtractions.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// The grade.
    pub grade: Grade,
    /// Points left, 0 to 100.
    pub score: u32,
    /// The subtractions; items that cost nothing are not listed.
    pub items: Vec<QualityItem>,
}

/// Where the smallest worthwhile change comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SwcSource {
    /// Half the standard deviation of the person's own session-free days.
    OwnDays {
        /// How many days, at least 14.
        days: usize,
    },
    /// A house choice, for want of own days.
    HouseChoice,
}

/// The smallest worthwhile change of lnRMSSD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swc {
    /// In ln units, > 0.
    pub ln_rmssd: f64,
    /// Where it comes from.
    pub source: SwcSource,
}

/// The posterior of d, the change of the latent lnRMSSD level from before to after.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// d in ln units.
    pub ln_rmssd: Estimate,
    /// Pr(|d| > SWC, in the direction of the estimate).
    pub p_above_swc: f64,
    /// Pr(|d| < SWC).
    pub p_within_swc: f64,
    /// Posterior standard deviation of d.
    pub sd: f64,
    /// The 1%, 3%, …, 99% points of d: fifty equally likely values, for dots.
    pub quantiles: Vec<f64>,
    /// Estimated slope of lnRMSSD on breathing, ln units per breath a minute, if it was in the model.
    pub breathing_slope: Option<Estimate>,
}

/// A second reading of the same session, shown beside the first, never instead of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Stable identifier.
    pub id: &'static str,
    /// What was done differently.
    pub text: String,
    /// d in ln units under it, or why not.
    pub ln_rmssd: Result<Estimate, crate::Unfit>,
}

/// How something else than the input could have made the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Stable identifier: `posture`, `movement`, `breathing`, `corrections`.
    pub id: &'static str,
    /// What was found, in words.
    pub text: String,
    /// True if it alone forbids a verdict on the input.
    pub decisive: bool,
}

/// In-session hold: minutes from the end of the input until the level first falls below baseline + SWC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// Posterior median, minutes; the length of the record if censored.
    pub minutes: f64,
    /// 2.5% point, minutes.
    pub lo: f64,
    /// 97.5% point, minutes; the length of the record where it reaches that far.
    pub hi: f64,
    /// True if more than half of the posterior was still above at the end of the quiet recording, or of the time it is looked for.
    pub censored: bool,
    /// Share of the posterior still above at that end.
    pub p_still_above: f64,
}

/// The latent level over the session, for drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelCurve {
    /// Seconds on the session's axis.
    pub time_s: Vec<f64>,
    /// Posterior mean of the level, ln ms.
    pub mean: Vec<f64>,
    /// Posterior standard deviation of the level, ln ms.
    pub sd: Vec<f64>,
    /// The windowed readings the model saw: centre in seconds, lnRMSSD, sampling standard deviation.
    pub readings: Vec<(f64, f64, f64)>,
}

/// One phase with its indices.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseSummary {
    /// The phase.
    pub phase: Phase,
    /// Beats in it.
    pub n_beats: usize,
    /// Its indices.
    pub summary: Summary,
}

/// How one session was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionResponse {
    /// The answer.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: String,
    /// How good the recording and its protocol are.
    pub quality: Quality,
    /// The change of lnRMSSD; `None` if unusable.
    pub shift: Option<Shift>,
    /// The change of heart rate, beats a minute.
    pub heart_rate: Option<Estimate>,
    /// The smallest change that matters.
    pub swc: Swc,
    /// The change that would have been found with 80% power, ln units.
    pub detectable_80: Option<f64>,
    /// True if `no_shift` could have been reached in this session at all.
    pub no_shift_attainable: Option<bool>,
    /// How long the shift held while the recording lasted; only after `shifted_up`.
    pub hold: Option<Hold>,
    /// The phases, whole.
    pub phases: Vec<PhaseSummary>,
    /// The compared parts of the phases before and after: what the verdict rests on.
    pub compared: Vec<PhaseSummary>,
    /// The level over time.
    pub level: LevelCurve,
    /// Other readings of the same session.
    pub sensitivity: Vec<Sensitivity>,
    /// What else could explain it.
    pub explanations: Vec<Explanation>,
    /// How breathing is known.
    pub breathing_source: Option<BreathingSource>,
}

impl SessionResponse {
    /// The phase of a name, whole.
    pub fn phase(&self, name: PhaseName) -> Option<&PhaseSummary> {
        self.phases.iter().find(|p| p.phase.name == name)
    }

    /// The compared part of a phase; the whole phase where nothing was compared.
    pub fn compared_phase(&self, name: PhaseName) -> Option<&PhaseSummary> {
        self.compared.iter().find(|p| p.phase.name == name).or_else(|| self.phase(name))
    }
}
