//! What must be said before anything else: levels, answers, and what a check of them came to.

/// How much something matters. Ordered: the highest of all answers decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Every level, the mildest first.
    pub const ALL: [Self; 5] =
        [Self::Notice, Self::Adapt, Self::Doctor, Self::SameDay, Self::Emergency];

    /// Stable identifier for JSON and data files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Adapt => "adapt",
            Self::Doctor => "doctor",
            Self::SameDay => "same_day",
            Self::Emergency => "emergency",
        }
    }

    /// The level of an identifier.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.id() == id)
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

/// What a person said to a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Not asked, passed over, or not known: all the same, and never a no.
    #[default]
    Unanswered,
}

impl Answer {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unanswered => "unanswered",
        }
    }
}

/// Which list an item comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SafetyList {
    /// An answer that stops everything else.
    RedFlag,
    /// A question before an input.
    Caution,
    /// Something a recording shows.
    Recording,
}

impl SafetyList {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::RedFlag => "red_flag",
            Self::Caution => "caution",
            Self::Recording => "recording",
        }
    }
}

/// One item of a check, raised or not.
#[derive(Clone, Debug, PartialEq)]
pub struct SafetyItem {
    /// `RF-01`, `CA-01`, `RC-01`: the key of the evidence ledger.
    pub id: String,
    /// Which list it comes from.
    pub list: SafetyList,
    /// What it is, in a few words.
    pub name: String,
    /// What was said. For a recording: yes if it shows it, no if it does not, unanswered if it
    /// could not be judged.
    pub answer: Answer,
    /// The level it counts at; `None` if it does not count.
    pub level: Option<Level>,
    /// What was answered, found, or is still open; never empty.
    pub text: String,
    /// What to do about it, where something can be done. Not said where advice is suppressed.
    pub action: Option<String>,
    /// Keys of the sources it rests on; empty if it is from memory.
    pub sources: Vec<String>,
    /// True if its basis was recalled or second-hand, so that a clinician must look at it first.
    pub needs_clinician_review: bool,
}

/// Whether an input is offered, decided in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GateState {
    /// A level that suppresses advice stands: nothing is offered.
    Paused,
    /// An answer rules it out, or it is off until its questions are answered.
    NotOffered,
    /// Not today.
    Later,
    /// The person has not said that they want this touch.
    ConsentFirst,
    /// Some of its questions, or some red flags, are open.
    QuestionsOpen,
    /// With changes.
    Adapted,
    /// Nothing was found against it. That is not a proof of anything.
    NothingFound,
    /// It has no questions of its own, so nothing was looked for.
    NotAsked,
}

impl GateState {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::NotOffered => "not_offered",
            Self::Later => "later",
            Self::ConsentFirst => "consent_first",
            Self::QuestionsOpen => "questions_open",
            Self::Adapted => "adapted",
            Self::NothingFound => "nothing_found",
            Self::NotAsked => "not_asked",
        }
    }

    /// True if the input may be suggested.
    pub fn is_open(self) -> bool {
        matches!(self, Self::QuestionsOpen | Self::Adapted | Self::NothingFound | Self::NotAsked)
    }
}

/// Whether one input is offered, and why not or how.
#[derive(Clone, Debug, PartialEq)]
pub struct InputGate {
    /// Identifier of the input.
    pub input: String,
    /// Its name for a reader.
    pub name: String,
    /// Offered or not.
    pub state: GateState,
    /// Reasons and changes, one sentence each.
    pub says: Vec<String>,
}

/// What the answers and the recordings came to.
#[derive(Clone, Debug, PartialEq)]
pub struct SafetyCheck {
    /// The highest level of all items; `None` if nothing counts.
    pub level: Option<Level>,
    /// Every item that was looked at, in the order of the lists.
    pub items: Vec<SafetyItem>,
    /// The inputs that were asked about.
    pub inputs: Vec<InputGate>,
}

impl SafetyCheck {
    /// True if no advice may be given.
    pub fn suppresses_advice(&self) -> bool {
        self.level.is_some_and(Level::suppresses_advice)
    }

    /// True if somebody needs help now, so that nothing else may be said.
    pub fn is_emergency(&self) -> bool {
        self.level == Some(Level::Emergency)
    }

    /// Items that count, the gravest first; equals in the order of the lists.
    pub fn raised(&self) -> Vec<&SafetyItem> {
        let mut raised: Vec<_> = self.items.iter().filter(|item| item.level.is_some()).collect();
        raised.sort_by_key(|item| std::cmp::Reverse(item.level));
        raised
    }

    /// Items that may be spoken of: in an emergency only those that make it one.
    pub fn spoken_of(&self) -> Vec<&SafetyItem> {
        let raised = self.raised();
        let is_said = |item: &&SafetyItem| !self.is_emergency() || item.level == self.level;
        raised.into_iter().filter(is_said).collect()
    }

    /// What to do about an item, where that may be said: how to go on is no advice for somebody who is to see a doctor.
    pub fn action_of<'a>(&self, item: &'a SafetyItem) -> Option<&'a str> {
        let is_said = match item.list {
            SafetyList::RedFlag => !self.is_emergency(),
            SafetyList::Caution | SafetyList::Recording => !self.suppresses_advice(),
        };
        item.action.as_deref().filter(|_| is_said)
    }

    /// Items without an answer.
    pub fn open(&self) -> impl Iterator<Item = &SafetyItem> {
        self.items.iter().filter(|item| item.answer == Answer::Unanswered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_and_their_identifiers_lead_back() {
        assert!(Level::ALL.is_sorted());
        assert_eq!(Level::ALL.map(Level::letter), ['I', 'L', 'M', 'U', 'E']);
        for level in Level::ALL {
            assert_eq!(Level::parse(level.id()), Some(level));
            assert_eq!(level.suppresses_advice(), level.text().is_some());
        }
        assert_eq!(Level::parse("severe"), None);
    }
}
