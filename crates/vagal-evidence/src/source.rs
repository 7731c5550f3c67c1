//! A source: one paper, guideline or method, and what it found in our words.

use serde::Deserialize;

/// How the finding of a source is known to us. Later variants are weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The finding was read in the paper, its abstract or its record.
    Verified,
    /// The citation was seen; a detail of the finding is from memory.
    PartlyVerified,
    /// Read in somebody else's account of it.
    SecondHand,
    /// From memory. Nothing that touches safety may rest on it without a clinician's review.
    Recalled,
}

impl Status {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::PartlyVerified => "partly_verified",
            Self::SecondHand => "second_hand",
            Self::Recalled => "recalled",
        }
    }

    /// For a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::PartlyVerified => "partly verified",
            Self::SecondHand => "second-hand",
            Self::Recalled => "recalled",
        }
    }
}

/// What a source is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// It speaks for or against a claim.
    Evidence,
    /// A number of the software is computed or judged by it.
    Method,
    /// A red flag or caution rests on it.
    Safety,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Lower-case key, authors then year: `moyer-2011`.
    pub key: String,
    /// What it is used for.
    pub kind: SourceKind,
    /// Authors, title, where and when. A citation is a fact, not our wording.
    pub citation: String,
    /// What it found, with its numbers, in our words.
    pub finding: String,
    /// How we know.
    pub status: Status,
    /// Digital object identifier, without `https://doi.org/`.
    #[serde(default)]
    pub doi: Option<String>,
}

impl Source {
    /// Where it can be read, if it has a doi.
    pub fn url(&self) -> Option<String> {
        self.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"))
    }
}
