//! `vagal check` and `vagal evidence` from the outside: answers from a file, from a pipe, recordings.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Folder, Run, at, binary, vagal};

/// The form with every question answered no and touch wanted.
fn all_no() -> String {
    let form = vagal(["check", "--template", "--input", "massage", "--input", "cold face"]).stdout;
    form.replace("\"unanswered\"\n", "\"no\"\n")
        .replace("consent.massage = \"no\"", "consent.massage = \"yes\"")
}

fn checked(answers: &str, more: &[&str]) -> Value {
    let folder = Folder::new(&format!("check-{:x}", answers.len() + more.len()));
    let file = folder.file("answers.toml", answers);
    let mut args =
        vec!["check", "--json", "--input", "massage", "--answers", file.to_str().expect("a path")];
    args.extend(more);
    let run = vagal(args);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.json()
}

fn item<'a>(json: &'a Value, id: &str) -> &'a Value {
    let items = at(json, "/items").as_array().expect("items");
    items.iter().find(|i| i["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn the_contract_has_its_fields() {
    let json = checked(&all_no().replace("RF-22 = \"no\"", "RF-22 = \"yes\""), &[]);
    assert_eq!(at(&json, "/schema"), "vagal.check/1");
    assert_eq!(at(&json, "/level"), "same_day");
    assert_eq!(at(&json, "/suppresses_advice"), true);
    for item in at(&json, "/items").as_array().expect("items") {
        for field in ["id", "answer", "text", "source"] {
            assert!(item[field].is_string(), "{item}");
        }
        assert!(item["level"].is_string() || item["level"].is_null(), "{item}");
    }
    assert_eq!(item(&json, "RF-22")["level"], "same_day");
    assert_eq!(at(&json, "/inputs/0/state"), "paused");
}

#[test]
fn a_no_to_everything_is_no_clearance() {
    let json = checked(&all_no(), &[]);
    assert_eq!(at(&json, "/level"), &Value::Null);
    assert_eq!(at(&json, "/suppresses_advice"), false);
    let said = json.to_string().to_lowercase();
    for word in ["\"safe", " safe", "cleared", "normal heart", "healthy"] {
        assert!(!said.contains(word), "{word}");
    }
    assert!(
        at(&json, "/says")
            .as_str()
            .is_some_and(|s| s.contains("does not show that nothing is there"))
    );
}

#[test]
fn an_empty_file_counts_as_see_a_doctor() {
    let json = checked("", &[]);
    assert_eq!(at(&json, "/level"), "doctor");
    assert_eq!(item(&json, "RF-01")["answer"], "unanswered");
    assert_eq!(item(&json, "RF-11")["level"], Value::Null);
}

#[test]
fn a_recording_is_looked_at_and_raised_by_symptoms() {
    let folder = Folder::new("check-recording");
    // 1700 ms beats: 35 a minute over ten minutes.
    let slow = folder.file("slow.txt", "1700\n1702\n1698\n1701\n".repeat(100));
    let recording = ["--recording", slow.to_str().expect("a path")];
    let json = checked(&all_no(), &recording);
    assert_eq!(item(&json, "RC-04")["level"], "doctor");
    assert_eq!(item(&json, "RC-07")["answer"], "unanswered");
    let json = checked(&all_no().replace("RF-21.1 = \"no\"", "RF-21.1 = \"yes\""), &recording);
    assert_eq!(item(&json, "RC-04")["level"], "same_day");
}

#[test]
fn pressure_on_the_neck_is_looked_at_where_it_is_marked() {
    let folder = Folder::new("check-neck");
    // A mean of 840 ms with the spread of a resting person, so that 200 beats end at 168 s.
    let resting = [820, 871, 833, 856, 809, 848, 826, 857];
    let mut ms: Vec<u32> = resting.repeat(25);
    ms.extend([1400, 1500, 1300]);
    ms.extend(resting.repeat(8));
    let lines: Vec<String> = ms.iter().map(u32::to_string).collect();
    let file = folder.file("neck.txt", lines.join("\n"));
    let at_the_slowing = ["--recording", file.to_str().expect("a path"), "--neck-pressure", "168"];
    assert_eq!(item(&checked(&all_no(), &at_the_slowing), "RC-07")["level"], "doctor");
    let before = ["--recording", file.to_str().expect("a path"), "--neck-pressure", "100s"];
    assert_eq!(item(&checked(&all_no(), &before), "RC-07")["answer"], "no");
}

/// Runs with lines on standard input.
fn answering(lines: &str) -> Run {
    let mut child = binary()
        .args(["check", "--json", "--input", "rest"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("it reads");
    Run::new(&child.wait_with_output().expect("it ends"))
}

#[test]
fn questions_are_asked_the_gravest_first_and_an_emergency_ends_them() {
    let run = answering("n\ny\n");
    assert_eq!(run.code, 0);
    assert_eq!(at(&run.json(), "/level"), "emergency");
    assert!(run.stderr.contains("1 of ") && run.stderr.contains("2 of "));
    assert!(!run.stderr.contains("3 of "), "{}", run.stderr);
}

#[test]
fn what_is_not_answered_stays_open() {
    let run = answering("n\n");
    assert_eq!(at(&run.json(), "/level"), "doctor");
    let run = answering(&"n\n".repeat(60));
    assert_eq!(at(&run.json(), "/level"), &Value::Null);
}

#[test]
fn a_mistyped_answer_is_not_taken_for_an_open_question() {
    let run = answering("n\nyes!\n");
    assert!(
        run.code == 2 && run.stderr.contains("yes!") && !run.hint().is_empty(),
        "{}",
        run.stderr
    );
}

#[test]
fn every_claim_names_a_command_that_exists() {
    let json = vagal(["evidence", "--json"]).json();
    let mut looked = 0;
    for claim in at(&json, "/claims").as_array().expect("claims") {
        let command = claim["command"].as_str().expect("a command");
        if let Some(words) = command.strip_prefix("vagal ") {
            let subcommand = words.split(' ').next().expect("a word");
            assert_eq!(vagal([subcommand, "--help"]).code, 0, "{}: {command}", claim["id"]);
            looked += 1;
        }
    }
    assert!(looked > 10, "only {looked} claims have a command");
}

/// The check of an input, asked by hand with these lines on standard input, its answers kept.
fn asked(kept: &Path, input: &str, lines: &str) -> Run {
    let mut child = binary()
        .args(["check", "--json", "--input", input, "--save"])
        .arg(kept)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("it reads");
    Run::new(&child.wait_with_output().expect("it ends"))
}

#[test]
fn answers_that_were_kept_are_read_back() {
    let folder = Folder::new("check-save");
    let kept = folder.file("kept.toml", "");
    let asked = asked(&kept, "massage", &"n\n".repeat(80));
    let read = vagal([
        "check",
        "--json",
        "--input",
        "massage",
        "--answers",
        kept.to_str().expect("a path"),
    ]);
    assert_eq!(asked.stdout, read.stdout);
}

/// Runs with lines on standard input and keeps the answers; what was kept, and what was said.
fn kept_of(folder: &Folder, lines: &str) -> (String, String) {
    let kept = folder.path("kept.toml");
    let run = asked(&kept, "rest", lines);
    assert_eq!(run.code, 0, "{}", run.stderr);
    (std::fs::read_to_string(kept).expect("kept answers"), run.stderr)
}

#[test]
fn what_the_guide_needs_is_asked_after_safety_and_may_be_skipped() {
    let folder = Folder::new("check-guide");
    // The input `rest` has no questions of its own; those that are always asked are counted by the first line of the talk.
    let (_, talk) = kept_of(&folder, "");
    let first = talk.lines().find_map(|l| l.strip_prefix("1 of ")).expect("a first question");
    let count: usize = first.split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
    let safe = "n\n".repeat(count);
    let (kept, talk) = kept_of(&folder, &format!("{safe}y\nn\n\ns\nnever read\n"));
    assert!(talk.contains("for `vagal guide` alone") && talk.contains("4 of 11"), "{talk}");
    for line in [
        "GQ-01 = \"yes\"",
        "GQ-02.1 = \"no\"",
        "GQ-02.2 = \"unanswered\"",
        "GQ-04.1 = \"unanswered\"",
    ] {
        assert!(kept.contains(line), "{line} is not in\n{kept}");
    }
    let (kept, _) = kept_of(&folder, &format!("{safe}{}", "y\n".repeat(11)));
    assert!(kept.contains("GQ-04.6 = \"yes\""), "{kept}");
    // A level that pauses advice ends the asking: the guide would not use the answers.
    let (kept, talk) = kept_of(&folder, &format!("{}y\n", "\n".repeat(count)));
    assert!(!talk.contains("for `vagal guide` alone"), "{talk}");
    assert!(kept.contains("GQ-01 = \"unanswered\""), "{kept}");
    // Without a file to keep them in, nothing is asked that nobody would read.
    assert!(!answering(&"n\n".repeat(count + 11)).stderr.contains("vagal guide"));
}

#[test]
fn mistakes_get_a_hint() {
    let folder = Folder::new("check-mistakes");
    for (text, says) in [("RF-99 = true", "RF-99"), ("RF-01 = ", "line 1"), ("RF-01 = 3", "RF-01")]
    {
        let file = folder.file("answers.toml", text);
        let run = vagal(["check", "--answers", file.to_str().expect("a path")]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.stderr.contains(says) && !run.hint().is_empty(), "{}", run.stderr);
    }
    let run = vagal(["check", "--answers", "/nowhere/answers.toml"]);
    assert!(run.code == 2 && !run.hint().is_empty());
    let run = vagal(["check", "--template", "--save", "x.toml"]);
    assert_eq!(run.code, 2);
    let run = vagal(["check", "--input", "acupuncture"]);
    assert!(run.code == 2 && run.stderr.contains("massage") && !run.hint().is_empty());
}

#[test]
fn the_ledger_answers_by_claim_by_grade_and_as_a_page() {
    let json = vagal(["evidence", "--json"]).json();
    let claims = at(&json, "/claims").as_array().expect("claims");
    assert_eq!(claims.len(), 63);
    for claim in claims {
        for field in ["id", "grade", "status", "feature", "command"] {
            assert!(claim[field].as_str().is_some_and(|s| !s.is_empty()), "{claim}");
        }
    }
    let run = vagal(["evidence", "c14"]);
    for part in ["C14", "contested", "Against", "How to test it on yourself"] {
        assert!(run.stdout.contains(part), "{}", run.stdout);
    }
    let run = vagal(["evidence", "--grade", "well supported"]);
    assert_eq!(run.stdout.lines().filter(|l| l.starts_with('C')).count(), 2, "{}", run.stdout);
    for (args, says) in
        [(vec!["evidence", "C64"], "C64"), (vec!["evidence", "--grade", "good"], "good")]
    {
        let run = vagal(args);
        assert!(run.code == 2 && run.stderr.contains(says) && !run.hint().is_empty());
    }
    let folder = Folder::new("ledger-page");
    let page = folder.file("ledger.html", "");
    let run = vagal(["evidence", "--report", page.to_str().expect("a path")]);
    assert_eq!(run.code, 0);
    let html = std::fs::read_to_string(&page).expect("the page");
    for n in 1..=63 {
        assert!(html.contains(&format!("id=\"C{n:02}\"")), "C{n:02} is not on the page");
    }
}

/// A claim is a question to the ledger: a diary that cannot be opened is said beside it, and stops nobody who did not ask for it.
#[test]
fn a_claim_is_answered_although_the_diary_cannot_be_opened() {
    let folder = Folder::new("evidence-damaged");
    let store = folder.file(
        "damaged.sqlite",
        "this is no database, though it is long enough to be looked at".repeat(20),
    );
    let run = Run::new(
        &binary().args(["evidence", "C25"]).env("VAGAL_STORE", &store).output().expect("it starts"),
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("C25") && run.stdout.contains("ledger alone"), "{}", run.stdout);
    let path = store.to_str().expect("UTF-8");
    assert!(
        run.stderr.contains("could not be opened") && run.stderr.contains(path),
        "{}",
        run.stderr
    );
    assert!(run.hint().contains("--store"), "{}", run.stderr);
    // Who names the store asks for the diary.
    let run = vagal(["evidence", "C25", "--store", path]);
    assert_eq!(run.code, 2, "{}", run.stdout);
}
