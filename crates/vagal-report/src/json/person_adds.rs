//! The part of `vagal.person/1` on what inputs add up to, steady habits, and the hold by load.

use serde::Serialize;
use vagal_core::contribution::{HabitsAnswer, HoldByLoad, Together};
use vagal_core::pool::{PoolAnswer, PoolQuantity};
use vagal_core::posterior::LastingAnswer;

use super::common::tidy;
use super::person::{LearnedJson, Ordered};
use super::person_side::EstimateJson;

/// Steady habits and the ceiling.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HabitsJson {
    /// Factor on the ceiling per standard deviation of the diary's habits.
    pub ceiling_factor: LearnedJson,
    /// Pr(steadier habits raise it).
    pub p_raise: Option<f64>,
    /// `raise`, `lower` or `cannot_tell`.
    pub verdict: &'static str,
}

impl HabitsJson {
    pub(super) fn new(h: &HabitsAnswer) -> Self {
        Self {
            ceiling_factor: LearnedJson::new(&h.ceiling_factor),
            p_raise: tidy(h.p_raise),
            verdict: h.verdict.id(),
        }
    }
}

/// Mean lift of the state over the diary, ln units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TogetherJson {
    /// All inputs.
    pub total: LearnedJson,
    /// Each input.
    pub parts: Ordered<LearnedJson>,
}

impl TogetherJson {
    pub(super) fn new(t: &Together) -> Self {
        let parts = t.parts.iter().map(|(id, part)| (id.clone(), LearnedJson::new(part)));
        Self { total: LearnedJson::new(&t.total), parts: Ordered(parts.collect()) }
    }
}

/// Days that the shift of HRV holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HoldByLoadJson {
    /// Little load: its 10% point over the diary.
    pub low_load: Option<f64>,
    /// Much load: its 90% point.
    pub high_load: Option<f64>,
    /// Days under little load.
    pub at_low: LearnedJson,
    /// Days under much load.
    pub at_high: LearnedJson,
    /// Pr(it is shorter under much load).
    pub p_shorter: Option<f64>,
    /// The same before the data.
    pub p_shorter_prior: Option<f64>,
}

impl HoldByLoadJson {
    pub(super) fn new(h: &HoldByLoad) -> Self {
        Self {
            low_load: tidy(h.low_load),
            high_load: tidy(h.high_load),
            at_low: LearnedJson::new(&h.at_low),
            at_high: LearnedJson::new(&h.at_high),
            p_shorter: tidy(h.p_shorter),
            p_shorter_prior: tidy(h.p_shorter_prior),
        }
    }
}

/// What other diaries of the store lent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolJson {
    /// People whose diaries could be fitted.
    pub people: usize,
    /// People that pooling needs.
    pub need: usize,
    /// Fewest effective draws behind anybody's pooled numbers; `null` where there was nothing to pool.
    pub effective_draws: Option<f64>,
    /// Effective draws that pooling needs.
    pub need_draws: Option<f64>,
    /// What was pooled; empty where pooling was not used.
    pub quantities: Vec<PoolQuantityJson>,
    /// What was left as the person's own diary has it.
    pub not_pooled: Vec<NotPooledJson>,
    /// Inputs whose verdict is withheld: the person's own diary alone does not give it.
    pub withheld: Vec<String>,
}

/// A number of an input that was not pooled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotPooledJson {
    /// Input.
    pub input: String,
    /// `effect` or `half_life_days`.
    pub kind: &'static str,
    /// People with sessions of the input.
    pub people: usize,
}

/// One number of one input, 90% intervals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolQuantityJson {
    /// Input.
    pub input: String,
    /// `effect` or `half_life_days`.
    pub kind: &'static str,
    /// People with sessions of the input.
    pub people: usize,
    /// The middle person.
    pub population: EstimateJson,
    /// Spread between people: a standard deviation, or a factor for half-lives.
    pub between: EstimateJson,
    /// This person alone.
    pub alone: EstimateJson,
    /// The same pooled.
    pub pooled: EstimateJson,
}

impl PoolJson {
    pub(super) fn new(p: &PoolAnswer) -> Self {
        let one = |q: &PoolQuantity| PoolQuantityJson {
            input: q.input.clone(),
            kind: q.kind.id(),
            people: q.people,
            population: EstimateJson::new(&q.population),
            between: EstimateJson::new(&q.between),
            alone: EstimateJson::new(&q.alone),
            pooled: EstimateJson::new(&q.pooled),
        };
        Self {
            people: p.people,
            need: p.need,
            effective_draws: p.effective_draws.and_then(tidy),
            need_draws: tidy(p.need_draws),
            quantities: p.quantities.iter().map(one).collect(),
            withheld: p.withheld.clone(),
            not_pooled: p
                .not_pooled
                .iter()
                .map(|n| NotPooledJson {
                    input: n.input.clone(),
                    kind: n.kind.id(),
                    people: n.people,
                })
                .collect(),
        }
    }
}

/// The price of load that has lasted for weeks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LastingJson {
    /// Mean lasting load of the diary.
    pub mean_load: Option<f64>,
    /// Its standard deviation.
    pub load_sd: Option<f64>,
    /// Change of lnRMSSD at once, per unit of lasting load.
    pub at_once: LearnedJson,
    /// Factor on the hold, per unit of lasting load.
    pub hold_factor: LearnedJson,
    /// Factor on the ceiling, per unit of lasting load.
    pub ceiling_factor: LearnedJson,
    /// Pr(it shortens the hold more than load that passes).
    pub p_shortens_more: Option<f64>,
    /// Pr(it lowers the ceiling more than load that passes).
    pub p_lowers_more: Option<f64>,
    /// `costs_more`, `costs_less` or `cannot_tell`.
    pub hold: &'static str,
    /// The same of the ceiling.
    pub ceiling: &'static str,
}

impl LastingJson {
    pub(super) fn new(l: &LastingAnswer) -> Self {
        Self {
            mean_load: tidy(l.mean_load),
            load_sd: tidy(l.load_sd),
            at_once: LearnedJson::new(&l.at_once),
            hold_factor: LearnedJson::new(&l.hold_factor),
            ceiling_factor: LearnedJson::new(&l.ceiling_factor),
            p_shortens_more: tidy(l.p_shortens_more),
            p_lowers_more: tidy(l.p_lowers_more),
            hold: l.hold.id(),
            ceiling: l.ceiling.id(),
        }
    }
}
