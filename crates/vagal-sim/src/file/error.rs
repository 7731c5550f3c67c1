//! What can be wrong with a scenario file: where, what was found, what to try.

use crate::scenario::ScenarioError;

/// A scenario file cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The text is no TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// Nothing knows this key.
    #[error("line {line}: `{key}` is not a key of {section}")]
    UnknownKey {
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The table it stands in.
        section: String,
        /// The known key that is spelt most like it.
        nearest: Option<String>,
        /// Every known key.
        known: Vec<String>,
    },
    /// A value of the wrong kind.
    #[error("line {line}: `{key}` wants {want}, not {found}")]
    WrongKind {
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// What it wants.
        want: &'static str,
        /// What stands there.
        found: String,
    },
    /// A name that is on no list.
    #[error("line {line}: `{name}` is no {key}")]
    UnknownName {
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The name.
        name: String,
        /// The known name that is spelt most like it.
        nearest: Option<String>,
        /// Every known name.
        known: Vec<String>,
    },
    /// A key that must be there.
    #[error("line {line}: {section} lacks `{key}`")]
    Missing {
        /// Line of the table, from 1.
        line: usize,
        /// The key.
        key: &'static str,
        /// The table.
        section: String,
    },
    /// The scenario cannot be run.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
}

impl FileError {
    /// The next thing to try.
    pub fn hint(&self) -> String {
        match self {
            Self::Syntax { .. } => {
                "a scenario is TOML: `key = value`, tables in `[brackets]`, stimuli in `[[stimulus]]`".into()
            }
            Self::UnknownKey { nearest, known, .. } | Self::UnknownName { nearest, known, .. } => {
                match nearest {
                    Some(name) if known.len() > LISTED => format!("did you mean `{name}`?"),
                    Some(name) => format!("did you mean `{name}`? Known: {}", listed(known)),
                    None => "take it out: nothing is known here".into(),
                }
            }
            Self::WrongKind { want, .. } => format!("write {want}"),
            Self::Missing { key, .. } => format!("add `{key} = …`"),
            Self::Scenario(ScenarioError::OutOfRange { name, lo, hi, .. }) => {
                format!("set `{name}` between {lo} and {hi}")
            }
            Self::Scenario(ScenarioError::EmptyStimulus { .. }) => {
                "`end_s` is the first second after the stimulus".into()
            }
            Self::Scenario(ScenarioError::NotInModel { .. }) => {
                "leave it out, or take `model = \"vref\"`".into()
            }
            Self::Scenario(_) => "check the parameters that differ from their defaults".into(),
        }
    }
}

/// As many names as are read with pleasure.
const LISTED: usize = 16;

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The known name most like `wrong`: one that begins with it or ends with it first, then by edits.
pub(super) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let part = |name: &str| wrong.len() > 2 && (name.starts_with(wrong) || name.ends_with(wrong));
    let far = |name: &str| if part(name) { 1 } else { distance(wrong, name) };
    known.into_iter().min_by_key(|name| far(name)).map(str::to_owned)
}

/// Edits (insert, delete, replace, swap of neighbours) between two words, letter case aside.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_far_apart_as_their_edits() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("pressrue", "pressure"), 1);
        assert_eq!(nearest("presure", ["pressure", "region"]), Some("pressure".into()));
        assert_eq!(nearest("rate", ["tidal_l", "rate_per_min"]), Some("rate_per_min".into()));
        assert_eq!(nearest("rate", []), None);
    }
}
