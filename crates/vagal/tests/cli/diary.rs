//! A diary from the command line: what is typed is on file, can be changed, carried away and deleted.

use crate::support::{Folder, Run, at, binary, vagal};

/// A store of one test.
struct Keeper {
    folder: Folder,
}

impl Keeper {
    fn new(name: &str) -> Self {
        Self { folder: Folder::new(&format!("diary-{name}")) }
    }

    fn run(&self, args: &[&str]) -> Run {
        let store = self.folder.path("store.sqlite");
        let mut command = binary();
        command.args(args).arg("--store").arg(store);
        Run::new(&command.output().expect("the binary starts"))
    }

    fn ok(&self, args: &[&str]) -> Run {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        run
    }

    #[track_caller]
    fn fails(&self, args: &[&str], says: &str, hints: &str) {
        let run = self.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{}", run.stderr);
        assert!(run.hint().contains(hints), "hint: {}", run.hint());
    }

    fn entries(&self) -> Vec<serde_json::Value> {
        let json = self.ok(&["diary", "--json"]).json();
        assert_eq!(json["schema"], "vagal.diary/1");
        json.pointer("/people/0/entries").and_then(|e| e.as_array()).cloned().unwrap_or_default()
    }
}

#[test]
fn a_massage_with_everything_that_can_be_said_of_it() {
    let keeper = Keeper::new("massage");
    keeper.ok(&[
        "log",
        "massage",
        "--minutes",
        "60",
        "--pressure",
        "moderate",
        "--pace",
        "slow",
        "--felt",
        "7",
        "--region",
        "neck",
        "--region",
        "lower back",
        "--booking",
        "6",
        "--booked",
        "need",
        "--practitioner",
        "X",
        "--at",
        "2025-11-14 10:05",
        "--tz",
        "Europe/Vienna",
    ]);
    let entry = &keeper.entries()[0];
    for (field, value) in [
        ("entry", "input"),
        ("input", "massage"),
        ("at", "2025-11-14T10:05:00+01:00"),
        ("pressure", "moderate"),
        ("pace", "slow"),
        ("practitioner", "X"),
        ("booking", "need"),
        ("known_to", "minute"),
        ("origin", "typed"),
    ] {
        assert_eq!(entry[field], value, "{field}");
    }
    let numbers = [("minutes", 60.0), ("felt_release", 7.0), ("booking_rating", 6.0)];
    assert!(numbers.iter().all(|(field, value)| entry[*field] == *value), "{entry:#}");
    assert_eq!(entry["regions"], serde_json::json!(["neck", "lower_back"]));
}

#[test]
fn what_has_just_ended_began_its_length_ago() {
    let keeper = Keeper::new("ended");
    let now_s = || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.expect("after 1970").as_secs() as i64
    };
    let before_s = now_s();
    keeper.ok(&["log", "Swedish massage", "--minutes", "45"]);
    let after_s = now_s();
    let text = keeper.entries()[0]["at"].as_str().expect("a moment").to_owned();
    let began_s = vagal::core::Moment::parse(&text).expect("a moment").unix_s();
    assert!((before_s - 2700..=after_s - 2700).contains(&began_s), "{text}");
}

#[test]
fn ratings_by_region_pressure_and_rmssd() {
    let keeper = Keeper::new("ratings");
    let typed = [
        "reading",
        "tension=6",
        "neck=7",
        "stress=4",
        "rmssd=38",
        "bp=120/80",
        "ill=no",
        "--at",
        "2025-11-14 10:05",
    ];
    let json = {
        let mut args = typed.to_vec();
        args.push("--json");
        keeper.ok(&args).json()
    };
    assert_eq!(json["schema"], "vagal.reading/1");
    keeper.ok(&["reading", "rmssd=41ms", "--morning", "--at", "2025-11-14 07:00"]);
    let entries = keeper.entries();
    assert_eq!(entries.len(), 8);
    let value = |kind: &str, region: Option<&str>| {
        let found = entries.iter().find(|e| e["kind"] == kind && e["region"].as_str() == region);
        found.unwrap_or_else(|| panic!("no {kind}"))["value"].as_f64().expect("a number")
    };
    assert_eq!(value("tension", None), 6.0);
    assert_eq!(value("tension", Some("neck")), 7.0);
    assert_eq!((value("systolic", None), value("diastolic", None)), (120.0, 80.0));
    assert_eq!(value("illness", None), 0.0);
    assert!((value("ln_rmssd_spot", None) - 38_f64.ln()).abs() < 1e-12);
    assert!((value("ln_rmssd_morning", None) - 41_f64.ln()).abs() < 1e-12);
    // The same once more is there once; another value for it is told and kept out.
    let again = keeper.ok(&typed);
    assert_eq!(again.stdout.matches("on file already").count(), 7, "{}", again.stdout);
    let other = keeper.ok(&["reading", "tension=2", "--at", "2025-11-14 10:05"]);
    assert!(other.stdout.contains("on file as 6; kept"), "{}", other.stdout);
    assert!(other.hint().contains("vagal diary edit"), "{}", other.stderr);
    assert_eq!(keeper.entries(), entries);
}

#[test]
fn interference_has_a_load_an_end_and_a_correction() {
    let keeper = Keeper::new("interference");
    keeper.ok(&["log", "illness", "--load", "0.7", "--at", "2025-11-01", "--until", "2025-11-05"]);
    keeper.ok(&["log", "sleep-debt", "--corrected", "--by", "me", "--at", "2025-11-06"]);
    keeper.ok(&[
        "log",
        "structural",
        "--by",
        "Dr. Y",
        "--note",
        "as written",
        "--at",
        "2025-11-06",
    ]);
    let told = keeper.ok(&["log", "trauma", "--at", "2025-11-06"]);
    assert!(told.stderr.contains("professional"), "{}", told.stderr);
    let entries = keeper.entries();
    let of = |kind: &str| entries.iter().find(|e| e["interference"] == kind).expect("an entry");
    assert_eq!((&of("illness")["load"], &of("illness")["entry"]), (&0.7.into(), &"episode".into()));
    assert_eq!(of("illness")["end"], "2025-11-05T12:00:00+00:00");
    assert_eq!(
        (&of("sleep_debt")["entry"], &of("sleep_debt")["by"]),
        (&"correction".into(), &"me".into())
    );
    assert_eq!(of("structural")["note"], "recorded by Dr. Y: as written");
    assert_eq!(of("trauma")["load"], 0.0, "what is never scored weighs nothing");
    keeper.fails(&["log", "trauma", "--load", "1"], "never scored", "--load");
    keeper.fails(&["log", "structural"], "who recorded", "--by");
    keeper.fails(&["log", "illness", "--minutes", "5"], "interference", "--load");
    keeper.fails(&["log", "massage", "--load", "1"], "is an input", "--practitioner");
}

#[test]
fn what_is_not_offered_may_be_logged_and_says_what_is_asked_first() {
    let keeper = Keeper::new("gate");
    let run = keeper.ok(&["log", "cold face", "--minutes", "1", "--at", "2025-11-14 10:05"]);
    assert!(run.stderr.contains("not offered until"), "{}", run.stderr);
    let asked = run.stderr.matches("CF-").count();
    let input = vagal::evidence::input("cold face").expect("in the ledger");
    assert_eq!(asked, input.cautions.len());
    assert_eq!(keeper.entries().len(), 1);
    let run = keeper.ok(&["log", "massage", "--at", "2025-11-14 10:05"]);
    assert!(!run.stderr.contains("not offered"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_is_refused_with_a_hint() {
    let keeper = Keeper::new("refused");
    keeper.fails(&["reading", "hrv=40"], "which measure", "nightly-sdnn");
    keeper.fails(&["reading", "mood=4"], "no kind", "tension");
    keeper.fails(&["reading", "tension"], "no =", "KIND=VALUE");
    keeper.fails(&["reading", "tension=11"], "0 to 10", "0 to 10");
    keeper.fails(&["reading", "tension=six"], "no number", "number");
    keeper.fails(&["reading", "rmssd=0"], "cannot be", "ms");
    keeper.fails(&["reading", "rmssd=4000"], "1 to 500 ms", "units");
    keeper.fails(&["reading", "stress=4", "--at", "tomorrow"], "no date", "yesterday");
    keeper.fails(&["reading", "stress=4", "--at", "2999-01-01 10:00"], "future", "--tz");
    keeper.fails(&["reading", "stress=4", "--tz", "Mars/Base"], "Mars/Base", "Europe");
    keeper.fails(&["reading", "stress=4", "--person", "a b"], "a b", "letters");
    keeper.fails(&["log", "yodel"], "yodel", "massage");
    keeper.fails(&["log", "massage", "--felt", "11"], "0 to 10", "0 to 10");
    keeper.fails(&["diary", "--about", "yodel"], "yodel", "ledger");
    keeper.fails(&["diary", "--person", "ann"], "ann", "--people");
    keeper.fails(&["diary", "remove", "0000"], "0 entries", "vagal diary");
    keeper.fails(&["diary", "delete"], "deleted for good", "--yes");
    keeper.fails(&["diary", "restore", "missing.json"], "missing.json", "spelling");
    assert!(keeper.ok(&["diary"]).stderr.contains("hint:"));
    // Found by the parser of the command line, which prints its own advice.
    for args in
        [&["log", "massage", "--pressure", "hard"][..], &["log", "massage", "--region", "tail"]]
    {
        let run = keeper.run(args);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("one of"), "{}", run.stderr);
    }
    // A store that is none.
    let text = keeper.folder.file("notes.txt", "no database ".repeat(100));
    let run = vagal(["diary".as_ref(), "--store".as_ref(), text.as_os_str()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot be opened") && run.hint().contains("--store"));
}

#[test]
fn an_entry_is_edited_and_removed_by_the_first_figures_of_its_id() {
    let keeper = Keeper::new("edit");
    keeper.ok(&["reading", "rmssd=38", "tension=6", "--at", "2025-11-14 10:05"]);
    keeper.ok(&[
        "log",
        "massage",
        "--minutes",
        "60",
        "--practitioner",
        "X",
        "--at",
        "2025-11-14 09:00",
    ]);
    let id = |kind: &str| {
        let entries = keeper.entries();
        let entry = entries.iter().find(|e| e["kind"] == kind || e["input"] == kind);
        entry.expect("an entry")["id"].as_str().expect("an id")[..6].to_owned()
    };
    let run = keeper.ok(&["diary", "edit", &id("ln_rmssd_spot"), "value=42", "posture=supine"]);
    assert!(run.stdout.contains("42 ms, supine"), "{}", run.stdout);
    let massage = id("massage");
    keeper.ok(&[
        "diary",
        "edit",
        &massage,
        "minutes=45",
        "regions=neck,feet",
        "practitioner=",
        "at=2025-11-14 09:30",
    ]);
    let entries = keeper.entries();
    let entry = entries.iter().find(|e| e["input"] == "massage").expect("an entry");
    assert!(entry["id"].as_str().is_some_and(|id| id.starts_with(&massage)), "the id stays");
    assert_eq!((&entry["minutes"], entry.get("practitioner")), (&45.0.into(), None));
    assert_eq!(entry["regions"], serde_json::json!(["neck", "feet"]));
    assert_eq!(entry["at"], "2025-11-14T09:30:00+00:00");
    keeper.fails(&["diary", "edit", &massage, "mood=4"], "no field `mood`", "minutes");
    keeper.fails(&["diary", "edit", &massage, "felt_release=99"], "0 to 10", "");
    keeper.fails(&["diary", "edit", &massage, "input=yodel"], "yodel", "ledger");
    keeper.fails(&["diary", "edit", &massage, "minutes"], "no =", "FIELD=VALUE");
    assert_eq!(keeper.entries(), entries, "a refused edit changes nothing");
    keeper.ok(&["diary", "remove", &massage, &id("tension")]);
    assert_eq!(keeper.entries().len(), 1);
}

#[test]
fn everything_goes_out_and_comes_back_the_same_and_is_deleted() {
    let keeper = Keeper::new("export");
    keeper.ok(&["reading", "rmssd=38.1", "tension=6", "neck=7", "--at", "2025-11-14 10:05"]);
    keeper.ok(&[
        "log",
        "massage",
        "--minutes",
        "60",
        "--practitioner",
        "Somebody Unmistakable",
        "--at",
        "2025-11-14 09:00",
    ]);
    keeper.ok(&["log", "stress", "--load", "0.3", "--at", "2025-11-10", "--person", "ann"]);
    let path = keeper.folder.path("copy.json");
    let path_text = path.to_str().expect("UTF-8");
    keeper.ok(&["diary", "export", path_text]);
    let printed = keeper.ok(&["diary", "export"]);
    assert_eq!(printed.stdout, std::fs::read_to_string(&path).expect("written"));
    let other = Keeper::new("restore");
    let run = other.ok(&["diary", "restore", path_text]);
    assert!(run.stdout.contains("5 entries new"), "{}", run.stdout);
    assert!(other.ok(&["diary", "restore", path_text]).stdout.contains("0 entries new"));
    assert_eq!(other.ok(&["diary", "export"]).stdout, printed.stdout);
    let one = keeper.ok(&["diary", "export", "--person", "ann"]).json();
    assert_eq!(one["people"].as_array().map(Vec::len), Some(1));
    // Deleting one leaves the other; deleting all leaves no word in the bytes.
    keeper.ok(&["diary", "delete", "--yes", "--person", "ann"]);
    assert_eq!(keeper.entries().len(), 4);
    let run = keeper.ok(&["diary", "delete", "--yes"]);
    assert!(run.stdout.contains("4 entries deleted"), "{}", run.stdout);
    let bytes = std::fs::read(keeper.folder.path("store.sqlite")).expect("the store");
    let word = b"Somebody Unmistakable";
    assert!(!bytes.windows(word.len()).any(|w| w == word));
    let kept = std::fs::read(other.folder.path("store.sqlite")).expect("the store");
    assert!(kept.windows(word.len()).any(|w| w == word), "the test looks in the wrong place");
}

#[test]
fn the_diary_at_a_glance() {
    let keeper = Keeper::new("glance");
    for (day, tension, rmssd) in [(3, "8", "30"), (10, "6", "36"), (17, "3", "45"), (24, "5", "40")]
    {
        let when = format!("2025-11-{day:02} 10:05");
        let (tension, rmssd) = (format!("tension={tension}"), format!("rmssd={rmssd}"));
        keeper.ok(&["reading", &tension, &rmssd, "--at", &when]);
    }
    keeper.ok(&["log", "massage", "--at", "2025-11-15 10:00"]);
    let run = keeper.ok(&["diary"]);
    assert!(
        run.stdout.starts_with("me: 2025-11-03 to 2025-11-24, 1 inputs, 8 readings"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("█▅▁▄"), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 110), "{}", run.stdout);
    let plain = keeper.ok(&["diary", "--plain"]);
    assert!(!plain.stdout.contains('█') && !plain.stdout.contains("by week"), "{}", plain.stdout);
    let rows = |args: &[&str]| keeper.ok(args).stdout.matches("2025-11-").count();
    assert_eq!(rows(&["diary", "--only", "input"]), 1 + 2);
    assert_eq!(
        rows(&["diary", "--about", "tension", "--since", "2025-11-10", "--until", "2025-11-20"]),
        2 + 2
    );
    let people = keeper.ok(&["diary", "--people", "--json"]).json();
    assert_eq!(at(&people, "/people/0/entries"), 9);
}

#[test]
fn the_environment_names_the_store_and_a_default_lies_in_the_folder_for_data() {
    let folder = Folder::new("diary-places");
    let named = folder.path("named.sqlite");
    let mut command = binary();
    command.args(["reading", "stress=4", "--at", "2025-11-14"]).env("VAGAL_STORE", &named);
    assert!(command.status().expect("the binary starts").success());
    assert!(named.is_file());
    let home = folder.path("home");
    let mut command = binary();
    command.args(["reading", "stress=4", "--at", "2025-11-14"]).env_remove("VAGAL_STORE");
    // Each platform looks in one of these.
    for name in ["HOME", "USERPROFILE", "APPDATA", "XDG_DATA_HOME"] {
        command.env(name, &home);
    }
    let run = Run::new(&command.output().expect("the binary starts"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("diary.sqlite"), "{}", run.stderr);
    assert!(run.stderr.contains(home.to_str().expect("UTF-8")), "{}", run.stderr);
}

#[test]
fn a_reaction_is_not_timed_without_a_terminal() {
    let keeper = Keeper::new("reaction");
    keeper.fails(&["reaction"], "terminal", "rt=270");
}
