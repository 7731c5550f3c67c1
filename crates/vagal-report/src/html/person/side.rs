//! What is set side by side, outside of the model.

use maud::{Markup, html};

use crate::page::PersonPage;
use crate::words::person as words;

/// Felt and measured, worked and not worked, before and after; nothing where a diary holds none of it.
pub(super) fn side(page: &PersonPage) -> Markup {
    let sides = words::sides(&page.posterior.comparisons);
    html! {
        @if !sides.is_empty() {
            section aria-labelledby="side" {
                p class="family output" { "Side by side" }
                h2 id="side" { "What was felt, where hands worked, before and after" }
                p { "Small estimates of their own, outside of the model. Keys such as C22 are claims of the ledger." }
                @for side in &sides {
                    h3 class="group" { (side.head) }
                    div class="doubt" { @for sentence in &side.sentences { p { (sentence) } } }
                }
            }
        }
    }
}
