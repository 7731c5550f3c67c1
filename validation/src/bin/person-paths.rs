//! `cargo run --release -p vagal-validation --bin person-paths [DIARIES]`: writes how often each path is told right.

use std::fmt::Write as _;
use std::io::Write as _;

use vagal_validation::person::paths;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: usize = std::env::args().nth(1).map_or(Ok(400), |n| n.parse())?;
    let path = vagal_validation::docs::root().join("validation/person/paths.csv");
    let mut table =
        String::from("world,diaries,autonomic_only,tissue_only,both,neither,cannot_tell\n");
    for (name, by_state, direct, _) in paths::WORLDS {
        let counts = paths::run(by_state, direct, diaries);
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        writeln!(table, "{name},{diaries},{}", counts.join(","))?;
        writeln!(std::io::stderr(), "{}", table.lines().last().unwrap_or_default())?;
    }
    std::fs::write(path, table)?;
    Ok(())
}
