//! The HTML page: well-formed, self-contained, readable without the drawings, and safe from its data.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use vagal_core::Note;
use vagal_core::response::Verdict;
use vagal_report::page::PlacedNote;
use vagal_report::{SessionPage, html};

mod sample;
mod sample_person;

/// Elements that HTML closes by itself.
const VOID: [&str; 3] = ["meta", "br", "hr"];

fn pages() -> Vec<(&'static str, SessionPage)> {
    vec![
        ("demo", sample::demo()),
        ("crowded", sample::crowded()),
        ("held", sample::held()),
        ("pulse", sample::pulse()),
        ("down", sample::with_verdict(Verdict::ShiftedDown)),
        ("none", sample::with_verdict(Verdict::NoShift)),
        ("cannot tell", sample::with_verdict(Verdict::CannotTell)),
        ("explained", sample::with_verdict(Verdict::ExplainedOtherwise)),
        ("unusable", sample::with_verdict(Verdict::Unusable)),
    ]
}

/// One element with what hangs on it.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// Names of everything inside.
    inside: Vec<String>,
}

fn attributes(start: &BytesStart<'_>) -> BTreeMap<String, String> {
    start
        .attributes()
        .map(|a| {
            let a = a.expect("attributes are well-formed and none is given twice");
            let value = a.unescape_value().expect("attributes are escaped").into_owned();
            (String::from_utf8_lossy(a.key.as_ref()).into_owned(), value)
        })
        .collect()
}

/// Every element of the page; panics where it is not well-formed.
fn parse(html: &str) -> Vec<Element> {
    let body = html.strip_prefix("<!DOCTYPE html>").expect("a doctype first");
    // A style sheet is raw text in HTML: what it holds is checked elsewhere.
    let (head, rest) = body.split_once("<style>").expect("a style sheet");
    let (style, rest) = rest.split_once("</style>").expect("its end");
    assert!(!style.contains('<'), "a style sheet with markup in it");
    let body = format!("{head}{rest}");
    let mut reader = Reader::from_str(&body);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open: Vec<usize> = Vec::new();
    let mut elements: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed markup") {
            Event::Start(start) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                for parent in &open {
                    elements[*parent].inside.push(name.clone());
                }
                elements.push(Element {
                    name: name.clone(),
                    attributes: attributes(&start),
                    inside: Vec::new(),
                });
                if !VOID.contains(&name.as_str()) {
                    open.push(elements.len() - 1);
                }
            }
            Event::End(end) => {
                let name = String::from_utf8_lossy(end.name().as_ref()).into_owned();
                let last = open.pop().expect("an end without a start");
                assert_eq!(elements[last].name, name, "elements overlap");
            }
            Event::Text(text) => {
                text.unescape().expect("text is escaped");
            }
            Event::Eof => break,
            other => panic!("unexpected {other:?}"),
        }
    }
    assert!(open.is_empty(), "{} elements were never closed", open.len());
    elements
}

#[test]
fn every_page_is_well_formed_and_has_no_identifier_twice() {
    for (name, page) in pages() {
        let elements = parse(&html::session(&page));
        let mut seen = BTreeSet::new();
        for id in elements.iter().filter_map(|e| e.attributes.get("id")) {
            assert!(seen.insert(id.clone()), "{name}: {id} twice");
        }
        for ids in elements.iter().filter_map(|e| e.attributes.get("aria-labelledby")) {
            for id in ids.split(' ') {
                assert!(seen.contains(id), "{name}: nothing is called {id}");
            }
        }
    }
}

#[test]
fn every_page_stands_alone() {
    for (name, page) in pages() {
        let html = html::session(&page);
        for outside in ["http:", "https:", "url(", "@import", "src=", "<link", "<script", "href="] {
            assert!(!html.contains(outside), "{name}: {outside}");
        }
    }
}

#[test]
fn every_chart_can_be_read_without_seeing_it() {
    for (name, page) in pages() {
        let elements = parse(&html::session(&page));
        let charts: Vec<&Element> = elements
            .iter()
            .filter(|e| e.name == "svg" && !e.attributes.contains_key("aria-hidden"))
            .collect();
        assert!(charts.len() >= 4, "{name}: {} charts", charts.len());
        for svg in &charts {
            assert_eq!(svg.attributes.get("role").map(String::as_str), Some("img"), "{name}");
            assert!(svg.attributes.contains_key("aria-labelledby"), "{name}: {svg:?}");
            for part in ["title", "desc"] {
                assert!(svg.inside.iter().any(|i| i == part), "{name}: no {part}");
            }
        }
        let figures: Vec<&Element> = elements.iter().filter(|e| e.name == "figure").collect();
        assert!(figures.len() >= 3, "{name}");
        for figure in figures {
            for part in ["h3", "figcaption", "details", "table", "svg"] {
                assert!(figure.inside.iter().any(|i| i == part), "{name}: no {part}");
            }
        }
    }
}

#[test]
fn a_session_that_can_be_read_shows_all_five_charts() {
    let html = html::session(&sample::demo());
    for id in ["level", "shift", "breathing", "tachogram", "spectra"] {
        assert!(html.contains(&format!("<figure id=\"{id}\">")), "{id}");
    }
    let unusable = html::session(&sample::with_verdict(Verdict::Unusable));
    assert!(!unusable.contains("<figure id=\"shift\">"), "no change is drawn when unusable");
}

/// Markup that would run or break out if it were not escaped.
const HOSTILE: &str = "<script>alert(1)</script>\"'&<img onerror=x>\u{0}\u{1b}[31m]]>--><!--";

fn hostile() -> SessionPage {
    let mut page = sample::demo();
    let text = || HOSTILE.to_string();
    if let Some(input) = &mut page.input {
        (input.label, input.dose) = (text(), vec![text()]);
    }
    for source in &mut page.sources {
        (source.name, source.format, source.device) = (text(), text(), Some(text()));
    }
    page.notes.push(PlacedNote { file: text(), note: Note::salvaged(text(), text()) });
    page.response.reason = text();
    for item in &mut page.response.quality.items {
        item.text = text();
    }
    for explanation in &mut page.response.explanations {
        explanation.text = text();
    }
    for line in &mut page.literature {
        (line.claim, line.text, line.grade) = (text(), text(), text());
        (line.supporting, line.against) = (vec![text()], vec![text()]);
    }
    for gap in &mut page.tachogram.gaps {
        gap.reason = text();
    }
    if let Some(rates) = &mut page.error_rates {
        (rates.cell, rates.command) = (text(), text());
    }
    if let Some(truth) = &mut page.truth {
        truth.text = text();
    }
    for metric in &mut page.metrics {
        (metric.symbol, metric.name) = (text(), text());
    }
    let method = &mut page.method;
    (method.version, method.command, method.content_hash) = (text(), Some(text()), Some(text()));
    method.settings = vec![(text(), text())];
    method.stations = vec![text()];
    page
}

#[test]
fn nothing_in_the_data_becomes_markup() {
    let html = html::session(&hostile());
    parse(&html);
    assert!(!html.contains("<script"), "a script got in");
    assert!(!html.contains("<img"), "an element got in");
    assert!(html.contains("&lt;script&gt;alert(1)"), "the text is shown, escaped");
    assert!(!html.contains(['\u{0}', '\u{1b}']), "control characters got in");
}

#[test]
fn no_number_is_ever_nan() {
    let mut page = sample::demo();
    page.response.level.mean[3] = f64::NAN;
    page.response.level.sd[5] = f64::INFINITY;
    page.response.level.readings.push((f64::NAN, f64::NAN, 0.1));
    page.spectra[0].psd_ms2_per_hz[7] = f64::NAN;
    page.response.detectable_80 = Some(f64::NAN);
    if let Some(shift) = &mut page.response.shift {
        shift.quantiles[0] = f64::NAN;
        shift.ln_rmssd.hi = f64::INFINITY;
    }
    let html = html::session(&page);
    parse(&html);
    assert!(!html.contains("NaN") && !html.contains("inf%") && !html.contains(">inf"));
}

#[test]
fn empty_pages_do_not_panic() {
    let mut page = sample::with_verdict(Verdict::Unusable);
    page.response.phases.clear();
    page.response.level = Default::default();
    page.response.quality.items.clear();
    page.breathing.clear();
    page.spectra.clear();
    page.tachogram.nn = vagal_core::NnSeries::from_ms(&[]).expect("no interval is sound");
    page.tachogram.gaps.clear();
    page.tachogram.ledger.corrections.clear();
    (page.input, page.when, page.error_rates) = (None, None, None);
    page.sources.clear();
    page.literature.clear();
    parse(&html::session(&page));
    page.tachogram.nn = vagal_core::NnSeries::from_ms(&[800.0]).expect("sound");
    parse(&html::session(&page));
}

#[test]
fn a_day_long_recording_makes_a_page_no_larger_than_a_photograph() {
    /// A page that is mailed or opened on a phone; a photograph has about 3 MB.
    const MOST_BYTES: usize = 3_000_000;
    let mut page = sample::page();
    let day: Vec<f64> = (0..100_000).map(|i| 864.0 + 40.0 * (f64::from(i) / 3.7).sin()).collect();
    page.tachogram.nn = vagal_core::NnSeries::from_ms(&day).expect("sound");
    let html = html::session(&page);
    assert!(html.len() < MOST_BYTES, "{} bytes", html.len());
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    assert_eq!(html::session(&sample::demo()), html::session(&sample::demo()));
}

#[test]
fn pages_of_a_person_and_of_a_plan_are_well_formed_and_stand_alone() {
    let mut pages =
        vec![html::person(&sample_person::page()), html::person(&sample_person::bare())];
    pages.extend(sample_person::PLANS.map(|v| html::plan(&sample_person::plan(v))));
    for html in pages {
        let elements = parse(&html);
        let mut seen = BTreeSet::new();
        for id in elements.iter().filter_map(|e| e.attributes.get("id")) {
            assert!(seen.insert(id.clone()), "{id} twice");
        }
        for ids in elements.iter().filter_map(|e| e.attributes.get("aria-labelledby")) {
            for id in ids.split(' ') {
                assert!(seen.contains(id), "nothing is called {id}");
            }
        }
        for outside in
            ["http:", "https:", "url(", "@import", "src=", "<link", "<script", "NaN", "inf<"]
        {
            assert!(!html.contains(outside), "{outside}");
        }
    }
}
