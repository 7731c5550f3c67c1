//! The page of an experiment: the answer, the difference, every session, what was fixed beforehand and what it cannot show.

use std::collections::BTreeSet;

use maud::{Markup, html};
use vagal_core::Moment;
use vagal_core::experiment::{ExperimentPhase, PowerTable};
use vagal_evidence::{claim, source};

use super::document::document;
use crate::chart::person as chart;
use crate::page::ExperimentPage;
use crate::words::experiment as words;
use crate::words::{capital, decimal, probability};

/// The whole file.
pub fn experiment(page: &ExperimentPage) -> String {
    let plan = &page.plan;
    let (first, second) = words::question_arms(plan);
    let title = format!("{} against {second}: an experiment", capital(first));
    let departures = words::deviations(page);
    let body = html! {
        header {
            p class="family input" { "An experiment of one person" }
            h1 { (title) }
            p class="facts" {
                (plan.person) " · " (words::registration(page)) " · " (plan.blocks.len()) " blocks · "
                (decimal(plan.weeks().ceil(), 0)) " weeks"
            }
        }
        section aria-labelledby="answer" {
            p class="family output" { (words::question(plan)) }
            h2 id="answer" class="answer" { (words::experiment_answer(page)) }
            div class="doubt" {
                @for sentence in words::experiment_doubt(page) { p { (sentence) } }
                @if let Some(asked) = words::asked(page) { p class="next" { "Asked " (asked) "." } }
            }
            @if let Some(figure) = chart::experiment_effects(page) { (figure.render()) }
            @if let Some(figure) = chart::experiment_periods(page) { (figure.render()) }
        }
        (flow(page))
        section aria-labelledby="departures" {
            p class="family interference" { "What was not as drawn" }
            h2 id="departures" { "Departures from the protocol" }
            @if departures.is_empty() { p { "None so far." } }
            @else { ul { @for d in &departures { li { (d) } } } }
            p class="note" { "The question counts every session as the input that was drawn for it, whatever was done." }
        }
        @if !page.state.beside.is_empty() {
            section aria-labelledby="beside" {
                h2 id="beside" { "Beside the question, without a verdict" }
                ul { @for c in &page.state.beside { li { (words::contrast(plan, c)) "." } } }
                p class="note" { "Intervals of these are for one look each; with several of them one may leave out zero by chance." }
            }
        }
        section aria-labelledby="limits" {
            h2 id="limits" { "What it cannot show" }
            ul { @for limit in words::cannot_show(plan) { li { (limit) } } }
        }
        (known(page))
        (fixed(page))
        section class="method" {
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · sha256:" (page.sha256) }
            p class="stamp" { code { (page.command) } }
        }
    };
    document(&title, env!("CARGO_PKG_VERSION"), &body)
}

/// Sessions by input, and the looks.
fn flow(page: &ExperimentPage) -> Markup {
    let (plan, state) = (&page.plan, &page.state);
    html! {
        section aria-labelledby="flow" {
            h2 id="flow" { "Sessions and looks" }
            div class="scroll" {
                table {
                    thead { tr {
                        th scope="col" { "input" } th scope="col" { "planned" } th scope="col" { "over" } th scope="col" { "as drawn" }
                        th scope="col" { "otherwise" } th scope="col" { "outcomes" }
                    } }
                    tbody {
                        @for (arm, n) in plan.arms.iter().zip(&state.counts) {
                            tr {
                                th scope="row" { (words::dose(arm)) }
                                td { (plan.sessions_per_arm()) } td { (n.past) } td { (n.done) } td { (n.deviating) } td { (n.outcomes) }
                            }
                        }
                    }
                }
            }
            ul { @for l in &state.looks { li { (capital(&words::look(l, plan.blocks.len()))) } } }
            @if page.reveal || state.phase == ExperimentPhase::Ended {
                details {
                    summary { "Every session day" }
                    div class="scroll" {
                        table class="words" {
                            thead { tr { th scope="col" { "block" } th scope="col" { "day" } th scope="col" { "drawn" } th scope="col" { "done" } } }
                            tbody {
                                @for (i, p) in state.periods.iter().enumerate() {
                                    tr {
                                        td { (p.session.block + 1) }
                                        th scope="row" { (Moment::date_of_day(p.session.day)) }
                                        td { (words::shown_arm(page, i, p).map_or("", |a| a.name.as_str())) }
                                        td { (p.remark.as_deref().unwrap_or(words::kept(p.kept))) }
                                    }
                                }
                            }
                        }
                    }
                }
            } @else {
                p class="note" { "Which input comes on the days ahead is not shown, so that nobody plans around it." }
            }
        }
    }
}

/// What the ledger says of the inputs compared.
fn known(page: &ExperimentPage) -> Markup {
    let inputs = || page.plan.arms.iter().filter_map(|a| vagal_evidence::input(&a.input));
    let mut seen = BTreeSet::new();
    html! {
        section aria-labelledby="known" {
            h2 id="known" { "What is claimed of these inputs, and how well it stands" }
            @for input in inputs() {
                @for known in input.claims.iter().filter_map(|id| claim(id)) {
                    @if seen.insert(known.id.clone()) {
                        p class="note" {
                            (capital(&input.name)) ": " (known.id) " " (known.paraphrase) " "
                            span class="grade" { (known.grade.words()) }
                        }
                    }
                }
                @for found in input.evidence.list() {
                    p class="note" {
                        (capital(&input.name)) ": " (found.found) " "
                        @if let Some(source) = source(&found.source) { "(" (source.citation) ")" }
                    }
                }
            }
        }
    }
}

/// Everything that was fixed before the first session.
fn fixed(page: &ExperimentPage) -> Markup {
    let plan = &page.plan;
    let outcome = plan.primary;
    let secondary: Vec<&str> = plan.secondary.iter().map(|o| o.name()).collect();
    let weekdays: Vec<&str> = plan.weekdays.iter().map(|d| d.id()).collect();
    html! {
        section aria-labelledby="fixed" {
            h2 id="fixed" { "What was fixed before the first session" }
            dl class="context" {
                dt { "outcome" } dd { (outcome.name()) }
                dt { "beside it" } dd { @if secondary.is_empty() { "nothing" } @else { (secondary.join("; ")) } }
                dt { "SWC" } dd { (words::size(outcome, plan.swc)) " (" (plan.swc) " " (outcome.unit()) "), " (plan.swc_reason) }
                dt { "draw" } dd { "permuted blocks of " (plan.arms.len()) ", from SHA-256 of the seed" }
                dt { "days" } dd { (weekdays.join(", ")) "; at least " (plan.washout_days) " days from one session to the next" }
                dt { "test" } dd { "turning blocks around, two-sided " (plan.level) " over all looks, " (plan.spending.id()) " spending; no difference at " (plan.no_difference_level) }
                dt { "power" } dd { (words::planned(plan)) }
                dt { "noise" } dd { (words::noise_line(outcome, &plan.noise)) }
            }
            @if let Some(power) = &page.power { (powers(power, page)) }
        }
    }
}

fn powers(power: &PowerTable, page: &ExperimentPage) -> Markup {
    html! {
        div class="scroll" {
            table {
                caption { "Probability of finding a true difference, by simulation with looks, missing outcomes and what is not known of the noise; at 0% of finding one that is not there" }
                thead { tr { th scope="col" { "sessions of each" } th scope="col" { "weeks" } th scope="col" { "true difference" } th scope="col" { "found" } th scope="col" { "no difference" } th scope="col" { "sessions used" } } }
                tbody {
                    @for c in &power.cells {
                        tr {
                            td { (c.sessions_per_arm) } td { (decimal(c.weeks.ceil(), 0)) }
                            td { (words::size(page.plan.primary, c.effect)) }
                            td { (probability(c.found)) } td { (probability(c.no_difference)) } td { (decimal(c.sessions_used, 1)) }
                        }
                    }
                }
            }
        }
    }
}
