//! The page of a search over paced breathing rates: the answer, the curve, how far to trust it.

use maud::html;

use super::document::document;
use crate::chart;
use crate::page::ResonancePage;
use crate::words;

/// The whole file.
pub fn resonance(page: &ResonancePage) -> String {
    let title = "Breathing rate of the largest swing";
    let found = &page.resonance;
    let unread = found.trials.iter().filter_map(|t| Some((t, t.swing.as_ref().err()?)));
    let unread: Vec<_> = unread.collect();
    let body = html! {
        header {
            p class="family output" { "What could be seen" }
            h1 { (words::resonance_answer(found)) }
            p class="facts" { (page.source.name) " · " (found.trials.len()) " paced stretches" }
            @if let Some(reason) = words::resonance_reason(found) { p { (reason) } }
        }
        section {
            @if let Some(figure) = chart::resonance(page) { (figure.render()) }
            @if !unread.is_empty() {
                h2 { "Not read" }
                ul {
                    @for (trial, unfit) in unread {
                        li { (trial.paced.rate_per_min) " breaths a minute: " (unfit) }
                    }
                }
            }
        }
        section {
            h2 { "How far to trust it" }
            p { (words::HOLDS_POORLY) }
            p { (words::WHAT_A_SWING_IS) }
            @if !page.rates.is_empty() {
                h2 { "How such searches end on simulated people" }
                ul { @for rate in &page.rates { li { (words::search_rate(rate)) } } }
            }
            @for note in &page.notes { p { "Note: " (note.text) } }
        }
        section class="method" {
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) @if let Some(command) = &page.command { " · " code { (command) } } }
            @if !page.rates.is_empty() { p class="stamp" { "Simulated by " code { (page.rates_command) } } }
        }
    };
    document(title, env!("CARGO_PKG_VERSION"), &body)
}
