//! The simulator: its parameters and what it was held against.

use vagal::sim::{Mark, PARAMETERS, Standing, validation_rows};

use super::table::{number, table};

/// One row a parameter.
pub(super) fn parameters() -> String {
    let mark = |mark| match mark {
        Mark::Published => "published",
        Mark::Recalled => "recalled",
        Mark::Calibrated => "calibrated",
    };
    let rows = PARAMETERS.iter().map(|p| {
        vec![
            format!("`{}`", p.symbol),
            p.name.into(),
            number(p.value),
            p.unit.into(),
            mark(p.mark).into(),
            p.source.into(),
        ]
    });
    table(&["symbol", "parameter", "value", "unit", "founded", "source"], rows)
}

/// One row for each number that is held against an expectation, and how many pass by their standing.
pub(super) fn validation() -> String {
    let rows = validation_rows().expect("invariant: the shipped parameters run");
    let mut out = table(
        &["row", "stimulus", "quantity", "model", "accepted", "in range", "standing", "source"],
        rows.iter().map(|row| {
            vec![
                row.row.to_string(),
                row.stimulus.into(),
                row.quantity.into(),
                format!("{} {}", significant(row.value), row.unit).trim().to_owned(),
                format!("{} to {}", number(row.lo), number(row.hi)),
                if row.passes() { "yes" } else { "**no**" }.into(),
                row.standing.id().into(),
                row.source.into(),
            ]
        }),
    );
    out.push('\n');
    for standing in
        [Standing::Predicted, Standing::Calibrated, Standing::Numerical, Standing::Hypothesis]
    {
        let of_kind = rows.iter().filter(|row| row.standing == standing);
        let passed = of_kind.clone().filter(|row| row.passes()).count();
        out.push_str(&format!("- {}: {passed} of {} in range\n", standing.id(), of_kind.count()));
    }
    out
}

/// Three significant figures: what differs between machines in the last bits does not show.
fn significant(value: f64) -> String {
    // Below this a value is rounding around zero in every row of the table.
    const NOTHING: f64 = 1e-6;
    if value.abs() < NOTHING || !value.is_finite() {
        return number(if value.abs() < NOTHING { 0.0 } else { value });
    }
    let digits = (2 - value.abs().log10().floor() as i32).max(0) as usize;
    format!("{value:.digits$}")
}
