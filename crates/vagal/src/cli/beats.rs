//! `vagal beats FILE`: beats, intervals, every correction, and the rhythm.

use std::path::PathBuf;

use vagal::page;
use vagal::report::{json, terminal};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The recording
    file: PathBuf,
    /// Print `vagal.beats/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    open: open::OpenArgs,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let page = page::beats(open::open(&args.file, &args.open.options()?)?);
    let text = if args.json { json::beats(&page) } else { terminal::beats(&page, &out.style) };
    out.print(&text)?;
    Ok(Outcome::Answered)
}
