//! `vagal person`: what inputs do, how long it holds, what is in the way, from weeks of a diary.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vagal::clock::Zone;
use vagal::core::{Diary, Moment};
use vagal::guide::safety::Answers;
use vagal::guide::{AdviceOptions, advise};
use vagal::person::{Event, LogPosterior, Model, trajectory};
use vagal::report::page::{Days, GuidePage, PersonPage};
use vagal::report::{html, json as report_json, terminal};
use vagal::{framework, guide_rates};

use super::Outcome;
use super::error::CliError;
use super::fit::{FitArgs, sample_error};
use super::guide::answers;
use super::out::{Out, command_line, write_report};
use super::{keep, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    fit: FitArgs,
    /// Answers to the red flags and the questions of the rules, as `vagal check --save` keeps them; without them the rules stay held back
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Only print log posterior and gradient at the points of this file: {"z": [[…]]}
    #[arg(long, value_name = "FILE")]
    logpost: Option<PathBuf>,
    /// Every answer that was kept, one a day: how verdicts, intervals and the ceiling changed as the diary grew; nothing is fitted
    #[arg(long, conflicts_with_all = ["events", "logpost", "preview", "pool", "again", "answers"])]
    history: bool,
    /// The day from which days ahead are counted where the diary has ended before; today if left out
    #[arg(long, value_name = "DATE", conflicts_with = "events")]
    today: Option<String>,
    /// Print `vagal.person/1`; with --history `vagal.person.history/1`
    #[arg(long)]
    json: bool,
    /// Write everything as a page: effects, curves, the weeks, what is known
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.history {
        return history(args, out);
    }
    let answers = answers(args.answers.as_deref())?;
    let opened = args.fit.open(out)?;
    if let Some(points) = &args.logpost {
        out.print(&log_posteriors(&opened.model, &opened.events, points)?)?;
        return Ok(Outcome::Answered);
    }
    let fitted = args.fit.fit(opened, out)?;
    let trajectory = if args.json || args.report.is_some() {
        out.progress("the weeks, day by day …");
        let found = trajectory(&fitted.model, &fitted.events, &fitted.answered.draws);
        out.progress_done();
        Some(found.map_err(sample_error)?)
    } else {
        None
    };
    let framework = fitted.diary.as_ref().map(|diary| {
        // The rules as of the last entry, which is also where the model stands.
        let advised = diary.span().map(|(_, last)| guide_page(diary, &answers, last));
        framework::framework(diary, advised)
    });
    let days = match (fitted.last, &fitted.answered.posterior.next_best) {
        (Some(last), Some(next)) => Some(Days::new(last, Some(today(args)?), next)),
        _ => None,
    };
    let page = PersonPage {
        source: fitted.source,
        events: fitted.events.len(),
        readings: fitted.events.iter().filter(|e| e.reading.is_some()).count(),
        posterior: fitted.answered.posterior,
        days,
        trajectory,
        framework,
        demonstration: None,
        rates: vagal::person_rates::rates(),
        command: Some(command_line()),
    };
    let text =
        if args.json { report_json::person(&page) } else { terminal::person(&page, &out.style) };
    out.print(&text)?;
    if let Some(path) = &args.report {
        write_report(path, &html::person(&page), out)?;
    }
    Ok(Outcome::Answered)
}

/// What was said before.
fn history(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let page = args.fit.history()?;
    let text =
        if args.json { report_json::history(&page) } else { terminal::history(&page, &out.style) };
    out.print(&text)?;
    if let Some(path) = &args.report {
        write_report(path, &html::history(&page), out)?;
    }
    Ok(Outcome::Answered)
}

/// Now, or the day that was given.
fn today(args: &Args) -> Result<Moment, CliError> {
    let zone = Zone::named(None)?;
    let now = keep::now(&zone)?;
    args.today.as_ref().map_or(Ok(now), |text| Ok(zone.any(text, now)?))
}

/// What the rules came to with their built-in thresholds, for the first page.
pub(crate) fn guide_page(diary: &Diary, answers: &Answers, at: Moment) -> GuidePage {
    let advice = advise(diary, answers, at, &AdviceOptions { seed: 1, ..AdviceOptions::default() });
    GuidePage {
        rates: advice.verdict.map(guide_rates::of).unwrap_or_default(),
        rates_command: guide_rates::COMMAND.into(),
        command: command_line(),
        advice,
    }
}

const POINTS_HINT: &str =
    "the file holds {\"z\": [[…], …]}, one list of numbers a point, in the order of `parameters`";

fn log_posteriors(model: &Model, events: &[Event], file: &Path) -> Result<String, CliError> {
    let text = open::text(file)?;
    let wrong = |what: String| CliError::Usage(format!("{}: {what}", file.display()), POINTS_HINT);
    let parsed: Value = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
    let points =
        parsed.get("z").and_then(Value::as_array).ok_or_else(|| wrong("no list `z`".into()))?;
    let mut posterior = LogPosterior::new(model, events)
        .map_err(|e| CliError::Usage(e.to_string(), "check the events of the file"))?;
    let mut slopes = vec![0.0; posterior.dimension()];
    let mut rows = Vec::new();
    for (i, point) in points.iter().enumerate() {
        let z: Option<Vec<f64>> =
            point.as_array().and_then(|p| p.iter().map(Value::as_f64).collect());
        let z = z.ok_or_else(|| wrong(format!("point {} is no list of numbers", i + 1)))?;
        if z.len() != slopes.len() {
            let (have, need) = (z.len(), slopes.len());
            return Err(wrong(format!("point {} has {have} numbers, the model {need}", i + 1)));
        }
        let value = posterior.gradient(&z, &mut slopes);
        // Where the filter breaks down both are null; serde_json writes no infinity.
        rows.push(if value.is_finite() {
            json!({ "logpost": value, "grad": slopes })
        } else {
            json!({ "logpost": null, "grad": null })
        });
    }
    let names: Vec<&str> = model.parameters().iter().map(|p| p.name.as_str()).collect();
    let answer = json!({ "schema": "vagal.person.logpost/1", "parameters": names, "rows": rows });
    Ok(format!("{answer:#}"))
}
