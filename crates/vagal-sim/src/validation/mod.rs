//! Validation: published and calibrated expectations against what the model does, passing or not.
//!
//! A row is *calibrated* where a constant was set with that datum in view, *predicted* where nothing was, and a
//! *hypothesis* where no data exist; hypotheses are shown and not counted.
//!
//! Three rows depend on how they are read, and pass narrowly. The LF peak is the highest local maximum of a mean
//! spectrum; the highest bin of single spectra, where slow noise flows into the band, is at 0.07 Hz. The corner of
//! Hirsch & Bishop is that of a broken line over all rates, 8.4 a minute; a line through 10 to 20 a minute alone meets
//! the plateau at 8.8. RSA under vagal block falls by 80.6% in its full swing, by 79.9% breath by breath. Heart rate
//! under vagal block, 130, is at the upper edge.

mod models;
mod options;
mod readings;
mod reflex;
mod rest;
mod stimuli;
mod touch;

use crate::scenario::ScenarioError;

/// What a passing row says about the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Follows from numbers that were not tuned to it.
    Predicted,
    /// A constant was set with it in view: no evidence.
    Calibrated,
    /// No data exist; the row says what the model claims.
    Hypothesis,
    /// A property of the program: step size, seeds.
    Numerical,
}

impl Standing {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Predicted => "predicted",
            Self::Calibrated => "calibrated",
            Self::Hypothesis => "hypothesis",
            Self::Numerical => "numerical",
        }
    }
}

/// One number with the range in which it is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationRow {
    /// Row of the table in the documentation.
    pub row: u8,
    /// What was done.
    pub stimulus: &'static str,
    /// What was read.
    pub quantity: &'static str,
    /// Its unit, `""` for a ratio.
    pub unit: &'static str,
    /// What the model gave.
    pub value: f64,
    /// Least that is accepted.
    pub lo: f64,
    /// Most that is accepted.
    pub hi: f64,
    /// Where the range comes from.
    pub source: &'static str,
    /// What passing means.
    pub standing: Standing,
}

impl ValidationRow {
    /// True if the value lies within its range.
    pub fn passes(&self) -> bool {
        (self.lo..=self.hi).contains(&self.value)
    }
}

/// Makes the rows of one group.
type Group = fn() -> Result<Vec<ValidationRow>, ScenarioError>;

/// The groups in which the rows are made, for a reader who waits.
const GROUPS: &[(&str, Group)] = &[
    ("rest and breathing", rest::rows),
    ("block, outflow and neck suction", reflex::rows),
    ("cold, stress and tilt", stimuli::rows),
    ("touch", touch::rows),
    ("other models", models::rows),
    ("options and days", options::rows),
];

/// Runs every row.
///
/// # Errors
///
/// [`ScenarioError`] if a scenario does not run; not with the parameters as shipped.
pub fn validation_rows() -> Result<Vec<ValidationRow>, ScenarioError> {
    validation_rows_telling(&mut |_, _, _| {})
}

/// Runs every row and tells before each group its name, its place from 1 and how many there are.
///
/// # Errors
///
/// As [`validation_rows`].
pub fn validation_rows_telling(
    tell: &mut dyn FnMut(&str, usize, usize),
) -> Result<Vec<ValidationRow>, ScenarioError> {
    let mut rows = Vec::new();
    for (place, (name, group)) in GROUPS.iter().enumerate() {
        tell(name, place + 1, GROUPS.len());
        rows.extend(group()?);
    }
    rows.sort_by_key(|row| row.row);
    Ok(rows)
}

/// A row under one stimulus and source.
struct Rows {
    row: u8,
    stimulus: &'static str,
    source: &'static str,
    standing: Standing,
}

impl Rows {
    fn row(
        &self,
        quantity: &'static str,
        unit: &'static str,
        value: f64,
        (lo, hi): (f64, f64),
    ) -> ValidationRow {
        let Self { row, stimulus, source, standing } = *self;
        ValidationRow { row, stimulus, quantity, unit, value, lo, hi, source, standing }
    }
}
