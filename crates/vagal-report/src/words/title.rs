//! The title line: what was done, when, and how good the recording is.

use vagal_core::Sensor;
use vagal_core::response::{Grade, Quality};

use super::clock;
use crate::page::{InputLine, SessionPage};

/// The letter of a grade.
pub(crate) fn grade_letter(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
    }
}

/// What was done, piece by piece: `Massage`, `60 min`, `moderate pressure`.
pub fn title_pieces(input: Option<&InputLine>) -> Vec<String> {
    match input {
        Some(input) => {
            std::iter::once(&input.label).chain(&input.dose).map(String::clone).collect()
        }
        None => vec!["Session".into(), "input not stated".into()],
    }
}

/// What was done and when, on one line.
pub fn title(page: &SessionPage) -> String {
    let done = title_pieces(page.input.as_ref()).join(", ");
    match &page.when {
        Some(when) => format!("{done} · {}", clock(when)),
        None => done,
    }
}

/// Grade and score, with what cost most.
pub fn quality_line(quality: &Quality) -> String {
    let mut items: Vec<_> = quality.items.iter().collect();
    items.sort_by_key(|i| std::cmp::Reverse((i.veto, i.minus)));
    let grade = grade_letter(quality.grade);
    match items.first() {
        None => format!("{grade}, {} of 100: nothing subtracted", quality.score),
        Some(first) if first.veto => {
            format!("{grade}, {} of 100: {}", quality.score, first.text)
        }
        Some(first) => {
            format!("{grade}, {} of 100: {} (−{})", quality.score, first.text, first.minus)
        }
    }
}

/// What picked the beats up, in words.
pub fn sensor_name(sensor: Sensor) -> &'static str {
    match sensor {
        Sensor::Ecg => "ECG",
        Sensor::ChestStrap => "chest strap",
        Sensor::Ppg => "pulse wave (PPG)",
        Sensor::Unknown => "sensor not stated",
    }
}
