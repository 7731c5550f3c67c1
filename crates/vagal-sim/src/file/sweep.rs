//! A sweep: one key of a scenario file over a range of values.

use std::str::FromStr;

use toml::{Table, Value};

use super::{FileError, ScenarioFile};

/// Tables in which a key without a table is looked for, in this order; the stimuli come first.
const SECTIONS: [&str; 4] = ["breathing", "person", "drive", "parameters"];

/// Most values of a sweep: more are a study, not a picture.
const MOST: usize = 201;

/// One key over a range: `pressure=0..1:11`.
///
/// ```
/// use vagal_sim::Sweep;
/// let sweep: Sweep = "pressure=0..1:5".parse().unwrap();
/// assert_eq!(sweep.values(), [0.0, 0.25, 0.5, 0.75, 1.0]);
/// let text = "[[stimulus]]\nkind = \"massage\"\nstart_s = 30\nend_s = 90\npressure = \"light\"\n";
/// assert!(sweep.scenario(text, 0.5).is_ok());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// The key, with its table before a point where it is not unique: `rate_per_min`, `parameters.GTs`.
    pub key: String,
    from: f64,
    to: f64,
    count: usize,
}

/// A sweep that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no sweep")]
pub struct SweepError(String);

impl SweepError {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        "write a key, two numbers and how many values, such as pressure=0..1:11"
    }
}

impl FromStr for Sweep {
    type Err = SweepError;

    fn from_str(text: &str) -> Result<Self, SweepError> {
        let wrong = || SweepError(text.to_owned());
        let number = |s: &str| s.trim().parse::<f64>().ok().filter(|v| v.is_finite());
        let (key, range) = text.split_once('=').ok_or_else(wrong)?;
        let (range, count) = range.rsplit_once(':').unwrap_or((range, "11"));
        let (from, to) = range.split_once("..").ok_or_else(wrong)?;
        let (from, to) = (number(from).ok_or_else(wrong)?, number(to).ok_or_else(wrong)?);
        let count =
            count.trim().parse().ok().filter(|n| (2..=MOST).contains(n)).ok_or_else(wrong)?;
        let key = key.trim();
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        if key.is_empty() || !key.chars().all(plain) || from == to {
            return Err(wrong());
        }
        Ok(Self { key: key.to_owned(), from, to, count })
    }
}

impl Sweep {
    /// The values, from first to last.
    pub fn values(&self) -> Vec<f64> {
        let last = (self.count - 1) as f64;
        (0..self.count).map(|i| self.from + (self.to - self.from) * i as f64 / last).collect()
    }

    /// The scenario of a file with the key set to `value`.
    ///
    /// A key that the file has is changed where it stands, in every stimulus that has it; one that it has not
    /// goes to the first place that takes it: the stimuli, then the tables, then the top.
    ///
    /// # Errors
    ///
    /// [`FileError`] of the file itself, or of the key where it fits best; its lines are those of the file as
    /// it was rewritten.
    pub fn scenario(&self, text: &str, value: f64) -> Result<ScenarioFile, FileError> {
        let file = ScenarioFile::parse(text)?;
        let Ok(table) = text.parse::<Table>() else { return Ok(file) };
        let mut first_error = None;
        for place in self.places(&table) {
            let Some(changed) = set(table.clone(), &place, value) else { continue };
            match toml::to_string(&changed).map(|text| ScenarioFile::parse(&text)) {
                Ok(Ok(file)) => return Ok(file),
                Ok(Err(error)) if is_out_of_place(&error) => {
                    first_error.get_or_insert(error);
                }
                Ok(Err(error)) => return Err(error),
                Err(_) => {}
            }
        }
        Err(first_error.unwrap_or_else(|| FileError::UnknownKey {
            line: 1,
            key: self.key.clone(),
            section: "the scenario".into(),
            nearest: None,
            known: Vec::new(),
        }))
    }

    /// Where the key may go, the likeliest first.
    fn places(&self, table: &Table) -> Vec<Place> {
        if let Some((section, key)) = self.key.split_once('.') {
            let key = key.to_owned();
            let stimulus = section == "stimulus";
            return vec![if stimulus {
                Place::Stimuli(key)
            } else {
                Place::Section(section.to_owned(), key)
            }];
        }
        let key = || self.key.clone();
        let in_stimuli = stimuli(table).any(|s| s.contains_key(&self.key));
        let holding = SECTIONS.iter().find(|s| {
            table.get(**s).and_then(Value::as_table).is_some_and(|t| t.contains_key(&self.key))
        });
        if in_stimuli {
            return vec![Place::Stimuli(key())];
        }
        if let Some(section) = holding {
            return vec![Place::Section((*section).to_owned(), key())];
        }
        let sections = SECTIONS.iter().map(|s| Place::Section((*s).to_owned(), key()));
        std::iter::once(Place::Stimuli(key()))
            .filter(|_| stimuli(table).next().is_some())
            .chain(sections)
            .chain([Place::Top(key())])
            .collect()
    }
}

/// Where a key goes.
enum Place {
    Stimuli(String),
    Section(String, String),
    Top(String),
}

fn stimuli(table: &Table) -> impl Iterator<Item = &Table> {
    let list = table.get("stimulus").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table)
}

/// The table with the key set; in every stimulus that has it, or in all if none has.
fn set(mut table: Table, place: &Place, value: f64) -> Option<Table> {
    match place {
        Place::Top(key) => {
            table.insert(key.clone(), whole(value));
        }
        Place::Section(section, key) => {
            let entry = table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
            entry.as_table_mut()?.insert(key.clone(), Value::Float(value));
        }
        Place::Stimuli(key) => {
            let some_have = stimuli(&table).any(|s| s.contains_key(key));
            let list = table.get_mut("stimulus")?.as_array_mut()?;
            for stimulus in list.iter_mut().filter_map(Value::as_table_mut) {
                if !some_have || stimulus.contains_key(key) {
                    stimulus.insert(key.clone(), Value::Float(value));
                }
            }
        }
    }
    Some(table)
}

/// Keys at the top such as `seed` are whole numbers.
fn whole(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        Value::Integer(value as i64)
    } else {
        Value::Float(value)
    }
}

/// True if the key is not known where it was put; anything else is a fault of its value.
fn is_out_of_place(error: &FileError) -> bool {
    matches!(error, FileError::UnknownKey { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StimulusKind;

    const MASSAGE: &str =
        "duration_s = 600\n[[stimulus]]\nkind = \"massage\"\nstart_s = 60\nend_s = 300\n";

    fn pressure(file: &ScenarioFile) -> f64 {
        match &file.scenario.stimuli[0].kind {
            StimulusKind::Massage(massage) => massage.pressure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_key_is_set_where_it_belongs() {
        let at = |sweep: &str, text: &str, value| {
            sweep.parse::<Sweep>().unwrap().scenario(text, value).unwrap()
        };
        assert_eq!(pressure(&at("pressure=0..1:11", MASSAGE, 0.3)), 0.3);
        assert_eq!(pressure(&at("stimulus.pressure=0..1:11", MASSAGE, 0.4)), 0.4);
        let with = format!("{MASSAGE}pressure = \"deep\"\n");
        assert_eq!(pressure(&at("pressure=0..1", &with, 0.5)), 0.5);
        let breathing = at("rate_per_min=4..20:9", MASSAGE, 6.0).scenario.breathing;
        assert_eq!(breathing.rate_per_min, 6.0);
        assert_eq!(at("load=0..1:3", MASSAGE, 1.0).scenario.person.load, 1.0);
        assert_eq!(at("seed=1..5:5", MASSAGE, 3.0).scenario.seed, 3);
        let gain = at("parameters.GTv=0.05..0.1:3", MASSAGE, 0.07).scenario;
        assert_ne!(gain.model, ScenarioFile::parse(MASSAGE).unwrap().scenario.model);
        assert_eq!(gain, at("GTv=0.05..0.1:3", MASSAGE, 0.07).scenario);
    }

    #[test]
    fn what_is_no_sweep_is_refused() {
        for text in [
            "",
            "pressure",
            "pressure=1",
            "pressure=0..1:1",
            "=0..1:3",
            "a b=0..1:3",
            "p=0..x:3",
            "p=1..1:3",
            "p=0..1:1000",
        ] {
            assert!(text.parse::<Sweep>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_that_nothing_knows_is_named() {
        let sweep: Sweep = "presure=0..1:3".parse().unwrap();
        let error = sweep.scenario(MASSAGE, 0.5).unwrap_err();
        assert!(error.to_string().contains("presure"), "{error}");
        assert!(error.hint().contains("pressure"), "{}", error.hint());
        let sweep: Sweep = "pressure=0..5:3".parse().unwrap();
        assert!(sweep.scenario(MASSAGE, 5.0).is_err());
    }
}
