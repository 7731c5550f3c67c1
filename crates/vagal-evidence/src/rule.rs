//! Rules of the guide, the thresholds they compare with, what they ask, and what can be done. Data only; the
//! judging lives with the guide.

use crate::Date;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use vagal_core::RuleList;

/// A list by its identifier.
fn list<'de, D: Deserializer<'de>>(from: D) -> Result<RuleList, D::Error> {
    let id = String::deserialize(from)?;
    RuleList::parse(&id).ok_or_else(|| {
        let known: Vec<_> = RuleList::ALL.iter().map(|list| list.id()).collect();
        de::Error::custom(format!("`{id}` is no list; there are {}", known.join(", ")))
    })
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `A1`, `S1a`, `UC-M`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// Which list of the article it belongs to, or a use case.
    #[serde(deserialize_with = "list")]
    pub list: RuleList,
    /// The claims it puts to the test, the first one foremost.
    pub claims: Vec<String>,
    /// What must hold, in words.
    pub predicate: String,
    /// The least data.
    pub needs: String,
    /// What these data cannot show, whatever the state.
    pub cannot_know: String,
    /// Keys of the thresholds it compares with.
    pub thresholds: Vec<String>,
    /// Keys of the questions it needs answered.
    pub questions: Vec<String>,
    /// One sentence for each way it can come out; `{name}` stands for a number behind the verdict.
    pub says: BTreeMap<String, String>,
    /// What to do, for a use case.
    #[serde(default)]
    pub plan: Option<String>,
    /// When it may be called a success, for a use case.
    #[serde(default)]
    pub success: Option<String>,
    /// What is said if it is not, for a use case.
    #[serde(default)]
    pub on_failure: Option<String>,
    /// Raised whenever the predicate, a threshold or a sentence changes.
    pub version: u32,
    /// The day by which somebody must look again.
    pub review_by: Date,
}

/// A number that rules compare with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleThreshold {
    /// Stable identifier: `onset_days`.
    pub id: String,
    /// The number.
    pub value: f64,
    /// What it counts.
    pub unit: String,
    /// Why it is what it is.
    pub reason: String,
    /// Key of its source; without one it is a house choice.
    #[serde(default)]
    pub source: Option<String>,
}

/// What rules ask, answered with yes or no beside the red flags.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleQuestion {
    /// `GQ-01`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// The questions, each ending in a question mark.
    pub asks: Vec<String>,
}

/// Something that can be done now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideOption {
    /// Stable identifier: `go_on`.
    pub id: String,
    /// In a few words.
    pub name: String,
    /// What it is.
    pub says: String,
    /// Who earns from it, where somebody does.
    #[serde(default)]
    pub interest: Option<String>,
}

/// The names in braces of a sentence, or what is wrong with the braces.
///
/// ```
/// use vagal_evidence::rule::placeholders;
///
/// assert_eq!(placeholders("From {since} by {change}.").unwrap(), ["since", "change"]);
/// assert!(placeholders("From {since by {change}.").is_err());
/// ```
///
/// # Errors
///
/// A sentence that says which brace has no partner, or which name is no identifier.
pub fn placeholders(sentence: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = sentence;
    while let Some(open) = rest.find(['{', '}']) {
        if rest[open..].starts_with('}') {
            return Err("a `}` without its `{`".into());
        }
        let inside = &rest[open + 1..];
        let end = inside.find(['{', '}']).filter(|at| inside[*at..].starts_with('}'));
        let end = end.ok_or("a `{` without its `}`")?;
        let name = &inside[..end];
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(format!("`{{{name}}}` is no name"));
        }
        names.push(name);
        rest = &inside[end + 1..];
    }
    Ok(names)
}
