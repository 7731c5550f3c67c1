//! `vagal plan` and the report of `vagal person`: the schema, what is always in it, and settings that are wrong.

use serde_json::Value;

use crate::support::{Folder, at, diary, number, vagal};

#[test]
fn a_plan_has_every_field_of_its_schema_and_no_sessions_in_its_list() {
    let folder = Folder::new("plan");
    let file = folder.file("diary.csv", diary(50));
    let file = file.to_str().expect("UTF-8");
    let args = |seed: &str, effort: &str| {
        vagal([
            "plan",
            "--events",
            file,
            "--names",
            "massage,slow_breathing,rest",
            "--preview",
            "--futures",
            "3",
            "--json",
            "--try-dose",
            "4",
            "--seed",
            seed,
            "--effort",
            effort,
        ])
    };
    let run = args("1", "0.5,rest=0.1");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.plan/1");
    assert_eq!(number(&json, "/horizon_days"), 84.0);
    let ranked = at(&json, "/ranked").as_array().expect("a list");
    let none: Vec<&Value> = ranked.iter().filter(|r| r["input"].is_null()).collect();
    assert_eq!(none.len(), 1, "no sessions is one of them");
    assert_eq!(none[0]["worth"]["mean"], 0.0);
    let sum: f64 = ranked.iter().filter_map(|r| r["p_best"].as_f64()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    let worth: Vec<f64> = ranked.iter().filter_map(|r| r["worth"]["mean"].as_f64()).collect();
    assert!(worth.windows(2).all(|w| w[0] >= w[1]), "the most worth first");
    // A dose of 4 was never tried; nor were 28 days between sessions.
    for row in ranked {
        let beyond = row["beyond"].as_array().expect("a list");
        assert_eq!(row["dose"] == 4.0, beyond.contains(&"dose".into()), "{row}");
        assert!(row["every_days"] != 28.0 || beyond.contains(&"interval".into()), "{row}");
    }
    // Effort follows the setting: 84 days every 3 make 28 sessions.
    let row = |input: &str| {
        ranked.iter().find(|r| r["input"] == input && r["every_days"] == 3.0).expect("a row")
    };
    assert_eq!(row("massage")["effort"], 14.0);
    assert!((row("rest")["effort"].as_f64().expect("a number") - 2.8).abs() < 1e-9);
    assert!(at(&json, "/recommended").is_null() == (at(&json, "/verdict") != "schedule"));
    for part in ["forecast", "sessions_needed"] {
        assert!(at(&json, &format!("/{part}")).is_object(), "{part}");
    }
    assert_eq!(args("1", "0.5,rest=0.1").stdout, run.stdout, "the same seed gives the same bytes");
    assert_ne!(args("2", "0.5,rest=0.1").stdout, run.stdout, "another seed draws anew");
}

#[test]
fn pages_are_written_and_the_terminal_keeps_its_columns() {
    let folder = Folder::new("plan-pages");
    let file = folder.file("diary.csv", diary(40));
    let file = file.to_str().expect("UTF-8");
    for command in ["person", "plan"] {
        let page = folder.path(&format!("{command}.html"));
        let mut args =
            vec![command, "--events", file, "--names", "massage,slow_breathing,rest", "--preview"];
        if command == "plan" {
            args.extend(["--futures", "2"]);
        }
        args.extend(["--plain", "--report", page.to_str().expect("UTF-8")]);
        let run = vagal(args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("report written"), "{}", run.stderr);
        assert!(run.stdout.lines().all(|l| l.chars().count() <= 80), "{}", run.stdout);
        assert!(run.stdout.is_ascii(), "{}", run.stdout);
        let html = std::fs::read_to_string(page).expect("a page");
        assert!(html.contains("diary.csv") && !html.contains(file), "only the file's name");
    }
}

#[test]
fn wrong_settings_say_what_to_try() {
    let folder = Folder::new("plan-wrong");
    let file = folder.file("diary.csv", diary(10));
    let file = file.to_str().expect("UTF-8");
    for (option, value) in [
        ("--effort", "much"),
        ("--effort", "rest=-1"),
        ("--try-dose", "0"),
        ("--futures", "100000"),
    ] {
        let run = vagal(["plan", "--events", file, "--preview", &format!("{option}={value}")]);
        assert_eq!(run.code, 2, "{option} {value}");
        assert!(
            run.stdout.is_empty() && !run.hint().is_empty(),
            "{option} {value}: {}",
            run.stderr
        );
    }
}
