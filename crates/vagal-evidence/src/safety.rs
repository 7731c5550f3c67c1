//! Red flags, cautions and recording predicates: what must be asked or said first. Data only; the
//! judging lives with the guide.

use crate::{Date, Findings, Status};
use serde::{Deserialize, Deserializer, de};
use vagal_core::Level;

/// A level by its identifier.
fn level<'de, D: Deserializer<'de>>(from: D) -> Result<Level, D::Error> {
    let id = String::deserialize(from)?;
    Level::parse(&id).ok_or_else(|| {
        let known: Vec<_> = Level::ALL.iter().rev().map(|level| level.id()).collect();
        de::Error::custom(format!("`{id}` is no level; there are {}", known.join(", ")))
    })
}

/// A question that a yes answers in the way one would not wish.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, ending in a question mark.
    pub ask: String,
    /// The level of a yes.
    #[serde(deserialize_with = "level")]
    pub level: Level,
}

/// When a raised item counts for more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// The level it then has.
    #[serde(deserialize_with = "level")]
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
    /// `CA-01` for touch, `CF-01` for the cold face, `BR-01` for breathing, `MV-01` for movement.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// True if it is asked whatever input is considered: it is about a session that was.
    #[serde(default)]
    pub asked_always: bool,
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
    #[serde(deserialize_with = "level")]
    pub level: Level,
    /// What is said.
    pub text: String,
    /// What is said where only a pulse wave was recorded.
    #[serde(default)]
    pub pulse_text: Option<String>,
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
    /// What is said of an ECG or strap, or of a pulse wave.
    pub fn text_for(&self, is_pulse: bool) -> &str {
        self.pulse_text.as_deref().filter(|_| is_pulse).unwrap_or(&self.text)
    }

    /// True if a clinician must look at it before anybody relies on it.
    pub fn needs_clinician_review(&self) -> bool {
        self.status >= Status::SecondHand
    }
}
