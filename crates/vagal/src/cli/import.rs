//! `vagal import PATH…`: recordings become readings, diaries of other programs become lines, each file once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vagal::core::Person;
use vagal::import::{self, ImportError, ImportOptions, Imported, Occasion};
use vagal::report::terminal::{Align, Table};
use vagal::store::{Added, Entry, Line, Recording, Store};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, keep, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files or folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The only person to take from a file of several people
    #[arg(long, value_name = "CODE")]
    user: Option<String>,
    /// Recordings are readings of the morning or of another time; else the hour decides (4 to 10 o'clock is morning)
    #[arg(long = "as", value_name = "morning|spot", value_parser = occasion)]
    occasion: Option<Occasion>,
    /// First second of the stretch at rest in a recording
    #[arg(long, value_name = "SECONDS", requires = "to")]
    from: Option<f64>,
    /// Last second of it
    #[arg(long, value_name = "SECONDS", requires = "from")]
    to: Option<f64>,
    #[command(flatten)]
    time: keep::TimeArgs,
    /// Print `vagal.import/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    open: open::OpenArgs,
    #[command(flatten)]
    store: keep::StoreArgs,
}

fn occasion(text: &str) -> Result<Occasion, String> {
    match text {
        "morning" => Ok(Occasion::Morning),
        "spot" => Ok(Occasion::Spot),
        _ => Err("one of morning, spot".into()),
    }
}

/// What became of one file.
struct Outcomes {
    file: String,
    format: &'static str,
    /// By person: how many lines became what, and the new ones by kind.
    people: BTreeMap<String, Counts>,
    /// Why it gave nothing, and what to try.
    skipped: Option<(String, String)>,
    /// A part of another file.
    part: bool,
    /// Named by whoever asked, not found in a folder.
    named: bool,
    notes: Vec<String>,
    left_out: BTreeMap<String, usize>,
}

#[derive(Default)]
struct Counts {
    became: BTreeMap<&'static str, usize>,
    new_by_kind: BTreeMap<&'static str, usize>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let options = ImportOptions {
        read: args.open.options()?,
        zone: args.time.zone()?,
        occasion: args.occasion.unwrap_or_default(),
        stretch: args.from.zip(args.to),
        at: args.time.given()?,
        user: args.user.clone(),
        person: args.store.person.clone(),
    };
    let files = files(&args.paths)?;
    if options.at.is_some() && files.len() > 1 {
        return Err(CliError::Usage(
            format!("--at for {} files", files.len()),
            "import recordings without a clock one at a time",
        ));
    }
    let mut store = args.store.open()?;
    let mut outcomes = Vec::with_capacity(files.len());
    for (i, file) in files.iter().enumerate() {
        out.progress(&format!("{} of {}: {}", i + 1, files.len(), open::file_name(file)));
        // Each file is one transaction: what was reported before a crash is there after it.
        let mut outcome = one(file, &files, &options, &mut store)?;
        outcome.named = args.paths.contains(file);
        if !args.json {
            out.progress_done();
            tell(&outcome, out);
        }
        outcomes.push(outcome);
    }
    out.progress_done();
    let text = if args.json { wire(&store, &outcomes) } else { table(&outcomes, out) };
    out.print(&text)?;
    if !args.json {
        out.talk(&format!("stored in {}", store.place()));
    }
    let answered = outcomes.iter().any(|o| o.skipped.is_none());
    Ok(if answered { Outcome::Answered } else { Outcome::Unusable })
}

/// Every file under the paths, in order of their names; a WFDB record may be named without its ending.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    fn below(path: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
        if !path.is_dir() {
            if !path.exists() {
                path.with_extension("hea").metadata()?;
            }
            found.push(path.to_owned());
            return Ok(());
        }
        for entry in std::fs::read_dir(path)? {
            below(&entry?.path(), found)?;
        }
        Ok(())
    }
    let mut found = Vec::new();
    for path in paths {
        below(path, &mut found).map_err(|source| CliError::Look { path: path.clone(), source })?;
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The file that holds the intervals, signals or header, where this one is only a part of it.
fn part_of(file: &Path, files: &[PathBuf]) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let beside = |other: String| {
        let there = files.contains(&file.with_file_name(&other));
        there.then_some(other)
    };
    // HRV Logger writes four files a measurement; WFDB a header, signals and annotations.
    for part in ["_Features.", "_HR.", "_Event.", "_Events."] {
        if name.contains(part) {
            return beside(name.replace(part, "_RRIntervals."));
        }
    }
    let (stem, ending) = name.rsplit_once('.')?;
    matches!(ending, "dat" | "atr" | "qrs" | "ecg" | "xws")
        .then(|| beside(format!("{stem}.hea")))?
}

fn one(
    file: &Path,
    files: &[PathBuf],
    options: &ImportOptions,
    store: &mut Store,
) -> Result<Outcomes, CliError> {
    let mut outcome = Outcomes {
        file: file.display().to_string(),
        format: "",
        people: BTreeMap::new(),
        skipped: None,
        part: false,
        named: false,
        notes: Vec::new(),
        left_out: BTreeMap::new(),
    };
    if let Some(whole) = part_of(file, files) {
        outcome.skipped = Some((format!("belongs to {whole}"), String::new()));
        outcome.part = true;
        return Ok(outcome);
    }
    let imported = match import::read(file, options) {
        Ok(imported) => imported,
        // What was asked for is not clear: that is for whoever asked, not for the next file.
        Err(error @ ImportError::SeveralPeople { .. }) => {
            return Err(CliError::Advice(format!("{}: {error}", outcome.file), error.hint()));
        }
        Err(error) => {
            // A reader's message begins with the file's name, which stands in the first column.
            let name = format!("{}: ", open::file_name(file));
            let text = error.to_string();
            let text = text.strip_prefix(&name).unwrap_or(&text).to_owned();
            outcome.skipped = Some((text, error.hint()));
            return Ok(outcome);
        }
    };
    let Imported { format, people, recording, notes, left_out } = imported;
    (outcome.format, outcome.notes, outcome.left_out) = (format, notes, left_out);
    if let Some((person, recording)) = &recording
        && let Some(other) = overlapping(store, person, recording)?
    {
        outcome.skipped = Some((
            format!("recorded at the same time as {other}, which is on file"),
            "remove the readings of that one first (`vagal diary`) to take this one".into(),
        ));
        return Ok(outcome);
    }
    for (id, entries) in people {
        let person = Person { id: id.clone(), name: None };
        let recordings: Vec<Recording> =
            recording.iter().filter(|(whose, _)| *whose == id).map(|(_, r)| r.clone()).collect();
        let added = store.add_entries(&person, &entries, &recordings)?;
        outcome.people.insert(id, count(&entries, &added));
    }
    Ok(outcome)
}

/// Another recording of the person that covers more than half of this one.
fn overlapping(
    store: &mut Store,
    person: &str,
    recording: &Recording,
) -> Result<Option<String>, CliError> {
    let span = |r: &Recording| {
        let start_s = r.start?.unix_s() as f64;
        Some((start_s, start_s + r.duration_s?))
    };
    let Some((from_s, to_s)) = span(recording) else { return Ok(None) };
    let there = store.recordings(person)?;
    let other = there.iter().filter(|r| r.sha256 != recording.sha256).find(|other| {
        span(other).is_some_and(|(start_s, end_s)| {
            end_s.min(to_s) - start_s.max(from_s) > 0.5 * (to_s - from_s)
        })
    });
    Ok(other.map(|r| r.name.clone()))
}

fn count(entries: &[Entry], added: &[(String, Added)]) -> Counts {
    let mut counts = Counts::default();
    for (entry, (_, added)) in entries.iter().zip(added) {
        *counts.became.entry(keep::became(added)).or_default() += 1;
        if *added == Added::New {
            *counts.new_by_kind.entry(kind_of(&entry.line)).or_default() += 1;
        }
    }
    counts
}

/// The kind of a reading; `input` of an input.
fn kind_of(line: &Line) -> &'static str {
    match line {
        Line::Reading(reading) => reading.kind().id,
        other => other.kind().id(),
    }
}

/// Remarks of one file, on stderr.
fn tell(outcome: &Outcomes, out: &mut Out) {
    for note in &outcome.notes {
        out.talk(&format!("{}: {note}", outcome.file));
    }
    for (reason, n) in &outcome.left_out {
        out.talk(&format!("{}: left out {n}: {reason}", outcome.file));
    }
    // Who imports a folder knows that not all of it is a recording.
    let wanted = outcome.skipped.as_ref().filter(|(_, hint)| outcome.named && !hint.is_empty());
    if let Some((_, hint)) = wanted {
        out.talk(&format!("{}: hint: {hint}", outcome.file));
    }
}

fn table(outcomes: &[Outcomes], out: &Out) -> String {
    let mut table = Table::new(&[
        ("file", Align::Left),
        ("format", Align::Left),
        ("people", Align::Right),
        ("new", Align::Right),
        ("on file", Align::Right),
        ("what", Align::Left),
    ]);
    let sum = |o: &Outcomes, key: &str| -> usize {
        o.people.values().filter_map(|c| c.became.get(key)).sum()
    };
    let mut total = (0, 0, 0);
    for outcome in outcomes.iter().filter(|o| !o.part || o.named) {
        let (new, there) = (sum(outcome, "new"), sum(outcome, "on_file"));
        let what = match &outcome.skipped {
            Some((why, _)) => format!("skipped: {why}"),
            None => {
                let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
                for (kind, n) in outcome.people.values().flat_map(|c| &c.new_by_kind) {
                    *kinds.entry(kind).or_default() += n;
                }
                let mut parts: Vec<String> =
                    kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
                for (key, words) in [
                    ("differs", "with another value on file; kept"),
                    ("removed_before", "removed before"),
                ] {
                    let n = sum(outcome, key);
                    parts.extend((n > 0).then(|| format!("{n} {words}")));
                }
                let left: usize = outcome.left_out.values().sum();
                parts.extend((left > 0).then(|| format!("{left} left out")));
                parts.join(", ")
            }
        };
        total = (total.0 + new, total.1 + there, total.2 + usize::from(outcome.skipped.is_some()));
        let figure = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        table.row([
            outcome.file.as_str(),
            outcome.format,
            &figure(outcome.people.len()),
            &figure(new),
            &figure(there),
            &what,
        ]);
    }
    let (new, there, skipped) = total;
    let parts = outcomes.iter().filter(|o| o.part).count();
    let parts = if parts > 0 { format!(", {parts} are parts of others") } else { String::new() };
    format!(
        "{}\n{new} new, {there} on file already; {} files, {skipped} skipped{parts}\n",
        out.table(&table),
        outcomes.len()
    )
}

fn wire(store: &Store, outcomes: &[Outcomes]) -> String {
    let files: Vec<Value> = outcomes
        .iter()
        .map(|o| {
            let people: Vec<Value> = o
                .people
                .iter()
                .map(|(id, c)| json!({ "person": id, "became": c.became, "new": c.new_by_kind }))
                .collect();
            json!({
                "file": o.file, "format": (!o.format.is_empty()).then_some(o.format),
                "people": people, "skipped": o.skipped.as_ref().map(|(why, _)| why),
                "hint": o.skipped.as_ref().map(|(_, hint)| hint).filter(|h| !h.is_empty()),
                "notes": o.notes, "left_out": o.left_out,
            })
        })
        .collect();
    let all = json!({
        "schema": "vagal.import/1", "store": store.place().to_string(), "files": files,
    });
    format!("{all:#}")
}
