//! `vagal diary`: what is on file, and taking it out, changing it, carrying it away, deleting it.

mod edit;
mod overview;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;
use vagal::core::Moment;
use vagal::report::terminal::{Align, Table};
use vagal::store::{Archive, Entry, LineKind, Store, StoreError};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, experiment, keep, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Only entries about this: an input, a kind of reading, an interference
    #[arg(long, value_name = "WORD")]
    about: Option<String>,
    /// Only these: input, reading, episode or correction
    #[arg(long, value_name = "KIND", value_parser = line_kind)]
    only: Option<LineKind>,
    /// Only from then on: '2026-11-01', 'yesterday'
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only until then
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Every entry instead of the last twenty
    #[arg(long)]
    all: bool,
    /// Who is in the store
    #[arg(long)]
    people: bool,
    /// Zone of times without one; the system's if left out
    #[arg(long, value_name = "ZONE", global = true)]
    tz: Option<String>,
    /// Print `vagal.diary/1`
    #[arg(long, global = true)]
    json: bool,
    /// A file, or postgres://user@host/database; else VAGAL_STORE, else the platform's folder for data
    #[arg(long, value_name = "PATH", help_heading = "Store", global = true)]
    store: Option<std::ffi::OsString>,
    /// Whose diary: a short name without blanks; `me` if left out
    #[arg(long, value_name = "ID", help_heading = "Store", global = true)]
    person: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Change fields of an entry: `vagal diary edit 3fa2 value=7 at='2026-11-14 10:05'`
    Edit {
        /// The id, or its first figures
        id: String,
        /// FIELD=VALUE; an empty value takes the field out
        #[arg(required = true)]
        fields: Vec<String>,
    },
    /// Take entries out; importing their file again does not bring them back
    Remove {
        /// Ids, or their first figures
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Everything in the store as one JSON document, everybody's unless --person is given
    Export {
        /// File to write; standard output if left out
        file: Option<PathBuf>,
    },
    /// Put an exported document back; what is there stays as it is
    Restore {
        /// The document
        file: PathBuf,
    },
    /// Delete for good: everything, or everything about --person
    Delete {
        /// Yes, delete it
        #[arg(long)]
        yes: bool,
    },
}

/// Entries shown where nobody asks for all.
const SHOWN: usize = 20;

fn line_kind(text: &str) -> Result<LineKind, String> {
    keep::by_id(&LineKind::ALL, LineKind::id, text)
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let place = keep::StoreArgs { store: args.store.clone(), person: args.person.clone() };
    let mut store = place.open()?;
    match &args.action {
        None if args.people => people(args, &mut store, out)?,
        None => list(args, place.person_id(), &mut store, out)?,
        Some(Action::Edit { id, fields }) => edit::run(args, id, fields, &mut store, out)?,
        Some(Action::Remove { ids }) => remove(args, ids, &mut store, out)?,
        Some(Action::Export { file }) => export(args, file.as_ref(), &mut store, out)?,
        Some(Action::Restore { file }) => restore(args, file, &mut store, out)?,
        Some(Action::Delete { yes }) => delete(args, *yes, &mut store, out)?,
    }
    Ok(Outcome::Answered)
}

fn people(args: &Args, store: &mut Store, out: &mut Out) -> Result<(), CliError> {
    let mut rows = Vec::new();
    for person in store.people()? {
        let entries = store.entries(&person.id)?;
        let moments = || entries.iter().map(|e| e.line.moment());
        rows.push((person, entries.len(), moments().min(), moments().max()));
    }
    if args.json {
        let all: Vec<_> = rows
            .iter()
            .map(|(p, n, first, last)| {
                let at = |m: &Option<Moment>| m.map(|m| m.to_string());
                json!({ "id": p.id, "name": p.name, "entries": n, "first": at(first), "last": at(last) })
            })
            .collect();
        let all = json!({ "schema": "vagal.people/1", "people": all });
        return out.print(&format!("{all:#}"));
    }
    let mut table = Table::new(&[
        ("person", Align::Left),
        ("entries", Align::Right),
        ("first", Align::Left),
        ("last", Align::Left),
    ]);
    let day = |m: Option<Moment>| m.map(keep::wall).unwrap_or_default();
    for (person, n, first, last) in rows {
        table.row([person.id, n.to_string(), day(first), day(last)]);
    }
    out.print(&out.table(&table))
}

/// The entries of a person that the filters let through.
fn wanted(args: &Args, person: &str, store: &mut Store) -> Result<Vec<Entry>, CliError> {
    let zone = keep::TimeArgs { at: None, tz: args.tz.clone() }.zone()?;
    let now = keep::now(&zone)?;
    // A date alone is its whole day.
    let time = |text: &Option<String>, clock: &str| -> Result<Option<Moment>, CliError> {
        let Some(text) = text else { return Ok(None) };
        let whole = !text.contains(':') && text != "now";
        let text = if whole { format!("{text} {clock}") } else { text.clone() };
        Ok(Some(zone.any(&text, now)?))
    };
    let (since, until) = (time(&args.since, "00:00")?, time(&args.until, "23:59:59")?);
    let about = asked_about(args)?;
    let mut entries = store.entries(person)?;
    entries.retain(|entry| {
        let at = entry.line.moment().unix_s();
        about.as_ref().is_none_or(|ids| ids.iter().any(|id| id == entry.line.of()))
            && args.only.is_none_or(|kind| kind == entry.line.kind())
            && since.is_none_or(|since| since.unix_s() <= at)
            && until.is_none_or(|until| at <= until.unix_s())
    });
    entries.sort_by_key(|entry| entry.line.moment());
    Ok(entries)
}

/// Identifiers of what `--about` names.
fn asked_about(args: &Args) -> Result<Option<Vec<String>>, CliError> {
    args.about.as_deref().map(|word| about(word).ok_or_else(|| unknown(word))).transpose()
}

/// Identifiers that a word may mean: an input and a reading may share one, as `sleep` does.
fn about(word: &str) -> Option<Vec<String>> {
    let input = vagal::evidence::input(word).map(|i| i.id.clone());
    let reading = vagal::core::diary::reading_kind(word).map(|k| k.id.to_owned());
    let kinds = vagal::evidence::interference();
    let kind = kinds.iter().find(|k| k.id == word || k.name == word).map(|k| k.id.clone());
    let ids: Vec<String> = [input, reading, kind].into_iter().flatten().collect();
    (!ids.is_empty()).then_some(ids)
}

fn unknown(word: &str) -> CliError {
    CliError::Usage(
        format!("nothing in a diary is called `{word}`"),
        "`vagal reading` lists kinds of reading; inputs are in the ledger",
    )
}

fn list(args: &Args, person: &str, store: &mut Store, out: &mut Out) -> Result<(), CliError> {
    asked_about(args)?;
    // A diary that nobody has begun is an empty one, not a mistake.
    let begun = store.people()?.iter().any(|p| p.id == person);
    if !begun && args.person.is_some() {
        return Err(StoreError::UnknownPerson(person.to_owned()).into());
    }
    let entries = if begun { wanted(args, person, store)? } else { Vec::new() };
    let filtered =
        args.about.is_some() || args.only.is_some() || args.since.is_some() || args.until.is_some();
    let asked = if begun && !args.json && !filtered {
        let now = keep::now(&keep::TimeArgs { at: None, tz: args.tz.clone() }.zone()?)?;
        experiment::reminder(store, person, now)?
    } else {
        None
    };
    if args.json {
        let mut archive = if begun { store.export(Some(person))? } else { Archive::default() };
        for part in &mut archive.people {
            part.entries.retain(|entry| entries.iter().any(|e| e.id == entry.id));
        }
        return out.print(&format!("{:#}", archive.to_json()));
    }
    if entries.is_empty() {
        if let Some(asked) = &asked {
            out.print(asked)?;
        }
        out.talk(&format!("the diary of {person} in {} holds nothing of this", store.place()));
        out.talk("hint: `vagal reading tension=6`, `vagal log massage --minutes 60`, `vagal import PATH`");
        return Ok(());
    }
    let mut text = overview::overview(person, &entries, out);
    if let Some(asked) = asked {
        text.push_str(&format!("\n{asked}\n"));
    }
    let hidden = if args.all { 0 } else { entries.len().saturating_sub(SHOWN) };
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("when", Align::Left),
        ("what", Align::Left),
        ("", Align::Left),
    ]);
    for entry in &entries[hidden..] {
        let (when, what) = (keep::wall(entry.line.moment()), keep::name(&entry.line));
        table.row([keep::short(&entry.id), &when, &what, &keep::said(&entry.line)]);
    }
    text.push('\n');
    text.push_str(&out.table(&table));
    out.print(&text)?;
    if hidden > 0 {
        out.talk(&format!("{hidden} earlier entries; --all shows them"));
    }
    Ok(())
}

fn remove(args: &Args, ids: &[String], store: &mut Store, out: &mut Out) -> Result<(), CliError> {
    let mut removed = Vec::new();
    for id in ids {
        let (person, _) = store.entry(id)?;
        let entry = store.remove(id)?;
        if !args.json {
            let (when, what) = (keep::wall(entry.line.moment()), keep::name(&entry.line));
            out.print(&format!("{}  {when}  {what}: removed", keep::short(&entry.id)))?;
        }
        removed.push(keep::entry_json(&person.id, &entry, None));
    }
    if args.json {
        out.print(&keep::wire("vagal.diary_removed/1", store, removed))?;
    }
    Ok(())
}

fn export(
    args: &Args,
    file: Option<&PathBuf>,
    store: &mut Store,
    out: &mut Out,
) -> Result<(), CliError> {
    let archive = store.export(args.person.as_deref())?;
    let text = format!("{:#}\n", archive.to_json());
    let Some(path) = file else { return out.print(&text) };
    std::fs::write(path, text).map_err(|source| CliError::Write { path: path.clone(), source })?;
    let entries: usize = archive.people.iter().map(|p| p.entries.len()).sum();
    let people = archive.people.len();
    if args.json {
        let all = json!({
            "schema": "vagal.diary_export/1", "file": path.display().to_string(),
            "people": people, "entries": entries,
        });
        return out.print(&format!("{all:#}"));
    }
    out.print(&format!("{entries} entries of {people} people written to {}", path.display()))
}

fn restore(args: &Args, file: &Path, store: &mut Store, out: &mut Out) -> Result<(), CliError> {
    let text = open::text(file)?;
    let restored = store.restore(&Archive::from_json(&text)?)?;
    if args.json {
        let all = json!({
            "schema": "vagal.diary_restored/1", "people": restored.people,
            "new": restored.new, "on_file": restored.on_file,
        });
        return out.print(&format!("{all:#}"));
    }
    out.print(&format!(
        "{} people: {} entries new, {} on file already",
        restored.people, restored.new, restored.on_file
    ))
}

fn delete(args: &Args, yes: bool, store: &mut Store, out: &mut Out) -> Result<(), CliError> {
    let whose = args.person.as_deref();
    let what =
        whose.map_or("everything about everybody".to_owned(), |p| format!("everything about {p}"));
    if !yes {
        return Err(CliError::Advice(
            format!("{what} in {} would be deleted for good", store.place()),
            "`vagal diary export FILE` keeps a copy; then add --yes".into(),
        ));
    }
    let entries = store.delete(whose)?;
    if args.json {
        let all = json!({ "schema": "vagal.diary_deleted/1", "entries": entries, "person": whose });
        return out.print(&format!("{all:#}"));
    }
    out.print(&format!("{what}: {entries} entries deleted"))
}
