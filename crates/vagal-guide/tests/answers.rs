//! The file of answers: every spelling, every mistake, and the way back.

use proptest::prelude::*;
use vagal_core::Answer;
use vagal_evidence::{Input, inputs};
use vagal_guide::safety::{Answers, AnswersError, questions};

fn all() -> Vec<&'static Input> {
    inputs().iter().collect()
}

#[test]
fn answers_are_read_however_they_are_written() {
    for text in [
        "RF-06 = [\"no\", \"yes\", \"unknown\"]",
        "rf-06 = [false, true, \"\"]",
        "RF_06 = [\"N\", \"Yes\"]",
        "RF-06.1 = \"no\"\nRF-06.2 = true",
        "[answers]\nRF-06 = [\"no\", \"y\", \"?\"]",
        "[RF-06]\n1 = \"no\"\n2 = \"yes\"",
        "RF06 = [\"no\", \"yes\", \"not sure\"]",
        "rf-6 = [\"no\", \"yes\", \"don’t know\"]",
        "schema = \"vagal.answers/1\"\n[red_flags]\nRF-06 = [\"no\", \"yes\", \"skip\"]",
    ] {
        let answers = Answers::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let said = [0, 1, 2].map(|i| answers.get("RF-06", i));
        assert_eq!(said, [Answer::No, Answer::Yes, Answer::Unanswered], "{text}");
    }
}

#[test]
fn one_consent_is_for_every_touch() {
    let answers = Answers::parse("consent = true").expect("a bare consent");
    assert_eq!(answers.get("massage", 0), Answer::Yes);
}

#[test]
fn a_mistyped_key_leads_to_the_nearest() {
    let error = Answers::parse("RG-01 = true").expect_err("no such key");
    assert_eq!(error.to_string(), "`RG-01` is no question; is `RF-01` meant?");
}

#[test]
fn one_answer_to_several_questions_says_what_it_can() {
    let answers = Answers::parse("RF-21 = false\nRF-10 = true").unwrap();
    assert_eq!([0, 1].map(|i| answers.get("RF-21", i)), [Answer::No; 2]);
    let open = Answer::Unanswered;
    assert_eq!([0, 1, 2].map(|i| answers.get("RF-10", i)), [Answer::Yes, open, open]);
}

#[test]
fn mistakes_are_named_with_what_to_try() {
    for (text, message) in [
        ("RF-01 = ", "line 1: "),
        ("RF-01 = \"no\"\nRF-01 = \"yes\"", "line 2: "),
        ("RF-99 = true", "`RF-99` is no question"),
        ("RF-06 = \"no\"\nRF-06.1 = true", "line 2: "),
        ("CA-01.2 = true", "`CA-01.2` is no question"),
        ("consent.sleep = true", "`consent.sleep` is no question"),
        ("RF-01 = \"perhaps\"", "`RF-01` is \"perhaps\""),
        ("RF-01 = 1", "`RF-01` is of type integer"),
        ("RF-01 = [true, false]", "`RF-01` has 1 question(s), but 2 answers"),
        ("RF-01 = true\nrf-01 = false", "`rf-01` is answered twice"),
    ] {
        let error = Answers::parse(text).expect_err(text);
        assert!(error.to_string().starts_with(message), "{text}: {error}");
        assert!(!error.hint().is_empty());
    }
    assert!(matches!(Answers::parse("\u{0}"), Err(AnswersError::Syntax { line: 1, .. })));
}

#[test]
fn the_form_holds_every_question_and_answers_nothing() {
    let form = Answers::default().to_toml(&all());
    for question in questions(&all()) {
        assert!(form.contains(question.ask), "{}", question.item);
    }
    let read = Answers::parse(&form).expect("the form can be read");
    assert!(questions(&all()).iter().all(|q| read.get(q.item, q.index) == Answer::Unanswered));
}

#[test]
fn the_gravest_questions_come_first_and_consent_last() {
    let all = questions(&all());
    assert!(all.is_sorted_by_key(|q| (q.is_consent(), std::cmp::Reverse(q.level))));
    assert!(all.first().is_some_and(|q| q.item == "RF-01"));
    assert!(all.last().is_some_and(|q| q.item == "massage"));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(said in proptest::collection::vec(0_u8..3, 80)) {
        let all = all();
        let mut answers = Answers::default();
        for (question, said) in questions(&all).iter().zip(&said) {
            let answer = [Answer::Yes, Answer::No, Answer::Unanswered][usize::from(*said)];
            answers.set(question.item, question.index, answer);
        }
        let read = Answers::parse(&answers.to_toml(&all)).expect("our own file");
        for question in questions(&all) {
            prop_assert_eq!(
                read.get(question.item, question.index),
                answers.get(question.item, question.index)
            );
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        let _ = Answers::parse(&text);
    }
}
