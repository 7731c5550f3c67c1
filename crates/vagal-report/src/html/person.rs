//! The page of a person: what each input does, how long it holds, what is in the way, what would teach most.

mod known;
mod side;
mod tables;

use maud::{Markup, html};
use vagal_core::posterior::{Comparator, InputAnswer};

use super::document::document;
use crate::chart::person as chart;
use crate::page::PersonPage;
use crate::words::person as words;
use crate::words::{capital, count, decimal};

/// The whole file.
pub fn person(page: &PersonPage) -> String {
    let title = title(page);
    let body = html! {
        (header(page, &title))
        @if let Some(framework) = &page.framework { (super::framework::framework(page, framework)) }
        (answer(page))
        (holds(page))
        (interference(page))
        (over_time(page))
        (paths(page))
        (side::side(page))
        (tables::explained(page))
        (next(page))
        (known::known(page))
        (tables::parameters(page))
        (method(page))
    };
    document(&title, env!("CARGO_PKG_VERSION"), &body)
}

fn title(page: &PersonPage) -> String {
    format!("What {} of a diary say", words::diary_length(page.posterior.days))
}

fn with_sessions(page: &PersonPage) -> impl Iterator<Item = &InputAnswer> {
    page.posterior.inputs.iter().filter(|a| a.sessions > 0)
}

fn header(page: &PersonPage, title: &str) -> Markup {
    let sessions: Vec<String> = with_sessions(page)
        .map(|a| format!("{} {}", a.sessions, words::input_name(&a.id)))
        .collect();
    html! {
        header {
            p class="family input" { "Inputs, interference, output" }
            h1 { (title) }
            p class="facts" {
                (page.source) " · " (count(page.readings)) " readings"
                @if !sessions.is_empty() { " · sessions: " (sessions.join(", ")) }
            }
            @if let Some(demo) = &page.demonstration {
                p class="demo" {
                    strong { "A simulated person." } " Nobody wrote this diary or gave these answers: the days were made up and lived through with known effects, so that "
                    "the truth can stand beside every estimate."
                    @if let Some(session) = &demo.session_page { " One session of another simulated person, beat by beat, has a page of its own: " a href=(session) { (session) } "." }
                }
            }
            @if page.posterior.sampling.preview {
                p class="demo" { strong { "A preview, not the answer." } " " (words::sampling(&page.posterior.sampling)) }
            }
        }
    }
}

fn answer(page: &PersonPage) -> Markup {
    let p = &page.posterior;
    html! {
        section aria-labelledby="answer" {
            p class="family output" { "What was found" }
            h2 id="answer" class="answer" { (words::person_answer(p)) }
            div class="doubt" {
                @for answer in p.inputs.iter().filter(|a| a.sessions > 0 || a.comparator != Comparator::Itself) {
                    p { (words::effect(answer, p.swc)) }
                }
                @if let Some(caveat) = words::comparator_caveat(&p.inputs) { p { strong { (caveat) } } }
                @if let Some(forecast) = &p.forecast { p { (words::sessions_in_forecast(forecast)) } }
                p class="muted" { (words::person_swc(p)) }
                @if let Some(rates) = &page.rates { p class="muted" { (words::rates(rates)) } }
            }
            @if let Some(figure) = chart::forest(page) { (figure.render()) }
            @if let Some(pool) = &p.pool {
                h3 class="group" { "With what others lend" }
                div class="doubt" { @for sentence in words::pooled(pool) { p { (sentence) } } }
            }
        }
    }
}

fn holds(page: &PersonPage) -> Markup {
    html! {
        @if with_sessions(page).next().is_some() {
            section aria-labelledby="holds" {
                p class="family output" { "Output over days" }
                h2 id="holds" { "How long it holds" }
                p { "Hold of " (words::variability_name(page.posterior.pulse_wave)) " is the time until what is left of the shift is too small to matter. Hold of tension is the time until half of its fall "
                    "has come back. They are two things, measured apart." }
                @for answer in with_sessions(page) {
                    div class="block" {
                        h3 { (capital(&words::input_name(&answer.id))) @if !answer.half_life_stated { " " span class="grade" { "half-life mostly prior" } } }
                        div class="holds" {
                            p { (words::hold_of_hrv(answer)) }
                            p { (words::hold_of_tension(answer)) }
                            p { (words::half_life(answer)) }
                            p { (words::cumulative(answer)) }
                        }
                        @if let Some(curves) = curves(page, &answer.id) { (chart::decay(page, answer, curves).render()) }
                    }
                }
                @if let Some(figure) = chart::half_life(page) { (figure.render()) }
            }
        }
    }
}

fn curves<'a>(
    page: &'a PersonPage,
    id: &str,
) -> Option<&'a vagal_core::trajectory::ResponseCurves> {
    page.trajectory.as_ref()?.responses.iter().find(|r| r.input == id)
}

fn interference(page: &PersonPage) -> Markup {
    let p = &page.posterior;
    html! {
        section aria-labelledby="interference" {
            p class="family interference" { "Interference" }
            h2 id="interference" { "What is in the way, and where the ceiling is" }
            @match &p.interference {
                Some(i) => {
                    p class="muted" { "Load of the diary: mean " (decimal(i.mean_load, 2)) ", standard deviation " (decimal(i.load_sd, 2)) "." }
                    div class="doubt" {
                        @for sentence in words::interference(i) { p { (sentence) } }
                                }
                }
                None => p { "The load never varied in this diary, so its price cannot be told." },
            }
            h3 class="group" { "Ceiling" }
            div class="doubt" {
                @for sentence in words::ceiling(p) { p { (sentence) } }
                p { (words::habits(p.habits.as_ref())) }
                @if let Some(together) = &p.together { p { (words::together(together)) } }
            }
            h3 class="group" { "Correction" }
            @match &p.correction {
                Some(c) => div class="doubt" { @for sentence in words::correction(c) { p { (sentence) } } },
                None => {
                    @match &p.unknown_change {
                        Some(u) => p { (words::unknown_change(u)) },
                        None => p { "No correction with days before and after it is in this diary." },
                    }
                },
            }
        }
    }
}

fn over_time(page: &PersonPage) -> Markup {
    html! {
        @if let Some(t) = &page.trajectory {
            section aria-labelledby="weeks-head" {
                p class="family output" { "Output over the weeks" }
                h2 id="weeks-head" { "Day by day, and the days to come" }
                @if let Some(figure) = chart::weeks(t) { (figure.render()) }
                @if let Some(figure) = chart::outlook(t) { (figure.render()) }
            }
        }
    }
}

fn paths(page: &PersonPage) -> Markup {
    html! {
        section aria-labelledby="paths" {
            p class="family input" { "The thesis, on this diary" }
            h2 id="paths" { "By way of the autonomic state, or directly on the tissue?" }
            @if page.posterior.mediation.is_empty() {
                p { "There are no readings of tension after a session, so neither path can be seen." }
            } @else {
                p { "The article holds that touch acts on the autonomic state first and that muscles follow. The model has both paths and assumes no sign. "
                    "Too small to matter is a mean fall of less than .3 points over two days." @if page.posterior.mediation.iter().any(|m| m.preview) { " " (words::PATHS_BY_PREVIEW) } }
                div class="doubt" { @for m in &page.posterior.mediation { p { (words::mediation(m)) } } }
            }
        }
    }
}

fn next(page: &PersonPage) -> Markup {
    html! {
        section aria-labelledby="next" {
            h2 id="next" { "What would teach most next" }
            @match page.posterior.next_best.as_ref().and_then(|n| words::next_best(n, page.days.as_ref())) {
                Some(sentence) => p class="next" { (sentence) },
                None => p { (words::nothing_to_teach(&page.posterior)) },
            }
            @if let Some(next) = &page.posterior.next_best { (tables::candidates(next, page.days.as_ref())) }
        }
    }
}

fn method(page: &PersonPage) -> Markup {
    let p = &page.posterior;
    html! {
        section class="method" aria-labelledby="method" {
            h2 id="method" { "How this was made" }
            p { "One state-space model of this person: fast and durable effects of sessions that saturate at a ceiling, a baseline that wanders by itself, muscles that follow, "
                "and load that speeds the fading and lowers the ceiling. Its likelihood is exact (a Kalman filter over irregular days); every reading carries its own error. "
                "Verdicts fall above a probability of .90; a half-life is stated when the data took away half of its variance and its 90% range is within a factor of two." }
            p { (words::sampling(&p.sampling)) " " (count(page.events)) " events over " (decimal(p.days, 0)) " days." }
            p class="stamp" { "vagal " (env!("CARGO_PKG_VERSION")) " · " (page.source) " · seed " (p.sampling.seed) }
            @if let Some(command) = &page.command { p class="stamp" { code { (command) } } }
        }
    }
}
