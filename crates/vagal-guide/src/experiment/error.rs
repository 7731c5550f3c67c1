//! Why an experiment cannot be planned or read, with the next thing to try.

/// Nothing was registered and nothing was analysed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// Fewer than two or more than four inputs.
    #[error("{0} inputs; an experiment compares two to four")]
    Arms(usize),
    /// An input that is named twice.
    #[error("{0} is named twice")]
    Twice(String),
    /// An input that cannot be drawn for a day.
    #[error("{0} cannot be an arm: it is not done in sessions")]
    NoSession(String),
    /// An answer suppresses all advice.
    #[error("no experiment is offered: {0}")]
    Paused(String),
    /// The gate of an input is closed.
    #[error("{input} is not offered: {says}")]
    NotOffered {
        /// Name of the input.
        input: String,
        /// What its gate says.
        says: String,
    },
    /// The first day does not lie after the day of registration.
    #[error("{0} is no day to come; an experiment is registered before its first day")]
    Past(String),
    /// A number outside of what it can be.
    #[error("{what}: {value} lies outside of {low} to {high}")]
    Number {
        /// What it was to be.
        what: &'static str,
        /// As given.
        value: f64,
        /// Smallest that is taken.
        low: f64,
        /// Largest that is taken.
        high: f64,
    },
    /// No weekday is left.
    #[error("no day of the week is allowed")]
    NoWeekday,
    /// The file is not one of an experiment.
    #[error("not a file of an experiment: {0}")]
    File(String),
}

impl ExperimentError {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Arms(_) => "name two to four, such as --arms massage,rest",
            Self::Twice(_) => "name each input once",
            Self::NoSession(_) => {
                "arms are massage, slow_breathing, meditation, rest and, behind its gate, cold_face"
            }
            Self::Paused(_) | Self::NotOffered { .. } => {
                "`vagal check --save answers.toml`, then --answers answers.toml"
            }
            Self::Past(_) => "choose tomorrow or a later day with --from",
            Self::Number { .. } => "choose a number within the range",
            Self::NoWeekday => "name some, such as --weekdays mon,tue,thu,sat",
            Self::File(_) => "name the file that `vagal plan experiment new --out FILE` wrote",
        }
    }

    /// Checks that a number lies in a range.
    pub(crate) fn within(
        what: &'static str,
        value: f64,
        (low, high): (f64, f64),
    ) -> Result<(), Self> {
        let inside = (low..=high).contains(&value);
        if inside { Ok(()) } else { Err(Self::Number { what, value, low, high }) }
    }
}
