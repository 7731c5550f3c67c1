//! The page of a plan: the verdict, the schedules, what less load would be worth, when a question can be answered.

use maud::{Markup, html};

use super::document::document;
use crate::chart::person as chart;
use crate::page::PlanPage;
use crate::words::person::diary_length;
use crate::words::plan as words;
use crate::words::{decimal, swc_pct};

/// The whole file.
pub fn plan(page: &PlanPage) -> String {
    let plan = &page.plan;
    let title = format!("A plan after {} of a diary", diary_length(page.days));
    let body = html! {
        header {
            p class="family input" { "What to do" }
            h1 { (title) }
            p class="facts" { (page.source) " · the next " (decimal(plan.horizon_days, 0)) " days · SWC " (swc_pct(plan.swc)) }
            @if plan.preview { p class="demo" { strong { "A preview, not the answer." } " The draws are those of a normal around the mode." } }
        }
        section aria-labelledby="answer" {
            p class="family output" { "What it would give" }
            h2 id="answer" class="answer" { (words::plan_answer(plan)) }
            div class="doubt" { @for sentence in words::plan_doubt(plan) { p { (sentence) } } }
            @if let Some(figure) = chart::schedules(plan) { (figure.render()) }
        }
        (load(page))
        (question(page))
        section class="method" aria-labelledby="method" {
            h2 id="method" { "How this was made" }
            p { "For every draw of the posterior each schedule is lived through for the whole horizon, with sessions that vary as they did in the diary; above means that the shift "
                "which sessions made, fast and durable parts together, exceeds the smallest worthwhile change. The same draws and the same variation serve every schedule." }
            div class="scroll" {
                table class="settings" {
                    thead { tr { th scope="col" { "setting" } th scope="col" { "here" } th scope="col" { "why" } } }
                    tbody { @for s in &plan.settings { tr { th scope="row" { (s.name) } td { (s.value) } td { (s.reason) } } } }
                }
            }
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " (page.source) " · seed " (page.seed) }
            @if let Some(command) = &page.command { p class="stamp" { code { (command) } } }
        }
    };
    document(&title, env!("CARGO_PKG_VERSION"), &body)
}

fn load(page: &PlanPage) -> Markup {
    html! {
        section aria-labelledby="load" {
            p class="family interference" { "Interference" }
            h2 id="load" { "What less load would be worth" }
            @if page.plan.less_load.is_empty() { p { "The load never varied in this diary, so its price cannot be told." } }
            @else { div class="doubt" { @for l in &page.plan.less_load { p { (words::less_load(l)) } } } }
        }
    }
}

fn question(page: &PlanPage) -> Markup {
    html! {
        section aria-labelledby="question" {
            h2 id="question" { "When the open question can be answered" }
            @match &page.plan.sessions_needed {
                None => p { "No question is open, or none was simulated." },
                Some(n) => {
                    div class="doubt" { @for sentence in words::sessions_needed(n) { p { (sentence) } } }
                    div class="scroll" {
                        table {
                            caption { "Simulated futures of this person: a draw of the posterior as the truth, the diary's own pattern of readings, verdicts by the preview" }
                            thead { tr { th scope="col" { "sessions" } th scope="col" { "days" } th scope="col" { "futures" } th scope="col" { "a verdict is reached, %" } th scope="col" { "a wrong one, %" } } }
                            tbody {
                                @for at in &n.tried {
                                    tr { td { (at.sessions) } td { (decimal(at.days, 0)) } td { (at.futures) } td { (decimal(100.0 * at.answered, 0)) } td { (decimal(100.0 * at.wrong, 0)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
