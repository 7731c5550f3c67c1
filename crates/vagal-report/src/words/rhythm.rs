//! What the beats say about the rhythm, in words that never name a disease.

use vagal_core::Sensor;
use vagal_core::rhythm::{Rhythm, RhythmKind};

use super::{count, duration, share_pct};

/// One line a finding, or one line that says what was looked at; never a diagnosis.
pub fn rhythm(rhythm: &Rhythm, sensor: Sensor) -> Vec<String> {
    let heartbeat = if sensor == Sensor::Ppg { "pulse signal" } else { "heartbeat" };
    if let Some(why) = &rhythm.not_judged {
        return vec![format!("The rhythm was not judged: {why}.")];
    }
    let mut lines: Vec<String> = rhythm
        .findings
        .iter()
        .map(|f| {
            format!(
                "{}: {} ({} to {}; {}).",
                f.kind.predicate(),
                sentence(f.kind, heartbeat),
                duration(f.start_s),
                duration(f.end_s),
                f.numbers
            )
        })
        .collect();
    if lines.is_empty() {
        lines.push(format!(
            "Nothing irregular was noticed in {} of beats; {} of the beats were early and followed by \
             a long interval. This does not replace an ECG read by a doctor.",
            match rhythm.judged_windows {
                1 => "1 window".to_string(),
                n => format!("{} windows", count(n)),
            },
            share_pct(rhythm.ectopic_pct)
        ));
    } else {
        lines.push("This is not a diagnosis. Show an ECG to a doctor.".into());
    }
    lines
}

fn sentence(kind: RhythmKind, heartbeat: &str) -> String {
    match kind {
        RhythmKind::IrregularlyIrregular => format!("The {heartbeat} looked irregular"),
        RhythmKind::FrequentEctopy => {
            "Many beats came early and were followed by a long interval".into()
        }
        RhythmKind::Pause => "There was an interval of 3 s or more".into(),
        RhythmKind::Slow => format!("The {heartbeat} was slow over five minutes"),
        RhythmKind::Fast => format!("The {heartbeat} was fast over five minutes"),
        RhythmKind::FixedPattern => "Short and long intervals alternated in a fixed pattern".into(),
        RhythmKind::Paced => "The rhythm hardly varied, as under a pacemaker".into(),
    }
}
