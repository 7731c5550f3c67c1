//! File: an experiment as text for people, with a hash that shows any change.
//!
//! Everything above `[seal]` is hashed as it stands, so that a tool for SHA-256 is enough to check it, today and in ten years.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use toml::{Table, Value};
use vagal_core::Moment;
use vagal_core::diary::Pressure;
use vagal_core::experiment::{Arm, ExperimentOutcome, ExperimentPlan, Noise, Spending, Weekday};

use super::error::ExperimentError;

const SCHEMA: &str = "vagal.experiment_file/1";
const SEAL: &str = "[seal]\n";

/// A field that is not as it was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path: `outcome.swc`.
    pub field: String,
    /// As registered; `None` if it was not there.
    pub registered: Option<String>,
    /// As found; `None` if it is not there.
    pub found: Option<String>,
}

/// The file: what is hashed, then its seal.
pub fn text(plan: &ExperimentPlan) -> String {
    let body = body(plan);
    let hash = seal(&body);
    format!("{body}{SEAL}sha256 = \"{hash}\"\n")
}

/// SHA-256, hexadecimal, of everything above the seal.
pub fn seal(text: &str) -> String {
    let body = text.split_once(SEAL).map_or(text, |(body, _)| body);
    Sha256::digest(body.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn body(plan: &ExperimentPlan) -> String {
    let mut out = String::new();
    let names: Vec<&str> = plan.arms.iter().map(|a| a.id.as_str()).collect();
    let [first, second] = [0, 1].map(|i| plan.arms.get(i).map_or("", |a| a.name.as_str()));
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line("# An experiment of one person, registered before its first session. Do not edit: a changed file is refused.".into());
    line(
        "# Everything above [seal] is hashed. To check it: sed '/^\\[seal\\]/,$d' FILE | sha256sum"
            .into(),
    );
    line(format!("schema = {}", quoted(SCHEMA)));
    line(format!("made_by = {}", quoted(&plan.made_by)));
    line(format!("registered = \"{}\"", plan.registered));
    line(format!("person = {}", quoted(&plan.person)));
    line(format!("question = {}", quoted(&format!("Does {first} do more than {second}?"))));
    line("\n[design]".into());
    line("# Which input comes on which day follows from the seed and is not written out, so that nobody plans around it:".into());
    line("# in block B the inputs stand in the order of the SHA-256 of \"vagal.experiment/1 SEED B ARM\".".into());
    line(format!("seed = {}", plan.seed));
    line("# At least so many days from one session to the next: what the last one left behind is assumed to be gone by then.".into());
    line(format!("washout_days = {}", plan.washout_days));
    let week: Vec<String> = plan.weekdays.iter().map(|d| quoted(d.id())).collect();
    line(format!("weekdays = [{}]", week.join(", ")));
    line("# One line a block: a session of every input, in the order drawn.".into());
    line("days = [".into());
    for block in &plan.blocks {
        let days: Vec<String> = block.iter().map(|d| quoted(&Moment::date_of_day(*d))).collect();
        line(format!("    [{}],", days.join(", ")));
    }
    line("]".into());
    line(
        "\n# The question is the first input against the second. The dose is the same every time."
            .into(),
    );
    for arm in &plan.arms {
        line(format!("[[arms]]\narm = {}", quoted(&arm.id)));
        line(format!("input = {}\nminutes = {}", quoted(&arm.input), arm.minutes));
        if let Some(pressure) = arm.pressure {
            line(format!("pressure = {}", quoted(pressure.id())));
        }
    }
    line("\n[outcome]".into());
    line(format!("# {}.", plan.primary.name()));
    line(format!("primary = {}", quoted(plan.primary.id())));
    line(format!("sensor = {}", quoted(sensor(plan.pulse_wave))));
    line("# Reported beside it, without a verdict.".into());
    let secondary: Vec<String> = plan.secondary.iter().map(|o| quoted(o.id())).collect();
    line(format!("secondary = [{}]", secondary.join(", ")));
    line(format!(
        "# Differences within this of zero count as none, {}: {}.",
        plan.primary.unit(),
        plan.swc_reason
    ));
    line(format!("swc = {}", plan.swc));
    line(format!("swc_reason = {}", quoted(&plan.swc_reason)));
    line("\n[analysis]".into());
    line(format!(
        "# {} less {}, every session counted as it was drawn, whatever was done on the day.",
        names[0],
        names.get(1).unwrap_or(&"")
    ));
    line("# Each outcome less its line on time and on the reading before the session, fitted without looking at the input;".into());
    line("# residuals beyond 2.5 spreads count as 2.5; their sum, + for the first input and - for the second, against the sums that".into());
    line("# turning blocks around would have given. The intervals are the differences that this test does not reject.".into());
    line("method = \"block_flips/1\"".into());
    line("# Probability of a false alarm, two-sided, over all looks; and of a false \"no difference\".".into());
    line(format!("level = {}", plan.level));
    line(format!("no_difference_level = {}", plan.no_difference_level));
    line("# A look after so many blocks, and at no other time; before the end nobody sees a difference.".into());
    line(format!("looks_after_block = {:?}", plan.looks));
    line(format!("spending = {}", quoted(plan.spending.id())));
    line("\n[planned]".into());
    line("# What the number of blocks was chosen with.".into());
    line(format!("difference = {}", plan.effect));
    line(format!("power = {}", plan.power));
    line(format!("missing_share = {}", plan.missing));
    line(format!("noise_sd = {}", plan.noise.sd));
    line(format!("noise_degrees_of_freedom = {}", plan.noise.freedom));
    line(format!("noise_correlation = {}", plan.noise.correlation));
    line(format!("noise_readings = {}\n", plan.noise.readings));
    out
}

fn sensor(pulse_wave: bool) -> &'static str {
    if pulse_wave { "pulse_wave" } else { "electrodes" }
}

/// A string of TOML on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Reads such a file.
///
/// # Errors
///
/// [`ExperimentError::File`] with the field that is missing or wrong.
pub fn parse(text: &str) -> Result<ExperimentPlan, ExperimentError> {
    let table: Table = text.parse().map_err(|e: toml::de::Error| bad(e.message()))?;
    let file = Fields { table: &table };
    if file.text("schema")? != SCHEMA {
        return Err(bad(format!("the schema is not {SCHEMA}")));
    }
    let blocks = file.list("design.days")?.iter().map(days).collect::<Result<Vec<_>, _>>()?;
    let mut arms = file.list("arms")?.iter().map(arm).collect::<Result<Vec<_>, _>>()?;
    Arm::tell_apart(&mut arms);
    let looks = file.list("analysis.looks_after_block")?.iter().map(count);
    let plan = ExperimentPlan {
        person: file.text("person")?.into(),
        made_by: file.text("made_by")?.into(),
        registered: Moment::parse(file.text("registered")?).ok_or_else(|| bad("registered"))?,
        seed: u64::try_from(file.whole("design.seed")?).map_err(|_| bad("design.seed"))?,
        washout_days: file.whole("design.washout_days")?,
        weekdays: file.named("design.weekdays", &Weekday::ALL, Weekday::id)?,
        blocks,
        arms,
        primary: one(
            &ExperimentOutcome::ALL,
            ExperimentOutcome::id,
            file.text("outcome.primary")?,
        )?,
        pulse_wave: file.text("outcome.sensor")? == sensor(true),
        secondary: file.named(
            "outcome.secondary",
            &ExperimentOutcome::ALL,
            ExperimentOutcome::id,
        )?,
        swc: file.number("outcome.swc")?,
        swc_reason: file.text("outcome.swc_reason")?.into(),
        level: file.number("analysis.level")?,
        no_difference_level: file.number("analysis.no_difference_level")?,
        looks: looks.collect::<Result<_, _>>()?,
        spending: one(&Spending::ALL, Spending::id, file.text("analysis.spending")?)?,
        effect: file.number("planned.difference")?,
        power: file.number("planned.power")?,
        missing: file.number("planned.missing_share")?,
        noise: Noise {
            sd: file.number("planned.noise_sd")?,
            freedom: file.number("planned.noise_degrees_of_freedom")?,
            correlation: file.number("planned.noise_correlation")?,
            readings: file.whole("planned.noise_readings")?.try_into().unwrap_or(0),
        },
    };
    whole(plan)
}

/// What the analysis takes for granted of a plan.
fn whole(plan: ExperimentPlan) -> Result<ExperimentPlan, ExperimentError> {
    let n = plan.blocks.len();
    let days: Vec<i64> = plan.blocks.concat();
    let sound = (2..=4).contains(&plan.arms.len())
        && (1..=super::MOST_BLOCKS).contains(&n)
        && plan.blocks.iter().all(|b| b.len() == plan.arms.len())
        && days.windows(2).all(|w| w[0] < w[1])
        && plan.looks.last() == Some(&n)
        && plan.looks[0] >= 1
        && plan.looks.windows(2).all(|w| w[0] < w[1])
        && plan.swc > 0.0
        && [plan.level, plan.no_difference_level].iter().all(|l| (0.0..0.5).contains(l));
    if sound { Ok(plan) } else { Err(bad("days, looks, swc or levels do not fit together")) }
}

fn bad(what: impl std::fmt::Display) -> ExperimentError {
    ExperimentError::File(what.to_string())
}

fn days(value: &Value) -> Result<Vec<i64>, ExperimentError> {
    let list = value.as_array().ok_or_else(|| bad("design.days"))?;
    list.iter().map(|v| v.as_str().and_then(day).ok_or_else(|| bad("design.days"))).collect()
}

/// The local day of `2026-12-01`.
fn day(text: &str) -> Option<i64> {
    Moment::parse(&format!("{text}T00:00:00Z")).map(Moment::local_day)
}

fn arm(value: &Value) -> Result<Arm, ExperimentError> {
    let table = value.as_table().ok_or_else(|| bad("arms"))?;
    let fields = Fields { table };
    let input = fields.text("input")?.to_owned();
    let name = vagal_evidence::input(&input).map_or(input.clone(), |i| i.name.clone());
    let pressure = match fields.find("pressure") {
        Some(_) => Some(one(&Pressure::ALL, Pressure::id, fields.text("pressure")?)?),
        None => None,
    };
    Ok(Arm::new(&input, &name, fields.number("minutes")?, pressure))
}

fn count(value: &Value) -> Result<usize, ExperimentError> {
    let n = value.as_integer().and_then(|n| usize::try_from(n).ok());
    n.ok_or_else(|| bad("analysis.looks_after_block"))
}

fn one<T: Copy>(all: &[T], id: fn(T) -> &'static str, text: &str) -> Result<T, ExperimentError> {
    all.iter().copied().find(|t| id(*t) == text).ok_or_else(|| bad(format!("`{text}`")))
}

struct Fields<'a> {
    table: &'a Table,
}

impl<'a> Fields<'a> {
    fn find(&self, path: &str) -> Option<&'a Value> {
        let (head, rest) = path.split_once('.').map_or((path, None), |(h, r)| (h, Some(r)));
        let value = self.table.get(head)?;
        match rest {
            Some(rest) => Fields { table: value.as_table()? }.find(rest),
            None => Some(value),
        }
    }

    fn text(&self, path: &str) -> Result<&'a str, ExperimentError> {
        self.find(path).and_then(Value::as_str).ok_or_else(|| bad(path))
    }

    fn whole(&self, path: &str) -> Result<i64, ExperimentError> {
        self.find(path).and_then(Value::as_integer).ok_or_else(|| bad(path))
    }

    fn number(&self, path: &str) -> Result<f64, ExperimentError> {
        let value = self.find(path);
        let number = value.and_then(|v| v.as_float().or_else(|| Some(v.as_integer()? as f64)));
        number.filter(|x| x.is_finite()).ok_or_else(|| bad(path))
    }

    fn list(&self, path: &str) -> Result<&'a [Value], ExperimentError> {
        self.find(path).and_then(Value::as_array).map(Vec::as_slice).ok_or_else(|| bad(path))
    }

    fn named<T: Copy>(
        &self,
        path: &str,
        all: &[T],
        id: fn(T) -> &'static str,
    ) -> Result<Vec<T>, ExperimentError> {
        self.list(path)?.iter().map(|v| one(all, id, v.as_str().unwrap_or_default())).collect()
    }
}

/// What differs between a file as registered and as found, field by field. Layout and remarks are no fields.
///
/// # Errors
///
/// [`ExperimentError::File`] if what was found is not TOML.
pub fn changes(registered: &str, found: &str) -> Result<Vec<Change>, ExperimentError> {
    let table = |text: &str| -> Result<Vec<(String, String)>, ExperimentError> {
        let table: Table = text.parse().map_err(|e: toml::de::Error| bad(e.message()))?;
        let mut fields = Vec::new();
        flat("", &Value::Table(table), &mut fields);
        Ok(fields)
    };
    let (registered, found) = (table(registered)?, table(found)?);
    let of = |fields: &[(String, String)], name: &str| {
        fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone())
    };
    let mut names: Vec<&String> = registered.iter().chain(&found).map(|(n, _)| n).collect();
    names.sort_unstable();
    names.dedup();
    let changed = names.into_iter().filter_map(|name| {
        let (then, now) = (of(&registered, name), of(&found, name));
        (then != now).then(|| Change { field: name.clone(), registered: then, found: now })
    });
    Ok(changed.collect())
}

fn flat(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    let below =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Table(table) => table.iter().for_each(|(k, v)| flat(&below(k), v, out)),
        Value::Array(list) if list.iter().any(|v| v.is_table() || v.is_array()) => {
            list.iter().enumerate().for_each(|(i, v)| flat(&below(&(i + 1).to_string()), v, out));
        }
        value => out.push((path.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::made::plan;

    #[test]
    fn a_file_is_read_back_as_it_was_written() {
        let plan = plan(8);
        let text = text(&plan);
        assert_eq!(parse(&text).unwrap(), plan);
        assert!(text.ends_with(&format!("sha256 = \"{}\"\n", seal(&text))));
        assert_eq!(changes(&text, &text).unwrap(), []);
    }

    #[test]
    fn a_changed_field_is_named_with_both_values() {
        let before = text(&plan(8));
        let after =
            before.replace("swc = 0.1", "swc = 0.05").replace("minutes = 60", "minutes = 20");
        let found = changes(&before, &after).unwrap();
        let named: Vec<&str> = found.iter().map(|c| c.field.as_str()).collect();
        assert_eq!(named, ["arms.1.minutes", "arms.2.minutes", "outcome.swc"]);
        assert_eq!(found[2].registered.as_deref(), Some("0.1"));
        assert_ne!(seal(&before), seal(&after));
        // A remark is hashed too, but is no field.
        assert_eq!(changes(&before, &before.replace("# An", "# This is an")).unwrap(), []);
    }

    #[test]
    fn what_is_no_experiment_is_refused_with_its_field() {
        let text = text(&plan(8));
        for (from, to, says) in [
            ("swc = 0.1", "swc = \"small\"", "outcome.swc"),
            ("vagal.experiment_file/1", "vagal.experiment_file/9", "schema"),
            ("looks_after_block = [4, 6, 8]", "looks_after_block = [4, 6, 9]", "looks"),
            ("[design]", "[design", "table"),
            ("primary = \"ln_rmssd_morning\"", "primary = \"mood\"", "mood"),
        ] {
            let error = parse(&text.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(says), "{to}: {error}");
        }
    }
}
