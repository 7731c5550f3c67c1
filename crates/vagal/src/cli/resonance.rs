//! `vagal resonance FILE`: reads the recording of a search over paced breathing rates.

use std::path::PathBuf;

use vagal::breathe::SearchPlan;
use vagal::clock::Zone;
use vagal::core::{ClockTime, PacedStretch, ResonanceVerdict};
use vagal::report::{html, json, terminal};
use vagal::resonance::{self, Breathed};
use vagal::when::{self, When, WhenError};

use super::error::CliError;
use super::out::{Out, command_line, write_report};
use super::{Outcome, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The recording of the whole search
    file: PathBuf,
    /// What was breathed, as `vagal breathe --search --json` printed it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "minutes", "rest", "rounds", "ended"])]
    search: Option<PathBuf>,
    /// When the first breath began: 10:05:30, or 600 for seconds from the start of the recording
    #[arg(long, value_name = "TIME", required_unless_present = "search")]
    started: Option<When>,
    /// The seed that `vagal breathe --search` named
    #[arg(long, value_name = "NUMBER", required_unless_present = "search")]
    seed: Option<u64>,
    /// Minutes at each rate; 2 if left out
    #[arg(long, value_name = "MINUTES")]
    minutes: Option<f64>,
    /// Minutes between two rates; half a one if left out
    #[arg(long, value_name = "MINUTES")]
    rest: Option<f64>,
    /// How often each rate was breathed; 2 if left out
    #[arg(long, value_name = "COUNT")]
    rounds: Option<usize>,
    /// How long after the first breath it was ended, where it was: 300s, 5min
    #[arg(long, value_name = "TIME")]
    ended: Option<When>,
    /// Zone of clock times, such as Europe/Vienna; the system's if left out
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Print `vagal.resonance/1`
    #[arg(long)]
    json: bool,
    /// Write the page to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    open: open::OpenArgs,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let breathed = breathed(args)?;
    let file = open::open(&args.file, &args.open.options()?)?;
    let start_s =
        file.measured.span.start_s.min(0.0) + start_s(args, &breathed, file.measured.start)?;
    let page = resonance::page(&file, start_s, &breathed.stretches, Some(command_line()));
    if let Some(path) = &args.report {
        write_report(path, &html::resonance(&page), out)?;
    }
    let text =
        if args.json { json::resonance(&page) } else { terminal::resonance(&page, &out.style) };
    out.print(&text)?;
    if page.resonance.verdict == ResonanceVerdict::Unusable {
        out.talk("hint: check --started: the search must lie inside the recording; breathe at least five of the rates to the end");
        return Ok(Outcome::Unusable);
    }
    Ok(Outcome::Answered)
}

/// What was breathed: from its file, or from the seed.
fn breathed(args: &Args) -> Result<Breathed, CliError> {
    if let Some(path) = &args.search {
        let text = open::text(path)?;
        return resonance::parse(&text).map_err(|error| {
            CliError::Advice(
                format!("{}: {error}", open::file_name(path)),
                "`vagal breathe --search --json > search.json` writes one".into(),
            )
        });
    }
    let usual = SearchPlan::default();
    let search = SearchPlan {
        seed: args.seed.unwrap_or(usual.seed),
        minutes: args.minutes.unwrap_or(usual.minutes),
        rest_minutes: args.rest.unwrap_or(usual.rest_minutes),
        rounds: args.rounds.unwrap_or(usual.rounds),
        ..usual
    };
    let plan = search.plan().ok_or_else(|| {
        CliError::Usage(
            "no search has these minutes, rests and rounds".into(),
            "repeat the words that `vagal breathe --search` ended with",
        )
    })?;
    let ended_s = match args.ended {
        None => f64::INFINITY,
        Some(When::Seconds(seconds)) => seconds,
        Some(When::Clock(_)) => {
            return Err(CliError::Usage(
                "--ended counts from the first breath".into(),
                "write 300s or 5min",
            ));
        }
    };
    let stretches: Vec<PacedStretch> = plan.done(ended_s);
    Ok(Breathed { started_unix_s: None, stretches })
}

/// Where the first breath lies, seconds from the start of the recording.
fn start_s(args: &Args, breathed: &Breathed, recorded: Option<ClockTime>) -> Result<f64, CliError> {
    if let Some(started) = args.started {
        return Ok(started.in_recording(recorded, &when::zone(args.tz.as_deref())?)?);
    }
    let unix_s = breathed.started_unix_s.ok_or(WhenError::NoClock)?;
    let recorded = recorded.ok_or(WhenError::NoClock)?;
    if let ClockTime::Unix { seconds } = recorded {
        return Ok(unix_s - seconds);
    }
    let zone = Zone::named(args.tz.as_deref())?;
    match zone.of_recording(recorded, 0.0) {
        Some(moment) => Ok(unix_s - moment.unix_s() as f64),
        None => {
            // A clock without a date: the same time of day.
            let begun = zone.at_unix(unix_s.floor() as i64).ok_or(WhenError::NoClock)?;
            let second = (begun.local_hour() * 3600.0).rem_euclid(86_400.0);
            Ok(When::Clock(second)
                .in_recording(Some(recorded), &when::zone(args.tz.as_deref())?)?)
        }
    }
}
