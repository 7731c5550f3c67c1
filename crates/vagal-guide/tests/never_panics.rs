//! Any diary, any day: an answer without a panic, without NaN, and without a sentence that lost its number.

use proptest::prelude::*;
use vagal_core::diary::{BODY_REGIONS, READING_KINDS};
use vagal_core::{Answer, Diary, Episode, FigureValue, InputEvent, Moment, Person, Reading};
use vagal_evidence::{inputs, interference, rule_questions};
use vagal_guide::safety::{Answers, questions};
use vagal_guide::{AdviceOptions, advise};

fn moment(hours: i64) -> Moment {
    Moment::new(hours * 3600, 3600).expect("a few years after 1970")
}

/// A line of a diary from four numbers.
type Seed = (i64, usize, f64, u8);

fn diary(seeds: &[Seed]) -> Diary {
    let (mut events, mut readings, mut episodes) = (Vec::new(), Vec::new(), Vec::new());
    for &(hours, which, part, sort) in seeds {
        match sort {
            0 => {
                let input = &inputs()[which % inputs().len()].id;
                let minutes = (which % 3 > 0).then_some(part * 120.0);
                events.push(InputEvent { minutes, ..InputEvent::new(input, moment(hours)) });
            }
            1 => {
                let kind = &interference()[which % interference().len()].id;
                let end = (which % 2 == 0).then(|| moment(hours + which as i64));
                episodes.extend(Episode::new(kind, moment(hours), end, part).ok());
            }
            2 => {
                let region = BODY_REGIONS[which % BODY_REGIONS.len()].id;
                let reading = Reading::new("tension", moment(hours), (10.0 * part).round());
                readings.extend(reading.and_then(|r| r.at_region(region)).ok());
            }
            _ => {
                let kind = &READING_KINDS[which % READING_KINDS.len()];
                let value = kind.range.0 + part * (kind.range.1 - kind.range.0);
                readings.extend(Reading::new(kind.id, moment(hours), value).ok());
            }
        }
    }
    Diary::new(Person { id: "p".into(), name: None }, events, readings, episodes, Vec::new())
}

fn answers(goal: u8) -> Answers {
    let mut answers = Answers::default();
    for question in questions(&inputs().iter().collect::<Vec<_>>()) {
        let answer = if question.is_consent() { Answer::Yes } else { Answer::No };
        answers.set(question.item, question.index, answer);
    }
    for (i, question) in rule_questions().iter().enumerate() {
        let answer = [Answer::Yes, Answer::No, Answer::Unanswered][(usize::from(goal) + i) % 3];
        answers.set(&question.id, 0, answer);
    }
    answers
}

fn is_sound(value: &FigureValue) -> bool {
    match value {
        FigureValue::Number(x) => x.is_finite(),
        FigureValue::Interval { estimate, low, high, .. } => {
            low <= high && estimate.is_none_or(f64::is_finite)
        }
        FigureValue::Words(words) | FigureValue::Unknown(words) => !words.is_empty(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_diary_gets_an_answer(
        seeds in proptest::collection::vec((0_i64..4000, 0_usize..50, 0.0..1.0_f64, 0_u8..5), 0..400),
        at in -100_i64..5000,
        goal in 0_u8..3,
    ) {
        let advice = advise(&diary(&seeds), &answers(goal), moment(at), &AdviceOptions::default());
        prop_assert!(advice.verdict.is_some());
        for rule in advice.rules.iter().chain(advice.use_cases.iter().map(|u| &u.finding)) {
            prop_assert!(!rule.says.contains(['{', '}']), "{}: {}", rule.id, rule.says);
            for figure in &rule.figures {
                prop_assert!(is_sound(&figure.value), "{}: {:?}", rule.id, figure);
            }
        }
        for case in &advice.use_cases {
            prop_assert!(!case.plan.contains(['{', '}']), "{}", case.plan);
        }
    }

    /// Every massage and rating within days, many at the same second.
    #[test]
    fn a_crowded_diary_gets_an_answer(
        seeds in proptest::collection::vec((0_i64..40, 0_usize..3, 0.0..1.0_f64, 0_u8..5), 0..300),
    ) {
        let advice = advise(&diary(&seeds), &answers(0), moment(60), &AdviceOptions::default());
        prop_assert!(advice.verdict.is_some());
    }
}
