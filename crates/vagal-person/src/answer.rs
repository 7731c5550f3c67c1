//! From a diary to `PersonPosterior`: sample, then ask every question of the same draws.

use vagal_core::pool::PoolAnswer;
use vagal_core::posterior::{ParameterAnswer, PersonPosterior, Sampling};

use crate::compare::comparisons;
use crate::control::Controls;
use crate::convergence::{convergence, quantile};
use crate::event::Event;
use crate::inputs::{self, Setting};
use crate::laplace::laplace;
use crate::model::Model;
use crate::notes::Notes;
use crate::pool::{Member, Pooled, pool, preview, unused};
use crate::posterior::LogPosterior;
use crate::sample::{Draws, SampleError, SampleOptions, sample};
use crate::summary::{Population, mean, variance};
use crate::together::together;
use crate::{changepoint, forecast, interference, mediation, next_best, output, robust};

/// Most draws that answers are worked out on; more change no printed digit.
const ANSWER_DRAWS: usize = 2000;
/// Draws of a preview.
const PREVIEW_DRAWS: usize = 2000;

/// Readings below which there is nothing to fit: a week of mornings. House choice.
pub const LEAST_READINGS: usize = 7;

/// How to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerOptions {
    /// How to sample.
    pub sample: SampleOptions,
    /// True for the Laplace preview: at once, and no answer.
    pub preview: bool,
}

/// The posterior with the draws behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// What was found.
    pub posterior: PersonPosterior,
    /// Draws in whitened coordinates.
    pub draws: Draws,
}

/// Everything that events say.
///
/// # Errors
///
/// [`SampleError`] for fewer than [`LEAST_READINGS`], events that do not fit the model, or a posterior that cannot be drawn.
pub fn answer(
    model: &Model,
    events: &[Event],
    options: &AnswerOptions,
) -> Result<Answered, SampleError> {
    answer_with(model, events, &Notes::default(), options)
}

/// Everything that a diary says: its events, and what it notes beside them.
///
/// # Errors
///
/// As of [`answer`].
pub fn answer_with(
    model: &Model,
    events: &[Event],
    notes: &Notes,
    options: &AnswerOptions,
) -> Result<Answered, SampleError> {
    let draws = draw(model, events, options)?;
    read_off(model, events, notes, options, draws, None, None)
}

/// The same from draws that were made before of this very posterior.
///
/// # Errors
///
/// As of [`answer`], but for the number of readings.
pub fn answer_from(
    model: &Model,
    events: &[Event],
    notes: &Notes,
    options: &AnswerOptions,
    draws: Draws,
) -> Result<Answered, SampleError> {
    read_off(model, events, notes, options, draws, None, None)
}

/// The same with what other people's diaries lend. They enter as a mean and a spread of effects and half-lives only.
///
/// # Errors
///
/// As of [`answer`].
pub fn answer_pooled(
    model: &Model,
    events: &[Event],
    notes: &Notes,
    options: &AnswerOptions,
    others: &[Member],
) -> Result<Answered, SampleError> {
    let seed = options.sample.seed;
    let own = Member::fitted(model, events, seed);
    let members: Vec<Member> = own.into_iter().chain(others.iter().cloned()).collect();
    let first = if members.len() > others.len() { pool(&members, seed) } else { None };
    let Some(first) = first else {
        let draws = draw(model, events, options)?;
        return read_off(model, events, notes, options, draws, Some(unused(&members, None)), None);
    };
    // Once more under a wide version of the population, the person in question by the sampler.
    let mut drawn: Result<Draws, SampleError> = Err(SampleError::NoStart);
    let mut again = Vec::new();
    for (i, member) in members.iter().enumerate() {
        let fitted = member.again(first.wide(i), |model, events| {
            if i > 0 {
                return preview(model, events, seed);
            }
            drawn = if options.preview {
                weighted(model, events, seed)
            } else {
                draw(model, events, options)
            };
            drawn.as_ref().ok().map(|draws| draws.all().map(<[f64]>::to_vec).collect())
        });
        // Who cannot be fitted again stays as before.
        again.push(fitted.unwrap_or_else(|| member.clone()));
    }
    let mut draws = drawn?;
    // A second fit that left the ground of the first is no ground for weights.
    let overlap = again[0].draws().len() > members[0].draws().len();
    let found = pool(&again, seed).filter(|_| overlap);
    let effective = found.as_ref().and_then(|f| f.answer.effective_draws).unwrap_or(0.0);
    let Some(mut second) = found.filter(Pooled::is_usable) else {
        let draws = draw(model, events, options)?;
        return read_off(
            model,
            events,
            notes,
            options,
            draws,
            Some(unused(&members, Some(effective))),
            None,
        );
    };
    draws.chains = second.draws(&again, 0);
    for (now, before) in second.answer.quantities.iter_mut().zip(&first.answer.quantities) {
        now.alone = before.alone;
    }
    read_off(model, events, notes, options, draws, Some(second.answer), Some(members[0].draws()))
}

/// The weighted preview: weights of a pool stand on draws of the posterior, not of a normal near it.
fn weighted(model: &Model, events: &[Event], seed: u64) -> Result<Draws, SampleError> {
    let draws = preview(model, events, seed).ok_or(SampleError::NoStart)?;
    Ok(Draws { chains: vec![draws], divergences: 0, gradients: 0, gradients_kept: 0 })
}

/// Every question of the same draws; `alone` are those of the person without what others lend, where the others are of the pool.
fn read_off(
    model: &Model,
    events: &[Event],
    notes: &Notes,
    options: &AnswerOptions,
    draws: Draws,
    pool: Option<PoolAnswer>,
    alone: Option<&[Vec<f64>]>,
) -> Result<Answered, SampleError> {
    let flat: Vec<Vec<f64>> = draws.all().map(<[f64]>::to_vec).collect();
    let step = flat.len().div_ceil(ANSWER_DRAWS).max(1);
    let thin: Vec<Vec<f64>> = flat.iter().step_by(step).cloned().collect();
    let mut population = Population::new(model, &thin);
    if let Some(alone) = alone {
        population = population.with_alone(model, alone);
    }
    let setting = Setting::new(model, events);
    let (swc, swc_source) = output::smallest_worthwhile_change(events);
    let mut inputs = inputs::answers(model, &setting, &population, swc);
    inputs.iter_mut().for_each(|input| input.pulse_wave = notes.pulse_wave);
    let pool = pool.map(|pool| PoolAnswer { withheld: inputs::withheld(&inputs), ..pool });
    let seed = options.sample.seed;
    let mut log_posterior = LogPosterior::new(model, events)?;
    let checks = output::checks(&mut log_posterior, &thin, seed);
    let centre: Vec<f64> =
        (0..model.parameters().len()).map(|k| mean(&draws.coordinate(k).concat())).collect();
    // Draws of a preview or of a pool are of another posterior than the slopes.
    let own = !options.preview && alone.is_none();
    let controls = own.then(|| Controls::new(model, events, &draws)).flatten();
    let parameters = parameters(model, &draws, options.preview, controls.as_ref());
    let sampling = Sampling {
        preview: options.preview,
        chains: draws.chains.len(),
        draws: draws.len(),
        divergences: draws.divergences,
        seed,
        r_hat: parameters.iter().filter_map(|p| p.r_hat).reduce(f64::max),
    };
    let posterior = PersonPosterior {
        pulse_wave: notes.pulse_wave,
        pool,
        comparisons: comparisons(model, events, notes, &centre, seed),
        days: setting.days,
        swc,
        swc_source,
        interference: interference::interference(model, events, &population),
        habits: interference::habits(model, &population),
        together: together(model, events, &population),
        hold_by_load: interference::hold_by_load(model, events, &setting, &population, swc),
        ceiling: output::ceiling(model, events, &setting, &population),
        correction: interference::correction(model, events, &population),
        mediation: mediation(model, events, &setting, &population, seed)?,
        parameters,
        next_best: next_best::next_best(model, events, &setting, &inputs, &thin),
        checks,
        robustness: robust::robustness(model, events, &setting, seed),
        unknown_change: changepoint::unknown_change(model, events, &thin),
        forecast: forecast::forecast(model, events, seed),
        sampling,
        inputs,
    };
    Ok(Answered { posterior, draws })
}

fn draw(model: &Model, events: &[Event], options: &AnswerOptions) -> Result<Draws, SampleError> {
    let have = events.iter().filter(|e| e.reading.is_some()).count();
    if have < LEAST_READINGS {
        return Err(SampleError::TooFewReadings { need: LEAST_READINGS, have });
    }
    if !options.preview {
        return sample(model, events, &options.sample);
    }
    let mut posterior = LogPosterior::new(model, events)?;
    let preview = laplace(&mut posterior).ok_or(SampleError::NoStart)?;
    Ok(Draws {
        chains: vec![preview.draws(PREVIEW_DRAWS, 1.0, options.sample.seed)],
        divergences: 0,
        gradients: preview.gradients,
        gradients_kept: 0,
    })
}

/// The paths to tension, from the same draws where the model has both; else from a fit of its own, by the preview.
fn mediation(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    population: &Population,
    seed: u64,
) -> Result<Vec<vagal_core::posterior::MediationAnswer>, SampleError> {
    if !mediation::has_tension(model, events) {
        return Ok(Vec::new());
    }
    if model.terms().direct {
        return Ok(mediation::answers(model, setting, population, false));
    }
    let Some(direct) = mediation::with_direct(model) else { return Ok(Vec::new()) };
    let mut posterior = LogPosterior::new(&direct, events)?;
    let preview = laplace(&mut posterior).ok_or(SampleError::NoStart)?;
    let refined = preview
        .refine(&mut posterior, PREVIEW_DRAWS, seed)
        .map_or_else(|| preview.draws(PREVIEW_DRAWS, 1.0, seed), |r| r.draws);
    let population = Population::new(&direct, &refined);
    Ok(mediation::answers(&direct, setting, &population, true))
}

fn parameters(
    model: &Model,
    draws: &Draws,
    preview: bool,
    controls: Option<&Controls>,
) -> Vec<ParameterAnswer> {
    model
        .parameters()
        .iter()
        .enumerate()
        .map(|(place, parameter)| {
            let chains = draws.coordinate(place);
            let natural: Vec<Vec<f64>> = chains
                .iter()
                .map(|chain| chain.iter().map(|&z| parameter.value(z)).collect())
                .collect();
            let found = if preview { None } else { convergence(&chains) };
            let calmed = controls.map(|controls| controls.apply(&chains));
            let error = calmed.as_ref().map_or(found, |calmed| convergence(calmed));
            let value = controls.map_or_else(|| natural.clone(), |c| c.apply(&natural)).concat();
            let (z, values) = (chains.concat(), natural.concat());
            let spread = variance(z.iter().copied());
            ParameterAnswer {
                name: parameter.name.clone(),
                meaning: parameter.meaning.clone(),
                mean: mean(&value),
                sd: variance(values.iter().copied()).sqrt(),
                q05: quantile(&values, 0.05),
                q95: quantile(&values, 0.95),
                ess: found.map(|c| c.ess_bulk),
                ess_tail: found.map(|c| c.ess_tail),
                r_hat: found.map(|c| c.r_hat),
                whitened_error: error.map(|c| c.mean_error),
                whitened_mean: calmed.map_or_else(|| mean(&z), |calmed| mean(&calmed.concat())),
                whitened_sd: spread.sqrt(),
                contraction: 1.0 - spread,
            }
        })
        .collect()
}

/// The verdict on one input with what it rests on, without the other answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Pr(effect > SWC).
    pub p_works: f64,
    /// Pr(effect < −SWC).
    pub p_harm: f64,
    /// 5% point of the effect.
    pub lo: f64,
    /// Mean of the effect.
    pub mean: f64,
    /// 95% point of the effect.
    pub hi: f64,
    /// The smallest worthwhile change, ln units.
    pub swc: f64,
    /// The effect that `truth` would have in this diary, where a truth was given.
    pub truth: Option<f64>,
    /// The verdict.
    pub verdict: vagal_core::posterior::InputVerdict,
}

impl Judged {
    /// True if the 90% interval holds the truth that was given.
    pub fn is_held(&self) -> bool {
        self.truth.is_some_and(|truth| self.lo <= truth && truth <= self.hi)
    }
}

/// Judges one input from draws in whitened coordinates; for studies, which know the truth.
pub fn judge(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
    input: usize,
    truth: Option<&[f64]>,
) -> Judged {
    let setting = Setting::new(model, events);
    let (swc, _) = output::smallest_worthwhile_change(events);
    let effects: Vec<f64> =
        draws.iter().map(|z| setting.effect(model, &model.values(z), input)).collect();
    let p_works = crate::summary::share(&effects, |e| e > swc);
    let p_harm = crate::summary::share(&effects, |e| e < -swc);
    Judged {
        p_works,
        p_harm,
        lo: quantile(&effects, 0.05),
        mean: mean(&effects),
        hi: quantile(&effects, 0.95),
        swc,
        truth: truth.map(|theta| setting.effect(model, theta, input)),
        verdict: inputs::verdict(
            p_works,
            crate::summary::share(&effects, |e| e.abs() < swc),
            p_harm,
        ),
    }
}

/// Whether the hold changed at a date nobody wrote down, by the weighted preview; for studies.
///
/// `None` where the mode was not found, a correction is on file, or the diary is too short.
pub fn judge_change(
    model: &Model,
    events: &[Event],
    draws: usize,
    seed: u64,
) -> Option<vagal_core::posterior::UnknownChange> {
    let mut posterior = LogPosterior::new(model, events).ok()?;
    let refined = laplace(&mut posterior)?.refine(&mut posterior, draws, seed)?;
    changepoint::unknown_change(model, events, &refined.draws)
}

/// The model with the direct path from sessions to tension, and which path an input was found to take; for studies.
///
/// `None` where the mode was not found or the input has no session.
pub fn judge_paths(
    model: &Model,
    events: &[Event],
    input: usize,
    draws: usize,
    seed: u64,
) -> Option<vagal_core::posterior::MediationAnswer> {
    let direct = mediation::with_direct(model)?;
    let mut posterior = LogPosterior::new(&direct, events).ok()?;
    let refined = laplace(&mut posterior)?.refine(&mut posterior, draws, seed)?;
    let population = Population::new(&direct, &refined.draws);
    let setting = Setting::new(model, events);
    let id = &model.inputs().get(input)?.id;
    mediation::answers(&direct, &setting, &population, true).into_iter().find(|a| a.input == *id)
}
