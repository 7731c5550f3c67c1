//! What a diary holds: kinds of reading, regions of the body, diaries of other programs.

use vagal::core::diary::{BODY_REGIONS, READING_KINDS};
use vagal::formats::diary::DIARY_FORMATS;

use super::table::table;

/// One row a kind of reading.
pub(super) fn kinds() -> String {
    let rows = READING_KINDS.iter().map(|k| {
        let (low, high) = (k.to_typed(k.range.0), k.to_typed(k.range.1));
        // Three decimals, or the detour over a logarithm shows.
        let figure = |v: f64| format!("{}", (v * 1e3).round() / 1e3);
        let kept = if k.log_of.is_some() { ", kept as its logarithm" } else { "" };
        vec![
            format!("`{}`", k.id),
            k.synonyms.join(", "),
            format!("{}{kept}", k.typed_unit()),
            format!("{} to {}", figure(low), figure(high)),
            k.family.id().into(),
            format!("{}: {}", k.name, k.definition),
        ]
    });
    table(&["kind", "also called", "unit", "takes", "family", "what it is"], rows)
}

/// One row a region.
pub(super) fn regions() -> String {
    let rows = BODY_REGIONS
        .iter()
        .map(|r| vec![format!("`{}`", r.id), r.name.into(), r.synonyms.join(", ")]);
    table(&["region", "name", "also called"], rows)
}

/// One row a diary of another program.
pub(super) fn formats() -> String {
    let rows = DIARY_FORMATS.iter().map(|f| {
        vec![format!("`{}`", f.id), f.name.into(), f.takes.into(), f.leaves.into(), f.source.into()]
    });
    table(&["id", "diary", "takes", "leaves out", "described in"], rows)
}
