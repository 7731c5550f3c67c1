//! Every verdict, reached from files: exit code, hold, the words on the terminal and on the page.

use std::path::Path;

use serde_json::Value;
use vagal::evidence::wording::{lint_except, visible_text};
use vagal::sim::StatisticalSession;

use crate::support::{Folder, Run, at, number, steady, three_files, vagal};

/// A session of three files with more flags: its JSON, and terminal and page checked for their words.
fn session(name: &str, drawn: &StatisticalSession, flags: &[&str]) -> (Run, Value) {
    let folder = Folder::new(name);
    let files = three_files(&folder, drawn);
    let report = folder.path("page.html");
    let args = |last: &[&str]| -> Vec<String> {
        let mut args = vec!["session".to_owned()];
        args.extend(files.iter().map(|f| f.to_str().expect("UTF-8").to_owned()));
        args.extend(flags.iter().chain(last).map(|f| (*f).to_owned()));
        args
    };
    let terminal = vagal(args(&["--report", report.to_str().expect("UTF-8")]));
    says_nothing_forbidden(&terminal.stdout, name);
    page_is_sound(&report, name);
    let run = vagal(args(&["--json"]));
    assert_eq!(run.code, terminal.code);
    let json = run.json();
    let held = !at(&json, "/hold").is_null();
    assert_eq!(held, at(&json, "/verdict") == "shifted_up", "hold only after shifted_up");
    assert_eq!(at(&json, "/verdict") == "unusable", run.code == 1, "1 for unusable only");
    (terminal, json)
}

fn says_nothing_forbidden(text: &str, name: &str) {
    let ledger = vagal::evidence::LEDGER.exempt_texts();
    let findings = lint_except(text, &ledger);
    assert!(findings.is_empty(), "{name}: {findings:?}");
    for word in ["NaN", "inf%", "-0%", "−0%", "  ."] {
        assert!(!text.contains(word), "{name}: `{word}` in\n{text}");
    }
}

fn page_is_sound(path: &Path, name: &str) {
    let html = std::fs::read_to_string(path).expect("the report is written");
    for outside in ["http:", "https:", "src=", "<link", "@import", "url(", "<script src"] {
        assert!(!html.contains(outside), "{name}: the page is not self-contained: {outside}");
    }
    assert!(!html.contains("NaN") && !html.contains("Infinity"), "{name}");
    assert!(
        !html.contains(std::env::temp_dir().to_str().expect("UTF-8")),
        "{name}: a path of this machine"
    );
    assert!(html.matches("<svg").count() >= 3, "{name}: charts");
    says_nothing_forbidden(&visible_text(&html), name);
}

#[test]
fn a_large_rise_is_shifted_up_and_held() {
    let (run, json) = session("up", &steady(0.8, 11), &["--input", "massage"]);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("shifted_up"), 0));
    assert!(number(&json, "/shift/ln_rmssd/p_above_swc") >= 0.95);
    let [lo, hi] = ["lo", "hi"].map(|k| number(&json, &format!("/shift/ln_rmssd/{k}")));
    assert!(lo < 0.8 && 0.8 < hi, "the truth lies inside the interval: {lo} {hi}");
    assert!(number(&json, "/hold/minutes") > 0.0);
}

#[test]
fn a_large_fall_is_shifted_down_without_a_hold() {
    let (run, json) = session("down", &steady(-0.8, 12), &["--input", "massage"]);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("shifted_down"), 0));
    assert!(run.stdout.contains("fell"), "{}", run.stdout);
}

#[test]
fn a_change_within_a_wide_own_range_is_no_shift() {
    let flags = ["--own-sd", "1.0", "--own-days", "20"];
    let (run, json) = session("none", &steady(0.0, 13), &flags);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("no_shift"), 0));
    assert_eq!((number(&json, "/swc"), at(&json, "/swc_source").as_str()), (0.5, Some("own_days")));
    assert!(number(&json, "/shift/ln_rmssd/p_within_swc") >= 0.90);
}

#[test]
fn a_change_near_the_smallest_worthwhile_one_cannot_be_told() {
    let (run, json) = session("cannot-tell", &steady(0.1, 14), &[]);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("cannot_tell"), 0));
    assert!(number(&json, "/detectable_80") > 0.1, "what it could have found");
    assert_eq!(at(&json, "/no_shift_attainable"), &Value::Bool(false));
    assert!(run.stdout.contains("8 times in 10"), "the detectable change stands in the answer");
}

#[test]
fn slow_breathing_afterwards_explains_a_rise_otherwise() {
    let flags = ["--resp-before", "14", "--resp-after", "6"];
    let (run, json) = session("breathing", &steady(0.8, 15), &flags);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("explained_otherwise"), 0));
    assert!(
        at(&json, "/reason").as_str().is_some_and(|r| r.contains("separated from breathing")),
        "{json}"
    );
    assert_eq!(at(&json, "/breathing_source"), "stated");
}

#[test]
fn a_changed_posture_explains_a_rise_otherwise() {
    // Breathing counted by a person keeps the grade above D, so that the posture decides.
    let flags = [
        "--posture-before",
        "seated",
        "--posture-after",
        "supine",
        "--resp-before",
        "14",
        "--resp-after",
        "14",
    ];
    let (run, json) = session("posture", &steady(0.8, 16), &flags);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("explained_otherwise"), 0));
    assert!(at(&json, "/reason").as_str().is_some_and(|r| r.contains("seated to supine")));
}

/// Cause: the answer spoke of “the change in movement” where nothing was known to have changed.
#[test]
fn talking_through_the_session_explains_a_rise_otherwise() {
    let (run, json) = session("movement", &steady(0.8, 21), &["--moving", "50"]);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("explained_otherwise"), 0));
    let text = run.stdout.replace('\n', " ");
    assert!(text.contains("cannot be separated from talking or moving"), "{text}");
}

#[test]
fn half_minutes_are_unusable_and_exit_with_one() {
    let short = StatisticalSession {
        minutes_before: 0.5,
        minutes_during: 1.0,
        minutes_after: 0.5,
        ..steady(0.8, 17)
    };
    let (run, json) = session("unusable", &short, &[]);
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("unusable"), 1));
    assert_eq!(at(&json, "/quality/grade"), "D");
    assert!(at(&json, "/shift").is_null());
    assert!(number(&json, "/phases/0/indices/hr/value") > 50.0, "indices are shown all the same");
}

#[test]
fn a_pulse_wave_varies_in_prv_on_terminal_and_page() {
    let (run, json) = session("prv", &steady(0.8, 18), &["--sensor", "ppg"]);
    assert_eq!(at(&json, "/sensor"), "ppg");
    assert!(run.stdout.contains("PRV"));
    let named = run.stdout.replace("PRV, not HRV", "");
    assert!(!named.contains("HRV") && !named.contains("vagally mediated"), "{named}");
}

/// Cause: a file in which no beat was found ended `session --json` without any JSON.
#[test]
fn a_file_without_beats_still_answers_in_the_schema() {
    let folder = Folder::new("no-beats");
    let [before, ..] = three_files(&folder, &steady(0.0, 19));
    let noise = vagal::core::Channel {
        label: "ECG".into(),
        kind: vagal::core::ChannelKind::Ecg,
        sampling_hz: 100.0,
        unit: "mV".into(),
        samples: vec![0.0; 40_000],
    };
    let flat = folder.file("flat.edf", crate::support::edf(&noise, &[]));
    let run = vagal(["session".as_ref(), before.as_os_str(), flat.as_ref(), "--json".as_ref()]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let json = run.json();
    assert_eq!(at(&json, "/verdict"), "unusable");
    assert!(at(&json, "/reason").as_str().is_some_and(|r| r.starts_with("flat.edf: ")), "{json}");
    assert!(!run.hint().is_empty());
    let answer = at(&json, "/answer").to_string();
    assert!(!answer.contains("indices of each phase"), "no phase, no indices: {answer}");
}

/// Cause: short phases and a change of posture that was stated ended in `unusable`, for the points that the
/// posture itself costs; the change is its own explanation, and the next step follows from it.
#[test]
fn a_grade_lost_to_the_posture_is_explained_by_it() {
    let flags = ["--posture-before", "seated", "--posture-after", "supine"];
    let short = StatisticalSession { minutes_before: 2.5, minutes_after: 2.5, ..steady(0.0, 20) };
    let (run, json) = session("posture-grade", &short, &flags);
    assert_eq!(at(&json, "/quality/grade"), "D");
    assert_eq!((at(&json, "/verdict").as_str(), run.code), (Some("explained_otherwise"), 0));
    let text = run.stdout.replace('\n', " ");
    for said in
        ["from seated to supine", "in the posture of the input", "Heart rate was", "claimed"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

/// Cause: intervals that do not vary were refused as an irregular rhythm, and where the rate was not round
/// RMSSD was given as 0.
#[test]
fn intervals_that_do_not_vary_are_told_as_that() {
    let folder = Folder::new("no-variation");
    let file = folder.file("constant.txt", "870\n".repeat(700));
    let file = file.to_str().expect("UTF-8");
    for args in [&["hrv"][..], &["session", "--start", "240", "--end", "300"]] {
        let run = vagal([args, &[file]].concat());
        let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("no variation from beat to beat at the resolution"), "{text}");
        assert!(!text.contains("irregular") && !text.contains(" 0.0 ms"), "{text}");
    }
    let session = vagal(["session", "--start", "240", "--end", "300", "--json", file]);
    let json = session.json();
    assert_eq!((at(&json, "/verdict").as_str(), session.code), (Some("unusable"), 1));
    assert!(at(&json, "/answer").to_string().contains("single beats"), "{}", at(&json, "/answer"));
    let beats = vagal(["beats", file]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(beats.contains("RC-10") && beats.contains("averaged rates"), "{beats}");
}
