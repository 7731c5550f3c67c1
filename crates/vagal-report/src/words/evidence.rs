//! The ledger in words: how many claims stand, and what a grade means.

use vagal_evidence::{Claim, ClaimStatus, Grade};

/// How many claims stand, in one sentence.
pub fn standing(claims: &[Claim]) -> String {
    let count = |grades: &[Grade]| claims.iter().filter(|c| grades.contains(&c.grade)).count();
    format!(
        "Of {} claims, {} stand and {} stand in part; in {} the better studies point the other way, {} no study \
         that we found shows, and {} are ways of speaking.",
        claims.len(),
        count(&[Grade::WellSupported, Grade::Supported]),
        count(&[Grade::Mixed]),
        count(&[Grade::Contested]),
        count(&[Grade::Unsupported]),
        count(&[Grade::Definition]),
    )
}

/// What a grade means.
pub fn grade_meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::WellSupported => "several good studies or textbook knowledge, little against",
        Grade::Supported => "more for than against, within limits that are named",
        Grade::Mixed => "studies point both ways, or only part of it holds",
        Grade::Contested => {
            "the better studies point the other way, or the measure does not show it"
        }
        Grade::Unsupported => "no study was found that shows it",
        Grade::Definition => "a way of speaking, a process or a call to act: nothing to test",
    }
}

/// How the evidence of a claim is known, where that limits it.
pub fn claim_status(status: ClaimStatus) -> Option<&'static str> {
    match status {
        ClaimStatus::Verified => None,
        ClaimStatus::PartlyVerified => Some("one source was only partly verified"),
        ClaimStatus::SecondHand => Some("one source is known second-hand"),
        ClaimStatus::Recalled => Some("rests on memory"),
        ClaimStatus::NoSource => Some("no source was found, or none applies"),
    }
}

/// The feature and its command, or that there is no command yet.
pub fn claim_in_vagal(claim: &Claim) -> String {
    if claim.is_built() {
        format!("{}: `{}`", claim.feature, claim.command)
    } else {
        format!("{}: {}", claim.feature, claim.command)
    }
}
