//! The page of a sweep: the curve and its numbers.

use maud::html;

use super::document::document;
use crate::chart;
use crate::page::SweepPage;

/// The whole file.
pub fn sweep(page: &SweepPage) -> String {
    let title = format!("{} over a range", page.key);
    let body = html! {
        header {
            p class="family input" { "What was done, in a model" }
            h1 { (title) }
            p class="facts" { (page.file) " · " (page.rows.len()) " values" }
            p class="demo" { strong { "Simulated." } " Nothing on this page was measured on a person. Sizes and time constants of touch are our own calibration: the curve shows what is assumed, not what is known." }
        }
        section {
            @match chart::sweep(page) {
                Some(figure) => (figure.render()),
                None => p { "No window of this scenario was long enough to read RMSSD from." },
            }
        }
        section class="method" {
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) @if let Some(command) = &page.command { " · " code { (command) } } }
        }
    };
    document(&title, env!("CARGO_PKG_VERSION"), &body)
}
