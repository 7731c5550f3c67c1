//! `vagal.plan/1`: schedules against none, what less load would be worth, when the open question can be answered.

use serde::Serialize;
use vagal_core::plan::{LessLoad, Ranked, SessionsNeeded, Spread};

use super::common::{tidy, tidy_all};
use super::person::{NotAnsweredJson, Part};
use super::person_checks::ForecastJson;
use crate::page::PlanPage;

/// A quantity over the posterior.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpreadJson {
    /// Mean, which decides.
    pub mean: Option<f64>,
    /// 5% point.
    pub lo: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// 95% point.
    pub hi: Option<f64>,
    /// 2.5, 10, 25, 50, 75, 90 and 97.5% points.
    pub points: Vec<f64>,
}

impl SpreadJson {
    fn new(s: &Spread) -> Self {
        Self {
            mean: tidy(s.mean),
            lo: tidy(s.lo),
            median: tidy(s.median),
            hi: tidy(s.hi),
            points: tidy_all(s.points),
        }
    }
}

/// A schedule with what it is worth; `input` is `null` for no sessions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankedJson {
    /// The input; `null` for no sessions.
    pub input: Option<String>,
    /// Days between sessions.
    pub every_days: Option<f64>,
    /// Dose of each.
    pub dose: Option<f64>,
    /// Sessions over the horizon.
    pub sessions: usize,
    /// Parts that lie beyond what the diary tried: `interval`, `dose`.
    pub beyond: Vec<&'static str>,
    /// Days above baseline + SWC.
    pub days_above: SpreadJson,
    /// Effort, days above.
    pub effort: Option<f64>,
    /// Days above that no sessions would not have given, less effort.
    pub worth: SpreadJson,
    /// Pr(nothing in the list is worth more).
    pub p_best: Option<f64>,
    /// Pr(worth more than no sessions).
    pub p_beats_none: Option<f64>,
}

impl RankedJson {
    fn new(r: &Ranked) -> Self {
        let s = r.schedule.as_ref();
        let beyond = [
            s.is_some_and(|s| s.beyond_intervals).then_some("interval"),
            s.is_some_and(|s| s.beyond_doses).then_some("dose"),
        ];
        Self {
            input: s.map(|s| s.input.clone()),
            every_days: s.and_then(|s| tidy(s.every_days)),
            dose: s.and_then(|s| tidy(s.dose)),
            sessions: s.map_or(0, |s| s.sessions),
            beyond: beyond.into_iter().flatten().collect(),
            days_above: SpreadJson::new(&r.days_above),
            effort: tidy(r.effort),
            worth: SpreadJson::new(&r.worth),
            p_best: tidy(r.p_best),
            p_beats_none: tidy(r.p_beats_none),
        }
    }
}

/// What less load would be worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LessLoadJson {
    /// The input.
    pub input: String,
    /// Mean load of the diary.
    pub from_load: Option<f64>,
    /// Load imagined.
    pub to_load: Option<f64>,
    /// True if the diary never had so low a load.
    pub beyond_diary: bool,
    /// Hold of HRV gained, days.
    pub hold_gained_days: SpreadJson,
    /// Ceiling gained, ln units.
    pub ceiling_gained: SpreadJson,
    /// Level gained at once, ln units.
    pub level_gained: SpreadJson,
    /// Pr(the hold is longer).
    pub p_longer: Option<f64>,
}

impl LessLoadJson {
    fn new(l: &LessLoad) -> Self {
        Self {
            input: l.input.clone(),
            from_load: tidy(l.from_load),
            to_load: tidy(l.to_load),
            beyond_diary: l.beyond_diary,
            hold_gained_days: SpreadJson::new(&l.hold_gained_days),
            ceiling_gained: SpreadJson::new(&l.ceiling_gained),
            level_gained: SpreadJson::new(&l.level_gained),
            p_longer: tidy(l.p_longer),
        }
    }
}

/// A number of sessions and how often it brings an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerAtJson {
    /// Sessions.
    pub sessions: usize,
    /// Days they take.
    pub days: Option<f64>,
    /// Simulated futures.
    pub futures: usize,
    /// Share in which a verdict falls.
    pub answered: Option<f64>,
    /// Share in which a wrong verdict falls.
    pub wrong: Option<f64>,
}

/// When the open question could be answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionsNeededJson {
    /// The input in question.
    pub question: String,
    /// True if as many sessions of rest go with it.
    pub with_rest: bool,
    /// Days between sessions.
    pub every_days: Option<f64>,
    /// Power asked for.
    pub power: Option<f64>,
    /// Fewest sessions tried that reach it; `null` if none does.
    pub needed: Option<usize>,
    /// Everything tried.
    pub tried: Vec<PowerAtJson>,
}

impl SessionsNeededJson {
    fn new(n: &SessionsNeeded) -> Self {
        let at = |p: &vagal_core::plan::PowerAt| PowerAtJson {
            sessions: p.sessions,
            days: tidy(p.days),
            futures: p.futures,
            answered: tidy(p.answered),
            wrong: tidy(p.wrong),
        };
        Self {
            question: n.question.clone(),
            with_rest: n.with_rest,
            every_days: tidy(n.every_days),
            power: tidy(n.power),
            needed: n.needed,
            tried: n.tried.iter().map(at).collect(),
        }
    }
}

/// A setting with its reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanSettingJson {
    /// Name.
    pub name: String,
    /// Value as printed.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// The whole answer of `vagal plan`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanJson {
    /// `vagal.plan/1`.
    pub schema: &'static str,
    /// The diary's file or the person's name.
    pub source: String,
    /// Days of the diary.
    pub days: Option<f64>,
    /// Days looked ahead.
    pub horizon_days: Option<f64>,
    /// Smallest worthwhile change, ln units.
    pub swc_ln_rmssd: Option<f64>,
    /// Load assumed.
    pub load: Option<f64>,
    /// `schedule`, `no_sessions`, `cannot_tell` or `sessions_add_nothing`.
    pub verdict: &'static str,
    /// The schedule recommended; `null` unless the verdict is one.
    pub recommended: Option<RankedJson>,
    /// Every schedule and none, the most worth first.
    pub ranked: Vec<RankedJson>,
    /// Whether sessions add to the forecast.
    pub forecast: Part<ForecastJson>,
    /// What less load would be worth.
    pub less_load: Vec<LessLoadJson>,
    /// When the open question could be answered.
    pub sessions_needed: Part<SessionsNeededJson>,
    /// Settings with their reasons.
    pub settings: Vec<PlanSettingJson>,
    /// `nuts`, or `laplace` for the preview.
    pub method: &'static str,
    /// Seed.
    pub seed: u64,
}

fn not<T>(status: &'static str, reason: &'static str) -> Part<T> {
    Part::Not(NotAnsweredJson { status, reason })
}

impl PlanJson {
    /// The wire form of a page.
    pub fn new(page: &PlanPage) -> Self {
        let plan = &page.plan;
        let setting = |s: &vagal_core::plan::PlanSetting| PlanSettingJson {
            name: s.name.clone(),
            value: s.value.clone(),
            reason: s.reason.clone(),
        };
        Self {
            schema: "vagal.plan/1",
            source: page.source.clone(),
            days: tidy(page.days),
            horizon_days: tidy(plan.horizon_days),
            swc_ln_rmssd: tidy(plan.swc),
            load: tidy(plan.load),
            verdict: plan.verdict.id(),
            recommended: plan.recommended().map(RankedJson::new),
            ranked: plan.ranked.iter().map(RankedJson::new).collect(),
            forecast: plan.forecast.as_ref().map_or_else(
                || not("too_short", "fewer than 14 daily readings after the first four weeks"),
                |f| Part::Answered(ForecastJson::new(f)),
            ),
            less_load: plan.less_load.iter().map(LessLoadJson::new).collect(),
            sessions_needed: plan.sessions_needed.as_ref().map_or_else(
                || not("no_question", "no question is open, or none was simulated"),
                |n| Part::Answered(SessionsNeededJson::new(n)),
            ),
            settings: plan.settings.iter().map(setting).collect(),
            method: if plan.preview { "laplace" } else { "nuts" },
            seed: page.seed,
        }
    }
}
