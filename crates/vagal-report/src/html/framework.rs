//! The first page of a person: the framework, the fading on the days of the week, both lists, what next, who earns from it.

use maud::{Markup, html};
use vagal_core::posterior::InputVerdict;
use vagal_core::{AdviceOption, RuleList};
use vagal_evidence::{Claim, claim, options};

use crate::chart::person as chart;
use crate::page::{Fade, Framework, GuidePage, PersonPage};
use crate::words::fade::{fade_points, fade_sentence};
use crate::words::framework::{
    HELD_BACK, NO_DIARY, NO_FADE, UNDECIDED, WHAT_IT_IS, adding_most, columns, list_name,
    rule_rows, under_test,
};
use crate::words::{
    EQUAL_RANK, capital, guide_answer, person as person_words, rule_state, standing,
};

/// Sections that stand before all others.
pub(super) fn framework(page: &PersonPage, framework: &Framework) -> Markup {
    html! {
        section aria-labelledby="framework-head" {
            h2 id="framework-head" class="answer" { (person_words::person_answer(&page.posterior)) }
            @if let Some(forecast) = page.posterior.forecast.as_ref().filter(|f| !f.sessions_add) {
                p { (person_words::sessions_in_forecast(forecast)) }
            }
            p { (WHAT_IT_IS) }
            (chart::framework(page, framework).render())
        }
        @match &framework.fade {
            Some(fade) => (fading(page, fade)),
            None => p class="note" { (NO_FADE) },
        }
        (right_tool(framework.guide.as_ref()))
        (doors(page, framework.guide.as_ref()))
        (claims(page, framework))
    }
}

fn fading(page: &PersonPage, fade: &Fade) -> Markup {
    let answer = page.posterior.inputs.iter().find(|a| a.id == fade.input);
    let curves =
        page.trajectory.as_ref().and_then(|t| t.responses.iter().find(|r| r.input == fade.input));
    let path = page.posterior.mediation.iter().find(|m| m.input == fade.input);
    html! {
        @if let (Some(answer), Some(curves)) = (answer, curves) {
            section aria-labelledby="fade-head" {
                p class="family output" { "How long it holds" }
                h2 id="fade-head" { (fade_sentence(fade, &fade_points(fade, curves, None))) }
                div class="doubt" {
                    @if answer.verdict == InputVerdict::NotEnoughData { p { (UNDECIDED) } }
                    p { (person_words::hold_of_hrv(answer)) " " (person_words::hold_of_tension(answer)) " " (claimed("C25")) }
                    @if let Some(path) = path { p { "Autonomic first, or tissue? " (person_words::mediation(path)) " " (claimed("C23")) } }
                }
                (chart::fade(page, answer, curves, fade).render())
            }
        }
    }
}

/// The claim that a sentence bears on, with its grade.
fn claimed(id: &str) -> Markup {
    html! {
        @if let Some(claim) = claim(id) { a class="muted" href={ "#claim-" (claim.id) } { (under_test(claim)) } }
    }
}

fn right_tool(guide: Option<&GuidePage>) -> Markup {
    html! {
        section aria-labelledby="tool" {
            h2 id="tool" { "Is massage the right tool?" }
            @match guide {
                None => p { (NO_DIARY) },
                Some(guide) if guide.advice.safety.suppresses_advice() => p { (HELD_BACK) },
                Some(guide) => {
                    div class="doubt" { @for sentence in guide_answer(&guide.advice) { p { (sentence) } } }
                    div class="pair" {
                        @for list in [RuleList::Fits, RuleList::Review] { (rows(guide, list)) }
                    }
                }
            }
        }
    }
}

fn rows(guide: &GuidePage, list: RuleList) -> Markup {
    html! {
        div class="block" {
            h3 { (list_name(list)) }
            table class="words" {
                thead { tr { th scope="col" { "rule" } th scope="col" { "now" } th scope="col" { "why" } } }
                tbody {
                    @for row in rule_rows(&guide.advice, list) {
                        tr { th scope="row" { (row.id) } td class="state" { b { (rule_state(row.state)) } }
                            td { (capital(&row.name)) ". " span class="muted" { (row.says) } } }
                    }
                }
            }
        }
    }
}

fn doors(page: &PersonPage, guide: Option<&GuidePage>) -> Markup {
    let next = page
        .posterior
        .next_best
        .as_ref()
        .and_then(|n| person_words::next_best(n, page.days.as_ref()));
    let advised: &[AdviceOption] = guide.map_or(&[], |g| &g.advice.options);
    html! {
        section aria-labelledby="doors" {
            h2 id="doors" { "What next" }
            @if let Some(next) = next { p class="next" { (next) } }
            p { (EQUAL_RANK) }
            dl class="list" {
                @for option in options() {
                    dt { (capital(&option.name)) }
                    dd {
                        (option.says)
                        @if let Some(found) = advised.iter().find(|o| o.id == option.id) {
                            @for detail in &found.details { " " (detail) }
                        }
                        @if option.id == "work_on_driver" { @if let Some(adding) = page.framework.as_ref().and_then(adding_most) { " " (adding) } }
                        @if let Some(interest) = &option.interest { " " span class="muted" { (interest) } }
                    }
                }
            }
        }
    }
}

/// Every claim that a cell stands on, once.
fn claims(page: &PersonPage, framework: &Framework) -> Markup {
    let mut cited: Vec<&Claim> = Vec::new();
    let of_cells = columns(page, framework);
    let of_cells = of_cells.iter().flatten().filter_map(|cell| cell.claim);
    let others = ["C23", "C25", "C47", "C62"].into_iter().filter_map(claim);
    for found in of_cells.chain(others) {
        if !cited.iter().any(|c| c.id == found.id) {
            cited.push(found);
        }
    }
    cited.sort_by(|a, b| a.id.cmp(&b.id));
    html! {
        section aria-labelledby="cited" {
            h2 id="cited" { "The claims under test" }
            p { (standing(vagal_evidence::claims())) " " code { "vagal evidence" } " has all of them with what speaks for and against; these are the ones that this page bears on." }
            (crate::chart::grades(vagal_evidence::claims()).render())
            @for claim in cited {
                details class="entry" {
                    summary { (claim.id) " " span class="grade" { (claim.grade.words()) } " " q { (claim.paraphrase) } }
                    p id={ "claim-" (claim.id) } { (claim.why) }
                    p class="note" { "To test it on yourself: " (claim.test_on_yourself) }
                }
            }
        }
    }
}

/// The picture of the three columns as a file of its own, in the colours of the reader's theme.
pub fn framework_picture(page: &PersonPage, framework: &Framework) -> String {
    chart::framework(page, framework).standalone(&super::document::stylesheet())
}
