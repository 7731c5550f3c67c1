//! `SessionPlan`: schedules of sessions against none, what less load would be worth, and when a question can be answered.

use crate::posterior::Forecast;

/// A quantity over the posterior: its mean and its 90% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Posterior mean, which decides.
    pub mean: f64,
    /// 5% point.
    pub lo: f64,
    /// Median.
    pub median: f64,
    /// 95% point.
    pub hi: f64,
    /// The points of [`BAND_SHARES`](crate::posterior::BAND_SHARES), which draw graded bands.
    pub points: [f64; 7],
}

/// Sessions of one input at a fixed interval; `None` in [`Ranked::schedule`] is no session at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// The input.
    pub input: String,
    /// Days between sessions.
    pub every_days: f64,
    /// Dose of each; 1 is the reference session.
    pub dose: f64,
    /// Sessions over the horizon.
    pub sessions: usize,
    /// True if the interval lies outside those of the diary.
    pub beyond_intervals: bool,
    /// True if the dose lies outside those of the diary.
    pub beyond_doses: bool,
}

/// A schedule with what it is expected to give.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The schedule; `None` for no sessions.
    pub schedule: Option<Schedule>,
    /// Days of the horizon on which the shift of sessions is above baseline + SWC.
    pub days_above: Spread,
    /// Effort of its sessions, in days above.
    pub effort: f64,
    /// Days above that no sessions would not have given, less effort; 0 for no sessions.
    pub worth: Spread,
    /// Pr(no other schedule of the list is worth more).
    pub p_best: f64,
    /// Pr(it is worth more than no sessions).
    pub p_beats_none: f64,
}

/// What the ranking comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanVerdict {
    /// The first schedule is worth more than no sessions with probability above .90.
    Schedule,
    /// Every schedule is worth less than no sessions with probability above .90.
    None,
    /// Neither: no schedule has been shown to be better than none.
    CannotTell,
    /// Sessions did not improve the forecast of this diary, so no schedule is recommended.
    NothingAdded,
}

impl PlanVerdict {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::None => "no_sessions",
            Self::CannotTell => "cannot_tell",
            Self::NothingAdded => "sessions_add_nothing",
        }
    }
}

/// What one input would do with less load.
#[derive(Clone, Debug, PartialEq)]
pub struct LessLoad {
    /// The input.
    pub input: String,
    /// Load it is compared with: the diary's mean.
    pub from_load: f64,
    /// Load imagined.
    pub to_load: f64,
    /// True if the diary never had so low a load.
    pub beyond_diary: bool,
    /// Hold of HRV gained by it, days.
    pub hold_gained_days: Spread,
    /// Ceiling gained by it, ln units.
    pub ceiling_gained: Spread,
    /// Level gained at once, ln units.
    pub level_gained: Spread,
    /// Pr(the hold is longer).
    pub p_longer: f64,
}

/// A number of sessions to come, and how often they would bring an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerAt {
    /// Sessions of the input, and as many of rest where rest is compared.
    pub sessions: usize,
    /// Days they take.
    pub days: f64,
    /// Simulated futures.
    pub futures: usize,
    /// Share in which a verdict falls.
    pub answered: f64,
    /// Share in which a verdict falls that is not true of the simulated person.
    pub wrong: f64,
}

/// When the open question could be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionsNeeded {
    /// The input in question.
    pub question: String,
    /// True if as many sessions of rest go with it.
    pub with_rest: bool,
    /// Days between sessions.
    pub every_days: f64,
    /// Power by number of sessions, ascending.
    pub tried: Vec<PowerAt>,
    /// Fewest sessions tried that reach the power asked for; `None` if none does.
    pub needed: Option<usize>,
    /// Power asked for.
    pub power: f64,
}

/// A setting of a plan with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSetting {
    /// Name, as on the command line.
    pub name: String,
    /// Value as printed.
    pub value: String,
    /// Why it is so.
    pub reason: String,
}

/// Everything that `vagal plan` finds.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionPlan {
    /// Days looked ahead.
    pub horizon_days: f64,
    /// Smallest worthwhile change, ln units.
    pub swc: f64,
    /// Load assumed: the mean of the diary.
    pub load: f64,
    /// Schedules, the most worth first; no sessions is one of them.
    pub ranked: Vec<Ranked>,
    /// The verdict.
    pub verdict: PlanVerdict,
    /// Whether sessions add to the forecast; `None` where the diary is too short to try.
    pub forecast: Option<Forecast>,
    /// What less load would be worth, by input; empty where load never varied.
    pub less_load: Vec<LessLoad>,
    /// When the open question could be answered; `None` where none is open.
    pub sessions_needed: Option<SessionsNeeded>,
    /// Settings with their reasons.
    pub settings: Vec<PlanSetting>,
    /// True if the draws are those of the preview.
    pub preview: bool,
}

impl SessionPlan {
    /// The schedule recommended, where the verdict is one.
    pub fn recommended(&self) -> Option<&Ranked> {
        let best = self.ranked.iter().find(|r| r.schedule.is_some())?;
        (self.verdict == PlanVerdict::Schedule).then_some(best)
    }
}
