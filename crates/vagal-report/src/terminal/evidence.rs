//! `vagal evidence` in a terminal: the ledger as a table, or one claim with both sides.

use vagal_evidence::{Claim, Grade, source};

use super::style::Style;
use super::table::{Align, Table};
use super::text::{hanging, wrap};
use crate::words;

/// Columns before the text of a main claim.
const INDENT: usize = 4;

/// Steps of a grade from unsupported to well supported; definitions have none.
const STEPS: usize = 4;

/// Four cells, filled by grade. It repeats the word for the eye; a screen reader has the word.
fn bar(grade: Grade, style: &Style) -> String {
    match grade.bar() {
        Some(n) if !style.is_plain() => {
            let full = usize::from(n).min(STEPS);
            format!("{}{}", "█".repeat(full), "·".repeat(STEPS - full))
        }
        _ => String::new(),
    }
}

/// How many claims stand, then the main ones with the reason of each grade: a minute's reading.
pub fn ledger(claims: &[Claim], style: &Style) -> String {
    let mut lines: Vec<String> = wrap(&style.say(&words::standing(claims)), style.width);
    lines.extend([String::new(), style.bold("The main claims")]);
    for c in claims.iter().filter(|c| c.central) {
        let head = format!("{} {} {}", c.id, c.grade.words(), bar(c.grade, style));
        lines.push(String::new());
        lines.push(style.bold(head.trim_end()));
        lines.extend(hanging("", INDENT, &style.say(&c.paraphrase), style.width));
        lines.extend(hanging("", INDENT, &style.say(&format!("Why: {}", c.why)), style.width));
    }
    lines.extend([String::new(), style.bold("All claims"), String::new(), String::new()]);
    lines.join("\n")
}

/// Claims, one a row.
pub fn claims(claims: &[&Claim], style: &Style) -> Table {
    let mut table = Table::new(&[
        ("claim", Align::Left),
        ("grade", Align::Left),
        ("", Align::Left),
        ("in our words", Align::Left),
    ]);
    for c in claims {
        table.row([&c.id, c.grade.words(), &bar(c.grade, style), &c.paraphrase]);
    }
    table
}

/// One claim: grade and reason, for, against, how to test it, what shows it, and what a person's own data say.
pub fn claim(c: &Claim, own: &[String], style: &Style) -> String {
    let mut lines = vec![
        format!("{}  {} {}", c.id, c.grade.words(), bar(c.grade, style)).trim_end().to_owned(),
    ];
    let mut say = |head: &str, text: &str| {
        lines.push(String::new());
        if !head.is_empty() {
            lines.push(style.bold(head));
        }
        lines.extend(wrap(&style.say(text), style.width));
    };
    say("", &format!("Under test: {}", c.paraphrase));
    say("Why this grade", &c.why);
    if let Some(limit) = words::claim_status(c.status) {
        say("", &format!("How the evidence is known: {limit}."));
    }
    let sides = [("For", &c.evidence_for), ("Against, or qualifying it", &c.evidence_against)];
    for (head, findings) in sides {
        if findings.list().is_empty() {
            say(head, "None found.");
        }
        for (i, e) in findings.list().iter().enumerate() {
            let citation = source(&e.source).map_or("", |s| s.citation.as_str());
            say(if i == 0 { head } else { "" }, &format!("{} ({citation})", e.found));
        }
    }
    say("How to test it on yourself", &c.test_on_yourself);
    say("In vagal", &words::claim_in_vagal(c));
    for (i, sentence) in own.iter().enumerate() {
        say(if i == 0 { "Your own data" } else { "" }, sentence);
    }
    lines.push(String::new());
    lines.join("\n")
}
