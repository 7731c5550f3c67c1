//! How many sessions until the open question can be answered: futures of this person, each judged as the diary will be.
//!
//! A future takes one draw of the posterior as the truth, goes on from a state that fits the diary, keeps the diary's own
//! pattern of readings and loads, and adds the sessions. The verdict falls on diary and future together, by the preview.

use rayon::prelude::*;
use vagal_core::plan::{PowerAt, SessionsNeeded};
use vagal_core::posterior::InputVerdict;

use super::{POWER, PlanOptions};
use crate::ahead::{coming, live_through};
use crate::event::Event;
use crate::inputs::{Setting, verdict};
use crate::laplace::{laplace, laplace_from};
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::sample::SampleError;
use crate::summary::share;

/// Numbers of sessions that are tried, until one is enough.
const TRIED: [usize; 5] = [4, 8, 16, 24, 48];
/// Draws of the preview that a future is judged by.
const DRAWS: usize = 300;

/// One experiment: which input, with rest or without, how often.
struct Experiment {
    input: usize,
    rest: Option<usize>,
    every_days: f64,
}

pub(super) fn needed(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    draws: &[Vec<f64>],
    swc: f64,
    question: &str,
    options: &PlanOptions,
) -> Result<Option<SessionsNeeded>, SampleError> {
    let Some(input) = model.inputs().iter().position(|i| i.id == question) else { return Ok(None) };
    let rest = setting.rest.filter(|&rest| rest != input);
    let usual = (setting.days / setting.sessions[input].max(1) as f64).round();
    let experiment = Experiment { input, rest, every_days: usual.clamp(2.0, 14.0) };
    let mut posterior = LogPosterior::new(model, events)?;
    let mode = laplace(&mut posterior).ok_or(SampleError::NoStart)?.mode;
    let mut tried: Vec<PowerAt> = Vec::new();
    for sessions in TRIED {
        let at = try_out(model, events, draws, &mode, swc, &experiment, sessions, options)?;
        let enough = at.answered >= POWER;
        tried.push(at);
        if enough {
            break;
        }
    }
    let needed = tried.iter().find(|at| at.answered >= POWER).map(|at| at.sessions);
    Ok(Some(SessionsNeeded {
        question: question.into(),
        with_rest: rest.is_some(),
        every_days: experiment.every_days,
        tried,
        needed,
        power: POWER,
    }))
}

#[allow(clippy::too_many_arguments)] // One call, from one place.
fn try_out(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
    mode: &[f64],
    swc: f64,
    experiment: &Experiment,
    sessions: usize,
    options: &PlanOptions,
) -> Result<PowerAt, SampleError> {
    let blank = future_events(events, experiment, sessions, &Setting::new(model, events));
    let outcomes: Vec<Option<(bool, bool)>> = (0..options.futures)
        .into_par_iter()
        .map(|k| {
            let z = &draws[k * draws.len() / options.futures];
            let seed =
                options.seed.wrapping_mul(1_000_003).wrapping_add((sessions * 4096 + k) as u64);
            let mut future = blank.clone();
            live_through(model, events, z, &mut future, seed)?;
            let truth = model.values(z);
            let all: Vec<Event> = events.iter().copied().chain(future).collect();
            judge(model, &all, events.len(), mode, &truth, swc, experiment.input, seed)
        })
        .collect();
    let judged: Vec<(bool, bool)> = outcomes.into_iter().flatten().collect();
    if judged.is_empty() {
        return Err(SampleError::NoStart);
    }
    let part = |count: usize| count as f64 / judged.len() as f64;
    Ok(PowerAt {
        sessions,
        days: blank.iter().map(|e| e.gap_days).sum(),
        futures: judged.len(),
        answered: part(judged.iter().filter(|j| j.0).count()),
        wrong: part(judged.iter().filter(|j| j.1).count()),
    })
}

/// Whether a verdict falls, and whether it is wrong; `None` where the fit fails. Events from `lived` on come by schedule.
#[allow(clippy::too_many_arguments)] // One call, from one place.
fn judge(
    model: &Model,
    events: &[Event],
    lived: usize,
    mode: &[f64],
    truth: &[f64],
    swc: f64,
    input: usize,
    seed: u64,
) -> Option<(bool, bool)> {
    let setting = Setting::new(model, events);
    let mut posterior = LogPosterior::new(model, events).ok()?.imagined_from(lived);
    let preview = laplace_from(&mut posterior, mode)?;
    let effects: Vec<f64> = preview
        .draws(DRAWS, 1.0, seed)
        .iter()
        .map(|z| setting.effect(model, &model.values(z), input))
        .collect();
    let found = verdict(
        share(&effects, |e| e > swc),
        share(&effects, |e| e.abs() < swc),
        share(&effects, |e| e < -swc),
    );
    let is = setting.effect(model, truth, input);
    let wrong = match found {
        InputVerdict::Works => is <= swc,
        InputVerdict::Negligible => is.abs() >= swc,
        InputVerdict::Harm => is >= -swc,
        InputVerdict::NotEnoughData => return Some((false, false)),
    };
    Some((true, wrong))
}

/// The rows to come: the diary's pattern of readings with the sessions, and rest half way between them.
fn future_events(
    events: &[Event],
    experiment: &Experiment,
    sessions: usize,
    setting: &Setting,
) -> Vec<Event> {
    let every = experiment.every_days;
    let days: Vec<(usize, f64)> = (0..sessions)
        .flat_map(|k| {
            let day = k as f64 * every;
            let rest = experiment.rest.map(|rest| (rest, day + 0.5 * every));
            [Some((experiment.input, day)), rest].into_iter().flatten()
        })
        .collect();
    coming(events, setting, every * sessions as f64 + 2.0, &days, |_| false)
}
