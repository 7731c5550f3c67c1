//! What to do next: the sessions and readings of the coming days that are expected to teach most about the open question.
//!
//! Every candidate is the same stretch of days with the person's usual readings and sessions of other inputs; only sessions of the
//! input in question and of rest tell them apart. Readings
//! y with predictions μ(θ) and covariance Σ(θ) take away `c' S⁻¹ c / Var q` of the variance of a question q, with c = Cov(q, μ) and
//! S = Cov μ + E Σ: exact where q and y are jointly normal. `person-teach` of the studies measures what they do take away.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use rayon::prelude::*;
use vagal_core::posterior::{InputAnswer, InputVerdict, NextBest, NextReading};

use crate::ahead::coming;
use crate::event::{Event, times};
use crate::inputs::Setting;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::summary::{mean, variance};

/// Days looked at: the longest wait before a session, and two mornings after it.
pub const HORIZON_DAYS: f64 = 9.0;
/// When a first session could be, days after the last entry: at once, or once what came before has faded.
const WAITS_DAYS: [f64; 3] = [0.1, 3.1, 6.1];
/// Inputs that the diary holds every so many days or more often can go on like that; others come one at a time.
const OFTEN_DAYS: f64 = 2.0;
/// Rests that can be had in these days, which cost nothing but the time.
const RESTS: usize = 3;
/// Days between them.
const RESTS_EVERY_DAYS: f64 = 2.0;
/// Draws that predictions are made from.
const DRAWS: usize = 1000;
/// Draws that the noise of readings is averaged over; it varies little between them.
const NOISE_DRAWS: usize = 8;
/// Variance of a reading that tells nothing, in squared units of its channel.
const BLIND: f64 = 1e12;
/// Readings that are reckoned with; of more, evenly spaced ones are, and what is expected is a lower bound.
const MOST_READINGS: usize = 90;

/// What is done in the coming days.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    session: Option<usize>,
    in_days: f64,
    times: usize,
    every_days: f64,
}

impl Candidate {
    fn sessions(&self) -> Vec<(usize, f64)> {
        let day = |k: usize| self.in_days + k as f64 * self.every_days;
        self.session.map_or(Vec::new(), |input| (0..self.times).map(|k| (input, day(k))).collect())
    }
}

fn candidates(setting: &Setting, question: usize) -> Vec<Candidate> {
    let of = |session| {
        move |in_days, times, every_days| Candidate { session, in_days, times, every_days }
    };
    let mut out = vec![of(None)(0.0, 0, 0.0)];
    out.extend(WAITS_DAYS.map(|in_days| of(Some(question))(in_days, 1, 0.0)));
    let every_days = (setting.days / setting.sessions[question].max(1) as f64).round().max(1.0);
    if every_days <= OFTEN_DAYS {
        let times = ((HORIZON_DAYS - 1.0) / every_days).floor() as usize;
        out.push(of(Some(question))(WAITS_DAYS[0], times, every_days));
    }
    // Rest that was never held is worth asking for, though the answer is not compared with it yet.
    if let Some(rest) = setting.rest.filter(|&rest| rest != question) {
        out.extend(WAITS_DAYS.map(|in_days| of(Some(rest))(in_days, 1, 0.0)));
        out.extend((2..=RESTS).map(|times| of(Some(rest))(WAITS_DAYS[0], times, RESTS_EVERY_DAYS)));
    }
    out
}

/// The input whose verdict is open and whose answer is nearest to one; rest is no question of its own.
fn question(setting: &Setting, answers: &[InputAnswer]) -> Option<usize> {
    let open = |i: &usize| {
        setting.rest != Some(*i)
            && setting.sessions[*i] > 0
            && answers[*i].verdict == InputVerdict::NotEnoughData
    };
    let nearest = |i: &usize| {
        let a = &answers[*i];
        a.p_works.max(a.p_harm).max(a.p_negligible)
    };
    (0..answers.len()).filter(open).max_by(|a, b| nearest(a).total_cmp(&nearest(b)))
}

/// What would teach most; `None` where no question is open.
pub(crate) fn next_best(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    answers: &[InputAnswer],
    draws: &[Vec<f64>],
) -> Option<NextBest> {
    let question = question(setting, answers)?;
    let candidates: Vec<NextReading> =
        ranked(model, events, setting, draws, question).into_iter().map(|(next, _)| next).collect();
    (!candidates.is_empty()).then(|| NextBest {
        question: model.inputs()[question].id.clone(),
        horizon_days: HORIZON_DAYS,
        candidates,
    })
}

/// The candidates for a question, the most telling first, with the rows that each adds to the diary; for studies.
pub fn candidates_for(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
    question: usize,
) -> Vec<(NextReading, Vec<Event>)> {
    ranked(model, events, &Setting::new(model, events), draws, question)
}

/// The effect in question at each draw, as this diary asks it; for studies.
pub fn effects(model: &Model, events: &[Event], draws: &[Vec<f64>], question: usize) -> Vec<f64> {
    let setting = Setting::new(model, events);
    draws.iter().map(|z| setting.effect(model, &model.values(z), question)).collect()
}

/// Share of the variance of the effect in question that the readings of these rows are expected to take away; for studies.
pub fn expected_share(
    model: &Model,
    events: &[Event],
    draws: &[Vec<f64>],
    question: usize,
    rows: &[Event],
) -> Option<f64> {
    let thin = thinned(draws);
    let setting = Setting::new(model, events);
    let effects: Vec<f64> =
        thin.iter().map(|z| setting.effect(model, &model.values(z), question)).collect();
    Joint::new(model, events, rows, &thin, &effects)?.share()
}

fn thinned(draws: &[Vec<f64>]) -> Vec<&Vec<f64>> {
    draws.iter().step_by(draws.len().div_ceil(DRAWS).max(1)).collect()
}

fn ranked(
    model: &Model,
    events: &[Event],
    setting: &Setting,
    draws: &[Vec<f64>],
    question: usize,
) -> Vec<(NextReading, Vec<Event>)> {
    let thin = thinned(draws);
    let effects: Vec<f64> =
        thin.iter().map(|z| setting.effect(model, &model.values(z), question)).collect();
    let mut found: Vec<(NextReading, Vec<Event>)> = candidates(setting, question)
        .into_par_iter()
        .filter_map(|candidate| {
            let others = |input| input != question && Some(input) != setting.rest;
            let rows = coming(events, setting, HORIZON_DAYS, &candidate.sessions(), others);
            let rows = fewer(rows);
            let next = tell(model, events, &rows, &thin, &effects, candidate)?;
            Some((next, rows))
        })
        .collect();
    // Stable, so that nothing done stands before its equals.
    found.sort_by(|a, b| b.0.variance_share.total_cmp(&a.0.variance_share));
    found
}

/// At most [`MOST_READINGS`] of the readings; rows stay where they are.
fn fewer(mut rows: Vec<Event>) -> Vec<Event> {
    let have = rows.iter().filter(|e| e.reading.is_some()).count();
    if have > MOST_READINGS {
        for (i, event) in rows.iter_mut().filter(|e| e.reading.is_some()).enumerate() {
            // Where i·most/have passes a whole number.
            if i * MOST_READINGS % have >= MOST_READINGS {
                event.reading = None;
            }
        }
    }
    rows
}

/// What the readings of these rows are expected to tell.
fn tell(
    model: &Model,
    events: &[Event],
    rows: &[Event],
    draws: &[&Vec<f64>],
    effects: &[f64],
    candidate: Candidate,
) -> Option<NextReading> {
    let at = times(rows);
    let mine = |e: &&(f64, &Event)| {
        e.1.session.is_some_and(|session| Some(session.input) == candidate.session)
    };
    let dated: Vec<(f64, &Event)> = at.iter().copied().zip(rows).collect();
    let first = dated.iter().find(mine).map(|(t, _)| *t);
    let last = dated.iter().rfind(mine).map_or(0.0, |(t, _)| *t);
    let read: Vec<(f64, usize)> =
        dated.iter().filter_map(|(t, e)| Some((*t, e.reading?.channel))).collect();
    let joint = Joint::new(model, events, rows, draws, effects)?;
    let alone = |i: &usize| joint.alone(*i);
    let after = (0..read.len()).filter(|i| read[*i].0 > last);
    let most = after.max_by(|a, b| alone(a).total_cmp(&alone(b)))?;
    let (when, channel) = read[most];
    Some(NextReading {
        session: candidate.session.map(|input| model.inputs()[input].id.clone()),
        in_days: first.unwrap_or(0.0),
        times: candidate.times,
        every_days: candidate.every_days,
        channel: model.channels()[channel].id.into(),
        after_days: when - last,
        variance_share: joint.share()?,
    })
}

/// Question and readings to come as jointly normal.
struct Joint {
    /// Variance of the question.
    question: f64,
    /// Covariance of the question with the predictions.
    shared: DVector<f64>,
    /// Covariance of the predictions.
    predicted: DMatrix<f64>,
    /// Covariance of the readings.
    total: DMatrix<f64>,
    draws: f64,
}

impl Joint {
    fn new(
        model: &Model,
        events: &[Event],
        rows: &[Event],
        draws: &[&Vec<f64>],
        effects: &[f64],
    ) -> Option<Self> {
        let readings = rows.iter().filter(|e| e.reading.is_some()).count();
        if readings == 0 || draws.len() < 3 {
            return None;
        }
        let predictions = predictions(model, events, rows, draws)?;
        let count = draws.len() as f64;
        let centre: Vec<f64> =
            (0..readings).map(|i| predictions.iter().map(|p| p[i]).sum::<f64>() / count).collect();
        let (middle, question) = (mean(effects), variance(effects.iter().copied()));
        let apart = DMatrix::from_fn(draws.len(), readings, |k, i| predictions[k][i] - centre[i]);
        let effect = DVector::from_iterator(draws.len(), effects.iter().map(|q| q - middle));
        let predicted = apart.tr_mul(&apart) / (count - 1.0);
        let shared = apart.tr_mul(&effect) / (count - 1.0);
        let total = &predicted + noise(model, events, rows, draws)?;
        (question > 0.0).then_some(Self { question, shared, predicted, total, draws: count })
    }

    /// Share of the question's variance that one reading takes away by itself.
    fn alone(&self, i: usize) -> f64 {
        self.shared[i] * self.shared[i] / (self.total[(i, i)] * self.question)
    }

    /// The same of all together, less what chance among the draws adds to a square.
    fn share(&self) -> Option<f64> {
        let root: Cholesky<f64, Dyn> = Cholesky::new(self.total.clone())?;
        let told = self.shared.dot(&root.solve(&self.shared)) / self.question;
        let chance = root.solve(&self.predicted).trace() / self.draws;
        Some((told - chance).clamp(0.0, 1.0))
    }
}

/// The rows with readings of 0 and this variance, but that of one reading is 1; its own variance where none is given.
fn probe(rows: &[Event], one: Option<usize>, variance: Option<f64>) -> Vec<Event> {
    let mut out = rows.to_vec();
    for (i, reading) in out.iter_mut().filter_map(|e| e.reading.as_mut()).enumerate() {
        reading.value = f64::from(u8::from(one == Some(i)));
        reading.variance = variance.unwrap_or(reading.variance);
    }
    out
}

/// What each reading would be at each draw, given the diary alone: readings without weight leave the filter as it is.
fn predictions(
    model: &Model,
    events: &[Event],
    rows: &[Event],
    draws: &[&Vec<f64>],
) -> Option<Vec<Vec<f64>>> {
    let all: Vec<Event> = events.iter().copied().chain(probe(rows, None, Some(BLIND))).collect();
    let readings = rows.iter().filter(|e| e.reading.is_some()).count();
    let mut posterior = LogPosterior::new(model, &all).ok()?.imagined_from(events.len());
    let of_draw = |z: &&Vec<f64>| {
        let innovations = posterior.innovations(z);
        let new = innovations.get(innovations.len().checked_sub(readings)?..)?;
        // A reading of 0 makes the error minus the prediction.
        let found: Vec<f64> = new.iter().map(|i| -i.error).collect();
        found.iter().all(|x| x.is_finite()).then_some(found)
    };
    draws.iter().map(of_draw).collect()
}

/// Covariance of the readings at known parameters, averaged over a few draws.
///
/// Innovations are e = L (y − μ) with L lower triangular and unit diagonal, and independent with variances D: a pass with one
/// reading of 1 gives a column of L, and the covariance is L⁻¹ D L⁻ᵀ.
fn noise(
    model: &Model,
    events: &[Event],
    rows: &[Event],
    draws: &[&Vec<f64>],
) -> Option<DMatrix<f64>> {
    let readings = rows.iter().filter(|e| e.reading.is_some()).count();
    let step = draws.len().div_ceil(NOISE_DRAWS).max(1);
    let few: Vec<&Vec<f64>> = draws.iter().step_by(step).copied().collect();
    let mut columns = vec![DMatrix::<f64>::zeros(readings, readings + 1); few.len()];
    let mut spread = vec![DVector::<f64>::zeros(readings); few.len()];
    for column in 0..=readings {
        let all: Vec<Event> =
            events.iter().copied().chain(probe(rows, column.checked_sub(1), None)).collect();
        let mut posterior = LogPosterior::new(model, &all).ok()?.imagined_from(events.len());
        for (k, z) in few.iter().enumerate() {
            let innovations = posterior.innovations(z);
            let new = innovations.get(innovations.len().checked_sub(readings)?..)?;
            for (i, innovation) in new.iter().enumerate() {
                columns[k][(i, column)] = innovation.error;
                spread[k][i] = innovation.variance;
            }
        }
    }
    let mut out = DMatrix::zeros(readings, readings);
    for (columns, spread) in columns.iter().zip(&spread) {
        let lower =
            DMatrix::from_fn(readings, readings, |i, j| columns[(i, j + 1)] - columns[(i, 0)]);
        let root = DMatrix::from_diagonal(&spread.map(f64::sqrt));
        let half = lower.solve_lower_triangular(&root)?;
        out += &half * half.transpose() / few.len() as f64;
    }
    Some(out)
}

#[cfg(test)]
mod tests;
