//! `cargo run --release -p vagal-validation --bin person-sbc [DIARIES]`: writes the ranks of the calibration study.

use std::io::Write as _;

use vagal_validation::person::sbc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: usize = std::env::args().nth(1).map_or(Ok(300), |n| n.parse())?;
    let path = vagal_validation::docs::root().join("validation/person/sbc.csv");
    let mut rows = Vec::new();
    while rows.len() < diaries {
        let next = (rows.len() + 20).min(diaries);
        rows.extend(sbc::run(rows.len(), next));
        writeln!(std::io::stderr(), "{next} of {diaries}")?;
        std::fs::write(&path, sbc::table(&rows))?;
    }
    Ok(())
}
