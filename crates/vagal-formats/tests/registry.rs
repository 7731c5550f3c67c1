//! The list of formats keeps its promises: unique identifiers, and a fuzz target for each.

use std::collections::BTreeSet;

use vagal_formats::diary::DIARY_FORMATS;
use vagal_formats::{FORMATS, format};

#[test]
fn identifiers_are_unique_and_found() {
    let ids: BTreeSet<_> = FORMATS.iter().map(|f| f.id).collect();
    assert_eq!(ids.len(), FORMATS.len());
    for def in FORMATS {
        assert_eq!(format(def.id).map(|f| f.id), Some(def.id));
        let texts = [def.name, def.boards_at, def.salvages, def.refuses, def.source];
        assert!(texts.iter().all(|t| !t.is_empty()), "{}", def.id);
        assert!(def.extensions.iter().all(|e| *e == e.to_ascii_lowercase()), "{}", def.id);
    }
}

#[test]
fn every_format_has_a_folder_and_a_fuzz_target() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/Cargo.toml");
    let Ok(manifest) = std::fs::read_to_string(root) else { return };
    for def in FORMATS {
        assert!(manifest.contains(&format!("name = \"{}\"", def.id)), "{}", def.id);
        let folder = format!("{}/src/{}/mod.rs", env!("CARGO_MANIFEST_DIR"), def.id);
        assert!(std::path::Path::new(&folder).exists(), "{folder}");
    }
}

#[test]
fn every_diary_says_what_it_does_and_has_a_fuzz_target() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/Cargo.toml");
    let manifest = std::fs::read_to_string(root).ok();
    let mut ids: BTreeSet<_> = FORMATS.iter().map(|f| f.id).collect();
    for def in DIARY_FORMATS {
        assert!(ids.insert(def.id), "{} comes twice", def.id);
        let texts = [def.name, def.takes, def.leaves, def.source];
        assert!(texts.iter().all(|t| !t.is_empty()), "{}", def.id);
        let target = format!("name = \"{}\"", def.id);
        assert!(manifest.as_ref().is_none_or(|m| m.contains(&target)), "{}", def.id);
    }
}
