//! Empatica E4 `IBI.csv`: intervals of a wrist pulse wave with their times, many gaps.

use vagal_core::{ClockTime, Entry, Mark, Sensor, Station};

use crate::places::{Places, plural};
use crate::series::SeriesBuilder;
use crate::text::{Cell, Table, decode};
use crate::timeline::{self, Alignment, Timed};
use crate::{FormatDef, Input, ReadError};

/// The line of this format in `FORMATS`.
pub(crate) const DEF: FormatDef = FormatDef {
    id: ID,
    name: "Empatica E4 IBI",
    extensions: &["csv"],
    boards_at: "RrSeries, as a pulse wave: its variability is PRV",
    salvages: "gaps where the wristband left beats out, stray rows",
    refuses: "the other tables of the export: HR (averages), EDA, TEMP, ACC, BVP",
    source: "info.txt of the E4 export: time since start (s), interval (s)",
    sniff,
    read,
};

const ID: &str = "empatica_ibi";

/// Earliest start that is a unix time rather than a value: 2001.
const EARLIEST_UNIX_S: f64 = 1e9;

/// `1560279825.000000, IBI`
fn start_s(text: &str) -> Option<f64> {
    let (start, name) = text.lines().next()?.split_once(',')?;
    let start: f64 = start.trim().parse().ok()?;
    (name.trim().eq_ignore_ascii_case("IBI") && start > EARLIEST_UNIX_S).then_some(start)
}

fn sniff(bytes: &[u8], _name: &str) -> bool {
    decode(&bytes[..bytes.len().min(64)]).is_some_and(|text| start_s(&text).is_some())
}

fn read(input: &Input<'_>) -> Result<Entry, ReadError> {
    let refused = |found: &str| ReadError::Damaged {
        name: input.name.into(),
        format: ID,
        place: "line 1".into(),
        found: found.into(),
        hint: None,
    };
    let text = decode(input.bytes).ok_or_else(|| refused("not text"))?;
    let start_s = start_s(&text).ok_or_else(|| refused("no unix start time with `IBI`"))?;
    // The first line is the start time, whatever the table makes of it.
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let table = Table::parse(body);
    let (mut rows, mut stray) = (Vec::new(), Places::default());
    for row in &table.rows {
        let cell = |at: usize| row.cells.get(at).and_then(Cell::number);
        match cell(0).zip(cell(1)) {
            Some((time_s, ibi_s)) => rows.push(Timed {
                time_s,
                ms: ibi_s * 1000.0,
                line: row.line + 1,
                replaced: false,
                after_stray: row.after_stray,
            }),
            None => stray.add(format_args!("line {}", row.line + 1)),
        }
    }
    for (line, text) in &table.stray {
        stray.add(format!("line {} (`{text}`)", line + 1));
    }
    let mut notes = Vec::new();
    stray.salvaged(&mut notes, |n| format!("{} that are no interval; left out", plural(n, "row")));
    let mut builder = SeriesBuilder::default();
    timeline::lay(&rows, Alignment::EndsAt, 0.0, &mut builder, &mut notes);
    let sensor = input.options.sensor.unwrap_or(Sensor::Ppg);
    let series = builder.finish(sensor, &mut notes).ok_or_else(|| ReadError::NoBeats {
        name: input.name.into(),
        place: String::new(),
        found: "a header and no intervals: the wristband saw no clean beats".into(),
        hint: Some("wear it tighter and keep the hand still".into()),
    })?;
    Ok(Entry {
        format: ID,
        station: Station::Rr(series),
        start: Some(ClockTime::Unix { seconds: start_s }),
        marks: tags(input, start_s),
        device: Some("Empatica E4".into()),
        notes,
    })
}

/// Presses of the button, unix times one a line.
fn tags(input: &Input<'_>, start_s: f64) -> Vec<Mark> {
    let Some(bytes) = input.companions.get("tags.csv") else { return Vec::new() };
    let text = decode(&bytes).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.trim().parse::<f64>().ok())
        .filter(|at_s| at_s.is_finite())
        .map(|at_s| Mark { time_s: at_s - start_s, duration_s: None, text: "button".into() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoCompanions, ReadOptions};

    #[test]
    fn gaps_where_the_times_jump() {
        let text = "1560279825.000000, IBI\n83.5,0.6\n84.4,0.9\n99.9,0.8\n100.7,0.8\n";
        let entry = crate::read(text.as_bytes(), "IBI.csv", &NoCompanions, &ReadOptions::default())
            .unwrap();
        assert_eq!(entry.format, "empatica_ibi");
        let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
        assert_eq!(series.sensor, Sensor::Ppg);
        let gaps: Vec<bool> = series.as_slice().iter().map(|i| i.after_gap).collect();
        assert_eq!(gaps, [true, false, true, false]);
        assert!((series.as_slice()[3].end_s - 100.7).abs() < 1e-9);
        assert_eq!(entry.start, Some(ClockTime::Unix { seconds: 1_560_279_825.0 }));
    }

    #[test]
    fn a_header_alone_is_refused_with_a_reason() {
        let read = crate::read(
            b"1560279825.000000, IBI\n",
            "IBI.csv",
            &NoCompanions,
            &ReadOptions::default(),
        );
        assert!(matches!(read, Err(ReadError::NoBeats { .. })));
    }
}
