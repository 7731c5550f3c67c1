//! The gate of an input: offered, offered with changes, or not, and why.

use super::Answers;
use vagal_core::{Answer, GateState, InputGate, Level};
use vagal_evidence::{Caution, Effect, Input, cautions};

/// Decides in the order of [`GateState`]; the first that holds wins.
pub(super) fn judge(input: &Input, answers: &Answers, level: Option<Level>) -> InputGate {
    let own: Vec<&Caution> = cautions().iter().filter(|c| input.cautions.contains(&c.id)).collect();
    let with = |wanted: Answer| own.iter().filter(move |c| answers.get(&c.id, 0) == wanted);
    let yes_to = |effect| with(Answer::Yes).any(move |c| c.effect == effect);
    let open = with(Answer::Unanswered).count();
    let consents = input.consent.as_ref().is_none_or(|_| answers.get(&input.id, 0) == Answer::Yes);

    let state = if level.is_some_and(Level::suppresses_advice) {
        GateState::Paused
    } else if yes_to(Effect::Block) || (input.off_by_default && open > 0) {
        GateState::NotOffered
    } else if yes_to(Effect::Postpone) {
        GateState::Later
    } else if !consents {
        GateState::ConsentFirst
    } else if open > 0 {
        GateState::QuestionsOpen
    } else if with(Answer::Yes).next().is_some() {
        GateState::Adapted
    } else {
        GateState::NothingFound
    };
    InputGate {
        input: input.id.clone(),
        name: input.name.clone(),
        state,
        says: says(input, state, &with(Answer::Yes).copied().collect::<Vec<_>>(), open),
    }
}

fn says(input: &Input, state: GateState, yes: &[&Caution], open: usize) -> Vec<String> {
    let mut says = Vec::new();
    match state {
        // The level has said it already.
        GateState::Paused => return says,
        GateState::NotOffered if yes.iter().all(|c| c.effect != Effect::Block) => {
            says.push("It is off until all of its questions are answered with no.".into());
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
    if open > 0 {
        let questions = if open == 1 { "question is" } else { "questions are" };
        says.push(format!("{open} of its {questions} not answered."));
    }
    if state.is_open() {
        says.extend(input.limits.iter().cloned());
    }
    says
}
