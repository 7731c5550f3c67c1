//! `vagal.experiment/1`: the plan with its hash, the schedule as far as it may be seen, looks, and after the end the result.

use serde::Serialize;
use vagal_core::Moment;
use vagal_core::experiment::{
    AfterChanges, Arm, Contrast, Effect, ExperimentOutcome, ExperimentPhase, Noise, PowerTable,
};

use super::common::tidy;
use crate::page::{ExperimentPage, TooLongPage};
use crate::words::experiment as words;

/// One input with its dose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmJson {
    /// What it is called in the schedule: the input, with the pressure where two arms share one.
    pub arm: String,
    /// Identifier of the input.
    pub input: String,
    /// Its name.
    pub name: String,
    /// Minutes of a session.
    pub minutes: Option<f64>,
    /// Pressure, for touch.
    pub pressure: Option<&'static str>,
}

/// What is known of the noise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoiseJson {
    /// Standard deviation, unit of the outcome.
    pub sd: Option<f64>,
    /// Degrees of freedom it is worth.
    pub degrees_of_freedom: Option<f64>,
    /// Correlation of one day with the next.
    pub correlation: Option<f64>,
    /// Readings of the diary behind it; 0 where only the prior is.
    pub readings: usize,
}

/// Everything fixed before the first session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DesignJson {
    /// Inputs; the question is the first against the second.
    pub arms: Vec<ArmJson>,
    /// Primary outcome.
    pub primary: &'static str,
    /// Unit of a difference.
    pub unit: &'static str,
    /// Secondary outcomes.
    pub secondary: Vec<&'static str>,
    /// `electrodes` or `pulse_wave`.
    pub sensor: &'static str,
    /// Smallest worthwhile change.
    pub swc: Option<f64>,
    /// Why.
    pub swc_reason: String,
    /// Probability of a false difference, two-sided, over all looks.
    pub level: Option<f64>,
    /// Probability of a false `no_difference`.
    pub no_difference_level: Option<f64>,
    /// Blocks; a session of each input in each.
    pub blocks: usize,
    /// Blocks after which there is a look.
    pub looks_after_block: Vec<usize>,
    /// `obrien_fleming` or `pocock`.
    pub spending: &'static str,
    /// Days from one session to the next, at least.
    pub washout_days: i64,
    /// Days of the week.
    pub weekdays: Vec<&'static str>,
    /// Weeks from the first session to the last outcome.
    pub weeks: Option<f64>,
    /// Seed of the draw; `null` while it would give away days to come.
    pub seed: Option<u64>,
    /// True difference it was planned to find.
    pub planned_difference: Option<f64>,
    /// Simulated probability of finding it.
    pub planned_power: Option<f64>,
    /// Share of outcomes expected to be missing.
    pub missing_share: Option<f64>,
    /// Noise it was planned with.
    pub noise: NoiseJson,
}

/// A session day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionDayJson {
    /// Block, from 1.
    pub block: usize,
    /// Date.
    pub day: String,
    /// The input drawn; `null` while it is not to be seen.
    pub input: Option<String>,
    /// `due`, `done`, `other_dose`, `with_other`, `swapped`, `missed` or `not_asked`.
    pub kept: &'static str,
    /// What was found where it departs from the protocol.
    pub remark: Option<String>,
    /// Primary outcome; `null` before the end.
    pub outcome: Option<f64>,
}

/// Two ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EndsJson {
    /// Lower.
    pub lo: Option<f64>,
    /// Upper.
    pub hi: Option<f64>,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExperimentEffectJson {
    /// First less second.
    pub estimate: Option<f64>,
    /// At least 95%, over all looks; `null` if not bounded.
    pub interval_95: Option<EndsJson>,
    /// 80%.
    pub interval_80: Option<EndsJson>,
    /// 50%.
    pub interval_50: Option<EndsJson>,
    /// Outcomes of the first input and of the second.
    pub readings: [usize; 2],
}

impl ExperimentEffectJson {
    fn new(e: &Effect) -> Self {
        let ends = |i: usize| e.bands[i].map(|(lo, hi)| EndsJson { lo: tidy(lo), hi: tidy(hi) });
        Self {
            estimate: tidy(e.estimate),
            interval_95: ends(2),
            interval_80: ends(1),
            interval_50: ends(0),
            readings: [e.readings.0, e.readings.1],
        }
    }
}

/// A look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LookJson {
    /// From 1.
    pub number: usize,
    /// Block it is after.
    pub after_block: usize,
    /// Day on which its last outcome is due.
    pub due: String,
    /// Probability of a false difference spent up to here.
    pub spent: Option<f64>,
    /// True once it was taken.
    pub taken: bool,
    /// Its verdict; `running` where it goes on.
    pub verdict: &'static str,
    /// The difference then; `null` before the end, and where readings behind it were changed.
    pub effect: Option<ExperimentEffectJson>,
    /// True if readings behind it were changed after it was taken.
    pub readings_changed: bool,
}

/// A difference as it was when a look had found it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundThenJson {
    /// First input less second, unit of the outcome.
    pub estimate: Option<f64>,
    /// At least 95%, over all looks; `null` if not bounded.
    pub interval_95: Option<EndsJson>,
}

/// What the readings say as they are now, where they were changed after the verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AfterChangesJson {
    /// The difference as it was found, before the changes; `null` where it was not kept.
    pub found_then: Option<FoundThenJson>,
    /// What the looks would say; `running` where it would have gone on.
    pub verdict: &'static str,
    /// The difference at the look that had ended it.
    pub result: Option<ExperimentEffectJson>,
}

/// What became of the sessions of an input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmCountJson {
    /// Identifier of the input.
    pub input: String,
    /// Session days that are over.
    pub past: usize,
    /// Done as drawn.
    pub done: usize,
    /// Otherwise or not at all.
    pub deviating: usize,
    /// With the primary outcome.
    pub outcomes: usize,
}

/// A comparison beside the question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContrastJson {
    /// Outcome.
    pub outcome: &'static str,
    /// The two inputs.
    pub inputs: Vec<String>,
    /// True if only sessions as drawn were counted.
    pub per_protocol: bool,
    /// The difference; `null` with too few outcomes.
    pub effect: Option<ExperimentEffectJson>,
}

/// A session on another day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExtraJson {
    /// Day.
    pub day: String,
    /// Input.
    pub input: String,
}

/// A cell of the table of power.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerCellJson {
    /// Sessions of each input.
    pub sessions_per_arm: usize,
    /// Weeks it takes.
    pub weeks: Option<f64>,
    /// True difference.
    pub difference: Option<f64>,
    /// Simulated experiments.
    pub experiments: usize,
    /// Share that finds it; at 0, share that finds one that is not there.
    pub found: Option<f64>,
    /// Share that says `no_difference`.
    pub no_difference: Option<f64>,
    /// Sessions of each input until the answer, on average.
    pub sessions_used: Option<f64>,
}

/// What designs of several sizes would find.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerTableJson {
    /// Difference asked for.
    pub difference: Option<f64>,
    /// Power asked for.
    pub power: Option<f64>,
    /// Sessions of each input that reach it.
    pub needed_sessions_per_arm: usize,
    /// Weeks they take.
    pub needed_weeks: Option<f64>,
    /// True if that was extrapolated.
    pub extrapolated: bool,
    /// Weeks allowed.
    pub most_weeks: Option<f64>,
    /// Every cell.
    pub cells: Vec<PowerCellJson>,
}

impl PowerTableJson {
    fn new(p: &PowerTable) -> Self {
        let cell = |c: &vagal_core::experiment::PowerCell| PowerCellJson {
            sessions_per_arm: c.sessions_per_arm,
            weeks: tidy(c.weeks),
            difference: tidy(c.effect),
            experiments: c.experiments,
            found: tidy(c.found),
            no_difference: tidy(c.no_difference),
            sessions_used: tidy(c.sessions_used),
        };
        Self {
            difference: tidy(p.effect),
            power: tidy(p.target),
            needed_sessions_per_arm: p.needed,
            needed_weeks: tidy(p.needed_weeks),
            extrapolated: p.extrapolated,
            most_weeks: tidy(p.most_weeks),
            cells: p.cells.iter().map(cell).collect(),
        }
    }
}

/// The whole answer of `vagal plan experiment`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExperimentJson {
    /// `vagal.experiment/1`.
    pub schema: &'static str,
    /// `too_long`, `draft`, `ahead`, `running`, `ended`, `stopped`, or `unreadable` of one that was stopped and cannot be read.
    pub state: &'static str,
    /// `more_than`, `less_than`, `no_difference`, `cannot_tell` or `running`; `null` if it is too long.
    pub verdict: Option<&'static str>,
    /// First figures of the hash.
    pub id: Option<String>,
    /// Sha-256 of what was registered; `null` if nothing was.
    pub sha256: Option<String>,
    /// Whose.
    pub person: Option<String>,
    /// When it was registered.
    pub registered: Option<String>,
    /// The question.
    pub question: Option<String>,
    /// What was fixed.
    pub design: Option<DesignJson>,
    /// Session days.
    pub schedule: Vec<SessionDayJson>,
    /// The session asked for today or next.
    pub next: Option<SessionDayJson>,
    /// Why nothing is asked for, where an answer suppresses it.
    pub paused: Option<String>,
    /// By input.
    pub counts: Vec<ArmCountJson>,
    /// Sessions on other days.
    pub extra_sessions: Vec<ExtraJson>,
    /// Looks.
    pub looks: Vec<LookJson>,
    /// The result; `null` before the end, and where readings behind it were changed after it was given.
    pub result: Option<ExperimentEffectJson>,
    /// What the readings say as they are now, where they were changed; the verdict stands.
    pub after_changes: Option<AfterChangesJson>,
    /// Difference that would have been found with a probability of .80, where it cannot tell.
    pub could_have_found: Option<f64>,
    /// Beside the question, without a verdict; empty before the end.
    pub beside: Vec<ContrastJson>,
    /// What designs of several sizes would find; where it was simulated.
    pub power: Option<PowerTableJson>,
    /// The answer in words, and what stands beside it.
    pub says: Vec<String>,
    /// What it cannot show.
    pub cannot_show: Vec<String>,
}

fn arm(a: &Arm) -> ArmJson {
    ArmJson {
        arm: a.id.clone(),
        input: a.input.clone(),
        name: a.name.clone(),
        minutes: tidy(a.minutes),
        pressure: a.pressure.map(|p| p.id()),
    }
}

fn noise(n: &Noise) -> NoiseJson {
    NoiseJson {
        sd: tidy(n.sd),
        degrees_of_freedom: tidy(n.freedom),
        correlation: tidy(n.correlation),
        readings: n.readings,
    }
}

impl ExperimentJson {
    /// The wire form of a page.
    pub fn new(page: &ExperimentPage) -> Self {
        let (plan, state) = (&page.plan, &page.state);
        let ended = matches!(state.phase, ExperimentPhase::Ended);
        let session = |(i, p): (usize, &vagal_core::experiment::PeriodRecord)| SessionDayJson {
            block: p.session.block + 1,
            day: Moment::date_of_day(p.session.day),
            input: words::shown_arm(page, i, p).map(|a| a.id.clone()),
            kept: p.kept.id(),
            remark: p.remark.clone(),
            outcome: p.outcome.filter(|_| ended).and_then(tidy),
        };
        let schedule: Vec<SessionDayJson> = state.periods.iter().enumerate().map(session).collect();
        let input = |i: usize| plan.arms.get(i).map_or(String::new(), |a| a.id.clone());
        let contrast = |c: &Contrast| ContrastJson {
            outcome: c.outcome.id(),
            inputs: vec![input(c.arms.0), input(c.arms.1)],
            per_protocol: c.per_protocol,
            effect: c.effect.as_ref().map(ExperimentEffectJson::new),
        };
        let look = |l: &vagal_core::experiment::Look| LookJson {
            number: l.number,
            after_block: l.blocks,
            due: Moment::date_of_day(l.due),
            spent: tidy(l.spent),
            taken: l.taken,
            verdict: l.verdict.id(),
            effect: l.effect.as_ref().map(ExperimentEffectJson::new),
            readings_changed: l.changed,
        };
        let count = |(a, n): (&Arm, &vagal_core::experiment::ArmCount)| ArmCountJson {
            input: a.id.clone(),
            past: n.past,
            done: n.done,
            deviating: n.deviating,
            outcomes: n.outcomes,
        };
        let extra = |e: &vagal_core::experiment::ExtraSession| ExtraJson {
            day: Moment::date_of_day(e.day),
            input: e.input.clone(),
        };
        let says = std::iter::once(words::experiment_answer(page));
        // What is not registered has no name.
        let sha256 = page.registered.map(|_| page.sha256.clone());
        let after = |a: &AfterChanges| AfterChangesJson {
            found_then: a.then.map(|then| FoundThenJson {
                estimate: tidy(then.estimate),
                interval_95: then.interval.map(|(lo, hi)| EndsJson { lo: tidy(lo), hi: tidy(hi) }),
            }),
            verdict: a.verdict.id(),
            result: a.effect.as_ref().map(ExperimentEffectJson::new),
        };
        Self {
            schema: "vagal.experiment/1",
            state: if page.registered.is_some() { state.phase.id() } else { "draft" },
            verdict: Some(state.verdict.id()),
            id: sha256.as_ref().map(|hash| hash.chars().take(8).collect()),
            sha256,
            person: Some(plan.person.clone()),
            registered: page.registered.map(|when| when.to_string()),
            question: Some(words::question(plan)),
            design: Some(design(page)),
            next: state
                .next
                .filter(|_| page.paused.is_none())
                .and_then(|i| schedule.get(i).cloned()),
            schedule,
            paused: page.paused.clone(),
            counts: plan.arms.iter().zip(&state.counts).map(count).collect(),
            extra_sessions: state.extra.iter().map(extra).collect(),
            looks: state.looks.iter().map(look).collect(),
            result: state.result().map(ExperimentEffectJson::new),
            after_changes: state.after_changes.as_ref().map(after),
            could_have_found: state.could_have_found.and_then(tidy),
            beside: state.beside.iter().map(contrast).collect(),
            power: page.power.as_ref().map(PowerTableJson::new),
            says: says.chain(words::experiment_doubt(page)).collect(),
            cannot_show: words::cannot_show(plan),
        }
    }

    /// The wire form of an experiment that would take too long.
    pub fn too_long(page: &TooLongPage) -> Self {
        let names: Vec<&str> = page.arms.iter().map(|a| a.name.as_str()).collect();
        let outcome: ExperimentOutcome = page.outcome;
        Self {
            question: Some(format!("{} ({})", names.join(" against "), outcome.name())),
            power: Some(PowerTableJson::new(&page.power)),
            says: words::too_long(page),
            ..Self::bare("too_long")
        }
    }

    /// The wire form of an experiment that cannot be read, but could be ended.
    pub fn unreadable(sha256: &str, says: &str) -> Self {
        Self {
            id: Some(sha256.chars().take(8).collect()),
            sha256: Some(sha256.into()),
            says: vec![says.into()],
            ..Self::bare("unreadable")
        }
    }

    /// Nothing but a state.
    fn bare(state: &'static str) -> Self {
        Self {
            schema: "vagal.experiment/1",
            state,
            verdict: None,
            id: None,
            sha256: None,
            person: None,
            registered: None,
            question: None,
            design: None,
            schedule: Vec::new(),
            next: None,
            paused: None,
            counts: Vec::new(),
            extra_sessions: Vec::new(),
            looks: Vec::new(),
            result: None,
            after_changes: None,
            could_have_found: None,
            beside: Vec::new(),
            power: None,
            says: Vec::new(),
            cannot_show: Vec::new(),
        }
    }
}

fn design(page: &ExperimentPage) -> DesignJson {
    let plan = &page.plan;
    let open = page.reveal || matches!(page.state.phase, ExperimentPhase::Ended);
    DesignJson {
        arms: plan.arms.iter().map(arm).collect(),
        primary: plan.primary.id(),
        unit: plan.primary.unit(),
        secondary: plan.secondary.iter().map(|o| o.id()).collect(),
        sensor: if plan.pulse_wave { "pulse_wave" } else { "electrodes" },
        swc: tidy(plan.swc),
        swc_reason: plan.swc_reason.clone(),
        level: tidy(plan.level),
        no_difference_level: tidy(plan.no_difference_level),
        blocks: plan.blocks.len(),
        looks_after_block: plan.looks.clone(),
        spending: plan.spending.id(),
        washout_days: plan.washout_days,
        weekdays: plan.weekdays.iter().map(|d| d.id()).collect(),
        weeks: tidy(plan.weeks()),
        seed: Some(plan.seed).filter(|_| open),
        planned_difference: tidy(plan.effect),
        planned_power: tidy(plan.power),
        missing_share: tidy(plan.missing),
        noise: noise(&plan.noise),
    }
}
