//! `cargo run -p vagal-validation --bin experiment-rates [EXPERIMENTS [PLANNED]]`: writes the error rates of experiments; `PLANNED` is
//! the number for cells whose every experiment is planned anew, which takes longer.

use std::io::Write as _;

use vagal_validation::experiment::rates::{self, Size};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |i: usize, otherwise: u64| -> Result<u64, std::num::ParseIntError> {
        std::env::args().nth(i).map_or(Ok(otherwise), |n| n.parse())
    };
    let (experiments, planned) = (argument(1, 4000)?, argument(2, 1000)?);
    let mut table = String::from(rates::HEADER);
    for cell in rates::cells() {
        let n = if matches!(cell.size, Size::Own(_)) { planned } else { experiments };
        let line = rates::line(&cell, &rates::run(&cell, n));
        write!(std::io::stderr(), "{line}")?;
        table.push_str(&line);
    }
    let path = vagal_validation::docs::root().join("validation/experiment/rates.csv");
    std::fs::write(path, table)?;
    Ok(())
}
