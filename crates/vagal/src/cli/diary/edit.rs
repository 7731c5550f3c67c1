//! Changing fields of an entry by their names in `vagal.diary/1`.

use serde_json::Value;
use vagal::core::diary::{READING_KINDS, ReadingKind};
use vagal::store::{LineKind, Store, line_from_json, line_to_json};

use super::Args;
use crate::cli::error::CliError;
use crate::cli::keep;
use crate::cli::out::Out;

/// Fields of each kind that may be changed, and whether they hold a number.
fn fields(kind: LineKind) -> &'static [(&'static str, bool)] {
    match kind {
        LineKind::Input => &[
            ("at", false),
            ("input", false),
            ("minutes", true),
            ("pressure", false),
            ("pace", false),
            ("breaths_per_min", true),
            ("inhale_share", true),
            ("regions", false),
            ("practitioner", false),
            ("felt_release", true),
            ("booking_rating", true),
            ("booking", false),
        ],
        LineKind::Reading => &[
            ("at", false),
            ("value", true),
            ("standard_error", true),
            ("region", false),
            ("posture", false),
            ("sensor", false),
            ("device", false),
            ("breathing_per_min", true),
        ],
        LineKind::Episode => &[
            ("at", false),
            ("interference", false),
            ("end", false),
            ("load", true),
            ("note", false),
        ],
        LineKind::Correction => {
            &[("at", false), ("interference", false), ("by", false), ("note", false)]
        }
    }
}

pub(super) fn run(
    args: &Args,
    id: &str,
    changes: &[String],
    store: &mut Store,
    out: &mut Out,
) -> Result<(), CliError> {
    let (person, entry) = store.entry(id)?;
    let kind = entry.line.kind();
    let mut object = line_to_json(&entry.line);
    for change in changes {
        let (field, text) = change.split_once('=').ok_or_else(|| {
            CliError::Usage(format!("`{change}` has no ="), "write FIELD=VALUE, such as value=7")
        })?;
        let known = fields(kind).iter().find(|(name, _)| *name == field);
        let Some((field, number)) = known.copied() else {
            let names: Vec<&str> = fields(kind).iter().map(|(name, _)| *name).collect();
            return Err(CliError::Advice(
                format!("an entry of kind {} has no field `{field}`", kind.id()),
                format!("fields: {}", names.join(", ")),
            ));
        };
        let value = value(args, field, number, text.trim(), entry.line.of())?;
        match (value, object.as_object_mut()) {
            (Some(value), _) => object[field] = value,
            (None, Some(fields)) => {
                fields.remove(field);
            }
            (None, None) => {}
        }
    }
    let line = line_from_json(&object)?;
    known_to_the_ledger(&line)?;
    let entry = store.replace(&entry.id, line)?;
    if args.json {
        let all = vec![keep::entry_json(&person.id, &entry, None)];
        return out.print(&keep::wire("vagal.diary_edited/1", store, all));
    }
    let (when, what) = (keep::wall(entry.line.moment()), keep::name(&entry.line));
    out.print(&format!("{}  {when}  {what}: {}", keep::short(&entry.id), keep::said(&entry.line)))
}

/// The value of a field as JSON holds it; `None` takes the field out.
fn value(
    args: &Args,
    field: &str,
    number: bool,
    text: &str,
    of: &str,
) -> Result<Option<Value>, CliError> {
    if text.is_empty() {
        return Ok(None);
    }
    if number {
        let typed: f64 = text.parse().map_err(|_| {
            CliError::Usage(format!("{field}: `{text}` is no number"), "write it like 7 or 7.5")
        })?;
        // A logarithm is typed as what it is the logarithm of.
        let kind: Option<&ReadingKind> =
            READING_KINDS.iter().find(|k| field == "value" && k.id == of);
        return Ok(Some(kind.map_or(typed, |k| k.from_typed(typed)).into()));
    }
    if matches!(field, "at" | "end") {
        let time = keep::TimeArgs { at: Some(text.to_owned()), tz: args.tz.clone() };
        return Ok(Some(time.moment()?.to_string().into()));
    }
    if field == "regions" {
        let words: Vec<&str> = text.split(',').map(str::trim).collect();
        return Ok(Some(words.into()));
    }
    if field == "input" {
        // A synonym becomes its input.
        return Ok(Some(vagal::evidence::input(text).map_or(text, |i| &i.id).into()));
    }
    Ok(Some(text.into()))
}

/// Refuses an input or interference that the ledger does not have.
fn known_to_the_ledger(line: &vagal::store::Line) -> Result<(), CliError> {
    let of = line.of();
    let known = match line.kind() {
        LineKind::Input => vagal::evidence::inputs().iter().any(|i| i.id == of),
        LineKind::Reading => true,
        LineKind::Episode | LineKind::Correction => {
            vagal::evidence::interference().iter().any(|k| k.id == of)
        }
    };
    if known { Ok(()) } else { Err(super::unknown(of)) }
}
