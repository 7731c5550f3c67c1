//! What the beats say about the rhythm, in words that never name a disease.

use vagal_core::Sensor;
use vagal_core::rhythm::Rhythm;
use vagal_evidence::recording_predicates;

use super::{count, duration, share_pct};

/// One line a finding, or one line that says what was looked at; never a diagnosis.
///
/// The words are those of the recording predicate in the ledger.
pub fn rhythm(rhythm: &Rhythm, sensor: Sensor) -> Vec<String> {
    if let Some(why) = &rhythm.not_judged {
        return vec![format!("The rhythm was not judged: {why}.")];
    }
    if rhythm.findings.is_empty() {
        return vec![format!(
            "Nothing irregular was noticed in {} of beats; {} of the beats were early and followed by \
             a long interval. This does not replace an ECG read by a doctor.",
            match rhythm.judged_windows {
                1 => "1 window".to_string(),
                n => format!("{} windows", count(n)),
            },
            share_pct(rhythm.ectopic_pct)
        )];
    }
    let findings = rhythm.findings.iter().map(|f| {
        format!(
            "{}: {} ({} to {}; {})",
            f.kind.predicate(),
            said(f.kind.predicate(), sensor),
            duration(f.start_s),
            duration(f.end_s),
            f.numbers
        )
    });
    findings.collect()
}

fn said(predicate: &str, sensor: Sensor) -> &'static str {
    let predicate = recording_predicates().iter().find(|p| p.id == predicate);
    predicate.map_or("", |p| p.text_for(sensor == Sensor::Ppg))
}
