//! The same input and seed give the same bytes, on every run and in every time zone; another seed gives others.

use std::path::PathBuf;

use crate::support::{Folder, binary, number, steady, three_files, vagal};

#[test]
fn the_demo_is_the_same_for_a_seed_and_another_for_another() {
    let folder = Folder::new("demo");
    let demo = |seed: &str, zone: &str| {
        // The page names that of the session beside it, so both runs call it the same.
        let place = folder.path(&format!("{seed} {}", zone.len()));
        std::fs::create_dir(&place).expect("a folder");
        let page = place.join("demo.html");
        let run = binary()
            .args(["demo", "--preview", "--json", "--seed", seed, "--report"])
            .arg(&page)
            .env("TZ", zone)
            .output()
            .expect("the binary starts");
        assert!(run.status.success());
        let session =
            std::fs::read(place.join("demo-session.html")).expect("the page of the session");
        let person = std::fs::read(page).expect("the page of the person");
        (run.stdout, [session, person].concat())
    };
    let [(json, page), again, other] =
        [("7", "UTC"), ("7", "Asia/Kathmandu"), ("8", "UTC")].map(|(seed, zone)| demo(seed, zone));
    assert!(json == again.0 && page == again.1, "the same seed, other bytes");
    assert!(json != other.0 && page != other.1, "another seed, the same bytes");
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json["schema"], "vagal.session/1");
    assert_eq!(json["person"]["schema"], "vagal.person/1");
    assert_eq!(json["person"]["framework"]["rows"].as_array().map(Vec::len), Some(8));
    // The truth stands beside the estimate.
    let d = number(&json, "/truth/d");
    assert!(d > 0.0 && d < 1.0, "{d}");
    assert!(number(&json, "/shift/ln_rmssd/lo") < d && d < number(&json, "/shift/ln_rmssd/hi"));
}

#[test]
fn a_session_is_the_same_wherever_and_whenever_it_is_run() {
    let folder = Folder::new("same-bytes");
    let files = three_files(&folder, &steady(0.5, 41));
    let run = |zone: &str, page: PathBuf| {
        let output = binary()
            .arg("session")
            .args(&files)
            .args(["--input", "massage", "--json", "--report"])
            .arg(&page)
            .env("TZ", zone)
            .output()
            .expect("the binary starts");
        (output.stdout, std::fs::read(page).expect("a page"))
    };
    std::fs::create_dir(folder.path("other")).expect("a folder");
    let here = run("UTC", folder.path("page.html"));
    // The page carries no path, so that it can be given away.
    let there = run("America/New_York", folder.path("other").join("page.html"));
    assert!(here == there);
}

/// Cause: the page was written after the answer, so `vagal … --report page.html | head` left no page.
#[test]
fn a_reader_who_stops_early_is_no_error_and_still_gets_the_page() {
    use std::process::Stdio;
    let folder = Folder::new("pipe");
    let files = three_files(&folder, &steady(0.5, 42));
    let page = folder.path("page.html");
    let mut child = binary()
        .arg("session")
        .args(&files)
        .arg("--json")
        .arg("--report")
        .arg(&page)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(!talk.contains("panic") && !talk.contains("error"), "{talk}");
    assert!(page.exists());
}

#[test]
fn the_order_of_flags_does_not_matter() {
    let folder = Folder::new("flags");
    let [before, during, after] = three_files(&folder, &steady(0.5, 43));
    let by_name = vagal(
        [
            "session",
            "--after",
            after.to_str().expect("UTF-8"),
            "--before",
            before.to_str().expect("UTF-8"),
        ]
        .into_iter()
        .chain(["--during", during.to_str().expect("UTF-8"), "--json"]),
    );
    let by_place = vagal([
        "session".as_ref(),
        before.as_os_str(),
        during.as_ref(),
        after.as_ref(),
        "--json".as_ref(),
    ]);
    let [mut a, mut b] = [by_name.json(), by_place.json()];
    // The page quotes the command as it was given.
    for json in [&mut a, &mut b] {
        json["method"]["command"].take();
    }
    assert_eq!(a, b);
}
