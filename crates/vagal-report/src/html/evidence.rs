//! The page of the ledger: how many claims stand, the main ones in a minute, all of them by grade.

use maud::{Markup, html};
use vagal_evidence::{Claim, Findings, Grade, Ledger, source};

use super::document::document;
use crate::chart;
use crate::words::{self, capital};

/// The whole file; `command` is the command line without directories.
pub fn evidence(ledger: &Ledger, command: &str) -> String {
    let claims = &ledger.claims;
    let built = claims.iter().filter(|c| c.is_built()).count();
    let review = claims.iter().map(|c| c.review_by).min();
    let body = html! {
        header {
            p class="family interference" { "Under test" }
            h1 { "What is claimed, and what stands" }
            p class="facts" {
                (claims.len()) " claims of one article on massage and the autonomic nervous system, in our words · "
                (ledger.sources.len()) " sources"
                @if let Some(day) = review { " · to be looked at again by " (day) }
            }
        }
        section aria-labelledby="answer" {
            h2 id="answer" class="answer" { (words::standing(claims)) }
            div class="doubt" {
                p { "A grade says how well a claim stands in the studies we found. It says nothing about you: "
                    "each claim names how you could test it on yourself, and " (built) " of them have a command for that today." }
            }
            (chart::grades(claims).render())
        }
        section aria-labelledby="central" {
            h2 id="central" { "The main claims, in a minute" }
            @for claim in claims.iter().filter(|c| c.central) {
                article class="claim" {
                    h3 { a href={ "#" (claim.id) } { (claim.id) } " " q { (claim.paraphrase) } " " (grade(claim.grade)) }
                    p { (claim.why) }
                }
            }
        }
        section aria-labelledby="all" {
            h2 id="all" { "All claims, the best supported first" }
            @for of in Grade::ALL {
                @let group: Vec<&Claim> = claims.iter().filter(|c| c.grade == of).collect();
                @if !group.is_empty() {
                    h3 class="group" { (capital(of.words())) " (" (group.len()) ")" }
                    p class="muted" { (capital(words::grade_meaning(of))) "." }
                    @for claim in group { (entry(claim)) }
                }
            }
        }
        section aria-labelledby="order" {
            h2 id="order" { "In the order of the article" }
            ol class="strip" {
                @for claim in claims {
                    li { a href={ "#" (claim.id) } { (claim.id) } " " (grade(claim.grade)) }
                }
            }
        }
        section aria-labelledby="sources" {
            h2 id="sources" { "Sources" }
            ul class="sources" {
                @for source in &ledger.sources {
                    li id=(source.key) {
                        @match source.url() {
                            Some(url) => a href=(url) { (source.citation) },
                            None => (source.citation),
                        }
                        ". " (source.finding)
                        @if source.status.id() != "verified" { span class="muted" { " (" (source.status.words()) ")" } }
                    }
                }
            }
        }
        section class="method" aria-labelledby="method" {
            h2 id="method" { "How this was made" }
            p { "The ledger is a set of data files with a checker: every claim has a grade and its sources, or says that none was found; "
                "every key resolves; nothing is past its day of review. The grades are ours, given claim by claim from what the sources found, "
                "and open to objection." }
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " code { (command) } }
        }
    };
    document("What is claimed, and what stands", env!("CARGO_PKG_VERSION"), &body)
}

/// The page of one claim, with the sources it rests on.
fn entry(claim: &Claim) -> Markup {
    html! {
        details class="entry" {
            summary { b { (claim.id) } " " (claim.paraphrase) }
            // A link to something inside opens the entry, one to the entry itself does not.
            p id=(claim.id) { b { "Why. " } (claim.why)
                @if let Some(limit) = words::claim_status(claim.status) { span class="muted" { " (" (limit) ")" } }
            }
            div class="sides" {
                div { h4 { "for" } (side(&claim.evidence_for)) }
                div { h4 { "against, or qualifying it" } (side(&claim.evidence_against)) }
            }
            p { b { "On yourself. " } (claim.test_on_yourself) }
            p class="muted" { "In vagal: " (words::claim_in_vagal(claim)) }
        }
    }
}

fn side(findings: &Findings) -> Markup {
    html! {
        @if findings.list().is_empty() { p { "none found" } }
        @else {
            ul {
                @for e in findings.list() {
                    li {
                        (e.found) " "
                        @if let Some(source) = source(&e.source) { a href={ "#" (source.key) } { (source.key) } }
                    }
                }
            }
        }
    }
}

/// The grade as a word, with four cells for the eye.
fn grade(grade: Grade) -> Markup {
    html! {
        span class="grade" {
            @if let Some(full) = grade.bar() {
                span class="cells" aria-hidden="true" {
                    @for i in 0..4 { i class=[(i < full).then_some("full")] {} }
                }
            }
            (grade.words())
        }
    }
}
