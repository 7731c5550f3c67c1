//! Red flags, cautions by input and recording predicates, from the evidence ledger.

use vagal::core::Level;
use vagal::evidence::{self, Effect, Findings};

use super::table::table;

/// What marks an item that nobody should rely on before a clinician has looked at it.
const REVIEW: &str = "needs a clinician's review";

fn reviewed(needs: bool) -> String {
    if needs { REVIEW.into() } else { "verified".into() }
}

fn sources(basis: &Findings) -> String {
    let links: Vec<String> =
        basis.list().iter().map(|e| format!("[{0}](sources.md#{0})", e.source)).collect();
    if links.is_empty() { "none found".into() } else { links.join(", ") }
}

fn letter(level: Level) -> String {
    level.letter().to_string()
}

/// One row a question of a red flag.
pub(super) fn red_flags() -> String {
    let rows = evidence::red_flags().iter().flat_map(|flag| {
        flag.questions.iter().enumerate().map(move |(i, question)| {
            let first = i == 0;
            let star = if flag.starred { "*" } else { "" };
            let raise = flag.raise.as_ref().map_or(String::new(), |raise| {
                let own = raise.at_least.map(|n| format!("{n} of its own"));
                let others = (!raise.with.is_empty()).then(|| raise.with.join(", "));
                let with: Vec<String> = own.into_iter().chain(others).collect();
                format!(" ({} with {})", letter(raise.to), with.join(" or "))
            });
            vec![
                if first { format!("{}{star}", flag.id) } else { String::new() },
                question.ask.clone(),
                format!("{}{}", letter(question.level), if first { raise } else { String::new() }),
                if first { sources(&flag.basis) } else { String::new() },
                if first { reviewed(flag.needs_clinician_review()) } else { String::new() },
            ]
        })
    });
    table(&["key", "question", "level of a yes", "sources", "basis"], rows)
}

/// One row a caution, under the inputs it belongs to.
pub(super) fn cautions() -> String {
    let rows = evidence::cautions().iter().map(|caution| {
        let inputs: Vec<&str> = evidence::inputs()
            .iter()
            .filter(|i| i.cautions.contains(&caution.id))
            .map(|i| i.name.as_str())
            .collect();
        let effect = match caution.effect {
            Effect::SameDay => "medical care today",
            Effect::Doctor => "see a doctor first",
            Effect::Block => "not offered",
            Effect::Postpone => "not today",
            Effect::Adapt => "with changes",
            Effect::Consent => "only after consent",
        };
        vec![
            caution.id.clone(),
            inputs.join(", "),
            caution.ask.clone(),
            effect.into(),
            caution.action.clone(),
            sources(&caution.basis),
            reviewed(caution.needs_clinician_review()),
        ]
    });
    table(&["key", "input", "question", "a yes", "what to do", "sources", "basis"], rows)
}

/// One row a recording predicate.
pub(super) fn recordings() -> String {
    let rows = evidence::recording_predicates().iter().map(|p| {
        let raise = p.raise.as_ref().map_or(String::new(), |raise| {
            format!(" ({} with {})", letter(raise.to), raise.with.join(" or "))
        });
        vec![
            p.id.clone(),
            p.predicate.clone(),
            format!("{}{raise}", letter(p.level)),
            if p.hrv_off { "refused".into() } else { "given".into() },
            p.text.clone(),
            sources(&p.basis),
            reviewed(p.needs_clinician_review()),
        ]
    });
    table(&["key", "holds when", "level", "HRV", "what is said", "sources", "basis"], rows)
}

/// The levels with what is said at each.
pub(super) fn levels() -> String {
    let rows = Level::ALL.into_iter().rev().map(|level| {
        vec![
            letter(level),
            level.id().replace('_', " "),
            if level.suppresses_advice() { "suppressed".into() } else { "goes on".into() },
            level.text().unwrap_or("nothing by itself; the item says what to change").into(),
        ]
    });
    table(&["level", "name", "all other advice", "what is said"], rows)
}
