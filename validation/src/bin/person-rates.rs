//! `cargo run --release -p vagal-validation --bin person-rates [DIARIES [PART [DEPARTURE]]]`: error rates of the verdicts on inputs.
//!
//! Parts are `verdicts`, `weekly` and `agreement`; without a name all three are made. With a departure only its verdicts are made
//! again, and the other rows of the table stay.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use vagal_validation::person::rates::{self, World};

/// Diaries on which preview and sampler are compared, in all.
const COMPARED: usize = 52;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: usize = std::env::args().nth(1).map_or(Ok(400), |n| n.parse())?;
    let part = std::env::args().nth(2);
    let wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let folder = vagal_validation::docs::root().join("validation/person");
    if wanted("verdicts") {
        let folder = vagal_validation::docs::root().join("crates/vagal-person/data");
        verdicts(&folder, diaries, std::env::args().nth(3).as_deref())?;
    }
    if wanted("weekly") {
        weekly(&folder, diaries)?;
    }
    if wanted("agreement") {
        agreement(&folder)?;
    }
    Ok(())
}

fn verdicts(folder: &Path, diaries: usize, departure: Option<&str>) -> std::io::Result<()> {
    let file = folder.join("error_rates.csv");
    let mut table = String::from(rates::HEADER);
    if let Some(departure) = departure {
        let kept = std::fs::read_to_string(&file)?;
        let other = |line: &&str| line.split(',').nth(3) != Some(departure);
        table.extend(kept.lines().skip(1).filter(other).map(|line| format!("{line}\n")));
    }
    for cell in rates::cells() {
        if departure.is_some_and(|d| d != cell.departure) {
            continue;
        }
        let line = rates::line(&cell, &rates::run(&cell, diaries));
        write!(std::io::stderr(), "{line}")?;
        table.push_str(&line);
        std::fs::write(&file, &table)?;
    }
    Ok(())
}

fn weekly(folder: &Path, diaries: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut table = String::from("booking,diaries,ever_works\n");
    for booking in ["random", "rating", "feeling"] {
        writeln!(table, "{booking},{diaries},{}", rates::ever_works(booking, diaries))?;
        writeln!(std::io::stderr(), "{}", table.lines().last().unwrap_or_default())?;
        std::fs::write(folder.join("weekly.csv"), &table)?;
    }
    Ok(())
}

fn agreement(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut table = String::from(
        "world,booking,p_works_preview,p_works_full,p_harm_preview,p_harm_full,verdict_preview,\
         verdict_full,held_preview,held_full\n",
    );
    let cells: Vec<_> = rates::cells()
        .into_iter()
        .filter(|c| c.fit == "plain" && c.departure == "none" && c.world != World::LikeRest)
        .filter(|c| c.booking != "rating")
        .collect();
    for cell in &cells {
        for (quick, full) in rates::agreement(cell, COMPARED / cells.len()) {
            writeln!(
                table,
                "{},{},{:.4},{:.4},{:.4},{:.4},{},{},{},{}",
                cell.world.id(),
                cell.booking,
                quick.p_works,
                full.p_works,
                quick.p_harm,
                full.p_harm,
                quick.verdict.id(),
                full.verdict.id(),
                u8::from(quick.is_held()),
                u8::from(full.is_held())
            )?;
        }
        writeln!(std::io::stderr(), "compared {} {}", cell.world.id(), cell.booking)?;
        std::fs::write(folder.join("agreement.csv"), &table)?;
    }
    Ok(())
}
