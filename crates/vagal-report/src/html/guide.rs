//! The page of advice: the answer, both lists side by side, ways of using it, what can be done, how often it is right.

use maud::{Markup, html};
use vagal_core::{Advice, RuleFinding, RuleList, RuleState, UseCase};
use vagal_evidence::{claim, source};

use super::document::document;
use crate::page::GuidePage;
use crate::words::{self, capital};

/// The whole file.
pub fn guide(page: &GuidePage) -> String {
    let advice = &page.advice;
    if advice.safety.suppresses_advice() {
        return super::safety(&advice.safety, &page.command);
    }
    let body = html! {
        header {
            p class="family input" { "Is massage the right tool" }
            h1 { "Guide" }
        }
        section aria-labelledby="answer" {
            h2 id="answer" class="answer" { (words::guide_answer(advice).join(" ")) }
            div class="doubt" {
                @if let Some(changed) = words::changed(advice) { p class="next" { (changed) } }
                p { "As of " (advice.at) ". Nothing later was looked at." }
                p { (words::WHAT_ADVICE_IS) }
            }
            div class="pair" {
                @for list in [RuleList::Fits, RuleList::Review] { (overview(advice, list)) }
            }
        }
        @for list in [RuleList::Fits, RuleList::Review] {
            section aria-labelledby=(list.id()) {
                h2 id=(list.id()) { (words::rule_list(list)) }
                @for found in advice.rules.iter().filter(|r| r.list == list) { (rule(found)) }
            }
        }
        section aria-labelledby="use" {
            h2 id="use" { (words::rule_list(RuleList::UseCase)) }
            @for case in &advice.use_cases { (use_case(case)) }
        }
        section aria-labelledby="options" {
            h2 id="options" { "What can be done" }
            p { (words::EQUAL_RANK) }
            @for option in &advice.options {
                article class="claim" {
                    h3 { (capital(&option.name)) }
                    p { (option.says) }
                    @if !option.details.is_empty() {
                        ul { @for detail in &option.details { li { (detail) } } }
                    }
                    @if let Some(interest) = &option.interest { p class="note" { (interest) } }
                }
            }
        }
        @if !page.rates.is_empty() { (rates(page)) }
        section class="method" {
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " code { (page.command) } }
        }
    };
    document("Guide", env!("CARGO_PKG_VERSION"), &body)
}

/// Every rule of a list with its state: what VISUAL calls the rows.
fn overview(advice: &Advice, list: RuleList) -> Markup {
    html! {
        div {
            h3 { (words::rule_list(list)) }
            dl class="context" {
                @for rule in advice.rules.iter().filter(|r| r.list == list) {
                    dt { (rule.id) }
                    dd { b { (capital(words::rule_state(rule.state))) } " · " (rule.name) }
                }
            }
        }
    }
}

fn rule(rule: &RuleFinding) -> Markup {
    html! {
        article class="claim" {
            h3 {
                (rule.id) " " (capital(&rule.name)) " "
                span class="grade" { (words::rule_state(rule.state)) }
            }
            p { (rule.says) }
            (behind(rule))
        }
    }
}

fn use_case(case: &UseCase) -> Markup {
    let rule = &case.finding;
    html! {
        article class="claim" {
            h3 {
                (rule.id) " " (capital(&rule.name)) " "
                span class="grade" { (words::rule_state(rule.state)) }
            }
            p { (rule.says) }
            @if rule.state == RuleState::True {
                dl class="context" {
                    dt { "plan" } dd { (case.plan) }
                    dt { "success" } dd { (case.success) }
                    dt { "if not" } dd { (case.on_failure) }
                }
            }
            (behind(rule))
        }
    }
}

/// Predicate, numbers, thresholds, claims, and what cannot be known.
fn behind(rule: &RuleFinding) -> Markup {
    html! {
        details {
            summary { "What stands behind it" }
            p { b { "Rule, version " (rule.version) ": " } (rule.predicate) }
            p { b { "What this cannot know: " } (rule.cannot_know) }
            @if !rule.figures.is_empty() {
                dl class="context" {
                    @for figure in &rule.figures { dt { (figure.name) } dd { (figure) } }
                }
            }
            @if !rule.thresholds.is_empty() {
                div class="scroll" {
                    table class="words" {
                        thead { tr {
                            th scope="col" { "compared with" } th scope="col" { "value" }
                            th scope="col" { "why" }
                        } }
                        tbody {
                            @for t in &rule.thresholds {
                                tr {
                                    th scope="row" { (t.id) }
                                    td {
                                        (t.value) " " (t.unit)
                                        @if t.is_changed() { b { ", changed from " (t.built_in) } }
                                    }
                                    td { (t.reason) " " (basis(t.source.as_deref())) }
                                }
                            }
                        }
                    }
                }
            }
            @for known in rule.claims.iter().filter_map(|id| claim(id)) {
                p class="note" {
                    "Under test: " (known.id) " " (known.paraphrase) " "
                    span class="grade" { (known.grade.words()) } " " (known.why)
                }
            }
        }
    }
}

fn basis(key: Option<&str>) -> String {
    match key.and_then(source) {
        Some(source) => format!("({})", source.citation),
        None => "(house choice)".into(),
    }
}

fn rates(page: &GuidePage) -> Markup {
    html! {
        section aria-labelledby="rates" {
            h2 id="rates" { "How often this verdict was given to simulated people" }
            div class="scroll" {
                table class="words" {
                    thead { tr { th scope="col" { "for them it is" } th scope="col" { "given to" } } }
                    tbody {
                        @for rate in &page.rates {
                            tr {
                                th scope="row" { @if rate.right { "right" } @else { "wrong" } }
                                td { (words::guide_rate(rate)) }
                            }
                        }
                    }
                }
            }
            @if let Some(says) = words::at_most_wrong(&page.rates) { p class="note" { (says) } }
            p class="note" { "Simulated by " code { (page.rates_command) } }
        }
    }
}
