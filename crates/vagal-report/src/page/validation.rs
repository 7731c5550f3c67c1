//! The page of `vagal simulate --validate`: what the models give against what is expected.

/// Every row, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidationPage {
    /// The rows.
    pub rows: Vec<ValidationLine>,
}

/// One number with the range in which it is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationLine {
    /// Row of the table.
    pub row: u8,
    /// What was done.
    pub stimulus: String,
    /// What was read.
    pub quantity: String,
    /// Unit, `""` for a ratio.
    pub unit: String,
    /// What the model gave.
    pub value: f64,
    /// Least that is accepted.
    pub lo: f64,
    /// Most that is accepted.
    pub hi: f64,
    /// True if the value lies within.
    pub in_range: bool,
    /// `predicted`, `calibrated`, `numerical` or `hypothesis`.
    pub standing: String,
    /// Where the range comes from.
    pub source: String,
}

/// The standings in the order in which they are counted, with what each means.
pub const STANDINGS: [(&str, &str); 4] = [
    ("predicted", "no constant was tuned to it"),
    ("calibrated", "a constant was set with it in view: no evidence"),
    ("numerical", "a property of the program"),
    ("hypothesis", "no data exist: shown, not counted"),
];

impl ValidationPage {
    /// How many rows of a standing are in range, and how many there are.
    pub fn count(&self, standing: &str) -> (usize, usize) {
        let of_kind = || self.rows.iter().filter(|row| row.standing == standing);
        (of_kind().filter(|row| row.in_range).count(), of_kind().count())
    }
}
