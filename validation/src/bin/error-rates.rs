//! `cargo run --release -p vagal-validation --bin error-rates [SESSIONS [STUDY]]`: writes the table of error rates.
//!
//! With the name of one study (`level`, `breathing`, `hold`) it only prints.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use vagal::session::Settings;
use vagal_validation::study;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sessions: usize = std::env::args().nth(1).map_or(Ok(2000), |n| n.parse())?;
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/vagal-session/data/error_rates.csv");
    let only = std::env::args().nth(2);
    let settings = Settings::default();
    let mut table = String::from(
        "study,total_min,process,d,sessions,shifted_up,shifted_down,no_shift,cannot_tell,\
         explained_otherwise,unusable,answered,covered,mean_sd,mean_error,holds,holds_covered\n",
    );
    let mut cells = study::cells();
    if let Some(only) = &only {
        cells.retain(|cell| cell.study == only);
    }
    let mut talk = std::io::stderr();
    for (i, cell) in cells.iter().enumerate() {
        let t = study::run(cell, sessions, &settings);
        let total_min = cell.session.minutes_before + cell.session.minutes_after;
        let answered = t.answered.max(1) as f64;
        writeln!(
            table,
            "{},{total_min},\"{}\",{},{},{},{},{},{},{},{},{},{},{:.4},{:.4},{},{}",
            cell.study,
            cell.process,
            cell.session.shift,
            t.sessions,
            t.up,
            t.down,
            t.no_shift,
            t.cannot_tell,
            t.explained,
            t.unusable,
            t.answered,
            t.covered,
            t.sd_sum / answered,
            t.error_sum / answered,
            t.holds,
            t.holds_covered
        )?;
        writeln!(
            talk,
            "{}/{} {} {total_min} min, {}, d {}: called {:.3}, covered {:.3}, \
             explained {:.3}, sd {:.3}, holds {} of which covered {}",
            i + 1,
            cells.len(),
            cell.study,
            cell.process,
            cell.session.shift,
            t.called() as f64 / t.sessions as f64,
            t.covered as f64 / answered,
            t.explained as f64 / t.sessions as f64,
            t.sd_sum / answered,
            t.holds,
            t.holds_covered
        )?;
    }
    if only.is_some() {
        return Ok(());
    }
    std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
    std::fs::write(&path, table)?;
    Ok(())
}
