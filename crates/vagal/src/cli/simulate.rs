//! `vagal simulate SCENARIO`: the arc with and without its stimuli, as text, JSON or a table of beats.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use vagal::report::{html, json, terminal};
use vagal::sim::{BeatRow, ScenarioFile, Sweep, SweepError};

use super::Outcome;
use super::error::CliError;
use super::out::{Out, write_report};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The scenario, a TOML file; `--example` prints one
    #[arg(required_unless_present = "example")]
    scenario: Option<PathBuf>,
    /// Print a scenario file with every key, to start from
    #[arg(long)]
    example: bool,
    /// Write a row a beat: t_s,rr_ms,sbp,dbp,map,resp,f_vagal,f_symp; the first beat has no cycle yet, written as zeros
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Print `vagal.simulate/1`
    #[arg(long)]
    json: bool,
    /// One key over a range, each value against its twin: pressure=0..1:11, parameters.GTv=0.05..0.1:6
    #[arg(long, value_name = "KEY=FROM..TO:COUNT", conflicts_with = "csv")]
    sweep: Option<String>,
    /// Write a page that explains the arc, with the trace at each place
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let Some(path) = args.scenario.as_deref().filter(|_| !args.example) else {
        out.print(EXAMPLE)?;
        return Ok(Outcome::Answered);
    };
    if let Some(sweep) = &args.sweep {
        return swept(path, sweep, args, out);
    }
    let file = read(path)?;
    out.progress("running the scenario and its twin …");
    let pair = file.scenario.run_pair()?;
    out.progress_done();
    if let Some(csv) = &args.csv {
        write(csv, table(&pair.with.rows).as_bytes())?;
        out.talk(&format!("{} beats written: `{}`", pair.with.rows.len(), csv.display()));
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
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

/// A scenario file.
const EXAMPLE: &str = include_str!("simulate.toml");

fn read(path: &Path) -> Result<ScenarioFile, CliError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| CliError::Look { path: path.to_owned(), source })?;
    ScenarioFile::parse(&text)
        .map_err(|source| CliError::Scenario { path: path.to_owned(), source: Box::new(source) })
}

/// Runs one key over its range.
fn swept(path: &Path, sweep: &str, args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let sweep: Sweep =
        sweep.parse().map_err(|e: SweepError| CliError::Usage(e.to_string(), e.hint()))?;
    let text = std::fs::read_to_string(path)
        .map_err(|source| CliError::Look { path: path.to_owned(), source })?;
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
