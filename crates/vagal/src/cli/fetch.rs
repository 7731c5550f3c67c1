//! `vagal fetch [SET]`: public recordings, checked by sha256.

use std::path::PathBuf;

use serde_json::json;
use vagal::fetch::{self, Options, Outcome as FileOutcome, Trust};
use vagal::report::terminal::{Align, Table};

use super::Outcome;
use super::error::CliError;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The set; without one, the sets are listed
    set: Option<String>,
    /// Folder to put it in
    #[arg(long, value_name = "FOLDER", default_value = "recordings")]
    into: PathBuf,
    /// Only records whose name starts with this; may be repeated
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let Some(id) = &args.set else { return list(args.json, out) };
    let set = fetch::find(id)?;
    let options = Options { only: args.only.clone(), ..Options::from_env() };
    let result = fetch::fetch(set, &args.into, &options, &mut |p| {
        let share = p.total_bytes.filter(|t| *t > 0).map_or_else(String::new, |total| {
            format!(" {:.0}%", 100.0 * p.done_bytes as f64 / total as f64)
        });
        let (index, count) = (p.file_index + 1, p.file_count);
        out.progress(&format!("{}: {index} of {count}, {}{share}", p.set, p.file));
    });
    out.progress_done();
    let report = result?;
    if let Trust::FirstUse { now: true, .. } = report.trust {
        out.talk(
            "the list of hashes was taken as the server gave it this first time; from now on it is held to",
        );
    }
    if args.json {
        let files: Vec<_> = report
            .files
            .iter()
            .map(|f| {
                let outcome = match f.outcome {
                    FileOutcome::Present => "present",
                    FileOutcome::Fetched => "fetched",
                    FileOutcome::Resumed => "resumed",
                };
                json!({ "path": f.path, "bytes": f.bytes, "sha256": f.sha256, "outcome": outcome })
            })
            .collect();
        let all = json!({
            "schema": "vagal.fetch/1", "set": report.set, "folder": report.folder,
            "licence": report.licence, "files": files,
        });
        out.print(&format!("{all:#}"))?;
    } else {
        for file in &report.files {
            out.print(&file.path.display().to_string())?;
        }
        out.talk(&format!("{} files, licence: {}", report.files.len(), report.licence));
    }
    Ok(Outcome::Answered)
}

fn list(as_json: bool, out: &mut Out) -> Result<Outcome, CliError> {
    if as_json {
        let sets: Vec<_> = fetch::list()
            .iter()
            .map(|s| {
                json!({
                    "id": s.id, "title": s.title, "purpose": s.purpose, "licence": s.licence,
                    "source": s.source(), "files": s.file_count(),
                })
            })
            .collect();
        out.print(&format!("{:#}", json!({ "schema": "vagal.sets/1", "sets": sets })))?;
        return Ok(Outcome::Answered);
    }
    let mut table = Table::new(&[
        ("set", Align::Left),
        ("files", Align::Right),
        ("from", Align::Left),
        ("what it is", Align::Left),
    ]);
    for s in fetch::list() {
        table.row([s.id, &s.file_count().to_string(), &s.source(), s.title]);
    }
    out.print(&out.table(&table))?;
    Ok(Outcome::Answered)
}
