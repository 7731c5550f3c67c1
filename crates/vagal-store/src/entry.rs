//! Entry: a line of a diary with the id it is known by and where it came from.

use sha2::{Digest, Sha256};
use vagal_core::{Diary, DriverCorrection, Episode, InputEvent, Moment, Person, Reading};

/// One line of a diary.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Something was done.
    Input(InputEvent),
    /// Something was measured or rated.
    Reading(Reading),
    /// Something stood in the way for a while.
    Episode(Episode),
    /// A driver was corrected.
    Correction(DriverCorrection),
}

/// The diary that entries make.
pub(crate) fn diary_of(person: Person, entries: impl IntoIterator<Item = Entry>) -> Diary {
    let (mut inputs, mut readings) = (Vec::new(), Vec::new());
    let (mut episodes, mut corrections) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry.line {
            Line::Input(input) => inputs.push(input),
            Line::Reading(reading) => readings.push(reading),
            Line::Episode(episode) => episodes.push(episode),
            Line::Correction(correction) => corrections.push(correction),
        }
    }
    Diary::new(person, inputs, readings, episodes, corrections)
}

/// Which of the four a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineKind {
    /// [`Line::Input`].
    Input,
    /// [`Line::Reading`].
    Reading,
    /// [`Line::Episode`].
    Episode,
    /// [`Line::Correction`].
    Correction,
}

impl LineKind {
    /// All four, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Input, Self::Reading, Self::Episode, Self::Correction];

    /// Stable identifier for JSON and the command line; the name of the table.
    pub fn id(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Reading => "reading",
            Self::Episode => "episode",
            Self::Correction => "correction",
        }
    }
}

impl Line {
    /// Which of the four it is.
    pub fn kind(&self) -> LineKind {
        match self {
            Self::Input(_) => LineKind::Input,
            Self::Reading(_) => LineKind::Reading,
            Self::Episode(_) => LineKind::Episode,
            Self::Correction(_) => LineKind::Correction,
        }
    }

    /// When it was or began.
    pub fn moment(&self) -> Moment {
        match self {
            Self::Input(input) => input.start,
            Self::Reading(reading) => reading.moment,
            Self::Episode(episode) => episode.onset,
            Self::Correction(correction) => correction.moment,
        }
    }

    /// What it is a line of: identifier of the input, reading kind or interference.
    pub fn of(&self) -> &str {
        match self {
            Self::Input(input) => &input.input,
            Self::Reading(reading) => reading.kind().id,
            Self::Episode(episode) => &episode.interference,
            Self::Correction(correction) => &correction.interference,
        }
    }
}

/// Where a line came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(String);

impl Origin {
    /// Typed by a person.
    pub fn typed() -> Self {
        Self("typed".into())
    }

    /// Read from a diary of this format.
    pub fn format(id: &str) -> Self {
        Self(format!("format:{id}"))
    }

    /// Measured in the recording of this content.
    pub fn recording(sha256: &str) -> Self {
        Self(format!("recording:{sha256}"))
    }

    /// Taken by a test that vagal runs itself.
    pub fn test(id: &str) -> Self {
        Self(format!("test:{id}"))
    }

    /// Done under a guide of vagal.
    pub fn guide(id: &str) -> Self {
        Self(format!("guide:{id}"))
    }

    /// As stored and printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The recording it was measured in.
    pub fn recording_sha256(&self) -> Option<&str> {
        self.0.strip_prefix("recording:")
    }

    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}

/// A line on file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Sixteen hexadecimal digits; stays the same when the line is edited.
    pub id: String,
    /// Where it came from.
    pub origin: Origin,
    /// What it says.
    pub line: Line,
}

impl Entry {
    /// A line of a person with its id.
    ///
    /// The id is made of person, origin, kind, moment and region, and of nothing else: the same measurement has the same id
    /// however often it is imported, and a corrected value does not make a second one.
    pub fn new(person: &str, origin: Origin, line: Line) -> Self {
        let region = match &line {
            Line::Reading(reading) => reading.region().map_or("", |r| r.id),
            _ => "",
        };
        let mut hash = Sha256::new();
        let second = line.moment().unix_s().to_string();
        for part in [person, origin.as_str(), line.kind().id(), line.of(), &second, region] {
            // The length in front keeps `a` + `bc` apart from `ab` + `c`.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let id = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { id, origin, line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::diary::kinds;

    #[test]
    fn an_id_is_made_of_what_is_measured_and_not_of_what_was_found() {
        let reading = |kind: &str, second, value| {
            Line::Reading(Reading::new(kind, Moment::new(second, 0).unwrap(), value).unwrap())
        };
        let id = |person: &str, origin, line| Entry::new(person, origin, line).id;
        let first = id("a", Origin::typed(), reading(kinds::TENSION, 1, 6.0));
        assert_eq!(first.len(), 16);
        assert_eq!(first, id("a", Origin::typed(), reading(kinds::TENSION, 1, 7.0)));
        let others = [
            id("b", Origin::typed(), reading(kinds::TENSION, 1, 6.0)),
            id("a", Origin::format("x"), reading(kinds::TENSION, 1, 6.0)),
            id("a", Origin::typed(), reading(kinds::STRESS, 1, 6.0)),
            id("a", Origin::typed(), reading(kinds::TENSION, 2, 6.0)),
        ];
        assert!(others.iter().all(|other| *other != first));
    }
}
