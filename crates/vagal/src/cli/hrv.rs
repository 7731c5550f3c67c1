//! `vagal hrv FILE`: indices by window, each a value or the reason why not.

use std::path::PathBuf;

use vagal::page;
use vagal::report::{json, terminal};
use vagal::signal::{summarize, windows};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The recording
    file: PathBuf,
    /// First second; the start of the recording if left out
    #[arg(long, value_name = "SECONDS")]
    start: Option<f64>,
    /// Last second; the end of the recording if left out
    #[arg(long, value_name = "SECONDS")]
    end: Option<f64>,
    /// Length of a window; the whole stretch if left out
    #[arg(long, value_name = "SECONDS")]
    window: Option<f64>,
    /// From one window to the next; the length of a window if left out
    #[arg(long, value_name = "SECONDS")]
    step: Option<f64>,
    /// Print `vagal.hrv/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    open: open::OpenArgs,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let file = open::open(&args.file, &args.open.options()?)?;
    let measured = &file.measured;
    let start_s = args.start.unwrap_or(measured.span.start_s);
    let end_s = args.end.unwrap_or(measured.span.end_s).min(measured.span.end_s);
    let window_s = args.window.unwrap_or(end_s - start_s);
    let step_s = args.step.unwrap_or(window_s);
    let sound = [start_s, end_s, window_s, step_s].iter().all(|v| v.is_finite());
    if !(sound && start_s < end_s && window_s > 0.0 && step_s > 0.0) {
        return Err(CliError::Usage(
            format!("no window lies between {start_s} s and {end_s} s"),
            "times are seconds on the axis of the file (see `vagal beats`); a window and a step are longer than 0",
        ));
    }
    let irregular = measured.rhythm.has_veto();
    let summaries = windows(start_s, end_s, window_s, step_s)
        .into_iter()
        .map(|w| summarize(&measured.nn, w, measured.breathing(w), irregular))
        .collect();
    let page = page::hrv(&file, summaries);
    let text = if args.json { json::hrv(&page) } else { terminal::hrv(&page, &out.style) };
    out.print(&text)?;
    Ok(Outcome::Answered)
}
