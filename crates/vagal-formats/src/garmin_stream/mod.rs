//! Garmin health stream: `time;KIND;value` lines, of which one kind holds beat intervals.

use vagal_core::{ClockTime, Entry, Note, Sensor, Station};

use crate::places::{Places, plural};
use crate::series::SeriesBuilder;
use crate::text::decode;
use crate::timeline::{self, Alignment, Timed};
use crate::{FormatDef, Input, ReadError, clock};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "Garmin health stream",
    extensions: &["csv"],
    boards_at: "RrSeries",
    salvages: "stray lines, gaps between stretches of wear",
    refuses: "streams without HEART_RATE_VARIABILITY lines",
    source: "lines of the Garmin Health SDK as logged by apps: beat intervals in ms",
    sniff,
    read,
};

const ID: &str = "garmin_stream";
const KIND: &str = "HEART_RATE_VARIABILITY";

fn parse(line: &str) -> Option<(ClockTime, &str, f64)> {
    let mut fields = line.trim().split(';');
    let (time, kind, value) = (fields.next()?, fields.next()?, fields.next()?);
    let known = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let value: f64 = value.trim().parse().ok()?;
    (known && fields.next().is_none()).then_some((clock::date_time(time)?, kind, value))
}

fn sniff(bytes: &[u8], _name: &str) -> bool {
    let head = &bytes[..bytes.len().min(256)];
    decode(head).is_some_and(|text| text.lines().next().is_some_and(|l| parse(l).is_some()))
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let no_beats = |found: String| ReadError::NoBeats {
        name: input.name.into(),
        place: String::new(),
        found,
        hint: None,
    };
    let text = decode(input.bytes).ok_or_else(|| no_beats("not text".into()))?;
    let (mut rows, mut stray) = (Vec::<Timed>::new(), Places::default());
    let mut first: Option<ClockTime> = None;
    let mut others = 0_usize;
    let mut after_stray = false;
    for (at, line) in text.lines().enumerate() {
        match parse(line) {
            Some((clock, KIND, ms)) => {
                first = first.or(Some(clock));
                let time_s = clock::axis_s(clock);
                let after_stray = std::mem::take(&mut after_stray);
                rows.push(Timed { time_s, ms, line: at + 1, replaced: false, after_stray });
            }
            Some(_) => others += 1,
            None if line.trim().is_empty() => {}
            None => {
                stray.add(format_args!("line {}", at + 1));
                after_stray = true;
            }
        }
    }
    let Some((first, row)) = first.zip(rows.first()) else {
        return Err(no_beats(format!("{} of other kinds", plural(others, "value"))));
    };
    let mut notes = Vec::new();
    stray.salvaged(&mut notes, |n| format!("{} not understood; left out", plural(n, "line")));
    notes.push(Note::info(
        "",
        format!("{} of other kinds not used; strap or wrist is not said", plural(others, "value")),
    ));
    let zero_s = row.time_s - row.ms.max(0.0) / 1000.0;
    let alignment = match timeline::alignment(&rows) {
        Alignment::StartsAt => Alignment::Arrival,
        other => other,
    };
    let mut builder = SeriesBuilder::default();
    timeline::lay(&rows, alignment, zero_s, &mut builder, &mut notes);
    let series = builder
        .finish(input.options.sensor.unwrap_or(Sensor::Unknown), &mut notes)
        .ok_or_else(|| no_beats("no value that can be an interval".into()))?;
    Ok(Entry {
        format: ID,
        station: Station::Rr(series),
        start: Some(clock::later(first, zero_s - clock::axis_s(first))),
        marks: Vec::new(),
        device: Some("Garmin".into()),
        notes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoCompanions, ReadOptions};

    #[test]
    fn one_kind_among_others() {
        let text = "2019-10-16T12:08:58.000+02:00;STEPS;299.0\n\
                    2019-10-16T12:08:58.800+02:00;HEART_RATE_VARIABILITY;800.0\n\
                    2019-10-16T12:08:59.610+02:00;HEART_RATE_VARIABILITY;810.0\n\
                    2019-10-16T12:19:00.000+02:00;HEART_RATE_VARIABILITY;790.0\n\
                    2019-10-16T12:19:00.805+02:00;HEART_RATE_VARIABILITY;805.0\n\
                    2019-10-16T12:19:01.605+02:00;HEART_RATE_VARIABILITY;800.0\n\
                    2019-10-16T12:19:02.405+02:00;HEART_RATE_VARIABILITY;800.0\n";
        let entry =
            crate::read(text.as_bytes(), "data.csv", &NoCompanions, &ReadOptions::default())
                .unwrap();
        assert_eq!(entry.format, "garmin_stream");
        let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
        let gaps: Vec<bool> = series.as_slice().iter().map(|i| i.after_gap).collect();
        assert_eq!(gaps, [true, false, true, false, false, false]);
        let Some(ClockTime::Unix { seconds }) = entry.start else { panic!() };
        assert!((seconds - 1_571_220_538.0).abs() < 1e-3);
    }

    #[test]
    fn a_stream_without_intervals_is_refused() {
        let text = "2019-10-16T12:08:58.000+02:00;STEPS;299.0\n";
        let read = crate::read(text.as_bytes(), "d.csv", &NoCompanions, &ReadOptions::default());
        assert!(matches!(read, Err(ReadError::NoBeats { .. })));
    }
}
