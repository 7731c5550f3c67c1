//! `vagal plan experiment`: register an experiment of one person, see how it stands, end it.

mod new;
mod stand;

use std::path::PathBuf;

use clap::Subcommand;

pub(crate) use stand::reminder;

use super::error::CliError;
use super::out::Out;
use super::{Outcome, keep};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    shown: Shown,
}

/// What every part of it takes.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Shown {
    /// Answers to the red flags and cautions, as `vagal check --save` writes them
    #[arg(long, value_name = "FILE", global = true)]
    answers: Option<PathBuf>,
    /// Zone of days and times; the system's if left out
    #[arg(long, value_name = "ZONE", global = true)]
    tz: Option<String>,
    /// Print `vagal.experiment/1`
    #[arg(long, global = true)]
    json: bool,
    /// Write the page to this file
    #[arg(long, value_name = "FILE", global = true)]
    report: Option<PathBuf>,
    /// A file, or postgres://user@host/database; else VAGAL_STORE, else the platform's folder for data
    #[arg(long, value_name = "PATH", help_heading = "Store", global = true)]
    store: Option<std::ffi::OsString>,
    /// Whose: a short name without blanks; `me` if left out
    #[arg(long, value_name = "ID", help_heading = "Store", global = true)]
    person: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Design and register one: `vagal plan experiment new --arms massage,rest --answers answers.toml --out massage.toml`
    New(Box<new::Args>),
    /// How it stands, and the result once it has ended; before that nobody sees a difference
    #[command(visible_alias = "result")]
    Status(stand::StatusArgs),
    /// What was registered, with what it can find
    Show(stand::ShowArgs),
    /// End it by hand; nothing is estimated then
    Stop(stand::StopArgs),
}

impl Shown {
    fn place(&self) -> keep::StoreArgs {
        keep::StoreArgs { store: self.store.clone(), person: self.person.clone() }
    }

    fn zone(&self) -> Result<vagal::clock::Zone, CliError> {
        keep::TimeArgs { at: None, tz: self.tz.clone() }.zone()
    }
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    match &args.action {
        None => stand::status(&args.shown, &stand::StatusArgs::default(), out),
        Some(Action::Status(status)) => stand::status(&args.shown, status, out),
        Some(Action::Show(show)) => stand::show(&args.shown, show, out),
        Some(Action::Stop(stop)) => stand::stop(&args.shown, stop, out),
        Some(Action::New(new)) => new::run(&args.shown, new, out),
    }
}
