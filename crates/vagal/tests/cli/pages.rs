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
