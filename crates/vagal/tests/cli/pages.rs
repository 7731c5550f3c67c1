//! Pages that the commands write: nothing forbidden is said in them, and no number is missing.

use vagal::evidence::LEDGER;
use vagal::evidence::wording::{lint_except, visible_text};

use vagal::sim::HYPOTHESES;

use crate::support::{Folder, vagal};

/// What a page says, after a run of the command that writes it.
fn said(folder: &Folder, args: &[&str]) -> String {
    let page = folder.path("page.html");
    let run = vagal(args.iter().copied().chain(["--report", page.to_str().expect("UTF-8")]));
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    let html = std::fs::read_to_string(page).expect("a page");
    for wrong in ["NaN", "Infinity", "<script", "http-equiv"] {
        assert!(!html.contains(wrong), "{args:?} writes {wrong}");
    }
    visible_text(&html)
}

#[test]
fn a_simulation_says_that_it_is_one_and_nothing_forbidden() {
    let folder = Folder::new("page-simulate");
    let example = folder.file("example.toml", vagal(["simulate", "--example"]).stdout);
    // What is assumed is a claim under test too: the words of a switch say what it assumes.
    let assumed = HYPOTHESES.iter().flat_map(|h| [h.id, h.on, h.off]);
    let exempt: Vec<&str> = LEDGER.exempt_texts().into_iter().chain(assumed).collect();
    let rest = folder.file("rest.toml", "duration_s = 300\nmodel = \"deboer\"\n");
    for scenario in [example, rest] {
        let text = said(&folder, &["simulate", scenario.to_str().expect("UTF-8")]);
        assert!(text.contains("Nothing on this page was measured on a person"), "{text}");
        let findings = lint_except(&text, &exempt);
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[test]
fn a_sweep_has_a_row_a_value_and_hardly_anything_changes_without_pressure() {
    let folder = Folder::new("page-sweep");
    let scenario =
        "duration_s = 900\n[[stimulus]]\nkind = \"massage\"\nstart_s = 200\nend_s = 600\n";
    let scenario = folder.file("scenario.toml", scenario);
    let sweep = ["simulate", scenario.to_str().expect("UTF-8"), "--sweep", "pressure=0..0.5:3"];
    let run = vagal(sweep.iter().copied().chain(["--json"]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json = run.json();
    assert_eq!((&json["schema"], &json["key"]), (&"vagal.sweep/1".into(), &"pressure".into()));
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 3);
    let during =
        |row: &serde_json::Value| row["changes"][0]["ln_rmssd"].as_f64().expect("a number");
    /// The response to pressure is a sigmoid: at none, a thousandth of it is left.
    const TAIL_OF_THE_SIGMOID: f64 = 0.01;
    assert!(during(&rows[0]).abs() < TAIL_OF_THE_SIGMOID, "{}", during(&rows[0]));
    assert!(during(&rows[2]) > 0.1, "{}", during(&rows[2]));
    assert!(said(&folder, &sweep).contains("RMSSD by pressure"));
    for (bad, says) in
        [("pressure", "no sweep"), ("presure=0..1:3", "presure"), ("pressure=0..7:3", "3.5")]
    {
        let run = vagal(["simulate", scenario.to_str().expect("UTF-8"), "--sweep", bad]);
        assert!(
            run.code == 2 && run.stderr.contains(says) && !run.hint().is_empty(),
            "{}",
            run.stderr
        );
    }
}
