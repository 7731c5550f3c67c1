//! What a fit leaves in the store: its draws, so that the same diary is not drawn twice, and what it said, to be looked back at.
//!
//! An answer is known by the diary, by how it was drawn and by the version of the program. Everything that is printed is read off the draws
//! anew, so a kept answer and a fresh one are the same bytes. Draws that the model does not know again are not used.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use vagal_core::history::{PastAnswer, PastInput, PastNumber};
use vagal_core::posterior::{Comparator, InputVerdict, Standing};
use vagal_core::{Diary, Moment};
use vagal_person::{Draws, Event, LogPosterior, Model, SampleOptions};
use vagal_store::{Line, Posterior, Store, StoreError, line_to_json};

use crate::page::sha256;

/// The model, as the store knows it.
const MODEL: &str = "vagal.person";
/// The schema of a body.
const SCHEMA: &str = "vagal.kept/1";
/// Most numbers of the draws that are kept: 64 MB. The usual 4000 draws of some 41 parameters are 164 000, or 1.3 MB.
const MOST_NUMBERS: usize = 8_000_000;

/// How draws were made: with another of these they would be others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Fit {
    version: String,
    chains: usize,
    warm_up: usize,
    draws: usize,
    seed: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Body {
    schema: String,
    fit: Fit,
    divergences: usize,
    gradients: usize,
    gradients_kept: usize,
    /// Log posterior at the last draw of each chain.
    log_posteriors: Vec<f64>,
    answer: Answer,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    readings: usize,
    days: f64,
    pulse_wave: bool,
    swc: f64,
    inputs: Vec<Input>,
    ceiling: Number,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Input {
    id: String,
    sessions: usize,
    effect: Number,
    compared_with: String,
    verdict: String,
    hold_hrv_days: Number,
}

/// `null` in JSON is what lies beyond the time that is followed.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Number {
    points: [Option<f64>; 7],
    standing: String,
}

impl Fit {
    fn of(options: &SampleOptions) -> Self {
        let SampleOptions { chains, warm_up, draws, seed } = *options;
        Self { version: env!("CARGO_PKG_VERSION").into(), chains, warm_up, draws, seed }
    }
}

/// Sha-256 of everything a diary says, hexadecimal.
pub fn diary_sha256(diary: &Diary) -> String {
    let inputs = diary.inputs().iter().cloned().map(Line::Input);
    let readings = diary.readings().iter().cloned().map(Line::Reading);
    let episodes = diary.episodes().iter().cloned().map(Line::Episode);
    let corrections = diary.corrections().iter().cloned().map(Line::Correction);
    let lines = inputs.chain(readings).chain(episodes).chain(corrections);
    let text: String = lines.map(|line| line_to_json(&line).to_string() + "\n").collect();
    sha256(text.as_bytes())
}

/// Keeps an answer with its draws; more draws than can be carried about are not kept. False for these.
///
/// # Errors
///
/// [`StoreError`]: nothing is kept then, or everything.
pub fn keep(
    store: &mut Store,
    diary: &Diary,
    (model, events): (&Model, &[Event]),
    options: &SampleOptions,
    draws: &Draws,
    answer: &PastAnswer,
) -> Result<bool, StoreError> {
    let Some(log_posteriors) = log_posteriors(model, events, draws) else { return Ok(false) };
    if draws.len() * model.parameters().len() > MOST_NUMBERS {
        return Ok(false);
    }
    let body = Body {
        schema: SCHEMA.into(),
        fit: Fit::of(options),
        divergences: draws.divergences,
        gradients: draws.gradients,
        gradients_kept: draws.gradients_kept,
        log_posteriors,
        answer: Answer::of(answer),
    };
    let posterior = Posterior {
        model: MODEL.into(),
        diary_sha256: diary_sha256(diary),
        fitted: answer.fitted,
        body: serde_json::to_value(&body).unwrap_or_default(),
    };
    let numbers = draws.all().flatten().flat_map(|number| number.to_le_bytes());
    let text = BASE64.encode(numbers.collect::<Vec<u8>>());
    store.keep_posterior(&diary.person.id, &posterior, &text)?;
    Ok(true)
}

/// The draws of the same diary, drawn in the same way, and when that was; `None` where nothing of that is kept or it does not hold.
///
/// # Errors
///
/// [`StoreError::Database`].
pub fn draws(
    store: &mut Store,
    diary: &Diary,
    (model, events): (&Model, &[Event]),
    options: &SampleOptions,
) -> Result<Option<(Draws, Moment)>, StoreError> {
    let found = store.posterior_of(&diary.person.id, MODEL, &diary_sha256(diary))?;
    let Some((posterior, text)) = found else { return Ok(None) };
    let Some(body) = Body::read(&posterior) else { return Ok(None) };
    let usable = body.fit == Fit::of(options);
    let draws = if usable { body.draws(&text, model.parameters().len()) } else { None };
    // Another model under the same version, or numbers that were changed: the last of every chain shows it.
    let known = |draws: &Draws| {
        log_posteriors(model, events, draws).is_some_and(|found| found == body.log_posteriors)
    };
    Ok(draws.filter(known).map(|draws| (draws, posterior.fitted)))
}

/// What was said of a person, the oldest first. What a later version wrote is left out.
///
/// # Errors
///
/// [`StoreError::Database`].
pub fn history(store: &mut Store, person: &str) -> Result<Vec<PastAnswer>, StoreError> {
    let kept = store.posteriors(person)?;
    let of_model = kept.iter().rev().filter(|posterior| posterior.model == MODEL);
    Ok(of_model
        .filter_map(|posterior| {
            let Body { fit, answer, .. } = Body::read(posterior)?;
            answer.past(posterior.fitted, fit.version)
        })
        .collect())
}

/// Log posterior at the last draw of each chain.
fn log_posteriors(model: &Model, events: &[Event], draws: &Draws) -> Option<Vec<f64>> {
    let mut posterior = LogPosterior::new(model, events).ok()?;
    draws.chains.iter().map(|chain| chain.last().map(|z| posterior.value(z))).collect()
}

impl Body {
    fn read(posterior: &Posterior) -> Option<Self> {
        let body: Self = serde_json::from_value(posterior.body.clone()).ok()?;
        (body.schema == SCHEMA).then_some(body)
    }

    fn draws(&self, text: &str, parameters: usize) -> Option<Draws> {
        let bytes = BASE64.decode(text).ok()?;
        let (numbers, rest) = bytes.as_chunks::<8>();
        let Fit { chains, draws, .. } = self.fit;
        let whole = chains.checked_mul(draws)?.checked_mul(parameters)?;
        if !rest.is_empty() || whole == 0 || numbers.len() != whole {
            return None;
        }
        let numbers: Vec<f64> = numbers.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
        let chain = |chain: &[f64]| chain.chunks(parameters).map(<[f64]>::to_vec).collect();
        Some(Draws {
            chains: numbers.chunks(draws * parameters).map(chain).collect(),
            divergences: self.divergences,
            gradients: self.gradients,
            gradients_kept: self.gradients_kept,
        })
    }
}

impl Answer {
    fn of(answer: &PastAnswer) -> Self {
        let input = |a: &PastInput| Input {
            id: a.id.clone(),
            sessions: a.sessions,
            effect: Number::of(&a.effect),
            compared_with: a.comparator.id().into(),
            verdict: a.verdict.id().into(),
            hold_hrv_days: Number::of(&a.hold_hrv_days),
        };
        Self {
            readings: answer.readings,
            days: answer.days,
            pulse_wave: answer.pulse_wave,
            swc: answer.swc,
            inputs: answer.inputs.iter().map(input).collect(),
            ceiling: Number::of(&answer.ceiling),
        }
    }

    fn past(self, fitted: Moment, version: String) -> Option<PastAnswer> {
        let input = |a: Input| {
            Some(PastInput {
                id: a.id,
                sessions: a.sessions,
                effect: a.effect.past()?,
                comparator: named(&Comparator::ALL, Comparator::id, &a.compared_with)?,
                verdict: named(&InputVerdict::ALL, InputVerdict::id, &a.verdict)?,
                hold_hrv_days: a.hold_hrv_days.past()?,
            })
        };
        Some(PastAnswer {
            fitted,
            version,
            readings: self.readings,
            days: self.days,
            pulse_wave: self.pulse_wave,
            swc: self.swc,
            inputs: self.inputs.into_iter().map(input).collect::<Option<_>>()?,
            ceiling: self.ceiling.past()?,
        })
    }
}

impl Number {
    fn of(number: &PastNumber) -> Self {
        let points = number.points.map(|point| point.is_finite().then_some(point));
        Self { points, standing: number.standing.id().into() }
    }

    fn past(self) -> Option<PastNumber> {
        let standing = named(&Standing::ALL, Standing::id, &self.standing)?;
        Some(PastNumber { points: self.points.map(|p| p.unwrap_or(f64::INFINITY)), standing })
    }
}

fn named<T: Copy>(all: &[T], id: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|item| id(*item) == text)
}
