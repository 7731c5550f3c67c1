//! `vagal.evidence/1`: claims with grade, status, both sides, feature and command.

use serde::Serialize;
use vagal_evidence::{Claim, Findings};

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvidenceFindingJson {
    /// Key of the source.
    pub source: String,
    /// What it found.
    pub found: String,
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerClaimJson {
    /// `C01`.
    pub id: String,
    /// How well it stands.
    pub grade: &'static str,
    /// How its evidence is known.
    pub status: &'static str,
    /// What implements or tests it.
    pub feature: String,
    /// The command that shows it, or "not built yet".
    pub command: String,
    /// True if a command shows it today.
    pub built: bool,
    /// What kind of statement it is.
    pub kind: &'static str,
    /// The claim under test, in our words.
    pub paraphrase: String,
    /// Why this grade.
    pub why: String,
    /// What speaks for it; empty: none found.
    #[serde(rename = "for")]
    pub supporting: Vec<EvidenceFindingJson>,
    /// What speaks against it or limits it; empty: none found.
    pub against: Vec<EvidenceFindingJson>,
    /// How to test it.
    pub test_on_yourself: String,
    /// The day by which somebody must look again.
    pub review_by: String,
}

/// The whole answer of `vagal evidence`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvidenceJson {
    /// `vagal.evidence/1`.
    pub schema: &'static str,
    /// The claims.
    pub claims: Vec<LedgerClaimJson>,
    /// What the person's own diary says, where one claim was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub your_own_data: Vec<String>,
}

impl EvidenceJson {
    /// The wire form.
    pub fn new(claims: &[&Claim], own: &[String]) -> Self {
        Self {
            schema: "vagal.evidence/1",
            claims: claims.iter().map(|c| claim(c)).collect(),
            your_own_data: own.to_vec(),
        }
    }
}

fn claim(c: &Claim) -> LedgerClaimJson {
    LedgerClaimJson {
        id: c.id.clone(),
        grade: c.grade.id(),
        status: c.status.id(),
        feature: c.feature.clone(),
        command: c.command.clone(),
        built: c.is_built(),
        kind: c.kind.id(),
        paraphrase: c.paraphrase.clone(),
        why: c.why.clone(),
        supporting: findings(&c.evidence_for),
        against: findings(&c.evidence_against),
        test_on_yourself: c.test_on_yourself.clone(),
        review_by: c.review_by.to_string(),
    }
}

fn findings(findings: &Findings) -> Vec<EvidenceFindingJson> {
    let list = findings.list().iter();
    list.map(|e| EvidenceFindingJson { source: e.source.clone(), found: e.found.clone() }).collect()
}
