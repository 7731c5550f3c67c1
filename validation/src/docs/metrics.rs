//! One section an index, from the registry.

use std::fmt::Write as _;

use vagal::evidence::source;
use vagal::signal::metrics::METRICS;

use super::table::table;

/// A table of all indices, then a section for each.
pub(super) fn metrics() -> String {
    let head = ["index", "id", "unit", "domain", "asks for", "corrected at most", "rhythm"];
    let mut out = table(
        &head,
        METRICS.iter().map(|m| {
            vec![
                format!("[{}](#{})", m.symbol, anchor(m.id)),
                format!("`{}`", m.id),
                m.unit.into(),
                m.domain.label().into(),
                format!("{:.0} s", m.min_seconds),
                format!("{:.0}%", m.max_corrected_pct),
                if m.needs_regular_rhythm { "regular" } else { "any" }.into(),
            ]
        }),
    );
    for m in METRICS {
        let cited = source(m.source).map_or(m.source, |s| s.citation.as_str());
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "\n<a id=\"{}\"></a>\n\n## {}: {}\n\n{}\n\nUnit: {}. Reads as: {}\n\nSource: `{}`, {}\n",
            anchor(m.id),
            m.symbol,
            m.name,
            m.definition.trim(),
            m.unit,
            m.reads_as.trim(),
            m.source,
            cited,
        );
    }
    out
}

fn anchor(id: &str) -> String {
    format!("index-{}", id.replace('_', "-"))
}
