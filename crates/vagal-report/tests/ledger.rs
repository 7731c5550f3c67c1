//! The pages of the ledger and of a check: whole, linked, and within the words that may be said.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;
use vagal_core::{Answer, GateState, InputGate, Level, SafetyCheck, SafetyItem, SafetyList};
use vagal_evidence::LEDGER;
use vagal_evidence::wording::{lint_except, visible_text};
use vagal_report::terminal::{self, Look, Style};
use vagal_report::{html, json, words};

fn checked(level: Option<Level>) -> SafetyCheck {
    let item = |id: &str, answer, level| SafetyItem {
        id: id.into(),
        list: SafetyList::RedFlag,
        name: "a name & a <tag>".into(),
        answer,
        level,
        text: "Yes to: is it so?".into(),
        action: Some("Light pressure only.".into()),
        sources: vec!["keser-2022".into()],
        needs_clinician_review: true,
    };
    let gate = |state| InputGate {
        input: "massage".into(),
        name: "massage".into(),
        state,
        says: vec!["Go light.".into()],
    };
    SafetyCheck {
        level,
        items: vec![
            item("RF-01", Answer::Yes, level),
            SafetyItem {
                list: SafetyList::Caution,
                ..item("CA-01", Answer::Yes, level.map(|l| l.min(Level::Doctor)))
            },
            item("RF-02", Answer::Unanswered, None),
        ],
        inputs: vec![gate(GateState::Adapted), gate(GateState::NothingFound)],
    }
}

/// Every check there can be, by level.
fn checks() -> Vec<SafetyCheck> {
    Level::ALL.into_iter().map(Some).chain([None]).map(checked).collect()
}

#[test]
fn no_page_says_what_may_not_be_said() {
    let exempt = LEDGER.exempt_texts();
    let mut texts = vec![visible_text(&html::evidence(&LEDGER, "vagal evidence"))];
    for claim in &LEDGER.claims {
        texts.push(terminal::claim(claim, &[], &Style::new(4000, Look::Plain)));
    }
    for check in checks() {
        texts.push(visible_text(&html::safety(&check, "vagal check")));
        texts.push(terminal::safety(&check, &Style::new(80, Look::Plain)));
    }
    for text in texts {
        let findings = lint_except(&text, &exempt);
        assert!(findings.is_empty(), "{findings:?}\n{text}");
    }
}

/// Targets of links within the page, and identifiers in it.
fn links(html: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut targets, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                for attribute in tag.html_attributes().flatten() {
                    let value = attribute.unescape_value().unwrap_or_default().into_owned();
                    match attribute.key.as_ref() {
                        b"id" => assert!(ids.insert(value.clone()), "{value} twice"),
                        b"href" => targets.extend(value.strip_prefix('#').map(str::to_owned)),
                        _ => {}
                    }
                }
            }
            Ok(Event::Eof) => break,
            Err(error) => panic!("{error}"),
            Ok(_) => {}
        }
    }
    (targets, ids)
}

#[test]
fn every_link_of_the_ledger_leads_somewhere() {
    let (targets, ids) = links(&html::evidence(&LEDGER, "vagal evidence"));
    assert!(targets.len() > 100, "{}", targets.len());
    let lost: Vec<_> = targets.difference(&ids).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn the_numbers_of_the_headline_are_those_of_the_data() {
    // The grades of the reference table: 2, 11, 14, 8, 19 and 9.
    let said = words::standing(&LEDGER.claims);
    let wanted = "Of 63 claims, 13 stand and 14 stand in part; in 8 the better studies point the other \
                  way, 19 no study";
    assert!(said.starts_with(wanted), "{said}");
}

#[test]
fn an_emergency_says_nothing_else() {
    let check = checked(Some(Level::Emergency));
    let terminal = terminal::safety(&check, &Style::new(80, Look::Plain));
    assert!(terminal.starts_with("Stop. Call your emergency number now."), "{terminal}");
    let html = visible_text(&html::safety(&check, "vagal check"));
    let json: serde_json::Value = serde_json::from_str(&json::safety(&check)).expect("JSON");
    for text in [terminal, html] {
        for word in ["Light pressure", "CA-01", "RF-02", "paused", "Inputs", "see a doctor"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    assert!(json["items"].as_array().expect("items").iter().all(|i| i["action"].is_null()));
    let adapt = terminal::safety(&checked(Some(Level::Adapt)), &Style::new(80, Look::Plain));
    assert!(adapt.contains("Light pressure only.") && adapt.contains("Inputs"), "{adapt}");
}

#[test]
fn what_needs_a_clinician_is_marked() {
    for check in checks() {
        let html = html::safety(&check, "vagal check");
        assert!(html.contains('†') && html.contains("needs a clinician"));
        assert!(html.contains("a &lt;tag&gt;"), "names are escaped");
    }
}

#[test]
fn a_screen_reader_hears_no_bars() {
    let claims: Vec<_> = LEDGER.claims.iter().collect();
    let style = Style::new(80, Look::Plain);
    assert!(!terminal::claims(&claims, &style).render(&style).contains('█'));
    let style = Style::new(80, Look::Mono);
    assert!(terminal::claims(&claims, &style).render(&style).contains("███·"));
}
