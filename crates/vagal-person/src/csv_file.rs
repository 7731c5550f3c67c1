//! Event files: the columns of the specification, read with the line of whatever is wrong.

use std::path::PathBuf;

use crate::event::{Event, Reading, Session};

/// The columns every event file has, in any order.
pub const COLUMNS: &[&str] =
    &["dt", "L", "post", "kind", "dose", "chan", "y", "se2", "alc", "cos", "sin"];

/// Columns that may be there as well: relative pressure and pace, and steady habits.
pub const OPTIONAL_COLUMNS: &[&str] = &["pressure", "pace", "habit"];

/// Most input kinds that a file may name.
const MAX_KIND: usize = crate::model::MAX_INPUTS - 1;
/// Channels that the columns can carry: morning, spot, resting heart rate, tension.
const MAX_CHANNEL: usize = 3;

/// An event file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventFileError {
    /// The file itself.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a table.
    #[error("{}: line {line}: {what}", path.display())]
    Table {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A column is missing.
    #[error("{}: line 1: no column `{column}`, found `{found}`", path.display())]
    NoColumn {
        /// Which file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// The columns there are.
        found: String,
    },
    /// A cell does not hold what its column asks for.
    #[error("{}: line {line}: `{column}` is `{found}`, not {wanted}", path.display())]
    Cell {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Column.
        column: &'static str,
        /// What was found.
        found: String,
        /// What the column holds.
        wanted: &'static str,
    },
    /// A header and nothing else.
    #[error("{}: no event after the header", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
}

impl EventFileError {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io { .. } => "check the spelling, and that the file may be read",
            Self::Table { .. } => "every line needs as many comma-separated cells as the header",
            Self::NoColumn { .. } => {
                "the header names dt,L,post,kind,dose,chan,y,se2,alc,cos,sin in any order"
            }
            Self::Cell { column: "kind", .. } => {
                "-1 stands for no session, inputs count from 0 to 7"
            }
            Self::Cell { column: "chan", .. } => {
                "-1 none, 0 morning lnRMSSD, 1 spot lnRMSSD, 2 resting HR, 3 tension"
            }
            Self::Cell { column: "dt", .. } => "dt is days since the row before, never negative",
            Self::Cell { .. } => "cells hold plain numbers with a point, such as 0.25",
            Self::Empty { .. } => "add one row for each session and reading",
        }
    }
}

/// Reads an event file.
///
/// # Errors
///
/// [`EventFileError`], with file, line, what was found and a hint.
pub fn read_events(path: &std::path::Path) -> Result<Vec<Event>, EventFileError> {
    let bytes = std::fs::read(path)
        .map_err(|source| EventFileError::Io { path: path.to_owned(), source })?;
    parse_events(path, &bytes)
}

/// Reads events from bytes; `path` is for messages only.
///
/// # Errors
///
/// [`EventFileError`], with line, what was found and a hint.
pub fn parse_events(path: &std::path::Path, bytes: &[u8]) -> Result<Vec<Event>, EventFileError> {
    // A byte order mark is what spreadsheets put before the first column's name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(bytes);
    let table = |error: csv::Error| EventFileError::Table {
        path: path.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        what: said(&error),
    };
    let header = reader.headers().map_err(table)?.clone();
    let find = |column: &str| header.iter().position(|name| name == column);
    let mut places = [0_usize; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = find(column).ok_or_else(|| EventFileError::NoColumn {
            path: path.to_owned(),
            column,
            found: header.iter().collect::<Vec<_>>().join(","),
        })?;
    }
    let optional: Vec<Option<usize>> = OPTIONAL_COLUMNS.iter().map(|c| find(c)).collect();
    let mut events = Vec::new();
    for record in reader.records() {
        let record = record.map_err(table)?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = Row { path, line, record: &record, places, optional: &optional };
        events.push(row.event()?);
    }
    if events.is_empty() {
        return Err(EventFileError::Empty { path: path.to_owned() });
    }
    Ok(events)
}

/// What is wrong with a table, without the position that the message gives already.
fn said(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells, the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "not UTF-8 text".into(),
        _ => error.to_string(),
    }
}

struct Row<'a> {
    path: &'a std::path::Path,
    line: u64,
    record: &'a csv::StringRecord,
    places: [usize; COLUMNS.len()],
    optional: &'a [Option<usize>],
}

impl Row<'_> {
    fn bad(&self, column: &'static str, found: &str, wanted: &'static str) -> EventFileError {
        let (path, line) = (self.path.to_owned(), self.line);
        EventFileError::Cell { path, line, column, found: found.into(), wanted }
    }

    fn text(&self, column: usize) -> &str {
        self.record.get(self.places[column]).unwrap_or_default()
    }

    fn number(&self, column: usize) -> Result<f64, EventFileError> {
        let text = self.text(column);
        text.parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .ok_or_else(|| self.bad(COLUMNS[column], text, "a number"))
    }

    fn not_negative(&self, column: usize) -> Result<f64, EventFileError> {
        let value = self.number(column)?;
        if value < 0.0 {
            return Err(self.bad(COLUMNS[column], self.text(column), "0 or more"));
        }
        Ok(value)
    }

    /// A whole number from −1 to `most`; −1 is none.
    fn index(&self, column: usize, most: usize) -> Result<Option<usize>, EventFileError> {
        let value = self.number(column)?;
        if value == -1.0 {
            return Ok(None);
        }
        if value.fract() != 0.0 || value < 0.0 || value > most as f64 {
            let wanted = if most == MAX_CHANNEL {
                "a whole number from -1 to 3"
            } else {
                "a whole number from -1 to 7"
            };
            return Err(self.bad(COLUMNS[column], self.text(column), wanted));
        }
        Ok(Some(value as usize))
    }

    /// An optional column, or what stands for its absence.
    fn optional(&self, which: usize, absent: f64) -> Result<f64, EventFileError> {
        let Some(place) = self.optional[which] else { return Ok(absent) };
        let text = self.record.get(place).unwrap_or_default();
        if text.is_empty() {
            return Ok(absent);
        }
        let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
        value.ok_or_else(|| self.bad(OPTIONAL_COLUMNS[which], text, "a number"))
    }

    fn relative(&self, which: usize) -> Result<f64, EventFileError> {
        let value = self.optional(which, 1.0)?;
        if value <= 0.0 {
            let found = value.to_string();
            return Err(self.bad(
                OPTIONAL_COLUMNS[which],
                &found,
                "more than 0 (1 is the reference)",
            ));
        }
        Ok(value.ln())
    }

    fn event(&self) -> Result<Event, EventFileError> {
        let session = match self.index(3, MAX_KIND)? {
            None => None,
            Some(input) => Some(Session {
                input,
                dose: self.not_negative(4)?,
                ln_pressure: self.relative(0)?,
                ln_pace: self.relative(1)?,
            }),
        };
        let reading = match self.index(5, MAX_CHANNEL)? {
            None => None,
            Some(channel) => {
                let (value, variance) = (self.number(6)?, self.not_negative(7)?);
                Some(Reading { channel, value, variance })
            }
        };
        Ok(Event {
            gap_days: self.not_negative(0)?,
            load: self.number(1)?.into(),
            corrected: self.number(2)?,
            habit: self.optional(2, 0.0)?,
            session,
            reading,
            alcohol: self.number(8)?,
            cosine: self.number(9)?,
            sine: self.number(10)?,
        })
    }
}
