//! The page of a simulation: what was done, what the model says, how it is thought to work, what of that is
//! known, and where the model is weak.

use maud::{Markup, html};
use vagal_core::Value;
use vagal_evidence::claim;

use super::document::document;
use crate::chart;
use crate::page::{SimulatePage, StimulusLine, WindowPair};
use crate::words::{self, decimal, duration, minutes};

/// The whole file.
pub fn simulate(page: &SimulatePage) -> String {
    let title = words::simulate_title(page);
    let body = html! {
        (header(page, &title))
        (answer(page))
        (mechanism(page))
        (known(page))
        (readings(page))
        (stations(page))
        (weak_points(page))
        (method(page))
    };
    document(&format!("{title}, simulated"), env!("CARGO_PKG_VERSION"), &body)
}

fn header(page: &SimulatePage, title: &str) -> Markup {
    let s = &page.scenario;
    html! {
        header {
            p class="family input" { "What was done, in a model" }
            h1 { (title) @if let [only] = page.stimuli.as_slice() { span class="dose" { ", " (duration(only.window.length_s())) } } }
            p class="facts" { (s.model_name) " · " (duration(s.duration_s)) " · " (s.beats) " beats · seed " (s.seed) }
            p class="demo" { strong { "Simulated." } " Nothing on this page was measured on a person. Beside every result stands the "
                "same run without what was done: same person, same seed, same noise." }
            ul class="files" {
                @for stimulus in &page.stimuli {
                    li { b { (stimulus.name) } " " span class="muted" { (minutes(stimulus.window))
                        @for piece in &stimulus.dose { ", " (piece) } } }
                }
            }
        }
    }
}

fn answer(page: &SimulatePage) -> Markup {
    let said = words::simulate_answer(page);
    html! {
        section aria-labelledby="answer" {
            p class="family output" { "What the model says" }
            h2 id="answer" class="answer" { (said[0]) }
            div class="doubt" {
                @for sentence in said.iter().skip(1) { p { (sentence) } }
                p { "That is what these equations do, not what was found in people. Which parts rest on published data and which were set by us is said below, part by part." }
            }
        }
    }
}

/// Every index by window, with and without.
fn readings(page: &SimulatePage) -> Markup {
    html! {
        section aria-labelledby="readings" {
            h2 id="readings" { "Readings by window, with and (without)" }
            div class="scroll" {
                table class="indices" {
                    thead { tr {
                        th scope="col" { "reading" }
                        @for pair in &page.windows { th scope="col" { (pair.name.replace('_', " ")) br; span class="unit" { (minutes(pair.window)) } } }
                    } }
                    tbody {
                        @for metric in &page.metrics {
                            tr {
                                th scope="row" { (metric.symbol) @if let Some(unit) = unit(page, &metric.id) { " " span class="unit" { (unit) } } }
                                @for pair in &page.windows { (index_cell(pair, &metric.id)) }
                            }
                        }
                        @for mean in pressures(page) {
                            tr {
                                th scope="row" { (mean.name) " " span class="unit" { (mean.unit) } }
                                @for pair in &page.windows { (mean_cell(pair, &mean.id)) }
                            }
                        }
                    }
                }
            }
            p class="note" { "unfit: the window cannot bear the index, as in a recording." }
        }
    }
}

/// Pressures; the means of the stations are in the table of the arc.
fn pressures(page: &SimulatePage) -> impl Iterator<Item = &crate::page::MeanLine> {
    let means = page.windows.first().map(|w| w.with.means.as_slice()).unwrap_or_default();
    means.iter().filter(|m| ["sbp", "dbp", "map"].contains(&m.id.as_str()))
}

fn index_cell(pair: &WindowPair, id: &str) -> Markup {
    let text = |reading: &crate::page::WindowReading| match reading.summary.index(id) {
        Some(Ok(value)) => words::value_number(value),
        Some(Err(_)) => "unfit".into(),
        None => "–".into(),
    };
    html! { td { (text(&pair.with)) " " span class="unit" { "(" (text(&pair.twin)) ")" } } }
}

/// The unit of an index, from the first window that has a value.
fn unit(page: &SimulatePage, id: &str) -> Option<&'static str> {
    page.windows.iter().find_map(|w| match w.with.summary.index(id) {
        Some(Ok(value)) => Some(Value::unit(*value)),
        _ => None,
    })
}

fn mean_cell(pair: &WindowPair, id: &str) -> Markup {
    let text = |reading: &crate::page::WindowReading| {
        let mean = reading.means.iter().find(|m| m.id == id);
        mean.map_or("–".into(), |m| decimal(m.value, if m.value.abs() < 10.0 { 2 } else { 1 }))
    };
    html! { td { (text(&pair.with)) " " span class="unit" { "(" (text(&pair.twin)) ")" } } }
}

fn mechanism(page: &SimulatePage) -> Markup {
    html! {
        section aria-labelledby="mechanism" {
            h2 id="mechanism" { "How it is thought to work" }
            p { (words::ONE_LOOP) }
            @if let Some(figure) = chart::arc(page) { (figure.render()) }
        }
    }
}

fn known(page: &SimulatePage) -> Markup {
    html! {
        section aria-labelledby="known" {
            p class="family interference" { "Known and assumed" }
            h2 id="known" { "What is known, and what is not" }
            @for stimulus in distinct(&page.stimuli) { (stimulus_known(stimulus)) }
            @if !page.hypotheses.is_empty() {
                h3 { "Assumptions, each of which can be switched" }
                div class="scroll" {
                    table class="words" {
                        thead { tr { th scope="col" { "assumption" } th scope="col" { "as it stands here" } th scope="col" { "claim" } th scope="col" { "why" } } }
                        tbody {
                            @for h in &page.hypotheses {
                                tr {
                                    th scope="row" { code { (h.id) } @if h.on != h.default { " (changed)" } }
                                    td { (h.text) }
                                    td { (graded(&h.claim)) }
                                    td { (h.reason) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Each kind of stimulus once.
fn distinct(stimuli: &[StimulusLine]) -> Vec<&StimulusLine> {
    let mut kinds: Vec<&StimulusLine> = Vec::new();
    for stimulus in stimuli {
        if !kinds.iter().any(|k| k.id == stimulus.id) {
            kinds.push(stimulus);
        }
    }
    kinds
}

fn stimulus_known(stimulus: &StimulusLine) -> Markup {
    html! {
        article class="claim" {
            h3 { (words::capital(&stimulus.name)) }
            div class="sides" {
                div { h4 { "published" } p { (stimulus.known) } }
                div { h4 { "invented or assumed" } p { (stimulus.assumed) } }
            }
            @if let Some(id) = &stimulus.claim {
                @if let Some(claim) = claim(id) {
                    p class="note" { "Under test: " q { (claim.paraphrase) } " " (graded(id)) " " (claim.why) }
                }
            }
        }
    }
}

/// The claim with its grade.
fn graded(id: &str) -> Markup {
    html! {
        (id)
        @if let Some(claim) = claim(id) { " " span class="grade" { (claim.grade.words()) } }
    }
}

fn stations(page: &SimulatePage) -> Markup {
    html! {
        section aria-labelledby="stations" {
            h2 id="stations" { "The trace at each place" }
            @for trace in &page.stations {
                @if let Some(figure) = chart::station(page, trace) { (figure.render()) }
            }
        }
    }
}

fn weak_points(page: &SimulatePage) -> Markup {
    html! {
        @if !page.weak_points.is_empty() {
            section aria-labelledby="weak" {
                h2 id="weak" { "Where this model is weak" }
                ul { @for point in &page.weak_points { li { (point.text) " " span class="muted" { (point.advice) } } } }
            }
        }
    }
}

fn method(page: &SimulatePage) -> Markup {
    let s = &page.scenario;
    html! {
        section class="method" aria-labelledby="method" {
            h2 id="method" { "How this was made" }
            p { (s.model_name) ": " (s.model_source) ". " (s.model_limits) }
            p { "Step " (decimal(1000.0 * s.dt_s, 1)) " ms, " @if s.noise { "with noise" } @else { "without noise" }
                @if s.on_grid { ", beats on the grid of steps" } "." }
            @if !page.changed.is_empty() {
                h3 { "Parameters that were changed" }
                div class="scroll" {
                    table class="settings" {
                        thead { tr { th scope="col" { "symbol" } th scope="col" { "what" } th scope="col" { "here" } th scope="col" { "otherwise" } } }
                        tbody {
                            @for p in &page.changed {
                                tr { th scope="row" { code { (p.symbol) } } td { (p.name) } td { (p.value) " " (p.unit) } td { (p.default) } }
                            }
                        }
                    }
                }
            }
            @if !page.notes.is_empty() { ul { @for note in &page.notes { li { (note) } } } }
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " (s.file) }
            @if let Some(command) = &page.command { p class="stamp" { code { (command) } } }
        }
    }
}
