//! The answer of a session in a terminal, in the order of the page.

use vagal_core::response::{Estimate, Verdict};
use vagal_core::session::PhaseName;
use vagal_core::{Unfit, Value};

use super::level::plot;
use super::style::Style;
use super::text::{display_width, hanging, wrap};
use crate::chart::Family;
use crate::page::SessionPage;
use crate::words::{
    self, change_pct, count, decimal, duration, range_pct, share_pct, signed, value_number,
};

/// Columns of the label in front of a row.
const LABEL: usize = 12;

/// The answer as text, a newline at the end.
pub fn session(page: &SessionPage, style: &Style) -> String {
    let mut lines = head(page, style);
    lines.push(String::new());
    lines.extend(answer(page, style));
    lines.push(String::new());
    lines.extend(figures(page, style));
    let plotted = plot(page, style);
    if !plotted.is_empty() {
        lines.push(String::new());
        lines.extend(plotted);
    }
    lines.extend(section(style, Family::Interference, "What else could explain it"));
    for line in words::context(page) {
        let mark = if line.decisive { "This alone forbids a verdict." } else { "" };
        lines.extend(row(style, &line.label, format!("{} {mark}", line.text).trim_end()));
    }
    if page.response.verdict != Verdict::Unusable {
        for (text, found) in words::sensitivity(page) {
            lines.extend(row(style, "also", &format!("{text}: {found}")));
        }
    }
    let quality = &page.response.quality;
    let grade = format!("{}, {} of 100", words::grade_letter(quality.grade), quality.score);
    lines.extend(row(style, "quality", &grade));
    for item in quality.items.iter().filter(|i| i.veto || i.minus > 0) {
        let cost = if item.veto { "veto".into() } else { format!("−{}", item.minus) };
        lines.extend(row(style, "", &format!("{cost} {}", item.text)));
    }
    for text in words::rhythm(&page.rhythm, page.sensor) {
        lines.extend(row(style, "rhythm", &text));
    }
    lines.extend(known(page, style));
    lines.push(String::new());
    lines.extend(said(style, words::how_to_read(page.sensor)));
    let mut text = lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

fn head(page: &SessionPage, style: &Style) -> Vec<String> {
    let grade = words::grade_letter(page.response.quality.grade);
    let title = format!("{} · quality {grade}", words::title(page));
    let mut lines: Vec<String> =
        said(style, &title).iter().map(|l| style.family(Family::Input, l)).collect();
    for source in &page.sources {
        let role = source.role.map_or("file", |r| r.id());
        let mut facts = vec![
            source.format.clone(),
            words::sensor_name(source.sensor).to_string(),
            duration(source.duration_s),
            format!("{} beats", count(source.n_beats)),
        ];
        facts.extend(source.device.clone());
        let text = format!("{} · {}", source.name, facts.join(", "));
        lines.extend(row(style, role, &text));
    }
    if let Some(truth) = &page.truth {
        lines.extend(row(style, "simulated", &truth.text));
    }
    lines
}

fn answer(page: &SessionPage, style: &Style) -> Vec<String> {
    let words = words::answer(page);
    let mut lines: Vec<String> = said(style, &words.answer).iter().map(|l| style.bold(l)).collect();
    for sentence in &words.doubt {
        lines.extend(said(style, sentence));
    }
    if !words.reason.is_empty() {
        lines.extend(said(style, &format!("Why: {}", words.reason)));
    }
    for sentence in &words.next {
        lines.extend(said(style, sentence));
    }
    if let Some(truth) = &page.truth {
        let hold = truth
            .hold_minutes
            .map_or(String::new(), |m| format!(", gone after {} min", decimal(m, 0)));
        lines
            .extend(said(style, &format!("Truth of the simulator: {}{hold}", change_pct(truth.d))));
    }
    lines
}

/// Before → after of the indices that the answer rests on, figures aligned.
fn figures(page: &SessionPage, style: &Style) -> Vec<String> {
    let response = &page.response;
    let change = response.shift.as_ref().filter(|_| response.verdict != Verdict::Unusable);
    let mut lines = Vec::new();
    let mut index = |id: &str, change: Option<String>| {
        let value = |name| -> Option<&Result<Value, Unfit>> {
            response.compared_phase(name)?.summary.index(id)
        };
        let symbol = page.symbol(id).to_string();
        match (value(PhaseName::Before), value(PhaseName::After)) {
            (Some(Ok(before)), Some(Ok(after))) => {
                let text = format!(
                    "{:>7} → {:<12} {}",
                    value_number(before),
                    format!("{} {}", value_number(after), after.unit()),
                    change.unwrap_or_default()
                );
                lines.extend(row(style, &symbol, &text));
            }
            (Some(Err(unfit)), _) => {
                lines.extend(row(style, &symbol, &format!("unfit before: {unfit}")))
            }
            (_, Some(Err(unfit))) => {
                lines.extend(row(style, &symbol, &format!("unfit after: {unfit}")))
            }
            _ => {}
        }
    };
    index(
        "rmssd",
        change.map(|s| {
            format!("model {} (95% {})", change_pct(s.ln_rmssd.estimate), range_pct(&s.ln_rmssd))
        }),
    );
    index("sdnn", None);
    index("hf", None);
    index("hr", page.heart_rate().map(bpm));
    let nn = &page.tachogram;
    lines.extend(row(
        style,
        "intervals",
        &format!(
            "{}, {} ({} of the intervals), {}",
            count(nn.nn.len()),
            match nn.ledger.corrections.len() {
                1 => "1 correction".to_string(),
                n => format!("{} corrections", count(n)),
            },
            share_pct(nn.nn.corrected_pct()),
            match nn.gaps.len() {
                0 => "no gap".to_string(),
                1 => format!("1 gap of {}", duration(nn.gaps[0].end_s - nn.gaps[0].start_s)),
                n => {
                    let all: f64 = nn.gaps.iter().map(|g| g.end_s - g.start_s).sum();
                    format!("{n} gaps, {} in all", duration(all))
                }
            }
        ),
    ));
    lines
}

fn bpm(e: &Estimate) -> String {
    format!("model {} (95% {} to {})", signed(e.estimate, 1), signed(e.lo, 1), signed(e.hi, 1))
}

fn known(page: &SessionPage, style: &Style) -> Vec<String> {
    let mut lines = Vec::new();
    if !page.literature.is_empty() {
        lines.extend(section(style, Family::Prior, "What the literature says"));
        for claim in &page.literature {
            let text = format!("{} ({})", claim.text, claim.grade);
            lines.extend(row(style, &claim.claim, &text));
            let against =
                words::literature_against(claim).len() - usize::from(claim.against.is_empty());
            let text = format!(
                "{} for, {against} against or qualifying: `vagal evidence {}`",
                claim.supporting.len(),
                claim.claim
            );
            lines.extend(row(style, "", &text));
        }
    }
    let judged = page.response.verdict != Verdict::Unusable;
    let rates = page.error_rates.as_ref().filter(|_| judged);
    if let Some(sentence) = rates.and_then(words::error_rates) {
        lines.extend(section(style, Family::Prior, "How often verdicts like this one are wrong"));
        lines.extend(said(style, &sentence));
    }
    lines.push(String::new());
    let hash = page.method.content_hash.as_ref().map_or(String::new(), |h| format!(" · {h}"));
    lines.extend(said(style, &format!("vagal {}{hash}", page.method.version)));
    for placed in &page.notes {
        let text = [&placed.file, &placed.note.place, &placed.note.text]
            .into_iter()
            .filter(|s| !s.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" · ");
        lines.extend(row(style, "note", &text));
    }
    lines
}

fn section(style: &Style, family: Family, title: &str) -> Vec<String> {
    let title = wrap(title, style.width).into_iter().map(|line| style.family(family, &line));
    std::iter::once(String::new()).chain(title).collect()
}

/// A sentence, wrapped.
fn said(style: &Style, sentence: &str) -> Vec<String> {
    wrap(&style.say(sentence), style.width)
}

/// A labelled row; long text hangs under itself.
fn row(style: &Style, label: &str, text: &str) -> Vec<String> {
    let (label, text) = (style.say(label), style.say(text));
    if display_width(&label) < LABEL && display_width(&text) + LABEL <= style.width {
        // Figures that were aligned on purpose keep their spaces.
        return vec![format!("{label:<LABEL$}{text}")];
    }
    hanging(&label, LABEL, &text, style.width)
}
