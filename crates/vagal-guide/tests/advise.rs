//! Advice as a whole: safety suppresses, absence of data selects nothing, options are of equal rank.

use vagal_core::{
    Diary, GuideVerdict, InputEvent, Level, Moment, Person, Reading, RuleState, diary::kinds,
};
use vagal_evidence::wording::{Context, lint};
use vagal_evidence::{inputs, options};
use vagal_guide::safety::Answers;
use vagal_guide::{AdviceOptions, advise};

fn moment(day: i64, hour: i64) -> Moment {
    Moment::new(day * 86_400 + hour * 3600, 0).expect("a moment")
}

/// Every question answered no, but consent, and what `but` says.
fn answers(but: &[(&str, &str)]) -> Answers {
    let all: Vec<_> = inputs().iter().collect();
    let mut form = Answers::default().to_toml(&all).replace("= \"unanswered\"", "= \"no\"");
    form = form.replace("consent.massage = \"no\"", "consent.massage = \"yes\"");
    for (key, answer) in but {
        assert!(form.contains(&format!("{key} = \"no\"")), "{key} is no key of the form");
        form = form.replace(&format!("{key} = \"no\""), &format!("{key} = \"{answer}\""));
    }
    Answers::parse(&form).expect("our own form")
}

/// Twelve weeks of weekly hours of massage under which tension stays up.
fn lasting() -> Diary {
    let mut readings = Vec::new();
    let mut massages = Vec::new();
    for day in 0..=84 {
        let value = 6.0 + 0.5 * (day % 3 - 1) as f64;
        let reading = Reading::new(kinds::TENSION, moment(day, 8), value);
        readings.push(reading.expect("a rating"));
        if day % 7 == 0 {
            let massage = InputEvent::new("massage", moment(day, 18));
            massages.push(InputEvent { minutes: Some(60.0), ..massage });
        }
    }
    Diary::new(Person { id: "p".into(), name: None }, massages, readings, vec![], vec![])
}

fn nothing() -> Diary {
    Diary::new(Person { id: "p".into(), name: None }, vec![], vec![], vec![], vec![])
}

#[test]
fn every_grave_answer_suppresses_everything_else() {
    for (flag, level) in
        [("RF-01", Level::Emergency), ("RF-22", Level::SameDay), ("CA-01", Level::Doctor)]
    {
        let but: &[_] = &[(flag, "yes")];
        let advice = advise(&lasting(), &answers(but), moment(84, 23), &AdviceOptions::default());
        assert_eq!(advice.safety.level, Some(level), "{flag}");
        assert_eq!((advice.verdict, advice.lists), (None, None), "{flag}");
        assert!(
            advice.rules.is_empty() && advice.use_cases.is_empty() && advice.options.is_empty()
        );
    }
}

#[test]
fn a_lasting_tension_is_worth_a_review_and_every_option_stays_open() {
    let advice = advise(&lasting(), &answers(&[]), moment(84, 23), &AdviceOptions::default());
    assert_eq!(advice.verdict, Some(GuideVerdict::ConsiderReview));
    let s1a = advice.rules.iter().find(|r| r.id == "S1a").unwrap();
    assert_eq!(s1a.state, RuleState::True);
    assert!(s1a.says.contains("13 sessions"), "{}", s1a.says);
    let ids: Vec<&str> = advice.options.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(ids, options().iter().map(|o| o.id.as_str()).collect::<Vec<_>>());
    assert!(advice.options.iter().any(|o| o.id == "assessment" && o.interest.is_some()));
}

#[test]
fn absence_of_data_selects_no_verdict() {
    let advice = advise(&nothing(), &answers(&[]), moment(84, 23), &AdviceOptions::default());
    assert_eq!(advice.verdict, Some(GuideVerdict::Insufficient));
    assert!(advice.rules.iter().all(|r| r.state != RuleState::True));
}

#[test]
fn the_order_of_options_does_not_depend_on_the_verdict() {
    let of = |diary: &Diary| -> Vec<String> {
        let advice = advise(diary, &answers(&[]), moment(84, 23), &AdviceOptions::default());
        advice.options.into_iter().map(|o| o.id).collect()
    };
    assert_eq!(of(&lasting()), of(&nothing()));
}

#[test]
fn a_changed_threshold_is_seen() {
    let mut options = AdviceOptions::default();
    options.limits.set("dose_sessions", 40.0).unwrap();
    let advice = advise(&lasting(), &answers(&[]), moment(84, 23), &options);
    let changed: Vec<&str> = advice.changed_thresholds().iter().map(|t| t.id.as_str()).collect();
    assert_eq!(changed, ["dose_sessions"]);
    let states = |id: &str| advice.rules.iter().find(|r| r.id == id).map(|r| r.state);
    assert_eq!((states("S1a"), states("S1b")), (Some(RuleState::False), Some(RuleState::True)));
}

#[test]
fn the_same_question_gives_the_same_answer_and_no_forbidden_word() {
    let ask = || {
        advise(&lasting(), &answers(&[("GQ-01", "yes")]), moment(84, 23), &AdviceOptions::default())
    };
    let advice = ask();
    assert_eq!(advice, ask());
    let says = advice.rules.iter().chain(advice.use_cases.iter().map(|u| &u.finding));
    let said: Vec<String> = says
        .flat_map(|r| {
            let figures = r.figures.iter().map(|f| format!("{}: {f}.", f.name));
            [r.says.clone(), format!("{}.", r.missing.join(". "))].into_iter().chain(figures)
        })
        .chain(advice.options.iter().flat_map(|o| o.details.clone()))
        .collect();
    let found = lint(&said.join("\n\n"), Context::Ours);
    assert!(found.is_empty(), "{found:?}");
}
