//! `vagal breathe` in a terminal of its own, and `vagal resonance` on searches of the simulator.

use serde_json::Value;
use vagal::breathe::SearchPlan;
use vagal::core::PacedStretch;
use vagal::sim::{Breathing, Irregularity, Model, Scenario, SlowBreathing, StimulusKind};

use crate::support::{Folder, Run, at, binary, number, rr_text, vagal};

#[test]
fn without_a_terminal_or_with_a_pace_of_nobody_nothing_is_paced() {
    let run = vagal(["breathe", "--no-log"]);
    assert!(run.code == 2 && run.hint().contains("vagal log slow_breathing"), "{}", run.stderr);
    for wrong in [
        &["--rate", "3"][..],
        &["--rate", "NaN"],
        &["--inhale-share", "0.9"],
        &["--minutes", "0"],
        &["--search", "--minutes", "1"],
        &["--search", "--rounds", "9"],
    ] {
        let run = vagal([&["breathe"], wrong].concat());
        assert!(run.code == 2 && run.hint().starts_with("leave --"), "{wrong:?}: {}", run.stderr);
    }
}

/// A pseudo-terminal: what was typed and when, what stood on it, what went to stdout.
#[cfg(unix)]
mod terminal {
    use std::io::{Read, Write};
    use std::process::Stdio;
    use std::time::Duration;

    use super::*;
    use crate::support::hermetic;

    struct Seen {
        screen: String,
        stdout: String,
        code: i32,
    }

    /// Runs `vagal ARGS`, typing each text once the words before it have stood on the screen.
    fn typing(args: &[&str], script: &[(&str, &str)]) -> Seen {
        let (mut pty, pts) = pty_process::blocking::open().expect("a pseudo-terminal");
        pty.resize(pty_process::Size::new(24, 80)).expect("its size");
        let mut child = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_vagal"))
            .args(args)
            .env_remove("VAGAL_STORE")
            .envs(hermetic())
            .env("TZ", "UTC")
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .spawn(pts)
            .expect("the binary starts");
        let mut screen = String::new();
        let (mut bytes, mut from) = ([0; 4096], 0);
        let mut script = script.iter();
        let mut next = script.next();
        // The end of the child closes its side: an error on Linux, nothing to read elsewhere.
        while let Ok(n @ 1..) = pty.read(&mut bytes) {
            screen.push_str(&String::from_utf8_lossy(&bytes[..n]));
            while let Some((words, answer)) = next {
                let Some(place) = screen.get(from..).and_then(|s| s.find(words)) else { break };
                from += place + words.len();
                // A key typed while the terminal changes its mode would be lost.
                std::thread::sleep(Duration::from_millis(50));
                pty.write_all(answer.as_bytes()).expect("it is typed");
                next = script.next();
            }
        }
        assert!(next.is_none(), "never seen: {next:?}\n{screen}");
        let mut stdout = String::new();
        let mut out = child.stdout.take().expect("a pipe");
        out.read_to_string(&mut stdout).expect("UTF-8");
        let code = child.wait().expect("it ends").code().expect("by itself");
        Seen { screen, stdout, code }
    }

    #[test]
    fn a_session_is_paced_to_its_end_rated_and_logged() {
        let folder = Folder::new("breathe-end");
        let store = folder.path("store.sqlite");
        let store = store.to_str().expect("UTF-8");
        let args = ["breathe", "--rate", "10", "--minutes", "0.1", "--tz", "UTC", "--store", store];
        let seen = typing(&args, &[("y or n", "n\n"), ("0 to 10", "7\n")]);
        assert_eq!(seen.code, 0, "{}", seen.screen);
        for said in [
            "severe lung disease",
            "laborde-2022",
            "Quiet, not deep",
            "breathe in",
            "breathe out",
            "10 breaths a minute",
            "0:05 left",
        ] {
            assert!(seen.screen.contains(said), "{said} is not in\n{}", seen.screen);
        }
        // The alternate screen is entered and left, the cursor hidden and shown.
        for (there, back) in [("\u{1b}[?1049h", "\u{1b}[?1049l"), ("\u{1b}[?25l", "\u{1b}[?25h")] {
            assert!(seen.screen.find(there) < seen.screen.rfind(back), "{there:?}");
            assert!(seen.screen.contains(back));
        }
        let diary = vagal(["diary", "--json", "--store", store]).json();
        let entry = at(&diary, "/people/0/entries/0");
        for (field, value) in [
            ("minutes", 0.1),
            ("breaths_per_min", 10.0),
            ("inhale_share", 0.4),
            ("felt_release", 7.0),
        ] {
            assert_eq!(entry[field], value, "{field}");
        }
        assert_eq!(
            (&entry["input"], &entry["origin"]),
            (&"slow_breathing".into(), &"guide:breathe".into())
        );
        assert!(seen.stdout.contains("slow breathing: 0.1 min, 10 breaths/min"), "{}", seen.stdout);
    }

    #[test]
    fn in_words_for_a_screen_reader_and_ended_by_control_c_with_the_time_really_done() {
        let folder = Folder::new("breathe-stop");
        let store = folder.path("store.sqlite");
        let store = store.to_str().expect("UTF-8");
        let args =
            ["breathe", "--plain", "--rate", "10", "--minutes", "20", "--json", "--store", store];
        let seen = typing(
            &args,
            // One whole breath, then Ctrl-C; no rating.
            &[
                ("y or n", "n\n"),
                ("\nin\r", ""),
                ("\nout\r", ""),
                ("\nin\r", "\u{3}"),
                ("0 to 10", "\n"),
            ],
        );
        assert_eq!(seen.code, 0, "{}", seen.screen);
        assert!(!seen.screen.contains(['\u{1b}', '█', '…']), "{:?}", seen.screen);
        let json: Value = serde_json::from_str(&seen.stdout).expect("JSON");
        assert_eq!(json["schema"], "vagal.breathe/1");
        assert_eq!((&json["ended"], &json["minutes_planned"]), (&"stopped".into(), &20.0.into()));
        // Six seconds a breath; a machine under load may see the key late, never early.
        let done = number(&json, "/minutes_done");
        assert!((0.1..0.5).contains(&done), "{done}");
        assert_eq!(json["entry"]["became"], "new");
        assert!((number(&json, "/entry/minutes") - done).abs() <= 0.05);
    }

    /// A search that is ended by the window that closes: the terminal is put back, the minutes are stored, and seed and start were said
    /// before the first breath, outside of the screen that is thrown away. Each signal has a window of its own, both at the same time:
    /// a whole breath must be over before there is anything to store.
    #[test]
    fn a_signal_leaves_terminal_minutes_and_seed_behind() {
        // A seed that begins with the quickest of the rates: a breath takes 8.6 s.
        let first = |seed: u64| SearchPlan { seed, ..SearchPlan::default() }.order()[0];
        let seed = (0..100).find(|seed| first(*seed) == 7.0).expect("one of them").to_string();
        std::thread::scope(|scope| {
            for (name, number) in [("TERM", 15), ("HUP", 1)] {
                let seed = &seed;
                scope.spawn(move || search_ended_by(name, number, seed));
            }
        });
    }

    fn search_ended_by(name: &str, number: i32, seed: &str) {
        use std::os::unix::process::ExitStatusExt as _;
        let folder = Folder::new(&format!("breathe-signal-{name}"));
        let store = folder.path("store.sqlite");
        let store = store.to_str().expect("UTF-8");
        let (mut pty, pts) = pty_process::blocking::open().expect("a pseudo-terminal");
        pty.resize(pty_process::Size::new(24, 80)).expect("its size");
        let mut child = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_vagal"))
            .args(["breathe", "--search", "--seed", seed, "--tz", "UTC", "--store", store])
            .env_remove("VAGAL_STORE")
            .envs(hermetic())
            .env("NO_COLOR", "1")
            .spawn(pts)
            .expect("the binary starts");
        let (mut screen, mut bytes) = (String::new(), [0; 4096]);
        let (mut began, mut signalled) = (false, false);
        let mut since = std::time::Instant::now();
        while let Ok(n @ 1..) = pty.read(&mut bytes) {
            screen.push_str(&String::from_utf8_lossy(&bytes[..n]));
            if !began && screen.contains("y or n") {
                pty.write_all(b"n\n").expect("it is typed");
                began = true;
            }
            if !screen.contains("breathe in") {
                since = std::time::Instant::now();
            } else if !signalled && since.elapsed() > Duration::from_secs(9) {
                let kill = std::process::Command::new("kill")
                    .args(["-s", name, &child.id().to_string()])
                    .status();
                assert!(kill.expect("kill").success());
                signalled = true;
            }
        }
        let status = child.wait().expect("it ends");
        assert_eq!(status.signal(), Some(number), "{screen}");
        let entered = screen.find("\u{1b}[?1049h").expect("the other screen");
        let left = screen.rfind("\u{1b}[?1049l").expect("left again");
        assert!(screen.rfind("\u{1b}[?25h").is_some_and(|shown| shown > entered), "{name}");
        let before = &screen[..entered];
        assert!(
            before.contains("First breath at") && before.contains(&format!("--seed {seed} ")),
            "{before}"
        );
        let after = &screen[left..];
        assert!(after.contains("Stop the recording now") && after.contains("stored in"), "{after}");
        assert!(!after.contains("0 to 10"), "nobody is there to be asked");
        let diary = vagal(["diary", "--json", "--store", store]).json();
        let entries = at(&diary, "/people/0/entries").as_array().map(Vec::len);
        assert_eq!(entries, Some(1), "{name}");
    }

    /// The rating is asked last: whoever ends it there has lost nothing but the rating.
    #[test]
    fn a_session_is_stored_before_it_is_rated() {
        let folder = Folder::new("breathe-unrated");
        let store = folder.path("store.sqlite");
        let store = store.to_str().expect("UTF-8");
        let args = ["breathe", "--rate", "10", "--minutes", "0.1", "--json", "--store", store];
        // The end of the input stands for whatever keeps the rating from being given.
        let seen = typing(&args, &[("y or n", "n\n"), ("0 to 10", "\u{4}")]);
        assert_eq!(seen.code, 0, "{}", seen.screen);
        let json: Value = serde_json::from_str(&seen.stdout).expect("JSON before the question");
        assert_eq!(json["entry"]["became"], "new");
        let diary = vagal(["diary", "--json", "--store", store]).json();
        assert!(at(&diary, "/people/0/entries/0").get("felt_release").is_none(), "{diary:#}");
    }

    #[test]
    fn a_caution_and_closed_gates_keep_it_from_beginning() {
        let folder = Folder::new("breathe-gate");
        let store = folder.path("store.sqlite");
        let store = store.to_str().expect("UTF-8");
        let asked = typing(
            &["breathe", "--store", store],
            &[
                ("y or n", "y\n"),
                ("lung disease? y or n", "y\n"),
                ("eye lately? y or n", "n\n"),
                ("pregnancy? y or n", "n\n"),
                ("frighten you? y or n", "n\n"),
                ("light-headed? y or n", "n\n"),
                ("brings on? y or n", "n\n"),
                ("attack now? y or n", "n\n"),
            ],
        );
        assert_eq!(asked.code, 1, "{}", asked.screen);
        assert!(
            asked.screen.contains("No slow breathing now.") && !asked.screen.contains("breathe in")
        );
        let form = vagal(["check", "--template"]).stdout.replace("= \"unanswered\"", "= \"no\"");
        for (line, instead, code) in [
            ("BR-06 = \"no\"", "BR-06 = \"yes\"", 1),
            ("RF-20 = \"no\"", "RF-20 = \"yes\"", 1),
            ("BR-05 = \"no\"", "BR-05 = \"yes\"", 0),
        ] {
            assert!(form.contains(line), "{line}");
            let answers = folder.file("answers.toml", form.replace(line, instead));
            let answers = answers.to_str().expect("UTF-8");
            let script: &[(&str, &str)] = if code == 0 { &[("begins in", "q")] } else { &[] };
            let seen = typing(&["breathe", "--answers", answers, "--no-log"], script);
            assert_eq!(seen.code, code, "{instead}: {}", seen.screen);
            assert_eq!(seen.screen.contains("Seated or lying"), code == 0, "{}", seen.screen);
        }
        assert!(!folder.path("store.sqlite").exists());
    }
}

/// Seconds of rest before the first paced breath of a simulated search.
const LEAD_S: f64 = 60.0;

/// VREF with stronger, later vessels and a breath that moves the pressure more than in the reference: it has a crest.
fn with_crest() -> Scenario {
    let mut scenario = Scenario::rest(400.0, 1);
    if let Model::Vref(p) = &mut scenario.model {
        for (symbol, value) in
            [("GRsp", 1.0425), ("GRep", 0.795), ("DR", 3.0), ("kg", 0.3), ("Aresp", 9.0)]
        {
            p.set(symbol, value).expect("a symbol");
        }
    }
    scenario
}

/// The intervals of a search, as a strap would write them.
fn searched(scenario: &Scenario, plan: &SearchPlan, tidal_l: Option<f64>) -> String {
    let plan = plan.plan().expect("a plan");
    let mut scenario = scenario.clone();
    scenario.duration_s = LEAD_S + plan.length_s() + 5.0;
    scenario.breathing = Breathing::NATURAL;
    for PacedStretch { rate_per_min, window } in plan.done(f64::INFINITY) {
        let slow = SlowBreathing { rate_per_min, inhale_share: 0.4, tidal_l };
        let kind = StimulusKind::SlowBreathing(slow);
        scenario = scenario.with(LEAD_S + window.start_s, LEAD_S + window.end_s, kind);
    }
    let run = scenario.run().expect("it runs");
    let mut beats = vec![0.0];
    beats.extend(run.beats.as_slice().iter().map(|b| b.time_s));
    rr_text(&beats)
}

fn resonance(file: &std::path::Path, more: &[&str]) -> Run {
    let mut command = binary();
    command.arg("resonance").arg(file).args(["--started", "60", "--seed", "5"]).args(more);
    Run::new(&command.output().expect("the binary starts"))
}

#[test]
fn the_rate_that_is_found_is_that_of_the_simulators_own_transfer_curve() {
    let folder = Folder::new("resonance-found");
    let scenario = with_crest();
    // Truth by another way: longest less shortest interval of the last minute of breathing without noise.
    let swing = |rate_per_min: f64| {
        let irregularity = Irregularity::NONE;
        let breathing =
            Breathing { rate_per_min, inhale_share: 0.4, tidal_l: Some(0.8), irregularity };
        let run = Scenario { noise: false, breathing, ..scenario.clone() }.run().expect("it runs");
        let late =
            run.rows.iter().filter(|r| r.time_s > 340.0).filter_map(|r| Some(r.cycle?.rr_ms));
        let late: Vec<f64> = late.collect();
        late.iter().copied().fold(0.0, f64::max) - late.iter().copied().fold(f64::MAX, f64::min)
    };
    let rates: Vec<f64> = (0..=25).map(|i| 4.5 + 0.1 * f64::from(i)).collect();
    let best = rates.iter().max_by(|a, b| swing(**a).total_cmp(&swing(**b)));
    let truth = *best.expect("a rate");
    assert!((5.0..6.5).contains(&truth), "the crest lies inside: {truth}");
    let plan = SearchPlan { seed: 5, ..SearchPlan::default() };
    let file = folder.file("search.txt", searched(&scenario, &plan, Some(0.8)));
    let page = folder.path("page.html");
    let run = resonance(&file, &["--json", "--report", page.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.resonance/1");
    assert_eq!(at(&json, "/verdict"), "found", "{json:#}");
    let [lo, rate, hi] = ["lo", "rate_per_min", "hi"].map(|k| number(&json, &format!("/peak/{k}")));
    assert!((rate - truth).abs() <= 0.5 && lo < rate && rate < hi, "{truth}: {lo} {rate} {hi}");
    assert_eq!(at(&json, "/trials").as_array().map(Vec::len), Some(12));
    let html = std::fs::read_to_string(page).expect("a page");
    assert!(html.contains("<svg") && html.contains("capdevila-2021"));
    let text = resonance(&file, &[]).stdout;
    for said in ["The heart swung most at", "breaths/min", "capdevila-2021", "simulated people"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.lines().all(|l| unicode_width::UnicodeWidthStr::width(l) <= 80), "{text}");
    let plain = resonance(&file, &["--plain"]).stdout;
    assert!(plain.chars().all(|c| !matches!(c, '\u{1b}' | '█' | '−' | '–')), "{plain}");
}

#[test]
fn without_a_crest_or_without_pacing_no_rate_is_named() {
    let folder = Folder::new("resonance-none");
    let plan = SearchPlan { seed: 5, ..SearchPlan::default() };
    // The reference at constant ventilation swings the more the slower it breathes.
    let file = folder.file("line.txt", searched(&Scenario::rest(1.0, 3), &plan, None));
    let run = resonance(&file, &["--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!(at(&json, "/verdict"), "cannot_tell", "{json:#}");
    assert!(at(&json, "/peak").is_null() && at(&json, "/no_peak").is_string());
    // Natural breathing throughout: next to nothing swings with a pacer that nobody followed.
    let mut rest = Scenario::rest(LEAD_S + plan.plan().expect("a plan").length_s(), 4);
    rest.breathing = Breathing::NATURAL;
    let beats = rest.run().expect("it runs").beats;
    let times: Vec<f64> = beats.as_slice().iter().map(|b| b.time_s).collect();
    let file = folder.file("rest.txt", rr_text(&times));
    let json = resonance(&file, &["--json"]).json();
    assert_ne!(at(&json, "/verdict"), "found", "{json:#}");
}

#[test]
fn a_search_is_read_from_its_file_or_its_seed_and_mistakes_get_a_hint() {
    let folder = Folder::new("resonance-file");
    let plan = SearchPlan { seed: 5, ..SearchPlan::default() };
    let file = folder.file("search.txt", searched(&with_crest(), &plan, Some(0.8)));
    let stretches: Vec<Value> = plan
        .plan()
        .expect("a plan")
        .done(f64::INFINITY)
        .iter()
        .map(|s| serde_json::json!({ "rate_per_min": s.rate_per_min, "start_s": s.window.start_s, "end_s": s.window.end_s }))
        .collect();
    let search = serde_json::json!({ "schema": "vagal.breathe/1", "started_unix_s": 1.7e9, "stretches": stretches });
    let search = folder.file("search.json", search.to_string());
    let (file, search) = (file.to_str().expect("UTF-8"), search.to_str().expect("UTF-8"));
    let by_seed = vagal(["resonance", file, "--started", "60", "--seed", "5", "--json"]);
    let by_file = vagal(["resonance", file, "--search", search, "--started", "60", "--json"]);
    assert_eq!(by_seed.stdout, by_file.stdout);
    let other = vagal(["resonance", file, "--started", "60", "--seed", "6", "--json"]);
    assert_ne!(other.stdout, by_seed.stdout);
    // Intervals without a clock: the file of the search cannot be laid on them.
    let run = vagal(["resonance", file, "--search", search]);
    assert!(run.code == 2 && run.hint().contains("seconds from the start"), "{}", run.stderr);
    let run = vagal(["resonance", file, "--search", file, "--started", "60"]);
    assert!(run.code == 2 && run.hint().contains("vagal breathe --search"), "{}", run.stderr);
    let run = vagal(["resonance", file, "--started", "60"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    // A start far behind the end of the recording: nothing could be read.
    let run = vagal(["resonance", file, "--started", "90000", "--seed", "5", "--json"]);
    assert_eq!((run.code, at(&run.json(), "/verdict")), (1, &"unusable".into()));
    // Ended after two stretches: too few rates.
    let run =
        vagal(["resonance", file, "--started", "60", "--seed", "5", "--ended", "270s", "--json"]);
    assert_eq!((run.code, at(&run.json(), "/trials").as_array().map(Vec::len)), (1, Some(2)));
}
