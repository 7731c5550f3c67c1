//! Every rule fires, does not, and abstains; every sentence of the ledger comes up, with its numbers in place.

mod cases;

use std::collections::BTreeSet;

use vagal_core::RuleState::{self, Insufficient};
use vagal_evidence::{rules, thresholds};

use super::{RULES, find};
use crate::limits::Limits;
use crate::quantity::made::Made;
use cases::{Row, first_list, made, massages, second_list, tension, use_cases};

fn all_rows() -> Vec<Row> {
    first_list().into_iter().chain(second_list()).chain(use_cases()).collect()
}

#[test]
fn every_rule_fires_does_not_and_abstains() {
    let mut seen = BTreeSet::new();
    for (id, made, day, state, says) in all_rows() {
        let def = RULES.iter().find(|r| r.id == id).unwrap();
        made.at(day, |case| {
            let judged = (def.judge)(case);
            assert_eq!((judged.state, judged.says), (state, says), "{id}: {judged:#?}");
            let found = find(def, case, &Limits::default()).unwrap();
            assert!(!found.says.contains(['{', '}']), "{id}: {}", found.says);
            let data = rules().iter().find(|r| r.id == id).unwrap();
            assert!(data.says.contains_key(says), "{id} has no sentence `{says}`");
            let keys: BTreeSet<&str> = found.figures.iter().map(|f| f.id).collect();
            assert_eq!(keys.len(), found.figures.len(), "{id} has a number twice");
            // What is insufficient names what is missing, or shows the interval that leaves it open.
            let named = !found.missing.is_empty() || says == "unsure" || id == "UC-C";
            assert_eq!(state == Insufficient, named && state == Insufficient, "{id}");
        });
        seen.insert((id, says));
        seen.insert((id, state.id()));
    }
    for rule in rules() {
        for says in rule.says.keys() {
            assert!(
                seen.contains(&(rule.id.as_str(), says.as_str())),
                "{}: `{says}` never comes up",
                rule.id
            );
        }
        for state in RuleState::ALL {
            assert!(
                seen.contains(&(rule.id.as_str(), state.id())),
                "{} is never {}",
                rule.id,
                state.id()
            );
        }
    }
}

#[test]
fn code_and_ledger_have_the_same_rules_in_the_same_order() {
    let code: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    let data: Vec<&str> = rules().iter().map(|r| r.id.as_str()).collect();
    assert_eq!(code, data);
}

#[test]
fn a_day_to_ask_again_is_named_where_the_calendar_gives_one() {
    let young = made(|m| {
        massages(m, 0..=50, 7, 60.0);
        tension(m, 0..=50, |_| 6.0);
    });
    young.at(50, |case| {
        let found = find(&RULES[1], case, &Limits::default()).unwrap();
        assert!(found.says.ends_with("Ask again after 1970-03-26."), "{}", found.says); // day 84
    });
}

#[test]
fn what_came_later_is_not_looked_at() {
    let later = made(|m| {
        massages(m, 0..=84, 7, 60.0);
        tension(m, 0..=84, |_| 6.0);
        tension(m, 85..=200, |_| 0.5);
        massages(m, 85..=200, 1, 90.0);
    });
    let until = made(|m| {
        massages(m, 0..=84, 7, 60.0);
        tension(m, 0..=84, |_| 6.0);
    });
    for def in RULES {
        let judge = |made: &Made| made.at(84, |case| (def.judge)(case));
        assert_eq!(judge(&later), judge(&until), "{}", def.id);
    }
}

/// Every threshold that could move a verdict is shown with it: the others may be changed without a trace.
#[test]
fn a_rule_uses_no_threshold_that_it_does_not_show() {
    let mut hidden = BTreeSet::new();
    for (id, made, day, _, _) in all_rows() {
        let def = RULES.iter().find(|r| r.id == id).unwrap();
        let shown = &rules().iter().find(|r| r.id == id).unwrap().thresholds;
        let before = made.at(day, |case| (def.judge)(case));
        for threshold in thresholds().iter().filter(|t| !shown.contains(&t.id)) {
            for factor in [0.4, 1.6] {
                let mut limits = Limits::default();
                limits.set(&threshold.id, threshold.value * factor).unwrap();
                if made.under(day, &limits, |case| (def.judge)(case)) != before {
                    hidden.insert((id, threshold.id.as_str()));
                }
            }
        }
    }
    assert!(hidden.is_empty(), "used and not shown: {hidden:?}");
}
