//! Every source key that any crate of the workspace names is in the data.

use std::fs;
use std::path::{Path, PathBuf};
use vagal_evidence::source;

/// The Rust files below a folder.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// True for `moyer-2011` and `diego-field-2009`: words and a year, joined by `-`.
fn looks_like_a_key(text: &str) -> bool {
    let Some((words, year)) = text.rsplit_once('-') else { return false };
    let is_year = year.len() == 4 && year.parse().is_ok_and(|y: u32| (1900..2100).contains(&y));
    is_year && words.split('-').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase()))
}

/// The keys between quotation marks or backticks.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split(['"', '`', '\n']).filter(|part| looks_like_a_key(part))
}

#[test]
fn every_key_named_anywhere_resolves() {
    let crates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut files = Vec::new();
    for entry in fs::read_dir(crates).expect("the crates").flatten() {
        // The tests of this crate name keys that must not resolve.
        if !entry.path().ends_with("vagal-evidence") {
            rust_files(&entry.path().join("src"), &mut files);
        }
    }
    let mut named = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("a Rust file");
        for key in keys(&text) {
            assert!(
                source(key).is_some(),
                "{} names the source `{key}`; add it to crates/vagal-evidence/data/sources.toml",
                file.strip_prefix(crates).unwrap_or(&file).display()
            );
            named += 1;
        }
    }
    // Outside the workspace there is nothing to look at; inside it the metrics name their sources.
    let inside = crates.join("vagal-signal").is_dir();
    assert!(!inside || named > 0, "no key was found, so nothing was tested");
}

#[test]
fn keys_are_told_from_other_text() {
    let text =
        "/// **Source** `task-force-1996`, \"mietus-2002\"; not `rest-2`, `a-1850`, task-1996";
    assert_eq!(keys(text).collect::<Vec<_>>(), ["task-force-1996", "mietus-2002"]);
}
