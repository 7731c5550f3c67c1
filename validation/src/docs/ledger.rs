//! Inputs, interference kinds, claims and sources, from the evidence ledger.

use std::fmt::Write as _;

use vagal::evidence::{self, Grade};

use super::table::{escape, table};

/// One row an input.
pub(super) fn inputs() -> String {
    let rows = evidence::inputs().iter().map(|input| {
        let breathing = if input.breathing_is_input {
            "breathing is the input: only natural breathing is compared".to_owned()
        } else {
            input.breathing_note.clone().unwrap_or_default()
        };
        vec![
            input.name.clone(),
            input.synonyms.join(", "),
            input.description.clone(),
            input.limits.join(" "),
            breathing,
            claim_links(&input.claims),
        ]
    });
    table(
        &["input", "also called", "what it is", "within these limits", "breathing", "claims"],
        rows,
    )
}

/// One row an interference kind.
pub(super) fn interference() -> String {
    let rows = evidence::interference().iter().map(|kind| {
        vec![
            kind.name.clone(),
            kind.description.clone(),
            kind.ask.clone(),
            kind.unit.clone(),
            match kind.recorded_by {
                evidence::RecordedBy::Person => "the person".into(),
                evidence::RecordedBy::Clinician => "a clinician, never inferred".into(),
            },
            claim_links(&kind.claims),
        ]
    });
    table(&["kind", "what it is", "question", "measured in", "recorded by", "claims"], rows)
}

fn claim_links(ids: &[String]) -> String {
    ids.iter()
        .map(|id| format!("[{id}](claims.md#{})", id.to_lowercase()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many claims have each grade, then every claim with what speaks for and against it.
pub(super) fn claims() -> String {
    let claims = evidence::claims();
    let built = claims.iter().filter(|c| c.is_built()).count();
    let mut out = table(
        &["grade", "claims", "of which testable today"],
        Grade::ALL.iter().map(|grade| {
            let of_grade = claims.iter().filter(|c| c.grade == *grade);
            let built = of_grade.clone().filter(|c| c.is_built()).count();
            vec![grade.words().into(), of_grade.count().to_string(), built.to_string()]
        }),
    );
    let _ = write!(out, "\n{built} of {} claims have a command today.\n", claims.len());
    for claim in claims {
        let _ = write!(
            out,
            "\n<a id=\"{}\"></a>\n\n### {}\n\nUnder test: *{}*\n\n**{}.** {}\n\n",
            claim.id.to_lowercase(),
            claim.id,
            escape(&claim.paraphrase),
            capital(claim.grade.words()),
            escape(&claim.why),
        );
        findings(&mut out, "For", claim.evidence_for.list());
        findings(&mut out, "Against", claim.evidence_against.list());
        let command =
            if claim.is_built() { format!("`{}`", claim.command) } else { claim.command.clone() };
        let _ = write!(
            out,
            "- On yourself: {}\n- Command: {command}\n",
            escape(&claim.test_on_yourself)
        );
    }
    out
}

/// One row a claim: what implements or tests it, its grade, and the command that shows it.
pub(super) fn claim_map() -> String {
    let rows = evidence::claims().iter().map(|claim| {
        let command =
            if claim.is_built() { format!("`{}`", claim.command) } else { claim.command.clone() };
        vec![
            format!("[{}](claims.md#{})", claim.id, claim.id.to_lowercase()),
            claim.grade.words().into(),
            claim.feature.clone(),
            command,
        ]
    });
    table(&["claim", "grade", "what implements or tests it", "command"], rows)
}

fn findings(out: &mut String, side: &str, list: &[evidence::Evidence]) {
    if list.is_empty() {
        let _ = writeln!(out, "- {side}: none found");
    }
    for evidence in list {
        let key = &evidence.source;
        let _ = writeln!(out, "- {side}: {} ([{key}](sources.md#{key}))", escape(&evidence.found));
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// One row a source.
pub(super) fn sources() -> String {
    let rows = evidence::sources().iter().map(|s| {
        let citation = match s.url() {
            Some(url) => format!("[{}]({url})", s.citation),
            None => s.citation.clone(),
        };
        vec![s.key.clone(), citation, s.finding.clone(), s.status.words().into()]
    });
    // The key is a place that other pages point to.
    table(&["key", "source", "what it found", "how we know"], rows)
        .lines()
        .map(|line| match line.strip_prefix("| ").and_then(|l| l.split_once(" | ")) {
            Some((key, rest)) if key.contains('-') && !key.starts_with('-') => {
                format!("| <a id=\"{key}\"></a>`{key}` | {rest}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect()
}
