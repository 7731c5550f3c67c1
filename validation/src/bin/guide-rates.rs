//! `cargo run -p vagal-validation --bin guide-rates [PEOPLE [REPETITIONS [SEED]]]`: writes the error rates of the rules
//! and what the intervals behind them are worth.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use vagal_validation::guide::people::KINDS;
use vagal_validation::guide::{quantities, rates};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |i: usize, otherwise: u64| -> Result<u64, std::num::ParseIntError> {
        std::env::args().nth(i).map_or(Ok(otherwise), |n| n.parse())
    };
    let (people, repetitions) = (argument(1, 1000)? as usize, argument(2, 2000)? as usize);
    let seed = argument(3, 1)?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut talk = std::io::stderr();
    let mut table = format!("{}\n", rates::HEAD);
    for kind in KINDS {
        let tally = rates::run(kind, people, seed);
        table.push_str(&rates::rows(kind, &tally));
        writeln!(talk, "{}: {:?}", kind.id, tally.counts)?;
    }
    fs::write(here.join("../crates/vagal-guide/data/error_rates.csv"), table)?;
    let mut table = String::from("quantity,condition,counts,total,count,naive\n");
    for row in quantities::rows(repetitions, seed) {
        let naive = row.naive.map_or(String::new(), |n| n.to_string());
        let (what, of) = (row.quantity, &row.condition);
        writeln!(table, "{what},\"{of}\",{},{},{},{naive}", row.counts, row.total, row.count)?;
        writeln!(talk, "{what}, {of}: {} of {}, naive {naive}", row.count, row.total)?;
    }
    fs::write(here.join("guide/quantities.csv"), table)?;
    Ok(())
}
