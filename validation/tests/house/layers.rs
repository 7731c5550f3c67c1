//! The order of the layers, and what the lowest of them must not do.

use vagal_validation::docs::crates::{LAYERS, dependencies, dependency_names};

use crate::tree;

/// What a crate uses that it must not use, by the list of layers.
fn below(name: &str, manifest: &str) -> Vec<String> {
    let place = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let own = place(name);
    dependency_names(manifest)
        .into_iter()
        .filter(|used| used.starts_with("vagal"))
        .filter(|used| place(used).is_none() || place(used) >= own)
        .collect()
}

#[test]
fn every_crate_has_its_layer() {
    let mut layers: Vec<&str> = LAYERS.to_vec();
    layers.sort_unstable();
    assert_eq!(tree::crates(), layers, "the list of layers is in validation/src/docs/crates.rs");
}

#[test]
fn a_crate_uses_only_crates_above_it() {
    for name in LAYERS {
        let manifest = tree::text(&format!("crates/{name}/Cargo.toml"));
        let below = below(name, &manifest);
        assert!(below.is_empty(), "{name} uses {below:?}, which stand below it");
    }
    // The facade carries the line, so it uses every station of it: the reading of manifests works.
    assert_eq!(dependencies(&tree::text("crates/vagal/Cargo.toml")), LAYERS[..LAYERS.len() - 1]);
}

#[test]
fn the_order_can_be_broken() {
    let manifest = "[package]\nname = \"vagal-core\"\n\n[dependencies]\n# a remark\nserde = \"1\"\n\
                    vagal-signal.workspace = true\nvagal-none = \"1\"\n\n[dev-dependencies]\nvagal-sim = \"1\"\n";
    assert_eq!(below("vagal-core", manifest), ["vagal-signal", "vagal-none"]);
    assert_eq!(below("vagal", manifest), ["vagal-none"]);
}

#[test]
fn nothing_but_validation_uses_the_binary_crate() {
    let users: Vec<String> = tree::texts("Cargo.toml")
        .into_iter()
        .filter(|(_, text)| dependency_names(text).iter().any(|used| used == "vagal"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(users, ["validation/Cargo.toml"]);
}

#[test]
fn the_nouns_know_no_file_clock_or_chance() {
    let manifest = tree::text("crates/vagal-core/Cargo.toml");
    assert_eq!(dependency_names(&manifest), Vec::<String>::new(), "vagal-core stands alone");
    let forbidden = ["std::fs", "std::time", "std::env", "std::net", "std::process", "rand::"];
    for (name, text) in tree::texts(".rs") {
        if name.starts_with("crates/vagal-core/src/") {
            for word in forbidden {
                assert!(!text.contains(word), "{name} uses {word}");
            }
        }
    }
}

#[test]
fn only_one_crate_opens_connections() {
    let words = ["std::net", "TcpStream", "UdpSocket", "ureq::", "reqwest", "hyper::"];
    let mut opens = 0;
    for (name, text) in tree::texts(".rs") {
        if !name.starts_with("crates/") || !name.contains("/src/") {
            continue;
        }
        for word in words.iter().filter(|word| text.contains(**word)) {
            assert!(name.starts_with("crates/vagal-fetch/"), "{name} uses {word}");
            opens += 1;
        }
    }
    assert!(opens > 0, "not even vagal-fetch uses the network: the words are wrong");
}
