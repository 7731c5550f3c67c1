//! How it stands: sessions kept and missed, looks taken, the verdict.

use super::SessionDay;
use crate::ExperimentOutcome;

/// What became of a session day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Its day has not come or is not over.
    Due,
    /// The input of the draw was done, with its dose as far as that was recorded.
    Done,
    /// It was done with another dose.
    OtherDose,
    /// It was done, and so was another input of the experiment on the same day.
    WithOther,
    /// Another input of the experiment was done in its place.
    Swapped,
    /// None was done.
    Missed,
    /// The experiment had ended before its day.
    NotAsked,
}

impl Kept {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Done => "done",
            Self::OtherDose => "other_dose",
            Self::WithOther => "with_other",
            Self::Swapped => "swapped",
            Self::Missed => "missed",
            Self::NotAsked => "not_asked",
        }
    }

    /// True for what departs from the protocol.
    pub fn is_deviation(self) -> bool {
        !matches!(self, Self::Due | Self::Done | Self::NotAsked)
    }
}

/// A session day with what the diary holds of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodRecord {
    /// The session of the schedule.
    pub session: SessionDay,
    /// What became of it.
    pub kept: Kept,
    /// What was found, in words, where it departs from the protocol.
    pub remark: Option<String>,
    /// The primary outcome.
    pub outcome: Option<f64>,
    /// The same reading before the session, which sharpens the comparison.
    pub before: Option<f64>,
}

/// An input of the experiment on a day without a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraSession {
    /// Local day.
    pub day: i64,
    /// Identifier of the input.
    pub input: String,
}

/// A difference between two arms with its doubt.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// First arm less second arm, unit of the outcome.
    pub estimate: f64,
    /// Intervals of 50, 80 and 95% that hold over all looks; `None` where the flips are too few to bound it.
    pub bands: [Option<(f64, f64)>; 3],
    /// Outcomes of the first arm and of the second.
    pub readings: (usize, usize),
}

/// One look at the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// From 1.
    pub number: usize,
    /// Blocks it is after.
    pub blocks: usize,
    /// Local day on which its last outcome is due.
    pub due: i64,
    /// Probability of a false alarm spent up to here.
    pub spent: f64,
    /// True once it has been taken.
    pub taken: bool,
    /// Sha-256 of the readings behind it, as they are now, hexadecimal.
    pub data_sha256: String,
    /// True if they are not those it was taken with.
    pub changed: bool,
    /// Its result; `None` before the experiment has ended, so that nobody sees a difference on the way, and where the readings behind
    /// it are not those it was taken with.
    pub effect: Option<Effect>,
    /// Its verdict; `Running` before it and where it goes on.
    pub verdict: ExperimentVerdict,
}

/// A difference as it was when a look had found it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundThen {
    /// First arm less second arm, unit of the outcome.
    pub estimate: f64,
    /// The interval of 95%; `None` where there was none.
    pub interval: Option<(f64, f64)>,
}

/// A look as it was when it was taken. Its verdict stands, whatever is changed in the diary afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptLook {
    /// From 1.
    pub number: usize,
    /// Its verdict.
    pub verdict: ExperimentVerdict,
    /// Sha-256 of the readings it saw.
    pub data_sha256: String,
    /// What it had found; `None` where it went on, and of looks that were kept before differences were.
    pub found: Option<FoundThen>,
}

/// What the looks would say of readings that were changed after an experiment had ended.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterChanges {
    /// The difference that the look had found before the changes; `None` where it was not kept.
    pub then: Option<FoundThen>,
    /// The verdict; `Running` where it would have gone on.
    pub verdict: ExperimentVerdict,
    /// The difference at the look that had ended it.
    pub effect: Option<Effect>,
}

/// What an experiment says, or that it says nothing yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExperimentVerdict {
    /// It goes on.
    Running,
    /// The first input does more than the second.
    MoreThan,
    /// The first input does less than the second.
    LessThan,
    /// The difference is smaller than the SWC.
    NoDifference,
    /// Neither was shown.
    CannotTell,
}

impl ExperimentVerdict {
    /// Every verdict.
    pub const ALL: [Self; 5] =
        [Self::Running, Self::MoreThan, Self::LessThan, Self::NoDifference, Self::CannotTell];

    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::MoreThan => "more_than",
            Self::LessThan => "less_than",
            Self::NoDifference => "no_difference",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// Where an experiment is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExperimentPhase {
    /// Its first day has not come.
    Ahead,
    /// Sessions and looks go on.
    Running,
    /// It has its answer.
    Ended,
    /// The person ended it, with the reason given.
    Stopped(String),
}

impl ExperimentPhase {
    /// Stable identifier for JSON.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Stopped(_) => "stopped",
        }
    }
}

/// A comparison beside the question, without a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// What was compared.
    pub outcome: ExperimentOutcome,
    /// Indices of the two arms.
    pub arms: (usize, usize),
    /// True if only sessions as drawn were counted.
    pub per_protocol: bool,
    /// First less second with an interval for one look; `None` with too few readings.
    pub effect: Option<Effect>,
}

/// What became of the sessions of an arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArmCount {
    /// Session days that are over.
    pub past: usize,
    /// Of them done as drawn.
    pub done: usize,
    /// Of them done otherwise or not at all.
    pub deviating: usize,
    /// Of them with the primary outcome.
    pub outcomes: usize,
}

/// How an experiment stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct ExperimentState {
    /// Local day asked about.
    pub today: i64,
    /// Where it is in its life.
    pub phase: ExperimentPhase,
    /// The verdict.
    pub verdict: ExperimentVerdict,
    /// Every look, taken or not. Effects stand only in those taken.
    pub looks: Vec<Look>,
    /// The look that ended it, an index into the looks.
    pub ended_at: Option<usize>,
    /// Every session day.
    pub periods: Vec<PeriodRecord>,
    /// Inputs of the experiment on other days.
    pub extra: Vec<ExtraSession>,
    /// By arm.
    pub counts: Vec<ArmCount>,
    /// The session that is asked for today or next; an index into the periods.
    pub next: Option<usize>,
    /// Comparisons beside the question; empty until it has ended.
    pub beside: Vec<Contrast>,
    /// What the readings say as they are now, where they were changed after the verdict. That stands.
    pub after_changes: Option<AfterChanges>,
    /// Smallest true difference that would have been found with a probability of .80; only where it cannot tell.
    pub could_have_found: Option<f64>,
}

impl ExperimentState {
    /// The effect of the look that ended it; `None` where its readings were changed.
    pub fn result(&self) -> Option<&Effect> {
        self.looks.get(self.ended_at?)?.effect.as_ref()
    }

    /// Session days that are over.
    pub fn past(&self) -> usize {
        self.counts.iter().map(|c| c.past).sum()
    }

    /// Looks taken.
    pub fn looks_taken(&self) -> usize {
        self.looks.iter().filter(|l| l.taken).count()
    }
}
