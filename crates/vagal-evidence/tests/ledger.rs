//! The data files are whole: nothing the checker finds, nothing lost.

use vagal_core::{Level, RhythmKind};
use vagal_evidence::wording::{Context, lint};
use vagal_evidence::{
    Date, Files, Grade, LEDGER, Ledger, RecordedBy, cautions, check_files, claim, claims, input,
    inputs, interference, options, recording_predicates, red_flags, rule_questions, rules, sources,
};

/// The day the data were last reviewed. The real date is for the calendar, not for a test that
/// must give the same answer tomorrow.
fn reviewed() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

#[test]
fn the_data_have_no_problem() {
    let problems: Vec<_> =
        check_files(Files::BUILT_IN, reviewed()).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn nothing_is_lost() {
    assert!(Ledger::parse(Files::BUILT_IN).is_ok());
    assert_eq!(claims().len(), 63);
    assert_eq!(inputs().len(), 8);
    assert!(sources().len() >= 78, "{} sources", sources().len());
    assert_eq!(red_flags().len(), 18);
    assert_eq!(cautions().len(), 11 + 15 + 7 + 2);
    assert_eq!(recording_predicates().len(), 10);
    let ids: Vec<_> = rules().iter().map(|r| r.id.as_str()).collect();
    let all =
        ["A1", "A2", "A3", "A4", "S1a", "S1b", "S2", "S3", "S4", "UC-M", "UC-S", "UC-A", "UC-C"];
    assert_eq!(ids, all);
    assert_eq!((rule_questions().len(), options().len()), (4, 7));
    let kinds: Vec<_> = interference().iter().map(|k| k.id.as_str()).collect();
    let all =
        ["sleep_debt", "stress", "inflammation", "alcohol", "illness", "trauma", "structural"];
    assert_eq!(kinds, all);
    let graded = |grade| claims().iter().filter(|c| c.grade == grade).count();
    assert_eq!(Grade::ALL.map(graded), [2, 11, 14, 8, 19, 9]);
}

#[test]
fn claims_are_found_however_they_are_typed() {
    for id in ["C06", "c06", "c6", " C6 "] {
        assert_eq!(claim(id).unwrap().id, "C06", "{id}");
    }
    for id in ["", "6", "C", "C00", "C64", "C+6", "C99999999999", "Ｃ06", "C0x"] {
        assert!(claim(id).is_none(), "{id}");
    }
}

#[test]
fn inputs_are_found_by_any_of_their_names() {
    for (name, id) in [
        ("massage", "massage"),
        ("Thai Massage", "massage"),
        ("slow-breathing", "slow_breathing"),
        ("SLOW_BREATHING", "slow_breathing"),
        ("  yoga ", "meditation"),
        ("face   immersion", "cold_face"),
        ("rest-control", "rest"),
    ] {
        assert_eq!(input(name).unwrap().id, id, "{name}");
    }
    assert!(input("").is_none() && input("acupuncture").is_none());
    let by_breathing: Vec<_> = inputs().iter().filter(|i| i.breathing_is_input).collect();
    assert_eq!(by_breathing.len(), 1);
    assert_eq!(by_breathing[0].id, "slow_breathing");
    assert!(input("meditation").unwrap().may_change_breathing());
    assert!(input("cold face").unwrap().off_by_default);
}

#[test]
fn the_rhythm_gate_and_the_recording_predicates_agree() {
    for kind in [
        RhythmKind::IrregularlyIrregular,
        RhythmKind::FrequentEctopy,
        RhythmKind::Pause,
        RhythmKind::Slow,
        RhythmKind::Fast,
        RhythmKind::FixedPattern,
        RhythmKind::Paced,
        RhythmKind::NoVariation,
    ] {
        let predicate = recording_predicates().iter().find(|p| p.id == kind.predicate());
        let predicate = predicate.unwrap_or_else(|| panic!("{} is missing", kind.predicate()));
        assert_eq!(predicate.hrv_off, kind.is_veto(), "{}", predicate.id);
    }
}

#[test]
fn levels_are_ordered_and_speak_without_a_forbidden_word() {
    let levels = [Level::Notice, Level::Adapt, Level::Doctor, Level::SameDay, Level::Emergency];
    assert!(levels.is_sorted());
    assert_eq!(levels.map(Level::letter), ['I', 'L', 'M', 'U', 'E']);
    for level in levels {
        assert_eq!(level.suppresses_advice(), level.text().is_some(), "{}", level.id());
        assert!(lint(level.text().unwrap_or_default(), Context::Ours).is_empty());
    }
}

#[test]
fn what_is_recalled_or_second_hand_waits_for_a_clinician() {
    let flag = |id| LEDGER.red_flag(id).expect("a flag").needs_clinician_review();
    assert!(flag("RF-07") && flag("RF-22"));
    assert!(!flag("RF-01") && !flag("RF-08"));
}

#[test]
fn structure_is_only_what_a_clinician_recorded() {
    let structural = interference().iter().find(|k| k.id == "structural").expect("a kind");
    assert_eq!(structural.recorded_by, RecordedBy::Clinician);
    assert!(structural.optional);
}
