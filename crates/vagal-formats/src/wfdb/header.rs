//! The header of a WFDB record (`.hea`): record line, signal lines, comments.

use vagal_core::ClockTime;

use crate::clock;
use crate::options::RATES_HZ;

/// Rate where the record line has none, as documented in header(5).
pub(crate) const DEFAULT_RATE_HZ: f64 = 250.0;

/// ADC units per physical unit where the signal line has none or zero, as documented in header(5).
const DEFAULT_GAIN: f64 = 200.0;

/// One signal line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignalLine {
    pub(crate) line: usize,
    pub(crate) file: String,
    pub(crate) format: u32,
    /// Samples per frame, ≥ 1.
    pub(crate) per_frame: usize,
    /// Frames by which this signal lags.
    pub(crate) skew: usize,
    /// Bytes before the first sample in its file.
    pub(crate) byte_offset: usize,
    pub(crate) gain: f64,
    /// False if the header gives no gain: the unit is then a convention.
    pub(crate) calibrated: bool,
    pub(crate) baseline: f64,
    pub(crate) unit: String,
    pub(crate) initial: Option<i64>,
    pub(crate) checksum: Option<i64>,
    pub(crate) label: String,
}

/// A parsed header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Header {
    /// Number of segments, for a record in pieces.
    pub(crate) segments: Option<usize>,
    pub(crate) signals_declared: usize,
    pub(crate) rate_hz: f64,
    /// False if the rate is the documented default.
    pub(crate) rate_stated: bool,
    /// Frames a signal, where stated and not zero.
    pub(crate) frames: Option<usize>,
    pub(crate) start: Option<ClockTime>,
    pub(crate) signals: Vec<SignalLine>,
    pub(crate) comments: Vec<String>,
}

/// What is wrong, and on which line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeaderError {
    pub(crate) line: usize,
    pub(crate) found: String,
}

/// Signals a header may declare. House choice: the largest public records have under 100.
const MOST_SIGNALS: usize = 4096;

/// Parses a header.
pub(crate) fn parse(text: &str) -> Result<Header, HeaderError> {
    let mut comments = Vec::new();
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#') {
            comments.push(comment.trim().to_owned());
        } else if !line.is_empty() {
            lines.push((at + 1, line));
        }
    }
    let Some(&(at, record)) = lines.first() else {
        return Err(HeaderError { line: 1, found: "no record line".into() });
    };
    let mut header = record_line(record).map_err(|found| HeaderError { line: at, found })?;
    header.comments = comments;
    if header.segments.is_none() {
        for &(at, line) in lines.iter().skip(1).take(header.signals_declared) {
            let signal = signal_line(at, line).map_err(|found| HeaderError { line: at, found })?;
            header.signals.push(signal);
        }
    }
    Ok(header)
}

fn record_line(line: &str) -> Result<Header, String> {
    let mut fields = line.split_whitespace();
    let name = fields.next().unwrap_or_default();
    let (name, segments) = match name.split_once('/') {
        Some((name, count)) => {
            (name, Some(count.parse().map_err(|_| format!("segment count `{count}`"))?))
        }
        None => (name, None),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~');
    if name.is_empty() || !name.chars().all(plain) {
        return Err(format!("record name `{name}`"));
    }
    let count = fields.next().ok_or("no number of signals")?;
    let signals_declared: usize =
        count.parse().map_err(|_| format!("number of signals `{count}`"))?;
    if signals_declared > MOST_SIGNALS {
        return Err(format!("{signals_declared} signals"));
    }
    let (rate_hz, rate_stated) = match fields.next() {
        Some(text) => {
            let rate = text.split(['/', '(']).next().unwrap_or_default();
            let rate_hz: f64 = rate.parse().map_err(|_| format!("sampling rate `{text}`"))?;
            if rate_hz != 0.0 && !RATES_HZ.contains(&rate_hz) {
                return Err(format!("sampling rate `{text}`"));
            }
            if rate_hz == 0.0 { (DEFAULT_RATE_HZ, false) } else { (rate_hz, true) }
        }
        None => (DEFAULT_RATE_HZ, false),
    };
    let frames = match fields.next() {
        Some(text) => {
            let frames: usize = text.parse().map_err(|_| format!("number of samples `{text}`"))?;
            (frames > 0).then_some(frames)
        }
        None => None,
    };
    let second_of_day = fields.next().and_then(base_time);
    let date = fields.next().and_then(base_date);
    let start = second_of_day.map(|second_of_day| ClockTime::Civil { date, second_of_day });
    Ok(Header {
        segments,
        signals_declared,
        rate_hz,
        rate_stated,
        frames,
        start,
        signals: Vec::new(),
        comments: Vec::new(),
    })
}

/// `HH:MM:SS`, `MM:SS` or `SS`, as header(5) allows.
fn base_time(text: &str) -> Option<f64> {
    match text.matches(':').count() {
        0 => clock::second_of_day(&format!("0:0:{text}")),
        1 => clock::second_of_day(&format!("0:{text}")),
        _ => clock::second_of_day(text),
    }
}

/// `DD/MM/YYYY`.
fn base_date(text: &str) -> Option<(i16, u8, u8)> {
    let mut parts = text.split('/').map(|p| p.parse::<i64>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    clock::date(year, month, day)
}

fn signal_line(line: usize, text: &str) -> Result<SignalLine, String> {
    let mut fields = text.split_whitespace();
    let file = fields.next().unwrap_or_default().to_owned();
    let format_field = fields.next().ok_or("signal line without a format")?;
    let (format, per_frame, skew, byte_offset) = format_parts(format_field)?;
    let gain_field = fields.next();
    let (gain, baseline, unit) = gain_field.map_or(Ok((0.0, None, None)), gain_parts)?;
    let _adc_bits = fields.next();
    let adc_zero = number(fields.next())?.unwrap_or(0);
    let initial = number(fields.next())?;
    let checksum = number(fields.next())?;
    let _block_size = fields.next();
    let label: Vec<&str> = fields.collect();
    let calibrated = gain != 0.0;
    Ok(SignalLine {
        line,
        file,
        format,
        per_frame,
        skew,
        byte_offset,
        gain: if calibrated { gain } else { DEFAULT_GAIN },
        calibrated,
        baseline: baseline.unwrap_or(adc_zero) as f64,
        unit: unit.unwrap_or_else(|| "mV".into()),
        initial,
        checksum,
        label: label.join(" "),
    })
}

fn number(field: Option<&str>) -> Result<Option<i64>, String> {
    field.map(|f| f.parse().map_err(|_| format!("`{f}` where a number should be"))).transpose()
}

/// `212`, `16x4`, `16:3`, `16+512` and combinations.
fn format_parts(field: &str) -> Result<(u32, usize, usize, usize), String> {
    let wrong = || format!("format `{field}`");
    let end = field.find(|c: char| !c.is_ascii_digit()).unwrap_or(field.len());
    let (format, mut rest) = field.split_at(end);
    let format = format.parse().map_err(|_| wrong())?;
    let (mut per_frame, mut skew, mut byte_offset) = (1, 0, 0);
    while let Some(mark) = rest.chars().next() {
        let tail = rest.get(1..).ok_or_else(wrong)?;
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let value: usize = tail[..end].parse().map_err(|_| wrong())?;
        match mark {
            'x' => per_frame = value.max(1),
            ':' => skew = value,
            '+' => byte_offset = value,
            _ => return Err(wrong()),
        }
        rest = &tail[end..];
    }
    Ok((format, per_frame, skew, byte_offset))
}

type Gain = (f64, Option<i64>, Option<String>);

/// `200`, `200/mV`, `200(1024)/mV`.
fn gain_parts(field: &str) -> Result<Gain, String> {
    let wrong = || format!("gain `{field}`");
    let (front, unit) = match field.split_once('/') {
        Some((front, unit)) => (front, Some(unit.to_owned())),
        None => (field, None),
    };
    let (gain, baseline) = match front.split_once('(') {
        Some((gain, rest)) => {
            let text = rest.strip_suffix(')').ok_or_else(wrong)?;
            (gain, Some(text.parse().map_err(|_| wrong())?))
        }
        None => (front, None),
    };
    let gain: f64 = gain.parse().map_err(|_| wrong())?;
    if gain.is_finite() { Ok((gain, baseline, unit)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_header() {
        let text = "# first\nrec 2 250/24000(5) 825000 15:08:24 01/02/1990\n\
                    rec.dat 16x2:3+512 64.02(4)/mmHg 16 7 4004 -26056 0 ABP left\n\
                    rec.dat 212\n# last\n";
        let header = parse(text).unwrap();
        assert_eq!(header.rate_hz, 250.0);
        assert_eq!(header.frames, Some(825_000));
        let start = ClockTime::Civil { date: Some((1990, 2, 1)), second_of_day: 54_504.0 };
        assert_eq!(header.start, Some(start));
        let first = &header.signals[0];
        assert_eq!((first.format, first.per_frame, first.skew, first.byte_offset), (16, 2, 3, 512));
        assert_eq!((first.gain, first.baseline, first.unit.as_str()), (64.02, 4.0, "mmHg"));
        assert_eq!((first.initial, first.checksum), (Some(4004), Some(-26_056)));
        assert_eq!(first.label, "ABP left");
        let second = &header.signals[1];
        assert_eq!((second.gain, second.calibrated, second.unit.as_str()), (200.0, false, "mV"));
        assert_eq!(header.comments, ["first", "last"]);
    }

    #[test]
    fn baseline_defaults_to_the_adc_zero() {
        let header = parse("r 1 360 10\nr.dat 212 200 11 1024 995 -22131 0 MLII\n").unwrap();
        assert_eq!(header.signals[0].baseline, 1024.0);
    }

    #[test]
    fn errors_name_the_line() {
        for (text, line) in
            [("", 1), ("r", 1), ("r x", 1), ("r 1 abc", 1), ("# c\nr 1 250\nr.dat 16y3", 3)]
        {
            assert_eq!(parse(text).map_err(|e| e.line), Err(line), "{text:?}");
        }
    }
}
