//! What inputs add up to over a diary, what steady habits do to the ceiling, and how the hold depends on load.

use crate::posterior::Learned;

/// Whether steady habits (sleep, movement, food) move the ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HabitsVerdict {
    /// Pr(they raise it) > .95.
    Raise,
    /// Pr(they lower it) > .95.
    Lower,
    /// Neither.
    CannotTell,
}

impl HabitsVerdict {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Raise => "raise",
            Self::Lower => "lower",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// What steady habits do to the ceiling.
#[derive(Clone, Debug, PartialEq)]
pub struct HabitsAnswer {
    /// Factor on the ceiling per standard deviation of the habits of this diary; above 1 it is higher.
    pub ceiling_factor: Learned,
    /// Pr(steadier habits raise it).
    pub p_raise: f64,
    /// The verdict.
    pub verdict: HabitsVerdict,
}

/// What all inputs together did to the state, averaged over the days of the diary.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// All of them, ln units.
    pub total: Learned,
    /// Each, in the order of the model.
    pub parts: Vec<(String, Learned)>,
}

/// The hold of an input in weeks of little and of much load.
#[derive(Clone, Debug, PartialEq)]
pub struct HoldByLoad {
    /// The input.
    pub input: String,
    /// Little load: its 10% point over the diary.
    pub low_load: f64,
    /// Much load: its 90% point.
    pub high_load: f64,
    /// Days that the shift of HRV holds under little load.
    pub at_low: Learned,
    /// The same under much load.
    pub at_high: Learned,
    /// Pr(it is shorter under much load).
    pub p_shorter: f64,
    /// The same before the data: the prior leans that way.
    pub p_shorter_prior: f64,
}
