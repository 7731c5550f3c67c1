//! The OpenSignals header: which device, which sensors in which columns, how fast and how fine.

use serde_json::Value;
use vagal_core::{ChannelKind, ClockTime};

use super::{ID, damaged};
use crate::options::RATES_HZ;
use crate::{Input, ReadError, clock, labels};

/// What the samples need of the header.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) device: String,
    pub(crate) sampling_hz: f64,
    pub(crate) analog: Vec<Analog>,
    pub(crate) start: Option<ClockTime>,
    pub(crate) comment: Option<String>,
    /// The sequence number starts again after so many samples, where the header says.
    modulus: Option<u64>,
}

/// One analog channel.
#[derive(Clone, Debug)]
pub(crate) struct Analog {
    /// Label and sensor: `A2 ECG`.
    pub(crate) label: String,
    /// Its column, where the header lists them.
    pub(crate) index: Option<usize>,
    /// Its column counted from the end, the last being 1: older headers list none.
    pub(crate) from_end: usize,
    /// Bits of the converter.
    pub(crate) resolution_bits: Option<u32>,
}

/// How the share of the converter's range becomes millivolts at the electrodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Transfer {
    supply_mv: f64,
    gain: f64,
}

impl Transfer {
    /// `share` of the range, 0 to 1; half of it is zero volts.
    pub(crate) fn millivolts(self, share: f64) -> f64 {
        (share - 0.5) * self.supply_mv / self.gain
    }
}

/// Data sheet of the biosignalsplux ECG sensor: 3 V, gain 1019.
const PLUX: Transfer = Transfer { supply_mv: 3000.0, gain: 1019.0 };
/// Data sheet of the BITalino (r)evolution ECG sensor: 3.3 V, gain 1100.
const BITALINO: Transfer = Transfer { supply_mv: 3300.0, gain: 1100.0 };

impl Analog {
    pub(crate) fn kind(&self) -> ChannelKind {
        labels::kind(&self.label)
    }
}

impl Header {
    /// The transfer function of this kind of channel, where the device has a known one.
    pub(crate) fn volts(&self, kind: ChannelKind) -> Option<Transfer> {
        let device = self.device.to_lowercase();
        match kind {
            ChannelKind::Ecg if device.starts_with("bitalino") => Some(BITALINO),
            ChannelKind::Ecg if device.starts_with("biosignalsplux") => Some(PLUX),
            _ => None,
        }
    }

    /// Samples lost between two sequence numbers. A step back where the header gives no modulus is
    /// a counter that starts again.
    pub(crate) fn lost(&self, last: Option<u64>, next: Option<u64>) -> usize {
        let (Some(last), Some(next)) = (last, next) else { return 0 };
        let step = match self.modulus {
            // A counter beyond its modulus contradicts the header: nothing is known.
            Some(modulus) if last >= modulus || next >= modulus => 1,
            Some(modulus) => (next + modulus - last - 1) % modulus + 1,
            None => next.saturating_sub(last).max(1),
        };
        usize::try_from(step - 1).unwrap_or(usize::MAX / 4)
    }
}

/// Reads the JSON of the second line.
pub(crate) fn parse(input: &Input<'_>, text: &str) -> Result<Header, ReadError> {
    let wrong = |found: String| damaged(input, "line 2".into(), found);
    let line = text.lines().take_while(|l| l.starts_with('#')).find_map(|l| {
        let json = l.trim_start_matches('#').trim();
        json.starts_with('{').then_some(json)
    });
    let line = line.ok_or_else(|| wrong("no header in JSON".into()))?;
    let json: Value = serde_json::from_str(line).map_err(|e| wrong(format!("not JSON: {e}")))?;
    let devices = json.as_object().ok_or_else(|| wrong("no device".into()))?;
    let Some(device) = devices.values().next() else { return Err(wrong("no device".into())) };
    if devices.len() > 1 {
        return Err(ReadError::Unsupported {
            name: input.name.into(),
            format: ID,
            place: "line 2".into(),
            feature: format!("a recording of {} devices at once", devices.len()),
            hint: Some("save one file for each device".into()),
        });
    }
    let sampling_hz = device["sampling rate"]
        .as_f64()
        .filter(|hz| RATES_HZ.contains(hz))
        .ok_or_else(|| wrong(format!("the sampling rate is `{}`", device["sampling rate"])))?;
    let analog = analog(device);
    if analog.is_empty() {
        return Err(wrong("no analog channel".into()));
    }
    let columns = device["column"].as_array().map_or(0, Vec::len);
    let bits = device["resolution"].as_array();
    // A resolution for every column starts with that of the sequence number.
    let modulus = bits
        .filter(|bits| bits.len() == columns && columns > analog.len())
        .and_then(|bits| bits.first()?.as_u64())
        .filter(|bits| (1..=32).contains(bits))
        .map(|bits| 1 << bits);
    let comment = word(&device["comments"]).trim().to_owned();
    Ok(Header {
        device: match word(&device["device"]) {
            "" => "OpenSignals".into(),
            name => name.into(),
        },
        sampling_hz,
        analog,
        start: start(word(&device["date"]), word(&device["time"])),
        comment: (!comment.is_empty()).then_some(comment),
        modulus,
    })
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The columns that the header labels as channels, with their sensors.
fn analog(device: &Value) -> Vec<Analog> {
    let list = |key: &str| device[key].as_array().map_or(&[][..], Vec::as_slice);
    let (names, sensors, columns) = (list("label"), list("sensor"), list("column"));
    let bits = list("resolution");
    let of = |at: usize| -> Option<u32> {
        // One resolution for all, one a channel, or one a column: the channels come last.
        let own = bits.len().checked_sub(names.len() - at).and_then(|at| bits.get(at));
        let bits = own.unwrap_or(&device["resolution"]).as_u64()?;
        u32::try_from(bits).ok().filter(|bits| (1..=32).contains(bits))
    };
    let channels = names.iter().enumerate().map(|(at, name)| {
        let sensor = sensors.get(at).map_or("", word);
        // BITalino writes `ECGBIT` for its ECG.
        let sensor = sensor.strip_suffix("BIT").unwrap_or(sensor);
        Analog {
            label: format!("{} {sensor}", word(name)).trim().to_owned(),
            index: columns.iter().position(|column| column == name),
            from_end: names.len() - at,
            resolution_bits: of(at),
        }
    });
    channels.collect()
}

/// `2017-1-17` and `14:50:32.316`.
fn start(date: &str, time: &str) -> Option<ClockTime> {
    let second_of_day = clock::second_of_day(time)?;
    let mut parts = date.split('-').map(|part| part.trim().parse::<i64>().ok());
    let mut next = || parts.next().flatten();
    let date = next().zip(next()).zip(next()).and_then(|((y, m), d)| clock::date(y, m, d));
    Some(ClockTime::Civil { date, second_of_day })
}
