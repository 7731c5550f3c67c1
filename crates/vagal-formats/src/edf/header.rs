//! The header of an EDF or EDF+ file: fixed-width ASCII fields.

use vagal_core::ClockTime;

use crate::clock;

/// One signal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Signal {
    pub(crate) label: String,
    pub(crate) unit: String,
    pub(crate) physical: (f64, f64),
    pub(crate) digital: (f64, f64),
    /// Samples in one data record.
    pub(crate) per_record: usize,
}

impl Signal {
    /// True for the signal that carries EDF+ annotations.
    pub(crate) fn is_annotations(&self) -> bool {
        self.label == "EDF Annotations" || self.label == "BDF Annotations"
    }

    /// Physical units a digital step, and the physical value of digital zero; `None` if the header
    /// gives no range.
    pub(crate) fn scale(&self) -> Option<(f64, f64)> {
        let (low, high) = self.digital;
        let gain = (self.physical.1 - self.physical.0) / (high - low);
        (gain.is_finite() && gain != 0.0).then_some((gain, self.physical.0 - gain * low))
    }
}

/// A parsed header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Header {
    pub(crate) start: Option<ClockTime>,
    pub(crate) equipment: Option<String>,
    /// Bytes before the first data record.
    pub(crate) size: usize,
    pub(crate) plus: bool,
    /// EDF+D: the records need not follow each other.
    pub(crate) discontinuous: bool,
    /// Data records as stated; `None` for −1 (unknown).
    pub(crate) records: Option<usize>,
    pub(crate) record_s: f64,
    pub(crate) signals: Vec<Signal>,
}

/// What is wrong, and at which byte.
pub(crate) type HeaderError = (usize, String);

/// A data record is not shorter: eight characters hardly write less.
const SHORTEST_RECORD_S: f64 = 1e-4;

/// Bytes of the fixed part, and of the part of each signal.
const FIXED: usize = 256;
const PER_SIGNAL: usize = 256;

fn field(bytes: &[u8], at: usize, length: usize) -> Result<String, HeaderError> {
    let field = bytes.get(at..at + length).ok_or((at, "the header is cut short".to_owned()))?;
    Ok(field.iter().map(|&b| char::from(b)).collect::<String>().trim().to_owned())
}

fn number(bytes: &[u8], at: usize, length: usize, what: &str) -> Result<f64, HeaderError> {
    let text = field(bytes, at, length)?;
    let parsed = text.trim_end_matches('\0').replace(',', ".").parse::<f64>();
    parsed.ok().filter(|v| v.is_finite()).ok_or_else(|| (at, format!("{what} is `{text}`")))
}

/// True if the fixed part has numbers where they belong.
pub(crate) fn sniff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"0       ")
        && number(bytes, 184, 8, "").is_ok()
        && number(bytes, 252, 4, "").is_ok()
}

/// Parses the header.
pub(crate) fn parse(bytes: &[u8]) -> Result<Header, HeaderError> {
    let recording = field(bytes, 88, 80)?;
    let reserved = field(bytes, 192, 44)?;
    let records = number(bytes, 236, 8, "number of records")?;
    let record_s = number(bytes, 244, 8, "duration of a record")?;
    let count = number(bytes, 252, 4, "number of signals")?;
    if !(1.0..=4096.0).contains(&count) {
        return Err((252, format!("number of signals is {count}")));
    }
    let count = count as usize;
    if record_s < 0.0 || (record_s > 0.0 && record_s < SHORTEST_RECORD_S) {
        return Err((244, format!("duration of a record is {record_s} s")));
    }
    let mut signals = Vec::with_capacity(count);
    // The header keeps each property of all signals together: offsets in bytes a signal.
    let at =
        |property: usize, length: usize, signal: usize| FIXED + property * count + length * signal;
    for signal in 0..count {
        let per_record = number(bytes, at(216, 8, signal), 8, "samples in a record")?;
        if !(0.0..=1e8).contains(&per_record) {
            return Err((at(216, 8, signal), format!("samples in a record are {per_record}")));
        }
        let range = |low: usize, high: usize| -> Result<(f64, f64), HeaderError> {
            Ok((
                number(bytes, at(low, 8, signal), 8, "minimum")?,
                number(bytes, at(high, 8, signal), 8, "maximum")?,
            ))
        };
        signals.push(Signal {
            label: field(bytes, at(0, 16, signal), 16)?,
            unit: field(bytes, at(96, 8, signal), 8)?,
            physical: range(104, 112)?,
            digital: range(120, 128)?,
            per_record: per_record as usize,
        });
    }
    let size = FIXED + PER_SIGNAL * count;
    field(bytes, size - 1, 1)?;
    let plus = reserved.starts_with("EDF+");
    Ok(Header {
        start: start(&field(bytes, 168, 8)?, &field(bytes, 176, 8)?, &recording),
        equipment: equipment(&recording),
        size,
        plus,
        discontinuous: reserved.starts_with("EDF+D"),
        records: (records >= 0.0).then_some(records as usize),
        record_s,
        signals,
    })
}

/// `dd.mm.yy` and `hh.mm.ss`; the year in full from the recording field of EDF+ where it is there.
fn start(date: &str, time: &str, recording: &str) -> Option<ClockTime> {
    let second_of_day = clock::second_of_day(&time.replace('.', ":"))?;
    Some(ClockTime::Civil {
        date: full_date(recording).or_else(|| short_date(date)),
        second_of_day,
    })
}

fn short_date(text: &str) -> Option<(i16, u8, u8)> {
    let mut parts = text.split(['.', '-', '/']).map(|p| p.trim().parse::<i64>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..100).contains(&year) {
        return None;
    }
    // The clipping date of the EDF specification: 85 to 99 are the last century.
    clock::date(if year >= 85 { 1900 + year } else { 2000 + year }, month, day)
}

/// `Startdate 02-MAR-2002 …`
fn full_date(recording: &str) -> Option<(i16, u8, u8)> {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let text = recording.strip_prefix("Startdate ")?.split_whitespace().next()?;
    let mut parts = text.split('-');
    let day = parts.next()?.parse().ok()?;
    let name = parts.next()?.to_ascii_uppercase();
    let month = MONTHS.iter().position(|m| *m == name)?;
    clock::date(parts.next()?.parse().ok()?, month as i64 + 1, day)
}

/// The fifth word of an EDF+ recording field names the equipment; `X` means unknown.
fn equipment(recording: &str) -> Option<String> {
    let mut words = recording.strip_prefix("Startdate ")?.split_whitespace();
    let name = words.nth(3)?;
    (name != "X").then(|| name.replace('_', " "))
}
