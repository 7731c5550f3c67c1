//! `vagal check` in a terminal: what to do, why, what is open, which inputs are offered.

use vagal_core::{Answer, SafetyCheck};

use super::style::Style;
use super::text::{hanging, wrap};
use crate::words::{self, capital};

/// Columns of the key in front of an item.
const KEY: usize = 7;

/// Columns of the name in front of a gate.
const NAME: usize = 16;

/// The check as text, a newline at the end.
pub fn safety(check: &SafetyCheck, style: &Style) -> String {
    let mut lines: Vec<String> = Vec::new();
    let say = |text: &str| style.say(text);
    lines.extend(
        wrap(&say(&words::safety_answer(check)), style.width).iter().map(|l| style.bold(l)),
    );
    lines.extend(words::by_silence(check).iter().flat_map(|t| wrap(&say(t), style.width)));

    let raised = check.spoken_of();
    // Open questions are listed once, below.
    let answered: Vec<_> = raised.iter().filter(|i| i.answer == Answer::Yes).collect();
    for item in &answered {
        let level = item.level.map_or("", words::level);
        lines.push(String::new());
        let head = format!("{}: {}", capital(level), words::item_name(item));
        lines.extend(hanging(&item.id, KEY, &say(&head), style.width));
        lines.extend(hanging("", KEY, &say(&item.text), style.width));
        if let Some(action) = check.action_of(item) {
            lines.extend(hanging("", KEY, &say(action), style.width));
        }
        let source = format!("source: {}", words::item_sources(item));
        lines.extend(hanging("", KEY, &say(&source), style.width).iter().map(|l| style.dim(l)));
    }

    let review = answered.iter().any(|item| item.needs_clinician_review);
    if check.is_emergency() {
        lines.extend(review.then(|| style.dim(&say(words::NEEDS_REVIEW))));
        lines.push(String::new());
        return lines.join("\n");
    }
    let open: Vec<_> = check.open().collect();
    if !open.is_empty() {
        lines.push(String::new());
        let ids: Vec<String> = open
            .iter()
            .map(|i| format!("{}{}", i.id, if i.level.is_some() { "*" } else { "" }))
            .collect();
        let starred = open.iter().any(|i| i.level.is_some());
        let note = if starred { "; * counts as \"see a doctor\" until it is answered" } else { "" };
        let text = format!("Not answered or not judged: {}{note}.", ids.join(" "));
        lines.extend(wrap(&say(&text), style.width));
    }

    if check.suppresses_advice() {
        lines.push(String::new());
        lines.extend(wrap(words::ALL_PAUSED, style.width));
    } else if !check.inputs.is_empty() {
        lines.push(String::new());
        lines.push(style.bold("Inputs"));
        for gate in &check.inputs {
            let text = std::iter::once(format!("{}.", capital(words::gate(gate.state))))
                .chain(gate.says.clone());
            let text = text.collect::<Vec<_>>().join(" ");
            lines.extend(hanging(&say(&gate.name), NAME, &say(&text), style.width));
        }
    }

    lines.push(String::new());
    lines.extend(wrap(&say(words::WHAT_A_CHECK_IS), style.width));
    if review {
        lines.extend(wrap(&say(words::NEEDS_REVIEW), style.width).iter().map(|l| style.dim(l)));
    }
    lines.push(String::new());
    lines.join("\n")
}
