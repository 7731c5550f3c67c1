//! Two columns: a time and an interval, or a time and the heart rate of the beat there.

use vagal_core::{ClockTime, Note, Station};

use super::{no_beats, one_column, sensor, time_axis};
use crate::places::{Places, plural};
use crate::series::SeriesBuilder;
use crate::text::{Cell, Table, TimeUnit};
use crate::timeline::{self, Alignment, Timed};
use crate::{Input, ReadError, RrUnit, clock};

/// What the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueUnit {
    Milliseconds,
    Seconds,
    BeatsPerMinute,
}

impl From<TimeUnit> for ValueUnit {
    fn from(unit: TimeUnit) -> Self {
        match unit {
            TimeUnit::Milliseconds => Self::Milliseconds,
            TimeUnit::Seconds => Self::Seconds,
        }
    }
}

impl ValueUnit {
    fn to_ms(self, value: f64) -> f64 {
        match self {
            Self::Milliseconds => value,
            Self::Seconds => value * 1000.0,
            Self::BeatsPerMinute => 60_000.0 / value,
        }
    }
}

/// Which columns hold what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) time: usize,
    pub(super) value: usize,
    pub(super) outlier: Option<usize>,
    /// What the header says about the values.
    pub(super) unit: Option<ValueUnit>,
}

/// Spacing and intervals may differ by this share on average before the columns do not belong
/// together. House choice: arrival times lose a beat here and there.
const SPACING_SHARE: f64 = 0.15;

/// Spacings above are gaps and say nothing about the unit.
const LONGEST_SPACING_S: f64 = 5.0;

/// Times after this are unix times: 1973.
const UNIX_S: f64 = 1e8;

/// A first beat later than this on the file's own clock moves time 0 to the first beat.
const FAR_FROM_ZERO_S: f64 = 60.0;

struct Raw {
    time: f64,
    value: f64,
    line: usize,
    replaced: bool,
    after_stray: bool,
}

/// Reads the two columns.
pub(super) fn read(
    input: &Input<'_>,
    table: &Table,
    columns: Columns,
    notes: &mut Vec<Note>,
) -> Result<(Station, Option<ClockTime>), ReadError> {
    let raw = collect(table, columns, notes);
    let steps: Vec<f64> = raw.windows(2).map(|w| w[1].time - w[0].time).collect();
    let clock_cells = first_clock(table, columns.time);
    if clock_cells.is_none() && !steps.is_empty() && steps.iter().all(|s| *s == 1.0) {
        // A row number; or one heart rate a second, which has no unit of an interval.
        let unit = columns.unit.filter(|u| *u != ValueUnit::BeatsPerMinute);
        return one_column::read(input, table, columns.value, unit, notes).map(|s| (s, None));
    }
    if let (Some(step), true) = (steps.first(), equal(&steps)) {
        return Err(no_beats(
            input,
            format!("values in equal steps of {step}: averages or a sampled signal, not beats"),
        ));
    }
    let (rows, alignment) = in_seconds(input, &raw, columns, clock_cells.is_some())?;
    let mut builder = SeriesBuilder::default();
    let first = rows.first().map_or(0.0, |row| {
        row.time_s - if alignment == Alignment::StartsAt { 0.0 } else { row.ms / 1000.0 }
    });
    let start = match clock_cells {
        Some((clock, axis_s)) => Some(clock::later(clock, first - axis_s)),
        None => (first > UNIX_S).then_some(ClockTime::Unix { seconds: first }),
    };
    let far = first > FAR_FROM_ZERO_S;
    let zero_s = if start.is_some() || far { first } else { 0.0 };
    if start.is_none() && far && alignment != Alignment::Arrival {
        notes.push(Note::info("", format!("time 0 is at {first:.3} s of the file's own clock")));
    }
    timeline::lay(&rows, alignment, zero_s, &mut builder, notes);
    let series = builder
        .finish(sensor(input), notes)
        .ok_or_else(|| no_beats(input, "no value that can be an interval".into()))?;
    Ok((Station::Rr(series), start))
}

fn collect(table: &Table, columns: Columns, notes: &mut Vec<Note>) -> Vec<Raw> {
    let mut raw = Vec::with_capacity(table.rows.len());
    let mut missing = Places::default();
    let mut parted = false;
    for row in &table.rows {
        let time = time_axis(row, columns.time);
        let value = row.cells.get(columns.value).and_then(Cell::number);
        let (Some(time), Some(value)) = (time, value) else {
            missing.add(format_args!("line {}", row.line));
            parted = true;
            continue;
        };
        let flag = columns.outlier.and_then(|at| row.cells.get(at)).and_then(Cell::number);
        raw.push(Raw {
            time,
            value,
            line: row.line,
            replaced: flag.is_some_and(|f| f != 0.0),
            after_stray: row.after_stray || std::mem::take(&mut parted),
        });
    }
    missing.salvaged(notes, |n| format!("{} without time or value; left out", plural(n, "row")));
    raw
}

/// The first clock time of the column and its place on the axis of [`time_axis`].
fn first_clock(table: &Table, at: usize) -> Option<(ClockTime, f64)> {
    let cell = table.rows.iter().find_map(|row| row.cells.get(at).filter(|c| c.is_clock()))?;
    let Cell::Clock(clock) = cell else { return None };
    Some((*clock, clock::axis_s(*clock)))
}

/// The step of a column of numbers that are all the same distance apart.
pub(super) fn equal_step(table: &Table, at: usize) -> Option<f64> {
    let times: Vec<f64> = table.column(at).collect::<Option<_>>()?;
    let steps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    let step = steps.first().copied()?;
    equal(&steps).then_some(step)
}

fn equal(steps: &[f64]) -> bool {
    let first = steps.first().copied().unwrap_or_default();
    steps.len() >= 10 && steps.iter().all(|s| (s - first).abs() <= 1e-6 * first.abs())
}

/// Finds the units in which the spacing of the rows is that of their intervals.
fn in_seconds(
    input: &Input<'_>,
    raw: &[Raw],
    columns: Columns,
    clock: bool,
) -> Result<(Vec<Timed>, Alignment), ReadError> {
    let mut factors_s = if clock { vec![1.0] } else { vec![1.0, 1e-3] };
    if let (Some(hz), false) = (input.options.rate(), clock) {
        factors_s = vec![1.0 / hz, 1.0, 1e-3];
    }
    let units = match (input.options.rr_unit, columns.unit) {
        (Some(RrUnit::Milliseconds), _) => vec![ValueUnit::Milliseconds],
        (Some(RrUnit::Seconds), _) => vec![ValueUnit::Seconds],
        (_, Some(unit)) => vec![unit],
        _ => vec![ValueUnit::Milliseconds, ValueUnit::Seconds, ValueUnit::BeatsPerMinute],
    };
    let mut loose = None;
    for &factor_s in &factors_s {
        for &unit in &units {
            let rows: Vec<Timed> = raw
                .iter()
                .map(|r| Timed {
                    time_s: r.time * factor_s,
                    ms: unit.to_ms(r.value),
                    line: r.line,
                    replaced: r.replaced,
                    after_stray: r.after_stray,
                })
                .collect();
            let alignment = timeline::alignment(&rows);
            if alignment != Alignment::Arrival {
                return Ok((rows, alignment));
            }
            // A heart rate is that of a beat only if the next beat is where it says.
            if unit != ValueUnit::BeatsPerMinute && loose.is_none() && belongs(&rows) {
                loose = Some((rows, alignment));
            }
        }
    }
    loose.ok_or_else(|| {
        let found = if columns.unit == Some(ValueUnit::BeatsPerMinute) {
            "heart rates that do not match the spacing of their rows: averages, not beats"
        } else {
            "two columns of which the second is not the spacing of the first: no beat times with \
             their intervals or rates"
        };
        no_beats(input, found.into())
    })
}

/// True if mean spacing and mean interval agree, gaps apart.
fn belongs(rows: &[Timed]) -> bool {
    let (mut spacing_s, mut interval_s) = (0.0, 0.0);
    for pair in rows.windows(2) {
        let step_s = pair[1].time_s - pair[0].time_s;
        if (0.0..LONGEST_SPACING_S).contains(&step_s) && pair[1].ms > 0.0 {
            spacing_s += step_s;
            interval_s += pair[1].ms / 1000.0;
        }
    }
    interval_s > 0.0 && (spacing_s / interval_s - 1.0).abs() <= SPACING_SHARE
}
