//! `vagal plan experiment`: what is registered is hashed and kept, nobody sees a difference before the end, and the end is right.

use std::path::Path;

use serde_json::Value;
use vagal::core::diary::kinds;
use vagal::core::experiment::{Arm, ExperimentOutcome, ExperimentPlan, Noise, Spending, Weekday};
use vagal::core::{InputEvent, Moment, Person, Reading};
use vagal::guide::experiment::{seal, sessions, text};
use vagal::store::{Archive, Entry, Experiment, Line, Origin, PersonArchive};

use crate::support::{Folder, Run, at, number, vagal};

/// Every question answered with no, but for the one whose answer is given.
fn answers(folder: &Folder, yes: &str) -> String {
    let template =
        vagal(["check", "--template", "--input", "cold_face", "--input", "massage"]).stdout;
    let line = |line: &str| {
        if !yes.is_empty() && line.starts_with(yes) {
            line.replace("unanswered", "yes")
        } else {
            line.replace("\"unanswered\"", "\"no\"")
        }
    };
    let text: String = template.lines().map(|l| format!("{}\n", line(l))).collect();
    folder.file(&format!("answers{yes}.toml"), text).to_str().expect("UTF-8").to_owned()
}

/// An experiment in the store at `folder`.
fn experiment(folder: &Folder, args: &[&str]) -> Run {
    let store = folder.path("diary.sqlite");
    let mut all = vec!["plan", "experiment"];
    all.extend(args);
    all.extend(["--tz", "UTC", "--store", store.to_str().expect("UTF-8")]);
    vagal(all)
}

/// The local day of today, in UTC.
fn today() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.expect("after 1970").as_secs() / 86_400).expect("a day")
}

fn moment(day: i64, hour: i64) -> Moment {
    Moment::new(day * 86_400 + hour * 3600, 0).expect("a moment")
}

/// Massage against rest in twelve blocks, which began so many days ago.
fn plan(days_ago: i64) -> ExperimentPlan {
    let arm = |input: &str| Arm::new(input, input, 60.0, None);
    let first = today() - days_ago;
    ExperimentPlan {
        person: "me".into(),
        made_by: "test".into(),
        registered: moment(first - 1, 9),
        seed: 7,
        arms: vec![arm("massage"), arm("rest")],
        blocks: (0..12).map(|b| vec![first + 6 * b, first + 6 * b + 3]).collect(),
        weekdays: Weekday::ALL.to_vec(),
        washout_days: 3,
        primary: ExperimentOutcome::Morning,
        pulse_wave: false,
        secondary: vec![ExperimentOutcome::Tension],
        swc: 0.1,
        swc_reason: "as given".into(),
        looks: vec![6, 9, 12],
        spending: Spending::OBrienFleming,
        level: 0.045,
        no_difference_level: 0.05,
        noise: Noise { sd: 0.2, freedom: 30.0, correlation: 0.4, readings: 60 },
        effect: 0.2,
        power: 0.8,
        missing: 0.1,
    }
}

/// A store in which a plan was registered and its first sessions were done, massage with this much more.
fn lived(folder: &Folder, plan: &ExperimentPlan, upto: usize, effect: f64) {
    restore(folder, &archive(plan, upto, effect).to_json().to_string());
}

fn archive(plan: &ExperimentPlan, upto: usize, effect: f64) -> Archive {
    let wobble = [0.03, -0.05, 0.01, 0.06, -0.02, -0.06, 0.04, 0.0, -0.03, 0.05, 0.02];
    let mut lines = Vec::new();
    for (i, s) in sessions(plan).iter().enumerate().take(upto) {
        let input = &plan.arms[s.arm].input;
        let done = InputEvent { minutes: Some(60.0), ..InputEvent::new(input, moment(s.day, 18)) };
        lines.push(Line::Input(done));
        let value = 3.5 + wobble[i % 11] + if s.arm == 0 { effect } else { 0.0 };
        let reading = Reading::new(kinds::LN_RMSSD_MORNING, moment(s.day + 1, 7), value);
        lines.push(Line::Reading(reading.expect("a reading")));
    }
    let file = text(plan);
    Archive {
        people: vec![PersonArchive {
            person: Person { id: "me".into(), name: None },
            entries: lines.into_iter().map(|l| Entry::new("me", Origin::typed(), l)).collect(),
            removed: Vec::new(),
            recordings: Vec::new(),
            posteriors: Vec::new(),
            experiments: vec![Experiment {
                sha256: seal(&file),
                registered: plan.registered,
                text: file,
                stopped: None,
                looks: Vec::new(),
            }],
        }],
    }
}

/// `2026-11-26` of a local day.
fn vagal_date(day: i64) -> String {
    moment(day, 12).to_string().chars().take(10).collect()
}

fn restore(folder: &Folder, archive: &str) {
    let (file, store) = (folder.file("archive.json", archive), folder.path("diary.sqlite"));
    let run = vagal([
        "diary",
        "restore",
        file.to_str().expect("UTF-8"),
        "--store",
        store.to_str().expect("UTF-8"),
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// Arguments of a small experiment, quick to design.
const NEW: [&str; 8] = ["new", "--arms", "massage", "--sessions", "8", "--seed", "7", "--json"];

#[test]
fn what_is_registered_is_hashed_kept_and_rest_is_in_it() {
    let folder = Folder::new("experiment-new");
    let (answers, file) = (answers(&folder, ""), folder.path("m.toml"));
    let file = file.to_str().expect("UTF-8");
    let run = experiment(&folder, &[&NEW[..], &["--answers", &answers, "--out", file]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.experiment/1");
    assert_eq!((at(&json, "/state"), at(&json, "/verdict")), (&"ahead".into(), &"running".into()));
    let inputs: Vec<&Value> =
        at(&json, "/design/arms").as_array().expect("a list").iter().map(|a| &a["input"]).collect();
    assert_eq!(inputs, ["massage", "rest"]);
    assert_eq!(number(&json, "/design/arms/1/minutes"), 60.0, "rest lasts as long");
    // Only the next session is told; the seed would tell the others.
    let told = at(&json, "/schedule").as_array().expect("a list");
    assert_eq!(told.len(), 16);
    assert_eq!(told.iter().filter(|s| !s["input"].is_null()).count(), 1);
    assert!(at(&json, "/design/seed").is_null() && at(&json, "/result").is_null());
    // The hash is that of the file above its seal, by any tool.
    let text = std::fs::read_to_string(file).expect("a file");
    let body = text.split("[seal]\n").next().expect("a body");
    assert_eq!(at(&json, "/sha256"), &Value::from(vagal::page::sha256(body.as_bytes())));
    assert!(
        text.contains(&format!("sha256 = \"{}\"", at(&json, "/sha256").as_str().expect("text")))
    );
    // The same seed gives the same days; a second one is refused while it is open.
    let again = experiment(&folder, &[&NEW[..], &["--answers", &answers]].concat());
    assert_eq!(again.code, 2);
    assert!(again.hint().contains("stop"), "{}", again.stderr);
    let revealed = experiment(&folder, &["show", "--reveal", "--json"]).json();
    let shown = at(&revealed, "/schedule").as_array().expect("a list");
    assert!(shown.iter().all(|s| s["input"] == "massage" || s["input"] == "rest"));
    let dry = experiment(&folder, &[&NEW[..], &["--answers", &answers, "--dry-run"]].concat());
    assert_eq!(at(&dry.json(), "/power"), at(&json, "/power"), "the same seed, the same power");
}

#[test]
fn a_changed_file_is_refused_with_the_field_named() {
    let folder = Folder::new("experiment-changed");
    let plan = plan(100);
    lived(&folder, &plan, 24, 0.3);
    let whole = text(&plan);
    let asked = |text: &str| {
        let file = folder.file("m.toml", text);
        experiment(&folder, &["status", "--file", file.to_str().expect("UTF-8"), "--json"])
    };
    let run = asked(&whole);
    assert_eq!((run.code, at(&run.json(), "/verdict")), (0, &"more_than".into()), "{}", run.stderr);
    let run = asked(&whole.replace("swc = 0.1", "swc = 0.01"));
    assert_eq!(run.code, 2);
    assert!(
        run.stdout.is_empty() && run.stderr.contains("outcome.swc is 0.01, registered was 0.1")
    );
    let run = asked(&whole.replace("input = \"massage\"", "input = \"meditation\""));
    assert!(run.stderr.contains("arms.1.input"), "{}", run.stderr);
    // A remark decides nothing.
    assert_eq!(asked(&whole.replace("# An experiment", "#  An experiment")).code, 0);
    let other =
        whole.replace("seed = 7", "seed = 8").replace("registered = \"2", "registered = \"1");
    assert!(asked(&other).stderr.contains("no experiment in the store"));
}

#[test]
fn before_the_end_no_difference_is_to_be_seen() {
    let folder = Folder::new("experiment-blind");
    // Ten sessions are over: one before the first look.
    lived(&folder, &plan(29), 10, 0.5);
    for args in [&["status", "--json"][..], &["show", "--json", "--reveal"]] {
        let json = experiment(&folder, args).json();
        assert_eq!(
            (at(&json, "/state"), at(&json, "/verdict")),
            (&"running".into(), &"running".into())
        );
        assert!(
            at(&json, "/result").is_null() && at(&json, "/beside") == &Value::Array(Vec::new())
        );
        let looks = at(&json, "/looks").as_array().expect("a list");
        assert!(looks.iter().all(|l| l["effect"].is_null() && l["taken"] == false));
        let days = at(&json, "/schedule").as_array().expect("a list");
        assert!(days.iter().all(|d| d["outcome"].is_null()));
    }
    let page = folder.path("page.html");
    let run = experiment(&folder, &["--report", page.to_str().expect("UTF-8"), "--plain"]);
    assert!(run.stdout.contains("No look yet: 10 of 24 sessions are over."), "{}", run.stdout);
    let html = std::fs::read_to_string(page).expect("a page");
    assert!(!html.contains("id=\"effect\"") && !html.contains("id=\"periods\""));
    // Nor by asking for a day to come.
    let run = experiment(&folder, &["status", "--at", "2999-01-01"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    // The diary says what is asked.
    let store = folder.path("diary.sqlite");
    let diary = vagal(["diary", "--tz", "UTC", "--store", store.to_str().expect("UTF-8")]);
    assert!(diary.stdout.contains("(session 11 of 24)"), "{}", diary.stdout);
}

#[test]
fn a_difference_is_found_at_a_look_and_the_page_shows_it_with_its_limits() {
    let folder = Folder::new("experiment-found");
    lived(&folder, &plan(100), 24, 0.3);
    let page = folder.path("page.html");
    let run = experiment(&folder, &["result", "--json", "--report", page.to_str().expect("UTF-8")]);
    let json = run.json();
    assert_eq!(
        (at(&json, "/state"), at(&json, "/verdict")),
        (&"ended".into(), &"more_than".into())
    );
    let (low, high) =
        (number(&json, "/result/interval_95/lo"), number(&json, "/result/interval_95/hi"));
    assert!(0.0 < low && low < 0.3 && 0.3 < high, "{low} {high}");
    assert_eq!(at(&json, "/beside/0/per_protocol"), true);
    assert!(at(&json, "/cannot_show").as_array().expect("a list").len() >= 4);
    let html = std::fs::read_to_string(page).expect("a page");
    for part in
        ["id=\"effect\"", "id=\"periods\"", "id=\"departures\"", "id=\"limits\"", "id=\"known\""]
    {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.contains(at(&json, "/sha256").as_str().expect("text")));
    for args in [&["status", "--plain"][..], &["show", "--plain"]] {
        let plain = experiment(&folder, args).stdout;
        assert!(plain.is_ascii() && plain.lines().all(|l| l.chars().count() <= 80), "{plain}");
    }
    assert_eq!(experiment(&folder, &["status", "--json"]).stdout, {
        let again = experiment(&folder, &["status", "--json"]);
        again.stdout
    });
}

#[test]
fn readings_changed_after_a_look_are_told_and_the_archive_carries_everything() {
    let folder = Folder::new("experiment-kept");
    let plan = plan(100);
    lived(&folder, &plan, 24, 0.3);
    let store = folder.path("diary.sqlite");
    let store = store.to_str().expect("UTF-8");
    let told =
        || vagal(["diary", "--tz", "UTC", "--store", store]).stdout.contains("look 1 is due");
    assert!(told());
    assert_eq!(experiment(&folder, &["status"]).code, 0, "takes the look");
    assert!(!told(), "a look that was taken is not told again");
    let exported = vagal(["diary", "export", "--store", store]).json();
    assert_eq!(at(&exported, "/people/0/experiments/0/looks/0/number"), 1);
    let entries = vagal(["diary", "--json", "--store", store]).json();
    let entries = at(&entries, "/people/0/entries").as_array().expect("a list").clone();
    let first = entries.iter().find(|e| e["kind"] == "ln_rmssd_morning").expect("a reading");
    let id = first["id"].as_str().expect("an id");
    let before = experiment(&folder, &["status", "--json"]).json();
    assert_eq!(vagal(["diary", "edit", id, "value=20", "--store", store]).code, 0);
    let json = experiment(&folder, &["status", "--json"]).json();
    assert_eq!(at(&json, "/looks/0/readings_changed"), true);
    // The verdict is the one that was given; numbers it was not given with stand apart.
    assert_eq!(at(&json, "/verdict"), "more_than");
    assert!(at(&json, "/result").is_null());
    assert!(number(&json, "/after_changes/result/estimate") < 0.3);
    // What it had found then is not lost.
    for field in ["estimate", "interval_95/lo", "interval_95/hi"] {
        let then = number(&json, &format!("/after_changes/found_then/{field}"));
        assert_eq!(then, number(&before, &format!("/result/{field}")), "{field}");
    }
    let said = at(&json, "/says/0").as_str().expect("text");
    assert!(said.contains("That stands. After changes of the readings behind it"), "{said}");
    let other = Folder::new("experiment-other");
    restore(&other, &exported.to_string());
    let json = experiment(&other, &["status", "--json"]).json();
    assert_eq!(at(&json, "/verdict"), "more_than");
    assert_eq!(at(&json, "/looks/0/readings_changed"), false);
    // A look of an archive that was written before differences were kept.
    let old = Folder::new("experiment-old");
    let mut written = exported.clone();
    let looks = &mut written["people"][0]["experiments"][0]["looks"];
    let looks = looks.as_array_mut().expect("looks").iter_mut();
    let removed = looks.filter_map(|look| {
        let look = look.as_object_mut()?;
        look.remove("interval").and(look.remove("estimate"))
    });
    assert!(removed.count() > 0);
    restore(&old, &written.to_string());
    let store = old.path("diary.sqlite");
    let store = store.to_str().expect("UTF-8");
    assert_eq!(vagal(["diary", "edit", id, "value=20", "--store", store]).code, 0);
    let json = experiment(&old, &["status", "--json"]).json();
    assert!(at(&json, "/after_changes/found_then").is_null());
    assert!(json["says"][0].as_str().expect("text").contains("had found was not kept"));
    // What was tampered with in an archive is no experiment.
    let third = Folder::new("experiment-third");
    let mut changed = exported.clone();
    let body = text(&plan).replace("swc = 0.1", "swc = 0.01");
    changed["people"][0]["experiments"][0]["text"] = body.into();
    restore(&third, &changed.to_string());
    let run = experiment(&third, &["status"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("not what was registered"), "{}", run.stderr);
}

#[test]
fn a_dry_run_needs_no_answers_and_says_that_it_is_a_draft() {
    let folder = Folder::new("experiment-draft");
    let dry = ["new", "--arms", "massage", "--sessions", "8", "--seed", "7", "--dry-run"];
    let run = experiment(&folder, &[&dry[..], &["--plain"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let first = run.stdout.lines().next().expect("a line");
    assert!(first.contains("draft, not registered"), "{first}");
    assert!(!run.stdout.contains("registered 2"), "{}", run.stdout);
    assert!(run.stderr.contains("vagal check --save answers.toml"), "{}", run.stderr);
    let json = experiment(&folder, &[&dry[..], &["--json"]].concat()).json();
    assert_eq!(at(&json, "/state"), "draft");
    assert!(["/id", "/sha256", "/registered"].iter().all(|p| at(&json, p).is_null()));
    let page = folder.path("page.html");
    experiment(&folder, &[&dry[..], &["--report", page.to_str().expect("UTF-8")]].concat());
    let html = std::fs::read_to_string(page).expect("a page");
    assert!(html.contains("draft, not registered") && html.contains("<dd>lnRMSSD of the next"));
    assert_eq!(experiment(&folder, &["status"]).code, 2, "none is there");
}

#[test]
fn what_cannot_be_read_back_is_not_registered() {
    let folder = Folder::new("experiment-far");
    let answers = answers(&folder, "");
    let far = ["--from", "9999-11-25", "--answers", &answers];
    let run = experiment(&folder, &[&NEW[..], &far].concat());
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was registered"), "{}", run.stderr);
    assert!(experiment(&folder, &["status"]).stderr.contains("has no experiment"));
}

#[test]
fn an_experiment_that_cannot_be_read_stands_in_nobodys_way_and_can_be_ended() {
    let folder = Folder::new("experiment-unreadable");
    let newer = text(&plan(29)).replace("vagal.experiment_file/1", "vagal.experiment_file/9");
    let mut archive = archive(&plan(29), 0, 0.0);
    let kept = &mut archive.people[0].experiments[0];
    (kept.sha256, kept.text) = (seal(&newer), newer.clone());
    let id = kept.sha256[..8].to_owned();
    restore(&folder, &archive.to_json().to_string());
    let store = folder.path("diary.sqlite");
    let diary = || vagal(["diary", "--tz", "UTC", "--store", store.to_str().expect("UTF-8")]);
    let told = diary();
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains(&format!("experiment {id} cannot be read")), "{}", told.stdout);
    let run = experiment(&folder, &["status"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.hint().contains(&format!("stop {id}")), "{}", run.stderr);
    assert_eq!(experiment(&folder, &["show", &id, "--text"]).stdout, newer);
    let answers = answers(&folder, "");
    let run = experiment(&folder, &[&NEW[..], &["--answers", &answers]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains(&id), "{}", run.stderr);
    assert_eq!(at(&experiment(&folder, &["status", "--json"]).json(), "/state"), "ahead");
    let run = experiment(&folder, &["stop", &id, "--because", "newer program", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(at(&run.json(), "/state"), "unreadable");
    assert!(!diary().stdout.contains("cannot be read"));
    assert_eq!(experiment(&folder, &["stop", &id, "--because", "again"]).code, 2);
}

#[test]
fn every_way_to_look_keeps_the_looks() {
    let yesterday = vagal_date(today() - 1);
    for (name, args) in [
        ("show", &["show"][..]),
        ("at", &["status", "--at", &yesterday]),
        ("stop", &["stop", "--because", "bored"]),
        ("text", &["show", "--text"]),
    ] {
        let folder = Folder::new(&format!("experiment-look-{name}"));
        lived(&folder, &plan(100), 24, 0.3);
        let run = experiment(&folder, args);
        assert_eq!(run.code, if name == "stop" { 2 } else { 0 }, "{name}: {}", run.stderr);
        let store = folder.path("diary.sqlite");
        let exported = vagal(["diary", "export", "--store", store.to_str().expect("UTF-8")]).json();
        let looks = at(&exported, "/people/0/experiments/0/looks").as_array().expect("a list");
        assert_eq!(looks.last().expect("a look")["verdict"], "more_than", "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_told_with_what_is_registered() {
    let folder = Folder::new("experiment-out");
    let (answers, file) = (answers(&folder, ""), folder.path("no-such-folder/m.toml"));
    let out = ["--answers", &answers, "--out", file.to_str().expect("UTF-8")];
    let run = experiment(&folder, &[&NEW[..], &out].concat());
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("registered, but not written to"), "{}", run.stderr);
    assert!(run.hint().contains("show --text"), "{}", run.stderr);
    let text = experiment(&folder, &["show", "--text"]);
    assert!(text.code == 0 && text.stdout.ends_with("\"\n") && !file.exists());
    assert_eq!(at(&experiment(&folder, &["status", "--json"]).json(), "/state"), "ahead");
}

#[test]
fn too_long_is_an_answer_and_registers_nothing() {
    let folder = Folder::new("experiment-long");
    let answers = answers(&folder, "");
    let wishes = ["new", "--arms", "massage,rest", "--effect", "0.05", "--seed", "1", "--answers"];
    let run = experiment(&folder, &[&wishes[..], &[&answers, "--json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!(at(&json, "/state"), "too_long");
    assert!(number(&json, "/power/needed_weeks") > 26.0);
    assert!(at(&json, "/sha256").is_null());
    // What would make it shorter, and nothing else than that.
    let says = at(&json, "/says").to_string();
    for part in ["read 14 mornings first", "--effect", "--sessions"] {
        assert!(says.contains(part), "{part}: {says}");
    }
    assert_eq!(experiment(&folder, &["status"]).code, 2, "none is there");
}

#[test]
fn safety_comes_first_and_an_end_by_hand_estimates_nothing() {
    let folder = Folder::new("experiment-safety");
    let new = |inputs: &'static str, answers: &str| {
        let args = ["new", "--arms", inputs, "--sessions", "6", "--dry-run", "--answers", answers];
        experiment(&folder, &args)
    };
    let (none, flag) = (answers(&folder, ""), answers(&folder, "RF-01"));
    let bare = experiment(&folder, &["new", "--arms", "massage"]);
    assert_eq!((bare.code, bare.stdout.as_str()), (2, ""));
    assert!(bare.hint().contains("vagal check"));
    let flagged = new("massage", &flag);
    assert_eq!((flagged.code, flagged.stdout.as_str()), (2, ""), "{}", flagged.stderr);
    assert_eq!(new("massage,cold_face", &none).code, 0, "every question was answered with no");
    assert_eq!(new("massage,cold_face", &answers(&folder, "CF-01")).code, 2);

    let running = Folder::new("experiment-stop");
    lived(&running, &plan(29), 10, 0.5);
    let paused = experiment(&running, &["status", "--json", "--answers", &flag]).json();
    assert!(at(&paused, "/paused").is_string() && at(&paused, "/next").is_null());
    let run = experiment(&running, &["stop", "--because", "moved house", "--json"]);
    let json = run.json();
    assert_eq!(
        (at(&json, "/state"), at(&json, "/verdict")),
        (&"stopped".into(), &"cannot_tell".into())
    );
    assert!(at(&json, "/result").is_null());
    assert_eq!(experiment(&running, &["stop", "--because", "again"]).code, 2);
}

#[test]
fn wrong_wishes_say_what_to_try() {
    let folder = Folder::new("experiment-wrong");
    let answers = answers(&folder, "");
    for wrong in [
        &["--arms", "massage", "--no-rest"][..],
        &["--arms", "massage,massage"],
        &["--arms", "massage,sleep"],
        &["--arms", "massage,dance"],
        &["--arms", "massage", "--from", "2020-01-01"],
        &["--arms", "massage", "--dose", "massage=long"],
        &["--arms", "massage", "--dose", "meditation=20"],
        &["--arms", "massage", "--looks", "half"],
        &["--arms", "massage", "--looks", "0.01"],
        &["--arms", "massage", "--power", "1.5"],
        &["--arms", "massage", "--washout", "0"],
        &["--arms", "massage", "--sessions", "3"],
        &["--arms", "massage", "--swc=-1"],
        &["--arms", "massage", "--effect", "nan"],
    ] {
        let run = experiment(&folder, &[&["new"], wrong, &["--answers", &answers]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong:?}");
        assert!(!run.hint().is_empty(), "{wrong:?}: {}", run.stderr);
    }
    for args in [&["status", "--file", "nowhere.toml"][..], &["show", "abc"], &["status"]] {
        let run = experiment(&folder, args);
        assert!(run.code == 2 && !run.hint().is_empty(), "{args:?}: {}", run.stderr);
    }
    let file = folder.file("text.toml", "not = [an experiment");
    assert!(Path::new(&file).is_file());
    assert_eq!(experiment(&folder, &["show", "--file", file.to_str().expect("UTF-8")]).code, 2);
}
