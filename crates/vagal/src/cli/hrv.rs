//! `vagal hrv FILE`: indices by window, each a value or the reason why not.

use std::path::PathBuf;

use vagal::core::{BreathingRate, BreathingSource, Hz};
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
    /// Breaths a minute, counted or paced; read from the recording if left out
    #[arg(long, value_name = "RATE")]
    resp: Option<f64>,
    /// Print `vagal.hrv/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    open: open::OpenArgs,
}

/// Most windows of one answer: a day by the second, and a little more.
const MAX_WINDOWS: f64 = 100_000.0;

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let file = open::open(&args.file, &args.open.options()?)?;
    let measured = &file.measured;
    let start_s = args.start.unwrap_or(measured.span.start_s);
    // What lies outside the recording is not there to be summarised.
    let start_s = if start_s < measured.span.start_s { measured.span.start_s } else { start_s };
    let end_s = args.end.unwrap_or(measured.span.end_s).min(measured.span.end_s);
    let window_s = args.window.unwrap_or(end_s - start_s);
    let step_s = args.step.unwrap_or(window_s);
    let sound = [start_s, end_s, window_s, step_s].iter().all(|v| v.is_finite());
    if !(sound && start_s < end_s && window_s > 0.0 && step_s > 0.0) {
        return Err(CliError::Usage(
            format!("no window lies between {start_s:.0} s and {end_s:.0} s of the recording"),
            "times are seconds on the axis of the file (see `vagal beats`); a window and a step are longer than 0",
        ));
    }
    let stated = args.resp.map(stated).transpose()?;
    if (end_s - start_s) / step_s > MAX_WINDOWS {
        return Err(CliError::Usage(
            format!("a step of {step_s} s makes more than {MAX_WINDOWS:.0} windows"),
            "give a longer --step",
        ));
    }
    let rhythm = measured.rhythm.refusal();
    let summaries = windows(start_s, end_s, window_s, step_s)
        .into_iter()
        .map(|w| {
            let breathing = stated.map_or_else(|| measured.breathing(w), Ok);
            summarize(&measured.nn, w, breathing, rhythm.clone())
        })
        .collect();
    let page = page::hrv(&file, summaries);
    let text = if args.json { json::hrv(&page) } else { terminal::hrv(&page, &out.style) };
    out.print(&text)?;
    Ok(Outcome::Answered)
}

/// A breathing rate that a person counted or set.
fn stated(per_minute: f64) -> Result<BreathingRate, CliError> {
    let rate = Hz::new(per_minute / 60.0).filter(|_| (1.0..=60.0).contains(&per_minute));
    let rate = rate.ok_or_else(|| {
        CliError::Usage(
            format!("nobody breathes {per_minute} times a minute"),
            "breathing lies between 1 and 60 a minute",
        )
    })?;
    Ok(BreathingRate { rate, source: BreathingSource::Stated })
}
