//! The page of one session, in its fixed order: what was done, the answer with its doubt, what else
//! could explain it, what is known elsewhere, how often such verdicts are wrong, how it was made.

use maud::{Markup, html};
use vagal_core::response::Verdict;

use super::document::document;
use crate::chart;
use crate::page::{LiteratureLine, SessionPage};
use crate::words::{self, count, decimal, duration, share_pct};

/// The whole file; it needs nothing else.
pub fn session(page: &SessionPage) -> String {
    let body = html! {
        (header(page))
        (answer(page))
        (explanations(page))
        (literature(page))
        @if page.response.verdict != Verdict::Unusable { (error_rates(page)) }
        (method(page))
    };
    document(&words::title(page), &page.method.version, &body)
}

fn header(page: &SessionPage) -> Markup {
    let pieces = words::title_pieces(page.input.as_ref());
    html! {
        header {
            p class="family input" { "What was done" }
            h1 {
                @for (i, piece) in pieces.iter().enumerate() {
                    @if i == 0 { (piece) } @else { span class="dose" { ", " (piece) } }
                }
            }
            p class="facts" {
                @if let Some(when) = &page.when { time { (words::clock(when)) } " · " }
                "quality " (words::quality_line(&page.response.quality))
            }
            @if let Some(truth) = &page.truth {
                p class="demo" { strong { "Simulated person." } " " (truth.text) " What the simulator knows is drawn as a thin line with crosses." }
            }
            ul class="files" {
                @for source in &page.sources {
                    li {
                        @if let Some(role) = source.role { span class="role" { (role.id()) } " " }
                        b { (source.name) } " "
                        span class="muted" {
                            (source_facts(source).join(", "))
                        }
                    }
                }
            }
        }
    }
}

fn source_facts(source: &crate::page::SourceFile) -> Vec<String> {
    let mut facts = vec![source.format.clone(), words::sensor_name(source.sensor).to_string()];
    facts.extend(source.device.clone());
    facts.extend(
        source.sampling_hz.map(|hz| format!("{} Hz", decimal(hz, usize::from(hz.fract() != 0.0)))),
    );
    facts.push(duration(source.duration_s));
    facts.push(format!("{} beats", count(source.n_beats)));
    facts
}

fn answer(page: &SessionPage) -> Markup {
    let words = words::answer(page);
    html! {
        section aria-labelledby="answer" {
            p class="family output" { "The answer" }
            h2 id="answer" class="answer" { (words.answer) }
            div class="doubt" {
                @for sentence in &words.doubt { p { (sentence) } }
                @if !words.reason.is_empty() { p class="muted" { "Why: " (words.reason) } }
                @for sentence in &words.next { p class="next" { (sentence) } }
                @if let Some(truth) = &page.truth {
                    p class="demo" { (truth_sentence(truth)) }
                }
            }
            @if let Some(figure) = chart::level(page) { (figure.render()) }
            div class="pair" {
                @if let Some(figure) = chart::shift(page) { (figure.render()) }
                (indices(page))
            }
            p class="fixed" { (words::how_to_read(page.sensor)) }
        }
    }
}

fn truth_sentence(truth: &crate::page::Truth) -> String {
    let hold = truth.hold_minutes.map_or(String::new(), |m| {
        format!("; the true level fell back after {} min", decimal(m, 0))
    });
    format!("The simulator put in a change of {}{hold}.", words::change_pct(truth.d))
}

/// Every index by phase; a refusal stands where its number would.
fn indices(page: &SessionPage) -> Markup {
    let phases = &page.tabled_phases();
    html! {
        div class="block" {
            h3 { "Indices by phase" }
            div class="scroll" {
                table class="indices" {
                    thead {
                        tr {
                            th scope="col" { "index" }
                            @for phase in phases { th scope="col" { (phase.phase.name.id()) } }
                        }
                    }
                    tbody {
                        tr {
                            th scope="row" { "length" }
                            @for phase in phases { td { (duration(phase.phase.window.length_s())) } }
                        }
                        tr {
                            th scope="row" { "beats" }
                            @for phase in phases { td { (count(phase.n_beats)) } }
                        }
                        tr {
                            th scope="row" { "corrected" }
                            @for phase in phases { td { (share_pct(phase.summary.corrected_pct)) } }
                        }
                        @for metric in index_ids(page) {
                            tr {
                                th scope="row" {
                                    (page.symbol(metric))
                                    @if let Some(unit) = unit_of(page, metric) { span class="unit" { " " (unit) } }
                                }
                                @for phase in phases {
                                    @match phase.summary.index(metric) {
                                        Some(Ok(value)) => td { (words::value_number(value)) },
                                        Some(Err(_)) => td class="unfit" { "unfit" },
                                        None => td { "–" },
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if page.circumstances.still_before.is_some() || page.circumstances.still_after.is_some() {
                p class="note" {
                    "Of phases in which remarks in the file change the posture, the compared minutes only."
                }
            }
            @for reason in refusals(page) { p class="note" { (reason) } }
            @if phases.iter().any(|p| p.summary.stationary == Some(false)) {
                p class="note" {
                    "Level or spread drifts within "
                    (phases.iter().filter(|p| p.summary.stationary == Some(false)).map(|p| p.phase.name.id()).collect::<Vec<_>>().join(", "))
                    ": spectral indices there describe no single state."
                }
            }
        }
    }
}

/// The unit of a metric, from the first phase that has a value.
fn unit_of(page: &SessionPage, metric: &str) -> Option<&'static str> {
    page.tabled_phases().into_iter().find_map(|p| match p.summary.index(metric) {
        Some(Ok(value)) => Some(value.unit()),
        _ => None,
    })
}

/// Every refusal in words; the same reason for several indices is said once.
fn refusals(page: &SessionPage) -> Vec<String> {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for phase in page.tabled_phases() {
        for index in &phase.summary.indices {
            let Err(unfit) = &index.value else { continue };
            let reason = format!("{}: {unfit}", phase.phase.name.id());
            let symbol = page.symbol(index.id).to_string();
            match said.iter_mut().find(|(r, _)| *r == reason) {
                Some((_, symbols)) => symbols.push(symbol),
                None => said.push((reason, vec![symbol])),
            }
        }
    }
    said.into_iter().map(|(r, symbols)| format!("{} unfit {r}.", symbols.join(", "))).collect()
}

fn index_ids(page: &SessionPage) -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = Vec::new();
    for phase in &page.response.phases {
        for index in &phase.summary.indices {
            if !ids.contains(&index.id) {
                ids.push(index.id);
            }
        }
    }
    ids
}

fn explanations(page: &SessionPage) -> Markup {
    let sensitivity = words::sensitivity(page);
    html! {
        section aria-labelledby="explain" {
            p class="family interference" { "In the way" }
            h2 id="explain" { "What else could explain it" }
            dl class="context" {
                @for line in words::context(page) {
                    dt { (line.label) }
                    dd class=[line.decisive.then_some("decisive")] {
                        (line.text)
                        @if line.decisive { " " strong { "This alone forbids a verdict on the input." } }
                    }
                }
            }
            @if let Some(figure) = chart::breathing(page) { (figure.render()) }
            @if let Some(figure) = chart::tachogram(page) { (figure.render()) }
            div class="pair" {
                @if let Some(figure) = chart::spectra(page) { (figure.render()) }
                div class="block" {
                    @if !sensitivity.is_empty() && page.response.verdict != Verdict::Unusable {
                        h3 { "The same session, read differently" }
                        dl class="list" {
                            @for (text, found) in &sensitivity { dt { (text) } dd { (found) } }
                        }
                    }
                    (quality(page))
                    h3 { "Rhythm" }
                    @for line in words::rhythm(&page.rhythm, page.sensor) { p { (line) } }
                }
            }
        }
    }
}

fn quality(page: &SessionPage) -> Markup {
    let quality = &page.response.quality;
    html! {
        h3 { "Quality " (words::grade_letter(quality.grade)) ", " (quality.score) " of 100" }
        @if quality.items.is_empty() {
            p { "Nothing was subtracted." }
        } @else {
            dl class="points" {
                @for item in &quality.items {
                    dt { @if item.veto { "veto" } @else { "−" (item.minus) } }
                    dd {
                        (item.text)
                        @if let Some(cap) = item.cap { span class="muted" { " (at best " (words::grade_letter(cap)) ")" } }
                    }
                }
            }
        }
    }
}

fn literature(page: &SessionPage) -> Markup {
    html! {
        section aria-labelledby="literature" {
            h2 id="literature" { "What the literature says" }
            @if page.literature.is_empty() {
                p { "No claim is on file for this input." }
            }
            @for line in &page.literature { (claim(line)) }
        }
    }
}

fn claim(line: &LiteratureLine) -> Markup {
    html! {
        article class="claim" {
            h3 { (line.claim) " " q { (line.text) } " " span class="grade" { (line.grade) } }
            div class="sides" {
                div {
                    h4 { "for" }
                    ul { @for finding in &line.supporting { li { (finding) } } }
                    @if line.supporting.is_empty() { p { "nothing on file" } }
                }
                div {
                    h4 { "against, or qualifying it" }
                    ul { @for finding in words::literature_against(line) { li { (finding) } } }
                }
            }
        }
    }
}

fn error_rates(page: &SessionPage) -> Markup {
    let rates = page.error_rates.as_ref().and_then(|r| words::error_rates(r).map(|w| (r, w)));
    html! {
        section aria-labelledby="errors" {
            h2 id="errors" { "How often verdicts like this one are wrong" }
            @match rates {
                Some((rates, sentence)) => {
                    p { (sentence) }
                    p class="muted" { "Simulated: " (rates.cell) ". Again with " code { (rates.command) } }
                }
                None => p { "No error rates have been simulated for a session of this length." },
            }
        }
    }
}

fn method(page: &SessionPage) -> Markup {
    let method = &page.method;
    html! {
        section class="method" aria-labelledby="method" {
            h2 id="method" { "How this was made" }
            @if !method.stations.is_empty() {
                ol { @for station in &method.stations { li { (station) } } }
            }
            @if !page.notes.is_empty() {
                h3 { "Notes of the readers" }
                ul {
                    @for placed in &page.notes {
                        li {
                            @if !placed.file.is_empty() { b { (placed.file) } " " }
                            @if !placed.note.place.is_empty() { span class="muted" { (placed.note.place) " " } }
                            (placed.note.text)
                        }
                    }
                }
            }
            @if !method.settings.is_empty() {
                h3 { "Settings" }
                div class="scroll" {
                    table class="settings" {
                        tbody {
                            @for (name, value) in &method.settings {
                                tr { th scope="row" { code { (name) } } td { (value) } }
                            }
                        }
                    }
                }
            }
            p class="stamp" {
                "vagal " (method.version)
                @if let Some(hash) = &method.content_hash { " · " code { (hash) } }
            }
            @if let Some(command) = &method.command { p class="stamp" { code { (command) } } }
            details class="json" {
                summary { "The same as JSON, schema vagal.session/1" }
                pre { (crate::json::session(page)) }
            }
        }
    }
}
