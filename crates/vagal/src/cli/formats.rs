//! `vagal formats [PATH…]`: the registry, or what each file under the paths is read as.

use std::path::{Path, PathBuf};

use serde_json::json;
use vagal::core::NoteKind;
use vagal::formats::{FORMATS, ReadOptions, read_path};
use vagal::pipeline;
use vagal::report::terminal::{Align, Table};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files or folders to read; without any, the formats are listed
    paths: Vec<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    open: open::OpenArgs,
}

/// One file of the table.
struct Row {
    file: String,
    format: String,
    beats: Option<usize>,
    duration_s: Option<f64>,
    notes: String,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.paths.is_empty() {
        return registry(args.json, out);
    }
    let options = args.open.options()?;
    let mut files = Vec::new();
    for path in &args.paths {
        collect(path, &mut files)
            .map_err(|source| CliError::Look { path: path.clone(), source })?;
    }
    files.sort();
    let mut rows = Vec::with_capacity(files.len());
    for (i, file) in files.iter().enumerate() {
        out.progress(&format!("{} of {}: {}", i + 1, files.len(), open::file_name(file)));
        rows.push(row(file, &options));
    }
    out.progress_done();
    if args.json {
        let files: Vec<_> = rows
            .iter()
            .map(|r| {
                json!({
                    "file": r.file, "format": r.format, "beats": r.beats,
                    "duration_s": r.duration_s, "notes": r.notes,
                })
            })
            .collect();
        out.print(&format!("{:#}", json!({ "schema": "vagal.files/1", "files": files })))?;
        return Ok(Outcome::Answered);
    }
    let mut table = Table::new(&[
        ("file", Align::Left),
        ("format", Align::Left),
        ("beats", Align::Right),
        ("duration", Align::Right),
        ("notes", Align::Left),
    ]);
    for r in &rows {
        let beats = r.beats.map(|n| n.to_string()).unwrap_or_default();
        let duration = r.duration_s.map(clock).unwrap_or_default();
        table.row([&r.file, &r.format, &beats, &duration, &r.notes]);
    }
    out.print(&out.table(&table))?;
    let read = rows.iter().filter(|r| r.beats.is_some()).count();
    out.talk(&format!("{read} of {} files read", rows.len()));
    Ok(Outcome::Answered)
}

/// Every file below a path.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else {
        path.metadata()?;
        files.push(path.to_owned());
    }
    Ok(())
}

fn row(path: &Path, options: &ReadOptions) -> Row {
    let file = path.display().to_string();
    let refused = |format: &str, why: String| Row {
        file: file.clone(),
        format: format.into(),
        beats: None,
        duration_s: None,
        notes: why,
    };
    let entry = match read_path(path, options) {
        Ok(entry) => entry,
        Err(e) => {
            let hint = e.hint().map(|h| format!(" (hint: {h})")).unwrap_or_default();
            return refused("refused", format!("{e}{hint}"));
        }
    };
    let format = entry.format;
    match pipeline::measure(entry) {
        Err(unfit) => refused(format, format!("no beats: {unfit}")),
        Ok(measured) => {
            let notes: Vec<String> = measured
                .notes
                .iter()
                .map(|n| {
                    let kind = if n.kind == NoteKind::Salvaged { "salvaged: " } else { "" };
                    let place =
                        if n.place.is_empty() { String::new() } else { format!("{}: ", n.place) };
                    format!("{kind}{place}{}", n.text)
                })
                .collect();
            Row {
                file: file.clone(),
                format: format.into(),
                beats: Some(measured.beats.len()),
                duration_s: Some(measured.span.length_s()),
                notes: notes.join("; "),
            }
        }
    }
}

/// `1:02:03` or `2:03`.
fn clock(seconds: f64) -> String {
    let s = seconds.round() as u64;
    let (hours, minutes, seconds) = (s / 3600, s / 60 % 60, s % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

fn registry(as_json: bool, out: &mut Out) -> Result<Outcome, CliError> {
    if as_json {
        let formats: Vec<_> = FORMATS
            .iter()
            .map(|f| {
                json!({
                    "id": f.id, "name": f.name, "extensions": f.extensions, "boards_at": f.boards_at,
                    "salvages": f.salvages, "refuses": f.refuses, "source": f.source,
                })
            })
            .collect();
        out.print(&format!("{:#}", json!({ "schema": "vagal.formats/1", "formats": formats })))?;
        return Ok(Outcome::Answered);
    }
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("boards at", Align::Left),
        ("endings", Align::Left),
        ("what it is", Align::Left),
    ]);
    for f in FORMATS {
        table.row([f.id, f.boards_at, &f.extensions.join(" "), f.name]);
    }
    out.print(&out.table(&table))?;
    Ok(Outcome::Answered)
}
