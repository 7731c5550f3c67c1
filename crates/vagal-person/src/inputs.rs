//! What each input does: the change on the next morning against rest, how long it holds, what builds up.

use vagal_core::posterior::{Comparator, CurvePoint, InputAnswer, InputVerdict, Standing};

use crate::convergence::quantile_of_sorted;
use crate::event::{Event, Load, Session};
use crate::model::Model;
use crate::response::{Circumstances, Response};
use crate::summary::{Population, Scale, share};

/// Probability from which a verdict falls (research specification).
pub const SURE: f64 = 0.90;
/// Widest 90% interval of a half-life that is stated, as a factor to each side (research specification).
pub const WIDEST_FACTOR: f64 = 2.0;
/// From an evening's session to the next morning, where the diary does not show it; days.
const NIGHT_DAYS: f64 = 0.5;
/// Readings later than this are not "the next morning", days.
pub(crate) const NEXT_MORNING_DAYS: f64 = 1.2;
/// Name of the input that is the comparator.
pub const REST: &str = "rest";

/// How the diary was, for the questions asked of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    pub(crate) around: Circumstances,
    pub(crate) doses: Vec<f64>,
    pub(crate) sessions: Vec<usize>,
    pub(crate) morning_after: Vec<f64>,
    pub(crate) days: f64,
    pub(crate) rest: Option<usize>,
    /// True if the diary rates tension where the model answers about it.
    pub(crate) tension: bool,
}

impl Setting {
    pub(crate) fn new(model: &Model, events: &[Event]) -> Self {
        let count = events.len().max(1) as f64;
        let around = Circumstances {
            load: Load {
                total: events.iter().map(|e| e.load.total).sum::<f64>() / count,
                lasting: events.iter().map(|e| e.load.lasting).sum::<f64>() / count,
            },
            corrected: events.last().map_or(0.0, |e| e.corrected),
            habit: events.iter().map(|e| e.habit).sum::<f64>() / count,
        };
        let inputs = model.inputs().len();
        let mut doses = vec![Vec::new(); inputs];
        let mut waits = vec![Vec::new(); inputs];
        let mut open: Vec<(usize, f64)> = Vec::new();
        let mut time = 0.0;
        for event in events {
            time += event.gap_days;
            if let Some(session) = event.session {
                doses[session.input].push(session.dose);
                open.push((session.input, time));
            }
            if event.reading.is_some_and(|r| r.channel == 0) {
                for (input, start) in open.drain(..) {
                    if time - start <= NEXT_MORNING_DAYS && time > start {
                        waits[input].push(time - start);
                    }
                }
            }
        }
        let middle = |values: &mut Vec<f64>, without: f64| {
            values.sort_by(f64::total_cmp);
            if values.is_empty() { without } else { quantile_of_sorted(values, 0.5) }
        };
        Self {
            around,
            sessions: doses.iter().map(Vec::len).collect(),
            doses: doses.iter_mut().map(|d| middle(d, 1.0)).collect(),
            morning_after: waits.iter_mut().map(|w| middle(w, NIGHT_DAYS)).collect(),
            days: time,
            rest: model.inputs().iter().position(|i| i.id == REST),
            tension: model.tension().is_some_and(|channel| {
                events.iter().filter_map(|e| e.reading).any(|r| r.channel == channel)
            }),
        }
    }

    pub(crate) fn response(&self, model: &Model, theta: &[f64], input: usize) -> Response {
        Response::new(model, theta, &Session::new(input, self.doses[input]), self.around)
    }

    /// Predicted change on the next morning.
    pub(crate) fn alone(&self, model: &Model, theta: &[f64], input: usize) -> f64 {
        self.response(model, theta, input).state(self.morning_after[input])
    }

    /// The input that an input is compared with, if it is there and another.
    pub(crate) fn comparator(&self, input: usize) -> Option<usize> {
        // Rest that was never held is prior only: it would widen the answer and correct nothing.
        self.rest.filter(|&rest| rest != input && self.sessions[rest] > 0)
    }

    /// The same, less what rest would have done by the same time.
    pub(crate) fn effect(&self, model: &Model, theta: &[f64], input: usize) -> f64 {
        let alone = self.alone(model, theta, input);
        let rest = self
            .comparator(input)
            .map_or(0.0, |rest| self.response(model, theta, rest).state(self.morning_after[input]));
        alone - rest
    }

    /// Steady mean of the durable part with sessions as often as in the diary.
    pub(crate) fn cumulative(&self, model: &Model, theta: &[f64], input: usize) -> f64 {
        if self.sessions[input] == 0 || self.days <= 0.0 {
            return 0.0;
        }
        let every = self.days / self.sessions[input] as f64;
        let one = self.response(model, theta, input);
        let layout = &model.layout;
        let ceiling = theta[layout.ceiling]
            * (layout.habit.map_or(0.0, |place| theta[place] * self.around.habit)
                - layout.load_ceiling.of(theta, self.around.load))
            .exp();
        // f and s before a session: f = a (f + (1−p)φ(C − f − s)), s likewise; solved by going through sessions.
        let (keep_fast, keep_slow) =
            ((-one.fast_rate * every).exp(), (-one.slow_rate * every).exp());
        let (fast_share, slow_share) = (one.fast / ceiling, one.slow / ceiling);
        let (mut fast, mut slow, mut after) = (0.0, 0.0, 0.0);
        for _ in 0..SESSIONS_TO_STEADY {
            let room = ceiling - fast - slow;
            after = slow + slow_share * room;
            fast = keep_fast * (fast + fast_share * room);
            slow = keep_slow * after;
        }
        after * -(-one.slow_rate * every).exp_m1() / (one.slow_rate * every)
    }
}

/// Sessions after which what builds up is steady: a pool that keeps 98% from one to the next is within 1% of it.
const SESSIONS_TO_STEADY: usize = 250;
/// Days of the decay curve.
const CURVE_DAYS: [f64; 15] =
    [0.0, 0.125, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 21.0];

/// The verdict from the three probabilities.
pub fn verdict(p_works: f64, p_negligible: f64, p_harm: f64) -> InputVerdict {
    if p_works > SURE {
        InputVerdict::Works
    } else if p_harm > SURE {
        InputVerdict::Harm
    } else if p_negligible > SURE {
        InputVerdict::Negligible
    } else {
        InputVerdict::NotEnoughData
    }
}

pub(crate) fn answers(
    model: &Model,
    setting: &Setting,
    population: &Population,
    swc: f64,
) -> Vec<InputAnswer> {
    (0..model.inputs().len()).map(|input| answer(model, setting, population, swc, input)).collect()
}

fn answer(
    model: &Model,
    setting: &Setting,
    population: &Population,
    swc: f64,
    input: usize,
) -> InputAnswer {
    let effects = population.of(|theta| setting.effect(model, theta, input));
    let p_works = share(&effects, |e| e > swc);
    let p_negligible = share(&effects, |e| e.abs() < swc);
    let p_harm = share(&effects, |e| e < -swc);
    let of = |draws: &[Vec<f64>]| {
        let e: Vec<f64> = draws.iter().map(|theta| setting.effect(model, theta, input)).collect();
        verdict(share(&e, |e| e > swc), share(&e, |e| e.abs() < swc), share(&e, |e| e < -swc))
    };
    // Without a session the prior alone would speak.
    let verdict = if setting.sessions[input] > 0 {
        population.verdict(of, InputVerdict::NotEnoughData)
    } else {
        InputVerdict::NotEnoughData
    };
    let comparator = match (setting.comparator(input), setting.rest == Some(input)) {
        (_, true) => Comparator::Itself,
        (Some(_), _) => Comparator::Rest,
        (None, _) => Comparator::NoSession,
    };
    let response = |theta: &[f64]| setting.response(model, theta, input);
    let half_life = population.learned(Scale::Ratio, |t| response(t).half_life_of_state());
    let effect = population.learned(Scale::Plain, |t| setting.effect(model, t, input));
    let within_factor = (half_life.hi / half_life.lo).sqrt() <= WIDEST_FACTOR;
    let decay = CURVE_DAYS
        .iter()
        .map(|&days| {
            let mut values = population.of(|theta| response(theta).state(days));
            values.sort_by(f64::total_cmp);
            CurvePoint {
                days,
                median: quantile_of_sorted(&values, 0.5),
                lo: quantile_of_sorted(&values, 0.05),
                hi: quantile_of_sorted(&values, 0.95),
            }
        })
        .collect();
    InputAnswer {
        id: model.inputs()[input].id.clone(),
        sessions: setting.sessions[input],
        dose: setting.doses[input],
        morning_after_days: setting.morning_after[input],
        effect,
        effect_alone: population.learned(Scale::Plain, |t| setting.alone(model, t, input)),
        comparator,
        p_works,
        p_negligible,
        p_harm,
        verdict,
        hold_hrv_days: population.learned(Scale::Ratio, |t| response(t).hold_of_state(swc)),
        hold_tension_days: setting
            .tension
            .then(|| population.learned(Scale::Ratio, |t| response(t).hold_of_tension())),
        half_life_stated: half_life.standing == Standing::Learned && within_factor,
        half_life_days: half_life,
        cumulative: population.learned(Scale::Plain, |t| setting.cumulative(model, t, input)),
        decay,
        // Events do not say what they were picked up with; the notes of a diary do.
        pulse_wave: false,
    }
}

/// Inputs on which a verdict would fall with what other people lend, and does not: this person's diary alone does not say so.
pub(crate) fn withheld(answers: &[InputAnswer]) -> Vec<String> {
    let would = |a: &&InputAnswer| {
        a.sessions > 0
            && a.comparator != Comparator::Itself
            && a.verdict == InputVerdict::NotEnoughData
            && verdict(a.p_works, a.p_negligible, a.p_harm) != InputVerdict::NotEnoughData
    };
    answers.iter().filter(would).map(|a| a.id.clone()).collect()
}
