//! A claim under test: what is asserted, how well it stands, and how to test it on oneself.

use crate::{Date, Status};
use serde::Deserialize;

/// What a claim says in place of a command while nothing shows it.
pub const NOT_BUILT_YET: &str = "not built yet";

/// What a list of findings says when nothing was found.
const NONE_FOUND: &str = "none found";

/// How well a claim stands. Earlier variants stand better; `Definition` is beside the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Several good studies or textbook knowledge; little against.
    WellSupported,
    /// More for than against, with limits that are named.
    Supported,
    /// Studies point both ways, or only part of the claim holds.
    Mixed,
    /// The better studies point the other way, or the measure does not show it.
    Contested,
    /// No study found that shows it.
    Unsupported,
    /// A way of speaking, a process or a call to act: nothing that data could decide.
    Definition,
}

impl Grade {
    /// Every grade, from the best.
    pub const ALL: [Self; 6] = [
        Self::WellSupported,
        Self::Supported,
        Self::Mixed,
        Self::Contested,
        Self::Unsupported,
        Self::Definition,
    ];

    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::WellSupported => "well_supported",
            Self::Supported => "supported",
            Self::Mixed => "mixed",
            Self::Contested => "contested",
            Self::Unsupported => "unsupported",
            Self::Definition => "definition",
        }
    }

    /// For a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::WellSupported => "well supported",
            other => other.id(),
        }
    }

    /// Filled cells of a bar of four; `None` for a definition, which has no bar.
    pub fn bar(self) -> Option<u8> {
        match self {
            Self::WellSupported => Some(4),
            Self::Supported => Some(3),
            Self::Mixed => Some(2),
            Self::Contested => Some(1),
            Self::Unsupported => Some(0),
            Self::Definition => None,
        }
    }
}

/// What kind of statement a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// How something comes about.
    Mechanism,
    /// What changes.
    Effect,
    /// This against that.
    Comparison,
    /// More or less of it.
    Dose,
    /// How long it lasts.
    Durability,
    /// When to do what.
    DecisionRule,
    /// A step of the assessment.
    Pathway,
    /// A way of seeing it.
    Framing,
}

impl ClaimKind {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Mechanism => "mechanism",
            Self::Effect => "effect",
            Self::Comparison => "comparison",
            Self::Dose => "dose",
            Self::Durability => "durability",
            Self::DecisionRule => "decision_rule",
            Self::Pathway => "pathway",
            Self::Framing => "framing",
        }
    }
}

/// How the evidence of a claim is known: as its weakest source, or not from a source at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimStatus {
    /// Every source was read.
    Verified,
    /// One source is only partly verified.
    PartlyVerified,
    /// One source is second-hand.
    SecondHand,
    /// One source, or the textbook knowledge itself, is from memory.
    Recalled,
    /// A search found no source, or none applies.
    NoSource,
}

impl ClaimStatus {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::PartlyVerified => "partly_verified",
            Self::SecondHand => "second_hand",
            Self::Recalled => "recalled",
            Self::NoSource => "no_source",
        }
    }
}

impl From<Status> for ClaimStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Verified => Self::Verified,
            Status::PartlyVerified => Self::PartlyVerified,
            Status::SecondHand => Self::SecondHand,
            Status::Recalled => Self::Recalled,
        }
    }
}

/// What one source says about one claim.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Key of the source.
    pub source: String,
    /// What it found that bears on this claim, in our words, one line.
    pub found: String,
}

/// A list of findings, or the statement that none were found. There is no empty list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "RawFindings")]
pub enum Findings {
    /// Somebody looked and found nothing.
    NoneFound,
    /// At least one finding.
    Found(Vec<Evidence>),
}

impl Findings {
    /// The findings, empty for none found.
    pub fn list(&self) -> &[Evidence] {
        match self {
            Self::NoneFound => &[],
            Self::Found(list) => list,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected \"none found\" or a list of { source, found }")]
enum RawFindings {
    Words(String),
    List(Vec<Evidence>),
}

impl TryFrom<RawFindings> for Findings {
    type Error = String;

    fn try_from(raw: RawFindings) -> Result<Self, String> {
        match raw {
            RawFindings::Words(words) if words == NONE_FOUND => Ok(Self::NoneFound),
            RawFindings::Words(words) => {
                Err(format!("`{words}` names no source; list sources or say \"{NONE_FOUND}\""))
            }
            RawFindings::List(list) if list.is_empty() => {
                Err(format!("an empty list hides whether anybody looked; say \"{NONE_FOUND}\""))
            }
            RawFindings::List(list) => Ok(Self::Found(list)),
        }
    }
}

/// One claim of the article the system comes from, taken apart.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// `C01` to `C63`, in the order of the article.
    pub id: String,
    /// What is asserted, in our words. The only field that may use the claim's own language.
    pub paraphrase: String,
    /// What kind of statement.
    pub kind: ClaimKind,
    /// How well it stands.
    pub grade: Grade,
    /// Why this grade, in one or two sentences.
    pub why: String,
    /// What speaks for it.
    #[serde(rename = "for")]
    pub evidence_for: Findings,
    /// What speaks against it, or limits it.
    #[serde(rename = "against")]
    pub evidence_against: Findings,
    /// How a person can test it, or that it cannot be tested at home.
    pub test_on_yourself: String,
    /// How the evidence is known.
    pub status: ClaimStatus,
    /// What in the system implements or tests it.
    pub feature: String,
    /// The command that shows it, or [`NOT_BUILT_YET`].
    pub command: String,
    /// True for the few that carry the article: shown first, so that a minute suffices.
    #[serde(default)]
    pub central: bool,
    /// The day by which somebody must look again.
    pub review_by: Date,
}

impl Claim {
    /// True if a command shows it today.
    pub fn is_built(&self) -> bool {
        self.command != NOT_BUILT_YET
    }

    /// Everything found, for and then against.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence_for.list().iter().chain(self.evidence_against.list())
    }
}
