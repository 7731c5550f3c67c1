//! Prints the validation table: `cargo run --release -p vagal-sim --example validation`.
#![allow(clippy::print_stdout)]

use vagal_sim::validation::{Standing, validation_rows};

fn main() -> Result<(), vagal_sim::ScenarioError> {
    let rows = validation_rows()?;
    for row in &rows {
        let verdict = if row.passes() { "ok  " } else { "FAIL" };
        println!(
            "{verdict} {:>2}  {:<32} {:<46} {:>9.3} {:<10} {:>7} … {:<7} {:<11} {}",
            row.row,
            row.stimulus,
            row.quantity,
            row.value,
            row.unit,
            row.lo,
            row.hi,
            row.standing.id(),
            row.source
        );
    }
    for standing in
        [Standing::Predicted, Standing::Calibrated, Standing::Numerical, Standing::Hypothesis]
    {
        let of_kind: Vec<_> = rows.iter().filter(|row| row.standing == standing).collect();
        let passed = of_kind.iter().filter(|row| row.passes()).count();
        println!("{}: {passed} of {} in range", standing.id(), of_kind.len());
    }
    println!(
        "not built: rows 12 to 14 (cold face, cold pressor, mental stress) and 25 (second model)"
    );
    Ok(())
}
