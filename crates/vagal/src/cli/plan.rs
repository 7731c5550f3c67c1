//! `vagal plan`: schedules of sessions against none, what less load would be worth, when a question can be answered.

use std::path::PathBuf;

use vagal::person::{PlanOptions, plan};
use vagal::report::page::PlanPage;
use vagal::report::{html, json, terminal};

use super::error::CliError;
use super::fit::{FitArgs, sample_error};
use super::out::{Out, command_line, write_report};
use super::{Outcome, experiment};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    fit: FitArgs,
    /// Effort of a session in days above baseline + SWC that it must give back: 0.5 for all, breathing=0.1 for one input
    #[arg(long, value_name = "[INPUT=]DAYS", value_delimiter = ',')]
    effort: Vec<String>,
    /// A dose to try beside those of the diary; 1 is the reference session
    #[arg(long, value_name = "DOSE", value_delimiter = ',')]
    try_dose: Vec<f64>,
    /// Simulated futures for each number of sessions; 0 leaves out when the open question can be answered
    #[arg(long, value_name = "N", default_value_t = vagal::person::plan::FUTURES)]
    futures: usize,
    /// Print `vagal.plan/1`
    #[arg(long)]
    json: bool,
    /// Write the plan as a page
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Does one input do more than another: days drawn by lot, everything fixed beforehand, an answer at the end
    Experiment(Box<experiment::Args>),
}

/// Most futures: more would take hours.
const MOST_FUTURES: usize = 2000;
/// Largest dose and effort that mean anything.
const LARGEST: f64 = 100.0;

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if let Some(Action::Experiment(args)) = &args.action {
        return experiment::run(args, out);
    }
    let options = options(args)?;
    let fitted = args.fit.fit(args.fit.open(out)?, out)?;
    out.progress("living through schedules and futures …");
    let found = plan(&fitted.model, &fitted.events, &fitted.answered, &options);
    out.progress_done();
    let page = PlanPage {
        source: fitted.source,
        days: fitted.answered.posterior.days,
        seed: args.fit.seed,
        plan: found.map_err(sample_error)?,
        command: Some(command_line()),
    };
    let text = if args.json { json::plan(&page) } else { terminal::plan(&page, &out.style) };
    out.print(&text)?;
    if let Some(path) = &args.report {
        write_report(path, &html::plan(&page), out)?;
    }
    Ok(Outcome::Answered)
}

const EFFORT_HINT: &str =
    "give days from 0 to 100: --effort 0.5 for all, --effort breathing=0.1 for one input";

fn options(args: &Args) -> Result<PlanOptions, CliError> {
    let mut options =
        PlanOptions { futures: args.futures, seed: args.fit.seed, ..PlanOptions::default() };
    if args.futures > MOST_FUTURES {
        let found = format!("{} futures", args.futures);
        return Err(CliError::Usage(found, "at most 2000 futures, and 100 are enough"));
    }
    for text in &args.effort {
        let (input, days) = match text.split_once('=') {
            Some((input, days)) => (Some(input), days),
            None => (None, text.as_str()),
        };
        let days = days
            .parse::<f64>()
            .ok()
            .filter(|d| (0.0..=LARGEST).contains(d))
            .ok_or_else(|| CliError::Usage(format!("effort `{text}`"), EFFORT_HINT))?;
        match input {
            Some(input) => options.effort_of.push((input.to_owned(), days)),
            None => options.effort_days = days,
        }
    }
    for dose in &args.try_dose {
        if !(*dose > 0.0 && *dose <= LARGEST) {
            let found = format!("dose {dose}");
            return Err(CliError::Usage(
                found,
                "a dose lies above 0, up to 100; 1 is the reference session",
            ));
        }
        options.doses.push(*dose);
    }
    Ok(options)
}
