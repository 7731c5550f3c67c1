//! `cargo run -p vagal-validation --bin experiment-rates [EXPERIMENTS [PLANNED]]`: writes the error rates of experiments.
//!
//! So many experiments without a difference, a fifth of them with one, and `PLANNED` for cells whose every experiment is planned
//! anew, which takes longer.

use std::io::Write as _;

use vagal_validation::experiment::rates::{self, Size};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |i: usize, otherwise: u64| -> Result<u64, std::num::ParseIntError> {
        std::env::args().nth(i).map_or(Ok(otherwise), |n| n.parse())
    };
    let (experiments, planned) = (argument(1, 20_000)?, argument(2, 1000)?);
    let mut table = String::from(rates::HEADER);
    for cell in rates::cells() {
        let n = match (cell.size, cell.group == rates::NO_DIFFERENCE) {
            (Size::Own(_), _) => planned,
            (_, true) => experiments,
            (_, false) => experiments / 5,
        };
        let line = rates::line(&cell, &rates::run(&cell, n));
        write!(std::io::stderr(), "{line}")?;
        table.push_str(&line);
    }
    let path = vagal_validation::docs::root().join("validation/experiment/rates.csv");
    std::fs::write(path, table)?;
    Ok(())
}
