//! `vagal log WHAT`: something was done, something stood in the way, or a driver was corrected.

use serde_json::json;
use vagal::core::diary::{BodyRegion, Moment, body_region};
use vagal::core::{Booking, DriverCorrection, Episode, InputEvent, Pace, Pressure};
use vagal::evidence::{Input, Interference, LEDGER, RecordedBy};
use vagal::report::terminal::{Align, Table};
use vagal::store::{Line, Origin};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, keep};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An input such as massage, or what stood in the way, such as illness; without it, all of them are listed
    what: Option<String>,
    #[command(flatten)]
    time: keep::TimeArgs,
    /// How long, minutes. Without --at it has just ended, so it began that long ago
    #[arg(long, value_name = "MINUTES", help_heading = "Input")]
    minutes: Option<f64>,
    /// light, moderate or deep
    #[arg(long, value_name = "PRESSURE", help_heading = "Input", value_parser = pressure)]
    pressure: Option<Pressure>,
    /// slow, medium or fast
    #[arg(long, value_name = "PACE", help_heading = "Input", value_parser = pace)]
    pace: Option<Pace>,
    /// Breaths a minute, where breathing was paced
    #[arg(long, value_name = "RATE", help_heading = "Input")]
    breaths: Option<f64>,
    /// Share of each breath spent breathing in, 0.1 to 0.9
    #[arg(long, value_name = "SHARE", help_heading = "Input")]
    inhale_share: Option<f64>,
    /// Where on the body; may be repeated
    #[arg(long, value_name = "REGION", help_heading = "Input", value_parser = region)]
    region: Vec<&'static BodyRegion>,
    /// By whom
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    practitioner: Option<String>,
    /// Felt release right after, 0 to 10
    #[arg(long, value_name = "RATING", help_heading = "Input")]
    felt: Option<f64>,
    /// How much in need of it you felt when you booked it, 0 to 10
    #[arg(long, value_name = "RATING", help_heading = "Input")]
    booking: Option<f64>,
    /// What decided the day: random, schedule or need
    #[arg(long, value_name = "HOW", help_heading = "Input", value_parser = booked)]
    booked: Option<Booking>,
    /// How heavy it weighs, 0 to 1
    #[arg(long, value_name = "LOAD", help_heading = "Interference")]
    load: Option<f64>,
    /// When it ended; left out, it lasts
    #[arg(long, value_name = "TIME", help_heading = "Interference")]
    until: Option<String>,
    /// It was removed on that day
    #[arg(long, help_heading = "Interference", conflicts_with_all = ["load", "until"])]
    corrected: bool,
    /// Who recorded or corrected it
    #[arg(long, value_name = "NAME", help_heading = "Interference")]
    by: Option<String>,
    /// In your own words
    #[arg(long, value_name = "TEXT", help_heading = "Interference")]
    note: Option<String>,
    /// Print `vagal.log/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: keep::StoreArgs,
}

fn pressure(text: &str) -> Result<Pressure, String> {
    keep::by_id(&Pressure::ALL, Pressure::id, text)
}

fn pace(text: &str) -> Result<Pace, String> {
    keep::by_id(&Pace::ALL, Pace::id, text)
}

fn booked(text: &str) -> Result<Booking, String> {
    keep::by_id(&Booking::ALL, Booking::id, text)
}

fn region(text: &str) -> Result<&'static BodyRegion, String> {
    body_region(text).ok_or_else(|| {
        let all: Vec<&str> = vagal::core::diary::BODY_REGIONS.iter().map(|r| r.id).collect();
        format!("one of {}", all.join(", "))
    })
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let Some(word) = args.what.as_deref().map(str::trim) else { return nothing(args, out) };
    let line = if let Some(input) = vagal::evidence::input(word) {
        args.refuse_of_interference(word)?;
        tell_gate(input, out);
        Line::Input(args.input(input)?)
    } else if let Some(kind) = interference(word) {
        args.refuse_of_input(word)?;
        args.interference(kind, out)?
    } else {
        let found = format!("`{word}` is neither an input nor an interference of the ledger");
        return Err(CliError::Advice(found, known()));
    };
    keep::add_and_print(&args.store, &[line], &Origin::typed(), "vagal.log/1", args.json, out)?;
    Ok(Outcome::Answered)
}

/// Everything that may be logged, in a line.
fn known() -> String {
    let inputs: Vec<&str> = vagal::evidence::inputs().iter().map(|i| i.id.as_str()).collect();
    let kinds: Vec<&str> = vagal::evidence::interference().iter().map(|i| i.id.as_str()).collect();
    format!("inputs: {}; interference: {}", inputs.join(", "), kinds.join(", "))
}

/// Nothing was named: the list, unless something was said of it.
fn nothing(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.is_of_input() || args.is_of_interference() || args.time.at.is_some() {
        let found = "what was done, or what stood in the way, is not named".into();
        return Err(CliError::Advice(found, format!("`vagal log massage`, for one; {}", known())));
    }
    let (inputs, kinds) = (vagal::evidence::inputs(), vagal::evidence::interference());
    if args.json {
        let of = |id: &str, name: &str, what: &str| json!({ "id": id, "name": name, "definition": what });
        let all = json!({
            "schema": "vagal.log_kinds/1",
            "inputs": inputs.iter().map(|i| of(&i.id, &i.name, &i.description)).collect::<Vec<_>>(),
            "interference": kinds.iter().map(|k| of(&k.id, &k.name, &k.description)).collect::<Vec<_>>(),
        });
        out.print(&format!("{all:#}"))?;
        return Ok(Outcome::Answered);
    }
    let mut table =
        Table::new(&[("type", Align::Left), ("is", Align::Left), ("what it is", Align::Left)]);
    for input in inputs {
        table.row([&input.id, "an input", &input.description]);
    }
    for kind in kinds {
        table.row([&kind.id, "interference", &kind.description]);
    }
    out.print(&out.table(&table))?;
    out.talk("`vagal log massage --minutes 60` puts one on file; numbers and ratings go in by `vagal reading`");
    Ok(Outcome::Answered)
}

/// The interference of this identifier or name.
fn interference(word: &str) -> Option<&'static Interference> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_'], " ");
    let word = plain(word);
    vagal::evidence::interference().iter().find(|k| plain(&k.id) == word || plain(&k.name) == word)
}

/// What is not offered may be logged all the same: it has happened. The questions are said.
fn tell_gate(input: &Input, out: &mut Out) {
    if !input.off_by_default {
        return;
    }
    let name = &input.name;
    out.talk(&format!("note: {name} is not offered until these questions are answered with no:"));
    for key in &input.cautions {
        if let Some(caution) = LEDGER.caution(key) {
            out.talk(&format!("  {} {} If so: {}", caution.id, caution.ask, caution.action));
        }
    }
}

impl Args {
    fn input(&self, input: &Input) -> Result<InputEvent, CliError> {
        let start = match self.time.given()? {
            Some(at) => at,
            None => {
                let now = self.time.moment()?;
                let minutes = self.minutes.filter(|m| (0.0..=1440.0).contains(m)).unwrap_or(0.0);
                let began_s = now.unix_s() - (minutes * 60.0) as i64;
                Moment::new(began_s, now.utc_offset_s()).unwrap_or(now)
            }
        };
        let event = InputEvent {
            minutes: self.minutes,
            pressure: self.pressure,
            pace: self.pace,
            breaths_per_min: self.breaths,
            inhale_share: self.inhale_share,
            regions: self.region.clone(),
            practitioner: self.practitioner.clone(),
            felt_release: self.felt,
            booking_rating: self.booking,
            booking: self.booked,
            ..InputEvent::new(&input.id, start)
        };
        Ok(event.checked()?)
    }

    fn interference(&self, kind: &Interference, out: &mut Out) -> Result<Line, CliError> {
        let moment = self.time.moment()?;
        if kind.recorded_by == RecordedBy::Clinician && self.by.is_none() {
            return Err(CliError::Usage(
                format!("{}: who recorded it?", kind.name),
                "name the clinician with --by; it is never inferred",
            ));
        }
        if let Some(support) = &kind.support {
            out.talk(support);
            if self.load.is_some() {
                return Err(CliError::Usage(
                    format!("{} is never scored", kind.name),
                    "leave --load out; nothing is computed from this entry",
                ));
            }
        }
        if self.corrected {
            return Ok(Line::Correction(DriverCorrection {
                interference: kind.id.clone(),
                moment,
                by: self.by.clone(),
                note: self.note.clone(),
            }));
        }
        let end = match &self.until {
            None => None,
            Some(text) => {
                let zone = self.time.zone()?;
                Some(zone.typed(text, keep::now(&zone)?)?)
            }
        };
        // What is never scored weighs nothing.
        let load = if kind.support.is_some() { 0.0 } else { self.load.unwrap_or(1.0) };
        let mut episode = Episode::new(&kind.id, moment, end, load)?;
        let by = self.by.as_ref().map(|by| format!("recorded by {by}"));
        let words: Vec<String> = by.into_iter().chain(self.note.clone()).collect();
        episode.note = (!words.is_empty()).then(|| words.join(": "));
        Ok(Line::Episode(episode))
    }

    fn is_of_interference(&self) -> bool {
        self.load.is_some()
            || self.until.is_some()
            || self.corrected
            || self.by.is_some()
            || self.note.is_some()
    }

    fn is_of_input(&self) -> bool {
        self.minutes.is_some()
            || self.pressure.is_some()
            || self.pace.is_some()
            || self.breaths.is_some()
            || self.inhale_share.is_some()
            || !self.region.is_empty()
            || self.practitioner.is_some()
            || self.felt.is_some()
            || self.booking.is_some()
            || self.booked.is_some()
    }

    fn refuse_of_interference(&self, what: &str) -> Result<(), CliError> {
        if self.is_of_interference() {
            return Err(CliError::Usage(
                format!(
                    "{what} is an input: --load, --until, --corrected, --by and --note are for interference"
                ),
                "use --practitioner for who gave it",
            ));
        }
        Ok(())
    }

    fn refuse_of_input(&self, what: &str) -> Result<(), CliError> {
        if self.is_of_input() {
            return Err(CliError::Usage(
                format!("{what} is interference: it has a load and an end, not a dose"),
                "use --load, --until or --corrected",
            ));
        }
        Ok(())
    }
}
