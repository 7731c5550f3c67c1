//! The page of what was said of a person before: since when each verdict stands, then every answer.

use maud::html;

use super::document::document;
use crate::chart::person as chart;
use crate::page::HistoryPage;
use crate::words::count;
use crate::words::person as words;

/// The whole file.
pub fn history(page: &HistoryPage) -> String {
    let answers = &page.answers;
    let latest = words::latest(answers);
    let ids = words::inputs_of(answers);
    let title = "How the answer changed";
    let body = html! {
        header {
            p class="family input" { "Answers that were kept" }
            h1 { (title) }
            p class="facts" { (page.source) " · " (count(answers.len())) @if answers.len() == 1 { " answer" } @else { " answers" } }
        }
        section aria-labelledby="answer" {
            p class="family output" { "Verdicts" }
            @if answers.is_empty() { h2 id="answer" class="answer" { (words::NO_HISTORY) } }
            @else {
                h2 id="answer" class="answer" { "Since when each verdict stands" }
                div class="doubt" {
                    @for id in ids.iter().filter(|id| words::is_judged(answers, id)) {
                        @if let Some(sentence) = words::verdict_since(answers, id) { p { (sentence) } }
                    }
                    p { (words::OFTEN) }
                    @if let Some(said) = words::versions(answers) { p { (said) } }
                }
            }
        }
        @for id in &ids {
            @if let Some(figure) = chart::history(&words::said_of(latest, id), id) { section { (figure.render()) } }
        }
        @if !answers.is_empty() {
            section aria-labelledby="ceiling" {
                p class="family interference" { "Interference" }
                h2 id="ceiling" { "The ceiling, without load, and what each answer rests on" }
                div class="scroll" {
                    table {
                        caption { (words::PAST_CEILING) }
                        thead { tr { th scope="col" { "answer" } th scope="col" { "diary" } th scope="col" { "readings" } th scope="col" { "sessions" } th scope="col" { "ceiling" } th scope="col" { "vagal" } } }
                        tbody {
                            @for a in latest {
                                tr {
                                    th scope="row" { (a.fitted.date()) } td { (words::diary_length(a.days)) } td { (count(a.readings)) } td { (count(a.sessions())) }
                                    td { (words::past_ceiling(a)) } td { (a.version) }
                                }
                            }
                        }
                    }
                }
                @if latest.len() < answers.len() { p { (count(answers.len() - latest.len())) " earlier answers are in the JSON." } }
            }
        }
        section class="method" {
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " (page.source) }
            @if let Some(command) = &page.command { p class="stamp" { code { (command) } } }
        }
    };
    document(title, env!("CARGO_PKG_VERSION"), &body)
}
