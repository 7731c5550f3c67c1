//! Safety: red flags, cautions and recordings, judged before anything else is said.
//!
//! The items are data of `vagal-evidence`; here is how answers to them are read. Three rules hold
//! everywhere:
//!
//! - **Unanswered is not no.** A starred red flag without an answer counts as "see a doctor"; an
//!   input that is off by default stays off until every one of its questions was answered no.
//! - **The gravest answer decides.** From "see a doctor" on, all other advice is suppressed.
//! - **Nothing found is not a finding.** No text says that a person may go ahead without risk.

mod answers;
mod gate;
mod intake;
mod recording;

pub use answers::{Answers, AnswersError, Question, questions};
pub use recording::{NeckPressure, RecordingFacts};

use vagal_core::{SafetyCheck, SafetyItem};
use vagal_evidence::Input;

/// Judges the answers and what recordings showed.
///
/// - **`inputs`** the inputs under consideration. Their cautions are looked at, and any other that was answered
///   with yes.
/// - **`recordings`** facts of recordings made at rest, each on its own; none: the list of recording
///   predicates is not looked at.
/// - **Order of items** red flags, cautions, recording predicates, each as in the ledger.
pub fn check(answers: &Answers, inputs: &[&Input], recordings: &[RecordingFacts]) -> SafetyCheck {
    let flags = intake::red_flags(answers);
    let cautions = intake::cautions(answers, inputs);
    let recorded = recording::judge(recordings, &flags);
    let items: Vec<SafetyItem> = flags.into_iter().chain(cautions).chain(recorded).collect();
    let level = items.iter().filter_map(|item| item.level).max();
    let inputs = inputs.iter().map(|input| gate::judge(input, answers, &items, level)).collect();
    SafetyCheck { level, items, inputs }
}
