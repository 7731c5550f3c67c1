//! Recordings and diaries into the store: once each, with their doubts, and with what was left out.

use std::path::Path;

use vagal::sim::StatisticalSession;

use crate::support::{Folder, Run, at, binary, number, one_file, recording, steady};

fn import(store: &Path, args: &[&std::ffi::OsStr]) -> Run {
    let mut command = binary();
    command.arg("import").args(args).arg("--store").arg(store);
    Run::new(&command.output().expect("the binary starts"))
}

fn export(store: &Path) -> serde_json::Value {
    let mut command = binary();
    command.args(["diary", "export", "--store"]).arg(store);
    Run::new(&command.output().expect("the binary starts")).json()
}

fn entries(archive: &serde_json::Value, person: &str) -> Vec<serde_json::Value> {
    let people = archive["people"].as_array().cloned().unwrap_or_default();
    let one = people.into_iter().find(|p| p["id"] == person);
    one.and_then(|p| p["entries"].as_array().cloned()).unwrap_or_default()
}

#[test]
fn a_recording_becomes_readings_with_their_standard_errors_once() {
    let folder = Folder::new("import-recording");
    let store = folder.path("store.sqlite");
    // Fifty minutes of a level that stands still; the clock is not in the file.
    let session = StatisticalSession { minutes_during: 30.0, ..steady(0.0, 51) };
    let file = one_file(&folder, "rest.txt", &session);
    let refused = import(&store, &[file.as_os_str()]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("--from"), "{}", refused.stderr);
    let args = |extra: &[&'static str]| -> Vec<std::ffi::OsString> {
        let mut all = vec![file.clone().into_os_string()];
        all.extend(extra.iter().map(Into::into));
        all
    };
    let run = |extra: &[&'static str]| {
        let all = args(extra);
        import(&store, &all.iter().map(|a| a.as_os_str()).collect::<Vec<_>>())
    };
    let undated = run(&["--from", "60", "--to", "360"]);
    assert_eq!(undated.code, 1);
    assert!(undated.stderr.contains("--at"), "{}", undated.stderr);
    let dated = ["--from", "60", "--to", "360", "--at", "2025-11-14 07:00", "--json"];
    let first = run(&dated);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert_eq!(at(&first.json(), "/files/0/people/0/became/new"), 2);
    let again = run(&dated).json();
    assert_eq!(at(&again, "/files/0/people/0/became/on_file"), 2);
    let archive = export(&store);
    let entries = entries(&archive, "me");
    assert_eq!(entries.len(), 2);
    let lines = entries.iter().find(|e| e["kind"] == "ln_rmssd_morning").expect("a morning");
    assert_eq!(lines["at"], "2025-11-14T07:01:00+00:00");
    let error = number(lines, "/standard_error");
    // Five minutes hold some 330 differences; independent ones have 1/√(2·330) = .039.
    assert!((0.01..0.08).contains(&error), "{error}");
    // The number is the one of `vagal hrv` for the same seconds.
    let hrv = crate::support::vagal([
        "hrv".as_ref(),
        file.as_os_str(),
        "--start".as_ref(),
        "60".as_ref(),
        "--end".as_ref(),
        "360".as_ref(),
        "--json".as_ref(),
    ])
    .json();
    let text = hrv.to_string();
    let value = number(lines, "/value");
    assert!(text.contains(&format!("{value:.6}")[..6]), "{value} is not in {text}");
    assert_eq!(at(&archive, "/people/0/recordings/0/name"), "rest.txt");
    assert!(
        at(&archive, "/people/0/recordings/0/derived")
            .as_str()
            .is_some_and(|d| d.contains("lnRMSSD"))
    );
}

#[test]
fn the_same_time_in_another_file_is_not_taken_twice() {
    let folder = Folder::new("import-twice");
    let store = folder.path("store.sqlite");
    let session = steady(0.0, 52);
    let first = one_file(&folder, "a.txt", &session);
    let text = std::fs::read_to_string(&first).expect("a file");
    // The same intervals with one more: other bytes.
    let second = folder.file("b.txt", format!("{text}800\n"));
    let flags =
        ["--from", "0", "--to", "300", "--at", "2025-11-14 21:00"].map(std::ffi::OsStr::new);
    let run = |file: &Path| {
        let mut args = vec![file.as_os_str()];
        args.extend(flags);
        import(&store, &args)
    };
    assert_eq!(run(&first).code, 0);
    let other = run(&second);
    assert_eq!(other.code, 1, "{}", other.stdout);
    assert!(other.stdout.contains("same time as a.txt"), "{}", other.stdout);
    assert_eq!(entries(&export(&store), "me").len(), 2);
}

/// RMSSD of one product, SDNN of another, both called `HRV` somewhere: in three files of one folder they stay three series.
#[test]
fn rmssd_is_never_merged_with_sdnn() {
    let folder = Folder::new("import-trap");
    let store = folder.path("store.sqlite");
    let hrv4training = "date,timestamp_measurement,HR,AVNN,SDNN,rMSSD,pNN50,LF,HF,HRV4T_Recovery_Points\n\
                        2025-11-14,2025-11-14 07:00:00,52,1150,96,42,40,900,1200,8\n";
    let files = folder.path("files");
    std::fs::create_dir(&files).expect("a folder");
    std::fs::write(files.join("hrv4t.csv"), hrv4training).expect("a file");
    std::fs::write(files.join("ring.csv"), "date,nightly rmssd\n2025-11-14 07:00,40\n")
        .expect("a file");
    std::fs::write(files.join("watch.csv"), "date,nightly sdnn\n2025-11-14 07:00,96\n")
        .expect("a file");
    std::fs::write(files.join("unclear.csv"), "date,hrv\n2025-11-14 07:00,96\n").expect("a file");
    let run = import(&store, &[files.as_os_str()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("RMSSD or SDNN"), "{}", run.stdout);
    let mut found: Vec<(String, f64)> = entries(&export(&store), "me")
        .iter()
        .filter(|e| e["kind"].as_str().is_some_and(|k| k.starts_with("ln_")))
        .map(|e| {
            (e["kind"].as_str().unwrap_or_default().to_owned(), number(e, "/value").exp().round())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let wanted = [("ln_rmssd_morning", 42.0), ("ln_rmssd_night", 40.0), ("ln_sdnn_night", 96.0)];
    assert_eq!(found, wanted.map(|(kind, value)| (kind.to_owned(), value)));
    let mut command = binary();
    command.args(["diary", "--store"]).arg(&store);
    let glance = Run::new(&command.output().expect("the binary starts")).stdout;
    assert!(!glance.contains("rmssd_sdnn") && glance.matches("lnRMSSD").count() >= 2, "{glance}");
}

#[test]
fn the_massage_evenings_of_a_public_diary() {
    let Some(welltory) = recording("diary/welltory") else { return };
    let folder = Folder::new("import-welltory");
    let store = folder.path("store.sqlite");
    let args =
        ["--user", "fcf3ea75b0", "--tz", "Europe/Moscow", "--json"].map(std::ffi::OsStr::new);
    let mut all = vec![welltory.as_os_str()];
    all.extend(args);
    let run = import(&store, &all);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let archive = export(&store);
    let entries = entries(&archive, "fcf3ea75b0");
    let count = |field: &str, value: &str| entries.iter().filter(|e| e[field] == value).count();
    // 11 rows of the file have `After; Massage`, 157 are measurements (grep).
    assert_eq!(count("input", "massage"), 11);
    assert_eq!(count("kind", "resting_hr"), 157);
    let rmssd = count("kind", "ln_rmssd_morning") + count("kind", "ln_rmssd_spot");
    assert!((150..=157).contains(&rmssd), "{rmssd}");
    assert_eq!(archive["people"].as_array().map(Vec::len), Some(1), "nobody else");
    // The program's own rMSSD of the first measurement of 2020-01-05 is 50.831 from its 100 intervals.
    let evening = entries
        .iter()
        .find(|e| e["kind"] == "ln_rmssd_spot" && e["at"] == "2020-01-05T23:00:04+03:00");
    let ours = number(evening.expect("the evening"), "/value").exp();
    // Two intervals lie partly outside of the window, and one may be corrected.
    assert!((ours / 50.831 - 1.0).abs() < 0.1, "{ours}");
    let before = export(&store);
    assert_eq!(import(&store, &all).code, 0);
    assert_eq!(export(&store), before, "a second import changes nothing");
}

#[test]
fn orthostatic_tests_are_read_while_lying() {
    let Some(tests) = recording("diary/koplenig_orthostatic") else { return };
    let folder = Folder::new("import-orthostatic");
    let store = folder.path("store.sqlite");
    let tz = ["--tz", "Europe/Berlin", "--json"].map(std::ffi::OsStr::new);
    let mut all = vec![tests.as_os_str()];
    all.extend(tz);
    let json = import(&store, &all).json();
    let files = json["files"].as_array().expect("files");
    let cut = files.iter().filter(|f| f["notes"].to_string().contains("for good")).count();
    // 31 tests, each with somebody getting up; 93 other files of the same measurements.
    assert_eq!(cut, 31);
    let parts =
        files.iter().filter(|f| f["skipped"].as_str().is_some_and(|s| s.starts_with("belongs to")));
    assert_eq!(parts.count(), 93);
    let entries = entries(&export(&store), "me");
    let of = |kind: &str| entries.iter().filter(|e| e["kind"] == kind).collect::<Vec<_>>();
    // By the names of the files: 16 mornings, 15 evenings.
    assert_eq!((of("ln_rmssd_morning").len(), of("ln_rmssd_spot").len()), (16, 15));
    for entry in of("resting_hr") {
        // Standing, this person's heart beats above 60 in the morning and 75 in the evening.
        let limit =
            if at(entry, "/at").as_str().is_some_and(|t| &t[11..13] < "12") { 60.0 } else { 78.0 };
        assert!(number(entry, "/value") < limit, "{entry:#}");
        assert!(number(entry, "/window_s") >= 60.0);
    }
}

#[test]
fn nights_of_a_sleep_mat() {
    let Some(nights) = recording("diary/withings_sleep") else { return };
    let folder = Folder::new("import-withings");
    let store = folder.path("store.sqlite");
    assert_eq!(import(&store, &[nights.as_os_str()]).code, 0);
    let all = entries(&export(&store), "me");
    let of = |kind: &str| all.iter().filter(|e| e["kind"] == kind).count();
    assert_eq!((of("sleeping_hr"), of("sleep"), all.len()), (7, 7, 14));
    // Without the file of sleep states it is heart rate in bed, which is refused.
    let alone = folder.path("raw_sleep-monitor_hr.csv");
    std::fs::copy(nights.join("raw_sleep-monitor_hr.csv"), &alone).expect("a copy");
    let run = import(&store, &[alone.as_os_str()]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("asleep"), "{}", run.stderr);
}

#[test]
fn many_people_in_one_file_keep_their_own_diaries() {
    let Some(welltory) = recording("diary/welltory/blood_pressure.csv") else { return };
    let folder = Folder::new("import-people");
    let store = folder.path("store.sqlite");
    let refused = import(&store, &[welltory.as_os_str(), "--person".as_ref(), "me".as_ref()]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.hint().contains("--user"), "{}", refused.stderr);
    let nobody = import(&store, &[welltory.as_os_str(), "--user".as_ref(), "nobody".as_ref()]);
    assert_eq!(nobody.code, 1, "{}", nobody.stderr);
    let chosen = ["--user", "01bad5a519", "--person", "ann"].map(std::ffi::OsStr::new);
    let mut args = vec![welltory.as_os_str()];
    args.extend(chosen);
    assert_eq!(import(&store, &args).code, 0);
    assert_eq!(import(&store, &[welltory.as_os_str()]).code, 0);
    let archive = export(&store);
    // 26 people in the file, and one of them once more under a name of our own.
    assert_eq!(archive["people"].as_array().map(Vec::len), Some(27));
    assert_eq!(entries(&archive, "ann").len(), entries(&archive, "01bad5a519").len());
}
