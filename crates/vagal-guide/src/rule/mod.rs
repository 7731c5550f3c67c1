//! Rules: one file each, one list `RULES`; the words and thresholds are data of `vagal-evidence`.
//!
//! A rule never says more than its three states. What is missing makes it insufficient, and never true or false.

mod a1;
mod a2;
mod a3;
mod a4;
mod s1;
mod s1a;
mod s1b;
mod s2;
mod s3;
mod s4;
mod uc_a;
mod uc_c;
mod uc_m;
mod uc_s;

use vagal_core::advice::SHARE;
use vagal_core::{Answer, Figure, FigureValue, Moment, RuleFinding, RuleState};
use vagal_evidence::{Rule, rule, rule_questions};

use crate::case::Case;
use crate::limits::Limits;
use crate::quantity::{Interval, Missing};

/// One rule as code: the key of its data, and how it is judged.
pub struct RuleDef {
    /// Key in the ledger.
    pub id: &'static str,
    /// Judges a case.
    pub judge: fn(&Case<'_>) -> Judged,
}

/// Every rule, in the order of the ledger; a test holds that the two are the same.
pub const RULES: &[RuleDef] = &[
    RuleDef { id: "A1", judge: a1::judge },
    RuleDef { id: "A2", judge: a2::judge },
    RuleDef { id: "A3", judge: a3::judge },
    RuleDef { id: "A4", judge: a4::judge },
    RuleDef { id: "S1a", judge: s1a::judge },
    RuleDef { id: "S1b", judge: s1b::judge },
    RuleDef { id: "S2", judge: s2::judge },
    RuleDef { id: "S3", judge: s3::judge },
    RuleDef { id: "S4", judge: s4::judge },
    RuleDef { id: "UC-M", judge: uc_m::judge },
    RuleDef { id: "UC-S", judge: uc_s::judge },
    RuleDef { id: "UC-A", judge: uc_a::judge },
    RuleDef { id: "UC-C", judge: uc_c::judge },
];

/// What a judge found.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The state.
    pub state: RuleState,
    /// Which of the rule's sentences says it.
    pub says: &'static str,
    /// The numbers behind it.
    pub figures: Vec<Figure>,
    /// What is missing.
    pub missing: Vec<Missing>,
}

impl Judged {
    fn new(state: RuleState, says: &'static str, figures: Vec<Figure>) -> Self {
        Self { state, says, figures, missing: Vec::new() }
    }

    fn holds(says: &'static str, figures: Vec<Figure>) -> Self {
        Self::new(RuleState::True, says, figures)
    }

    fn fails(says: &'static str, figures: Vec<Figure>) -> Self {
        Self::new(RuleState::False, says, figures)
    }

    fn open(missing: Vec<Missing>, figures: Vec<Figure>) -> Self {
        Self { state: RuleState::Insufficient, says: "open", figures, missing }
    }
}

/// Judges one rule of the list and puts its finding together with its data.
pub(crate) fn find(def: &RuleDef, case: &Case<'_>, limits: &Limits) -> Option<RuleFinding> {
    let data = rule(def.id)?;
    let judged = (def.judge)(case);
    Some(finding(data, judged, limits))
}

fn finding(data: &Rule, judged: Judged, limits: &Limits) -> RuleFinding {
    let missing: Vec<String> = judged.missing.iter().map(|m| m.what.clone()).collect();
    let sentence = data.says.get(judged.says).map_or(data.name.as_str(), String::as_str);
    let mut says = fill(sentence, &judged.figures, &missing.join("; "));
    if judged.state == RuleState::Insufficient
        && let Some(day) = judged.missing.iter().filter_map(|m| m.again).max()
    {
        says.push_str(&format!(" Ask again after {}.", Moment::date_of_day(day)));
    }
    RuleFinding {
        id: data.id.clone(),
        name: data.name.clone(),
        list: data.list,
        version: data.version,
        state: judged.state,
        says,
        predicate: data.predicate.clone(),
        claims: data.claims.clone(),
        figures: judged.figures,
        missing,
        cannot_know: data.cannot_know.clone(),
        thresholds: limits.of_rule(data),
    }
}

/// A sentence with its numbers in place; a name without a number stays in its braces, which a test would see.
pub(crate) fn fill(sentence: &str, figures: &[Figure], missing: &str) -> String {
    let said = figures.iter().fold(sentence.to_owned(), |said, figure| {
        said.replace(&format!("{{{}}}", figure.id), &figure.to_string())
    });
    said.replace("{missing}", missing)
}

/// What was answered to a question of the rules.
fn answer(case: &Case<'_>, id: &str, index: usize) -> Answer {
    case.answers.get(id, index)
}

/// That a question is open, with its key, so that it can be found in the file of answers.
fn unanswered(id: &str, index: usize) -> Missing {
    let question = rule_questions().iter().find(|q| q.id == id);
    let several = question.is_some_and(|q| q.asks.len() > 1);
    let key = if several { format!("{id}.{}", index + 1) } else { id.to_owned() };
    let name = question.map_or("", |q| q.name.as_str());
    Missing::new(format!("an answer to {key} ({name})"))
}

/// An interval as a figure.
fn interval(id: &'static str, name: &'static str, unit: &'static str, of: &Interval) -> Figure {
    let value = FigureValue::Interval {
        estimate: of.estimate.is_finite().then_some(of.estimate),
        low: of.low,
        high: of.high,
        level: of.level,
    };
    Figure { id, name, unit, value }
}

/// A count as a figure.
fn count(id: &'static str, name: &'static str, n: usize) -> Figure {
    Figure::number(id, name, "", n as f64)
}

/// A share as a figure.
fn share(id: &'static str, name: &'static str, share: f64) -> Figure {
    Figure::number(id, name, SHARE, share)
}

#[cfg(test)]
mod tests;
