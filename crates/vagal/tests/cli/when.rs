//! One recording of all phases: marks in the file, clock times, zones, seconds.

use crate::support::{Folder, Remark, Run, at, edf, number, signals, steady, vagal};
use serde_json::Value;

/// Phases of the simulated session: 0 to 600 s, 600 to 1200 s, 1200 to 1800 s, started at 10:00.
fn recorded(folder: &Folder, remarks: &[Remark<'_>]) -> String {
    let [ecg, _] = signals(&steady(0.8, 61));
    folder.file("all.edf", edf(&ecg, remarks)).to_str().expect("UTF-8").to_owned()
}

fn bounds(run: &Run) -> (f64, f64) {
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    let phases = at(&json, "/phases").as_array().expect("a list").clone();
    let during = phases.iter().find(|p| p["name"] == "during").expect("a during phase");
    (number(during, "/start_s"), number(during, "/end_s"))
}

#[test]
fn clock_times_seconds_and_minutes_name_the_same_moments() {
    let folder = Folder::new("clock");
    let file = recorded(&folder, &[]);
    for (start, end) in [
        ("10:10", "10:20"),
        ("10:10:00", "10:20:00"),
        ("600", "1200"),
        ("600s", "1200s"),
        ("10min", "20min"),
    ] {
        let run = vagal(["session", &file, "--start", start, "--end", end, "--json"]);
        assert_eq!(bounds(&run), (600.0, 1200.0), "{start}");
        // The file's clock is a wall clock: a zone does not move it.
        let zoned = vagal([
            "session",
            &file,
            "--start",
            start,
            "--end",
            end,
            "--tz",
            "Asia/Tokyo",
            "--json",
        ]);
        assert_eq!(bounds(&zoned), (600.0, 1200.0), "{start}");
        assert!(
            at(&zoned.json(), "/when")
                .as_str()
                .is_some_and(|w| w.contains("2009") && w.contains("10:00"))
        );
    }
}

#[test]
fn an_ecg_of_a_rise_is_found_from_samples_to_verdict() {
    let folder = Folder::new("ecg");
    let file = recorded(&folder, &[]);
    let json = vagal(["session", &file, "--start", "600", "--end", "1200", "--json"]).json();
    assert_eq!(at(&json, "/verdict"), "shifted_up", "{}", at(&json, "/reason"));
    let [lo, hi] = ["lo", "hi"].map(|k| number(&json, &format!("/shift/ln_rmssd/{k}")));
    assert!(lo < 0.8 && 0.8 < hi, "{lo} {hi}");
    assert_eq!(at(&json, "/sensor"), "ecg");
    assert_eq!(at(&json, "/breathing_source"), "ecg");
    // 14 a minute was drawn, with breaths that vary; a breath a minute is what an ECG can tell.
    for phase in ["/phases/0/resp_per_min", "/phases/2/resp_per_min"] {
        assert!((number(&json, phase) - 14.0).abs() < 1.0, "{phase}");
    }
    let beats = vagal(["beats", &file, "--json"]).json();
    assert_eq!(number(&beats, "/sampling_hz"), 250.0);
    let drawn = steady(0.8, 61).draw().beats;
    let found: Vec<f64> =
        beats["beats_s"].as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    /// As the standard for beat detectors counts, but three times stricter than its 150 ms.
    const NEAR_S: f64 = 0.05;
    let hit = drawn
        .as_slice()
        .iter()
        .filter(|b| found.iter().any(|f| (f - b.time_s).abs() < NEAR_S))
        .count();
    assert!(hit as f64 >= 0.998 * drawn.len() as f64, "{hit} of {}", drawn.len());
}

#[test]
fn marks_in_the_file_are_found_and_named() {
    let folder = Folder::new("marks");
    for remarks in [
        &[(600.0, None, "massage start"), (1200.0, None, "massage end")][..],
        &[(600.0, Some(600.0), "Massage"), (30.0, None, "cough")],
        &[(600.0, None, "A"), (1200.0, None, "B")],
    ] {
        let file = recorded(&folder, remarks);
        let run = vagal(["session", &file, "--input", "massage", "--json"]);
        assert_eq!(bounds(&run), (600.0, 1200.0), "{remarks:?}");
        assert!(run.json()["notes"].to_string().contains("taken from"), "{remarks:?}");
        // What is said on the command line goes before what the file says.
        let said = vagal(["session", &file, "--start", "500", "--end", "1000", "--json"]);
        assert_eq!(bounds(&said), (500.0, 1000.0));
    }
    let one = recorded(&folder, &[(700.0, None, "cough")]);
    let run = vagal(["session", &one]);
    assert_eq!(run.code, 2);
    assert!(run.hint().contains("--start and --end"));
}

/// Cause: `--moved-at` was counted from time 0 of the first file, the phases from its first beat.
#[test]
fn movement_is_timed_on_the_clock_of_the_first_file() {
    let folder = Folder::new("moved");
    // 2019-06-11T10:00:00Z; the wristband saw its first beat a hundred seconds later.
    let wristband = |name: &str, started: f64| {
        let rows: String =
            (0..700).map(|i| format!("{:.3},{:.3}\n", 100.0 + 0.9 * f64::from(i), 0.9)).collect();
        let path = folder.file(name, format!("{started:.6}, IBI\n{rows}"));
        path.to_str().expect("UTF-8").to_owned()
    };
    let [before, after] = [("before.csv", 1_560_247_200.0), ("after.csv", 1_560_248_100.0)]
        .map(|(name, started)| wristband(name, started));
    // 10:20:00 is 1200 s into the first file, and 1100 s after its first beat.
    for moved_at in ["10:20", "1200"] {
        let run =
            vagal(["session", &before, &after, "--tz", "UTC", "--moved-at", moved_at, "--json"]);
        let json = run.json();
        // The interval of the first row began .9 s before it.
        assert!((number(&json, "/phases/1/start_s") - 900.0).abs() < 1.0, "{}", json["phases"]);
        assert!((number(&json, "/compared/1/end_s") - 1100.0).abs() < 1.0, "{}", json["compared"]);
    }
    // In summer Vienna is two hours ahead of UTC.
    let json = vagal(["session", &before, &after, "--tz", "Europe/Vienna", "--json"]).json();
    assert!(at(&json, "/when").as_str().is_some_and(|w| w.contains("12:00")), "{}", json["when"]);
}
