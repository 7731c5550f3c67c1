//! The frame of every page: head, colours by theme, inline style.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::clean::without_controls;
use super::theme::{DARK, LIGHT, PRINT};

const STYLE: &str = include_str!("style.css");

/// The whole file around what a page says; it needs nothing else.
pub(crate) fn document(title: &str, version: &str, body: &Markup) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "vagal " (version) };
                title { (title) }
                style { (PreEscaped(stylesheet())) }
            }
            body { main { (body) } }
        }
    };
    without_controls(markup.into_string())
}

pub(super) fn stylesheet() -> String {
    format!(
        ":root{{{}}}\n@media (prefers-color-scheme:dark){{:root{{{}}}}}\n@media print{{:root{{{}}}}}\n{STYLE}",
        LIGHT.css(),
        DARK.css(),
        PRINT.css()
    )
}
