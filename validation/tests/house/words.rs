//! The wording lint over everything the project says in prose.

use vagal::evidence::LEDGER;
use vagal::evidence::wording::{Finding, lint_except};

use crate::tree;

/// Findings of a document, without its blocks of code: those are checked where they are made.
fn findings(text: &str) -> Vec<Finding> {
    lint_except(text, &LEDGER.exempt_texts())
}

/// What is said in Rust strings of the command line and of the pages: every string literal of a file.
fn strings(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let spoken = code.lines().map(|line| {
        let line = line.trim_start();
        if let Some(help) = line.strip_prefix("/// ") {
            return format!("{help}\n");
        }
        if line.starts_with("//") {
            return "\n".into();
        }
        let inside: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        format!("{}.\n", inside.join(". "))
    });
    spoken.collect()
}

#[test]
fn documents_say_nothing_forbidden() {
    let mut looked = 0;
    for (name, text) in tree::texts(".md") {
        let found = findings(&text);
        let said: Vec<String> = found.iter().map(|f| format!("{name}:{}: {f}", f.line)).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        looked += 1;
    }
    assert!(looked > 20, "only {looked} documents were found");
}

#[test]
fn the_command_line_and_the_pages_say_nothing_forbidden() {
    let mut looked = 0;
    for (name, text) in tree::texts(".rs") {
        let speaks = [
            "crates/vagal/src/",
            "crates/vagal-report/src/",
            "crates/vagal-session/src/",
            "crates/vagal-guide/src/",
        ];
        if !speaks.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let found = findings(&strings(&text));
        let said: Vec<String> = found.iter().map(|f| format!("{name}:{}: {f}", f.line)).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        looked += 1;
    }
    assert!(looked > 40, "only {looked} files were found");
}

#[test]
fn the_lint_hears_a_forbidden_sentence() {
    assert_eq!(findings("Your cortisol dropped.").len(), 1);
    assert_eq!(findings(&strings("let s = \"Your cortisol dropped\";")).len(), 1);
    assert!(findings(&strings("// Your cortisol dropped.")).is_empty());
}
