//! `vagal evidence [CLAIM]`: the ledger, or one claim with what speaks for and against it.

use serde_json::json;
use vagal::evidence::{Claim, Findings, claim, claims, source};
use vagal::report::terminal::{Align, Table, wrap};

use super::Outcome;
use super::error::CliError;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One claim, such as C06
    claim: Option<String>,
    /// Print `vagal.evidence/1`
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let shown: Vec<&Claim> = match &args.claim {
        None => claims().iter().collect(),
        Some(id) => vec![claim(id).ok_or_else(|| {
            CliError::Usage(
                format!("`{id}` is no claim of the ledger"),
                "`vagal evidence` lists them, C01 and on",
            )
        })?],
    };
    let text = if args.json {
        wire(&shown)
    } else if args.claim.is_some() {
        one(shown[0], out)
    } else {
        table(&shown, out)
    };
    out.print(&text)?;
    Ok(Outcome::Answered)
}

/// Steps of a grade from unsupported to well supported; definitions have none.
const STEPS: usize = 4;

fn table(claims: &[&Claim], out: &Out) -> String {
    let mut table = Table::new(&[
        ("claim", Align::Left),
        ("grade", Align::Left),
        ("", Align::Left),
        ("in our words", Align::Left),
    ]);
    for c in claims {
        // The bar repeats the grade for the eye; a screen reader has the word.
        let bar = match c.grade.bar() {
            Some(n) if !out.style.is_plain() => {
                let full = usize::from(n).min(STEPS);
                format!("{}{}", "█".repeat(full), "·".repeat(STEPS - full))
            }
            _ => String::new(),
        };
        table.row([&c.id, c.grade.words(), &bar, &c.paraphrase]);
    }
    out.table(&table)
}

fn one(c: &Claim, out: &Out) -> String {
    let mut lines = vec![format!("{}  {}", c.id, c.grade.words())];
    let mut say = |head: &str, text: &str| {
        lines.push(String::new());
        if !head.is_empty() {
            lines.push(head.to_owned());
        }
        lines.extend(wrap(text, out.style.width));
    };
    say("", &c.paraphrase);
    say("Why this grade", &c.why);
    let sides = [("For", &c.evidence_for), ("Against, or qualifying it", &c.evidence_against)];
    for (head, findings) in sides {
        match findings.list() {
            [] => say(head, "None found."),
            list => {
                for (i, e) in list.iter().enumerate() {
                    let citation = source(&e.source).map_or("", |s| s.citation.as_str());
                    let head = if i == 0 { head } else { "" };
                    say(head, &format!("{} ({citation})", e.found));
                }
            }
        }
    }
    say("How to test it on yourself", &c.test_on_yourself);
    say("In vagal", &format!("{} {}", c.feature, c.command));
    lines.join("\n")
}

fn wire(claims: &[&Claim]) -> String {
    let findings = |f: &Findings| -> Vec<_> {
        f.list().iter().map(|e| json!({ "source": e.source, "found": e.found })).collect()
    };
    let claims: Vec<_> = claims
        .iter()
        .map(|c| {
            json!({
                "id": c.id, "grade": c.grade.id(), "status": c.status.id(), "feature": c.feature,
                "command": c.command, "paraphrase": c.paraphrase, "why": c.why,
                "for": findings(&c.evidence_for), "against": findings(&c.evidence_against),
                "test_on_yourself": c.test_on_yourself,
            })
        })
        .collect();
    format!("{:#}", json!({ "schema": "vagal.evidence/1", "claims": claims }))
}
