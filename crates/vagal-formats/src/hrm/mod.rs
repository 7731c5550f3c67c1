//! Polar `.hrm` files: sections in square brackets; RR intervals in ms under `[HRData]`.

use vagal_core::{ClockTime, Entry, Mark, Note, Sensor, Station};

use crate::places::{Places, plural};
use crate::series::SeriesBuilder;
use crate::text::decode;
use crate::{FormatDef, Input, ReadError, clock};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "Polar HRM",
    extensions: &["hrm"],
    boards_at: "RrSeries",
    salvages: "stray lines, values not above zero, intervals that do not add up to the length",
    refuses: "files that hold heart rate at equal steps instead of RR intervals",
    source: "Polar HRM file format, version 1.4 (2011)",
    sniff,
    read,
};

const ID: &str = "hrm";

/// `Interval=238` says that `[HRData]` holds RR intervals.
const RR_MODE: &str = "238";

/// Difference between stated length and the sum of intervals worth a note, seconds. House choice:
/// the watch starts and stops between beats.
const LENGTH_NOTE_S: f64 = 5.0;

fn sniff(bytes: &[u8], _name: &str) -> bool {
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    head.len() >= 8 && head[..8].eq_ignore_ascii_case(b"[Params]")
}

/// Lines of a section with their numbers, blank ones left out.
fn section<'t>(text: &'t str, name: &str) -> Vec<(usize, &'t str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.eq_ignore_ascii_case(name);
        } else if inside && !line.is_empty() {
            lines.push((at + 1, line));
        }
    }
    lines
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let text = decode(input.bytes).ok_or_else(|| damaged(input, "not text".into()))?;
    let params = section(&text, "[Params]");
    let param = |name: &str| {
        params.iter().find_map(|(_, line)| {
            let (key, value) = line.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let data = section(&text, "[HRData]");
    if data.is_empty() {
        return Err(damaged(input, "no section [HRData], or nothing in it".into()));
    }
    let interval = param("Interval").unwrap_or_default();
    if interval != RR_MODE {
        return Err(ReadError::NoBeats {
            name: input.name.into(),
            place: "[Params]".into(),
            found: format!("Interval={interval}: heart rate every {interval} s, not RR intervals"),
            hint: Some("record in RR mode: the file then says Interval=238".into()),
        });
    }
    let (mut builder, mut stray) = (SeriesBuilder::default(), Places::default());
    let mut notes = Vec::new();
    for (at, line) in &data {
        let first = line.split_whitespace().next().unwrap_or_default();
        match first.parse::<f64>() {
            Ok(ms) if ms.is_finite() => builder.push(ms, format_args!("line {at}")),
            _ => {
                stray.add(format!("line {at} (`{}`)", line.chars().take(40).collect::<String>()));
                builder.gap(0.0);
            }
        }
    }
    stray.salvaged(&mut notes, |n| format!("{} without a number; left out", plural(n, "line")));
    let covered_s = builder.end_s();
    if let Some(length_s) = param("Length").and_then(clock::second_of_day)
        && (length_s - covered_s).abs() > LENGTH_NOTE_S
    {
        notes.push(Note::salvaged(
            "[Params]",
            format!(
                "the file says {length_s:.0} s, its intervals cover {covered_s:.0} s: beats \
                     are missing or the recording was paused"
            ),
        ));
    }
    let sensor = input.options.sensor.unwrap_or(Sensor::ChestStrap);
    let series = builder
        .finish(sensor, &mut notes)
        .ok_or_else(|| damaged(input, "no value that can be an interval".into()))?;
    Ok(Entry {
        format: ID,
        station: Station::Rr(series),
        start: start(param("Date"), param("StartTime")),
        marks: laps(&text),
        device: param("Monitor").map(|code| format!("Polar, monitor code {code}")),
        notes,
    })
}

fn damaged(input: &Input<'_>, found: String) -> ReadError {
    ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: String::new(),
        found,
        hint: None,
    }
}

/// `20080208` and `08:50:31.0`.
fn start(date: Option<&str>, time: Option<&str>) -> Option<ClockTime> {
    let second_of_day = clock::second_of_day(time?)?;
    let date =
        date.filter(|d| d.len() == 8 && d.bytes().all(|b| b.is_ascii_digit())).and_then(|d| {
            clock::date(d[..4].parse().ok()?, d[4..6].parse().ok()?, d[6..].parse().ok()?)
        });
    Some(ClockTime::Civil { date, second_of_day })
}

/// The first of the five lines of each lap in `[IntTimes]` begins with its end time.
fn laps(text: &str) -> Vec<Mark> {
    let ends = section(text, "[IntTimes]");
    let times = ends.iter().filter_map(|(_, line)| {
        let first = line.split_whitespace().next()?;
        if first.contains(':') { clock::second_of_day(first) } else { None }
    });
    times
        .enumerate()
        .map(|(at, time_s)| Mark { time_s, duration_s: None, text: format!("lap {} ends", at + 1) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoCompanions, ReadOptions};

    fn read_text(text: &str) -> Result<Entry, ReadError> {
        crate::read(text.as_bytes(), "a.hrm", &NoCompanions, &ReadOptions::default())
    }

    const HEAD: &str = "[Params]\nVersion=106\nMonitor=13\nInterval=238\nDate=20080208\n\
                        StartTime=08:50:31.5\nLength=00:00:02.4\n\n[IntTimes]\n00:00:01.6\t83\t38\n\
                        0\t0\n\n[HRData]\n";

    #[test]
    fn intervals_start_and_laps() {
        let entry = read_text(&format!("{HEAD}800\n810\n790\n")).unwrap();
        let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
        assert_eq!(
            series.as_slice().iter().map(|i| i.ms).collect::<Vec<_>>(),
            [800.0, 810.0, 790.0]
        );
        let expected = ClockTime::Civil { date: Some((2008, 2, 8)), second_of_day: 31_831.5 };
        assert_eq!(entry.start, Some(expected));
        assert_eq!(entry.marks.len(), 1);
        assert!((entry.marks[0].time_s - 1.6).abs() < 1e-9);
        assert!(entry.notes.is_empty(), "{:?}", entry.notes);
    }

    #[test]
    fn heart_rate_every_five_seconds_is_refused() {
        let text = format!("{HEAD}80\n81\n").replace("238", "5");
        assert!(matches!(read_text(&text), Err(ReadError::NoBeats { .. })));
    }

    #[test]
    fn missing_beats_and_stray_lines_are_noted() {
        let text = format!("{HEAD}800\nx\n810\n").replace("00:00:02.4", "00:01:00");
        let entry = read_text(&text).unwrap();
        assert_eq!(entry.notes.len(), 2, "{:?}", entry.notes);
    }
}
