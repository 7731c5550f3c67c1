//! `cargo run --release -p vagal-validation --bin person-change [DIARIES]`: writes what is said of a change at an unknown date, and what was true.

use vagal_validation::person::change;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: usize = std::env::args().nth(1).map_or(Ok(400), |n| n.parse())?;
    let path = vagal_validation::docs::root().join("validation/person/change.csv");
    std::fs::write(path, change::table(&change::run(diaries)))?;
    Ok(())
}
