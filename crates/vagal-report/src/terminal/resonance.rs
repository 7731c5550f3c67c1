//! A search over paced breathing rates in a terminal: the rate or why there is none, a bar a stretch, how far to trust it.

use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::page::ResonancePage;
use crate::words::{self, decimal, duration};

/// Columns of the longest bar.
const BAR: f64 = 24.0;

/// The answer as text, a newline at the end.
pub fn resonance(page: &ResonancePage, style: &Style) -> String {
    let found = &page.resonance;
    let mut lines: Vec<String> = Vec::new();
    let say =
        |lines: &mut Vec<String>, text: &str| lines.extend(wrap(&style.say(text), style.width));
    let head = wrap(&style.say(&words::resonance_answer(found)), style.width);
    lines.extend(head.iter().map(|line| style.bold(line)));
    if let Some(reason) = words::resonance_reason(found) {
        say(&mut lines, &reason);
    }
    lines.push(String::new());
    let mut table = Table::new(&[
        ("breaths/min", Align::Right),
        ("swing ms", Align::Right),
        ("90%", Align::Left),
        ("curve", Align::Right),
        ("bpm", Align::Right),
        ("from", Align::Right),
        ("", Align::Left),
    ]);
    let most = found.read().map(|(_, swing)| swing.ms).fold(0.0, f64::max);
    let mut trials: Vec<_> = found.trials.iter().collect();
    trials.sort_by(|a, b| a.paced.rate_per_min.total_cmp(&b.paced.rate_per_min));
    for trial in trials {
        let rate = trial.paced.rate_per_min;
        let from = duration(trial.paced.window.start_s - page.span.start_s);
        let curve = found.curve.as_ref().map_or_else(String::new, |c| decimal(c.at_ms(rate), 0));
        let (swing, limits, bpm, last) = match &trial.swing {
            Ok(swing) => {
                let (lo, hi) = words::swing_limits(swing);
                let bar = "█".repeat((BAR * swing.ms / most).round().max(1.0) as usize);
                (
                    decimal(swing.ms, 0),
                    format!("{} to {}", decimal(lo, 0), decimal(hi, 0)),
                    decimal(swing.heart_rate_bpm, 0),
                    if style.is_plain() { String::new() } else { bar },
                )
            }
            Err(unfit) => ("unfit".into(), String::new(), String::new(), unfit.to_string()),
        };
        table.row([decimal(rate, 1), swing, limits, curve, bpm, from, last]);
    }
    lines.extend(table.fitted(style).lines().map(str::to_owned));
    lines.push(String::new());
    say(&mut lines, words::HOLDS_POORLY);
    say(&mut lines, words::WHAT_A_SWING_IS);
    let rounds = found.rounds();
    let of: Vec<_> = page.rates.iter().filter(|r| r.rounds == rounds.clamp(1, 2)).collect();
    if !of.is_empty() {
        lines.push(String::new());
        say(
            &mut lines,
            "How such searches end on simulated people; right is within 0.5 of the true rate:",
        );
        let mut table = Table::new(&[
            ("a rate named", Align::Right),
            ("95% limits", Align::Left),
            ("of these right", Align::Right),
            ("people", Align::Left),
        ]);
        for rate in of {
            let pct = |n: usize, of: usize| words::share_pct(100.0 * n as f64 / of.max(1) as f64);
            let [lo, hi] = <[f64; 2]>::from(rate.named_limits).map(|l| words::share_pct(100.0 * l));
            table.row([
                pct(rate.named, rate.total),
                format!("{lo} to {hi}"),
                if rate.named == 0 { String::new() } else { pct(rate.right, rate.named) },
                rate.people.clone(),
            ]);
        }
        lines.extend(table.fitted(style).lines().map(str::to_owned));
    }
    for note in &page.notes {
        say(&mut lines, &format!("note: {}", note.text));
    }
    lines.push(String::new());
    lines.join("\n")
}
