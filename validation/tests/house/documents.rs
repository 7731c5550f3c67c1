//! The documents: links that lead somewhere, pages that can be found, commands that exist.

use std::collections::BTreeSet;

use vagal_validation::docs::root;

use crate::tree;

/// Targets of Markdown links and images outside code blocks.
fn links(text: &str) -> Vec<String> {
    let mut code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        if code {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split(')').next().unwrap_or_default();
            found.push(target.to_owned());
        }
    }
    found
}

#[test]
fn links_lead_somewhere() {
    let mut looked = 0;
    for (name, text) in tree::texts(".md") {
        let folder = root().join(&name).parent().expect("a file lies in a folder").to_path_buf();
        for link in links(&text) {
            if link.contains("://") {
                continue;
            }
            let (path, place) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { root().join(&name) } else { folder.join(path) };
            assert!(target.is_file(), "{name} leads to {link}, which is not there");
            if !place.is_empty() {
                let there = std::fs::read_to_string(&target).unwrap_or_default();
                assert!(has_place(&there, place), "{name} leads to {link}; there is no such place");
            }
            looked += 1;
        }
    }
    assert!(looked > 100, "only {looked} links were found");
}

/// A heading or a mark of that name.
fn has_place(text: &str, place: &str) -> bool {
    let slug = |heading: &str| -> String {
        let kept = heading.trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    text.contains(&format!("<a id=\"{place}\">"))
        || text
            .lines()
            .filter(|l| l.starts_with('#'))
            .any(|l| slug(l.trim_start_matches('#')) == place)
}

#[test]
fn every_page_is_in_the_summary_and_once() {
    let summary = tree::text("docs/src/SUMMARY.md");
    let listed = links(&summary);
    let unique: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(unique.len(), listed.len(), "a page is listed twice");
    for (name, _) in tree::texts(".md") {
        if let Some(page) = name.strip_prefix("docs/src/").filter(|page| *page != "SUMMARY.md") {
            assert!(listed.iter().any(|l| l == page), "docs/src/SUMMARY.md does not list {page}");
        }
    }
}

#[test]
fn the_two_commands_are_those_that_are_run() {
    let (readme, ci) = (tree::text("README.md"), tree::text(".ci/run"));
    for (said, run) in [
        ("$ cargo run --release -- demo", "cargo run --release --quiet -- demo"),
        ("$ cargo test --workspace", "cargo test --workspace"),
    ] {
        assert!(readme.contains(said), "README.md does not say `{said}`");
        assert!(ci.contains(run), ".ci/run does not run `{run}`");
    }
    let workspace = tree::text("Cargo.toml");
    assert!(
        workspace.contains("default-members = [\"crates/vagal\"]"),
        "`cargo run` must be enough"
    );
    let version = workspace.lines().find_map(|l| l.strip_prefix("rust-version = "));
    let version = version.unwrap_or_default().trim_matches('"');
    assert!(
        readme.contains(&format!("{version} or newer")),
        "README.md names another Rust than {version}"
    );
}

#[test]
fn every_subcommand_named_in_prose_exists() {
    let help = tree::text("docs/src/cli.md");
    let known: BTreeSet<&str> =
        help.lines().filter_map(|line| line.strip_prefix("## vagal ")).collect();
    assert!(known.contains("session"), "docs/src/cli.md has no commands");
    let pages = tree::texts(".md");
    let pages = pages.iter().filter(|(name, _)| name.starts_with("docs/") || !name.contains('/'));
    for (name, text) in pages {
        for part in text.split("`vagal ").skip(1).chain(text.split("$ vagal ").skip(1)) {
            let word = part.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
            assert!(known.contains(word) || word.is_empty(), "{name} names `vagal {word}`");
        }
    }
}

#[test]
fn a_rate_of_false_alarms_stands_beside_its_power() {
    for (name, text) in tree::texts(".md") {
        for paragraph in text.split("\n\n") {
            let lower = paragraph.to_lowercase();
            let figure = lower.contains("false alarm") && lower.contains('%');
            // Power may be called by its name or by what was found.
            let power =
                ["power", "found", "flagged", "sensitivity"].iter().any(|w| lower.contains(w));
            assert!(!figure || power, "{name} gives false alarms without power:\n{paragraph}");
        }
    }
}

/// The picture is a drawing of `vagal demo --picture`; drawing it again needs minutes of sampling, so what it must name is asked for.
#[test]
fn the_picture_of_the_framework_names_what_the_demo_shows() {
    let picture = tree::text("docs/src/images/framework.svg");
    let diary = vagal::person::simulated_diary(1).expect("a diary").diary;
    let framework = vagal::framework::framework(&diary, None);
    let drivers = framework.drivers.iter().filter_map(|d| d.name.split(',').next());
    let outputs = framework.outputs.iter().map(|o| o.name.as_str());
    for name in drivers.chain(outputs).chain(["massage, 16 sessions", "slow breathing", "truth:"]) {
        assert!(
            picture.contains(name),
            "docs/src/images/framework.svg lacks {name}: `vagal demo --picture`"
        );
    }
    for line in &framework.outputs {
        let readings = format!("(n {})", line.readings);
        assert!(picture.contains(&readings), "docs/src/images/framework.svg lacks {readings}");
    }
}
