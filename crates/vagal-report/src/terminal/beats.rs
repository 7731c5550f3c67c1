//! `vagal beats` in a terminal: what was found, what was changed, what the rhythm looked like.

use vagal_core::nn::CorrectionKind;

use super::style::Style;
use super::table::{Align, Table};
use super::text::{hanging, wrap};
use crate::page::BeatsPage;
use crate::words::{self, count, decimal, duration, share_pct};

/// Columns of the label in front of a row.
const LABEL: usize = 12;

/// Corrections listed one by one; more are summed up by kind.
const MOST_LISTED: usize = 20;

/// The beats as text, a newline at the end.
pub fn beats(page: &BeatsPage, style: &Style) -> String {
    let source = &page.source;
    let hz = source.sampling_hz.map_or(String::new(), |hz| format!(", {} Hz", decimal(hz, 0)));
    let head = format!(
        "{} · {}, {}{hz}, {}",
        source.name,
        source.format,
        words::sensor_name(source.sensor),
        duration(source.duration_s)
    );
    let mut lines = wrap(&style.say(&head), style.width);
    lines.push(String::new());
    let mut put = |label: &str, text: &str| {
        lines.extend(hanging(label, LABEL, &style.say(text), style.width));
    };
    put("beats", &count(page.beats.len()));
    let lengths: Vec<f64> = page.rr.as_slice().iter().map(|i| i.ms).collect();
    if !lengths.is_empty() {
        let lo = lengths.iter().copied().fold(f64::INFINITY, f64::min);
        let hi = lengths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mean = lengths.iter().sum::<f64>() / lengths.len() as f64;
        put(
            "RR",
            &format!(
                "mean {} ms, {} to {} ms, {} {}",
                decimal(mean, 0),
                decimal(lo, 0),
                decimal(hi, 0),
                count(lengths.len()),
                if lengths.len() == 1 { "interval" } else { "intervals" }
            ),
        );
    }
    put("corrections", &corrections(page));
    for gap in &page.beats.gaps {
        put(
            "gap",
            &format!("{} to {} s: {}", decimal(gap.start_s, 1), decimal(gap.end_s, 1), gap.reason),
        );
    }
    for text in words::rhythm(&page.rhythm, source.sensor) {
        put("rhythm", &text);
    }
    for note in &page.notes {
        put("note", format!("{} {}", note.place, note.text).trim());
    }
    let mut out = lines.join("\n");
    out.push('\n');
    let listed = &page.ledger.corrections;
    if !listed.is_empty() && listed.len() <= MOST_LISTED {
        out.push('\n');
        let mut table = Table::new(&[
            ("time", Align::Right),
            ("kind", Align::Left),
            ("before (ms)", Align::Left),
            ("after (ms)", Align::Left),
        ]);
        for c in listed {
            table.row([
                format!("{} s", decimal(c.time_s, 1)),
                c.kind.id().replace('_', " "),
                lengths_text(&c.before_ms),
                lengths_text(&c.after_ms),
            ]);
        }
        out.push_str(&table.fitted(style));
    }
    out
}

fn lengths_text(ms: &[f64]) -> String {
    if ms.is_empty() {
        return "removed".into();
    }
    ms.iter().map(|v| decimal(*v, 0)).collect::<Vec<_>>().join(" ")
}

fn corrections(page: &BeatsPage) -> String {
    let all = &page.ledger.corrections;
    if all.is_empty() {
        return "none".into();
    }
    const KINDS: [CorrectionKind; 5] = [
        CorrectionKind::Ectopic,
        CorrectionKind::Missed,
        CorrectionKind::Extra,
        CorrectionKind::LongShort,
        CorrectionKind::Removed,
    ];
    let parts: Vec<String> = KINDS
        .into_iter()
        .map(|k| (k, all.iter().filter(|c| c.kind == k).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(k, n)| format!("{} {}", count(n), k.id().replace('_', " ")))
        .collect();
    let pct = 100.0 * all.len() as f64 / page.ledger.rr_count.max(1) as f64;
    format!("{} ({}): {}", count(all.len()), share_pct(pct), parts.join(", "))
}
