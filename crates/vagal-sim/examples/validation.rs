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
    let counted = rows.iter().filter(|row| row.standing != Standing::Hypothesis);
    let (passed, all) = counted.fold((0, 0), |(p, n), row| (p + usize::from(row.passes()), n + 1));
    println!("{passed} of {all} counted rows pass");
    Ok(())
}
