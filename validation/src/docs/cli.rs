//! The command line as the binary itself explains it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs};

/// `--help` of the program and of every subcommand.
pub(super) fn reference() -> String {
    let binary = binary();
    let overview = help(&binary, &[]);
    let mut out = format!("```text\n{}\n```\n", overview.trim_end());
    for name in subcommands(&overview) {
        add(&binary, &[&name], &mut out);
    }
    out
}

/// A subcommand, and those below it with options of their own.
fn add(binary: &Path, words: &[&str], out: &mut String) {
    let text = help(binary, words);
    let title = words.join(" ");
    out.push_str(&format!("\n## vagal {title}\n\n```text\n{}\n```\n", text.trim_end()));
    for name in subcommands(&text).iter().filter(|_| words[0] == "plan") {
        add(binary, &[words, &[name.as_str()]].concat(), out);
    }
}

fn help(binary: &Path, words: &[&str]) -> String {
    let output = Command::new(binary)
        .args(words)
        .arg("--help")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .unwrap_or_else(|e| panic!("{}: {e}", binary.display()));
    assert!(output.status.success(), "vagal {words:?} --help ended with {}", output.status);
    // The same on every system: no `.exe`, no blanks at the end of a line.
    let text = String::from_utf8_lossy(&output.stdout).replace("vagal.exe", "vagal");
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Names under `Commands:`.
fn subcommands(overview: &str) -> Vec<String> {
    overview
        .lines()
        .skip_while(|line| line.trim() != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The built program: the one beside this one if it is not older than the sources, else built now.
fn binary() -> PathBuf {
    let this = env::current_exe().expect("a running program has a path");
    let beside = this
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(format!("vagal{}", env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file());
    if let Some(path) =
        beside.filter(|path| modified(path) >= newest(&super::root().join("crates")))
    {
        return path;
    }
    let profile = this.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    let profile = profile.expect("invariant: programs lie in a profile's folder");
    let release = profile.ends_with("release");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--workspace", "--bin", "vagal"])
        .args(release.then_some("--release"))
        .arg("--target-dir")
        .arg(profile.parent().expect("invariant: a profile lies in the target folder"))
        .current_dir(super::root())
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the program could not be built");
    profile.join(format!("vagal{}", env::consts::EXE_SUFFIX))
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The youngest source file below a folder.
fn newest(folder: &Path) -> SystemTime {
    let Ok(entries) = fs::read_dir(folder) else { return SystemTime::UNIX_EPOCH };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !path.ends_with("tests") && !path.ends_with("benches"))
        .map(|path| if path.is_dir() { newest(&path) } else { modified(&path) })
        .max()
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
