//! The framework on one page: words and layout, what may be said, the eight rows, truth beside estimate.

use serde_json::Value;
use vagal_core::{Level, RuleList, RuleState};
use vagal_evidence::wording::{Context, lint, visible_text};
use vagal_report::page::{Framework, PersonPage};
use vagal_report::terminal::{self, Look, Style, display_width};
use vagal_report::words::framework::{columns, rule_rows};
use vagal_report::{html, json};

mod sample_person;

use sample_person::{advice, demonstrated, framed, page};

fn framework(page: &PersonPage) -> &Framework {
    page.framework.as_ref().expect("a framework")
}

fn terminal(page: &PersonPage, style: &Style) -> String {
    terminal::framework(page, framework(page), style)
}

#[test]
fn the_framework_in_a_terminal() {
    insta::assert_snapshot!(terminal(&demonstrated(), &Style::new(80, Look::Mono)));
}

#[test]
fn nothing_is_wider_than_the_terminal_and_plain_is_plain() {
    const STUMBLES: [char; 9] = ['·', '─', '━', '●', '○', '◆', '◇', '→', '−'];
    for width in [60, 80] {
        for look in [Look::Plain, Look::Mono] {
            for line in terminal(&demonstrated(), &Style::new(width, look)).lines() {
                assert!(display_width(line) <= width, "{width}: {line}");
                assert!(look != Look::Plain || !line.contains(STUMBLES), "{line}");
            }
        }
    }
}

/// What the page says in its own words: what is quoted of others stands in sections of its own.
fn ours(page: &PersonPage) -> String {
    let mut html = html::person(page);
    for quoted in ["known", "cited"] {
        let from =
            html.find(&format!("<section aria-labelledby=\"{quoted}\">")).expect("a section");
        let to = from + html[from..].find("</section>").expect("a section");
        html.replace_range(from..to, "");
    }
    visible_text(&html)
}

/// Cause: a diary of pulse-wave readings was told in terms of HRV.
#[test]
fn what_a_pulse_wave_gives_is_never_called_hrv() {
    let mut page = demonstrated();
    page.posterior.pulse_wave = true;
    page.posterior.inputs.iter_mut().for_each(|input| input.pulse_wave = true);
    let text = terminal(&page, &Style::new(80, Look::Mono));
    let (own, _claims) = text.split_once("WHAT OTHERS CLAIM").unwrap();
    let person = terminal::person(&page, &Style::new(80, Look::Mono));
    for text in [own.to_owned(), person, ours(&page)] {
        let at = text.find("HRV").map(|i| text[i.saturating_sub(60)..i + 30].to_owned());
        assert_eq!(at, None);
        assert!(text.contains("PRV"));
    }
}

/// Cause: a diary without a rating of tension was told a hold of tension of 0 days.
#[test]
fn without_a_rating_of_tension_there_is_no_hold_of_it() {
    let mut page = framed();
    page.posterior.inputs.iter_mut().for_each(|input| input.hold_tension_days = None);
    for curves in page.trajectory.as_mut().unwrap().responses.iter_mut() {
        curves.tension.clear();
        curves.tension_prior.clear();
    }
    for text in [terminal::person(&page, &Style::new(80, Look::Mono)), ours(&page)] {
        assert!(text.contains("not rated") || text.contains("no tension was rated"), "{text}");
        assert!(!text.contains("0.0 days until it has come back"));
    }
    let parsed: Value = serde_json::from_str(&json::person(&page)).unwrap();
    let hold = &parsed["inputs"]["massage"]["hold_tension_days"];
    assert_eq!(hold["status"], "no_readings");
    assert!(hold["median"].is_null() && hold["prior"][1].is_null());
}

#[test]
fn no_page_says_what_may_not_be_said() {
    let text = terminal(&demonstrated(), &Style::new(80, Look::Mono));
    let (own, _claims) = text.split_once("WHAT OTHERS CLAIM").unwrap();
    let mut texts = vec![own.to_owned()];
    texts.extend([framed(), demonstrated()].iter().map(ours));
    for text in texts {
        let findings = lint(&text, Context::Ours);
        assert!(findings.is_empty(), "{findings:?}");
    }
}

/// The article's sentence on sessions that change nothing can come true in two ways; one of them is enough, and names the row.
#[test]
fn both_lists_have_four_rows() {
    let fits = rule_rows(&advice(), RuleList::Fits);
    let review = rule_rows(&advice(), RuleList::Review);
    let ids = |rows: &[vagal_report::words::framework::RuleRow]| {
        rows.iter().map(|r| r.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&fits), ["A1", "A2", "A3", "A4"]);
    assert_eq!(ids(&review), ["S1", "S2", "S3", "S4"]);
    assert_eq!((review[0].state, review[0].name.as_str()), (RuleState::True, "what S1b looks at"));
    let mut open = advice();
    open.rules[5].state = RuleState::Insufficient;
    assert_eq!(rule_rows(&open, RuleList::Review)[0].state, RuleState::Insufficient);
}

#[test]
fn every_cell_says_how_it_is_known_and_opens_its_claim() {
    let page = demonstrated();
    let html = html::person(&page);
    for cell in columns(&page, framework(&page)).into_iter().flatten() {
        assert!(!cell.known.is_empty(), "{cell:?}");
        if let Some(claim) = cell.claim {
            assert!(html.contains(&format!("href=\"#claim-{}\"", claim.id)), "{}", claim.id);
            assert_eq!(html.matches(&format!("id=\"claim-{}\"", claim.id)).count(), 1);
        }
    }
}

#[test]
fn the_truth_stands_only_in_a_demonstration() {
    let (real, made) = (html::person(&framed()), html::person(&demonstrated()));
    assert!(!visible_text(&real).contains("truth:") && !real.contains("class=\"line-truth\""));
    assert!(visible_text(&made).contains("truth: +25%; 1.6 and 2.1 days"));
    assert!(visible_text(&made).contains("A simulated person."));
    assert!(!html::person(&page()).contains("framework-head"), "no diary, no first page");
}

#[test]
fn safety_holds_the_rows_back() {
    let mut page = demonstrated();
    let guide = page.framework.as_mut().unwrap().guide.as_mut().unwrap();
    guide.advice.safety.level = Some(Level::Doctor);
    assert!(guide.advice.safety.suppresses_advice());
    for text in [
        visible_text(&html::person(&page)),
        terminal(&page, &Style::new(80, Look::Mono)).replace('\n', " "),
    ] {
        assert!(text.to_lowercase().contains("held back until the questions about safety"));
        assert!(!text.contains("what A3 looks at"));
    }
    let parsed: Value = serde_json::from_str(&json::person(&page)).unwrap();
    assert_eq!(parsed["framework"]["rows"].as_array().unwrap().len(), 0);
}

#[test]
fn json_has_cells_rows_and_the_fading() {
    let parsed: Value = serde_json::from_str(&json::person(&framed())).unwrap();
    let framework = &parsed["framework"];
    assert_eq!(framework["rows"].as_array().unwrap().len(), 8);
    assert_eq!(framework["rows"][4], serde_json::json!({ "id": "S1", "state": "true" }));
    assert_eq!(framework["fade"][0]["when"], "Friday, right after");
    assert_eq!(framework["inputs"][0]["claim"], "C06");
    assert_eq!(framework["drivers"][6]["record"], "clinician_only");
    let parsed: Value = serde_json::from_str(&json::person(&page())).unwrap();
    assert!(parsed.get("framework").is_none());
}

#[test]
fn the_picture_is_a_file_of_its_own() {
    let page = framed();
    let svg = html::framework_picture(&page, framework(&page));
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>"));
    assert!(svg.contains("prefers-color-scheme:dark") && svg.contains("massage"));
}

/// Cause: a load whose price the model cannot tell was called "not part of the load".
#[test]
fn a_load_without_a_price_is_still_a_load() {
    let mut page = framed();
    page.posterior.interference = None;
    let text = terminal(&page, &Style::new(80, Look::Plain)).replace("\n    ", " ");
    assert!(text.contains("adds +0.6 to the load today; its price cannot be told"), "{text}");
    assert_eq!(text.matches("not part of the load").count(), 1);
}
