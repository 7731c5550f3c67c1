//! `cargo run -p vagal-validation --bin resonance-rates [SEARCHES [SEED]]`: writes how searches over paced breathing rates end on
//! simulated people.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use vagal_validation::resonance::{HEAD, KINDS, row, run};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |i: usize, otherwise: u64| -> Result<u64, std::num::ParseIntError> {
        std::env::args().nth(i).map_or(Ok(otherwise), |n| n.parse())
    };
    let (searches, seed) = (argument(1, 400)? as usize, argument(2, 1)?);
    let mut table = format!("{HEAD}\n");
    for kind in KINDS {
        for rounds in [1, 2] {
            let line = row(kind, rounds, &run(kind, rounds, searches, seed));
            write!(std::io::stderr(), "{line}")?;
            table.push_str(&line);
        }
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(here.join("../crates/vagal-session/data/resonance_rates.csv"), table)?;
    Ok(())
}
