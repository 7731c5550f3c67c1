//! The data files are whole: nothing the checker finds, nothing lost.

use vagal_evidence::{
    Date, Files, Grade, Ledger, check_files, claim, claims, input, inputs, sources,
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
