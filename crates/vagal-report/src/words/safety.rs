//! What a check of answers and recordings came to, in plain words.

use vagal_core::{Answer, GateState, Level, SafetyCheck, SafetyItem};

/// Said under every check: it looks for some things and finds some of them.
pub const WHAT_A_CHECK_IS: &str = "These are questions, not an examination: they find some of what they look for and miss some. \
     If something worries you, see a doctor, whatever stands here.";

/// The mark of items that rest on memory or on somebody else's account.
pub const NEEDS_REVIEW: &str =
    "† from memory or second-hand; needs a clinician's review before anybody relies on it";

/// The answer in one or two sentences.
pub fn safety_answer(check: &SafetyCheck) -> String {
    let at = |level| check.raised().iter().any(|item| item.level == Some(level));
    match check.level.and_then(Level::text) {
        Some(text) => text.to_owned(),
        None if at(Level::Adapt) => "Some answers ask for care or for changes; see below.".into(),
        None if at(Level::Notice) => "A recording gives a notice; see below.".into(),
        None => "Nothing that was asked or recorded raised anything. That does not show that nothing is there.".into(),
    }
}

/// Why the level is what it is, where nobody answered yes to anything so grave.
pub fn by_silence(check: &SafetyCheck) -> Option<String> {
    let level = check.level.filter(|level| level.suppresses_advice())?;
    let raised = check.raised();
    let open = raised.iter().filter(|i| i.answer == Answer::Unanswered).count();
    let answered = raised.iter().any(|i| i.answer == Answer::Yes && i.level == Some(level));
    (open > 0 && !answered).then(|| {
        format!(
            "That is so because questions of {open} red {} open, and an open question of this kind counts as \"see a doctor\".",
            if open == 1 { "flag are" } else { "flags are" }
        )
    })
}

/// Said in place of the inputs while advice is suppressed.
pub const ALL_PAUSED: &str = "Every input is paused until then.";

/// A level for a reader.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Emergency => "emergency",
        Level::SameDay => "medical care today",
        Level::Doctor => "see a doctor first",
        Level::Adapt => "take care",
        Level::Notice => "notice",
    }
}

/// The state of a gate for a reader.
pub fn gate(state: GateState) -> &'static str {
    match state {
        GateState::Paused => "paused",
        GateState::NotOffered => "not offered",
        GateState::Later => "not today",
        GateState::ConsentFirst => "your yes first",
        GateState::QuestionsOpen => "questions open",
        GateState::Adapted => "with changes",
        GateState::NothingFound => "nothing found against it",
        GateState::NotAsked => "no questions of its own",
    }
}

/// Name, with the mark of what needs a clinician's review.
pub fn item_name(item: &SafetyItem) -> String {
    let mark = if item.needs_clinician_review { " †" } else { "" };
    format!("{}{mark}", item.name)
}

/// Citations of the sources of an item, or that there is none.
pub fn item_sources(item: &SafetyItem) -> String {
    if item.sources.is_empty() {
        return "none found, from memory".into();
    }
    item.sources.join(", ")
}
