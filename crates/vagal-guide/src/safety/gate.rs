//! The gate of an input: offered, offered with changes, or not, and why.

use super::Answers;
use vagal_core::{Answer, GateState, InputGate, Level, SafetyItem, SafetyList};
use vagal_evidence::{Caution, Effect, Input, cautions};

/// Decides in the order of [`GateState`]; the first that holds wins.
pub(super) fn judge(
    input: &Input,
    answers: &Answers,
    items: &[SafetyItem],
    level: Option<Level>,
) -> InputGate {
    let own: Vec<&Caution> = cautions().iter().filter(|c| input.cautions.contains(&c.id)).collect();
    let with = |wanted: Answer| own.iter().filter(move |c| answers.get(&c.id, 0) == wanted);
    let yes: Vec<&Caution> = with(Answer::Yes).copied().collect();
    let yes_to = |effect| yes.iter().any(move |c| c.effect == effect);
    let open = with(Answer::Unanswered).count();
    let flags = items.iter().filter(|i| i.list == SafetyList::RedFlag);
    let open_flags = flags.filter(|i| i.answer == Answer::Unanswered).count();
    let consents = input.consent.as_ref().is_none_or(|_| answers.get(&input.id, 0) == Answer::Yes);

    let state = if level.is_some_and(Level::suppresses_advice) {
        GateState::Paused
    } else if yes_to(Effect::Block) || (input.off_by_default && open + open_flags > 0) {
        GateState::NotOffered
    } else if yes_to(Effect::Postpone) {
        GateState::Later
    } else if !consents {
        GateState::ConsentFirst
    } else if open + open_flags > 0 {
        GateState::QuestionsOpen
    } else if !yes.is_empty() {
        GateState::Adapted
    } else if own.is_empty() {
        GateState::NotAsked
    } else {
        GateState::NothingFound
    };
    let says = match state {
        // The level has said it already.
        GateState::Paused => Vec::new(),
        _ => says(input, state, &yes, (open, open_flags)),
    };
    InputGate { input: input.id.clone(), name: input.name.clone(), state, says }
}

fn says(
    input: &Input,
    state: GateState,
    yes: &[&Caution],
    (open, open_flags): (usize, usize),
) -> Vec<String> {
    let mut says = Vec::new();
    match state {
        GateState::NotOffered if yes.iter().all(|c| c.effect != Effect::Block) => {
            says.push("It is off until all questions are answered with no.".into());
        }
        GateState::ConsentFirst => {
            says.push("Nothing begins before you say that you want it.".into());
            says.extend(input.consent.as_ref().map(|ask| format!("To answer: {ask}")));
        }
        _ => {}
    }
    for caution in yes {
        if !says.contains(&caution.action) {
            says.push(caution.action.clone());
        }
    }
    for (n, whose) in [(open, "of its questions"), (open_flags, "of the red flags")] {
        if n > 0 {
            says.push(format!("{n} {whose} {} not answered.", if n == 1 { "is" } else { "are" }));
        }
    }
    if state.is_open() {
        says.extend(input.limits.iter().cloned());
    }
    says
}
