//! `PersonPosterior`: what weeks of a diary say about one person, every number with its interval and how far data moved it.

use crate::comparison::Comparisons;
use crate::contribution::{HabitsAnswer, HoldByLoad, Together};
use crate::pool::PoolAnswer;

/// How much a number owes to the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The data took away at least half of the prior's variance.
    Learned,
    /// They did not: the number is mostly what was assumed before.
    MostlyPrior,
    /// Only with what other people's diaries lend: this person's own data did not.
    Lent,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Learned, Self::MostlyPrior, Self::Lent];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Learned => "learned",
            Self::MostlyPrior => "mostly_prior",
            Self::Lent => "lent",
        }
    }
}

/// A number with its 90% interval, and the same under the prior to compare with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learned {
    /// Posterior median; infinite where it lies beyond the time that is followed.
    pub median: f64,
    /// 5% point.
    pub lo: f64,
    /// 95% point; infinite where it lies beyond the time that is followed.
    pub hi: f64,
    /// 1 − Var(posterior)/Var(prior), of the logarithm for durations; below 0 where data widened the belief.
    pub contraction: f64,
    /// Whether the data or the prior made it.
    pub standing: Standing,
    /// 5% point, median and 95% point of the prior.
    pub prior: [f64; 3],
    /// The points of [`BAND_SHARES`], which draw graded bands.
    pub points: [f64; 7],
}

/// Shares of probability below the points of a graded band: its middle, and the edges of 50, 80 and 95%.
pub const BAND_SHARES: [f64; 7] = [0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975];

/// What an input was found to do, against rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputVerdict {
    /// Pr(change after it less change after rest > SWC) > .90.
    Works,
    /// Pr(|difference| < SWC) > .90.
    Negligible,
    /// Pr(difference < −SWC) > .90.
    Harm,
    /// None of these; or, of a pooled effect, a verdict that this person's diary alone does not give.
    NotEnoughData,
}

impl InputVerdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Works, Self::Negligible, Self::Harm, Self::NotEnoughData];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Negligible => "negligible",
            Self::Harm => "harm",
            Self::NotEnoughData => "not_enough_data",
        }
    }
}

/// What an input is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// Sessions of rest in the same diary.
    Rest,
    /// Nothing: the diary holds no rest, so what rest does would be in the effect.
    NoSession,
    /// It is the comparator itself.
    Itself,
}

impl Comparator {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rest, Self::NoSession, Self::Itself];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::NoSession => "no_session",
            Self::Itself => "itself",
        }
    }
}

/// A point of a curve with its 90% band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Days after the session.
    pub days: f64,
    /// Median.
    pub median: f64,
    /// 5% point.
    pub lo: f64,
    /// 95% point.
    pub hi: f64,
}

/// What one input does.
#[derive(Clone, Debug, PartialEq)]
pub struct InputAnswer {
    /// Its identifier.
    pub id: String,
    /// Sessions in the diary.
    pub sessions: usize,
    /// Dose for which the answers hold: the median of the diary.
    pub dose: f64,
    /// Days from a session to the morning reading after it.
    pub morning_after_days: f64,
    /// Predicted change of lnRMSSD on the next morning, less that of the comparator.
    pub effect: Learned,
    /// The same without taking the comparator off.
    pub effect_alone: Learned,
    /// What it was compared with.
    pub comparator: Comparator,
    /// Pr(effect > SWC).
    pub p_works: f64,
    /// Pr(|effect| < SWC).
    pub p_negligible: f64,
    /// Pr(effect < −SWC).
    pub p_harm: f64,
    /// The verdict.
    pub verdict: InputVerdict,
    /// Days until what is left of the shift is less than the SWC; 0 where it never was more.
    pub hold_hrv_days: Learned,
    /// Days until tension has come back half of the way from its lowest; 0 where it never fell, `None` where none was rated.
    pub hold_tension_days: Option<Learned>,
    /// Days until half of the shift is gone.
    pub half_life_days: Learned,
    /// True if the half-life may be stated: contraction ≥ .5 and the 90% interval within a factor of 2 of its middle.
    pub half_life_stated: bool,
    /// Steady mean of the durable part under the diary's own schedule, ln units.
    pub cumulative: Learned,
    /// What is left of the shift over time.
    pub decay: Vec<CurvePoint>,
    /// True if the reading of the next morning comes from a pulse wave: its variability is PRV.
    pub pulse_wave: bool,
}

/// What interference costs.
#[derive(Clone, Debug, PartialEq)]
pub struct InterferenceAnswer {
    /// Mean load of the diary.
    pub mean_load: f64,
    /// Standard deviation of the load over events.
    pub load_sd: f64,
    /// Change of lnRMSSD at once, per unit of load.
    pub at_once: Learned,
    /// Factor on the hold, per unit of load; below 1 it is shorter.
    pub hold_factor: Learned,
    /// Factor on the ceiling, per unit of load; below 1 it is lower.
    pub ceiling_factor: Learned,
    /// Pr(load shortens the hold).
    pub p_shortens: f64,
    /// Pr(load lowers the ceiling).
    pub p_lowers: f64,
    /// The same of load that has lasted; `None` where the diary cannot tell it from that of today.
    pub lasting: Option<LastingAnswer>,
}

/// What a unit of load costs that has lasted for weeks. The other answers are then of load that passes.
#[derive(Clone, Debug, PartialEq)]
pub struct LastingAnswer {
    /// Mean lasting load of the diary.
    pub mean_load: f64,
    /// Standard deviation of the lasting load over events.
    pub load_sd: f64,
    /// Change of lnRMSSD at once, per unit of lasting load.
    pub at_once: Learned,
    /// Factor on the hold, per unit of lasting load.
    pub hold_factor: Learned,
    /// Factor on the ceiling, per unit of lasting load.
    pub ceiling_factor: Learned,
    /// Pr(a unit shortens the hold more where it has lasted).
    pub p_shortens_more: f64,
    /// Pr(a unit lowers the ceiling more where it has lasted).
    pub p_lowers_more: f64,
    /// Which costs more in hold.
    pub hold: LastingVerdict,
    /// Which costs more in ceiling.
    pub ceiling: LastingVerdict,
}

/// Whether load costs more where it has lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastingVerdict {
    /// Lasting load costs more.
    CostsMore,
    /// Lasting load costs less.
    CostsLess,
    /// The diary does not say.
    CannotTell,
}

impl LastingVerdict {
    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::CostsMore => "costs_more",
            Self::CostsLess => "costs_less",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// The level at which effects saturate.
#[derive(Clone, Debug, PartialEq)]
pub struct CeilingAnswer {
    /// Without load, ln units above baseline.
    pub unloaded: Learned,
    /// Under the diary's mean load.
    pub at_mean_load: Learned,
    /// Under the load and the habits of the last day.
    pub today: Learned,
    /// The load of the last day.
    pub load_today: f64,
    /// The highest morning reading less the posterior mean level: an observed high, which is something else.
    pub observed_high: Option<f64>,
}

/// What came after a correction.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectionAnswer {
    /// Factor on the hold after it.
    pub hold_factor: Learned,
    /// Pr(the hold is longer after it).
    pub p_longer: f64,
    /// Chance that a hold 1.8 times as long would be called longer (Pr > .95) in a diary like this one.
    pub power: f64,
}

/// Which way tension goes: by the state, or directly.
#[derive(Clone, Debug, PartialEq)]
pub struct MediationAnswer {
    /// True where a fit of its own by the preview made it, since the main model has no direct path.
    pub preview: bool,
    /// The input.
    pub input: String,
    /// Mean fall of tension over two days by way of the state, points.
    pub by_state: Learned,
    /// The same by the direct path.
    pub direct: Learned,
    /// Share of the state's path in the total.
    pub mediated_share: Learned,
    /// The verdict.
    pub verdict: MediationVerdict,
    /// Pr(the direct part of the effect on tension outlasts the part by the state), where both lower it; NaN if they never do.
    pub p_direct_lasts_longer: f64,
}

/// Which path was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediationVerdict {
    /// By the state, and the direct path is too small to matter.
    AutonomicOnly,
    /// Directly, and the path by the state is too small to matter.
    TissueOnly,
    /// Both.
    Both,
    /// Both are too small to matter.
    Neither,
    /// None of these can be said.
    CannotTell,
}

impl MediationVerdict {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::AutonomicOnly => "autonomic_only",
            Self::TissueOnly => "tissue_only",
            Self::Both => "both",
            Self::Neither => "neither",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// One thing that could be done in the coming days, and what these days would teach with it. The usual readings go on, and sessions of
/// inputs other than that in question and rest.
#[derive(Clone, Debug, PartialEq)]
pub struct NextReading {
    /// The input that sessions are of; `None` for readings alone.
    pub session: Option<String>,
    /// Days from the last event to the first session; 0 without one.
    pub in_days: f64,
    /// Sessions.
    pub times: usize,
    /// Days between them; 0 for fewer than two.
    pub every_days: f64,
    /// Channel of the reading after the last session that tells most by itself.
    pub channel: String,
    /// Days from there to that reading.
    pub after_days: f64,
    /// Expected share of the question's variance that all readings of these days take away.
    pub variance_share: f64,
}

/// The question that is open, and what would teach most about it.
#[derive(Clone, Debug, PartialEq)]
pub struct NextBest {
    /// The input whose effect is in question.
    pub question: String,
    /// Length of the days that every candidate is judged over.
    pub horizon_days: f64,
    /// Candidates, the most telling first. How many it takes until a verdict falls is for a plan's `SessionsNeeded`, which is simulated.
    pub candidates: Vec<NextReading>,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterAnswer {
    /// Stable name.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Posterior mean.
    pub mean: f64,
    /// Posterior standard deviation.
    pub sd: f64,
    /// 5% point.
    pub q05: f64,
    /// 95% point.
    pub q95: f64,
    /// Effective sample size of the bulk; `None` for a preview.
    pub ess: Option<f64>,
    /// Effective sample size of the tails.
    pub ess_tail: Option<f64>,
    /// Rank-normalised split R-hat.
    pub r_hat: Option<f64>,
    /// Monte Carlo standard error of the whitened mean.
    pub whitened_error: Option<f64>,
    /// Mean in units of the prior's standard deviation, from the prior's mean.
    pub whitened_mean: f64,
    /// Standard deviation in units of the prior's.
    pub whitened_sd: f64,
    /// 1 − Var(posterior)/Var(prior) on the scale of the prior.
    pub contraction: f64,
}

/// How readings of a channel looked, one step ahead, against what the model foresaw.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelCheck {
    /// Channel.
    pub channel: String,
    /// Readings.
    pub readings: usize,
    /// Mean of the squared standardised errors; 1 if variances are right.
    pub mean_square: f64,
    /// Share beyond two standard deviations; .046 if tails are normal.
    pub beyond_two: f64,
    /// Correlation of neighbouring standardised errors; 0 if nothing is left over.
    pub lag_one: f64,
    /// Two-sided posterior predictive probabilities of the three.
    pub p_values: [f64; 3],
}

/// What became of an effect without the readings that fit worst.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// Readings left out.
    pub dropped: usize,
    /// Input, posterior mean of its effect with all readings, and without those; both by the preview.
    pub effects: Vec<(String, f64, f64)>,
}

/// How the draws were made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// True for the Laplace preview, which is no answer.
    pub preview: bool,
    /// Chains.
    pub chains: usize,
    /// Draws in all.
    pub draws: usize,
    /// Steps that diverged.
    pub divergences: usize,
    /// Seed.
    pub seed: u64,
    /// Largest R-hat of a parameter; `None` for a preview.
    pub r_hat: Option<f64>,
}

/// Where the SWC comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonSwcSource {
    /// Half the sd of morning lnRMSSD on so many days with no session in the 24 hours before.
    FreeDays(usize),
    /// Half the sd of morning lnRMSSD on so many days, sessions or not.
    AllDays(usize),
    /// A house choice, for want of 14 mornings.
    HouseChoice,
}

/// Scores of one model's one-step forecasts of the daily reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForecastScore {
    /// `sessions`, `no_sessions` or `autoregression`.
    pub model: String,
    /// Mean log predictive density; more is better.
    pub log_score: f64,
    /// Mean continuous ranked probability score, in the reading's unit; less is better.
    pub crps: f64,
    /// Share of readings inside the 90% interval.
    pub within_90: f64,
    /// Log predictive density of each reading.
    pub log_scores: Vec<f64>,
    /// Probability below each reading (PIT); uniform if forecasts are calibrated.
    pub places: Vec<f64>,
}

/// Whether the model foresees, and whether sessions help it to.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Readings that were forecast.
    pub readings: usize,
    /// The model, the same without sessions, an autoregression.
    pub scores: Vec<ForecastScore>,
    /// Mean gain in log score by sessions.
    pub gain: f64,
    /// Its standard error.
    pub gain_error: f64,
    /// True if the gain is more than chance would give (one-sided 5%).
    pub sessions_add: bool,
}

/// When the hold changed, if it did, at a date nobody wrote down.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownChange {
    /// Effective number of draws behind the probabilities.
    pub effective_draws: f64,
    /// Pr(it did not); .5 before the data.
    pub p_none: f64,
    /// Candidate dates, days from the first event.
    pub days: Vec<f64>,
    /// Pr(it changed at that date).
    pub probabilities: Vec<f64>,
}

/// How often a verdict on an input falls in simulated diaries of 16 weeks with about 16 sessions and 32 of rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VerdictRates {
    /// Kinds of diary without an effect.
    pub kinds: usize,
    /// Diaries of each.
    pub diaries: usize,
    /// `works` in the worst of them.
    pub false_works: usize,
    /// Upper 95% limit of its share.
    pub false_works_upper: f64,
    /// `harm` in the worst of them.
    pub false_harm: usize,
    /// Upper 95% limit of its share.
    pub false_harm_upper: f64,
    /// Least and largest share in which an effect of .35 ln units a session was found.
    pub found: (f64, f64),
}

/// Everything that weeks of a diary say about one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPosterior {
    /// True if the daily reading comes from a pulse wave: its variability is PRV and never printed as HRV.
    pub pulse_wave: bool,
    /// Days from first to last event.
    pub days: f64,
    /// Smallest worthwhile change of morning lnRMSSD, ln units.
    pub swc: f64,
    /// Where it comes from.
    pub swc_source: PersonSwcSource,
    /// Inputs in the order of the model.
    pub inputs: Vec<InputAnswer>,
    /// Interference; `None` where load never varied.
    pub interference: Option<InterferenceAnswer>,
    /// Ceiling.
    pub ceiling: CeilingAnswer,
    /// Correction; `None` where there is no stretch before or after one.
    pub correction: Option<CorrectionAnswer>,
    /// Paths to tension, one an input; empty without readings of tension.
    pub mediation: Vec<MediationAnswer>,
    /// Parameters in the order of the model.
    pub parameters: Vec<ParameterAnswer>,
    /// What would teach most; `None` where no question is open.
    pub next_best: Option<NextBest>,
    /// One-step checks by channel.
    pub checks: Vec<ChannelCheck>,
    /// Sensitivity to outlying readings.
    pub robustness: Option<Robustness>,
    /// Whether the hold changed at an unknown date; `None` with a correction on file.
    pub unknown_change: Option<UnknownChange>,
    /// Forecasts against simpler models; `None` for a diary too short.
    pub forecast: Option<Forecast>,
    /// What steady habits do to the ceiling; `None` where too little of them is on file.
    pub habits: Option<HabitsAnswer>,
    /// What all inputs did together; `None` without sessions.
    pub together: Option<Together>,
    /// Hold by load, one an input with sessions; empty where load never varied.
    pub hold_by_load: Vec<HoldByLoad>,
    /// What other diaries of the store lent; `None` where it was not asked for.
    pub pool: Option<PoolAnswer>,
    /// What was set side by side, outside of the model.
    pub comparisons: Comparisons,
    /// How the draws were made.
    pub sampling: Sampling,
}
