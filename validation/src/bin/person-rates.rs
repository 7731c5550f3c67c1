//! `cargo run --release -p vagal-validation --bin person-rates [DIARIES]`: writes the error rates of the verdicts on inputs.

use std::fmt::Write as _;
use std::io::Write as _;

use vagal_validation::person::rates;

/// Diaries on which preview and sampler are compared, in each of two worlds.
const COMPARED: usize = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: usize = std::env::args().nth(1).map_or(Ok(400), |n| n.parse())?;
    let folder = vagal_validation::docs::root().join("validation/person");
    let mut talk = std::io::stderr();
    let mut table = String::from(rates::HEADER);
    for cell in rates::cells() {
        let line = rates::line(&cell, &rates::run(&cell, diaries));
        write!(talk, "{line}")?;
        table.push_str(&line);
    }
    std::fs::write(folder.join("rates.csv"), table)?;
    let mut table = String::from("booking,diaries,ever_works\n");
    for booking in ["random", "rating", "feeling"] {
        writeln!(table, "{booking},{diaries},{}", rates::ever_works(booking, diaries))?;
        writeln!(talk, "{}", table.lines().last().unwrap_or_default())?;
    }
    std::fs::write(folder.join("weekly.csv"), table)?;
    let mut table = String::from("world,booking,p_works_preview,p_works_full,p_harm_preview,p_harm_full,verdict_preview,verdict_full\n");
    for cell in rates::cells().into_iter().filter(|c| {
        c.fit == "plain" && c.departure == "none" && c.world != rates::World::LikeRest
            && c.booking != "rating"
    }) {
        for (quick, full) in rates::agreement(&cell, COMPARED / 2) {
            writeln!(
                table,
                "{},{},{:.4},{:.4},{:.4},{:.4},{},{}",
                cell.world.id(),
                cell.booking,
                quick.p_works,
                full.p_works,
                quick.p_harm,
                full.p_harm,
                quick.verdict.id(),
                full.verdict.id()
            )?;
        }
        writeln!(talk, "compared {} {}", cell.world.id(), cell.booking)?;
    }
    std::fs::write(folder.join("agreement.csv"), table)?;
    Ok(())
}
