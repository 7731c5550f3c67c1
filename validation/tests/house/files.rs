//! The files themselves: headers, sizes, licences, nothing that belongs to one machine.

use std::fs;

use vagal_validation::docs::root;

use crate::tree;

/// More lines than this want to be two files.
const MOST_LINES: usize = 600;

/// Files that may be longer, each with its reason. None at present.
const LONGER: &[&str] = &[];

/// More bytes than this want to be fetched. The lock file and tables of studies stay below it.
const MOST_BYTES: u64 = 400_000;

/// Hosts that may be named: where sources, tools and public recordings live.
const HOSTS: &[&str] = &[
    "github.com",
    "doi.org",
    "pypi.org",
    "files.pythonhosted.org",
    "crates.io",
    "static.crates.io",
    "index.crates.io",
    "physionet.org",
    "rustup.rs",
    "docs.rs",
    "www.edfplus.info",
    "developer.garmin.com",
    "www.hrv.tools",
    "www.w3.org",
    "www.apache.org",
    "127.0.0.1",
    "localhost",
];

#[test]
fn every_file_says_first_what_lives_there() {
    for (name, text) in tree::texts(".rs") {
        let first = text.lines().next().unwrap_or_default();
        let spoken = first.strip_prefix("//!").map_or("", str::trim);
        // A fuzz target begins with the attribute that takes its `main` away.
        let attribute = first.starts_with("#![") && text.contains("//!");
        assert!(spoken.len() > 3 || attribute, "{name} begins with `{first}`");
    }
}

#[test]
fn no_file_is_too_long() {
    for (name, text) in tree::texts(".rs") {
        let lines = text.lines().count();
        let allowed = LONGER.contains(&name.as_str());
        assert!(
            lines <= MOST_LINES || allowed,
            "{name} has {lines} lines; it wants to be two files"
        );
        assert!(lines > MOST_LINES || !allowed, "{name} is no longer long; take it off the list");
    }
}

#[test]
fn every_crate_states_its_licence_and_keeps_the_lints() {
    for (name, text) in tree::texts("Cargo.toml") {
        if name == "Cargo.toml" {
            assert!(text.contains("license = \"MIT OR Apache-2.0\""), "{name}");
            assert!(text.contains("unsafe_code = \"forbid\""), "{name}");
            continue;
        }
        if name.starts_with("fuzz/") {
            assert!(text.contains("publish = false"), "{name} is not to be published");
            continue;
        }
        for field in ["license.workspace = true", "version.workspace = true", "description = \""] {
            assert!(text.contains(field), "{name} lacks `{field}`");
        }
        assert!(text.contains("[lints]\nworkspace = true"), "{name} does not keep the lints");
    }
    for name in [
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "CITATION.cff",
        "deny.toml",
        "rustfmt.toml",
        "clippy.toml",
    ] {
        assert!(root().join(name).is_file(), "{name} is missing");
    }
}

/// Paths that exist on one machine only.
fn machine_paths(text: &str) -> Vec<&str> {
    let places = ["/home/", "/root/", "/Users/", "C:\\Users", "/work/", "/mnt/", "/opt/"];
    let begins_path = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "\"'`(=:<".contains(c))
    };
    places
        .iter()
        .filter(|place| text.match_indices(**place).any(|(at, _)| begins_path(at)))
        .copied()
        .collect()
}

/// Hosts after `://`, without user, port and path.
fn hosts(text: &str) -> impl Iterator<Item = &str> {
    text.split("://").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-.@:_".contains(c));
        let authority = &rest[..end.unwrap_or(rest.len())];
        let host = authority.rsplit('@').next().unwrap_or_default();
        host.split(':').next().unwrap_or_default().trim_end_matches('.')
    })
}

/// A made-up host: reserved endings, one word, or a placeholder.
fn made_up(host: &str) -> bool {
    !host.contains('.') || [".example", ".invalid", ".test"].iter().any(|end| host.ends_with(end))
}

#[test]
fn nothing_belongs_to_one_machine() {
    for name in tree::tracked() {
        // This file names what it looks for.
        if name == "validation/tests/house/files.rs" {
            continue;
        }
        let text = tree::text(&name);
        let places = machine_paths(&text);
        assert!(places.is_empty(), "{name} names {places:?}");
        for host in hosts(&text) {
            assert!(made_up(host) || HOSTS.contains(&host), "{name} names the host `{host}`");
        }
    }
}

#[test]
fn what_belongs_to_one_machine_is_seen() {
    assert_eq!(machine_paths("see \"/mnt/main\" and docs/home/x"), ["/mnt/"]);
    let text = "https://a:b@mirror.internal.net:8080/simple, http://pypi.org/x";
    assert_eq!(hosts(text).collect::<Vec<_>>(), ["mirror.internal.net", "pypi.org"]);
    assert!(!made_up("mirror.internal.net") && made_up("mirror.example"));
}

#[test]
fn no_recording_is_kept_here() {
    let recordings = [
        "edf", "rec", "bdf", "fit", "dat", "hea", "atr", "qrs", "wqrs", "ecg", "hrm", "npy", "npz",
        "dcm", "mat", "zip", "gz", "acq", "h5",
    ];
    for name in tree::tracked() {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        assert!(!recordings.contains(&ending), "{name} looks like a recording");
        let bytes = fs::metadata(root().join(&name)).map_or(0, |m| m.len());
        assert!(bytes <= MOST_BYTES, "{name} has {bytes} bytes");
    }
}
