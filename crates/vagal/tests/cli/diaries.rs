//! Real diaries from import to answer, and stores that hold too little.

use serde_json::Value;

use crate::support::{Folder, at, recording, vagal};

/// Imports a folder of the reference diaries; `None`, with a word, where there is none.
fn imported(folder: &Folder, name: &str) -> Option<String> {
    let diary = recording(&format!("diary/{name}"))?;
    let store = folder.path("store.sqlite").to_str().expect("UTF-8").to_owned();
    let run = vagal(["import", diary.to_str().expect("UTF-8"), "--store", &store]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    Some(store)
}

fn answered(store: &str, more: &[&str]) -> Value {
    let run = vagal(["person", "--json", "--store", store].iter().chain(more));
    assert_eq!(run.code, 0, "{more:?}: {}", run.stderr);
    run.json()
}

#[test]
fn eleven_evenings_of_massage_are_not_enough_and_the_answer_says_what_would_be() {
    let folder = Folder::new("diary-welltory");
    let Some(store) = imported(&folder, "welltory") else { return };
    let mut who = vec!["--person", "fcf3ea75b0", "--draws", "250", "--warm-up", "250"];
    who.extend(["--today", "2020-07-19"]);
    let json = answered(&store, &who);
    let massage = at(&json, "/inputs/massage");
    assert_eq!(massage["sessions"], 11);
    assert_eq!(massage["verdict"], "not_enough_data");
    assert_eq!(at(&json, "/next_best/question"), "massage");
    let next = at(&json, "/next_best/candidates").as_array().expect("candidates").clone();
    let best = next.iter().find(|c| c["session"] == "massage").expect("a massage");
    // The diary ends on 19 June; a massage within nine days of a month later.
    let date = best["date"].as_str().expect("a date");
    assert!(("2020-07-19".."2020-07-28").contains(&date), "{best}");
    assert!(
        at(&json, "/next_best/last_entry").as_str().is_some_and(|t| t.starts_with("2020-06-19"))
    );
    assert!(next.iter().any(|c| c["session"].is_null() && c["date"].is_null()), "{next:?}");
    assert_eq!(at(&json, "/sampling/divergences"), 0);
    assert!(at(&json, "/forecast").is_object(), "{}", at(&json, "/forecast"));
}

#[test]
fn every_other_diary_fits_or_is_refused_with_a_reason() {
    let folder = Folder::new("diary-others");
    let Some(store) = imported(&folder, "welltory") else { return };
    let people = vagal(["diary", "--people", "--json", "--store", &store]).json();
    let people = at(&people, "/people").as_array().expect("people").clone();
    let (mut fitted, mut refused) = (0, 0);
    // Every seventh person: one after the other they take a minute.
    for person in people.iter().step_by(7) {
        let id = person["id"].as_str().or_else(|| person["person"].as_str()).expect("an id");
        let run = vagal(["person", "--json", "--preview", "--store", &store, "--person", id]);
        match run.code {
            0 => fitted += 1,
            1 => {
                assert!(
                    run.stderr.contains("readings") && !run.hint().is_empty(),
                    "{}",
                    run.stderr
                );
                refused += 1;
            }
            _ => panic!("{id}: {}", run.stderr),
        }
    }
    assert!(fitted > 5 && refused > 0, "{fitted} fitted, {refused} refused");
}

#[test]
fn tests_lying_and_standing_make_a_diary_without_a_session() {
    let folder = Folder::new("diary-koplenig");
    let Some(store) = imported(&folder, "koplenig_orthostatic") else { return };
    let json = answered(&store, &["--draws", "250", "--warm-up", "250"]);
    assert_eq!(at(&json, "/sampling/divergences"), 0);
    let run = vagal(["person", "--preview", "--store", &store]);
    assert!(run.stdout.contains("This diary holds no session to judge"), "{}", run.stdout);
    let folder = Folder::new("diary-withings");
    let Some(store) = imported(&folder, "withings_sleep") else { return };
    assert_eq!(
        at(&answered(&store, &["--draws", "250", "--warm-up", "250"]), "/sampling/divergences"),
        0
    );
}

#[test]
fn a_diary_that_holds_too_little_is_unusable_and_says_what_to_do() {
    let folder = Folder::new("diary-empty");
    let store = folder.path("store.sqlite");
    let store = store.to_str().expect("UTF-8");
    let run = vagal(["person", "--store", store]);
    assert!(run.code == 2 && run.stderr.contains("nothing is on file"), "{}", run.stderr);
    assert!(run.hint().contains("vagal demo --keep"), "{}", run.stderr);
    assert_eq!(vagal(["reading", "tension=5", "--store", store]).code, 0);
    for command in ["person", "plan"] {
        let run = vagal([command, "--store", store]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("0 readings, 7 needed"), "{}", run.stderr);
        assert!(run.hint().contains("vagal reading"), "{}", run.stderr);
    }
    // A session without a reading that the model takes: a look at a claim must not fall over it.
    assert_eq!(vagal(["log", "massage", "--store", store]).code, 0);
    let run = vagal(["evidence", "C06", "--store", store]);
    assert!(run.code == 0 && run.stdout.contains("or too little"), "{}{}", run.stdout, run.stderr);
    let run = vagal(["person", "--store", store, "--events", "x.csv"]);
    assert_eq!(run.code, 2, "a file or the store, not both");
}

#[test]
fn a_claim_shows_what_the_diary_says_of_it() {
    let folder = Folder::new("diary-claim");
    let store = folder.path("none.sqlite");
    let nothing = |claim: &str, store: &str| {
        let run = vagal(["evidence", claim, "--store", store]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let text = nothing("C06", store.to_str().expect("UTF-8"));
    assert!(text.contains("Nothing is on file about you yet"), "{text}");
    let Some(store) = imported(&folder, "welltory") else { return };
    let said = |claim: &str| {
        let args = ["evidence", claim, "--json", "--store", &store, "--person", "fcf3ea75b0"];
        at(&vagal(args).json(), "/your_own_data").to_string()
    };
    assert!(said("C06").contains("11 sessions"), "{}", said("C06"));
    assert!(said("C25").contains("Hold of tension"), "{}", said("C25"));
    // Cortisol was never measured.
    assert!(said("C14").contains("nothing that bears on this claim"), "{}", said("C14"));
}
