//! The files of the repository: those that git tracks, or all but the built ones where there is no git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vagal_validation::docs::root;

/// Paths of the files, relative to the root, with `/`.
pub(crate) fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let mut files: Vec<String> = match listed {
        Ok(output) if output.status.success() && !output.stdout.is_empty() => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            // A file that was deleted but not yet committed is still listed.
            text.split_terminator('\0')
                .filter(|name| root().join(name).is_file())
                .map(str::to_owned)
                .collect()
        }
        _ => {
            let mut found = Vec::new();
            walk(&root(), &mut found);
            found
        }
    };
    files.sort();
    assert!(files.len() > 100, "only {} files were found", files.len());
    files
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "target" | ".git" | "book") {
                walk(&path, found);
            }
        } else {
            let inside = path.strip_prefix(root()).unwrap_or(&path);
            found.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// The text of a file; empty if it is not text.
pub(crate) fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_default()
}

/// The tracked files with this ending, with their text.
pub(crate) fn texts(ending: &str) -> Vec<(String, String)> {
    let names = tracked().into_iter().filter(|name| name.ends_with(ending));
    names.map(|name| (name.clone(), text(&name))).collect()
}

/// The folders of the crates, by name.
pub(crate) fn crates() -> Vec<String> {
    let folder: PathBuf = root().join("crates");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the crates")
        .flatten()
        .filter(|e| e.path().join("Cargo.toml").is_file())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
