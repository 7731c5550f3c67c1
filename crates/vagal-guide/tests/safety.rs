//! Every predicate of safety: fires, does not, unanswered.

use vagal_core::{
    Answer, GateState, Level, Rhythm, RhythmFinding, RhythmKind, SafetyCheck, SafetyItem, Unfit,
};
use vagal_evidence::{Effect, Input, cautions, inputs, recording_predicates, red_flags};
use vagal_guide::safety::{Answers, NeckPressure, RecordingFacts, check, questions};

/// Every question answered no, and every consent given.
fn all_no() -> Answers {
    let all: Vec<_> = inputs().iter().collect();
    let mut answers = Answers::default();
    for question in questions(&all) {
        let wanted = if question.is_consent() { Answer::Yes } else { Answer::No };
        answers.set(question.item, question.index, wanted);
    }
    answers
}

fn with(answers: &[(&str, usize, Answer)]) -> Answers {
    let mut all = all_no();
    for (item, index, answer) in answers {
        all.set(item, *index, *answer);
    }
    all
}

fn every_input() -> Vec<&'static Input> {
    inputs().iter().collect()
}

fn input(name: &str) -> &'static Input {
    vagal_evidence::input(name).expect("an input")
}

fn checked(answers: &Answers) -> SafetyCheck {
    check(answers, &every_input(), &[])
}

fn item<'a>(found: &'a SafetyCheck, id: &str) -> &'a SafetyItem {
    found.items.iter().find(|item| item.id == id).unwrap_or_else(|| panic!("{id} is not judged"))
}

#[test]
fn every_red_flag_fires_stays_silent_and_is_left_open() {
    for flag in red_flags() {
        let silent = checked(&all_no());
        assert_eq!(item(&silent, &flag.id).level, None, "{}", flag.id);
        assert_eq!(item(&silent, &flag.id).answer, Answer::No, "{}", flag.id);
        for (index, question) in flag.questions.iter().enumerate() {
            let found = checked(&with(&[(&flag.id, index, Answer::Yes)]));
            let fired = item(&found, &flag.id);
            assert_eq!(fired.level, Some(question.level), "{} {index}", flag.id);
            assert_eq!(found.level, Some(question.level), "{} {index}", flag.id);
            assert!(fired.text.contains(&question.ask), "{}: {}", flag.id, fired.text);
            assert!(found.suppresses_advice(), "{} {index}", flag.id);

            let found = checked(&with(&[(&flag.id, index, Answer::Unanswered)]));
            let open = item(&found, &flag.id);
            assert_eq!(open.answer, Answer::Unanswered, "{}", flag.id);
            assert_eq!(open.level, flag.starred.then_some(Level::Doctor), "{} {index}", flag.id);
        }
    }
}

#[test]
fn every_caution_fires_stays_silent_and_is_left_open() {
    for caution in cautions() {
        let silent = checked(&all_no());
        assert_eq!(item(&silent, &caution.id).level, None, "{}", caution.id);
        let found = checked(&with(&[(&caution.id, 0, Answer::Yes)]));
        let level = match caution.effect {
            Effect::SameDay => Level::SameDay,
            Effect::Doctor => Level::Doctor,
            _ => Level::Adapt,
        };
        assert_eq!(item(&found, &caution.id).level, Some(level), "{}", caution.id);
        assert_eq!(item(&found, &caution.id).action.as_ref(), Some(&caution.action));
        let found = checked(&with(&[(&caution.id, 0, Answer::Unanswered)]));
        assert_eq!(item(&found, &caution.id).level, None, "{}", caution.id);
        assert_eq!(item(&found, &caution.id).answer, Answer::Unanswered, "{}", caution.id);
    }
}

#[test]
fn a_caution_acts_on_its_own_inputs_only() {
    for caution in cautions() {
        for (answer, is_yes) in [(Answer::Yes, true), (Answer::Unanswered, false)] {
            let found = checked(&with(&[(&caution.id, 0, answer)]));
            for gate in &found.inputs {
                let input = input(&gate.input);
                let own = input.cautions.contains(&caution.id);
                let wanted = match (own, is_yes, caution.effect) {
                    _ if found.suppresses_advice() => GateState::Paused,
                    (false, ..) if input.cautions.is_empty() => GateState::NotAsked,
                    (false, ..) => GateState::NothingFound,
                    (true, true, Effect::Block) => GateState::NotOffered,
                    (true, true, Effect::Postpone) => GateState::Later,
                    (true, true, _) => GateState::Adapted,
                    (true, false, _) if input.off_by_default => GateState::NotOffered,
                    (true, false, _) => GateState::QuestionsOpen,
                };
                assert_eq!(gate.state, wanted, "{} on {}", caution.id, gate.input);
            }
        }
    }
}

#[test]
fn nothing_answered_is_see_a_doctor_and_no_input() {
    let found = checked(&Answers::default());
    assert_eq!(found.level, Some(Level::Doctor));
    assert!(found.inputs.iter().all(|gate| gate.state == GateState::Paused));
    let open = red_flags().iter().filter(|f| f.starred).count();
    assert_eq!(found.raised().len(), open);
}

#[test]
fn what_raises_a_flag_raises_it() {
    let yes = |id| (id, 0, Answer::Yes);
    // The list of red flags: RF-05 and RF-06 with any new sign of a nerve, RF-10 if several, RF-21 on
    // effort, RF-23 with symptoms.
    for (answers, id, level) in [
        (vec![yes("RF-05")], "RF-05", Level::Doctor),
        (vec![yes("RF-05"), yes("RF-02")], "RF-05", Level::Emergency),
        (vec![yes("RF-05"), yes("RF-03")], "RF-05", Level::Emergency),
        (vec![yes("RF-05"), yes("RF-04")], "RF-05", Level::Emergency),
        (vec![yes("RF-05"), yes("RF-07")], "RF-05", Level::Emergency),
        (vec![yes("RF-05"), yes("RF-08")], "RF-05", Level::Emergency),
        (vec![yes("RF-05"), yes("RF-11")], "RF-05", Level::Doctor),
        (vec![yes("RF-06")], "RF-06", Level::SameDay),
        (vec![yes("RF-06"), yes("RF-07")], "RF-06", Level::Emergency),
        (vec![yes("RF-10")], "RF-10", Level::Doctor),
        (vec![yes("RF-10"), ("RF-10", 2, Answer::Yes)], "RF-10", Level::SameDay),
        (vec![yes("RF-21")], "RF-21", Level::SameDay),
        (vec![("RF-21", 1, Answer::Yes)], "RF-21", Level::Emergency),
        (vec![yes("RF-23")], "RF-23", Level::SameDay),
        (vec![yes("RF-23"), yes("RF-12")], "RF-23", Level::Emergency),
        (vec![yes("RF-23"), yes("RF-20")], "RF-23", Level::Emergency),
        (vec![yes("RF-23"), yes("RF-21")], "RF-23", Level::Emergency),
        // A symptom left open is no symptom.
        (vec![yes("RF-23"), ("RF-20", 0, Answer::Unanswered)], "RF-23", Level::SameDay),
    ] {
        let found = checked(&with(&answers));
        assert_eq!(item(&found, id).level, Some(level), "{answers:?}");
    }
}

#[test]
fn what_somebody_said_counts_whatever_input_is_considered() {
    let answers = with(&[("CA-11", 0, Answer::Yes), ("CF-01", 0, Answer::Yes)]);
    for name in ["meditation", "movement", "rest"] {
        let found = check(&answers, &[input(name)], &[]);
        assert_eq!(found.level, Some(Level::SameDay), "{name}");
        assert_eq!(item(&found, "CF-01").answer, Answer::Yes, "{name}");
        assert_eq!(found.inputs[0].state, GateState::Paused, "{name}");
    }
    // Harm after a session is asked about before any input.
    assert!(questions(&[input("rest")]).iter().any(|q| q.item == "CA-11"));
    assert!(!questions(&[input("rest")]).iter().any(|q| q.item == "CA-01"));
}

#[test]
fn an_open_red_flag_keeps_every_gate_from_saying_that_nothing_was_found() {
    let open = with(&[("RF-24", 0, Answer::Unanswered)]);
    for gate in checked(&open).inputs {
        let off = input(&gate.input).off_by_default;
        let wanted = if off { GateState::NotOffered } else { GateState::QuestionsOpen };
        assert_eq!(gate.state, wanted, "{}", gate.input);
    }
}

#[test]
fn fever_stops_touch_and_effort() {
    for gate in checked(&with(&[("CA-06", 0, Answer::Yes)])).inputs {
        let later = ["massage", "movement"].contains(&gate.input.as_str());
        assert_eq!(gate.state == GateState::Later, later, "{}", gate.input);
    }
}

#[test]
fn how_to_go_on_is_no_advice_for_somebody_who_is_to_see_a_doctor() {
    let answers = [("CA-01", 0, Answer::Yes), ("RF-22", 0, Answer::Yes)];
    let found = checked(&with(&answers));
    assert_eq!(found.action_of(item(&found, "CA-01")), None, "light pressure is no way out");
    assert!(found.action_of(item(&found, "RF-22")).is_some(), "no massage is");
    let found = checked(&with(&[answers[0], answers[1], ("RF-01", 0, Answer::Yes)]));
    assert_eq!(found.action_of(item(&found, "RF-22")), None);
    assert!(found.spoken_of().iter().all(|item| item.level == Some(Level::Emergency)));
    assert_eq!(found.spoken_of().len(), 1);
    let found = checked(&with(&[("CA-03", 0, Answer::Yes)]));
    assert!(found.action_of(item(&found, "CA-03")).is_some());
}

#[test]
fn every_item_says_something() {
    for answers in [all_no(), Answers::default()] {
        let found = check(&answers, &every_input(), &[facts(), poor()]);
        for item in found.items {
            assert!(!item.text.trim().is_empty(), "{}", item.id);
        }
    }
}

#[test]
fn touch_waits_for_a_yes() {
    for (answer, state) in [
        (Answer::Yes, GateState::NothingFound),
        (Answer::No, GateState::ConsentFirst),
        (Answer::Unanswered, GateState::ConsentFirst),
    ] {
        let found = checked(&with(&[("massage", 0, answer)]));
        let gate = found.inputs.iter().find(|g| g.input == "massage").expect("massage");
        assert_eq!(gate.state, state);
        assert_eq!(gate.state.is_open(), answer == Answer::Yes);
    }
}

#[test]
fn cold_on_the_face_is_off_until_every_question_is_answered_no() {
    let cold = |answers: &Answers| check(answers, &[input("cold face")], &[]).inputs[0].clone();
    assert_eq!(cold(&all_no()).state, GateState::NothingFound);
    assert!(cold(&all_no()).says.iter().any(|s| s.contains("never alone")));
    assert_eq!(cold(&with(&[("CF-15", 0, Answer::Unanswered)])).state, GateState::NotOffered);
    assert_eq!(cold(&with(&[("CF-07", 0, Answer::Yes)])).state, GateState::NotOffered);
}

// --- recordings ---------------------------------------------------------------------------------

fn facts() -> RecordingFacts {
    RecordingFacts {
        name: "a.txt".into(),
        day: Some(1),
        is_pulse: false,
        rhythm: Rhythm {
            findings: Vec::new(),
            judged_windows: 3,
            irregular_windows: 0,
            ectopic_pct: 0.0,
            not_judged: None,
        },
        five_minute_bpm: Some((60.0, 70.0)),
        rmssd_ms: Some(40.0),
        neck_pressure: NeckPressure::NoChange,
    }
}

fn found(kind: RhythmKind) -> RecordingFacts {
    let mut facts = facts();
    let numbers = "the numbers".into();
    facts.rhythm.findings = vec![RhythmFinding { kind, start_s: 0.0, end_s: 300.0, numbers }];
    facts
}

fn not_judged(why: Unfit) -> RecordingFacts {
    let mut facts = facts();
    facts.rhythm.not_judged = Some(why);
    facts.neck_pressure = NeckPressure::NotJudged("too few beats".into());
    facts
}

fn poor() -> RecordingFacts {
    not_judged(Unfit::SignalTooPoor { found: "noise".into() })
}

fn short() -> RecordingFacts {
    not_judged(Unfit::WindowTooShort { need_s: 120.0, have_s: 30.0 })
}

/// Four recordings, the last of them with this RMSSD.
fn history(last_ms: f64) -> Vec<RecordingFacts> {
    [38.0, 40.0, 44.0, last_ms].map(|ms| RecordingFacts { rmssd_ms: Some(ms), ..facts() }).to_vec()
}

fn fast_days(days: [i64; 3]) -> Vec<RecordingFacts> {
    days.map(|day| RecordingFacts {
        day: Some(day),
        five_minute_bpm: Some((90.0, 104.0)),
        ..facts()
    })
    .to_vec()
}

#[test]
fn every_recording_predicate_fires_stays_silent_and_is_left_open() {
    let rate = |low, high| RecordingFacts { five_minute_bpm: Some((low, high)), ..facts() };
    let no_rate = || RecordingFacts { five_minute_bpm: None, ..facts() };
    let neck = |neck_pressure| RecordingFacts { neck_pressure, ..facts() };
    let faint = with(&[("RF-21", 0, Answer::Yes)]);
    type Case = (&'static str, Answers, Vec<RecordingFacts>, Answer, Option<Level>);
    let yes = |level| (Answer::Yes, Some(level));
    let (no, open) = ((Answer::No, None), (Answer::Unanswered, None));
    let case = |id, answers: &Answers, facts, (answer, level)| -> Case {
        (id, answers.clone(), facts, answer, level)
    };
    let well = all_no();
    use RhythmKind as K;
    let cases = [
        case("RC-01", &well, vec![found(K::IrregularlyIrregular)], yes(Level::Doctor)),
        case("RC-01", &faint, vec![found(K::IrregularlyIrregular)], yes(Level::Emergency)),
        case("RC-01", &well, vec![facts()], no),
        case("RC-01", &well, vec![poor()], open),
        case("RC-02", &well, vec![found(K::FrequentEctopy)], yes(Level::Doctor)),
        case("RC-02", &well, vec![facts()], no),
        case("RC-02", &well, vec![poor()], open),
        case("RC-03", &well, vec![facts(), found(K::Pause)], yes(Level::SameDay)),
        case("RC-03", &faint, vec![found(K::Pause)], yes(Level::Emergency)),
        case("RC-03", &well, vec![facts(), poor()], no),
        case("RC-03", &well, vec![short()], open),
        case("RC-04", &well, vec![found(K::Slow)], yes(Level::Doctor)),
        case("RC-04", &faint, vec![found(K::Slow)], yes(Level::SameDay)),
        case("RC-04", &faint, vec![rate(49.0, 60.0)], yes(Level::SameDay)),
        case("RC-04", &well, vec![rate(49.0, 60.0)], no),
        case("RC-04", &well, vec![no_rate()], open),
        case("RC-05", &well, vec![found(K::Fast)], yes(Level::SameDay)),
        case("RC-05", &well, fast_days([1, 2, 3]), yes(Level::Doctor)),
        case("RC-05", &well, fast_days([1, 2, 2]), no),
        case("RC-05", &well, vec![no_rate()], open),
        case("RC-06", &well, vec![found(K::Paced)], yes(Level::Doctor)),
        case("RC-06", &well, vec![found(K::FixedPattern)], yes(Level::Doctor)),
        case("RC-06", &well, vec![facts()], no),
        case("RC-06", &well, vec![poor()], open),
        case("RC-10", &well, vec![found(K::NoVariation)], yes(Level::Doctor)),
        case("RC-10", &well, vec![facts()], no),
        case("RC-10", &well, vec![poor()], open),
        case(
            "RC-07",
            &well,
            vec![neck(NeckPressure::Slowed("1300 ms".into()))],
            yes(Level::Doctor),
        ),
        case("RC-07", &well, vec![facts()], no),
        case("RC-07", &well, vec![neck(NeckPressure::NotJudged("none was marked".into()))], open),
        case("RC-08", &well, vec![facts(), poor()], yes(Level::Notice)),
        case("RC-08", &well, vec![facts()], no),
        case("RC-08", &well, vec![short()], open),
        case("RC-09", &well, history(130.0), yes(Level::Notice)),
        case("RC-09", &well, history(110.0), no),
        case("RC-09", &well, vec![facts()], open),
    ];
    for predicate in recording_predicates() {
        let wanted: Vec<_> = cases.iter().filter(|c| c.0 == predicate.id).map(|c| c.3).collect();
        for answer in [Answer::Yes, Answer::No, Answer::Unanswered] {
            assert!(wanted.contains(&answer), "{} has no case {answer:?}", predicate.id);
        }
    }
    for (id, answers, recordings, answer, level) in cases {
        let found = check(&answers, &[], &recordings);
        let item = item(&found, id);
        assert_eq!((item.answer, item.level), (answer, level), "{id}: {}", item.text);
        if answer == Answer::Unanswered {
            assert!(item.text.starts_with("Not judged: "), "{id}: {}", item.text);
        }
    }
}

#[test]
fn three_times_the_median_is_the_limit_and_the_recording_itself_is_not_in_it() {
    // Median of 38, 40, 44 is 40; three times that is 120.
    let raised = |ms| check(&all_no(), &[], &history(ms)).level;
    assert_eq!(raised(120.0), None);
    assert_eq!(raised(120.1), Some(Level::Notice));
}

#[test]
fn fast_recordings_without_a_date_are_not_called_rare() {
    let undated = || RecordingFacts { day: None, five_minute_bpm: Some((90.0, 104.0)), ..facts() };
    let found = check(&all_no(), &[], &[undated(), undated(), undated()]);
    assert_eq!(item(&found, "RC-05").answer, Answer::Unanswered);
    let found = check(&all_no(), &[], &[undated(), undated()]);
    assert_eq!(item(&found, "RC-05").answer, Answer::No);
}

#[test]
fn a_pulse_wave_beside_an_ecg_is_not_called_a_heartbeat() {
    let mut pulse = found(RhythmKind::IrregularlyIrregular);
    pulse.is_pulse = true;
    let found = check(&all_no(), &[], &[facts(), pulse]);
    let text = &item(&found, "RC-01").text;
    assert!(text.contains("irregular pulse signal") && !text.contains("heartbeat"), "{text}");
}

#[test]
fn a_pulse_wave_is_not_called_a_heartbeat() {
    let mut pulse = found(RhythmKind::IrregularlyIrregular);
    pulse.is_pulse = true;
    let found = check(&all_no(), &[], &[pulse]);
    let text = &item(&found, "RC-01").text;
    assert!(text.contains("irregular pulse signal") && !text.contains("heartbeat"), "{text}");
}

#[test]
fn a_poor_signal_raises_no_alarm() {
    for recording in [poor(), short()] {
        let found = check(&all_no(), &[], &[recording]);
        assert!(!found.suppresses_advice(), "{:?}", found.level);
    }
}
