//! The checker over rules, their thresholds and questions, and the options.

use super::{Problem, Report, check_twice};
use crate::rule::{Rule, RuleQuestion, placeholders};
use crate::{Date, Ledger};
use vagal_core::RuleList;

/// What every rule can say when it is open.
const OPEN: &str = "open";

/// The options that must all be there, in this order: none may quietly go missing.
const OPTIONS: [&str; 7] = [
    "go_on",
    "change_dose",
    "another_input",
    "work_on_driver",
    "stop",
    "see_physician",
    "assessment",
];

pub(super) fn check(ledger: &Ledger, today: Date, found: &mut Vec<Problem>) {
    for rule in &ledger.rules {
        let mut report = Report { file: "rules.toml", item: &rule.id, found };
        check_rule(rule, ledger, today, &mut report);
    }
    for threshold in &ledger.thresholds {
        let mut report = Report { file: "thresholds.toml", item: &threshold.id, found };
        report.identifier(&threshold.id);
        report.filled("unit", &threshold.unit);
        report.text("reason", &threshold.reason);
        if !(threshold.value.is_finite() && threshold.value > 0.0) {
            report.problem("a threshold is a positive number".into());
        }
        if let Some(key) = &threshold.source
            && ledger.source(key).is_none()
        {
            report.problem(format!("names the source `{key}`, which is not there"));
        }
        if !ledger.rules.iter().any(|rule| rule.thresholds.contains(&threshold.id)) {
            report.problem("belongs to no rule".into());
        }
    }
    for question in &ledger.rule_questions {
        let mut report = Report { file: "rule_questions.toml", item: &question.id, found };
        check_question(question, ledger, &mut report);
    }
    for option in &ledger.options {
        let mut report = Report { file: "options.toml", item: &option.id, found };
        report.text("name", &option.name);
        report.text("says", &option.says);
        if let Some(interest) = &option.interest {
            report.text("interest", interest);
        }
        if option.id == "assessment" && option.interest.is_none() {
            report.problem("does not say who earns from it".into());
        }
    }
    let have: Vec<&str> = ledger.options.iter().map(|o| o.id.as_str()).collect();
    if have != OPTIONS {
        let mut report = Report { file: "options.toml", item: "all", found };
        report.problem(format!("the options are {}, in this order", OPTIONS.join(", ")));
    }
    check_twice("rules.toml", ledger.rules.iter().map(|r| r.id.clone()), found);
    check_twice("thresholds.toml", ledger.thresholds.iter().map(|t| t.id.clone()), found);
    check_twice("rule_questions.toml", ledger.rule_questions.iter().map(|q| q.id.clone()), found);
}

fn check_rule(rule: &Rule, ledger: &Ledger, today: Date, report: &mut Report<'_>) {
    report.text("name", &rule.name);
    report.text("predicate", &rule.predicate);
    report.text("needs", &rule.needs);
    report.text("cannot_know", &rule.cannot_know);
    if rule.claims.is_empty() {
        report.problem("puts no claim to the test".into());
    }
    report.claims(&rule.claims, ledger);
    for key in &rule.thresholds {
        if ledger.threshold(key).is_none() {
            report.problem(format!("names the threshold `{key}`, which is not there"));
        }
    }
    for key in &rule.questions {
        if ledger.rule_question(key).is_none() {
            report.problem(format!("names the question `{key}`, which is not there"));
        }
    }
    for key in ["fires", OPEN] {
        if !rule.says.keys().any(|said| said.starts_with(key)) {
            report.problem(format!("has nothing to say for `{key}`"));
        }
    }
    let texts = rule.says.iter().map(|(key, text)| (format!("says.{key}"), text));
    let plans =
        [("plan", &rule.plan), ("success", &rule.success), ("on_failure", &rule.on_failure)];
    let plans =
        plans.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.as_ref()?)));
    for (field, text) in texts.chain(plans) {
        report.text(&field, text);
        if let Err(what) = placeholders(text) {
            report.problem(format!("`{field}` has {what}"));
        }
    }
    let planned = rule.plan.is_some() && rule.success.is_some() && rule.on_failure.is_some();
    if planned != (rule.list == RuleList::UseCase) {
        report.problem("a use case, and nothing else, has plan, success and on_failure".into());
    }
    if rule.version == 0 {
        report.problem("versions count from 1".into());
    }
    report.review(rule.review_by, today);
}

fn check_question(question: &RuleQuestion, ledger: &Ledger, report: &mut Report<'_>) {
    report.key(&question.id, &["GQ"]);
    report.text("name", &question.name);
    if question.asks.is_empty() {
        report.problem("asks nothing".into());
    }
    for ask in &question.asks {
        report.question(ask);
    }
    if !ledger.rules.iter().any(|rule| rule.questions.contains(&question.id)) {
        report.problem("belongs to no rule".into());
    }
}
