//! Writes EDF+C: channels in data records of a second, with remarks.

use vagal_core::{Channel, Mark};

/// Bytes for the annotations of one record.
const ANNOTATION_BYTES: usize = 120;
/// The samples are 16-bit; one step is left free at the bottom for what is missing.
const LOWEST: i16 = -32_767;
const HIGHEST: i16 = 32_767;

/// Why a recording cannot be written as EDF.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EdfError {
    /// A rate that gives no whole number of samples a second.
    #[error("`{label}` has {rate_hz} samples a second; EDF+ written here needs a whole number")]
    Rate {
        /// The channel.
        label: String,
        /// Its rate, Hz.
        rate_hz: f64,
    },
    /// More remarks in one second than a record holds.
    #[error("too many remarks in second {second}")]
    Remarks {
        /// The second.
        second: usize,
    },
    /// No channel, or none with a sample.
    #[error("there is nothing to write")]
    Empty,
}

/// The bytes of an EDF+C file that starts on 1 January 2000 at midnight: no recording of a clock.
///
/// Each channel is stored in 16 bits over its own range. A channel that ends before the longest is filled with its last
/// sample to the end of its last record; samples that are not numbers are stored as the lowest of the range.
///
/// # Errors
///
/// [`EdfError`] for a rate that is no whole number, too many remarks in a second, or nothing to write.
pub fn write_edf(
    channels: &[Channel],
    remarks: &[Mark],
    device: &str,
) -> Result<Vec<u8>, EdfError> {
    let rates: Vec<usize> = channels.iter().map(whole_rate).collect::<Result<_, _>>()?;
    let seconds = channels
        .iter()
        .zip(&rates)
        .map(|(channel, rate)| channel.samples.len().div_ceil(*rate))
        .max()
        .filter(|seconds| *seconds > 0)
        .ok_or(EdfError::Empty)?;
    let ranges: Vec<(f64, f64)> = channels.iter().map(range).collect();
    let mut bytes = header(channels, &rates, &ranges, seconds, device);
    for second in 0..seconds {
        for ((channel, rate), (low, high)) in channels.iter().zip(&rates).zip(&ranges) {
            let gain = (f64::from(HIGHEST) - f64::from(LOWEST)) / (high - low);
            for index in second * rate..(second + 1) * rate {
                let sample = channel.samples.get(index).or(channel.samples.last());
                let physical = sample.map_or(*low, |s| f64::from(*s)).clamp(*low, *high);
                let physical = if physical.is_finite() { physical } else { *low };
                let level = (f64::from(LOWEST) + gain * (physical - low)).round() as i16;
                bytes.extend_from_slice(&level.to_le_bytes());
            }
        }
        bytes.extend(annotations(remarks, second)?);
    }
    Ok(bytes)
}

fn whole_rate(channel: &Channel) -> Result<usize, EdfError> {
    let rate_hz = channel.sampling_hz;
    if rate_hz >= 1.0 && rate_hz.fract() == 0.0 && rate_hz <= 30_000.0 {
        Ok(rate_hz as usize)
    } else {
        Err(EdfError::Rate { label: channel.label.clone(), rate_hz })
    }
}

/// Lowest and highest sample, as they will be printed in eight characters.
fn range(channel: &Channel) -> (f64, f64) {
    let known = channel.samples.iter().filter(|s| s.is_finite()).map(|s| f64::from(*s));
    let (low, high) =
        known.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), s| (lo.min(s), hi.max(s)));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
    // A little wider, so that rounding in print cuts nothing off and a constant has a range.
    let margin = 0.01 * (high - low) + 1e-3;
    let printed = |value: f64| short(value).parse().unwrap_or(value);
    (printed(low - margin), printed(high + margin))
}

/// A number in at most eight characters.
fn short(value: f64) -> String {
    (0..=6)
        .rev()
        .map(|digits| format!("{value:.digits$}"))
        .find(|text| text.len() <= 8)
        .unwrap_or_else(|| "99999999".into())
}

fn header(
    channels: &[Channel],
    rates: &[usize],
    ranges: &[(f64, f64)],
    seconds: usize,
    device: &str,
) -> Vec<u8> {
    let signals = channels.len() + 1;
    let device: String =
        device.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(40).collect();
    let mut text = format!(
        "{:<8}{:<80}{:<80}{:<8}{:<8}{:<8}{:<44}{seconds:<8}{:<8}{signals:<4}",
        "0",
        "X X X X",
        format!("Startdate 01-JAN-2000 X X {device}"),
        "01.01.00",
        "00.00.00",
        256 * (signals + 1),
        "EDF+C",
        1,
    );
    let mut fields = |width: usize, own: &dyn Fn(usize) -> String, last: &str| {
        for index in 0..channels.len() {
            text.push_str(&format!("{:<width$}", cut(&own(index), width)));
        }
        text.push_str(&format!("{last:<width$}"));
    };
    fields(16, &|i| channels[i].label.clone(), "EDF Annotations");
    fields(80, &|_| String::new(), "");
    fields(8, &|i| channels[i].unit.clone(), "");
    fields(8, &|i| short(ranges[i].0), "-1");
    fields(8, &|i| short(ranges[i].1), "1");
    fields(8, &|_| LOWEST.to_string(), "-32768");
    fields(8, &|_| HIGHEST.to_string(), "32767");
    fields(80, &|_| String::new(), "");
    fields(8, &|i| rates[i].to_string(), &(ANNOTATION_BYTES / 2).to_string());
    fields(32, &|_| String::new(), "");
    text.into_bytes()
}

/// Printable ASCII only, and not longer than the field.
fn cut(text: &str, width: usize) -> String {
    text.chars().filter(|c| (' '..='~').contains(c)).take(width).collect()
}

fn annotations(remarks: &[Mark], second: usize) -> Result<Vec<u8>, EdfError> {
    let mut list = format!("+{second}\u{14}\u{14}\0").into_bytes();
    let inside = |mark: &&Mark| mark.time_s >= second as f64 && mark.time_s < second as f64 + 1.0;
    for mark in remarks.iter().filter(inside) {
        let lasting = mark.duration_s.map_or_else(String::new, |d| format!("\u{15}{d}"));
        let text = mark.text.replace(|c: char| c.is_control(), " ");
        list.extend(format!("+{}{lasting}\u{14}{text}\u{14}\0", mark.time_s).bytes());
    }
    if list.len() > ANNOTATION_BYTES {
        return Err(EdfError::Remarks { second });
    }
    list.resize(ANNOTATION_BYTES, 0);
    Ok(list)
}

#[cfg(test)]
mod tests {
    use vagal_core::{ChannelKind, Station};

    use super::*;
    use crate::{NoCompanions, ReadOptions, read};

    #[test]
    fn what_is_written_is_read_again() {
        let wave = |rate: f64, count: usize| -> Vec<f32> {
            (0..count).map(|k| (k as f64 / rate * 7.0).sin() as f32 * 1.5).collect()
        };
        let channel = |label: &str, kind, unit: &str, sampling_hz: f64, count| Channel {
            label: label.into(),
            kind,
            sampling_hz,
            unit: unit.into(),
            samples: wave(sampling_hz, count),
        };
        let channels = [
            channel("ECG", ChannelKind::Ecg, "mV", 250.0, 2500),
            channel("PPG", ChannelKind::Ppg, "", 100.0, 950),
            channel("Resp lung volume", ChannelKind::Respiration, "L", 20.0, 200),
        ];
        let remark = Mark { time_s: 2.5, duration_s: Some(4.0), text: "massage".into() };
        let bytes = write_edf(&channels, std::slice::from_ref(&remark), "simulator").unwrap();
        let entry = read(&bytes, "x.edf", &NoCompanions, &ReadOptions::default()).unwrap();
        assert_eq!(entry.marks, [remark]);
        let Station::Recording(recording) = entry.station else { panic!("no recording") };
        for (own, found) in channels.iter().zip(&recording.channels) {
            assert_eq!((&own.label, own.kind, &own.unit), (&found.label, found.kind, &found.unit));
            assert_eq!(own.sampling_hz, found.sampling_hz);
            // Half a step of 16 bits over a range of about 3.
            let worst = own.samples.iter().zip(&found.samples).map(|(a, b)| (a - b).abs());
            assert!(worst.fold(0.0, f32::max) < 3.1 / 65_534.0, "{}", own.label);
        }
    }

    #[test]
    fn a_rate_that_is_not_whole_is_refused() {
        let channel = Channel {
            label: "ECG".into(),
            kind: ChannelKind::Ecg,
            sampling_hz: 62.5,
            unit: "mV".into(),
            samples: vec![0.0],
        };
        assert!(matches!(write_edf(&[channel], &[], ""), Err(EdfError::Rate { .. })));
        assert_eq!(write_edf(&[], &[], ""), Err(EdfError::Empty));
    }
}
