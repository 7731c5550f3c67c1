//! Red flags and cautions: from answers to items.

use super::Answers;
use super::answers::level_of;
use vagal_core::{Answer, Level, SafetyItem, SafetyList};
use vagal_evidence::{Caution, Findings, Input, Raise, RedFlag};

/// Every red flag, raised or not.
pub(super) fn red_flags(answers: &Answers) -> Vec<SafetyItem> {
    let all = vagal_evidence::red_flags();
    let said: Vec<Vec<Answer>> = all
        .iter()
        .map(|flag| (0..flag.questions.len()).map(|i| answers.get(&flag.id, i)).collect())
        .collect();
    let raised: Vec<&str> = all
        .iter()
        .zip(&said)
        .filter(|(_, said)| said.contains(&Answer::Yes))
        .map(|(flag, _)| flag.id.as_str())
        .collect();
    all.iter().zip(&said).map(|(flag, said)| red_flag(flag, said, &raised)).collect()
}

fn red_flag(flag: &RedFlag, said: &[Answer], raised: &[&str]) -> SafetyItem {
    let yes: Vec<_> = flag
        .questions
        .iter()
        .zip(said)
        .filter(|(_, answer)| **answer == Answer::Yes)
        .map(|(question, _)| question)
        .collect();
    let is_open = said.contains(&Answer::Unanswered);
    let answered = yes.iter().map(|q| q.level).max();
    let by_yes = answered.map(|level| higher(level, flag.raise.as_ref(), raised, yes.len()));
    let by_silence = (flag.starred && is_open).then_some(Level::Doctor);
    let answer = match (yes.is_empty(), is_open) {
        (false, _) => Answer::Yes,
        (true, true) => Answer::Unanswered,
        (true, false) => Answer::No,
    };
    let said_to = |wanted: Answer| {
        let all = flag.questions.iter().zip(said).filter(move |(_, answer)| **answer == wanted);
        all.map(|(question, _)| question)
    };
    let mut text: Vec<String> =
        said_to(Answer::Yes).map(|q| format!("Yes to: {}", q.ask)).collect();
    if by_yes > answered {
        text.push(match &flag.raise {
            Some(raise) if raise.at_least.is_some_and(|n| yes.len() >= n) => {
                "Several of these together count for more.".into()
            }
            Some(raise) => {
                let with: Vec<_> =
                    raise.with.iter().filter(|id| raised.contains(&id.as_str())).cloned().collect();
                format!("It counts for more together with {}.", with.join(", "))
            }
            None => String::new(),
        });
    }
    text.extend(said_to(Answer::Unanswered).map(|q| format!("Not answered: {}", q.ask)));
    if text.is_empty() {
        text.extend(said_to(Answer::No).map(|q| format!("No to: {}", q.ask)));
    }
    SafetyItem {
        id: flag.id.clone(),
        list: SafetyList::RedFlag,
        name: flag.name.clone(),
        answer,
        level: by_yes.max(by_silence),
        text: text.join(" "),
        action: flag.action.clone().filter(|_| answer == Answer::Yes),
        sources: sources(&flag.basis),
        needs_clinician_review: flag.needs_clinician_review(),
    }
}

/// Every caution of the inputs, and any other that was answered with yes: what somebody said is never passed over.
pub(super) fn cautions(answers: &Answers, inputs: &[&Input]) -> Vec<SafetyItem> {
    let looked_at = |caution: &&Caution| {
        is_asked(caution, inputs) || answers.get(&caution.id, 0) == Answer::Yes
    };
    vagal_evidence::cautions()
        .iter()
        .filter(looked_at)
        .map(|caution| {
            let answer = answers.get(&caution.id, 0);
            let said = match answer {
                Answer::Yes => "Yes to",
                Answer::No => "No to",
                Answer::Unanswered => "Not answered",
            };
            let is_yes = answer == Answer::Yes;
            SafetyItem {
                id: caution.id.clone(),
                list: SafetyList::Caution,
                name: caution.name.clone(),
                answer,
                level: is_yes.then(|| level_of(caution.effect)),
                text: format!("{said}: {}", caution.ask),
                action: is_yes.then(|| caution.action.clone()),
                sources: sources(&caution.basis),
                needs_clinician_review: caution.needs_clinician_review(),
            }
        })
        .collect()
}

/// True if a caution is asked before one of these inputs.
pub(super) fn is_asked(caution: &Caution, inputs: &[&Input]) -> bool {
    caution.asked_always || inputs.iter().any(|input| input.cautions.contains(&caution.id))
}

/// The level after what raises it: other flags answered yes, or so many of its own.
pub(super) fn higher(level: Level, raise: Option<&Raise>, raised: &[&str], own: usize) -> Level {
    let Some(raise) = raise else { return level };
    let with = raise.with.iter().any(|id| raised.contains(&id.as_str()));
    let enough = raise.at_least.is_some_and(|n| own >= n);
    if with || enough { level.max(raise.to) } else { level }
}

pub(super) fn sources(basis: &Findings) -> Vec<String> {
    basis.list().iter().map(|found| found.source.clone()).collect()
}
