//! What to do next: the session or reading that is expected to teach most about the open question.
//!
//! A reading y with prediction μ(θ) and variance σ² takes away `Cov(q, μ)²/(Var μ + E σ²)` of the variance of a question q:
//! exact where q and y are jointly normal, and read off the draws otherwise.

use vagal_core::posterior::{InputAnswer, InputVerdict, NextBest, NextReading};

use crate::event::{Event, Reading, Session};
use crate::gauss;
use crate::inputs::{SURE, Setting};
use crate::posterior::LogPosterior;
use crate::summary::{mean, variance};

/// Draws that predictions are made from.
const DRAWS: usize = 300;
/// When the session could be, days after the last event: at once, or once what came before has faded.
const WAITS_DAYS: [f64; 3] = [0.5, 3.5, 7.5];
/// More sessions than this are no plan.
const MOST_NEEDED: f64 = 200.0;

/// A session, if any, and one reading after it.
struct Candidate {
    in_days: f64,
    session: Option<usize>,
    channel: usize,
    after_days: f64,
}

fn candidates(setting: &Setting, channels: usize, question: usize) -> Vec<Candidate> {
    let mut out = Vec::new();
    let sessions = [Some(question), setting.comparator(question), None];
    for (i, session) in sessions.into_iter().enumerate() {
        if i == 1 && session.is_none() {
            continue;
        }
        let morning = setting.morning_after[question];
        for in_days in WAITS_DAYS {
            for (channel, after_days) in
                [(0, morning), (0, morning + 1.0), (1, 0.125), (2, morning), (3, 0.25), (3, 1.0)]
            {
                if channel < channels {
                    out.push(Candidate { in_days, session, channel, after_days });
                }
            }
        }
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
    model: &crate::model::Model,
    events: &[Event],
    setting: &Setting,
    answers: &[InputAnswer],
    draws: &[Vec<f64>],
    swc: f64,
) -> Option<NextBest> {
    let question = question(setting, answers)?;
    let step = draws.len().div_ceil(DRAWS).max(1);
    let thin: Vec<&Vec<f64>> = draws.iter().step_by(step).collect();
    let effects: Vec<f64> =
        thin.iter().map(|z| setting.effect(model, &model.values(z), question)).collect();
    let (centre, spread) = (mean(&effects), variance(effects.iter().copied()));
    let last = events.last()?;
    let mut found: Vec<NextReading> = Vec::new();
    for candidate in candidates(setting, model.channels().len(), question) {
        let mut extended = events.to_vec();
        let evening = Event {
            gap_days: candidate.in_days,
            load: setting.around.load,
            corrected: last.corrected,
            habit: setting.around.habit,
            session: candidate.session.map(|input| Session::new(input, setting.doses[input])),
            ..Event::default()
        };
        extended.push(evening);
        let reading = Reading { channel: candidate.channel, value: 0.0, variance: 0.0 };
        extended.push(Event {
            gap_days: candidate.after_days,
            session: None,
            reading: Some(reading),
            ..evening
        });
        let mut posterior = LogPosterior::new(model, &extended).ok()?;
        let mut predictions = Vec::new();
        let mut noise = 0.0;
        for z in &thin {
            // A reading of 0 makes the error minus the prediction.
            let innovation = *posterior.innovations(z).last()?;
            predictions.push(-innovation.error);
            noise += innovation.variance / thin.len() as f64;
        }
        let middle = mean(&predictions);
        let together: f64 =
            effects.iter().zip(&predictions).map(|(q, p)| (q - centre) * (p - middle)).sum::<f64>()
                / (effects.len() as f64 - 1.0);
        let total = variance(predictions.iter().copied()) + noise;
        let share = (together * together / (total * spread)).clamp(0.0, 1.0);
        found.push(NextReading {
            session: candidate.session.map(|input| model.inputs()[input].id.clone()),
            in_days: candidate.in_days,
            channel: model.channels()[candidate.channel].id.into(),
            after_days: candidate.after_days,
            variance_share: share,
            needed: needed(share, centre, spread.sqrt(), swc),
        });
    }
    // One row for each session and channel, at its best time.
    found.sort_by(|a, b| b.variance_share.total_cmp(&a.variance_share));
    let mut seen = Vec::new();
    found.retain(|next| {
        let key = (next.session.clone(), next.channel.clone());
        let first = !seen.contains(&key);
        seen.push(key);
        first
    });
    Some(NextBest { question: model.inputs()[question].id.clone(), candidates: found })
}

/// How many such readings until a verdict falls, if the effect stays where it is: each adds the same information.
///
/// Optimistic, since the estimate does not stay where it is; `plan::power` simulates what does happen.
fn needed(share: f64, centre: f64, sd: f64, swc: f64) -> Option<usize> {
    let distance = (centre.abs() - swc).abs();
    let wanted = distance / gauss::quantile(SURE);
    if share <= 0.0 || wanted <= 0.0 {
        return None;
    }
    // 1/sd² + n·gain = 1/wanted², with gain such that one reading takes away the share.
    let gain = share / (1.0 - share).max(1e-9);
    let count = ((sd / wanted).powi(2) - 1.0) / gain;
    (count <= MOST_NEEDED).then(|| count.max(0.0).ceil() as usize)
}
