//! `vagal simulate SCENARIO`: the arc with and without its stimuli, as text, JSON or a table of beats.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use vagal::formats::write_edf;
use vagal::report::{html, json, terminal};
use vagal::sim::{BeatRow, ScenarioFile, Sweep, SweepError, run_people, validation_rows_telling};

use super::error::CliError;
use super::out::{Out, write_report};
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The scenario, a TOML file; `--example` prints one
    #[arg(required_unless_present_any = ["example", "validate"])]
    scenario: Option<PathBuf>,
    /// Print a scenario file with every key, to start from
    #[arg(long)]
    example: bool,
    /// Run the validation table: what the models give, what is published, and whether anything was tuned to it
    #[arg(long, conflicts_with_all = ["scenario", "example", "csv", "edf", "people", "report", "sweep"])]
    validate: bool,
    /// Run this many persons drawn around the scenario's, each beside the own twin
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    people: Option<u32>,
    /// Write ECG (250 Hz), pulse wave and breathing with the stimuli as remarks, as EDF+
    #[arg(long, value_name = "FILE")]
    edf: Option<PathBuf>,
    /// Write a row a beat: t_s,rr_ms,sbp,dbp,map,resp,f_vagal,f_symp; the first beat has no cycle yet, written as zeros
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Print `vagal.simulate/1`; `-people/1`, `-validation/1` and `vagal.sweep/1` with those
    #[arg(long)]
    json: bool,
    /// One key over a range, each value against its twin: pressure=0..1:11, parameters.GTv=0.05..0.1:6
    #[arg(long, value_name = "KEY=FROM..TO:COUNT", conflicts_with_all = ["csv", "edf", "people"])]
    sweep: Option<String>,
    /// Write a page that explains the arc, with the trace at each place
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.validate {
        return validate(args, out);
    }
    let Some(path) = args.scenario.as_deref().filter(|_| !args.example) else {
        out.print(ScenarioFile::EXAMPLE)?;
        return Ok(Outcome::Answered);
    };
    if let Some(sweep) = &args.sweep {
        return swept(path, sweep, args, out);
    }
    let file = read(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if let Some(count) = args.people {
        return people(args, count as usize, &file, name, out);
    }
    out.progress("running the scenario and its twin …");
    let pair = file.scenario.run_pair()?;
    out.progress_done();
    if let Some(csv) = &args.csv {
        write(csv, table(&pair.with.rows).as_bytes())?;
        out.talk(&format!("{} beats written: `{}`", pair.with.rows.len(), csv.display()));
    }
    if let Some(edf) = &args.edf {
        let (channels, marks) = vagal::simulate::recording(&pair.with, &file.scenario);
        let bytes = write_edf(&channels, &marks, "simulated")
            .map_err(|source| CliError::Edf { path: edf.clone(), source })?;
        write(edf, &bytes)?;
        out.talk(&format!("simulated ECG, pulse wave and breathing written: `{}`", edf.display()));
    }
    let command = Some(format!("vagal simulate {name}"));
    let page = vagal::simulate::page(&file, &pair, name, command);
    for note in &page.notes {
        out.talk(&format!("note: {note}"));
    }
    let text =
        if args.json { json::simulate(&page) } else { terminal::simulate(&page, &out.style) };
    out.print(&text)?;
    if let Some(path) = &args.report {
        write_report(path, &html::simulate(&page), out)?;
    }
    Ok(Outcome::Answered)
}

/// Runs the validation table.
fn validate(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let rows = validation_rows_telling(&mut |group, place, of| {
        out.progress(&format!("validation {place} of {of}: {group} …"));
    })?;
    out.progress_done();
    let page = vagal::simulate::validation(&rows);
    let text =
        if args.json { json::validation(&page) } else { terminal::validation(&page, &out.style) };
    out.print(&text)?;
    Ok(Outcome::Answered)
}

/// Runs many persons on all cores.
fn people(
    args: &Args,
    count: usize,
    file: &ScenarioFile,
    name: String,
    out: &mut Out,
) -> Result<Outcome, CliError> {
    let asked = [(&args.csv, "--csv"), (&args.edf, "--edf"), (&args.report, "--report")];
    if let Some((_, flag)) = asked.iter().find(|(path, _)| path.is_some()) {
        return Err(CliError::Usage(
            format!("{flag} writes one run, and --people makes many"),
            "leave one of the two out",
        ));
    }
    let done = AtomicUsize::new(0);
    let shown = Mutex::new(out);
    let results = run_people(&file.scenario, count, &|| {
        let finished = done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Ok(mut out) = shown.lock() {
            out.progress(&format!("{finished} of {count} persons …"));
        }
    })?;
    let out = shown.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    out.progress_done();
    let page = vagal::simulate::people(&file.scenario, &results, name);
    if page.diverged > 0 {
        out.talk(&format!("note: {} persons left the numbers and are left out", page.diverged));
    }
    out.print(&if args.json { json::people(&page) } else { terminal::people(&page, &out.style) })?;
    Ok(Outcome::Answered)
}

fn read(path: &Path) -> Result<ScenarioFile, CliError> {
    let text = open::text(path)?;
    ScenarioFile::parse(&text)
        .map_err(|source| CliError::Scenario { path: path.to_owned(), source: Box::new(source) })
}

/// Runs one key over its range.
fn swept(path: &Path, sweep: &str, args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let sweep: Sweep =
        sweep.parse().map_err(|e: SweepError| CliError::Usage(e.to_string(), e.hint()))?;
    let text = open::text(path)?;
    let wrong = |source| CliError::Scenario { path: path.to_owned(), source: Box::new(source) };
    let mut runs = Vec::new();
    for value in sweep.values() {
        runs.push((value, sweep.scenario(&text, value).map_err(wrong)?.scenario));
    }
    out.talk(&format!("{} values of {}, each with its twin …", runs.len(), sweep.key));
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let command = format!("vagal simulate {name} --sweep {}", args.sweep.as_deref().unwrap_or(""));
    let page = vagal::simulate::sweep(&name, &sweep.key, &runs, Some(command))?;
    let text = if args.json { json::sweep(&page) } else { terminal::sweep(&page, &out.style) };
    out.print(&text)?;
    if let Some(path) = &args.report {
        write_report(path, &html::sweep(&page), out)?;
    }
    Ok(Outcome::Answered)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|source| CliError::Write { path: path.to_owned(), source })
}

/// The beats as a table, a row each; the first has no cycle before it.
fn table(rows: &[BeatRow]) -> String {
    let mut out = String::from("t_s,rr_ms,sbp,dbp,map,resp,f_vagal,f_symp\n");
    for row in rows {
        let cycle = row
            .cycle
            .map_or([0.0; 4], |c| [c.rr_ms, c.systolic_mmhg, c.diastolic_mmhg, c.mean_mmhg]);
        let [rr, sbp, dbp, map] = cycle;
        let (resp, vagal, symp) = (row.lung_l, row.vagal_hz, row.sympathetic_hz);
        let _ = writeln!(
            out,
            "{:.6},{rr:.6},{sbp:.6},{dbp:.6},{map:.6},{resp:.6},{vagal:.6},{symp:.6}",
            row.time_s
        );
    }
    out
}
