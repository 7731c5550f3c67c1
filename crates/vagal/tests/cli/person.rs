//! `vagal person`: the contracts with the reference, and files that are wrong.

#![allow(clippy::print_stdout)] // A skipped test says so.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::{Folder, at, number, vagal};

/// Agreement with the independent implementation, relative.
const VALUE: f64 = 1e-9;
const GRADIENT: f64 = 1e-7;

fn reference(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference/person")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("VAGAL_REQUIRE").is_err(), "{} is absent", path.display());
    println!("skipped: {} is absent", path.display());
    None
}

const HEADER: &str = "dt,L,post,kind,dose,chan,y,se2,alc,cos,sin\n";

/// Thirty days: a morning reading each, a session a week.
fn small_diary() -> String {
    let mut text = String::from(HEADER);
    for day in 0..30 {
        let y = 3.7 + 0.1 * f64::from(day % 4);
        text.push_str(&format!("1,{},0,-1,0,0,{y},0.001,0,0,0\n", f64::from(day % 5) * 0.2));
        if day % 7 == 2 {
            text.push_str("0.4,0.1,0,0,1.0,-1,0,0,0,0,0\n");
        }
    }
    text
}

#[test]
fn the_built_binary_agrees_with_the_reference() {
    let (Some(diary), Some(points)) = (reference("diary16w.csv"), reference("logpost.json")) else {
        return;
    };
    let wanted: Value = serde_json::from_str(&std::fs::read_to_string(points).unwrap()).unwrap();
    let rows = wanted["rows"].as_array().unwrap();
    let folder = Folder::new("person-logpost");
    let z: Vec<&Value> = rows.iter().map(|row| &row["z"]).collect();
    let file = folder.file("z.json", json!({ "z": z }).to_string());
    let run = vagal([
        "person".as_ref(),
        "--events".as_ref(),
        diary.as_os_str(),
        "--logpost".as_ref(),
        file.as_os_str(),
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let got = run.json();
    assert_eq!(got["parameters"], wanted["parameters"]);
    for (i, row) in rows.iter().enumerate() {
        let (have, want) = (number(&got, &format!("/rows/{i}/logpost")), number(row, "/logpost"));
        assert!(((have - want) / want).abs() < VALUE, "row {i}: {have} against {want}");
        for j in 0..28 {
            let have = number(&got, &format!("/rows/{i}/grad/{j}"));
            let want = number(row, &format!("/grad/{j}"));
            assert!((have - want).abs() / want.abs().max(1e-3) < GRADIENT, "row {i}, {j}");
        }
    }
}

#[test]
fn a_fit_has_every_field_of_its_schema_and_the_same_bytes_again() {
    let folder = Folder::new("person-fit");
    let file = folder.file("diary.csv", small_diary());
    let args = |seed: &str| {
        let words = ["person", "--draws", "60", "--warm-up", "100", "--json", "--seed", seed];
        let mut args: Vec<std::ffi::OsString> = words.iter().map(Into::into).collect();
        args.extend(["--events".into(), file.clone().into_os_string()]);
        args
    };
    let run = vagal(args("3"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.person/1");
    for input in ["0", "1"] {
        for what in ["effect", "hold_hrv_days", "hold_tension_days", "half_life_days"] {
            for field in ["median", "lo", "hi", "contraction", "status"] {
                at(&json, &format!("/inputs/{input}/{what}/{field}"));
            }
        }
        assert!(at(&json, &format!("/inputs/{input}/verdict")).is_string());
    }
    // Five sessions of one kind and none of the other cannot decide anything.
    assert_eq!(at(&json, "/inputs/1/verdict"), "not_enough_data");
    assert_eq!(at(&json, "/inputs/0/compared_with"), "no_session");
    for part in ["interference", "ceiling", "correction", "mediation", "next_best"] {
        assert!(at(&json, &format!("/{part}")).is_object(), "{part}");
    }
    for name in ["hl1", "C0", "dspot"] {
        for field in ["mean", "sd", "q05", "q95", "ess", "rhat", "whitened/mean", "whitened/sd"] {
            number(&json, &format!("/parameters/{name}/{field}"));
        }
    }
    assert_eq!(vagal(args("3")).stdout, run.stdout, "the same seed gives the same bytes");
    assert_ne!(vagal(args("4")).stdout, run.stdout, "another seed draws anew");
}

#[test]
fn a_wrong_file_says_where_what_and_what_to_try() {
    let folder = Folder::new("person-wrong");
    let row = "1,0,0,-1,0,0,3.7,0.001,0,0,0\n";
    for (name, text, parts) in [
        ("empty.csv", HEADER.to_owned(), ["no event", "row"]),
        ("column.csv", "dt,L\n1,0\n".to_owned(), ["no column `post`", "header"]),
        (
            "number.csv",
            format!("{HEADER}{row}{}", row.replace("3.7", "high")),
            ["line 3: `y` is `high`", "numbers"],
        ),
        (
            "kind.csv",
            format!("{HEADER}{}", row.replace(",-1,", ",9,")),
            ["line 2: `kind` is `9`", "inputs"],
        ),
        (
            "chan.csv",
            format!("{HEADER}{}", row.replace(",0,3.7", ",4,3.7")),
            ["line 2: `chan` is `4`", "tension"],
        ),
        ("back.csv", format!("{HEADER}-{row}"), ["line 2: `dt` is `-1`", "never negative"]),
        ("cells.csv", format!("{HEADER}1,0,0\n"), ["line 2: 3 cells", "cells"]),
    ] {
        let file = folder.file(name, text);
        let run = vagal(["person".as_ref(), "--events".as_ref(), file.as_os_str()]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(run.stdout.is_empty(), "{name}");
        assert!(run.stderr.contains(name) && run.stderr.contains(parts[0]), "{}", run.stderr);
        assert!(run.hint().contains(parts[1]), "{name}: {}", run.hint());
    }
    let file = folder.file("good.csv", format!("{HEADER}{row}"));
    for (name, text, part) in [
        ("z1.json", "{}", "no list `z`"),
        ("z2.json", "{\"z\": [[1, 2]]}", "point 1 has 2 numbers, the model 28"),
        ("z3.json", "{\"z\": [[1, null]]}", "point 1 is no list of numbers"),
        ("z4.json", "{", "z4.json"),
    ] {
        let points = folder.file(name, text);
        let words =
            ["person".as_ref(), "--events".as_ref(), file.as_os_str(), "--logpost".as_ref()];
        let run = vagal(words.into_iter().chain([points.as_os_str()]));
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(part) && !run.hint().is_empty(), "{}", run.stderr);
    }
}

/// Pooling asks for several people, and says so where they are not there.
#[test]
fn pooling_needs_people() {
    let folder = Folder::new("person-pool");
    let store = folder.path("store.sqlite");
    for day in 1..=9 {
        for (hour, words) in [("07:00", &["rmssd=40", "--morning"][..]), ("20:00", &["tension=5"])]
        {
            let time = format!("2026-05-{day:02} {hour}");
            let mut args = vec!["reading", "--at", &time, "--tz", "UTC", "--store"];
            args.push(store.to_str().unwrap());
            args.extend(words);
            assert_eq!(vagal(args).code, 0);
        }
    }
    let path = store.to_str().unwrap();
    let run = vagal(["person", "--pool", "--preview", "--json", "--store", path]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pool = &run.json()["pool"];
    assert_eq!((&pool["people"], &pool["need"]), (&json!(1), &json!(4)));
    assert_eq!(pool["quantities"], json!([]));
    let run = vagal(["person", "--preview", "--json", "--store", path]);
    assert!(run.json().get("pool").is_none(), "nothing is pooled unasked");
}
