//! Heavy dependencies: each has one home and shows in no public signature.

use std::collections::BTreeSet;

use vagal_validation::docs::crates::dependency_names;

use crate::tree;

/// The dependency, and the crates that may use it.
const HOMES: &[(&str, &[&str])] = &[
    ("nalgebra", &["vagal-person", "vagal-session"]),
    ("nuts-rs", &["vagal-person"]),
    ("rustfft", &["vagal-signal"]),
    ("fitparser", &["vagal-formats"]),
    ("ureq", &["vagal-fetch"]),
    ("tar", &["vagal-fetch"]),
    ("clap", &["vagal"]),
    ("jiff", &["vagal"]),
    ("toml", &["vagal-evidence", "vagal-guide", "vagal-sim"]),
    ("sqlx", &["vagal-store"]),
    ("tokio", &["vagal-store"]),
    ("etcetera", &["vagal-store"]),
    ("crossterm", &["vagal"]),
    ("signal-hook", &["vagal"]),
];

/// Files that show a dependency all the same. To be emptied, not added to.
const SHOWN: &[(&str, &str)] =
    &[("crates/vagal-session/src/level/mod.rs", "nalgebra"), ("crates/vagal/src/when.rs", "jiff")];

/// Names that a file takes from a dependency: `DMatrix` of `use nalgebra::{Cholesky, DMatrix};`, and `nalgebra::`.
fn names_of(dependency: &str, text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::from([format!("{dependency}::")]);
    for statement in text.split(';') {
        let Some(at) = statement.find(&format!("use {dependency}::")) else { continue };
        let path = &statement[at + 4..];
        let words = path.split(|c: char| !c.is_alphanumeric() && c != '_');
        names.extend(words.filter(|w| w.starts_with(char::is_uppercase)).map(str::to_owned));
    }
    names
}

/// Public items up to their body or end: signatures, fields, constants. Crate-wide ones are not public.
fn public_items(text: &str) -> impl Iterator<Item = String> + '_ {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().collect();
    (0..lines.len()).filter(move |&i| lines[i].trim_start().starts_with("pub ")).map({
        let lines: Vec<&str> = code.lines().collect();
        move |i| {
            let mut item = String::new();
            for line in &lines[i..] {
                item.push_str(line);
                item.push('\n');
                // A field ends with a comma, a signature with its brace, anything else with a semicolon.
                if line.ends_with(['{', ';', '}']) || (!item.contains('(') && line.ends_with(',')) {
                    break;
                }
                if line.ends_with(',') && item.matches('(').count() == item.matches(')').count() {
                    break;
                }
            }
            item
        }
    })
}

fn holds_word(item: &str, word: &str) -> bool {
    item.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        edge(item[..at].chars().next_back())
            && (word.ends_with("::") || edge(item[at + word.len()..].chars().next()))
    })
}

#[test]
fn a_heavy_dependency_has_one_home() {
    for (dependency, homes) in HOMES {
        let users: Vec<String> = tree::crates()
            .into_iter()
            .filter(|name| {
                let manifest = tree::text(&format!("crates/{name}/Cargo.toml"));
                dependency_names(&manifest).iter().any(|used| used == dependency)
            })
            .collect();
        assert_eq!(users, *homes, "{dependency}");
    }
}

#[test]
fn no_heavy_dependency_shows_in_a_public_signature() {
    let mut looked = 0;
    for (dependency, homes) in HOMES {
        for (file, text) in tree::texts(".rs") {
            let at_home = homes.iter().any(|home| file.starts_with(&format!("crates/{home}/src/")));
            // The binary is nobody's library.
            let binary = file.contains("/src/cli/") || file.ends_with("/main.rs");
            if !at_home || binary || !text.contains(&format!("{dependency}::")) {
                continue;
            }
            let names = names_of(dependency, &text);
            for item in public_items(&text) {
                if SHOWN.contains(&(file.as_str(), *dependency)) {
                    continue;
                }
                let shows = names.iter().find(|name| holds_word(&item, name));
                assert!(shows.is_none(), "{file} shows {dependency} ({shows:?}) in\n{item}");
                looked += 1;
            }
        }
    }
    assert!(looked > 10, "only {looked} items were looked at");
}

#[test]
fn a_dependency_in_a_signature_is_seen() {
    let text = "use nalgebra::{DMatrix, Dyn};\n\npub struct A {\n    pub m: DMatrix<f64>,\n    pub n: usize,\n}\n\
                pub(crate) fn inner(m: DMatrix<f64>) {}\npub fn outer(\n    x: f64,\n) -> nalgebra::DVector<f64> {\n}\n\
                pub fn fine(dmatrix: f64) -> f64 {\n    let m: DMatrix<f64>;\n}\n";
    let names = names_of("nalgebra", text);
    let seen: Vec<String> = public_items(text)
        .filter(|item| names.iter().any(|name| holds_word(item, name)))
        .map(|item| item.lines().next().unwrap_or_default().trim().to_owned())
        .collect();
    assert_eq!(seen, ["pub m: DMatrix<f64>,", "pub fn outer("]);
}
