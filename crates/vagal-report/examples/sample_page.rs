//! Writes sample pages from a hand-made model, to be looked at.
//!
//! `cargo run -p vagal-report --example sample_page -- DIRECTORY`

use std::path::PathBuf;

use vagal_core::response::Verdict;
use vagal_report::terminal::{Look, Style};
use vagal_report::{SessionPage, html, json, terminal};

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let directory = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    std::fs::create_dir_all(&directory)?;
    let pages: [(&str, SessionPage); 10] = [
        ("crowded", sample::crowded()),
        ("shifted_up", sample::page()),
        ("demo", sample::demo()),
        ("held", sample::held()),
        ("pulse", sample::pulse()),
        ("shifted_down", sample::with_verdict(Verdict::ShiftedDown)),
        ("no_shift", sample::with_verdict(Verdict::NoShift)),
        ("cannot_tell", sample::with_verdict(Verdict::CannotTell)),
        ("explained_otherwise", sample::with_verdict(Verdict::ExplainedOtherwise)),
        ("unusable", sample::with_verdict(Verdict::Unusable)),
    ];
    for (name, page) in &pages {
        std::fs::write(directory.join(format!("{name}.html")), html::session(page))?;
        std::fs::write(directory.join(format!("{name}.json")), json::session(page))?;
        for (look_name, look) in [("txt", Look::Mono), ("plain.txt", Look::Plain)] {
            let text = terminal::session(page, &Style::new(80, look));
            std::fs::write(directory.join(format!("{name}.{look_name}")), text)?;
        }
    }
    Ok(())
}
