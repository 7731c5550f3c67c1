//! `cargo run --release -p vagal-validation --bin recordings`: carries the recordings of `../shared/data` down the
//! line and writes the tables of `validation/recordings`.

use std::io::Write as _;
use std::path::Path;

use vagal::session::Settings;
use vagal_validation::recordings::{
    directions, gate, inventory, meditation, r_peaks, sham, source, table::Table, wander,
};

const HEAD: &str = "\
# Real recordings

Generated: `cargo run --release -p vagal-validation --bin recordings`. Needs `../shared/data`; the same data give
the same bytes. Bars are those of issue 2; `cargo test -p vagal-validation --test recordings` holds them. Limits in
brackets are exact 95% limits (Clopper and Pearson); those by person are right, those by session too narrow, because
sessions of one person are alike. Each table has its rows in the CSV named with it.
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut talk = std::io::stderr();
    let Some(root) = source::data() else {
        writeln!(talk, "skipped: needs ../shared/data")?;
        return Ok(());
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    std::fs::create_dir_all(&folder)?;
    let settings = Settings::default();
    let mut page = String::from(HEAD);
    let mut section = |title: &str, text: &str, shown: &Table| {
        page.push_str(&format!("\n## {title}\n\n{text}\n\n{}", shown.markdown()));
    };
    let keep = |name: &str, rows: &Table| std::fs::write(folder.join(name), rows.csv());

    writeln!(talk, "R peaks")?;
    section(
        "R peaks",
        "MIT-BIH record 100 against its annotation, within 50 ms. Bar: sensitivity and PPV at least 99.8%.",
        &r_peaks::table(&r_peaks::run(&root)),
    );

    writeln!(talk, "directions")?;
    let groups = directions::run(&root);
    keep("directions.csv", &directions::members(&groups))?;
    section(
        "Directions",
        "Bar: the mean difference of each group has the sign that physiology gives it. Members: `directions.csv`.",
        &directions::summary(&groups),
    );

    writeln!(talk, "meditation")?;
    let pairs = meditation::run(&root, &settings);
    section(
        "Meditation",
        "Chi (C) and Kundalini yoga (Y), rest against meditation, as `vagal session C1pre.qrs C1med.qrs`. LF is the \
         median of five-minute windows. Bar: LF rises in at least 8 of 9, the report says breathing, nothing says \
         relaxation.",
        &meditation::table(&pairs),
    );

    writeln!(talk, "sham sessions")?;
    let shams = sham::run(&root, &sham::Set::ALL, &sham::Cut::ALL, &settings);
    keep("sham.csv", &sham::sessions(&shams))?;
    section(
        "Sham sessions",
        "Rest cut as if something had been done in the middle. Bar: at most 10% of the halves of chi and yoga rest and of \
         the metronomic recordings called a shift. The others are sleep and free living, where the level does change: a \
         shift called there need not be false. Sessions: `sham.csv`.",
        &sham::summary(&shams),
    );

    writeln!(talk, "wander of the level")?;
    let wanders = wander::run(&root, &settings);
    keep("wander.csv", &wander::stretches(&wanders))?;
    section(
        "How the level wanders at rest",
        "Posterior of the standard deviation and the timescale of the level, medians, under a prior wider than the \
         session's (sd around .2 over a factor of twelve either way, timescale 10 s to an hour). The simulated error \
         rates take sd .2 and 30 to 600 s. Stretches: `wander.csv`.",
        &wander::summary(&wanders),
    );

    writeln!(talk, "rhythm gate")?;
    let gated = gate::run(&root);
    keep("vetoed.csv", &gate::vetoed(&gated))?;
    section(
        "Rhythm gate",
        "Recordings of healthy people in sessions of 40 minutes, or whole where shorter. A veto makes a session unusable. \
         Each veto: `vetoed.csv`.",
        &gate::summary(&gated),
    );

    writeln!(talk, "every file")?;
    let files = inventory::run(&root);
    keep("files.csv", &inventory::files(&files))?;
    section(
        "Every file",
        "What became of each file of the folder; lists of sample numbers (GUDB) are read with `--rate 250`. Files: \
         `files.csv`.",
        &inventory::families(&files),
    );
    std::fs::write(folder.join("README.md"), page)?;
    Ok(())
}
