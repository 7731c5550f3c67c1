//! Quantities: what a diary says on a day, one file each; pure functions of a [`Case`](crate::case::Case).
//!
//! Each gives a value with its uncertainty, or says what is missing, and names what it cannot know.

pub mod acute;
pub mod base;
pub mod course;
pub mod dose;
pub mod hold_tension;
pub mod hold_variability;
pub mod low_vagal;
mod number;
pub mod others;
pub mod practice;
pub mod responder;
pub mod returning;
pub mod session;
pub mod stretch;
pub mod swc;
pub mod tension;
pub mod training;
pub mod trend;

pub use number::Interval;
pub(crate) use number::share as number_share;

/// What a quantity came to, or what is missing for it.
pub type Found<T> = Result<T, Missing>;

/// What is missing, and when it may be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// In a phrase: `tension on 51 of 84 days (there are 20)`.
    pub what: String,
    /// The first day on which it could be there, where that follows from the calendar.
    pub again: Option<i64>,
}

impl Missing {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), again: None }
    }

    pub(crate) fn until(what: impl Into<String>, day: i64) -> Self {
        Self { what: what.into(), again: Some(day) }
    }
}

#[cfg(test)]
pub(crate) mod made;
