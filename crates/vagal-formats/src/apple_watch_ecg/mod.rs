//! Apple Watch ECG export: thirty seconds of lead I in microvolts under a small header.

use vagal_core::{Channel, ChannelKind, Entry, Note, Recording, Station};

use crate::options::RATES_HZ;
use crate::places::{Places, plural};
use crate::text::decode;
use crate::{FormatDef, Input, ReadError, clock};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "Apple Watch ECG",
    extensions: &["csv"],
    boards_at: "Recording",
    salvages: "lines that are no sample, which become missing samples",
    refuses: "exports without a sampling rate",
    source: "files of the export `electrocardiograms/ecg_*.csv` of Apple Health",
    sniff,
    read,
};

const ID: &str = "apple_watch_ecg";

/// Lines that can precede the samples.
const HEADER_LINES: usize = 30;

/// Key and value of a header line, without quotes.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim().split_once(',')?;
    let key = key.trim();
    key.starts_with(|c: char| c.is_alphabetic()).then(|| (key, value.trim().trim_matches('"')))
}

fn header<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let mut pairs = text.lines().take(HEADER_LINES).filter_map(pair);
    pairs.find(|(key, _)| *key == wanted).map(|(_, value)| value)
}

fn sniff(bytes: &[u8], _name: &str) -> bool {
    decode(&bytes[..bytes.len().min(2048)]).is_some_and(|text| {
        header(&text, "Recorded Date").is_some() && header(&text, "Sample Rate").is_some()
    })
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let damaged = |found: String| ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: String::new(),
        found,
        hint: None,
    };
    let text = decode(input.bytes).ok_or_else(|| damaged("not text".into()))?;
    let rate = header(&text, "Sample Rate").unwrap_or_default();
    let rate_hz: f64 = rate
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .filter(|hz: &f64| RATES_HZ.contains(hz))
        .ok_or_else(|| damaged(format!("the sample rate is `{rate}`")))?;
    let (mut samples, mut lost) = (Vec::<f32>::new(), Places::default());
    for (at, line) in text.lines().enumerate() {
        let line = line.trim().trim_end_matches(',');
        if line.is_empty() || (at < HEADER_LINES && pair(line).is_some()) {
            continue;
        }
        match line.parse::<f32>() {
            Ok(value) if value.is_finite() => samples.push(value),
            // Words before the first sample belong to the header.
            _ if samples.is_empty() => {}
            _ => {
                lost.add(format!("line {}", at + 1));
                samples.push(f32::NAN);
            }
        }
    }
    if samples.is_empty() {
        return Err(damaged("no sample under the header".into()));
    }
    let mut notes = Vec::new();
    lost.salvaged(&mut notes, |n| {
        format!("{}; missing samples put there", plural(n, "lost value"))
    });
    if let Some(class) = header(&text, "Classification").filter(|c| !c.is_empty()) {
        notes.push(Note::info("header", format!("the watch says: {class}")));
    }
    let channel = Channel {
        label: header(&text, "Lead").unwrap_or("Lead I").into(),
        kind: ChannelKind::Ecg,
        sampling_hz: rate_hz,
        unit: header(&text, "Unit").unwrap_or("µV").into(),
        samples,
    };
    Ok(Entry {
        format: ID,
        station: Station::Recording(Recording { channels: vec![channel] }),
        start: header(&text, "Recorded Date").and_then(clock::date_time),
        marks: Vec::new(),
        device: header(&text, "Device").map(|model| format!("Apple {model}")),
        notes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoCompanions, ReadOptions};
    use vagal_core::ClockTime;

    const TEXT: &str = "Name,X\nRecorded Date,2021-12-17 12:58:58 +0800\nClassification,Sinus \
                        Rhythm\nDevice,\"Watch5,1\"\nSample Rate,513.625 hertz\n\n\nLead,Lead \
                        I\nUnit,µV\n\n27.648\n26.053\nx\n-4.279\n";

    #[test]
    fn samples_rate_and_start() {
        let entry = crate::read(TEXT.as_bytes(), "ecg.csv", &NoCompanions, &ReadOptions::default())
            .unwrap();
        assert_eq!(entry.format, ID);
        let Station::Recording(recording) = &entry.station else { panic!("{entry:?}") };
        let channel = &recording.channels[0];
        assert_eq!((channel.sampling_hz, channel.unit.as_str()), (513.625, "µV"));
        assert_eq!(channel.samples.len(), 4);
        assert!(channel.samples[2].is_nan());
        assert_eq!(channel.samples[3], -4.279);
        // date -u -d '2021-12-17 12:58:58 +0800' +%s
        assert_eq!(entry.start, Some(ClockTime::Unix { seconds: 1_639_717_138.0 }));
        assert_eq!(entry.device.as_deref(), Some("Apple Watch5,1"));
    }
}
