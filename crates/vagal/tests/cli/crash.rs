//! `kill -9` at any moment: what was acknowledged is on file, and what was cut short was never there.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Folder, Run, binary};

/// Ends a child at once, as the kernel would; what it had printed is returned, and whether it was done before.
fn kill_after(mut child: Child, delay: Duration) -> (String, bool) {
    std::thread::sleep(delay);
    let done = child.try_wait().expect("a child").is_some();
    let _ = child.kill();
    let _ = child.wait();
    let mut printed = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        let _ = stdout.read_to_string(&mut printed);
    }
    (printed, done)
}

fn entries(store: &Path) -> Vec<serde_json::Value> {
    let mut command = binary();
    command.args(["diary", "--json", "--store"]).arg(store);
    let json = Run::new(&command.output().expect("the binary starts")).json();
    json.pointer("/people/0/entries").and_then(|e| e.as_array()).cloned().unwrap_or_default()
}

#[test]
fn an_import_that_is_killed_left_nothing_or_all() {
    const ROWS: usize = 4000;
    let folder = Folder::new("crash-import");
    let rows: String = (0..ROWS)
        .map(|i| {
            format!(
                "20{:02}-{:02}-{:02} 21:00,{}\n",
                5 + i / 336,
                1 + i / 28 % 12,
                1 + i % 28,
                i % 11
            )
        })
        .collect();
    let diary = folder.file("diary.csv", format!("date,tension\n{rows}"));
    let spawn = |store: &Path| {
        let mut command = binary();
        command.args(["import"]).arg(&diary).arg("--store").arg(store);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts")
    };
    // How long it takes here, so that the kills fall within it.
    let started = Instant::now();
    let whole = folder.path("whole.sqlite");
    assert!(spawn(&whole).wait().expect("a child").success());
    let length = started.elapsed();
    assert_eq!(entries(&whole).len(), ROWS);
    let mut cut_short = 0;
    for part in 1..=12 {
        let store = folder.path(&format!("{part}.sqlite"));
        let (printed, done) = kill_after(spawn(&store), length * part / 13);
        cut_short += usize::from(!done);
        let found = entries(&store).len();
        assert!(found == 0 || found == ROWS, "{found} of {ROWS} rows after a kill");
        assert!(found == ROWS || !printed.contains("new"), "acknowledged and lost: {printed}");
        // Whatever was left, the same import makes it whole.
        assert!(spawn(&store).wait().expect("a child").success());
        assert_eq!(entries(&store).len(), ROWS);
    }
    assert!(cut_short >= 6, "only {cut_short} of 12 imports were cut short");
}

#[test]
fn an_experiment_that_is_killed_was_registered_whole_or_not_at_all() {
    let folder = Folder::new("crash-experiment");
    let mut command = binary();
    let template = command.args(["check", "--template", "--input", "massage"]).output();
    let template = Run::new(&template.expect("the binary starts")).stdout;
    let answers = folder.file("answers.toml", template.replace("\"unanswered\"", "\"no\""));
    let spawn = |store: &Path, file: &Path| {
        let mut command = binary();
        command.args(["plan", "experiment", "new", "--arms", "massage", "--sessions", "8"]);
        command.arg("--answers").arg(&answers).arg("--store").arg(store).arg("--out").arg(file);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts")
    };
    let registered = |store: &Path| {
        let mut command = binary();
        command.args(["plan", "experiment", "show", "--text", "--store"]).arg(store);
        let run = Run::new(&command.output().expect("the binary starts"));
        assert!(run.code == 0 || run.stderr.contains("has no experiment"), "{}", run.stderr);
        (run.code == 0).then_some(run.stdout)
    };
    let started = Instant::now();
    let whole = (folder.path("whole.sqlite"), folder.path("whole.toml"));
    assert!(spawn(&whole.0, &whole.1).wait().expect("a child").success());
    let length = started.elapsed();
    let mut cut_short = 0;
    for part in 1..=12 {
        let (store, file) =
            (folder.path(&format!("{part}.sqlite")), folder.path(&format!("{part}.toml")));
        let (printed, done) = kill_after(spawn(&store, &file), length * part / 13);
        cut_short += usize::from(!done);
        let written = std::fs::read_to_string(&file).ok();
        match registered(&store) {
            // What was written is what was registered, or as much of it as there was time for.
            Some(text) => assert!(written.is_none_or(|w| text.starts_with(&w))),
            None => assert!(written.is_none() && printed.is_empty(), "a file of no experiment"),
        }
    }
    assert!(cut_short >= 6, "only {cut_short} of 12 were cut short");
}

#[test]
fn a_line_that_was_acknowledged_is_never_lost() {
    const LINES: u32 = 40;
    let folder = Folder::new("crash-log");
    let store = folder.path("store.sqlite");
    let spawn = |i: u32| {
        let mut command = binary();
        let at = format!("2025-11-{:02} {:02}:00", 1 + i / 24, i % 24);
        command.args(["reading", "tension=5", "--at", &at, "--store"]).arg(&store);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts")
    };
    let started = Instant::now();
    assert!(spawn(0).wait().expect("a child").success());
    let length = started.elapsed();
    let (mut acknowledged, mut cut_short) = (Vec::new(), 0);
    for i in 1..=LINES {
        let (printed, done) = kill_after(spawn(i), length * i / LINES);
        cut_short += usize::from(!done);
        acknowledged.extend(printed.lines().next().map(|line| line[..8].to_owned()));
    }
    let entries = entries(&store);
    for id in &acknowledged {
        let there =
            entries.iter().any(|e| e["id"].as_str().is_some_and(|full| full.starts_with(id)));
        assert!(there, "{id} was acknowledged and lost");
    }
    assert!(cut_short >= 10, "only {cut_short} of {LINES} were cut short");
    // One that was not acknowledged may be there all the same: written, and killed before it could say so.
    assert!(entries.len() > acknowledged.len().saturating_sub(1));
}

#[test]
fn an_answer_that_is_cut_short_was_kept_whole_or_not_at_all() {
    let folder = Folder::new("crash-kept");
    let spawn = |store: &Path| {
        let mut command = binary();
        command
            .args(["person", "--json", "--draws", "24", "--warm-up", "40", "--store"])
            .arg(store);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts")
    };
    let answer = |store: &Path| Run::new(&spawn(store).wait_with_output().expect("a child"));
    let history = |store: &Path| {
        let mut command = binary();
        command.args(["person", "--history", "--json", "--store"]).arg(store);
        let json = Run::new(&command.output().expect("the binary starts")).json();
        json["answers"].as_array().expect("a list").len()
    };
    let whole = folder.path("whole.sqlite");
    crate::kept::lived(&whole, "me");
    let started = Instant::now();
    let fresh = answer(&whole);
    let length = started.elapsed();
    assert_eq!((fresh.code, history(&whole)), (0, 1));
    let mut cut_short = 0;
    for part in 1..=6 {
        let store = folder.path(&format!("{part}.sqlite"));
        crate::kept::lived(&store, "me");
        // The last part of the way is where it is kept.
        let (printed, done) = kill_after(spawn(&store), length * (5 + part) / 12);
        cut_short += usize::from(!done);
        let found = history(&store);
        assert!(printed.is_empty() || found == 1, "answered and not kept");
        assert_eq!(answer(&store).stdout, fresh.stdout, "after a kill at {part}");
        assert_eq!(history(&store), 1);
    }
    assert!(cut_short >= 3, "only {cut_short} of 6 were cut short");
}
