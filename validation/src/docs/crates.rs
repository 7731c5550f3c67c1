//! The crates in the order of their layers, with what each says of itself.

use std::fs;

/// The layers from the bottom: each crate may use only crates that stand before it.
pub const LAYERS: &[&str] = &[
    "vagal-core",
    "vagal-formats",
    "vagal-signal",
    "vagal-session",
    "vagal-sim",
    "vagal-evidence",
    "vagal-person",
    "vagal-guide",
    "vagal-store",
    "vagal-report",
    "vagal-fetch",
    "vagal",
];

/// One row a crate.
pub(super) fn table() -> String {
    let rows = LAYERS.iter().map(|name| {
        let manifest = super::root().join("crates").join(name).join("Cargo.toml");
        let text = fs::read_to_string(manifest).unwrap_or_default();
        let description = text
            .lines()
            .find_map(|line| line.strip_prefix("description = "))
            .map_or("", |value| value.trim_matches('"'));
        vec![format!("`{name}`"), description.into(), dependencies(&text).join(", ")]
    });
    super::table::table(&["crate", "what lives there", "uses"], rows)
}

/// Keys of the section `[dependencies]` that are crates of this workspace, in the order of the layers.
pub fn dependencies(manifest: &str) -> Vec<&'static str> {
    let used = dependency_names(manifest);
    LAYERS.iter().copied().filter(|layer| used.iter().any(|u| u == layer)).collect()
}

/// Every key of the section `[dependencies]`.
pub fn dependency_names(manifest: &str) -> Vec<String> {
    let mut is_inside = false;
    let inside = move |line: &&str| {
        if line.starts_with('[') {
            // Those of one platform count too; those of tests do not.
            let table = line.trim();
            is_inside = table == "[dependencies]"
                || (table.starts_with("[target.") && table.ends_with(".dependencies]"));
            return false;
        }
        is_inside
    };
    manifest
        .lines()
        .filter(inside)
        .filter(|line| !line.trim_start().starts_with('#'))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key))
        .map(|key| key.trim().split('.').next().unwrap_or_default().to_owned())
        .filter(|key| !key.is_empty())
        .collect()
}
