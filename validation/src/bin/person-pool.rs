//! `cargo run --release -p vagal-validation --bin person-pool [STORES]`: writes what pooling does to errors and coverage.

use std::io::Write as _;

use vagal_validation::person::pools;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stores: usize = std::env::args().nth(1).map_or(Ok(100), |n| n.parse())?;
    let path = vagal_validation::docs::root().join("validation/person/pool.csv");
    let mut table = String::from(pools::HEADER);
    for world in pools::WORLDS {
        let lines = pools::lines(world, stores);
        write!(std::io::stderr(), "{lines}")?;
        table.push_str(&lines);
        std::fs::write(&path, &table)?;
    }
    Ok(())
}
