//! `vagal.check/1`: the level, every item, and which inputs are offered.

use serde::Serialize;
use vagal_core::{InputGate, Level, SafetyCheck, SafetyItem};

use crate::words;

/// One item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SafetyItemJson {
    /// Key in the ledger.
    pub id: String,
    /// `red_flag`, `caution` or `recording`.
    pub list: &'static str,
    /// What it is.
    pub name: String,
    /// The level it counts at, or `null`.
    pub level: Option<&'static str>,
    /// The same as E, U, M, L or I.
    pub letter: Option<char>,
    /// `yes`, `no` or `unanswered`.
    pub answer: &'static str,
    /// What was answered or found, or that it is open.
    pub text: String,
    /// What to do about it, or `null` where nothing may be advised.
    pub action: Option<String>,
    /// Keys of its sources, joined by commas, or that none was found.
    pub source: String,
    /// True if a clinician must look at it before anybody relies on it.
    pub needs_clinician_review: bool,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputGateJson {
    /// Identifier.
    pub input: String,
    /// `paused`, `not_offered`, `later`, `consent_first`, `questions_open`, `adapted` or `nothing_found`.
    pub state: &'static str,
    /// True if it may be suggested.
    pub offered: bool,
    /// Reasons and changes.
    pub says: Vec<String>,
}

/// The whole answer of `vagal check`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SafetyJson {
    /// `vagal.check/1`.
    pub schema: &'static str,
    /// `emergency`, `same_day`, `doctor`, `adapt`, `notice`, or `null`.
    pub level: Option<&'static str>,
    /// The same as E, U, M, L or I.
    pub letter: Option<char>,
    /// What is said at this level.
    pub says: String,
    /// True if no other advice may be given.
    pub suppresses_advice: bool,
    /// Every item that was looked at.
    pub items: Vec<SafetyItemJson>,
    /// The inputs that were asked about.
    pub inputs: Vec<InputGateJson>,
    /// What the check is and is not.
    pub note: &'static str,
}

impl SafetyJson {
    /// The wire form.
    pub fn new(check: &SafetyCheck) -> Self {
        Self {
            schema: "vagal.check/1",
            level: check.level.map(Level::id),
            letter: check.level.map(Level::letter),
            says: words::safety_answer(check),
            suppresses_advice: check.suppresses_advice(),
            items: check.items.iter().map(|i| item(check, i)).collect(),
            inputs: check.inputs.iter().map(gate).collect(),
            note: words::WHAT_A_CHECK_IS,
        }
    }
}

fn item(check: &SafetyCheck, item: &SafetyItem) -> SafetyItemJson {
    SafetyItemJson {
        id: item.id.clone(),
        list: item.list.id(),
        name: item.name.clone(),
        level: item.level.map(Level::id),
        letter: item.level.map(Level::letter),
        answer: item.answer.id(),
        text: item.text.clone(),
        action: check.action_of(item).map(str::to_owned),
        source: words::item_sources(item),
        needs_clinician_review: item.needs_clinician_review,
    }
}

fn gate(gate: &InputGate) -> InputGateJson {
    InputGateJson {
        input: gate.input.clone(),
        state: gate.state.id(),
        offered: gate.state.is_open(),
        says: gate.says.clone(),
    }
}
