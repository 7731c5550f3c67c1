//! Red flags, cautions and recording predicates: what must be asked or said first. Data only; the
//! judging lives with the guide.

use crate::{Date, Findings, Status};
use serde::Deserialize;

/// How much something matters. Ordered: the highest of all answers decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// I: a notice about the recording.
    Notice,
    /// L: avoid the area, adapt.
    Adapt,
    /// M: see a doctor before any session.
    Doctor,
    /// U: medical care the same day.
    SameDay,
    /// E: emergency services now.
    Emergency,
}

impl Level {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Adapt => "adapt",
            Self::Doctor => "doctor",
            Self::SameDay => "same_day",
            Self::Emergency => "emergency",
        }
    }

    /// The letter of the list of red flags: E, U, M, L or I.
    pub fn letter(self) -> char {
        match self {
            Self::Notice => 'I',
            Self::Adapt => 'L',
            Self::Doctor => 'M',
            Self::SameDay => 'U',
            Self::Emergency => 'E',
        }
    }

    /// True if nothing else may be advised while it stands.
    pub fn suppresses_advice(self) -> bool {
        self >= Self::Doctor
    }

    /// What is said at this level, if the level itself says something.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Self::Emergency => {
                Some("Stop. Call your emergency number now. Do not have massage or neck treatment.")
            }
            Self::SameDay => Some("Please get medical care today. Sessions are paused."),
            Self::Doctor => {
                Some("Ask a doctor before your next session. We have paused suggestions.")
            }
            Self::Adapt | Self::Notice => None,
        }
    }
}

/// A question that a yes answers in the way one would not wish.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, ending in a question mark.
    pub ask: String,
    /// The level of a yes.
    pub level: Level,
}

/// When a raised item counts for more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// The level it then has.
    pub to: Level,
    /// Keys of red flags, any of which raises it.
    #[serde(default)]
    pub with: Vec<String>,
    /// So many of its own questions answered yes raise it.
    #[serde(default)]
    pub at_least: Option<usize>,
}

/// Part of the body a red flag concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedFlagGroup {
    /// Before any neck massage, manipulation or traction.
    NeckHeadNerve,
    /// Heart and circulation.
    HeartCirculation,
}

/// An answer that stops everything else.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedFlag {
    /// `RF-01`.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// Which part of the body.
    pub group: RedFlagGroup,
    /// True if an unanswered question counts as [`Level::Doctor`].
    pub starred: bool,
    /// Any yes raises the flag, at the highest level answered.
    pub questions: Vec<Question>,
    /// When it counts for more.
    #[serde(default)]
    pub raise: Option<Raise>,
    /// What else follows from it.
    #[serde(default)]
    pub action: Option<String>,
    /// What it rests on.
    pub basis: Findings,
    /// How that is known.
    pub status: Status,
    /// The day by which somebody must look again.
    pub review_by: Date,
}

impl RedFlag {
    /// True if a clinician must look at it before anybody relies on it.
    pub fn needs_clinician_review(&self) -> bool {
        self.status >= Status::SecondHand
    }
}

/// What a caution does to an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Medical care today.
    SameDay,
    /// A doctor first.
    Doctor,
    /// The input is not offered.
    Block,
    /// Later.
    Postpone,
    /// Avoid the area, go lighter.
    Adapt,
    /// Ask, and agree on a stop word.
    Consent,
}

/// A question before an input.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// `CA-01` for touch, `CF-01` for the cold face, `BR-01` for breathing.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// The question, ending in a question mark.
    pub ask: String,
    /// What a yes does.
    pub effect: Effect,
    /// What to do then.
    pub action: String,
    /// What it rests on.
    pub basis: Findings,
    /// How that is known.
    pub status: Status,
    /// The day by which somebody must look again.
    pub review_by: Date,
}

impl Caution {
    /// True if a clinician must look at it before anybody relies on it.
    pub fn needs_clinician_review(&self) -> bool {
        self.status >= Status::SecondHand
    }
}

/// Something a recording itself may show that must be said.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingPredicate {
    /// `RC-01`; the one that `RhythmKind::predicate` of `vagal-core` names.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// What must hold, with its numbers.
    pub predicate: String,
    /// The level it has by itself.
    pub level: Level,
    /// What is said.
    pub text: String,
    /// When it counts for more.
    #[serde(default)]
    pub raise: Option<Raise>,
    /// True if no index of variability is reported under it.
    pub hrv_off: bool,
    /// What it rests on.
    pub basis: Findings,
    /// How that is known.
    pub status: Status,
    /// The day by which somebody must look again.
    pub review_by: Date,
}

impl RecordingPredicate {
    /// True if a clinician must look at it before anybody relies on it.
    pub fn needs_clinician_review(&self) -> bool {
        self.status >= Status::SecondHand
    }
}
