//! The wording lint: words and phrases the software must not use about a person.
//!
//! The rules are `data/wording.toml`. A denial ("not a diagnosis") or a question is fine where its
//! rule says so. Exempt are paraphrases of claims under test, and nothing else that we write;
//! titles of papers are names and are not linted.

mod html;
mod pattern;
mod tokens;

pub use html::visible_text;

use pattern::Pattern;
use serde::Deserialize;
use std::fmt;
use std::sync::LazyLock;
use tokens::{Boundary, Token, is_question, tokens};

/// How many words may stand between a denial and what it denies. House choice: "Do not have massage
/// or neck …" needs four; "No signs found and you are safe" must not pass.
const DENIAL_REACH: usize = 4;

/// A bare "no" or "without" reaches only the next word but one: "no clinical diagnosis".
const NO_REACH: usize = 1;

/// Who speaks in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The software, its pages, its documentation, its data.
    Ours,
    /// The field that paraphrases a claim under test. Exempt: it says what others assert.
    ClaimUnderTest,
}

/// A rule of the lint, as the data file has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable identifier.
    pub id: String,
    /// What it looks for.
    pub phrases: Vec<String>,
    /// Phrases in which the same words are harmless.
    #[serde(default)]
    pub allow: Vec<String>,
    /// True if a denial of it is fine.
    #[serde(default)]
    pub denied: bool,
    /// True if it is fine in a question.
    #[serde(default)]
    pub asked: bool,
    /// Why it must not be said.
    pub why: String,
    /// What may be said.
    pub instead: String,
    /// Texts it must find something in.
    pub caught: Vec<String>,
    /// Texts in which no rule may find anything.
    pub fine: Vec<String>,
}

/// One forbidden phrase in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule it breaks.
    pub rule: &'static str,
    /// The phrase, as written.
    pub phrase: String,
    /// The line of the text it begins on, from 1.
    pub line: usize,
    /// Why it must not be said.
    pub why: &'static str,
    /// What may be said.
    pub instead: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, phrase, why, instead, .. } = self;
        write!(f, "\"{phrase}\" ({rule}: {why}; say instead: {instead})")
    }
}

struct Compiled {
    rule: Rule,
    phrases: Vec<Pattern>,
    allow: Vec<Pattern>,
}

fn compile(text: &str) -> Result<Vec<Compiled>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct RuleFile {
        rule: Vec<Rule>,
    }
    let file: RuleFile = toml::from_str(text).map_err(|e| e.to_string())?;
    let patterns = |list: &[String]| -> Result<Vec<_>, String> {
        list.iter().map(|phrase| Pattern::parse(phrase)).collect()
    };
    file.rule
        .into_iter()
        .map(|rule| {
            Ok(Compiled { phrases: patterns(&rule.phrases)?, allow: patterns(&rule.allow)?, rule })
        })
        .collect()
}

static RULES: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    compile(include_str!("../data/wording.toml"))
        .expect("invariant: the rules compile; a test holds it")
});

/// Every rule, in the order of the file.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|c| &c.rule)
}

/// Finds forbidden phrases in a text, in the order of the text.
///
/// ```
/// use vagal_evidence::wording::{Context, lint};
///
/// assert_eq!(lint("Your cortisol dropped.", Context::Ours)[0].rule, "cortisol");
/// assert!(lint("This is not a diagnosis.", Context::Ours).is_empty());
/// assert!(lint("Cortisol drops.", Context::ClaimUnderTest).is_empty());
/// ```
pub fn lint(text: &str, context: Context) -> Vec<Finding> {
    match context {
        Context::Ours => lint_except(text, &[]),
        Context::ClaimUnderTest => Vec::new(),
    }
}

/// As [`lint`] over a whole page, in which the texts of `exempt` may occur word by word. Give it
/// [`Ledger::exempt_texts`](crate::Ledger::exempt_texts) and, for HTML, [`visible_text`].
pub fn lint_except(text: &str, exempt: &[&str]) -> Vec<Finding> {
    let words = tokens(text);
    let exempt = exempt_words(&words, exempt);
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for compiled in RULES.iter() {
        let mut said = 0; // words before this one belong to what the rule has found already
        for from in 0..words.len() {
            let Some(to) = compiled.phrases.iter().filter_map(|p| p.matches_at(&words, from)).min()
            else {
                continue;
            };
            if from < said
                || exempt[from..to].iter().all(|e| *e)
                || compiled.is_fine(text, &words, from, to)
            {
                continue;
            }
            said = to;
            let (start, end) = (words[from].start, words[to - 1].end);
            let finding = Finding {
                rule: &compiled.rule.id,
                phrase: text[start..end].split_whitespace().collect::<Vec<_>>().join(" "),
                line: text[..start].matches('\n').count() + 1,
                why: &compiled.rule.why,
                instead: &compiled.rule.instead,
            };
            found.push((start, finding));
        }
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, finding)| finding).collect()
}

impl Compiled {
    /// True if words `from..to` are harmless here: allowed, denied or asked.
    fn is_fine(&self, text: &str, words: &[Token], from: usize, to: usize) -> bool {
        let allowed = self.allow.iter().any(|phrase| {
            // An allowed phrase may begin before the words it excuses.
            (from.saturating_sub(DENIAL_REACH)..=from)
                .any(|at| phrase.matches_at(words, at).is_some_and(|end| end >= to))
        });
        allowed
            || (self.rule.denied && is_denied(words, from, to))
            || (self.rule.asked && is_question(text, words[to - 1].end))
    }
}

fn is_denied(words: &[Token], from: usize, to: usize) -> bool {
    let inside = words[from..to].iter().any(|t| is_not(&t.word));
    // The clause of the first word, read backward from it.
    let clause = words[..=from].iter().rposition(|t| t.boundary > Boundary::None).unwrap_or(0);
    let before = words[clause..from].iter().rev().enumerate();
    inside
        || before.take(DENIAL_REACH + 1).any(|(between, t)| {
            is_not(&t.word)
                || (between <= NO_REACH && matches!(t.word.as_str(), "no" | "without" | "nobody"))
        })
}

fn is_not(word: &str) -> bool {
    matches!(word, "not" | "never" | "cannot" | "nor" | "neither") || word.ends_with("n't")
}

/// Which words belong to an exempt text, found word by word so that line breaks do not matter.
fn exempt_words(words: &[Token], texts: &[&str]) -> Vec<bool> {
    let mut exempt = vec![false; words.len()];
    for text in texts {
        let wanted: Vec<_> = tokens(text).into_iter().map(|t| t.word).collect();
        if wanted.is_empty() || wanted.len() > words.len() {
            continue;
        }
        for at in 0..=words.len() - wanted.len() {
            if words[at..at + wanted.len()].iter().map(|t| &t.word).eq(&wanted) {
                exempt[at..at + wanted.len()].fill(true);
            }
        }
    }
    exempt
}

#[cfg(test)]
mod tests;
