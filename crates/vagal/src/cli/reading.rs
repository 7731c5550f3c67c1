//! `vagal reading KIND=VALUE…`: numbers of a diary, typed.

use vagal::core::diary::{READING_KINDS, ReadingKind, body_region, kinds, reading_kind};
use vagal::core::session::Posture;
use vagal::core::{Conditions, Moment, Reading, Sensor};
use vagal::report::terminal::{Align, Table};
use vagal::store::{Line, Origin};

use super::error::CliError;
use super::out::Out;
use super::{Outcome, keep};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Such as tension=6 neck=7 stress=4 rmssd=38 bp=120/80; without any, the kinds are listed
    values: Vec<String>,
    /// rmssd is the morning reading: within an hour of waking, always in the same posture
    #[arg(long)]
    morning: bool,
    #[command(flatten)]
    time: keep::TimeArgs,
    /// How the body was held: supine, prone, side, seated or standing
    #[arg(long, value_name = "POSTURE", value_parser = posture)]
    posture: Option<Posture>,
    /// What rmssd was picked up with: ecg, strap or ppg
    #[arg(long, value_name = "SENSOR", value_parser = sensor)]
    sensor: Option<Sensor>,
    /// Print `vagal.reading/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: keep::StoreArgs,
}

fn posture(text: &str) -> Result<Posture, String> {
    keep::by_id(&Posture::ALL, Posture::id, text)
}

fn sensor(text: &str) -> Result<Sensor, String> {
    match text {
        "ecg" => Ok(Sensor::Ecg),
        "strap" | "chest_strap" => Ok(Sensor::ChestStrap),
        "ppg" => Ok(Sensor::Ppg),
        _ => Err("one of ecg, strap, ppg".into()),
    }
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.values.is_empty() {
        return registry(args.json, out);
    }
    let at = args.time.moment()?;
    let mut lines = Vec::new();
    for typed in &args.values {
        for reading in args.readings(typed, at)? {
            lines.push(Line::Reading(reading));
        }
    }
    keep::add_and_print(&args.store, &lines, &Origin::typed(), "vagal.reading/1", args.json, out)?;
    Ok(Outcome::Answered)
}

impl Args {
    /// The reading of `tension=6`; two of `bp=120/80`.
    fn readings(&self, typed: &str, at: Moment) -> Result<Vec<Reading>, CliError> {
        let (word, value) = typed.split_once('=').ok_or_else(|| {
            CliError::Usage(format!("`{typed}` has no ="), "write KIND=VALUE, such as tension=6")
        })?;
        if matches!(word.trim().to_lowercase().as_str(), "bp" | "blood pressure" | "blood_pressure")
            && let Some((systolic, diastolic)) = value.split_once('/')
        {
            let both = [(kinds::SYSTOLIC, systolic), (kinds::DIASTOLIC, diastolic)];
            return both
                .into_iter()
                .map(|(kind, value)| self.reading(kind, None, value, at))
                .collect();
        }
        let (kind, region) = self.meant(word)?;
        Ok(vec![self.reading(kind, region, value, at)?])
    }

    /// Kind and region of a word: `neck` and `tension-neck` are tension there.
    fn meant(&self, word: &str) -> Result<(&'static str, Option<&'static str>), CliError> {
        if word.trim().eq_ignore_ascii_case("hrv") {
            return Err(CliError::Usage(
                "hrv does not say which measure it is".into(),
                "write rmssd=…, or nightly-rmssd=… or nightly-sdnn=… of a wearable, as its manual says",
            ));
        }
        if let Some(kind) = reading_kind(word) {
            let morning = self.morning && kind.id == kinds::LN_RMSSD_SPOT;
            return Ok((if morning { kinds::LN_RMSSD_MORNING } else { kind.id }, None));
        }
        let lower = word.trim().to_lowercase();
        let place = lower.strip_prefix("tension").unwrap_or(&lower).trim_matches(['-', '_', ' ']);
        if let Some(region) = body_region(place) {
            return Ok((kinds::TENSION, Some(region.id)));
        }
        let known: Vec<&str> = READING_KINDS.iter().map(typed_name).collect();
        Err(CliError::Advice(
            format!("`{word}` is no kind of reading and no region of the body"),
            format!("kinds: {}; `vagal reading` explains them", known.join(", ")),
        ))
    }

    fn reading(
        &self,
        kind: &'static str,
        region: Option<&str>,
        text: &str,
        at: Moment,
    ) -> Result<Reading, CliError> {
        let def = READING_KINDS.iter().find(|k| k.id == kind);
        let def = def.ok_or(vagal::core::DiaryError::UnknownKind(kind.into()))?;
        let text = text.trim();
        let bare = text.strip_suffix(def.typed_unit()).unwrap_or(text).trim();
        let typed: f64 = match bare {
            "yes" if def.unit == "0-1" => 1.0,
            "no" if def.unit == "0-1" => 0.0,
            _ => bare.parse().map_err(|_| {
                CliError::Advice(
                    format!("{}: `{text}` is no number", def.name),
                    format!("write a number in {}", def.typed_unit()),
                )
            })?,
        };
        if def.log_of.is_some() && typed <= 0.0 {
            return Err(CliError::Usage(
                format!("{}: {typed} {} cannot be", def.name, def.typed_unit()),
                "give the value as the program shows it, in ms",
            ));
        }
        let mut reading = Reading::new(kind, at, def.from_typed(typed))?;
        if let Some(region) = region {
            reading = reading.at_region(region)?;
        }
        // The sensor is what parts HRV from PRV; a rating has none.
        let sensor = self.sensor.filter(|_| def.log_of.is_some());
        Ok(reading.under(Conditions { posture: self.posture, sensor, ..Conditions::default() }))
    }
}

/// The shortest word that people type for a kind.
fn typed_name(kind: &ReadingKind) -> &'static str {
    match kind.log_of {
        Some(_) => kind.synonyms.first().copied().unwrap_or(kind.id),
        None => kind.id,
    }
}

fn registry(as_json: bool, out: &mut Out) -> Result<Outcome, CliError> {
    if as_json {
        let all: Vec<_> = READING_KINDS
            .iter()
            .map(|k| {
                serde_json::json!({
                    "id": k.id, "name": k.name, "unit": k.unit, "typed_unit": k.typed_unit(),
                    "range": [k.to_typed(k.range.0), k.to_typed(k.range.1)], "family": k.family.id(),
                    "by_region": k.by_region, "synonyms": k.synonyms, "definition": k.definition,
                })
            })
            .collect();
        let all = serde_json::json!({ "schema": "vagal.reading_kinds/1", "kinds": all });
        out.print(&format!("{all:#}"))?;
        return Ok(Outcome::Answered);
    }
    let mut table =
        Table::new(&[("type", Align::Left), ("unit", Align::Left), ("what it is", Align::Left)]);
    for kind in READING_KINDS {
        let what = format!("{}. {}", kind.name, kind.definition);
        table.row([typed_name(kind), kind.typed_unit(), &what]);
    }
    out.print(&out.table(&table))?;
    Ok(Outcome::Answered)
}
