//! The pages of a person and of a plan: words and layout as snapshots, widths, what may be said, and JSON.

use serde_json::Value;
use vagal_core::Moment;
use vagal_evidence::wording::{Context, lint, visible_text};
use vagal_report::page::Days;
use vagal_report::terminal::{self, Look, Style, display_width};
use vagal_report::{html, json, words};

mod sample_person;

use sample_person::{PLANS, bare, next_best, page, plan};

/// Characters that a screen reader stumbles over.
const STUMBLES: [char; 8] = ['·', '─', '━', '●', '○', '│', '→', '−'];

#[test]
fn a_person_in_a_terminal() {
    insta::assert_snapshot!(terminal::person(&page(), &Style::new(80, Look::Mono)));
}

#[test]
fn a_person_in_plain_words() {
    insta::assert_snapshot!(terminal::person(&bare(), &Style::new(80, Look::Plain)));
}

#[test]
fn plans_in_a_terminal() {
    let all: Vec<String> = PLANS
        .map(|v| format!("[{}]\n{}", v.id(), terminal::plan(&plan(v), &Style::new(80, Look::Mono))))
        .to_vec();
    insta::assert_snapshot!(all.join("\n"));
}

fn terminals(style: &Style) -> Vec<String> {
    let mut all = vec![terminal::person(&page(), style), terminal::person(&bare(), style)];
    all.extend(PLANS.map(|v| terminal::plan(&plan(v), style)));
    all
}

#[test]
fn nothing_is_wider_than_the_terminal_and_plain_is_plain() {
    for width in [60, 80] {
        for look in [Look::Plain, Look::Mono] {
            for text in terminals(&Style::new(width, look)) {
                for line in text.lines() {
                    assert!(display_width(line) <= width, "{width}: {line}");
                    assert!(look != Look::Plain || !line.contains(STUMBLES), "{line}");
                }
            }
        }
    }
}

#[test]
fn no_page_says_what_may_not_be_said() {
    let mut texts = terminals(&Style::new(80, Look::Mono));
    texts.extend(PLANS.map(|v| visible_text(&html::plan(&plan(v)))));
    for page in [page(), bare()] {
        // What is quoted from the literature is another's claim: it stands in a section of its own.
        let html = html::person(&page);
        let (before, rest) = html.split_once("<section aria-labelledby=\"known\">").unwrap();
        let (_, after) = rest.split_once("</section>").unwrap();
        texts.push(visible_text(&format!("{before}{after}")));
    }
    for text in texts {
        let findings = lint(&text, Context::Ours);
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[test]
fn a_half_life_is_printed_only_where_it_is_stated() {
    let text = visible_text(&html::person(&page()));
    assert!(text.contains("Half-life after massage: 1.2 days"));
    assert!(text.contains("Half-life after slow breathing: not stated"));
    assert!(text.contains("half-life mostly prior"));
    for hold in ["Hold of HRV after massage: 1.8 days", "Hold of tension after massage: 2.5 days"] {
        assert!(text.contains(hold), "{hold}");
    }
}

#[test]
fn an_end_that_was_never_seen_is_open() {
    let mut with_end = page();
    let open = html::person(&page());
    with_end.posterior.inputs[0].hold_hrv_days = sample_person::hold(1.8, false);
    let closed = html::person(&with_end);
    let arrows = |html: &str| html.matches("open-output").count();
    assert!(arrows(&open) > arrows(&closed));
    assert!(!open.contains("inf") || !open.contains(">inf"), "no infinity in print");
    let mut beyond = page();
    beyond.posterior.inputs[0].hold_hrv_days.points[5] = f64::INFINITY;
    assert!(visible_text(&html::person(&beyond)).contains("to more than 120"));
}

#[test]
fn json_holds_the_trajectory_and_no_number_that_is_none() {
    let parsed: Value = serde_json::from_str(&json::person(&page())).unwrap();
    assert_eq!(parsed["schema"], "vagal.person/1");
    assert_eq!(parsed["trajectory"]["shares"].as_array().unwrap().len(), 7);
    assert_eq!(parsed["trajectory"]["level"]["points"][0].as_array().unwrap().len(), 7);
    assert!(parsed["inputs"]["massage"]["hold_hrv_days"]["points"][6].is_null());
    let parsed: Value = serde_json::from_str(&json::person(&bare())).unwrap();
    assert!(parsed.get("trajectory").is_none());
}

#[test]
fn a_plan_recommends_only_under_its_verdict() {
    for verdict in PLANS {
        let parsed: Value = serde_json::from_str(&json::plan(&plan(verdict))).unwrap();
        assert_eq!(parsed["schema"], "vagal.plan/1");
        assert_eq!(parsed["verdict"], verdict.id());
        assert_eq!(parsed["recommended"].is_null(), verdict.id() != "schedule");
        assert_eq!(parsed["ranked"][1]["beyond"], serde_json::json!(["interval", "dose"]));
        assert!(parsed["ranked"][3]["input"].is_null());
    }
}

/// A verdict on what is carried says so with the signs of its numbers.
#[test]
fn what_points_the_other_way_is_not_called_a_part() {
    use vagal_core::comparison::{CarriedFound, CarriedVerdict, Estimate};
    for (total, verdict, said) in [
        (2.0, CarriedVerdict::Carried, "a part of it runs along the fall of tension"),
        (2.0, CarriedVerdict::NoPart, "points the other way and is no part of it"),
        (0.1, CarriedVerdict::NoPart, "that may be none, so what runs along"),
    ] {
        let mut c = page().posterior.comparisons;
        let of = |middle: f64| Estimate { middle, lo: middle - 0.5, hi: middle + 0.5 };
        let sign = if verdict == CarriedVerdict::Carried { 1.0 } else { -1.0 };
        c.carried[1].found = Ok(CarriedFound { total: of(total), carried: of(sign), verdict });
        let sentences = words::person::sides(&c).remove(0).sentences;
        assert!(sentences.iter().any(|s| s.contains(said)), "{said}: {sentences:?}");
    }
}

/// Two rises, of which the smaller is where hands worked: nothing fell.
#[test]
fn a_rise_is_not_called_lower() {
    use vagal_core::comparison::{Estimate, RegionVerdict};
    for (worked, unworked, said) in [
        (
            -0.1,
            -0.6,
            "tension rose less where hands worked than in the others. Change where worked +0.1 points",
        ),
        (
            1.5,
            0.5,
            "tension fell more where hands worked than in the others. Change where worked −1.5 points",
        ),
        (0.3, -0.4, "tension fell where hands worked and rose in the others"),
        (0.3, 0.0, "tension fell where hands worked and stayed level in the others"),
        (0.0, -0.4, "tension stayed level where hands worked and rose in the others"),
    ] {
        let mut c = page().posterior.comparisons;
        let contrast = c.regions[0].soon.as_mut().expect("a contrast");
        let of = |middle: f64| Estimate { middle, lo: middle - 0.2, hi: middle + 0.3 };
        (contrast.worked, contrast.unworked) = (of(worked), of(unworked));
        contrast.difference = of(worked - unworked);
        contrast.verdict = RegionVerdict::MoreWhereWorked;
        let sentences = words::person::sides(&c).remove(1).sentences;
        assert!(sentences.iter().any(|s| s.contains(said)), "{said}: {sentences:?}");
        // The ends of a change are those of the fall, turned round.
        let range = format!("({} to {})", signed(-worked - 0.3), signed(-worked + 0.2));
        assert!(sentences.iter().any(|s| s.contains(&range)), "{range}: {sentences:?}");
    }
}

fn signed(value: f64) -> String {
    format!("{value:+.1}").replace('-', "−")
}

/// What to do next is an instruction with a day, and no number stands in it that `vagal plan` would gainsay.
#[test]
fn what_teaches_most_can_be_done_on_a_day_and_promises_no_verdict() {
    let next = next_best();
    let at = |text| Moment::parse(text).expect("a moment");
    let last = at("2026-11-24T07:05:00+01:00");
    for (now, wanted) in [
        // From Tuesday morning, 3.5 days ahead is Friday evening.
        (
            None,
            vec![
                "a session of meditation on Fri 27 Nov, no more of it, no rest either",
                "one every 2 days from Tue 24 Nov instead: 5%",
            ],
        ),
        (
            Some("2026-11-24T12:00:00+01:00"),
            vec!["on Fri 27 Nov (in 3 days)", "from Tue 24 Nov (today)"],
        ),
        (
            Some("2026-11-24T20:00:00+01:00"),
            vec!["on Fri 27 Nov (in 3 days)", "from Wed 25 Nov (tomorrow)"],
        ),
        (
            Some("2026-12-24T12:00:00+01:00"),
            vec![
                "on Sun 27 Dec (in 3 days)",
                "from Thu 24 Dec (today)",
                "Days are counted from today, Thu 24 Dec: the last entry is 30 days old",
            ],
        ),
    ] {
        let days = Days::new(last, now.map(at), &next);
        let sentence = words::person::next_best(&next, Some(&days)).expect("a sentence");
        for part in wanted {
            assert!(sentence.contains(part), "{part}: {sentence}");
        }
        let plans = sentence.contains("vagal plan") && !sentence.contains("until a verdict");
        assert!(plans, "{sentence}");
    }
    let undated = words::person::next_best(&next, None).expect("a sentence");
    assert!(
        undated.contains("a session of meditation about 3 to 4 days after the last entry"),
        "{undated}"
    );
    assert!(undated.contains("one every 2 days from about 12 h after the last entry"), "{undated}");
}
