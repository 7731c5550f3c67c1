//! How registered experiments stand: status, what was registered, ending by hand, and the line in the diary.

use std::path::PathBuf;

use vagal::core::experiment::ExperimentPhase;
use vagal::core::{Diary, ExperimentPlan, ExperimentState, Moment};
use vagal::guide::experiment::{assess, changes, offered, parse, seal};
use vagal::report::page::ExperimentPage;
use vagal::report::words::experiment::asked;
use vagal::report::{html, json, terminal};
use vagal::store::{Experiment, LookTaken, Store};

use super::Shown;
use crate::cli::error::CliError;
use crate::cli::out::{Out, command_line, write_report};
use crate::cli::{Outcome, guide, keep};

#[derive(Debug, Default, clap::Args)]
pub(crate) struct StatusArgs {
    /// Which, by the first figures of its hash; the one that is open, else the latest, if left out
    id: Option<String>,
    /// The registered file: refused if any field of it is not as it was registered
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// As it stood at an earlier time
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// Which, by the first figures of its hash; the one that is open, else the latest, if left out
    id: Option<String>,
    /// The registered file: refused if any field of it is not as it was registered
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Show which input comes on the days ahead; who knows them may plan around them
    #[arg(long)]
    reveal: bool,
    /// Print the registered file itself
    #[arg(long, conflicts_with_all = ["reveal", "json", "report"])]
    text: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StopArgs {
    /// Which, by the first figures of its hash; the one that is open if left out
    id: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    because: String,
}

/// A registered experiment with how it stands.
pub(super) struct Standing {
    kept: Experiment,
    plan: ExperimentPlan,
    state: ExperimentState,
}

impl Standing {
    fn new(kept: Experiment, diary: &Diary, at: Moment) -> Result<Self, CliError> {
        if seal(&kept.text) != kept.sha256 {
            return Err(CliError::Advice(
                format!("experiment {} in the store is not what was registered", short(&kept)),
                "restore the store from a copy (`vagal diary restore`)".into(),
            ));
        }
        let plan = parse(&kept.text)?;
        let stopped = kept.stopped.as_ref().map(|(when, why)| (*when, why.as_str()));
        let state = assess(&plan, diary, at, stopped);
        Ok(Self { kept, plan, state })
    }

    pub(super) fn id(&self) -> String {
        short(&self.kept)
    }

    fn is_open(&self) -> bool {
        matches!(self.state.phase, ExperimentPhase::Ahead | ExperimentPhase::Running)
    }

    /// Sha-256 of the readings that a look sees.
    fn data_sha256(&self, blocks: usize) -> String {
        let mut text = String::new();
        for p in self.state.periods.iter().filter(|p| p.session.block < blocks) {
            text.push_str(&format!("{} {:?} {:?}\n", p.session.day, p.outcome, p.before));
        }
        vagal::page::sha256(text.as_bytes())
    }

    /// Looks that were taken with other readings than there are now.
    fn looks_changed(&self) -> Vec<usize> {
        let changed = |look: &&LookTaken| {
            let blocks = self.plan.looks.get(look.number.wrapping_sub(1)).copied();
            blocks.is_some_and(|blocks| self.data_sha256(blocks) != look.data_sha256)
        };
        self.kept.looks.iter().filter(changed).map(|l| l.number).collect()
    }

    fn page(self, reveal: bool, paused: Option<String>) -> ExperimentPage {
        ExperimentPage {
            looks_changed: self.looks_changed(),
            sha256: self.kept.sha256,
            plan: self.plan,
            state: self.state,
            reveal,
            paused,
            power: None,
            command: command_line(),
        }
    }
}

fn short(kept: &Experiment) -> String {
    keep::short(&kept.sha256).to_owned()
}

/// The diary of a person; an empty one for somebody who has not begun.
pub(super) fn diary(store: &mut Store, person: &str) -> Result<Diary, CliError> {
    if store.people()?.iter().any(|p| p.id == person) {
        return Ok(store.diary(person)?);
    }
    let person = vagal::core::Person { id: person.to_owned(), name: None };
    Ok(Diary::new(person, Vec::new(), Vec::new(), Vec::new(), Vec::new()))
}

/// The experiment that is open, if one is.
pub(super) fn open(
    store: &mut Store,
    person: &str,
    at: Moment,
) -> Result<Option<Standing>, CliError> {
    let kept = store.experiments(person)?;
    if kept.is_empty() {
        return Ok(None);
    }
    let diary = diary(store, person)?;
    for kept in kept.into_iter().rev().filter(|k| k.stopped.is_none()) {
        let standing = Standing::new(kept, &diary, at)?;
        if standing.is_open() {
            return Ok(Some(standing));
        }
    }
    Ok(None)
}

/// The experiment asked for: by its hash, by a file, the open one, or the latest.
fn wanted(
    shown: &Shown,
    store: &mut Store,
    id: Option<&str>,
    file: Option<&PathBuf>,
    at: Moment,
) -> Result<Standing, CliError> {
    let place = shown.place();
    let person = place.person_id();
    let kept = store.experiments(person)?;
    let text = file
        .map(|path| {
            std::fs::read_to_string(path)
                .map_err(|source| CliError::Look { path: path.clone(), source })
        })
        .transpose()?;
    let of_file = text.as_deref().map(|text| registered(text, &kept)).transpose()?;
    let diary = diary(store, person)?;
    if let Some(kept) = of_file {
        return Standing::new(kept, &diary, at);
    }
    let none = |what: String| {
        CliError::Advice(
            what,
            "`vagal plan experiment new --arms massage,rest` registers one".into(),
        )
    };
    if let Some(id) = id {
        let mut like = kept.into_iter().filter(|k| !id.is_empty() && k.sha256.starts_with(id));
        return match (like.next(), like.next()) {
            (Some(kept), None) => Standing::new(kept, &diary, at),
            (None, _) => Err(none(format!("{person} has no experiment {id}"))),
            (Some(_), Some(_)) => Err(none(format!("several experiments begin with {id}"))),
        };
    }
    if let Some(standing) = open(store, person, at)? {
        return Ok(standing);
    }
    let latest = kept.into_iter().next_back();
    Standing::new(latest.ok_or_else(|| none(format!("{person} has no experiment")))?, &diary, at)
}

/// The registered experiment that a file is of.
///
/// The same bytes above the seal: it is the one. Else the one registered at the same moment, and every field that differs is named.
fn registered(text: &str, kept: &[Experiment]) -> Result<Experiment, CliError> {
    let hash = seal(text);
    if let Some(same) = kept.iter().find(|k| k.sha256 == hash) {
        return Ok(same.clone());
    }
    let mut best = None;
    for k in kept {
        let changed = changes(&k.text, text)?;
        if best.as_ref().is_none_or(|(_, fewest): &(_, Vec<_>)| changed.len() < fewest.len()) {
            best = Some((k, changed));
        }
    }
    let Some((nearest, changed)) = best else {
        return Err(CliError::Advice(
            "this file is of no experiment in the store".into(),
            "name the store and the person it was registered for with --store and --person".into(),
        ));
    };
    // What differs in everything is another experiment rather than a changed one.
    if changed.iter().any(|c| c.field == "registered")
        && changed.iter().any(|c| c.field == "design.seed")
    {
        return Err(CliError::Advice(
            "this file is of no experiment in the store".into(),
            "name the store and the person it was registered for with --store and --person".into(),
        ));
    }
    // Layout, remarks and the seal decide nothing.
    let fields: Vec<_> = changed.into_iter().filter(|c| c.field != "seal.sha256").collect();
    if fields.is_empty() {
        return Ok(nearest.clone());
    }
    let value = |v: Option<String>| v.unwrap_or_else(|| "nothing".into());
    let list: Vec<String> = fields
        .into_iter()
        .map(|c| {
            format!("{} is {}, registered was {}", c.field, value(c.found), value(c.registered))
        })
        .collect();
    Err(CliError::Advice(
        format!("the file was changed after it was registered: {}", list.join("; ")),
        format!(
            "`vagal plan experiment show {} --text` prints what was registered; the analysis needs no file",
            short(nearest)
        ),
    ))
}

pub(super) fn status(shown: &Shown, args: &StatusArgs, out: &mut Out) -> Result<Outcome, CliError> {
    let mut store = shown.place().open()?;
    let zone = shown.zone()?;
    let now = keep::now(&zone)?;
    // Nothing of a day to come: it would take looks before their time.
    let at = args.at.as_ref().map_or(Ok(now), |text| zone.typed(text, now))?;
    let standing = wanted(shown, &mut store, args.id.as_deref(), args.file.as_ref(), at)?;
    if args.at.is_none() {
        let look = |l: &vagal::core::experiment::Look| LookTaken {
            number: l.number,
            taken: now,
            data_sha256: standing.data_sha256(l.blocks),
            verdict: l.verdict.id().into(),
        };
        let fresh = standing.state.looks.iter().filter(|l| l.taken);
        let fresh = fresh.filter(|l| standing.kept.looks.iter().all(|k| k.number != l.number));
        let fresh: Vec<LookTaken> = fresh.map(look).collect();
        if !fresh.is_empty() {
            store.keep_looks(shown.place().person_id(), &standing.kept.sha256, &fresh)?;
        }
    }
    let paused = paused(shown, &standing)?;
    print(shown, &standing.page(false, paused), out)
}

/// Why its sessions are paused, where the answers given say so.
fn paused(shown: &Shown, standing: &Standing) -> Result<Option<String>, CliError> {
    let Some(path) = &shown.answers else { return Ok(None) };
    let answers = guide::answers(Some(path))?;
    Ok(offered(&answers, &standing.plan.arms).err().map(|e| e.to_string()))
}

fn print(shown: &Shown, page: &ExperimentPage, out: &mut Out) -> Result<Outcome, CliError> {
    if let Some(path) = &shown.report {
        write_report(path, &html::experiment(page), out)?;
    }
    let text =
        if shown.json { json::experiment(page) } else { terminal::experiment(page, &out.style) };
    out.print(&text)?;
    Ok(Outcome::Answered)
}

pub(super) fn show(shown: &Shown, args: &ShowArgs, out: &mut Out) -> Result<Outcome, CliError> {
    let mut store = shown.place().open()?;
    let now = keep::now(&shown.zone()?)?;
    let standing = wanted(shown, &mut store, args.id.as_deref(), args.file.as_ref(), now)?;
    if args.text {
        out.print(&standing.kept.text)?;
        return Ok(Outcome::Answered);
    }
    let paused = paused(shown, &standing)?;
    print(shown, &standing.page(args.reveal, paused), out)
}

pub(super) fn stop(shown: &Shown, args: &StopArgs, out: &mut Out) -> Result<Outcome, CliError> {
    let mut store = shown.place().open()?;
    let now = keep::now(&shown.zone()?)?;
    let standing = wanted(shown, &mut store, args.id.as_deref(), None, now)?;
    if !standing.is_open() {
        return Err(CliError::Advice(
            format!("experiment {} has ended already", standing.id()),
            "`vagal plan experiment status` shows its answer".into(),
        ));
    }
    let because = args.because.trim();
    if because.is_empty() {
        return Err(CliError::Usage("no reason was given".into(), "say why with --because"));
    }
    let person = shown.place().person_id().to_owned();
    store.stop_experiment(&person, &standing.kept.sha256, now, because)?;
    let id = standing.kept.sha256.clone();
    let standing = wanted(shown, &mut store, Some(&id), None, now)?;
    print(shown, &standing.page(false, None), out)
}

/// What the open experiment of a person asks today or next, or that one has an answer nobody has seen, in a line.
pub(crate) fn reminder(
    store: &mut Store,
    person: &str,
    at: Moment,
) -> Result<Option<String>, CliError> {
    let kept = store.experiments(person)?;
    let Some(latest) = kept.into_iter().rfind(|k| k.stopped.is_none()) else { return Ok(None) };
    let standing = Standing::new(latest, &store.diary(person)?, at)?;
    let id = standing.id();
    let seen = |look: usize| standing.kept.looks.iter().any(|l| l.number == look + 1);
    match standing.state.ended_at {
        Some(look) if seen(look) => Ok(None),
        Some(_) => {
            Ok(Some(format!("experiment {id} has its answer: `vagal plan experiment status`")))
        }
        None => {
            Ok(asked(&standing.page(false, None)).map(|asked| format!("experiment {id}, {asked}")))
        }
    }
}
