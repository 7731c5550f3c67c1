//! Intervals with times beside them: whether the times are exact, and where something is missing.
//!
//! Two kinds of file give each interval a time. In the first the times are those of the beats: the
//! spacing of two rows equals the interval. In the second they are the moments at which a phone
//! received the interval, late by up to two seconds and in bunches. There the intervals are laid
//! end to end, and a gap is believed only where the clock stays ahead.

use vagal_core::Note;

use crate::places::{Place, Places, plural};
use crate::series::SeriesBuilder;

/// One value with the time beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Timed {
    pub(crate) time_s: f64,
    pub(crate) ms: f64,
    pub(crate) line: usize,
    /// True if a program marked the value as replaced.
    pub(crate) replaced: bool,
    /// True if the row before it could not be read.
    pub(crate) after_stray: bool,
}

/// How the times relate to the intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alignment {
    /// The interval ends at its time.
    EndsAt,
    /// The interval starts at its time.
    StartsAt,
    /// The time is that of arrival.
    Arrival,
}

/// Largest difference between spacing and interval at which a time is that of a beat, seconds:
/// three samples at 128 Hz.
const EXACT_S: f64 = 0.025;

/// Share of rows that must agree for times to be those of beats. House choice.
const EXACT_SHARE: f64 = 0.8;

/// A clock ahead by less is jitter: on 31 recordings of an H10 through a phone the lower envelope
/// of the delay steps by up to 1.3 s where nothing is lost.
const ARRIVAL_GAP_S: f64 = 1.5;

/// The least a clock must be ahead where arrivals hardly jitter: less than the shortest beat lost.
const STEADY_GAP_S: f64 = 0.4;

/// Rows over which the envelope is taken: a burst after a stall has passed by then.
const ENVELOPE_ROWS: usize = 15;

/// Shares of rows whose spacing agrees with the interval that ends and that starts there.
fn agreement(rows: &[Timed]) -> (f64, f64) {
    let mut ends = 0_usize;
    let mut starts = 0_usize;
    for pair in rows.windows(2) {
        let spacing_s = pair[1].time_s - pair[0].time_s;
        ends += usize::from((spacing_s - pair[1].ms / 1000.0).abs() <= EXACT_S);
        starts += usize::from((spacing_s - pair[0].ms / 1000.0).abs() <= EXACT_S);
    }
    let pairs = rows.len().saturating_sub(1).max(1) as f64;
    (ends as f64 / pairs, starts as f64 / pairs)
}

/// Which of the three it is.
pub(crate) fn alignment(rows: &[Timed]) -> Alignment {
    let (ends, starts) = agreement(rows);
    if ends.max(starts) < EXACT_SHARE {
        Alignment::Arrival
    } else if ends >= starts {
        Alignment::EndsAt
    } else {
        Alignment::StartsAt
    }
}

/// Lays the intervals on a time axis whose 0 is `zero_s` on the axis of the rows.
pub(crate) fn lay(
    rows: &[Timed],
    alignment: Alignment,
    zero_s: f64,
    builder: &mut SeriesBuilder,
    notes: &mut Vec<Note>,
) {
    match alignment {
        Alignment::Arrival => lay_end_to_end(rows, builder, notes),
        exact => lay_at_times(rows, exact, zero_s, builder, notes),
    }
}

fn lay_at_times(
    rows: &[Timed],
    alignment: Alignment,
    zero_s: f64,
    builder: &mut SeriesBuilder,
    notes: &mut Vec<Note>,
) {
    let (mut apart, mut overlap) = (Places::default(), Places::default());
    let (mut replaced, mut backwards) = (Places::default(), Places::default());
    let mut missing_s = 0.0;
    let mut before_end_s: Option<f64> = None;
    for row in rows {
        let place = Place::line(row.line);
        if row.replaced {
            replaced.add(place);
            builder.gap(0.0);
            continue;
        }
        let shift_s = if alignment == Alignment::StartsAt { row.ms / 1000.0 } else { 0.0 };
        let end_s = row.time_s - zero_s + shift_s;
        let start_s = end_s - row.ms / 1000.0;
        if let Some(before_s) = before_end_s {
            if end_s < before_s {
                backwards.add(place);
                builder.gap(0.0);
                continue;
            }
            if start_s - before_s > EXACT_S {
                missing_s += start_s - before_s;
                apart.add(place);
                builder.gap(0.0);
            } else if before_s - start_s > EXACT_S {
                overlap.add(place);
                builder.gap(0.0);
            }
        }
        if row.after_stray {
            builder.gap(0.0);
        }
        builder.push_at(end_s, row.ms, place);
        before_end_s = Some(end_s);
    }
    apart.info(notes, |n| {
        format!("{} between rows, {missing_s:.1} s in all, kept as such", plural(n, "gap"))
    });
    overlap.info(notes, |n| {
        format!(
            "{} longer than the time since the beat before; parted there",
            plural(n, "interval")
        )
    });
    replaced.salvaged(notes, |n| {
        format!(
            "{} marked as replaced by the program that wrote them; left out",
            plural(n, "value")
        )
    });
    backwards
        .salvaged(notes, |n| format!("{} whose time runs backwards; left out", plural(n, "row")));
}

fn lay_end_to_end(rows: &[Timed], builder: &mut SeriesBuilder, notes: &mut Vec<Note>) {
    // Delay of each arrival behind the intervals laid end to end.
    let mut laid_s = 0.0;
    let delays_s: Vec<f64> = rows
        .iter()
        .map(|row| {
            laid_s += row.ms.max(0.0) / 1000.0;
            row.time_s - laid_s
        })
        .collect();
    let gap_s = gap_threshold_s(&delays_s);
    let lowest = |part: &[f64]| part.iter().copied().fold(f64::INFINITY, f64::min);
    let (mut gaps, mut missing_s) = (Places::default(), 0.0);
    let mut since_gap = 0;
    for (at, row) in rows.iter().enumerate() {
        if at > since_gap {
            let before = &delays_s[since_gap.max(at.saturating_sub(ENVELOPE_ROWS))..at];
            let after = &delays_s[at..(at + ENVELOPE_ROWS).min(rows.len())];
            let step_s = lowest(after) - lowest(before);
            let jump_s = delays_s[at] - delays_s[at - 1];
            // Few rows know the envelope badly: there the clock must be further ahead.
            let needed_s = if before.len() < 5 { 2.0 * gap_s } else { gap_s };
            if step_s >= needed_s && jump_s >= gap_s / 2.0 {
                builder.gap(step_s);
                gaps.add(Place::line(row.line));
                missing_s += step_s;
                since_gap = at;
            }
        }
        if row.after_stray {
            builder.gap(0.0);
        }
        builder.push(row.ms, Place::line(row.line));
    }
    notes.push(Note::info(
        "",
        "the times are those of arrival and jitter; the intervals were laid end to end",
    ));
    gaps.salvaged(notes, |n| {
        format!("{} where the clock runs ahead, {missing_s:.1} s in all", plural(n, "gap"))
    });
}

/// How far ahead a clock must be, from its jitter: three times the 5th percentile of the steps
/// downwards, which gaps cannot cause.
fn gap_threshold_s(delays_s: &[f64]) -> f64 {
    let mut steps_s: Vec<f64> = delays_s.windows(2).map(|w| w[1] - w[0]).collect();
    steps_s.sort_by(f64::total_cmp);
    let jitter_s = steps_s.get(steps_s.len() / 20).map_or(0.0, |s| -s.min(0.0));
    (3.0 * jitter_s).clamp(STEADY_GAP_S, ARRIVAL_GAP_S)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::{RrSeries, Sensor};

    fn rows(times_s: &[f64], ms: &[f64]) -> Vec<Timed> {
        times_s
            .iter()
            .zip(ms)
            .enumerate()
            .map(|(at, (&time_s, &ms))| Timed {
                time_s,
                ms,
                line: at + 1,
                replaced: false,
                after_stray: false,
            })
            .collect()
    }

    fn laid(rows: &[Timed]) -> (RrSeries, Vec<Note>) {
        let (mut builder, mut notes) = (SeriesBuilder::default(), Vec::new());
        lay(rows, alignment(rows), 0.0, &mut builder, &mut notes);
        (builder.finish(Sensor::Unknown, &mut notes).unwrap(), notes)
    }

    #[test]
    fn beats_that_end_or_start_an_interval_give_the_same_series() {
        let ms = [800.0, 900.0, 1000.0, 850.0, 700.0, 950.0];
        let ends: Vec<f64> = ms
            .iter()
            .scan(0.0, |t, v| {
                *t += v / 1000.0;
                Some(*t)
            })
            .collect();
        let starts: Vec<f64> = ends.iter().zip(&ms).map(|(e, v)| e - v / 1000.0).collect();
        let at_end = rows(&ends, &ms);
        let at_start = rows(&starts, &ms);
        assert_eq!(alignment(&at_end), Alignment::EndsAt);
        assert_eq!(alignment(&at_start), Alignment::StartsAt);
        let (a, b) = (laid(&at_end).0, laid(&at_start).0);
        for (x, y) in a.as_slice().iter().zip(b.as_slice()) {
            assert!((x.end_s - y.end_s).abs() < 1e-9 && x.ms == y.ms);
        }
    }

    /// Intervals of 0.8 s that arrive late by a sawtooth of up to 1.2 s; 6 s are lost once.
    fn arrivals(lost_s: f64) -> Vec<Timed> {
        let mut times = Vec::new();
        for beat in 0..120_u32 {
            let late_s = f64::from(beat % 5) * 0.3;
            let lost_s = if beat >= 60 { lost_s } else { 0.0 };
            times.push(f64::from(beat + 1) * 0.8 + late_s + lost_s);
        }
        rows(&times, &[800.0; 120])
    }

    #[test]
    fn jitter_alone_is_no_gap() {
        let rows = arrivals(0.0);
        assert_eq!(alignment(&rows), Alignment::Arrival);
        let (series, _) = laid(&rows);
        assert_eq!(series.runs().count(), 1);
        assert!((series.as_slice()[119].end_s - 96.0).abs() < 1e-9);
    }

    #[test]
    fn a_clock_that_stays_ahead_is_a_gap_of_that_length() {
        let (series, notes) = laid(&arrivals(6.0));
        assert_eq!(series.runs().count(), 2);
        assert!(series.as_slice()[60].after_gap);
        assert!((series.as_slice()[119].end_s - 102.0).abs() < 1e-9);
        assert!(notes.iter().any(|n| n.text.contains("6.0 s in all")), "{notes:?}");
    }

    #[test]
    fn a_gap_between_exact_times_is_kept() {
        let times = [0.8, 1.6, 2.4, 12.4, 13.2, 14.0, 14.8, 15.6, 16.4, 17.2];
        let (series, _) = laid(&rows(&times, &[800.0; 10]));
        assert_eq!(series.runs().count(), 2);
        assert!(series.as_slice()[3].after_gap);
    }
}
