//! The page of a check: what to do, why, which inputs are offered, what was asked and answered.

use maud::{Markup, html};
use vagal_core::{Answer, SafetyCheck, SafetyItem};
use vagal_evidence::source;

use super::document::document;
use crate::words::{self, capital};

/// The whole file; `command` is the command line without directories.
pub fn safety(check: &SafetyCheck, command: &str) -> String {
    let raised = check.spoken_of();
    let (yes, open): (Vec<&SafetyItem>, Vec<&SafetyItem>) =
        raised.iter().partition(|item| item.answer == Answer::Yes);
    let body = html! {
        header {
            p class="family interference" { "Before anything else" }
            h1 { "Check" }
        }
        section aria-labelledby="answer" {
            h2 id="answer" class="answer" { (words::safety_answer(check)) }
            div class="doubt" {
                @if let Some(why) = words::by_silence(check) { p { (why) } }
                @if !check.is_emergency() {
                    @if check.suppresses_advice() { p { (words::ALL_PAUSED) } }
                    p { (words::WHAT_A_CHECK_IS) }
                }
            }
            @for item in &yes { (raised_item(check, item)) }
            @if !open.is_empty() {
                h3 { "Open, and counted as \"see a doctor\"" }
                ul { @for item in &open { li { b { (item.id) } " " (words::item_name(item)) } } }
            }
        }
        @if !check.suppresses_advice() && !check.inputs.is_empty() {
            section aria-labelledby="inputs" {
                p class="family input" { "Inputs" }
                h2 id="inputs" { "Which inputs are offered" }
                @for gate in &check.inputs {
                    article class="claim" {
                        h3 { (capital(&gate.name)) " " span class="grade" { (words::gate(gate.state)) } }
                        ul { @for says in &gate.says { li { (says) } } }
                    }
                }
            }
        }
        @if !check.is_emergency() {
            section aria-labelledby="asked" {
                h2 id="asked" { "What was looked at" }
                (table(&check.items))
            }
        }
        p class="note" { (words::NEEDS_REVIEW) }
        section class="method" {
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " code { (command) } }
        }
    };
    document("Check", env!("CARGO_PKG_VERSION"), &body)
}

fn raised_item(check: &SafetyCheck, item: &SafetyItem) -> Markup {
    html! {
        article class="claim" {
            h3 {
                (item.id) " " (words::item_name(item)) " "
                @if let Some(level) = item.level { span class="grade" { (words::level(level)) } }
            }
            p { (item.text) }
            @if let Some(action) = check.action_of(item) { p { (action) } }
            @for key in &item.sources {
                @if let Some(source) = source(key) { p class="note" { (source.citation) } }
            }
            @if item.sources.is_empty() { p class="note" { (words::item_sources(item)) } }
        }
    }
}

fn table(items: &[SafetyItem]) -> Markup {
    html! {
        div class="scroll" {
            table class="words" {
                thead { tr {
                    th scope="col" { "key" } th scope="col" { "what" }
                    th scope="col" { "answer" } th scope="col" { "counts as" }
                } }
                tbody {
                    @for item in items {
                        tr {
                            th scope="row" { (item.id) }
                            td { (words::item_name(item)) }
                            td { (item.answer.id()) }
                            td { (item.level.map_or("–", words::level)) }
                        }
                    }
                }
            }
        }
    }
}
