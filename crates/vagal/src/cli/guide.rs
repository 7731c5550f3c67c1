//! `vagal guide`: the rules over a diary and answers, on a day.

use std::path::{Path, PathBuf};

use vagal::core::{Diary, Moment};
use vagal::guide::safety::{Answers, RecordingFacts};
use vagal::guide::{AdviceOptions, Limits, advise};
use vagal::report::page::GuidePage;
use vagal::report::{html, json, terminal};
use vagal::store::Archive;
use vagal::{guide_rates, safety};

use super::error::CliError;
use super::out::{Out, command_line, write_report};
use super::{Outcome, keep, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Answers to the red flags, cautions and questions of the rules, as `vagal check --template` prints them
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// As of the end of that day, or of that time: 2026-11-14, '2026-11-14 10:05'; nothing later is looked at
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Zone of a day without one, such as Europe/Vienna; the system's if left out
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// A diary in a file of `vagal diary export` instead of the store
    #[arg(long, value_name = "FILE", conflicts_with = "store")]
    diary: Option<PathBuf>,
    /// Recording made at rest to look at as well, more than once for several
    #[arg(long = "recording", value_name = "FILE")]
    recordings: Vec<PathBuf>,
    /// Another threshold for this run, such as onset_days=28; shown as changed
    #[arg(long = "threshold", value_name = "ID=VALUE")]
    thresholds: Vec<String>,
    /// Seed of the shuffled body maps of rule S2
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Every rule with its numbers, plans and options, instead of one screen
    #[arg(long)]
    full: bool,
    /// Print `vagal.guide/1`
    #[arg(long)]
    json: bool,
    /// Write the page to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    store: keep::StoreArgs,
    #[command(flatten)]
    open: open::OpenArgs,
}

/// Days after which a diary has ended rather than paused; house choice.
const STALE_DAYS: f64 = 14.0;

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let limits = limits(&args.thresholds)?;
    let answers = answers(args.answers.as_deref())?;
    let at = moment(args)?;
    let diary = diary(args)?;
    let options = AdviceOptions { limits, seed: args.seed, recordings: recorded(args, out)? };
    let advice = advise(&diary, &answers, at, &options);
    let page = GuidePage {
        rates: advice.verdict.map(guide_rates::of).unwrap_or_default(),
        rates_command: guide_rates::COMMAND.into(),
        command: command_line(),
        advice,
    };
    // First, so that a reader who stops early still gets the page.
    if let Some(path) = &args.report {
        write_report(path, &html::guide(&page), out)?;
    }
    let text = match (args.json, args.full) {
        (true, _) => json::guide(&page),
        (false, true) => terminal::guide(&page, &out.style),
        (false, false) => terminal::guide_brief(&page, &out.style),
    };
    out.print(&text)?;
    if let Some((_, last)) = diary.span().filter(|(_, last)| at.days_since(*last) > STALE_DAYS) {
        let day = last.date();
        out.talk(&format!("the diary ends on {day}: `--at {day}` judges it as it stood then"));
    }
    if page.advice.safety.suppresses_advice() && args.answers.is_none() {
        out.talk(
            "hint: `vagal check --save answers.toml`, then `vagal guide --answers answers.toml`",
        );
    }
    Ok(Outcome::Answered)
}

pub(crate) fn answers(path: Option<&Path>) -> Result<Answers, CliError> {
    let Some(path) = path else { return Ok(Answers::default()) };
    let text = open::text(path)?;
    Answers::parse(&text).map_err(|error| CliError::Answers { name: open::file_name(path), error })
}

/// `onset_days=28`
fn limits(changes: &[String]) -> Result<Limits, CliError> {
    let mut limits = Limits::default();
    for change in changes {
        let parts = change.split_once('=');
        let parsed = parts.and_then(|(id, value)| Some((id.trim(), value.trim().parse().ok()?)));
        let (id, value) = parsed.ok_or_else(|| {
            CliError::Usage(
                format!("`{change}` changes no threshold"),
                "write the key and a number, such as onset_days=28",
            )
        })?;
        limits.set(id, value).map_err(|error| {
            CliError::Advice(
                error.to_string(),
                "`vagal guide --json` lists the thresholds with each rule".into(),
            )
        })?;
    }
    Ok(limits)
}

/// The end of the day asked about, the time asked about, or now.
fn moment(args: &Args) -> Result<Moment, CliError> {
    let zone = keep::TimeArgs { at: None, tz: args.tz.clone() }.zone()?;
    let now = keep::now(&zone)?;
    let Some(text) = &args.at else { return Ok(now) };
    let whole = !text.contains(':') && text != "now";
    let text = if whole { format!("{text} 23:59:59") } else { text.clone() };
    Ok(zone.any(&text, now)?)
}

/// The diary of the file, or that of the store.
fn diary(args: &Args) -> Result<Diary, CliError> {
    let Some(path) = &args.diary else {
        return Ok(args.store.open()?.diary(args.store.person_id())?);
    };
    let archive = Archive::from_json(&open::text(path)?)?;
    let ids: Vec<&str> = archive.people.iter().map(|p| p.person.id.as_str()).collect();
    let wanted = args.store.person.as_deref();
    let found = match (&archive.people[..], wanted) {
        ([only], None) => Some(only),
        (people, wanted) => people.iter().find(|p| Some(p.person.id.as_str()) == wanted),
    };
    found.map(|person| person.diary()).ok_or_else(|| {
        CliError::Advice(
            format!("{} holds the diaries of {}", open::file_name(path), ids.join(", ")),
            "name one of them with --person".into(),
        )
    })
}

fn recorded(args: &Args, out: &mut Out) -> Result<Vec<RecordingFacts>, CliError> {
    let options = args.open.options()?;
    let mut facts = Vec::new();
    for path in &args.recordings {
        out.progress(&format!("reading {} …", open::file_name(path)));
        let file = open::open(path, &options)?;
        facts.push(safety::facts(&file.name, &file.measured, &[]));
    }
    out.progress_done();
    Ok(facts)
}
