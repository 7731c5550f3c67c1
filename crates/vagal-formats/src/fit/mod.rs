//! FIT: beat intervals of `hrv` messages, or beat times of `hr` messages, with laps and pauses.

mod messages;
#[cfg(test)]
mod tests;

use vagal_core::{Beat, BeatLabel, Beats, ClockTime, Entry, Gap, Mark, Note, Sensor, Station};

use self::messages::{EPOCH_UNIX_S, Message, Outcome};
use crate::places::{Places, plural};
use crate::series::SeriesBuilder;
use crate::{FormatDef, Input, ReadError};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "FIT (Garmin and others)",
    extensions: &["fit"],
    boards_at: "RrSeries from hrv messages; Beats from hr messages",
    salvages: "files cut short, damaged messages, wrong checksums, pauses",
    refuses: "files with heart rate once a second and no beats",
    source: "FIT SDK, profile messages hrv (78) and hr (132); https://developer.garmin.com/fit",
    sniff,
    read,
};

const ID: &str = "fit";

/// Messages of the profile that are used.
const FILE_ID: u16 = 0;
const LAP: u16 = 19;
const RECORD: u16 = 20;
const EVENT: u16 = 21;
const DEVICE_INFO: u16 = 23;
const HRV: u16 = 78;
const HR: u16 = 132;

/// Ticks a second of beat times in `hr` messages.
const TICKS_HZ: f64 = 1024.0;

/// The ANT+ device type of a heart rate strap.
const STRAP: u32 = 120;

/// Beats further apart leave a gap, seconds.
const LONGEST_INTERVAL_S: f64 = crate::series::LONGEST_INTERVAL_MS / 1000.0;

#[derive(Default)]
struct Found {
    batches: Vec<Batch>,
    /// Beat times in ticks, unrolled.
    ticks: Vec<u64>,
    /// Unix time of the first beat of `ticks`.
    first_tick_unix_s: Option<f64>,
    clock: u32,
    /// Text and FIT seconds.
    marks: Vec<(String, u32)>,
    laps: usize,
    heart_rates: usize,
    manufacturer: Option<u32>,
    strap: bool,
}

/// The intervals of one `hrv` message between the timestamps around it, FIT seconds.
struct Batch {
    ms: Vec<f64>,
    before: u32,
    after: Option<u32>,
}

/// A clock ahead of the intervals by less says nothing: a message holds up to five beats and waits
/// for them, and the timestamps around it are whole seconds.
const GAP_S: f64 = 3.0;

fn sniff(bytes: &[u8], _name: &str) -> bool {
    messages::is_fit(bytes)
}

impl Found {
    fn take(&mut self, message: &Message) {
        if let Some(timestamp) = message.timestamp {
            self.clock = timestamp;
            if let Some(batch) = self.batches.last_mut() {
                batch.after = batch.after.or(Some(timestamp));
            }
        }
        match message.global {
            HRV => {
                let ms: Vec<f64> = message.numbers(0).map(f64::from).collect();
                if !ms.is_empty() {
                    // A message with a time of its own was written then.
                    self.batches.push(Batch { ms, before: self.clock, after: message.timestamp });
                }
            }
            HR => self.take_beats(message),
            LAP => {
                self.laps += 1;
                self.marks.push((format!("lap {} ends", self.laps), self.clock));
            }
            EVENT if message.number(0) == Some(0) => {
                let what = match message.number(1) {
                    Some(0) => "timer starts",
                    Some(1 | 4 | 9) => "timer stops",
                    _ => return,
                };
                self.marks.push((what.into(), self.clock));
            }
            RECORD => self.heart_rates += usize::from(message.number(3).is_some()),
            DEVICE_INFO => self.strap |= message.number(1) == Some(STRAP),
            FILE_ID => self.manufacturer = message.number(1),
            _ => {}
        }
    }

    fn take_beats(&mut self, message: &Message) {
        for ticks in message.numbers(9) {
            if self.first_tick_unix_s.is_none() {
                let fraction = message.number(0).unwrap_or(0);
                self.first_tick_unix_s = message
                    .timestamp
                    .map(|s| EPOCH_UNIX_S + f64::from(s) + f64::from(fraction) / 32_768.0);
            }
            self.push_ticks(u64::from(ticks), 32);
        }
        // Two times of 12 bits in three bytes, low bits first.
        for three in message.bytes(10).chunks_exact(3) {
            let (a, b, c) = (u64::from(three[0]), u64::from(three[1]), u64::from(three[2]));
            self.push_ticks(a | (b & 0x0F) << 8, 12);
            self.push_ticks(b >> 4 | c << 4, 12);
        }
    }

    /// Low bits of a counter become the next time at or after the last one.
    fn push_ticks(&mut self, low: u64, bits: u32) {
        let modulus = 1_u64 << bits;
        let unrolled = match self.ticks.last() {
            Some(&last) => last + (low.wrapping_sub(last) & (modulus - 1)),
            None => low,
        };
        self.ticks.push(unrolled);
    }
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let mut found = Found::default();
    let outcome = messages::read(input.bytes, |message| found.take(message));
    if outcome.messages == 0 {
        let (at, why) = outcome.broken.unwrap_or((0, "no message in it".into()));
        return Err(ReadError::Damaged {
            name: input.name.into(),
            format: ID,
            place: format!("byte {at}"),
            found: why,
            hint: Some("copy the file from the device again".into()),
        });
    }
    let mut notes = Vec::new();
    note_damage(&outcome, &mut notes);
    let device = found.manufacturer.map(manufacturer);
    let strap = if found.strap { Sensor::ChestStrap } else { Sensor::Unknown };
    let sensor = input.options.sensor.unwrap_or(strap);
    let (station, start_unix_s) = if found.batches.is_empty() {
        if found.ticks.len() < 2 {
            return Err(refusal(input, &found, &outcome));
        }
        beats(input, &found, &mut notes)?
    } else {
        intervals(input, &found, sensor, &mut notes)?
    };
    let marks = found
        .marks
        .iter()
        .filter(|(_, at)| *at > 0)
        .map(|(text, at)| Mark {
            time_s: EPOCH_UNIX_S + f64::from(*at) - start_unix_s,
            duration_s: None,
            text: text.clone(),
        })
        .collect();
    let start = (start_unix_s > EPOCH_UNIX_S).then_some(ClockTime::Unix { seconds: start_unix_s });
    Ok(Entry { format: ID, station, start, marks, device, notes })
}

fn note_damage(outcome: &Outcome, notes: &mut Vec<Note>) {
    if let Some((at, why)) = &outcome.broken {
        let kept = plural(outcome.messages, "message");
        notes.push(Note::salvaged(format!("byte {at}"), format!("{why}; {kept} before it read")));
    }
    if let Some(at) = outcome.bad_checksum {
        notes.push(Note::salvaged(
            format!("byte {at}"),
            "the checksum does not match: some content may be wrong",
        ));
    }
}

fn refusal(input: &Input<'_>, found: &Found, outcome: &Outcome) -> ReadError {
    let mut what = format!("{} and no `hrv` message", plural(outcome.messages, "message"));
    if found.heart_rates > 0 {
        what.push_str(&format!(
            "; {} of heart rate, which are averages and not beats",
            plural(found.heart_rates, "record")
        ));
    }
    if let Some((at, why)) = &outcome.broken {
        what.push_str(&format!("; damaged at byte {at}: {why}"));
    }
    if outcome.bad_checksum.is_some() {
        what.push_str("; the checksum does not match");
    }
    ReadError::NoBeats {
        name: input.name.into(),
        place: String::new(),
        found: what,
        hint: Some(
            "switch on \"Log HRV\" on the device, with a chest strap, and record again".into(),
        ),
    }
}

/// Names of the commonest manufacturers in the profile.
fn manufacturer(code: u32) -> String {
    match code {
        1 => "Garmin".into(),
        15 => "Dynastream".into(),
        23 => "Suunto".into(),
        32 => "Wahoo".into(),
        123 => "Polar".into(),
        294 => "Coros".into(),
        code => format!("FIT manufacturer {code}"),
    }
}

fn no_interval(input: &Input<'_>) -> ReadError {
    ReadError::NoBeats {
        name: input.name.into(),
        place: String::new(),
        found: "hrv messages without one interval above zero".into(),
        hint: None,
    }
}

/// `hrv` messages: intervals laid end to end, with a gap where the clock says that beats are missing.
fn intervals(
    input: &Input<'_>,
    found: &Found,
    sensor: Sensor,
    notes: &mut Vec<Note>,
) -> Result<(Station, f64), ReadError> {
    let mut builder = SeriesBuilder::default();
    let (mut gaps, mut missing_s, mut number) = (Places::default(), 0.0, 0);
    let mut after: Option<u32> = None;
    for batch in &found.batches {
        let covered_s = batch.ms.iter().sum::<f64>() / 1000.0;
        let apart_s = after.map_or(0.0, |after| f64::from(batch.before) - f64::from(after));
        let ahead_s = apart_s - covered_s;
        if ahead_s > GAP_S {
            gaps.add(format_args!("interval {}", number + 1));
            missing_s += ahead_s;
            builder.gap(ahead_s);
        }
        for &ms in &batch.ms {
            number += 1;
            builder.push(ms, format_args!("interval {number}"));
        }
        after = batch.after;
    }
    gaps.info(notes, |n| {
        format!("{} by the clock of the records, {missing_s:.0} s in all", plural(n, "gap"))
    });
    let series = builder.finish(sensor, notes).ok_or_else(|| no_interval(input))?;
    let before = found.batches.first().map_or(0, |b| b.before);
    Ok((Station::Rr(series), EPOCH_UNIX_S + f64::from(before)))
}

/// `hr` messages: beat times in 1/1024 s.
fn beats(
    input: &Input<'_>,
    found: &Found,
    notes: &mut Vec<Note>,
) -> Result<(Station, f64), ReadError> {
    let first = found.ticks.first().copied().unwrap_or_default();
    let (mut beats, mut gaps) = (Vec::<Beat>::new(), Vec::new());
    let mut twice = Places::default();
    for (at, ticks) in found.ticks.iter().enumerate() {
        let time_s = (ticks - first) as f64 / TICKS_HZ;
        if let Some(last) = beats.last() {
            if time_s <= last.time_s {
                twice.add(format_args!("beat {}", at + 1));
                continue;
            }
            if time_s - last.time_s > LONGEST_INTERVAL_S {
                let reason = "no beat sent".into();
                gaps.push(Gap { start_s: last.time_s, end_s: time_s, reason });
            }
        }
        beats.push(Beat { time_s, label: BeatLabel::Unlabelled });
    }
    twice.salvaged(notes, |n| format!("{} sent twice; left out", plural(n, "beat")));
    notes.push(Note::info("", "beat times of `hr` messages, sent by the strap after the activity"));
    let sensor = input.options.sensor.unwrap_or(Sensor::ChestStrap);
    let beats =
        Beats::new(beats, gaps, Some(TICKS_HZ), sensor).ok_or_else(|| no_interval(input))?;
    Ok((Station::Beats(beats), found.first_tick_unix_s.unwrap_or_default()))
}
