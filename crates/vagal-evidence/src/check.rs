//! The checker: what makes the ledger whole. Run as a test; today is an argument.

mod safety;

use crate::wording::{self, Context};
use crate::{Claim, ClaimStatus, Date, Files, Findings, Input, Ledger, NOT_BUILT_YET, Source};
use std::collections::BTreeSet;
use std::fmt;

/// Claims in the article.
pub const CLAIMS: usize = 63;

/// One thing that is wrong in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The claim, source or input concerned.
    pub item: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.item, self.what)
    }
}

/// Reads and checks files: what does not fit the schema, or else everything [`check`] finds.
pub fn check_files(files: Files<'_>, today: Date) -> Vec<Problem> {
    match Ledger::parse(files) {
        Ok(ledger) => check(&ledger, today),
        Err(problems) => problems,
    }
}

/// Everything that is wrong with a ledger on a day; empty if nothing is.
///
/// Every key resolves, nothing is named twice, no text is empty, all claims are there in order,
/// a status is that of the weakest source, nothing is past its review date, and no text outside
/// a paraphrase uses a forbidden word.
pub fn check(ledger: &Ledger, today: Date) -> Vec<Problem> {
    let mut found = Vec::new();
    for source in &ledger.sources {
        check_source(
            source,
            &mut Report { file: "sources.toml", item: &source.key, found: &mut found },
        );
    }
    for claim in &ledger.claims {
        let mut report = Report { file: "claims.toml", item: &claim.id, found: &mut found };
        check_claim(claim, ledger, today, &mut report);
    }
    for input in &ledger.inputs {
        let mut report = Report { file: "inputs.toml", item: &input.id, found: &mut found };
        check_input(input, ledger, &mut report);
    }
    safety::check(ledger, today, &mut found);
    check_twice("sources.toml", ledger.sources.iter().map(|s| s.key.clone()), &mut found);
    check_twice("claims.toml", ledger.claims.iter().map(|c| c.id.clone()), &mut found);
    check_twice("inputs.toml", ledger.inputs.iter().flat_map(names), &mut found);
    check_twice("sources.toml", ledger.sources.iter().filter_map(|s| s.doi.clone()), &mut found);
    check_order(ledger, &mut found);
    found
}

/// Where a problem is written down.
struct Report<'a> {
    file: &'static str,
    item: &'a str,
    found: &'a mut Vec<Problem>,
}

impl Report<'_> {
    fn problem(&mut self, what: String) {
        self.found.push(Problem { file: self.file.into(), item: self.item.into(), what });
    }

    /// A text of ours: not empty, not padded, without forbidden words.
    fn text(&mut self, field: &str, text: &str) {
        self.filled(field, text);
        for finding in wording::lint(text, Context::Ours) {
            self.problem(format!("`{field}` says {finding}"));
        }
    }

    fn filled(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.problem(format!("`{field}` is empty"));
        } else if text.trim() != text || text.contains('\n') {
            self.problem(format!("`{field}` has spaces around it or a line break"));
        }
    }

    fn identifier(&mut self, id: &str) {
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            self.problem("an identifier is lower-case words joined by `_`".into());
        }
    }

    fn review(&mut self, review_by: Date, today: Date) {
        if review_by < today {
            self.problem(format!("was to be reviewed by {review_by}"));
        }
    }

    fn claims(&mut self, ids: &[String], ledger: &Ledger) {
        for id in ids {
            if ledger.claim(id).is_none_or(|c| c.id != *id) {
                self.problem(format!("names the claim `{id}`, which is not there"));
            }
        }
    }

    fn findings(&mut self, field: &str, findings: &Findings, ledger: &Ledger) {
        let mut seen = BTreeSet::new();
        for evidence in findings.list() {
            if ledger.source(&evidence.source).is_none() {
                self.problem(format!(
                    "`{field}` names the source `{}`, which is not there",
                    evidence.source
                ));
            }
            if !seen.insert(&evidence.source) {
                self.problem(format!("`{field}` names the source `{}` twice", evidence.source));
            }
            self.text(&format!("{field}: {}", evidence.source), &evidence.found);
        }
        if matches!(findings, Findings::Found(list) if list.is_empty()) {
            self.problem(format!("`{field}` is an empty list; say \"none found\""));
        }
    }
}

fn check_source(source: &Source, report: &mut Report<'_>) {
    if !is_key(&source.key) {
        report.problem("a key is lower-case words and digits joined by single `-`".into());
    }
    report.filled("citation", &source.citation);
    report.text("finding", &source.finding);
    if let Some(doi) = &source.doi
        && !(doi.starts_with("10.") && doi.contains('/') && !doi.contains(char::is_whitespace))
    {
        report.problem(format!("`{doi}` is no doi; it begins with `10.` and has a `/`"));
    }
}

fn check_claim(claim: &Claim, ledger: &Ledger, today: Date, report: &mut Report<'_>) {
    report.filled("paraphrase", &claim.paraphrase);
    report.text("why", &claim.why);
    report.text("test_on_yourself", &claim.test_on_yourself);
    report.text("feature", &claim.feature);
    report.text("command", &claim.command);
    report.findings("for", &claim.evidence_for, ledger);
    report.findings("against", &claim.evidence_against, ledger);
    if claim.command != NOT_BUILT_YET && !claim.command.starts_with("vagal ") {
        report.problem(format!("`command` is neither a vagal command nor \"{NOT_BUILT_YET}\""));
    }
    report.review(claim.review_by, today);
    check_status(claim, ledger, report);
}

/// The status of a claim is that of its weakest source, or says that it has none.
fn check_status(claim: &Claim, ledger: &Ledger, report: &mut Report<'_>) {
    let weakest = claim.evidence().filter_map(|e| ledger.source(&e.source)).map(|s| s.status).max();
    match (weakest, claim.status) {
        (None, ClaimStatus::NoSource | ClaimStatus::Recalled) => {}
        (None, status) => {
            report.problem(format!("is called {} without any source", status.id()));
        }
        // Knowledge recalled besides a verified source keeps the claim recalled.
        (Some(_), ClaimStatus::Recalled) => {}
        (Some(weakest), status) if status == weakest.into() => {}
        (Some(weakest), status) => report.problem(format!(
            "is called {}, but its weakest source is {}",
            status.id(),
            weakest.id()
        )),
    }
}

fn check_input(input: &Input, ledger: &Ledger, report: &mut Report<'_>) {
    report.identifier(&input.id);
    report.text("name", &input.name);
    report.text("description", &input.description);
    if let Some(note) = &input.breathing_note {
        report.text("breathing_note", note);
    }
    if let Some(ask) = &input.consent {
        report.question(ask);
    }
    for limit in &input.limits {
        report.text("limits", limit);
    }
    for synonym in &input.synonyms {
        report.text("synonyms", synonym);
    }
    report.claims(&input.claims, ledger);
    for key in &input.cautions {
        if ledger.caution(key).is_none() {
            report.problem(format!("names the caution `{key}`, which is not there"));
        }
    }
    if input.off_by_default && input.cautions.is_empty() {
        report.problem("is off by default, but no caution could turn it on".into());
    }
    report.findings("evidence", &input.evidence, ledger);
}

/// The names of an input as they are compared; its name may spell out its identifier.
fn names(input: &Input) -> impl Iterator<Item = String> {
    let mut all: Vec<_> = input.synonyms.iter().map(|s| crate::input::normal(s)).collect();
    let (id, name) = (crate::input::normal(&input.id), crate::input::normal(&input.name));
    if id != name {
        all.push(id);
    }
    all.push(name);
    all.into_iter()
}

fn check_twice(file: &str, keys: impl Iterator<Item = String>, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key.clone()) {
            found.push(Problem { file: file.into(), item: key, what: "is there twice".into() });
        }
    }
}

fn check_order(ledger: &Ledger, found: &mut Vec<Problem>) {
    let expected: Vec<_> = (1..=CLAIMS).map(|n| format!("C{n:02}")).collect();
    let have: Vec<_> = ledger.claims.iter().map(|c| c.id.clone()).collect();
    if have != expected {
        let at = expected.iter().zip(&have).find(|(a, b)| a != b).map_or("the end", |(a, _)| a);
        found.push(Problem {
            file: "claims.toml".into(),
            item: at.into(),
            what: format!("C01 to C{CLAIMS} must all be there, in order; {} are", have.len()),
        });
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}
