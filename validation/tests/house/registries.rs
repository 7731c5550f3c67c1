//! The registries: unique names, whole entries, sources that resolve.

use std::collections::BTreeSet;

use vagal::core::diary::{BODY_REGIONS, READING_KINDS};
use vagal::evidence::{self, source};
use vagal::fetch::SETS;
use vagal::formats::FORMATS;
use vagal::formats::diary::DIARY_FORMATS;
use vagal::session::Settings;
use vagal::signal::metrics::METRICS;
use vagal::sim::{HYPOTHESES, MODELS, PARAMETERS, STATIONS, STIMULI};

use crate::tree;

/// Asserts that no name comes twice and that each could be a key in JSON.
fn unique_keys<'a>(what: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        assert!(!name.is_empty() && name.bytes().all(plain), "{what} `{name}` is no key");
        assert!(seen.insert(name), "{what} `{name}` comes twice");
    }
    assert!(!seen.is_empty(), "no {what} at all");
}

#[test]
fn names_are_unique() {
    unique_keys("index", METRICS.iter().map(|m| m.id));
    unique_keys("format", FORMATS.iter().map(|f| f.id));
    unique_keys("set", SETS.iter().map(|s| s.id));
    unique_keys("kind of reading", READING_KINDS.iter().map(|k| k.id));
    unique_keys("region", BODY_REGIONS.iter().map(|r| r.id));
    unique_keys("diary", DIARY_FORMATS.iter().map(|f| f.id));
    unique_keys("input", evidence::inputs().iter().map(|i| i.id.as_str()));
    unique_keys("interference", evidence::interference().iter().map(|i| i.id.as_str()));
    let symbols: BTreeSet<&str> = PARAMETERS.iter().map(|p| p.symbol).collect();
    assert_eq!(symbols.len(), PARAMETERS.len(), "a parameter comes twice");
    let symbols: BTreeSet<&str> = METRICS.iter().map(|m| m.symbol).collect();
    assert_eq!(symbols.len(), METRICS.len(), "a symbol comes twice");
}

#[test]
fn every_index_says_what_it_is() {
    for m in METRICS {
        let texts = [m.symbol, m.name, m.unit, m.definition, m.reads_as];
        assert!(texts.iter().all(|t| !t.trim().is_empty()), "{} leaves something unsaid", m.id);
        assert!(source(m.source).is_some(), "{} names the source `{}`", m.id, m.source);
        assert!(m.min_seconds >= 0.0 && m.max_corrected_pct > 0.0, "{} refuses everything", m.id);
    }
}

#[test]
fn every_format_says_what_it_does() {
    for f in FORMATS {
        let texts = [f.name, f.boards_at, f.salvages, f.refuses, f.source];
        assert!(texts.iter().all(|t| !t.trim().is_empty()), "{} leaves something unsaid", f.id);
        let station = f.boards_at.split([' ', ',', ';']).next().unwrap_or_default();
        assert!(
            ["Recording", "Beats", "RrSeries", "Rr"].contains(&station),
            "{} boards at `{}`",
            f.id,
            f.boards_at
        );
    }
}

#[test]
fn every_kind_of_reading_says_what_it_is() {
    for k in READING_KINDS {
        let texts = [k.name, k.unit, k.definition];
        assert!(texts.iter().all(|t| !t.trim().is_empty()), "{} leaves something unsaid", k.id);
        assert!(k.range.0 < k.range.1, "{} takes nothing", k.id);
    }
}

#[test]
fn every_set_says_under_which_terms() {
    for set in SETS {
        let texts = [set.title, set.purpose, set.licence];
        assert!(texts.iter().all(|t| !t.trim().is_empty()), "{} leaves something unsaid", set.id);
        assert!(set.file_count() > 0 && set.download_bytes() > 0, "{} is empty", set.id);
    }
}

#[test]
fn every_parameter_says_where_it_comes_from() {
    for line in MODELS.iter().flat_map(|def| (def.model)().parameters()) {
        let said = !line.name.is_empty() && !line.source.is_empty();
        assert!(said, "{} leaves something unsaid", line.symbol);
    }
}

#[test]
fn what_the_simulator_assumes_is_tied_to_a_claim() {
    let claims = evidence::claims();
    let claim = |id: &str| claims.iter().find(|claim| claim.id == id);
    for def in HYPOTHESES {
        let found = claim(def.claim);
        let found = found.unwrap_or_else(|| panic!("{} names the claim {}", def.id, def.claim));
        // What is switched on against or without evidence is for the reason to say.
        assert!(!found.grade.id().is_empty() && def.reason.len() > 20, "{}", def.id);
    }
    for def in STIMULI {
        assert!(def.claim.is_none_or(|id| claim(id).is_some()), "{} names {:?}", def.id, def.claim);
        let texts = [def.name, def.known, def.assumed];
        assert!(texts.iter().all(|t| !t.trim().is_empty()), "{} leaves something unsaid", def.id);
    }
    unique_keys("stimulus", STIMULI.iter().map(|s| s.id));
    unique_keys("model", MODELS.iter().map(|m| m.id));
    unique_keys("station", STATIONS.iter().map(|s| s.id));
}

#[test]
fn the_ratio_is_no_index() {
    for m in METRICS {
        let said = format!("{} {} {}", m.id, m.symbol, m.name).to_lowercase();
        let ratio = ["lf/hf", "lf_hf", "lfhf", "hf/lf", "hf_lf", "ratio"];
        assert!(ratio.iter().all(|word| !said.contains(word)), "{} is a ratio of bands", m.id);
    }
}

#[test]
fn no_index_takes_uncorrected_intervals() {
    let mut looked = 0;
    for (file, text) in tree::texts(".rs") {
        if file.starts_with("crates/vagal-signal/src/metrics/") {
            let code: String =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            assert!(!code.contains("RrSeries"), "{file} takes RR intervals");
            looked += 1;
        }
    }
    assert!(looked > METRICS.len(), "only {looked} files of indices were found");
}

#[test]
fn every_setting_is_printed_with_its_reason() {
    let declared = tree::text("crates/vagal-session/src/settings.rs");
    let fields: Vec<&str> = declared
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": ").map(|(name, _)| name))
        .filter(|name| !name.contains(' '))
        .collect();
    assert!(fields.len() > 10, "only {} settings were found", fields.len());
    let printed = tree::text("crates/vagal/src/config.rs");
    for field in fields {
        let said = printed.contains(&format!("s.{field}"));
        assert!(said, "`vagal config` leaves out `{field}`");
    }
    for entry in vagal::config::entries(&Settings::default()) {
        assert!(!entry.reason.trim().is_empty(), "{} has no reason", entry.name);
    }
}

/// The model of a person and the guide ask the same question of readings around a session, in crates that may not use each other.
#[test]
fn how_long_a_reading_belongs_to_a_session_is_one_fact() {
    use vagal::person::notes::{AFTER_HOURS, PAIR_HOURS};
    for (id, hours) in [("pair_hours", PAIR_HOURS), ("after_hours", AFTER_HOURS)] {
        let threshold = evidence::thresholds().iter().find(|t| t.id == id);
        assert_eq!(threshold.map(|t| t.value), Some(hours), "{id}");
    }
}
