//! `vagal guide` from the outside: the contract, safety first, the past, a store and a file, thresholds, mistakes.

use std::path::{Path, PathBuf};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;
use vagal::core::diary::kinds;
use vagal::core::{Diary, Episode, InputEvent, Moment, Person, Reading};
use vagal::evidence::LEDGER;
use vagal::evidence::wording::{lint_except, visible_text};
use vagal::store::{Archive, Entry, Line, Origin, PersonArchive};

use crate::support::{Folder, Run, at, binary, vagal};

/// 2026-01-01, the first day of the diaries.
const FIRST: i64 = 20_454;

fn moment(day: i64, hour: i64) -> Moment {
    Moment::new((FIRST + day) * 86_400 + hour * 3600, 0).expect("a moment")
}

/// Sixteen weeks of an hour of massage a week, under which tension stays up; a load of the last month.
fn lasting() -> Vec<Line> {
    let mut lines = Vec::new();
    for day in 0..112 {
        let value = 6.0 + 0.5 * (day % 3 - 1) as f64;
        lines.push(Line::Reading(
            Reading::new(kinds::TENSION, moment(day, 8), value).expect("a rating"),
        ));
        if day % 7 == 0 {
            let massage = InputEvent::new("massage", moment(day, 18));
            lines.push(Line::Input(InputEvent { minutes: Some(60.0), ..massage }));
        }
    }
    let structural = Episode::new("structural", moment(60, 10), None, 1.0).expect("an episode");
    lines.push(Line::Episode(structural));
    lines
}

fn export(folder: &Folder, people: &[&str], lines: &[Line]) -> PathBuf {
    let people = people.iter().map(|id| PersonArchive {
        person: Person { id: (*id).into(), name: None },
        entries: lines.iter().map(|l| Entry::new(id, Origin::typed(), l.clone())).collect(),
        removed: Vec::new(),
        recordings: Vec::new(),
        posteriors: Vec::new(),
        experiments: Vec::new(),
    });
    let archive = Archive { people: people.collect() };
    folder.file("diary.json", archive.to_json().to_string())
}

/// Every question answered no and touch wanted, but for one line.
fn answers(folder: &Folder, line: &str, instead: &str) -> PathBuf {
    let form = vagal(["check", "--template"]).stdout.replace("= \"unanswered\"", "= \"no\"");
    let form = form.replace("consent.massage = \"no\"", "consent.massage = \"yes\"");
    assert!(form.contains(line), "the form has no `{line}`");
    folder.file("answers.toml", form.replace(line, instead))
}

fn guide(diary: &Path, answers: &Path, more: &[&str]) -> Run {
    let mut command = binary();
    command
        .args(["guide", "--tz", "UTC", "--diary"])
        .arg(diary)
        .arg("--answers")
        .arg(answers)
        .args(more);
    Run::new(&command.output().expect("the binary starts"))
}

/// The last day of the diary.
const LAST: &str = "2026-04-22";

fn of<'a>(json: &'a Value, list: &str, id: &str) -> &'a Value {
    let all = at(json, list).as_array().expect("a list");
    all.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("no {id} in {list}"))
}

#[test]
fn the_contract_has_its_fields() {
    let folder = Folder::new("guide-contract");
    let (diary, answers) = (
        export(&folder, &["me"], &lasting()),
        answers(&folder, "GQ-01 = \"no\"", "GQ-01 = \"yes\""),
    );
    let run = guide(&diary, &answers, &["--at", LAST, "--json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.guide/1");
    assert_eq!(
        (at(&json, "/verdict"), at(&json, "/review")),
        (&"CONSIDER_REVIEW".into(), &"true".into())
    );
    let rules = at(&json, "/rules").as_array().expect("rules");
    let ids: Vec<&str> = rules.iter().filter_map(|r| r["id"].as_str()).collect();
    assert_eq!(ids, ["A1", "A2", "A3", "A4", "S1a", "S1b", "S2", "S3", "S4"]);
    for rule in rules.iter().chain(at(&json, "/use_cases").as_array().expect("use cases")) {
        let id = &rule["id"];
        assert!(
            ["true", "false", "insufficient"].contains(&rule["state"].as_str().expect("a state")),
            "{id}"
        );
        for text in ["says", "predicate", "cannot_know", "claim", "grade"] {
            assert!(rule[text].as_str().is_some_and(|t| !t.is_empty()), "{id} has no {text}");
        }
        for number in rule["numbers"].as_array().expect("numbers") {
            let known =
                ["value", "low", "high", "text", "unfit"].iter().filter(|k| !number[**k].is_null());
            assert!(known.count() > 0, "{id}: {number}");
        }
        for threshold in rule["thresholds"].as_array().expect("thresholds") {
            assert!(threshold["value"].is_number() && threshold["reason"].is_string(), "{id}");
        }
    }
    let s1a = of(&json, "/rules", "S1a");
    let change = of(s1a, "/numbers", "change");
    assert!(change["low"].as_f64() < change["value"].as_f64(), "{change}");
    assert_eq!(at(&json, "/options").as_array().map(Vec::len), Some(7));
    let driver = of(&json, "/options", "work_on_driver")["details"].to_string();
    assert!(driver.contains("recorded by a clinician, 2026-03-02"), "{driver}");
    assert_eq!(at(&json, "/safety/schema"), "vagal.check/1");
    assert!(at(&json, "/error_rates").as_array().is_some_and(|rates| rates.len() > 10));
}

#[test]
fn a_red_flag_and_an_open_question_hold_everything_back() {
    let folder = Folder::new("guide-flag");
    let diary = export(&folder, &["me"], &lasting());
    for (line, instead, level) in [
        ("RF-20 = \"no\"", "RF-20 = \"yes\"", "emergency"),
        ("RF-22 = \"no\"", "RF-22 = \"yes\"", "same_day"),
        ("RF-20 = \"no\"", "RF-20 = \"unanswered\"", "doctor"),
    ] {
        let answers = answers(&folder, line, instead);
        let json = guide(&diary, &answers, &["--at", LAST, "--json"]).json();
        assert_eq!(at(&json, "/safety/level"), level);
        assert!(at(&json, "/verdict").is_null());
        for list in ["/rules", "/use_cases", "/options", "/error_rates"] {
            assert_eq!(at(&json, list).as_array().map(Vec::len), Some(0), "{instead}: {list}");
        }
        let page = folder.path("page.html");
        let run =
            guide(&diary, &answers, &["--at", LAST, "--report", page.to_str().expect("UTF-8")]);
        let said = run.stdout + &visible_text(&std::fs::read_to_string(page).expect("a page"));
        for word in ["S1a", "massage fits", "assessment as the article"] {
            assert!(
                !said.to_lowercase().contains(&word.to_lowercase()),
                "{instead} still says {word}"
            );
        }
    }
}

#[test]
fn a_past_day_is_judged_by_what_was_known_then() {
    let folder = Folder::new("guide-past");
    let (diary, answers) = (
        export(&folder, &["me"], &lasting()),
        answers(&folder, "GQ-01 = \"no\"", "GQ-01 = \"no\""),
    );
    let json = guide(&diary, &answers, &["--at", "2026-02-14", "--json"]).json();
    let s1a = of(&json, "/rules", "S1a");
    assert_eq!(s1a["state"], "insufficient");
    // Twelve weeks after the first session.
    assert!(
        s1a["says"].as_str().is_some_and(|s| s.contains("Ask again after 2026-03-26")),
        "{s1a}"
    );
    assert_eq!(at(&json, "/verdict"), "INSUFFICIENT");
}

#[test]
fn the_store_and_its_export_give_the_same_advice() {
    let folder = Folder::new("guide-store");
    let (diary, answers) = (
        export(&folder, &["me"], &lasting()),
        answers(&folder, "GQ-01 = \"no\"", "GQ-01 = \"no\""),
    );
    let store = folder.path("store.sqlite");
    let restored =
        binary().args(["diary", "restore"]).arg(&diary).arg("--store").arg(&store).output();
    assert!(restored.expect("the binary starts").status.success());
    let from_file = guide(&diary, &answers, &["--at", LAST, "--json"]);
    let mut command = binary();
    command.args(["guide", "--tz", "UTC", "--at", LAST, "--json", "--answers"]).arg(&answers);
    let from_store =
        Run::new(&command.arg("--store").arg(&store).output().expect("the binary starts"));
    assert_eq!(from_store.code, 0, "{}", from_store.stderr);
    assert!(from_file.stdout == from_store.stdout);
}

#[test]
fn a_changed_threshold_is_printed_in_every_output() {
    let folder = Folder::new("guide-threshold");
    let (diary, answers) = (
        export(&folder, &["me"], &lasting()),
        answers(&folder, "GQ-01 = \"no\"", "GQ-01 = \"no\""),
    );
    let page = folder.path("page.html");
    let changed = ["--at", LAST, "--threshold", "dose_sessions=40"];
    let report = ["--report", page.to_str().expect("UTF-8")];
    let run = guide(&diary, &answers, &[&changed[..], &report[..]].concat());
    let page = visible_text(&std::fs::read_to_string(page).expect("a page"));
    for said in [run.stdout.replace("\n      ", " "), page] {
        assert!(said.contains("dose_sessions 40 sessions, changed from 8"), "{said}");
    }
    let json = guide(&diary, &answers, &[&changed[..], &["--json"]].concat()).json();
    assert_eq!(at(&json, "/changed_thresholds/0/built_in"), 8.0);
    assert_eq!(of(&json, "/rules", "S1b")["state"], "true");
}

#[test]
fn it_fits_the_terminal_and_says_nothing_forbidden() {
    let folder = Folder::new("guide-words");
    let (diary, answers) = (
        export(&folder, &["me"], &lasting()),
        answers(&folder, "GQ-01 = \"no\"", "GQ-01 = \"yes\""),
    );
    let page = folder.path("page.html");
    let report = ["--at", LAST, "--report", page.to_str().expect("UTF-8")];
    let run = guide(&diary, &answers, &report);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let html = std::fs::read_to_string(page).expect("a page");
    for wrong in ["NaN", "inf", "<script", "http-equiv"] {
        assert!(
            !run.stdout.contains(wrong) && !visible_text(&html).contains(&format!(" {wrong} ")),
            "{wrong}"
        );
    }
    for said in [run.stdout.clone(), visible_text(&html)] {
        assert!(!said.contains(['{', '}']), "a number is missing: {said}");
        let findings = lint_except(&said, &LEDGER.exempt_texts());
        assert!(findings.is_empty(), "{findings:?}");
    }
    for width in [40, 80] {
        for line in
            guide(&diary, &answers, &["--at", LAST, &format!("--width={width}")]).stdout.lines()
        {
            assert!(line.width() <= width, "{width}: {line}");
        }
    }
    // The brief answer is one screen; the full one has every number of the JSON's rules, at both widths.
    let lines = |text: &str| text.lines().count();
    assert!(lines(&run.stdout) <= vagal::report::terminal::SCREEN, "{}", run.stdout);
    for said in ["massage fits", "What can be done", "at most", "--full"] {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
    for width in [40, 80] {
        let full =
            guide(&diary, &answers, &["--at", LAST, "--full", &format!("--width={width}")]).stdout;
        assert!(full.lines().all(|line| line.width() <= width), "{full}");
    }
    let full = guide(&diary, &answers, &["--at", LAST, "--full"]).stdout.replace("\n      ", " ");
    let json = guide(&diary, &answers, &["--at", LAST, "--json"]).json();
    for rule in at(&json, "/rules").as_array().expect("rules") {
        for number in rule["numbers"].as_array().expect("numbers") {
            let name = number["name"].as_str().expect("a name");
            assert!(full.contains(name), "{} {name} is not in the full answer", rule["id"]);
        }
    }
    let plain = guide(&diary, &answers, &["--at", LAST, "--plain"]).stdout;
    assert!(plain.chars().all(|c| !matches!(c, '\u{1b}' | '→' | '·' | '−')), "{plain}");
}

#[test]
fn mistakes_are_named_with_what_to_try() {
    let folder = Folder::new("guide-mistakes");
    let two = export(&folder, &["anna", "ben"], &lasting());
    let answers = answers(&folder, "GQ-01 = \"no\"", "GQ-01 = \"no\"");
    for (more, says) in [
        (vec![], "anna, ben"),
        (vec!["--person", "carl"], "anna, ben"),
        (vec!["--person", "ben", "--threshold", "onset=3"], "`onset_days`"),
        (vec!["--person", "ben", "--threshold", "onset_days"], "changes no threshold"),
        (vec!["--person", "ben", "--threshold", "onset_days=-1"], "a positive number"),
        (vec!["--person", "ben", "--at", "soon"], "soon"),
    ] {
        let run = guide(&two, &answers, &more);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{more:?}: {}", run.stderr);
        assert!(run.stderr.contains(says) && !run.hint().is_empty(), "{more:?}: {}", run.stderr);
    }
    let garbage = folder.file("garbage.json", "{\"schema\": \"other\"}");
    let run = guide(&garbage, &answers, &[]);
    assert!(run.code == 2 && run.stderr.contains("vagal.diary/1"), "{}", run.stderr);
}

#[test]
fn the_archive_gives_the_diary_it_was_made_of() {
    let entries: Vec<Entry> =
        lasting().into_iter().map(|l| Entry::new("me", Origin::typed(), l)).collect();
    let person = Person { id: "me".into(), name: None };
    let part = PersonArchive {
        person: person.clone(),
        entries,
        removed: Vec::new(),
        recordings: Vec::new(),
        posteriors: Vec::new(),
        experiments: Vec::new(),
    };
    let diary: Diary = part.diary();
    assert_eq!(
        (diary.inputs().len(), diary.readings().len(), diary.episodes().len()),
        (16, 112, 1)
    );
}
