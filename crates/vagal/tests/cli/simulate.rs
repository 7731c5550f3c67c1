//! `vagal simulate` end to end: TOML in, beats out, against the reference series; errors with a hint; JSON by window.

use serde_json::Value;

use crate::support::{Folder, Run, at, number, reference, vagal};

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
    let Some(reference) = reference(&format!("physiology/{name}.csv")) else { return };
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

#[test]
fn what_is_written_as_a_recording_is_read_as_one() {
    let folder = Folder::new("simulate-edf");
    let edf = folder.path("simulated.edf");
    let toml = "duration_s = 900\nseed = 4\n[[stimulus]]\nkind = \"massage\"\nstart_s = 300\nend_s = 600\n";
    let run = simulate(&folder, "s.toml", toml, &["--json", "--edf", edf.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let simulated = run.json();
    let read = vagal(["beats".as_ref(), edf.as_os_str(), "--json".as_ref()]).json();
    assert_eq!(at(&read, "/format"), "edf");
    assert_eq!(number(&read, "/n_beats"), number(&simulated, "/scenario/n_beats"));
    // The stimulus is a remark of the file, and the session's phases follow from it.
    let session = vagal(["session".as_ref(), edf.as_os_str(), "--json".as_ref()]);
    assert_eq!(session.code, 0, "{}", session.stderr);
    let json = session.json();
    let phases = at(&json, "/phases").as_array().expect("a list");
    let names: Vec<&str> = phases.iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["before", "during", "after"]);
    assert!((number(&phases[1], "/start_s") - 300.0).abs() < 1.0);
    // A detector finds a beat to within a sample of 4 ms, so differences of intervals scatter by a few ms.
    const DETECTED_MS: f64 = 1.5;
    let found = number(&phases[1], "/indices/rmssd/value");
    let truth = number(&simulated, "/windows/1/with/indices/rmssd/value");
    assert!((found - truth).abs() < DETECTED_MS, "{found} against {truth}");
}

#[test]
fn the_validation_table_is_one_command_and_hides_no_failure() {
    let run = vagal(["simulate", "--validate", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    let rows = at(&json, "/rows").as_array().expect("a list");
    for row in 1..=25 {
        assert!(rows.iter().any(|r| number(r, "/row") == f64::from(row)), "row {row} is not run");
    }
    let mut counted = 0.0;
    for count in at(&json, "/counts").as_array().expect("a list") {
        let of = |pass: Option<bool>| {
            let same = rows.iter().filter(|r| r["standing"] == count["standing"]);
            same.filter(|r| pass.is_none_or(|p| r["pass"] == p)).count() as f64
        };
        assert_eq!((number(count, "/pass"), number(count, "/of")), (of(Some(true)), of(None)));
        counted += number(count, "/of");
    }
    assert_eq!(counted, rows.len() as f64);
    for row in rows {
        let [value, lo, hi] = ["value", "lo", "hi"].map(|k| number(row, &format!("/{k}")));
        assert_eq!(row["pass"], (lo..=hi).contains(&value), "{row}");
        assert!(row["source"].as_str().is_some_and(|s| !s.is_empty()), "{row}");
    }
}

#[test]
fn many_persons_run_beside_their_twins() {
    let folder = Folder::new("simulate-people");
    let toml =
        "duration_s = 600\n[[stimulus]]\nkind = \"mental_stress\"\nstart_s = 200\nend_s = 400\n";
    let run = simulate(&folder, "s.toml", toml, &["--people", "20", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!((number(&json, "/people"), number(&json, "/diverged")), (20.0, 0.0));
    let change = |window: &str, id: &str| -> Vec<f64> {
        let windows = at(&json, "/windows").as_array().expect("a list");
        let window = windows.iter().find(|w| w["name"] == window).expect("the window");
        let quantities = at(window, "/quantities").as_array().expect("a list");
        let quantity = quantities.iter().find(|q| q["id"] == id).expect("the quantity");
        let change = at(quantity, "/change").as_array().expect("a list");
        change.iter().filter_map(Value::as_f64).collect()
    };
    assert_eq!(change("before", "hr"), [0.0, 0.0, 0.0]);
    let stress = change("mental_stress", "hr");
    assert!(stress[0] > 0.0 && stress[0] < stress[1] && stress[1] < stress[2], "{stress:?}");
    let again = simulate(&folder, "s.toml", toml, &["--people", "20", "--json"]);
    assert_eq!(again.stdout, run.stdout, "the same seed, the same bytes, whatever the cores");
    let both = simulate(&folder, "s.toml", toml, &["--people", "20", "--csv", "x.csv"]);
    assert_eq!(both.code, 2);
    assert!(both.hint().contains("leave one"), "{}", both.stderr);
}
