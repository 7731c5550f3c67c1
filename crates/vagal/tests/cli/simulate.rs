//! `vagal simulate` end to end: TOML in, beats out, against the reference series; errors with a hint; JSON by window.

use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, Run, at, number, vagal};

/// The contract of the reference series: 1 ms RR at every beat.
const RR_MS: f64 = 1.0;
/// The series are printed with six decimals; a port in the same order differs by rounding only.
const PRESSURE_MMHG: f64 = 1e-4;

fn simulate(folder: &Folder, name: &str, toml: &str, more: &[&str]) -> Run {
    let file = folder.file(name, toml);
    let mut args = vec!["simulate".to_owned(), file.display().to_string()];
    args.extend(more.iter().map(|a| (*a).to_owned()));
    vagal(args)
}

fn rows(text: &str, comment: &str) -> Vec<Vec<f64>> {
    let lines = text.lines().filter(|line| !line.starts_with(comment));
    lines
        .map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect())
        .collect()
}

fn compare(name: &str, toml: &str) {
    let path =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/physiology"));
    let Ok(reference) = std::fs::read_to_string(path.join(format!("{name}.csv"))) else {
        assert!(std::env::var_os("VAGAL_REQUIRE").is_none_or(|v| v != "all"), "no {name}");
        eprintln!("skipped: needs ../shared/reference");
        return;
    };
    let folder = Folder::new(&format!("simulate-{name}"));
    let csv = folder.path("beats.csv");
    let run = simulate(&folder, "scenario.toml", toml, &["--csv", csv.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = std::fs::read_to_string(&csv).expect("the table was written");
    assert_eq!(text.lines().next(), Some("t_s,rr_ms,sbp,dbp,map,resp,f_vagal,f_symp"));
    let (own, expected) = (rows(&text, "t_s"), rows(&reference, "#"));
    assert_eq!(own.len(), expected.len(), "{name}: number of beats");
    assert!(expected.len() > 400, "{name} lost rows");
    for (k, (own, expected_row)) in own.iter().zip(&expected).enumerate() {
        let rr_ms = if k == 0 { 0.0 } else { 1000.0 * (expected_row[0] - expected[k - 1][0]) };
        assert!((own[1] - rr_ms).abs() <= RR_MS, "{name}, beat {k}: {} against {rr_ms}", own[1]);
        assert!((own[0] - expected_row[0]).abs() <= RR_MS / 1000.0, "{name}, beat {k}: time");
        for (own, expected) in own[2..5].iter().zip(&expected_row[1..4]) {
            assert!((own - expected).abs() <= PRESSURE_MMHG, "{name}, beat {k}: {own} {expected}");
        }
    }
}

const NOISE_FREE: &str = "duration_s = 400\nseed = 0\nnoise = false\non_grid = true\n";

#[test]
fn the_reference_series_come_out_of_the_binary() {
    compare("vref_base", &format!("model = \"vref\"\ndt_s = 0.005\n{NOISE_FREE}"));
    compare("vref_f6", &format!("{NOISE_FREE}[breathing]\nrate_per_min = 6\n"));
    compare(
        "vref_neck",
        &format!("{NOISE_FREE}[breathing]\ntidal_l = 0\n[drive]\nneck_mmhg = [[200, 205, 60]]\n"),
    );
    compare("seidel_base", &format!("model = \"seidel\"\n{NOISE_FREE}"));
}

#[test]
fn a_drive_and_the_same_stimulus_are_the_same() {
    let folder = Folder::new("simulate-same");
    let csv = folder.path("beats.csv");
    let table = |toml: &str| {
        let run = simulate(&folder, "s.toml", toml, &["--csv", csv.to_str().expect("UTF-8")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        std::fs::read(&csv).expect("the table was written")
    };
    let drive = table("duration_s = 120\n[drive]\nneck_mmhg = [[60, 65, 40]]\nu_v = 0.2\n");
    let stimuli = table(
        "duration_s = 120\n[[stimulus]]\nkind = \"direct\"\nstart_s = 0\nend_s = 120\nu_v = 0.2\n\
         [[stimulus]]\nkind = \"neck_suction\"\nstart_s = 60\nend_s = 65\nmmhg = 40\n",
    );
    assert_eq!(drive, stimuli);
}

#[test]
fn what_nothing_knows_is_an_error_that_names_the_nearest() {
    let folder = Folder::new("simulate-errors");
    for (toml, says, hint) in [
        ("duraton_s = 10\n", "line 1: `duraton_s`", "did you mean `duration_s`?"),
        ("\n[breathing]\nrate = 6\n", "line 3: `rate`", "did you mean `rate_per_min`?"),
        ("[parameters]\nGTx = 1\n", "line 2: `GTx`", "did you mean `GT"),
        ("model = \"siedel\"\n", "`siedel`", "did you mean `seidel`?"),
        (
            "[[stimulus]]\nkind = \"massage\"\nstart_s = 1\nend_s = 9\npresure = 1\n",
            "line 5",
            "did you mean `pressure`?",
        ),
        ("[[stimulus]]\nkind = \"massage\"\nstart_s = 1\n", "lacks `end_s`", "add `end_s"),
        ("[person]\nload = 3\n", "load is 3", "between 0 and 1"),
        ("noise = \"no\"\n", "true or false", "write true or false"),
        ("[drive]\nu_v = [[1, 2]]\n", "[start_s, end_s, value]", "write a number"),
        ("duration_s = \n", "line 1", "TOML"),
        (
            "model = \"seidel\"\n[[stimulus]]\nkind = \"stand\"\nstart_s = 1\nend_s = 9\n",
            "Seidel",
            "vref",
        ),
    ] {
        let run = simulate(&folder, "wrong.toml", toml, &[]);
        assert_eq!(run.code, 2, "{toml}");
        assert!(run.stderr.contains(says), "{toml}: {}", run.stderr);
        assert!(run.hint().contains(hint), "{toml}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn the_example_is_a_scenario_and_its_json_has_every_field() {
    let folder = Folder::new("simulate-json");
    let example = vagal(["simulate", "--example"]).stdout;
    let run = simulate(&folder, "example.toml", &example, &["--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!(at(&json, "/schema"), "vagal.simulate/1");
    let windows = at(&json, "/windows").as_array().expect("a list");
    let names: Vec<&str> = windows.iter().filter_map(|w| w["name"].as_str()).collect();
    assert_eq!(names, ["before", "massage", "after", "later"]);
    for window in windows {
        for id in ["rmssd", "hr", "sbp", "map", "vagal", "cortisol"] {
            let difference = number(window, &format!("/difference/{id}/value"));
            let read = |which: &str| {
                let list = if ["rmssd", "hr"].contains(&id) { "indices" } else { "means" };
                number(window, &format!("/{which}/{list}/{id}/value"))
            };
            // Each is rounded to six decimals.
            assert!((read("with") - read("twin") - difference).abs() < 2e-6, "{id}");
        }
        assert!(window["difference"].get("lf_hf").is_none());
    }
    assert_eq!(number(&windows[0], "/difference/rmssd/value"), 0.0, "nothing acts before");
    assert!(number(&windows[1], "/difference/rmssd/value") > 2.0);
    for list in ["/hypotheses", "/stimuli", "/weak_points"] {
        let lines = at(&json, list).as_array().expect("a list");
        assert!(!lines.is_empty() && lines.iter().all(Value::is_object), "{list}");
    }
    // The example says what the defaults are.
    let massage = example.find("[[stimulus]]").expect("the example has a stimulus");
    let bare = format!("duration_s = 2700\n{}", &example[massage..]);
    let plain = simulate(&folder, "example.toml", &bare, &["--json"]).json();
    assert_eq!(plain, json);
}
