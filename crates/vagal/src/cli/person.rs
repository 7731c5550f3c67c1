//! `vagal person`: what inputs do, how long it holds, what is in the way, from weeks of a diary.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vagal::person::{
    AnswerOptions, Event, EventFileError, Input, LogPosterior, Model, SampleOptions, Terms, answer,
    read_events,
};
use vagal::report::page::PersonPage;
use vagal::report::{json as report_json, terminal};

use super::Outcome;
use super::error::CliError;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A diary as a table of events: dt, L, post, kind, dose, chan, y, se2, alc, cos, sin
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// Names of the input kinds 0, 1, …, such as massage,breathing,rest; `rest` is what others are compared with
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    names: Vec<String>,
    /// Draws of each of the four chains
    #[arg(long, value_name = "N", default_value_t = 1000)]
    draws: usize,
    /// Draws of each chain that are thrown away first
    #[arg(long, value_name = "N", default_value_t = 1000)]
    warm_up: usize,
    /// Seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// A preview at once, by a normal around the mode; no answer
    #[arg(long)]
    preview: bool,
    /// Let bookings depend on how the person felt, beyond what was recorded
    #[arg(long)]
    booking: bool,
    /// Let dose (with pressure and pace) act on the durable share and on the variation between sessions
    #[arg(long)]
    dose: bool,
    /// Only print log posterior and gradient at the points of this file: {"z": [[…]]}
    #[arg(long, value_name = "FILE")]
    logpost: Option<PathBuf>,
    /// Print `vagal.person/1`
    #[arg(long)]
    json: bool,
}

/// Fewest and most draws of a chain.
const DRAWS: std::ops::RangeInclusive<usize> = 4..=100_000;

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let events = read_events(&args.events).map_err(event_error)?;
    let model = model(args, &events)?;
    if let Some(points) = &args.logpost {
        out.print(&log_posteriors(&model, &events, points)?)?;
        return Ok(Outcome::Answered);
    }
    if !(DRAWS.contains(&args.draws) && DRAWS.contains(&args.warm_up)) {
        let found = format!("{} draws after {}", args.draws, args.warm_up);
        return Err(CliError::Usage(found, "both lie between 4 and 100000"));
    }
    let readings = events.iter().filter(|e| e.reading.is_some()).count();
    let sample = SampleOptions {
        draws: args.draws,
        warm_up: args.warm_up,
        seed: args.seed,
        ..SampleOptions::default()
    };
    out.progress(&format!("drawing {} × {} …", sample.chains, args.warm_up + args.draws));
    let found = answer(&model, &events, &AnswerOptions { sample, preview: args.preview });
    out.progress_done();
    let found =
        found.map_err(|e| CliError::Usage(e.to_string(), "check the events of the file"))?;
    let page = PersonPage {
        source: name(&args.events),
        events: events.len(),
        readings,
        posterior: found.posterior,
    };
    let text =
        if args.json { report_json::person(&page) } else { terminal::person(&page, &out.style) };
    out.print(&text)?;
    Ok(Outcome::Answered)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into())
}

fn event_error(error: EventFileError) -> CliError {
    let hint = error.hint();
    CliError::Usage(error.to_string(), hint)
}

/// As many inputs as the file has kinds, at least the reference's two.
fn model(args: &Args, events: &[Event]) -> Result<Model, CliError> {
    let kinds = events.iter().filter_map(|e| e.session).map(|s| s.input + 1).max().unwrap_or(0);
    let count = kinds.max(args.names.len()).max(2);
    let inputs = (0..count)
        .map(|kind| match args.names.get(kind) {
            Some(name) if name == "massage" => Input::massage(name),
            Some(name) => Input::brief(name),
            // Unnamed kinds are called by their number and have the reference's priors.
            None if kind == 0 => Input::massage("0"),
            None => Input::brief(&kind.to_string()),
        })
        .collect();
    let terms = Terms { booking: args.booking, dose: args.dose, ..Terms::default() };
    Model::of_columns(inputs, terms)
        .map_err(|e| CliError::Usage(e.to_string(), "a diary holds at most eight kinds of input"))
}

const POINTS_HINT: &str =
    "the file holds {\"z\": [[…], …]}, one list of numbers a point, in the order of `parameters`";

fn log_posteriors(model: &Model, events: &[Event], file: &Path) -> Result<String, CliError> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| CliError::Look { path: file.to_owned(), source })?;
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
