//! One table of a scenario file: values by key, and which keys nobody asked for.

use std::cell::RefCell;

use toml::de::{DeTable, DeValue};

use super::error::{FileError, nearest};

/// The document, or the line where it stops being one.
pub(super) fn parse(text: &str) -> Result<toml::Spanned<DeTable<'_>>, FileError> {
    DeTable::parse(text).map_err(|error| FileError::Syntax {
        line: error.span().map_or(1, |span| line_of(text, span.start)),
        message: error.message().to_owned(),
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

/// A table that remembers what it was asked for.
pub(super) struct Section<'a> {
    text: &'a str,
    name: String,
    line: usize,
    table: &'a DeTable<'a>,
    asked: RefCell<Vec<String>>,
}

type Spanned<'a> = toml::Spanned<DeValue<'a>>;

impl<'a> Section<'a> {
    pub(super) fn root(text: &'a str, table: &'a toml::Spanned<DeTable<'a>>) -> Self {
        Self::new(text, "the scenario".into(), 1, table.get_ref())
    }

    fn new(text: &'a str, name: String, line: usize, table: &'a DeTable<'a>) -> Self {
        Self { text, name, line, table, asked: RefCell::default() }
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<'a>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.iter().any(|known| known == key) {
            asked.push(key.to_owned());
        }
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn line_of(&self, value: &Spanned<'_>) -> usize {
        line_of(self.text, value.span().start)
    }

    fn wrong(&self, key: &str, want: &'static str, value: &Spanned<'_>) -> FileError {
        FileError::WrongKind {
            line: self.line_of(value),
            key: key.to_owned(),
            want,
            found: value.get_ref().type_str().to_owned(),
        }
    }

    /// Every key that stands in the table.
    pub(super) fn keys(&self) -> Vec<String> {
        self.table.keys().map(|key| key.get_ref().to_string()).collect()
    }

    pub(super) fn number(&self, key: &str) -> Result<Option<f64>, FileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        number(value).map(Some).ok_or_else(|| self.wrong(key, "a number", value))
    }

    pub(super) fn number_within(
        &self,
        key: &'static str,
        lo: f64,
        hi: f64,
    ) -> Result<Option<f64>, FileError> {
        match self.number(key)? {
            Some(value) if !(lo..=hi).contains(&value) => {
                Err(crate::ScenarioError::OutOfRange { name: key, value, lo, hi }.into())
            }
            other => Ok(other),
        }
    }

    /// A whole number from 0.
    pub(super) fn whole(&self, key: &str) -> Result<Option<u64>, FileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let whole = match value.get_ref() {
            DeValue::Integer(digits) => u64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        whole.map(Some).ok_or_else(|| self.wrong(key, "a whole number from 0", value))
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, FileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let flag = value.get_ref().as_bool();
        flag.map(Some).ok_or_else(|| self.wrong(key, "true or false", value))
    }

    /// A name of a list, as it stands there.
    pub(super) fn name<'k>(
        &self,
        key: &str,
        known: impl Iterator<Item = &'k str>,
    ) -> Result<Option<&'k str>, FileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let Some(name) = value.get_ref().as_str() else {
            return Err(self.wrong(key, "a name in quotes", value));
        };
        let known: Vec<&str> = known.collect();
        match known.iter().find(|known| **known == name) {
            Some(known) => Ok(Some(known)),
            None => Err(FileError::UnknownName {
                line: self.line_of(value),
                key: key.to_owned(),
                name: name.to_owned(),
                nearest: nearest(name, known.iter().copied()),
                known: known.iter().map(|name| (*name).to_owned()).collect(),
            }),
        }
    }

    /// A number, or a name that stands for one.
    pub(super) fn number_or_name(
        &self,
        key: &str,
        names: &[(&str, f64)],
    ) -> Result<Option<f64>, FileError> {
        if self.table.iter().any(|(k, v)| k.get_ref() == key && v.get_ref().is_str()) {
            let name = self.name(key, names.iter().map(|(name, _)| *name))?;
            return Ok(names.iter().find(|(known, _)| Some(*known) == name).map(|(_, v)| *v));
        }
        self.number(key)
    }

    pub(super) fn required(&self, key: &'static str) -> Result<f64, FileError> {
        self.number(key)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn missing(&self, key: &'static str) -> FileError {
        FileError::Missing { line: self.line, key, section: self.name.clone() }
    }

    /// A constant over the whole length, or a table of `[start_s, end_s, value]`.
    pub(super) fn track(&self, key: &str, duration_s: f64) -> Result<Vec<[f64; 3]>, FileError> {
        const WANT: &str = "a number or a table of [start_s, end_s, value]";
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        if let Some(constant) = number(value) {
            return Ok(vec![[0.0, duration_s, constant]]);
        }
        let wrong = || self.wrong(key, WANT, value);
        let rows = value.get_ref().as_array().ok_or_else(wrong)?;
        rows.iter()
            .map(|row| {
                let cells: Option<Vec<f64>> =
                    row.get_ref().as_array().and_then(|row| row.iter().map(number).collect());
                cells.and_then(|cells| cells.try_into().ok()).ok_or_else(wrong)
            })
            .collect()
    }

    /// A table inside this one.
    pub(super) fn section(&self, key: &str) -> Result<Option<Section<'a>>, FileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let table = value.get_ref().as_table().ok_or_else(|| self.wrong(key, "a table", value))?;
        Ok(Some(Section::new(self.text, format!("[{key}]"), self.line_of(value), table)))
    }

    /// The tables of a list.
    pub(super) fn sections(&self, key: &str) -> Result<Vec<Section<'a>>, FileError> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let wrong = |at: &Spanned<'_>| self.wrong(key, "tables in [[double brackets]]", at);
        let list = value.get_ref().as_array().ok_or_else(|| wrong(value))?;
        list.iter()
            .map(|item| {
                let table = item.get_ref().as_table().ok_or_else(|| wrong(item))?;
                Ok(Section::new(self.text, format!("[[{key}]]"), self.line_of(item), table))
            })
            .collect()
    }

    /// An error if a key stands here that nobody asked for.
    pub(super) fn finish(&self) -> Result<(), FileError> {
        let asked = self.asked.borrow().clone();
        self.finish_among(asked.iter().map(String::as_str))
    }

    /// The same, with the keys that might have been meant.
    pub(super) fn finish_among<'k>(
        &self,
        known: impl Iterator<Item = &'k str>,
    ) -> Result<(), FileError> {
        let asked = self.asked.borrow();
        let Some((key, _)) =
            self.table.iter().find(|(key, _)| !asked.iter().any(|known| known == key.get_ref()))
        else {
            return Ok(());
        };
        let known: Vec<&str> = known.collect();
        Err(FileError::UnknownKey {
            line: line_of(self.text, key.span().start),
            key: key.get_ref().to_string(),
            section: self.name.clone(),
            nearest: nearest(key.get_ref(), known.iter().copied()),
            known: known.iter().map(|name| (*name).to_owned()).collect(),
        })
    }
}

/// Integers count as numbers.
fn number(value: &Spanned<'_>) -> Option<f64> {
    let found = match value.get_ref() {
        DeValue::Float(digits) => digits.as_str().parse().ok(),
        DeValue::Integer(digits) => {
            i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(|whole| whole as f64)
        }
        _ => None,
    };
    found.filter(|number: &f64| number.is_finite())
}
