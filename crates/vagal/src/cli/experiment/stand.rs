//! How registered experiments stand: status, what was registered, ending by hand, and the line in the diary.

use std::path::PathBuf;

use vagal::core::experiment::{ExperimentPhase, ExperimentVerdict, FoundThen, KeptLook};
use vagal::core::{Diary, ExperimentPlan, ExperimentState, Moment};
use vagal::guide::experiment::{assess, changes, offered, parse, seal};
use vagal::report::page::ExperimentPage;
use vagal::report::words::experiment::asked;
use vagal::report::{html, json, terminal};
use vagal::store::{Experiment, LookTaken, Store};

use super::Shown;
use crate::cli::error::CliError;
use crate::cli::out::{Out, command_line, write_report};
use crate::cli::{Outcome, guide, keep, open};

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

/// A registered experiment that cannot be read: changed, or written by a newer program.
pub(super) struct Unreadable {
    id: String,
    why: String,
}

impl Unreadable {
    /// That it cannot be read, and what can be done, in a line.
    pub(super) fn line(&self) -> String {
        format!("experiment {} cannot be read: {}; {}", self.id, self.why, self.hint())
    }

    fn hint(&self) -> String {
        format!(
            "restore the store from a copy (`vagal diary restore`), or end it with `vagal plan experiment stop {} --because REASON`",
            self.id
        )
    }
}

impl From<Unreadable> for CliError {
    fn from(unreadable: Unreadable) -> Self {
        let Unreadable { id, why } = &unreadable;
        Self::Advice(format!("experiment {id} cannot be read: {why}"), unreadable.hint())
    }
}

/// The looks of an experiment as they were taken. One whose verdict a newer program wrote is none, and neither are those after it.
fn looks(kept: &Experiment) -> Vec<KeptLook> {
    let look = |l: &LookTaken| {
        let verdict = ExperimentVerdict::ALL.into_iter().find(|v| v.id() == l.verdict)?;
        let found = l.estimate.map(|estimate| FoundThen { estimate, interval: l.interval });
        Some(KeptLook { number: l.number, verdict, data_sha256: l.data_sha256.clone(), found })
    };
    kept.looks.iter().map_while(look).collect()
}

impl Standing {
    fn new(kept: Experiment, diary: &Diary, at: Moment) -> Result<Self, Unreadable> {
        let unreadable = |why: String| Unreadable { id: short(&kept), why };
        if seal(&kept.text) != kept.sha256 {
            return Err(unreadable("it is not what was registered".into()));
        }
        let plan = parse(&kept.text).map_err(|e| unreadable(e.to_string()))?;
        let stopped = kept.stopped.as_ref().map(|(when, why)| (*when, why.as_str()));
        let state = assess(&plan, diary, at, stopped, &looks(&kept));
        Ok(Self { kept, plan, state })
    }

    pub(super) fn id(&self) -> String {
        short(&self.kept)
    }

    fn is_open(&self) -> bool {
        matches!(self.state.phase, ExperimentPhase::Ahead | ExperimentPhase::Running)
    }

    /// Looks that are taken by now and were not kept before.
    fn fresh(&self, now: Moment) -> Vec<LookTaken> {
        let look = |l: &vagal::core::experiment::Look| LookTaken {
            number: l.number,
            taken: now,
            data_sha256: l.data_sha256.clone(),
            verdict: l.verdict.id().into(),
            estimate: l.effect.as_ref().map(|effect| effect.estimate),
            interval: l.effect.as_ref().and_then(|effect| effect.bands[2]),
        };
        let taken = self.state.looks.iter().filter(|l| l.taken);
        let fresh = taken.filter(|l| self.kept.looks.iter().all(|k| k.number != l.number));
        fresh.map(look).collect()
    }

    fn page(self, reveal: bool, paused: Option<String>) -> ExperimentPage {
        ExperimentPage {
            registered: Some(self.plan.registered),
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

/// How an experiment stands now. Looks that are due by now are taken and kept before anybody sees what they say, so that none is
/// taken twice.
fn stand(
    store: &mut Store,
    person: &str,
    mut kept: Experiment,
    diary: &Diary,
    now: Moment,
) -> Result<Result<Standing, Unreadable>, CliError> {
    let standing = match Standing::new(kept.clone(), diary, now) {
        Ok(standing) => standing,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let fresh = standing.fresh(now);
    if fresh.is_empty() {
        return Ok(Ok(standing));
    }
    store.keep_looks(person, &kept.sha256, &fresh)?;
    kept.looks.extend(fresh);
    Ok(Standing::new(kept, diary, now))
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

/// The experiment that is open, if one is; those that cannot be read are told and passed over.
pub(super) fn open(
    store: &mut Store,
    person: &str,
    now: Moment,
    out: &mut Out,
) -> Result<Option<Standing>, CliError> {
    let kept = store.experiments(person)?;
    if kept.is_empty() {
        return Ok(None);
    }
    let diary = diary(store, person)?;
    for kept in kept.into_iter().rev().filter(|k| k.stopped.is_none()) {
        match stand(store, person, kept, &diary, now)? {
            Ok(standing) if standing.is_open() => return Ok(Some(standing)),
            Ok(_) => {}
            Err(unreadable) => out.talk(&unreadable.line()),
        }
    }
    Ok(None)
}

/// The experiment asked for: by its hash, by a file, the open one, or the latest.
fn chosen(
    store: &mut Store,
    person: &str,
    id: Option<&str>,
    file: Option<&PathBuf>,
    now: Moment,
    out: &mut Out,
) -> Result<Experiment, CliError> {
    let kept = store.experiments(person)?;
    if let Some(path) = file {
        let text = open::text(path)?;
        return registered(&text, &kept);
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
            (Some(kept), None) => Ok(kept),
            (None, _) => Err(none(format!("{person} has no experiment {id}"))),
            (Some(_), Some(_)) => Err(none(format!("several experiments begin with {id}"))),
        };
    }
    if let Some(standing) = open(store, person, now, out)? {
        return Ok(standing.kept);
    }
    kept.into_iter().next_back().ok_or_else(|| none(format!("{person} has no experiment")))
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
    let place = shown.place();
    let (mut store, person) = (place.open()?, place.person_id());
    let zone = shown.zone()?;
    let now = keep::now(&zone)?;
    // Nothing of a day to come: it would take looks before their time.
    let at = args.at.as_ref().map_or(Ok(now), |text| zone.typed(text, now))?;
    let kept = chosen(&mut store, person, args.id.as_deref(), args.file.as_ref(), now, out)?;
    let diary = diary(&mut store, person)?;
    let mut standing = stand(&mut store, person, kept, &diary, now)??;
    if at != now {
        standing = Standing::new(standing.kept, &diary, at)?;
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
    let place = shown.place();
    let (mut store, person) = (place.open()?, place.person_id());
    let now = keep::now(&shown.zone()?)?;
    let kept = chosen(&mut store, person, args.id.as_deref(), args.file.as_ref(), now, out)?;
    if args.text {
        out.print(&kept.text)?;
        return Ok(Outcome::Answered);
    }
    let diary = diary(&mut store, person)?;
    let standing = stand(&mut store, person, kept, &diary, now)??;
    let paused = paused(shown, &standing)?;
    print(shown, &standing.page(args.reveal, paused), out)
}

pub(super) fn stop(shown: &Shown, args: &StopArgs, out: &mut Out) -> Result<Outcome, CliError> {
    let place = shown.place();
    let (mut store, person) = (place.open()?, place.person_id());
    let now = keep::now(&shown.zone()?)?;
    let because = args.because.trim();
    if because.is_empty() {
        return Err(CliError::Usage("no reason was given".into(), "say why with --because"));
    }
    let kept = chosen(&mut store, person, args.id.as_deref(), None, now, out)?;
    let diary = diary(&mut store, person)?;
    let standing = stand(&mut store, person, kept.clone(), &diary, now)?;
    let is_open = standing.as_ref().map_or(kept.stopped.is_none(), Standing::is_open);
    if !is_open {
        return Err(CliError::Advice(
            format!("experiment {} has ended already", short(&kept)),
            "`vagal plan experiment status` shows its answer".into(),
        ));
    }
    // Its hash is enough: what cannot be read can be ended all the same.
    store.stop_experiment(person, &kept.sha256, now, because)?;
    if let Err(Unreadable { id, why }) = standing {
        let says = format!("experiment {id} is ended ({because}); it cannot be read: {why}");
        let text = if shown.json { json::experiment_unreadable(&kept.sha256, &says) } else { says };
        out.print(&text)?;
        return Ok(Outcome::Answered);
    }
    let kept = chosen(&mut store, person, Some(&kept.sha256), None, now, out)?;
    let standing = stand(&mut store, person, kept, &diary, now)??;
    print(shown, &standing.page(false, None), out)
}

/// What the open experiment of a person asks today or next, or that a look is due, in a line; and those that cannot be read. Whether
/// the look will end it is not told: it is kept first, by whoever asks for it.
pub(crate) fn reminder(
    store: &mut Store,
    person: &str,
    at: Moment,
) -> Result<Option<String>, CliError> {
    let kept = store.experiments(person)?;
    let diary = store.diary(person)?;
    let mut lines = Vec::new();
    for kept in kept.into_iter().rev().filter(|k| k.stopped.is_none()) {
        let standing = match Standing::new(kept, &diary, at) {
            Ok(standing) => standing,
            Err(unreadable) => {
                lines.push(unreadable.line());
                continue;
            }
        };
        let id = standing.id();
        let due = standing.fresh(at).into_iter().map(|l| l.number).next();
        let line = match due {
            Some(look) => Some(format!(
                "experiment {id}: look {look} is due, `vagal plan experiment status` takes it"
            )),
            None => {
                asked(&standing.page(false, None)).map(|asked| format!("experiment {id}, {asked}"))
            }
        };
        lines.extend(line);
        // Older ones have ended: one is open at a time.
        break;
    }
    Ok((!lines.is_empty()).then(|| lines.join("\n")))
}
