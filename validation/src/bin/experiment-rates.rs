//! `cargo run -p vagal-validation --bin experiment-rates [EXPERIMENTS [PLANNED [FROM]]]`: writes the error rates of experiments.
//!
//! So many experiments without a difference, a fifth of them with one, and `PLANNED` for cells whose every experiment is planned
//! anew, which takes longer. `FROM`: rows before that one stay as they are in the table.

use std::io::Write as _;

use vagal_validation::experiment::rates::{self, Size};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |i: usize, otherwise: u64| -> Result<u64, std::num::ParseIntError> {
        std::env::args().nth(i).map_or(Ok(otherwise), |n| n.parse())
    };
    let (experiments, planned) = (argument(1, 20_000)?, argument(2, 1000)?);
    let from = argument(3, 0)? as usize;
    let path = vagal_validation::docs::root().join("validation/experiment/rates.csv");
    let there = if from > 0 { std::fs::read_to_string(&path)? } else { rates::HEADER.into() };
    let mut table: String = there.lines().take(from + 1).map(|l| format!("{l}\n")).collect();
    for cell in rates::cells().into_iter().skip(from) {
        let n = match (cell.size, cell.effects.0 == cell.effects.1) {
            (Size::Own(_), _) => planned,
            (_, true) => experiments,
            (_, false) => experiments / 5,
        };
        let line = rates::line(&cell, &rates::run(&cell, n));
        write!(std::io::stderr(), "{line}")?;
        table.push_str(&line);
    }
    std::fs::write(path, table)?;
    Ok(())
}
