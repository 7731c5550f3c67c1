//! `vagal.simulate-validation/1`: the validation table of the simulator.

use serde::Serialize;

use super::common::tidy;
use crate::page::{STANDINGS, ValidationPage};

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValidationRowJson {
    /// Row of the table.
    pub row: u8,
    /// What was done.
    pub stimulus: String,
    /// What was read.
    pub quantity: String,
    /// Unit.
    pub unit: String,
    /// What the model gave.
    pub value: Option<f64>,
    /// Least that is accepted.
    pub lo: Option<f64>,
    /// Most that is accepted.
    pub hi: Option<f64>,
    /// True if the value lies within.
    pub pass: bool,
    /// `predicted`, `calibrated`, `numerical` or `hypothesis`.
    pub standing: String,
    /// Where the range comes from.
    pub source: String,
}

/// How many rows of a standing are in range.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CountJson {
    /// The standing.
    pub standing: &'static str,
    /// What it means.
    pub means: &'static str,
    /// Rows in range.
    pub pass: usize,
    /// Rows.
    pub of: usize,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValidationJson {
    /// `vagal.simulate-validation/1`.
    pub schema: &'static str,
    /// The rows.
    pub rows: Vec<ValidationRowJson>,
    /// Counts by standing.
    pub counts: Vec<CountJson>,
}

impl ValidationJson {
    /// The wire form of a page.
    pub fn new(page: &ValidationPage) -> Self {
        let rows = page.rows.iter().map(|r| ValidationRowJson {
            row: r.row,
            stimulus: r.stimulus.clone(),
            quantity: r.quantity.clone(),
            unit: r.unit.clone(),
            value: tidy(r.value),
            lo: tidy(r.lo),
            hi: tidy(r.hi),
            pass: r.in_range,
            standing: r.standing.clone(),
            source: r.source.clone(),
        });
        let counts = STANDINGS.iter().map(|(standing, means)| {
            let (pass, of) = page.count(standing);
            CountJson { standing, means, pass, of }
        });
        Self {
            schema: "vagal.simulate-validation/1",
            rows: rows.collect(),
            counts: counts.collect(),
        }
    }
}
