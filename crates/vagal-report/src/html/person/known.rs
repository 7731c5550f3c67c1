//! What the literature says about each input of a diary, for and against, with grades.

use maud::{Markup, html};
use vagal_evidence::{Claim, claim, input, source};

use crate::page::PersonPage;
use crate::words::capital;

/// Claims per input, each with its grade; what the ledger does not know is said.
pub(super) fn known(page: &PersonPage) -> Markup {
    let ids: Vec<&str> = page.posterior.inputs.iter().map(|a| a.id.as_str()).collect();
    let unknown: Vec<&str> = ids.iter().copied().filter(|id| input(id).is_none()).collect();
    html! {
        section aria-labelledby="known" {
            p class="family interference" { "Known elsewhere" }
            h2 id="known" { "What the literature says" }
            @for found in ids.iter().filter_map(|id| input(id)) {
                article class="claim" {
                    h3 { (capital(&found.name)) }
                    div class="doubt" { @for claim in found.claims.iter().filter_map(|id| claim(id)) { (one(claim)) } }
                    @if !found.evidence.list().is_empty() {
                        h4 { "found in studies" }
                        ul {
                            @for e in found.evidence.list() {
                                li { (e.found) " " span class="muted" { (source(&e.source).map_or(e.source.as_str(), |s| s.citation.as_str())) } }
                            }
                        }
                    }
                }
            }
            @if !unknown.is_empty() {
                p class="note" { "Not in the ledger under this name: " (unknown.join(", ")) ". " code { "--names" } " gives the inputs of a diary their names." }
            }
        }
    }
}

fn one(claim: &Claim) -> Markup {
    html! {
        div {
        p { "Under test, " (claim.id) ": " q { (claim.paraphrase) } " " span class="grade" { (claim.grade.words()) } }
        p class="note" { (claim.why) }
        }
    }
}
