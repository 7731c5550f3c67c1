//! The checker over red flags, cautions, recording predicates and interference kinds.

use super::{Problem, Report, check_twice};
use crate::interference::{Interference, RecordedBy};
use crate::safety::{Caution, Raise, RecordingPredicate, RedFlag};
use crate::{Date, Findings, Ledger, Status};
use vagal_core::Level;

pub(super) fn check(ledger: &Ledger, today: Date, found: &mut Vec<Problem>) {
    for flag in &ledger.red_flags {
        check_flag(
            flag,
            ledger,
            today,
            &mut Report { file: "red_flags.toml", item: &flag.id, found },
        );
    }
    for caution in &ledger.cautions {
        let mut report = Report { file: "cautions.toml", item: &caution.id, found };
        check_caution(caution, ledger, today, &mut report);
    }
    for predicate in &ledger.recording_predicates {
        let mut report = Report { file: "recording_predicates.toml", item: &predicate.id, found };
        check_predicate(predicate, ledger, today, &mut report);
    }
    for kind in &ledger.interference {
        let mut report = Report { file: "interference.toml", item: &kind.id, found };
        check_interference(kind, ledger, today, &mut report);
    }
    check_twice("red_flags.toml", ledger.red_flags.iter().map(|f| f.id.clone()), found);
    check_twice("cautions.toml", ledger.cautions.iter().map(|c| c.id.clone()), found);
    let predicates = ledger.recording_predicates.iter().map(|p| p.id.clone());
    check_twice("recording_predicates.toml", predicates, found);
    check_twice("interference.toml", ledger.interference.iter().map(|i| i.id.clone()), found);
}

fn check_flag(flag: &RedFlag, ledger: &Ledger, today: Date, report: &mut Report<'_>) {
    report.key(&flag.id, &["RF"]);
    report.text("name", &flag.name);
    if flag.questions.is_empty() {
        report.problem("asks nothing".into());
    }
    for question in &flag.questions {
        report.question(&question.ask);
        if question.level < Level::Doctor {
            report.problem(format!("a red flag is no mere {}", question.level.id()));
        }
    }
    if let Some(action) = &flag.action {
        report.text("action", action);
    }
    let highest = flag.questions.iter().map(|q| q.level).max();
    report.raise(flag.raise.as_ref(), highest, flag.questions.len(), ledger);
    report.basis(&flag.basis, flag.status, ledger);
    report.review(flag.review_by, today);
}

fn check_caution(caution: &Caution, ledger: &Ledger, today: Date, report: &mut Report<'_>) {
    report.key(&caution.id, &["CA", "CF", "BR", "MV"]);
    report.text("name", &caution.name);
    report.question(&caution.ask);
    report.text("action", &caution.action);
    report.basis(&caution.basis, caution.status, ledger);
    report.review(caution.review_by, today);
    if !ledger.inputs.iter().any(|i| i.cautions.contains(&caution.id)) {
        report.problem("belongs to no input".into());
    }
}

fn check_predicate(p: &RecordingPredicate, ledger: &Ledger, today: Date, report: &mut Report<'_>) {
    report.key(&p.id, &["RC"]);
    report.text("name", &p.name);
    report.text("predicate", &p.predicate);
    report.text("text", &p.text);
    if let Some(text) = &p.pulse_text {
        report.text("pulse_text", text);
    }
    if p.text_for(true).to_lowercase().contains("heartbeat") {
        report.problem("speaks of a heartbeat where only a pulse was recorded".into());
    }
    report.raise(p.raise.as_ref(), Some(p.level), 0, ledger);
    report.basis(&p.basis, p.status, ledger);
    report.review(p.review_by, today);
}

fn check_interference(kind: &Interference, ledger: &Ledger, today: Date, report: &mut Report<'_>) {
    report.identifier(&kind.id);
    report.text("name", &kind.name);
    report.text("description", &kind.description);
    report.question(&kind.ask);
    report.text("unit", &kind.unit);
    if let Some(support) = &kind.support {
        report.text("support", support);
    }
    report.claims(&kind.claims, ledger);
    report.findings("evidence", &kind.evidence, ledger);
    report.review(kind.review_by, today);
    if kind.recorded_by == RecordedBy::Clinician && !kind.optional {
        report.problem("is recorded by a clinician and yet asked of everybody".into());
    }
    if kind.support.is_some() && !kind.optional {
        report.problem("leads to support and yet is asked of everybody".into());
    }
}

impl Report<'_> {
    /// `RF-01`: one of the prefixes, then two digits.
    fn key(&mut self, key: &str, prefixes: &[&str]) {
        let fits = key.split_once('-').is_some_and(|(prefix, number)| {
            prefixes.contains(&prefix)
                && number.len() == 2
                && number.bytes().all(|b| b.is_ascii_digit())
        });
        if !fits {
            self.problem(format!("a key here is {} and two digits", prefixes.join(", ")));
        }
    }

    pub(super) fn question(&mut self, ask: &str) {
        self.text("ask", ask);
        if !ask.ends_with('?') {
            self.problem("`ask` does not end in a question mark".into());
        }
    }

    fn raise(&mut self, raise: Option<&Raise>, from: Option<Level>, own: usize, ledger: &Ledger) {
        let Some(raise) = raise else { return };
        for key in &raise.with {
            if ledger.red_flag(key).is_none() {
                self.problem(format!("is raised with `{key}`, which is not there"));
            }
            if key == self.item {
                self.problem("is raised with itself".into());
            }
        }
        if from.is_some_and(|from| raise.to <= from) {
            self.problem("is raised to a level it already has".into());
        }
        let count_fits = raise.at_least.is_none_or(|n| (2..=own).contains(&n));
        if !count_fits || (raise.with.is_empty() && raise.at_least.is_none()) {
            self.problem("`raise` never comes about".into());
        }
    }

    /// The basis resolves, and the status is no better than the weakest source.
    fn basis(&mut self, basis: &Findings, status: Status, ledger: &Ledger) {
        self.findings("basis", basis, ledger);
        let sources = basis.list().iter().filter_map(|e| ledger.source(&e.source));
        let weakest = sources.map(|s| s.status).max().unwrap_or(Status::Recalled);
        if status < weakest {
            let (status, weakest) = (status.id(), weakest.id());
            self.problem(format!("is called {status}, but its weakest basis is {weakest}"));
        }
    }
}
