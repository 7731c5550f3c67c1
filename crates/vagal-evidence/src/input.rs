//! An input: something done to or by a person that may shift the autonomic state.

use crate::claim::Findings;
use serde::Deserialize;

/// One kind of input.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Stable identifier: `slow_breathing`.
    pub id: String,
    /// Name for a reader: `slow breathing`.
    pub name: String,
    /// Other words accepted on the command line. Case, spaces, `-` and `_` do not matter.
    pub synonyms: Vec<String>,
    /// What it is, in one neutral sentence.
    pub description: String,
    /// Claims that speak about its effect on vagally mediated HRV; may be empty.
    pub claims: Vec<String>,
    /// What studies found about its effect on vagally mediated HRV.
    pub evidence: Findings,
    /// True if breathing itself is what is done, so that only phases of natural breathing compare.
    pub breathing_is_input: bool,
    /// What to know about breathing under this input, where it often changes.
    #[serde(default)]
    pub breathing_note: Option<String>,
    /// Keys of the cautions to ask about before it is offered.
    pub cautions: Vec<String>,
    /// What the person must say yes to before each time, where the input is touch.
    #[serde(default)]
    pub consent: Option<String>,
    /// Within which limits it is done, one sentence each.
    #[serde(default)]
    pub limits: Vec<String>,
    /// True if it is not offered until its gate of cautions was answered.
    #[serde(default)]
    pub off_by_default: bool,
}

impl Input {
    /// True if `word` names this input: its identifier, its name or a synonym.
    pub fn is_called(&self, word: &str) -> bool {
        let word = normal(word);
        self.names().any(|name| normal(name) == word)
    }

    /// Everything it may be called: identifier, name, synonyms.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.id, &self.name].into_iter().chain(&self.synonyms).map(String::as_str)
    }

    /// True if breathing is the input or is known to change under it.
    pub fn may_change_breathing(&self) -> bool {
        self.breathing_is_input || self.breathing_note.is_some()
    }
}

/// A name as it is compared: lower case, one space for any run of spaces, `-` and `_`.
pub(crate) fn normal(name: &str) -> String {
    let parted = name.to_lowercase().replace(['-', '_'], " ");
    parted.split_whitespace().collect::<Vec<_>>().join(" ")
}
