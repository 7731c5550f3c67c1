//! An interference kind: what may stand in the way of an input. A hypothesis, never a finding.

use crate::{Date, Findings};
use serde::Deserialize;

/// Who says that it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedBy {
    /// The person, in the diary.
    #[serde(rename = "self")]
    Person,
    /// A clinician, with date and name. Never inferred.
    Clinician,
}

/// One kind of interference.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interference {
    /// Stable identifier: `sleep_debt`.
    pub id: String,
    /// Name for a reader.
    pub name: String,
    /// What it is, in one or two sentences.
    pub description: String,
    /// The question of the diary.
    pub ask: String,
    /// What the answer is measured in.
    pub unit: String,
    /// Who records it.
    pub recorded_by: RecordedBy,
    /// True if it is never asked unless turned on.
    pub optional: bool,
    /// What is said to a yes that should lead to people rather than to numbers.
    #[serde(default)]
    pub support: Option<String>,
    /// Claims that speak about it; may be empty.
    pub claims: Vec<String>,
    /// What studies found about it and vagally mediated HRV.
    pub evidence: Findings,
    /// The day by which somebody must look again.
    pub review_by: Date,
}
