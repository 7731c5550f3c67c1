//! Subcommands: one file each, dispatched here.

mod beats;
mod breathe;
mod check;
mod config;
mod demo;
mod diary;
mod error;
mod evidence;
mod experiment;
mod fetch;
mod fit;
mod formats;
mod guide;
mod hrv;
mod import;
mod keep;
mod log;
mod metrics;
mod open;
mod out;
mod person;
mod plan;
mod reaction;
mod reading;
mod resonance;
mod session;
mod simulate;

use clap::{Parser, Subcommand};

use error::CliError;
use out::Out;

/// Measures, models and explains how the autonomic nervous system answers to inputs.
///
/// Nothing leaves this machine. HRV reflects vagal modulation of the heartbeat under the conditions
/// of the recording; it measures neither stress nor health.
#[derive(Debug, Parser)]
#[command(name = "vagal", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    style: out::StyleArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The main job on a simulated person: a session, then sixteen weeks, with the hidden truth beside the estimates
    Demo(demo::Args),
    /// Before, during and after of one session: did it shift the state, and how sure is that
    Session(Box<session::Args>),
    /// Indices of heart rate variability by window, each a value or the reason why not
    Hrv(hrv::Args),
    /// Beats, intervals, every correction, and the rhythm
    Beats(beats::Args),
    /// Keep a diary: something was done, or something stood in the way
    Log(Box<log::Args>),
    /// Keep a diary: ratings and measurements, such as tension=6 neck=7 rmssd=38
    Reading(Box<reading::Args>),
    /// What is on file; edit, remove, export, restore, delete
    Diary(Box<diary::Args>),
    /// Recordings and diaries of other programs into one's own
    Import(Box<import::Args>),
    /// Two minutes of reaction time, stored in the diary
    Reaction(reaction::Args),
    /// Paces slow breathing, logs it, and searches the rate at which the heart swings most
    Breathe(Box<breathe::Args>),
    /// At which paced breathing rate the heart swings most, from the recording of a search, or that it cannot be told
    Resonance(resonance::Args),
    /// What inputs do, how long it holds and what is in the way, from weeks of a diary
    Person(person::Args),
    /// Schedules of sessions against none, what less load would be worth, when a question can be answered
    Plan(plan::Args),
    /// Red flags and cautions first: what to ask and to say before any input
    Check(check::Args),
    /// Is massage the right tool now: rules over a diary, each with its numbers, and what else can be done
    Guide(Box<guide::Args>),
    /// What touch, breath, cold and stress are thought to do to heart and vessels, from a scenario file
    Simulate(simulate::Args),
    /// The ledger: what is claimed of inputs, how well each claim stands, for and against
    Evidence(evidence::Args),
    /// Public recordings, checked by sha256
    Fetch(fetch::Args),
    /// The formats that can be read; with paths, what each file is read as
    Formats(formats::Args),
    /// The indices: definition, unit, what they need, source
    Metrics(metrics::Args),
    /// Every setting with its value and its reason
    Config(config::Args),
}

/// What a subcommand ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Answered; `cannot_tell` is an answer.
    Answered,
    /// The recording cannot bear an answer.
    Unusable,
}

/// Parses, runs, and turns the outcome into the exit code.
pub(crate) fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let mut out = Out::new(&cli.style);
    let result = match cli.command {
        Command::Demo(args) => demo::run(&args, &mut out),
        Command::Session(args) => session::run(&args, &mut out),
        Command::Hrv(args) => hrv::run(&args, &mut out),
        Command::Beats(args) => beats::run(&args, &mut out),
        Command::Log(args) => log::run(&args, &mut out),
        Command::Reading(args) => reading::run(&args, &mut out),
        Command::Diary(args) => diary::run(&args, &mut out),
        Command::Import(args) => import::run(&args, &mut out),
        Command::Reaction(args) => reaction::run(&args, &mut out),
        Command::Breathe(args) => breathe::run(&args, &mut out),
        Command::Resonance(args) => resonance::run(&args, &mut out),
        Command::Person(args) => person::run(&args, &mut out),
        Command::Plan(args) => plan::run(&args, &mut out),
        Command::Check(args) => check::run(&args, &mut out),
        Command::Guide(args) => guide::run(&args, &mut out),
        Command::Simulate(args) => simulate::run(&args, &mut out),
        Command::Evidence(args) => evidence::run(&args, &mut out),
        Command::Fetch(args) => fetch::run(&args, &mut out),
        Command::Formats(args) => formats::run(&args, &mut out),
        Command::Metrics(args) => metrics::run(&args, &mut out),
        Command::Config(args) => config::run(&args, &mut out),
    };
    let code = match result {
        Ok(Outcome::Answered) => 0,
        Ok(Outcome::Unusable) => 1,
        // A reader who closed the pipe, as `head` does, has had enough: not an error.
        Err(CliError::Output(e)) if e.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            // A recording that cannot bear an answer is no error of the person who asked.
            let unfit = matches!(error, CliError::Unfit { .. });
            let what = if unfit { "unusable" } else { "error" };
            out.talk(&format!("{what}: {error}"));
            if let Some(hint) = error.hint() {
                out.talk(&format!("hint: {hint}"));
            }
            if unfit { 1 } else { 2 }
        }
    };
    std::process::ExitCode::from(code)
}
