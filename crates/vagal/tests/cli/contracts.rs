//! The JSON contracts, field by field, and the other registries.

use serde_json::Value;

use crate::support::{Folder, at, number, one_file, steady, three_files, vagal};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn list<'a>(json: &'a Value, path: &str) -> &'a Vec<Value> {
    at(json, path).as_array().unwrap_or_else(|| panic!("{path} is no list"))
}

#[test]
fn a_session_has_every_field_of_its_schema() {
    let folder = Folder::new("session-contract");
    let [before, during, after] = three_files(&folder, &steady(0.8, 1));
    let run = vagal([
        "session".as_ref(),
        before.as_os_str(),
        during.as_ref(),
        after.as_ref(),
        "--json".as_ref(),
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.session/1");
    for text in ["/verdict", "/reason"] {
        assert!(at(&json, text).as_str().is_some_and(|t| !t.is_empty()), "{text}");
    }
    assert!(
        ["A", "B", "C", "D"].contains(&at(&json, "/quality/grade").as_str().expect("a letter"))
    );
    let taken: f64 = list(&json, "/quality/items").iter().map(|i| number(i, "/minus")).sum();
    assert_eq!(number(&json, "/quality/score"), 100.0 - taken, "every subtraction is shown");
    for estimate in ["/shift/ln_rmssd", "/shift/hr_bpm"] {
        let [lo, mid, hi] =
            ["lo", "estimate", "hi"].map(|k| number(&json, &format!("{estimate}/{k}")));
        assert!(lo < mid && mid < hi, "{estimate}: {lo} {mid} {hi}");
    }
    for p in ["/shift/ln_rmssd/p_above_swc", "/shift/ln_rmssd/p_within_swc"] {
        assert!((0.0..=1.0).contains(&number(&json, p)), "{p}");
    }
    assert!(number(&json, "/swc") > 0.0 && number(&json, "/detectable_80") > number(&json, "/swc"));
    let [lo, mid, hi] = ["lo", "minutes", "hi"].map(|k| number(&json, &format!("/hold/{k}")));
    assert!(lo <= mid && mid <= hi);
    assert!(at(&json, "/hold/censored").is_boolean());
    let phases = list(&json, "/phases");
    let names: Vec<&str> = phases.iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["before", "during", "after"]);
    for phase in phases {
        assert!(number(phase, "/start_s") < number(phase, "/end_s"));
        assert!(number(phase, "/n_beats") > 500.0);
        assert!((0.0..=100.0).contains(&number(phase, "/corrected_pct")));
        assert!(phase.get("resp_per_min").is_some_and(|r| r.is_null() || r.is_number()));
        indices(at(phase, "/indices"));
    }
}

/// Each index is a finite value with a unit, or a refusal with its reason; never both, never neither.
fn indices(indices: &Value) {
    let mut ids = keys(indices);
    for (id, index) in indices.as_object().expect("an object") {
        match index.get("value") {
            Some(value) => {
                assert!(value.is_number() && index["unit"].is_string(), "{id}: {index}");
                assert!(index.get("unfit").is_none(), "{id}: {index}");
            }
            None => {
                assert!(index["unfit"].as_str().is_some_and(|u| !u.is_empty()), "{id}: {index}")
            }
        }
    }
    let metrics = vagal(["metrics", "--json"]).json();
    let mut known: Vec<&str> =
        list(&metrics, "/metrics").iter().filter_map(|m| m["id"].as_str()).collect();
    ids.sort_unstable();
    known.sort_unstable();
    assert_eq!(ids, known, "one entry for each of the registry");
}

#[test]
fn beats_have_every_field_and_agree_with_each_other() {
    let folder = Folder::new("beats-contract");
    let file = one_file(&folder, "night of rest.txt", &steady(0.0, 2));
    let json = vagal(["beats".as_ref(), file.as_os_str(), "--json".as_ref()]).json();
    assert_eq!(at(&json, "/schema"), "vagal.beats/1");
    assert_eq!(at(&json, "/format"), "rr_text");
    assert!(at(&json, "/sampling_hz").is_null(), "a list of intervals has no sampling rate");
    let beats: Vec<f64> = list(&json, "/beats_s").iter().filter_map(Value::as_f64).collect();
    let rr: Vec<f64> = list(&json, "/rr_ms").iter().filter_map(Value::as_f64).collect();
    assert_eq!(number(&json, "/n_beats"), beats.len() as f64);
    assert_eq!(rr.len() + 1, beats.len());
    // Written to the millisecond and printed to the microsecond.
    const PRINTED_MS: f64 = 2e-3;
    for (pair, ms) in beats.windows(2).zip(&rr) {
        assert!((1000.0 * (pair[1] - pair[0]) - ms).abs() < PRINTED_MS, "{pair:?} {ms}");
    }
    assert!((number(&json, "/duration_s") - rr.iter().sum::<f64>() / 1000.0).abs() < 1e-3);
    for field in ["/ledger", "/notes", "/rhythm/findings"] {
        list(&json, field);
    }
}

#[test]
fn every_correction_is_in_the_ledger() {
    let folder = Folder::new("ledger");
    let mut ms = vec![800_u32; 400];
    for (i, value) in ms.iter_mut().enumerate() {
        *value += [0, 12, 5, 20, 9][i % 5];
    }
    ms[200] = 1610; // one beat missed
    let text: String = ms.iter().map(|v| format!("{v}\n")).collect();
    let json =
        vagal(["beats".as_ref(), folder.file("missed.txt", text).as_os_str(), "--json".as_ref()])
            .json();
    let ledger = list(&json, "/ledger");
    assert_eq!(ledger.len(), 1, "{ledger:?}");
    assert_eq!(ledger[0]["before_ms"][0], 1610.0);
    let after: f64 = list(&ledger[0], "/after_ms").iter().filter_map(Value::as_f64).sum();
    assert!((after - 1610.0).abs() < 1e-3, "the time of a missed beat is kept");
    assert_eq!(list(&json, "/rr_ms")[200], 1610.0, "what was found stays as it was found");
}

#[test]
fn hrv_windows_follow_start_end_window_and_step() {
    let folder = Folder::new("hrv-contract");
    let file = one_file(&folder, "rr.txt", &steady(0.0, 3));
    let windows = |more: &[&str]| -> Vec<(f64, f64)> {
        let mut args = vec!["hrv", file.to_str().expect("UTF-8"), "--json"];
        args.extend(more);
        let json = vagal(args).json();
        assert_eq!(at(&json, "/schema"), "vagal.hrv/1");
        let windows = list(&json, "/windows");
        windows.iter().for_each(|w| indices(at(w, "/indices")));
        windows.iter().map(|w| (number(w, "/start_s"), number(w, "/end_s"))).collect()
    };
    let steps = windows(&["--start", "60", "--end", "660", "--window", "300", "--step", "150"]);
    assert_eq!(steps, [(60.0, 360.0), (210.0, 510.0), (360.0, 660.0)]);
    assert_eq!(windows(&["--start", "60", "--end", "660", "--window", "300"]).len(), 2);
    assert_eq!(windows(&[]).len(), 1);
    // A start before the recording and an end behind it are the recording's own.
    assert_eq!(windows(&["--start=-50", "--end", "1e9"]), windows(&[]));
}

#[test]
fn a_window_too_short_for_an_index_is_refused_with_its_reason() {
    let folder = Folder::new("short");
    let text: String = (0..33).map(|i| format!("{}\n", 900 + 10 * (i % 4))).collect();
    let run = vagal([
        "hrv".as_ref(),
        folder.file("half a minute.txt", text).as_os_str(),
        "--json".as_ref(),
    ]);
    assert_eq!(run.code, 0);
    let json = run.json();
    let rmssd = at(&json, "/windows/0/indices/rmssd");
    assert!(rmssd["unfit"].as_str().is_some_and(|u| u.contains("60 s")), "{rmssd}");
    assert!(number(&json, "/windows/0/indices/hr/value") > 50.0);
}

#[test]
fn every_registry_prints_json_and_a_table() {
    for (command, list_of, least) in [
        ("formats", "/formats", 8),
        ("metrics", "/metrics", 10),
        ("config", "/settings", 10),
        ("evidence", "/claims", 60),
        ("fetch", "/sets", 5),
    ] {
        let run = vagal([command, "--json"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{command}");
        let json = run.json();
        assert!(list(&json, list_of).len() >= least, "{command}");
        assert!(json["schema"].as_str().is_some_and(|s| s.starts_with("vagal.")), "{command}");
        let table = vagal([command]);
        assert_eq!(table.code, 0);
        assert!(table.stdout.lines().count() > least, "{command}");
    }
    let one = vagal(["evidence", "C06", "--json"]).json();
    assert_eq!(list(&one, "/claims").len(), 1);
}

/// The diary of whoever runs the tests is none of theirs: without a store named, the binary looks into an empty folder.
#[test]
fn tests_do_not_read_the_diary_of_the_machine() {
    let json = vagal(["evidence", "C06", "--json"]).json();
    assert!(json.to_string().contains("Nothing is on file"), "{json:#}");
}
