//! Plans: schedules of sessions against none, what less load would be worth, and when the open question can be answered.

mod load;
mod power;
mod schedules;

use vagal_core::plan::{PlanSetting, PlanVerdict, Ranked, SessionPlan, Spread};
use vagal_core::posterior::BAND_SHARES;

use crate::answer::Answered;
use crate::convergence::quantile_of_sorted;
use crate::event::Event;
use crate::inputs::{SURE, Setting};
use crate::model::Model;
use crate::sample::SampleError;
use crate::summary::mean;

/// Days looked ahead: 12 weeks, the length that trials of massage last.
pub const HORIZON_DAYS: f64 = 84.0;
/// Days between sessions that are tried.
pub const INTERVALS_DAYS: [f64; 7] = [3.0, 5.0, 7.0, 10.0, 14.0, 21.0, 28.0];
/// Power from which a question counts as answerable.
pub const POWER: f64 = 0.8;
/// Effort of a session, in days above baseline + SWC that it must give back (house choice).
pub const EFFORT_DAYS: f64 = 0.5;
/// Futures simulated for each number of sessions: a standard error of .04 at a power of .8.
pub const FUTURES: usize = 100;
/// Draws that schedules are compared on.
const DRAWS: usize = 400;

/// How to plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOptions {
    /// Effort of a session, days above baseline + SWC; ≥ 0.
    pub effort_days: f64,
    /// Effort of the sessions of one input, where it differs.
    pub effort_of: Vec<(String, f64)>,
    /// Doses to try beside those of the diary.
    pub doses: Vec<f64>,
    /// Futures simulated for each number of sessions; 0 leaves the question of power out.
    pub futures: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            effort_days: EFFORT_DAYS,
            effort_of: Vec::new(),
            doses: Vec::new(),
            futures: FUTURES,
            seed: 1,
        }
    }
}

impl PlanOptions {
    fn effort(&self, input: &str) -> f64 {
        let own = self.effort_of.iter().find(|(id, _)| id == input);
        own.map_or(self.effort_days, |(_, days)| *days)
    }
}

/// Everything that a plan holds, from the posterior of a person.
///
/// # Errors
///
/// [`SampleError`] for events that do not fit the model, or where no draw can be evaluated.
pub fn plan(
    model: &Model,
    events: &[Event],
    answered: &Answered,
    options: &PlanOptions,
) -> Result<SessionPlan, SampleError> {
    let posterior = &answered.posterior;
    let swc = posterior.swc;
    let setting = Setting::new(model, events);
    let draws = &answered.draws;
    let step = draws.len().div_ceil(DRAWS).max(1);
    let thin: Vec<Vec<f64>> = draws.all().step_by(step).map(<[f64]>::to_vec).collect();
    let ranked = schedules::ranked(model, events, &setting, &thin, swc, options)?;
    let question = posterior.next_best.as_ref().map(|n| n.question.clone());
    let needed = match question.filter(|_| options.futures > 0) {
        Some(question) => power::needed(model, events, &setting, &thin, swc, &question, options)?,
        None => None,
    };
    Ok(SessionPlan {
        horizon_days: HORIZON_DAYS,
        swc,
        load: setting.around.load.total,
        verdict: verdict(&ranked, posterior.forecast.as_ref().map(|f| f.sessions_add)),
        ranked,
        forecast: posterior.forecast.clone(),
        less_load: load::less_load(model, events, &setting, &thin, swc),
        sessions_needed: needed,
        settings: settings(options),
        preview: posterior.sampling.preview,
    })
}

/// Schedules ranked over draws in whitened coordinates; for studies, whose one draw is the truth.
///
/// # Errors
///
/// [`SampleError`] for events that do not fit the model, or where no draw can be evaluated.
pub fn ranked(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
    swc: f64,
    options: &PlanOptions,
) -> Result<Vec<Ranked>, SampleError> {
    schedules::ranked(model, events, &Setting::new(model, events), draws, swc, options)
}

/// What a ranking comes to; `sessions_add` says whether sessions improve the forecast, where that could be tried.
fn verdict(ranked: &[Ranked], sessions_add: Option<bool>) -> PlanVerdict {
    if sessions_add == Some(false) {
        return PlanVerdict::NothingAdded;
    }
    let schedules: Vec<&Ranked> = ranked.iter().filter(|r| r.schedule.is_some()).collect();
    match schedules.first() {
        Some(best) if best.p_beats_none > SURE => PlanVerdict::Schedule,
        Some(_) if schedules.iter().all(|r| 1.0 - r.p_beats_none > SURE) => PlanVerdict::None,
        _ => PlanVerdict::CannotTell,
    }
}

fn settings(options: &PlanOptions) -> Vec<PlanSetting> {
    let setting = |name: &str, value: String, reason: &str| PlanSetting {
        name: name.into(),
        value,
        reason: reason.into(),
    };
    let mut out = vec![
        setting(
            "effort",
            format!("{} days a session", options.effort_days),
            "a house choice: a session is to give back at least half a day above baseline + SWC; yours to set",
        ),
        setting(
            "horizon",
            format!("{HORIZON_DAYS} days"),
            "12 weeks, the length that trials of massage last",
        ),
        setting(
            "sure",
            format!("{SURE}"),
            "the probability from which the verdicts of `vagal person` fall",
        ),
        setting("power", format!("{POWER}"), "the usual power of a trial"),
        setting(
            "futures",
            format!("{}", options.futures),
            "a standard error of .04 at a power of .8 for 100",
        ),
        setting("seed", format!("{}", options.seed), "the same seed gives the same plan"),
    ];
    for (input, days) in &options.effort_of {
        out.insert(
            1,
            setting(&format!("effort of {input}"), format!("{days} days a session"), "set by you"),
        );
    }
    out
}

/// Mean and 90% interval.
fn spread(mut values: Vec<f64>) -> Spread {
    let mean = mean(&values);
    values.sort_by(f64::total_cmp);
    let at = |p| quantile_of_sorted(&values, p);
    Spread { mean, lo: at(0.05), median: at(0.5), hi: at(0.95), points: BAND_SHARES.map(at) }
}

#[cfg(test)]
mod tests;
