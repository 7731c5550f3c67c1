//! One column: intervals in ms, s or samples, or the times of the beats.

use vagal_core::{Beat, BeatLabel, Beats, Gap, Note, Station};

use super::timed::ValueUnit;
use super::{no_beats, sensor};
use crate::places::{Place, Places, plural};
use crate::series::{LONGEST_INTERVAL_MS, SeriesBuilder};
use crate::text::Table;
use crate::{Input, ReadError, RrUnit};

/// Medians between which values are read as milliseconds: 20 to 240 beats a minute.
const MEDIAN_MS: std::ops::RangeInclusive<f64> = 250.0..=3000.0;

/// The same in seconds. The two do not meet, so the unit is never a guess.
const MEDIAN_S: std::ops::RangeInclusive<f64> = 0.25..=3.0;

/// Medians that a unit or rate given by the user may lead to.
const STATED_MEDIAN_MS: std::ops::RangeInclusive<f64> = 150.0..=4000.0;

/// No interval is this long in any unit; unix times are: 2001.
const EARLIEST_UNIX_S: f64 = 1e9;

/// Fewer values than this can increase all the way by chance.
const FEWEST_TIMES: usize = 10;

/// Share of steps upwards that makes a column one of times: a duplicate here and there is borne.
const UPWARD_SHARE: f64 = 0.99;

/// Turning points in a row of values, as a share: white noise has 0.67, the recordings in the
/// reference folder at least 0.33, six breaths a minute at 60 beats 0.2; a pulse wave at 100 Hz 0.07.
const WAVE_TURNS: f64 = 0.10;

/// Values needed to call a column a wave.
const WAVE_VALUES: usize = 200;

struct Value {
    number: f64,
    /// `line 14`, or `value 14` where all stand on one line.
    place: Place,
    after_stray: bool,
}

/// Reads column `at`. `unit` is what the header says.
pub(super) fn read(
    input: &Input<'_>,
    table: &Table,
    at: usize,
    unit: Option<ValueUnit>,
    notes: &mut Vec<Note>,
) -> Result<Station, ReadError> {
    let mut values = Vec::new();
    let word = if table.flat { "value" } else { "line" };
    let mut missing = Places::default();
    let mut parted = false;
    for (row, number) in table.rows.iter().zip(table.column(at)) {
        match number {
            Some(number) => {
                let after_stray = row.after_stray || std::mem::take(&mut parted);
                values.push(Value { number, place: Place { word, number: row.line }, after_stray });
            }
            None => {
                missing.add(Place { word, number: row.line });
                parted = true;
            }
        }
    }
    missing.salvaged(notes, |n| format!("{} without a value; parted there", plural(n, "row")));
    if let Some(step_s) = tag_spacing(&values) {
        let found = format!("unix times, {step_s:.0} s apart: event tags rather than beats");
        return Err(no_beats(input, found));
    }
    if is_upward(&values) {
        times(input, &values, unit, notes)
    } else {
        intervals(input, &values, unit, notes)
    }
}

/// Median spacing of unix times that are too far apart for beats.
fn tag_spacing(values: &[Value]) -> Option<f64> {
    if values.is_empty() || !values.iter().all(|v| v.number > EARLIEST_UNIX_S) {
        return None;
    }
    let steps = values.windows(2).map(|w| (w[1].number - w[0].number).abs()).collect();
    Some(median(steps).unwrap_or_default()).filter(|step_s| *step_s > LONGEST_INTERVAL_MS / 1000.0)
}

fn is_upward(values: &[Value]) -> bool {
    let steps = values.len().saturating_sub(1);
    let up = values.windows(2).filter(|w| w[1].number > w[0].number).count();
    steps + 1 >= FEWEST_TIMES && up as f64 >= UPWARD_SHARE * steps as f64
}

/// The factor from the unit the user or the header gave, to ms.
fn given_factor(input: &Input<'_>, unit: Option<ValueUnit>) -> Result<Option<f64>, ReadError> {
    Ok(match (input.options.rr_unit, input.options.rate(), unit) {
        (Some(RrUnit::Milliseconds), _, _) => Some(1.0),
        (Some(RrUnit::Seconds), _, _) => Some(1000.0),
        (Some(RrUnit::Samples), Some(hz), _) | (None, Some(hz), _) => Some(1000.0 / hz),
        (Some(RrUnit::Samples), None, _) => {
            return Err(ReadError::NeedsRate {
                name: input.name.into(),
                found: "the unit given is samples".into(),
                hint: "add the sampling rate, as `--rate 250`".into(),
            });
        }
        (None, None, Some(ValueUnit::Milliseconds)) => Some(1.0),
        (None, None, Some(ValueUnit::Seconds)) => Some(1000.0),
        (None, None, Some(ValueUnit::BeatsPerMinute) | None) => None,
    })
}

/// The factor, if it makes a heartbeat of the median.
fn plausible(input: &Input<'_>, factor: f64, median: f64) -> Result<f64, ReadError> {
    let ms = median * factor;
    if STATED_MEDIAN_MS.contains(&ms) {
        return Ok(factor);
    }
    Err(ReadError::BadOption {
        name: input.name.into(),
        found: format!("in the unit or at the rate given the median interval would be {ms:.0} ms"),
        hint: "leave `--rr-unit` and `--rate` out to let the values decide".into(),
    })
}

fn intervals(
    input: &Input<'_>,
    values: &[Value],
    unit: Option<ValueUnit>,
    notes: &mut Vec<Note>,
) -> Result<Station, ReadError> {
    let positive: Vec<f64> = values.iter().map(|v| v.number).filter(|v| *v > 0.0).collect();
    let Some(median) = median(positive) else {
        return Err(no_beats(input, "no value above zero".into()));
    };
    let factor = match given_factor(input, unit)? {
        Some(factor) => plausible(input, factor, median)?,
        None if is_wave(values) => {
            return Err(ReadError::NoBeats {
                name: input.name.into(),
                place: String::new(),
                found: "the values run up and down like a sampled wave, not like intervals".into(),
                hint: Some("if they are intervals after all, add `--rr-unit ms`".into()),
            });
        }
        None if MEDIAN_MS.contains(&median) => 1.0,
        None if MEDIAN_S.contains(&median) => 1000.0,
        None => {
            return Err(ReadError::UnclearUnit {
                name: input.name.into(),
                found: format!("median value {median:.3} fits neither milliseconds nor seconds"),
                hint: "say `--rr-unit ms` or `--rr-unit s`, or `--rate HZ` for sample counts; \
                       heart rates in bpm need the time of each beat beside them"
                    .into(),
            });
        }
    };
    let mut builder = SeriesBuilder::default();
    for value in values {
        if value.after_stray {
            builder.gap(0.0);
        }
        builder.push(value.number * factor, value.place);
    }
    let series = builder.finish(sensor(input), notes);
    series
        .map(Station::Rr)
        .ok_or_else(|| no_beats(input, "no value that can be an interval".into()))
}

/// True for a smooth wave: it turns seldom and yet has a range.
fn is_wave(values: &[Value]) -> bool {
    if values.len() < WAVE_VALUES {
        return false;
    }
    let negative = values.iter().filter(|v| v.number < 0.0).count();
    if negative * 20 > values.len() {
        return true;
    }
    let steps: Vec<f64> =
        values.windows(2).map(|w| w[1].number - w[0].number).filter(|d| *d != 0.0).collect();
    let turns = steps.windows(2).filter(|w| w[0] * w[1] < 0.0).count();
    let (low, high) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v.number), h.max(v.number)));
    turns as f64 / (values.len() as f64) < WAVE_TURNS && high - low > 0.2 * high
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn times(
    input: &Input<'_>,
    values: &[Value],
    unit: Option<ValueUnit>,
    notes: &mut Vec<Note>,
) -> Result<Station, ReadError> {
    let steps: Vec<f64> = values.windows(2).map(|w| w[1].number - w[0].number).collect();
    let step = median(steps).unwrap_or_default();
    let whole = values.iter().all(|v| v.number.fract() == 0.0);
    let factor_s = match given_factor(input, unit)? {
        Some(factor) => plausible(input, factor, step)? / 1000.0,
        None if !whole && MEDIAN_S.contains(&step) => 1.0,
        None if !whole && MEDIAN_MS.contains(&step) => 1e-3,
        None if whole => {
            return Err(ReadError::NeedsRate {
                name: input.name.into(),
                found: format!("whole numbers that increase, mostly by {step:.0}"),
                hint: "add the sampling rate behind them, as `--rate 250`; for times in ms, \
                       `--rr-unit ms`"
                    .into(),
            });
        }
        None => {
            return Err(ReadError::UnclearUnit {
                name: input.name.into(),
                found: format!("numbers that increase, mostly by {step:.3}"),
                hint: "for beat times say `--rr-unit s` or `--rr-unit ms`".into(),
            });
        }
    };
    let mut beats: Vec<Beat> = Vec::with_capacity(values.len());
    let mut gaps: Vec<Gap> = Vec::new();
    let mut not_later = Places::default();
    for value in values {
        let time_s = value.number * factor_s;
        if let Some(before) = beats.last() {
            if time_s <= before.time_s {
                not_later.add(value.place);
                continue;
            }
            let long = time_s - before.time_s > LONGEST_INTERVAL_MS / 1000.0;
            if long || value.after_stray {
                let reason = if long { "no beat" } else { "unreadable line" };
                gaps.push(Gap { start_s: before.time_s, end_s: time_s, reason: reason.into() });
            }
        }
        beats.push(Beat { time_s, label: BeatLabel::Unlabelled });
    }
    not_later.salvaged(notes, |n| {
        format!("{} not later than the one before; left out", plural(n, "time"))
    });
    let rate = input.options.rate().filter(|_| input.options.rr_unit.is_none());
    notes.push(Note::info("", format!("read as {} beat times", beats.len())));
    Beats::new(beats, gaps, rate, sensor(input))
        .map(Station::Beats)
        .ok_or_else(|| no_beats(input, "times that are not finite".into()))
}
