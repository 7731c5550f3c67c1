//! What the commands that keep a diary share: which store, whose, when, and how an entry reads.

use std::ffi::OsString;

use serde_json::{Value, json};
use vagal::clock::Zone;
use vagal::core::diary::{Moment, ReadingKind};
use vagal::core::{Person, Precision, Reading, Sensor};
use vagal::import::DEFAULT_PERSON;
use vagal::store::{Added, Entry, Line, Place, Store, line_to_json};

use super::error::CliError;

/// The store and the person in it.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct StoreArgs {
    /// A file, or postgres://user@host/database; else VAGAL_STORE, else the platform's folder for data
    #[arg(long, value_name = "PATH", help_heading = "Store")]
    pub(crate) store: Option<OsString>,
    /// Whose diary: a short name without blanks; `me` if left out
    #[arg(long, value_name = "ID", help_heading = "Store")]
    pub(crate) person: Option<String>,
}

/// When something was.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct TimeArgs {
    /// When: '2026-11-14 10:05', 10:05 (today), 'yesterday 21:30'
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Zone of times without one, such as Europe/Vienna; the system's if left out
    #[arg(long, value_name = "ZONE")]
    pub(crate) tz: Option<String>,
}

impl StoreArgs {
    pub(crate) fn open(&self) -> Result<Store, CliError> {
        let named = self.store.clone().or_else(|| std::env::var_os("VAGAL_STORE"));
        let place = match named.filter(|text| !text.is_empty()) {
            Some(text) => Place::parse(&text),
            None => Place::default_file()?,
        };
        Ok(Store::open(&place)?)
    }

    /// The store, if one was named or is there already; looking something up makes none.
    pub(crate) fn open_if_there(&self) -> Result<Option<Store>, CliError> {
        let named = self.store.is_some() || std::env::var_os("VAGAL_STORE").is_some();
        let there = named || Place::default_file()?.file().is_some_and(std::path::Path::exists);
        there.then(|| self.open()).transpose()
    }

    /// True if nobody said which store or person.
    pub(crate) fn is_default(&self) -> bool {
        self.store.is_none() && self.person.is_none()
    }

    pub(crate) fn person_id(&self) -> &str {
        self.person.as_deref().unwrap_or(DEFAULT_PERSON)
    }

    pub(crate) fn person(&self) -> Person {
        Person { id: self.person_id().to_owned(), name: None }
    }
}

impl TimeArgs {
    pub(crate) fn zone(&self) -> Result<Zone, CliError> {
        Ok(Zone::named(self.tz.as_deref())?)
    }

    /// The time given, if one is.
    pub(crate) fn given(&self) -> Result<Option<Moment>, CliError> {
        let Some(text) = &self.at else { return Ok(None) };
        let zone = self.zone()?;
        Ok(Some(zone.typed(text, now(&zone)?)?))
    }

    /// The time given, or now.
    pub(crate) fn moment(&self) -> Result<Moment, CliError> {
        self.given()?.map_or_else(|| now(&self.zone()?), Ok)
    }
}

/// The clock of the machine on the wall of a zone.
pub(crate) fn now(zone: &Zone) -> Result<Moment, CliError> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let moment = since.ok().and_then(|s| zone.at_unix(s.as_secs().try_into().ok()?));
    moment.ok_or_else(|| {
        CliError::Usage("the clock of this machine is off".into(), "set the clock, or give --at")
    })
}

/// The item of a list with this identifier, for the parser of the command line.
pub(crate) fn by_id<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    text: &str,
) -> Result<T, String> {
    let found = all.iter().copied().find(|item| id(*item) == text.to_lowercase());
    found
        .ok_or_else(|| all.iter().map(|item| id(*item)).collect::<Vec<_>>().join(", "))
        .map_err(|ids| format!("one of {ids}"))
}

/// `2026-11-14 10:05`
pub(crate) fn wall(moment: Moment) -> String {
    moment.to_string().replace('T', " ").chars().take(16).collect()
}

/// First figures of an id: enough to name it by hand.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// What kind of thing an entry is about, as people call it.
pub(crate) fn name(line: &Line) -> String {
    match line {
        Line::Input(input) => {
            vagal::evidence::input(&input.input).map_or(input.input.clone(), |i| i.name.clone())
        }
        Line::Reading(reading) => match reading.region() {
            Some(region) => format!("{}, {}", reading.kind().name, region.name),
            None => reading.kind().name.to_owned(),
        },
        Line::Episode(episode) => interference(&episode.interference),
        Line::Correction(correction) => {
            format!("{}, corrected", interference(&correction.interference))
        }
    }
}

fn interference(id: &str) -> String {
    let known = vagal::evidence::interference().iter().find(|k| k.id == id);
    known.map_or_else(|| id.to_owned(), |k| k.name.clone())
}

/// What an entry says, in a line.
pub(crate) fn said(line: &Line) -> String {
    let mut parts: Vec<String> = Vec::new();
    match line {
        Line::Input(input) => {
            parts.extend(input.minutes.map(minutes));
            parts.extend(input.pressure.map(|p| format!("{} pressure", p.id())));
            parts.extend(input.pace.map(|p| format!("{} pace", p.id())));
            parts.extend(input.breaths_per_min.map(|b| format!("{b} breaths/min")));
            parts.extend(input.inhale_share.map(|s| format!("{:.0}% of each in", 100.0 * s)));
            parts.extend(input.regions.iter().map(|r| r.name.to_owned()));
            parts.extend(input.practitioner.as_ref().map(|p| format!("by {p}")));
            parts.extend(input.felt_release.map(|f| format!("felt release {f} of 10")));
            parts.extend(input.booking_rating.map(|b| format!("need at booking {b} of 10")));
            parts.extend(input.booking.map(|b| format!("booked by {}", b.id())));
            if input.precision == Precision::DayBefore {
                parts.push("at some time of the day before then".into());
            }
        }
        Line::Reading(reading) => {
            parts.push(value(reading));
            let conditions = &reading.conditions;
            if conditions.sensor == Some(Sensor::Ppg) {
                parts.push("by pulse wave".into());
            }
            parts.extend(conditions.posture.map(|p| p.id().to_owned()));
            parts.extend(conditions.breathing_per_min.map(|b| format!("{b:.0} breaths/min")));
        }
        Line::Episode(episode) => {
            // What is never scored carries none.
            parts.extend((episode.load() > 0.0).then(|| format!("load {}", episode.load())));
            parts.push(match episode.end {
                Some(end) => format!("until {}", wall(end)),
                None => "since then".into(),
            });
            parts.extend(episode.note.clone());
        }
        Line::Correction(correction) => {
            parts.extend(correction.by.as_ref().map(|by| format!("by {by}")));
            parts.extend(correction.note.clone());
        }
    }
    parts.join(", ")
}

/// Whole minutes, or tenths of a short time.
fn minutes(minutes: f64) -> String {
    let whole = minutes >= 10.0 || minutes.fract() == 0.0;
    if whole { format!("{minutes:.0} min") } else { format!("{minutes:.1} min") }
}

/// A value as people read it, with its doubt: `38.0 ms (× or ÷ 1.07)`.
pub(crate) fn value(reading: &Reading) -> String {
    let kind = reading.kind();
    let unit = kind.typed_unit();
    let number = digits(kind, kind.to_typed(reading.value()));
    match reading.standard_error() {
        // One standard error of a logarithm is a factor.
        Some(se) if kind.log_of.is_some() => format!("{number} {unit} (× or ÷ {:.2})", se.exp()),
        Some(se) => format!("{number} {unit} (± {})", digits(kind, se)),
        None if is_bare(kind) => number,
        None => format!("{number} {unit}"),
    }
}

/// True of ratings and counts, whose unit says nothing beside the number.
pub(crate) fn is_bare(kind: &ReadingKind) -> bool {
    kind.unit.starts_with("0-") || kind.unit == "count"
}

/// As many digits as the kind bears.
pub(crate) fn digits(kind: &ReadingKind, value: f64) -> String {
    let whole = matches!(kind.unit, "mmHg" | "ms" | "count" | "min × effort");
    let text = if whole { format!("{value:.0}") } else { format!("{value:.1}") };
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// What became of a line, in a word for JSON.
pub(crate) fn became(added: &Added) -> &'static str {
    match added {
        Added::New => "new",
        Added::OnFile => "on_file",
        Added::Differs(_) => "differs",
        Added::Removed => "removed_before",
    }
}

/// One entry with what became of it.
pub(crate) fn entry_json(person: &str, entry: &Entry, added: Option<&Added>) -> Value {
    let mut object = line_to_json(&entry.line);
    object["id"] = entry.id.clone().into();
    object["person"] = person.into();
    object["origin"] = entry.origin.as_str().into();
    if let Some(added) = added {
        object["became"] = became(added).into();
    }
    object
}

/// Entries of one command: `{"schema": …, "store": …, "entries": […]}`.
pub(crate) fn wire(schema: &str, store: &Store, entries: Vec<Value>) -> String {
    let all = json!({ "schema": schema, "store": store.place().to_string(), "entries": entries });
    format!("{all:#}")
}

/// Adds typed lines and prints one line for each: id, time, what it is, what it says. Returns them with what became of each.
pub(crate) fn add_and_print(
    args: &StoreArgs,
    lines: &[Line],
    origin: &vagal::store::Origin,
    schema: &str,
    as_json: bool,
    out: &mut super::out::Out,
) -> Result<Vec<(Entry, Added)>, CliError> {
    let mut store = args.open()?;
    let person = args.person();
    let became = store.add(&person, origin, lines, &[])?;
    let entries: Vec<(Entry, Added)> = lines
        .iter()
        .zip(became)
        .map(|(line, (id, added))| {
            (Entry { id, origin: origin.clone(), line: line.clone() }, added)
        })
        .collect();
    if as_json {
        let all = entries.iter().map(|(e, added)| entry_json(&person.id, e, Some(added)));
        out.print(&wire(schema, &store, all.collect()))?;
        return Ok(entries);
    }
    for (entry, added) in &entries {
        let (when, what) = (wall(entry.line.moment()), name(&entry.line));
        let text = said(&entry.line);
        let id = short(&entry.id);
        out.print(&match added {
            Added::New => format!("{id}  {when}  {what}: {text}"),
            Added::OnFile => format!("{id}  {when}  {what}: on file already"),
            Added::Removed => format!("{id}  {when}  {what}: was removed before, left out"),
            Added::Differs(there) => {
                format!("{id}  {when}  {what}: on file as {}; kept", said(there))
            }
        })?;
        if let Added::Differs(_) = added {
            out.talk(&format!("hint: `vagal diary edit {id} FIELD=VALUE` changes it"));
        }
    }
    out.talk(&format!("stored in {}", store.place()));
    Ok(entries)
}
