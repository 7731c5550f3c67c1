//! Bare interval values to an [`RrSeries`]: what is kept, what parts the series, what is noted.

use std::fmt::Display;

use vagal_core::{BeatLabel, Note, RrInterval, RrSeries, Sensor};

use crate::places::{Places, plural};
use crate::resolution::resolution_ms;

/// Longest value that can still be an interval between beats, ms. House choice: sinus pauses of
/// more than 5 s are emergencies and in practice a lost contact or a lead-in.
pub(crate) const LONGEST_INTERVAL_MS: f64 = 5000.0;

/// Collects intervals in order of time. Keeps everything that could be a beat, artifacts included:
/// the correction stage deals with those.
#[derive(Debug, Default)]
pub(crate) struct SeriesBuilder {
    intervals: Vec<RrInterval>,
    /// End of the last interval, seconds.
    end_s: f64,
    gap: bool,
    not_positive: Places,
    lost: Places,
    lost_s: f64,
    lead_in_s: Option<f64>,
}

impl SeriesBuilder {
    /// Seconds at which the last interval ended.
    pub(crate) fn end_s(&self) -> f64 {
        self.end_s
    }

    /// The next interval starts after something unseen; `lost_s` seconds are known to be missing.
    pub(crate) fn gap(&mut self, lost_s: f64) {
        self.gap = true;
        if lost_s.is_finite() && lost_s > 0.0 {
            self.end_s += lost_s;
        }
    }

    /// A value of the file, laid after the last one.
    pub(crate) fn push(&mut self, ms: f64, place: impl Display) {
        let end_s = self.end_s + ms / 1000.0;
        self.push_at(end_s, ms, place);
    }

    /// A value of the file that ends at a known time, which is never before the last one's end.
    pub(crate) fn push_at(&mut self, end_s: f64, ms: f64, place: impl Display) {
        if !(ms.is_finite() && ms > 0.0 && end_s.is_finite()) {
            self.not_positive.add(place);
            self.gap = true;
            return;
        }
        if ms > LONGEST_INTERVAL_MS {
            if self.intervals.is_empty() && self.lead_in_s.is_none() {
                self.lead_in_s = Some(ms / 1000.0);
            } else {
                self.lost.add(place);
                self.lost_s += ms / 1000.0;
                self.end_s = self.end_s.max(end_s);
            }
            self.gap = true;
            return;
        }
        self.end_s = self.end_s.max(end_s);
        self.intervals.push(RrInterval {
            end_s: self.end_s,
            ms,
            start_label: BeatLabel::Unlabelled,
            end_label: BeatLabel::Unlabelled,
            after_gap: std::mem::take(&mut self.gap),
        });
    }

    /// The series and the notes on it; `None` if nothing was kept.
    pub(crate) fn finish(self, sensor: Sensor, notes: &mut Vec<Note>) -> Option<RrSeries> {
        if let Some(lead_in_s) = self.lead_in_s {
            notes.push(Note::salvaged(
                "first value",
                format!(
                    "{lead_in_s:.3} s is a lead-in before the first beat, not an interval; left \
                     out, time 0 is the first beat"
                ),
            ));
        }
        self.not_positive.salvaged(notes, |n| {
            format!("{} not above zero; left out, the series is parted there", plural(n, "value"))
        });
        let lost_s = self.lost_s;
        self.lost.salvaged(notes, |n| {
            format!(
                "{} above {:.0} s; taken as {lost_s:.0} s without contact, not as intervals",
                plural(n, "value"),
                LONGEST_INTERVAL_MS / 1000.0
            )
        });
        if self.intervals.is_empty() {
            return None;
        }
        let resolution = resolution_ms(self.intervals.iter().map(|i| i.ms));
        RrSeries::new(self.intervals, resolution, sensor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(values: &[f64]) -> (Option<RrSeries>, Vec<Note>) {
        let mut builder = SeriesBuilder::default();
        for (at, &ms) in values.iter().enumerate() {
            builder.push(ms, format!("line {}", at + 1));
        }
        let mut notes = Vec::new();
        let series = builder.finish(Sensor::Unknown, &mut notes);
        (series, notes)
    }

    #[test]
    fn lead_in_is_not_an_interval() {
        let (series, notes) = build(&[450_382.8, 710.0, 734.0]);
        let series = series.unwrap();
        assert_eq!(series.len(), 2);
        assert!((series.as_slice()[0].end_s - 0.710).abs() < 1e-12);
        assert!(notes[0].text.contains("lead-in"));
    }

    #[test]
    fn zero_negative_and_long_values_part_the_series_and_are_noted() {
        let (series, notes) = build(&[800.0, 0.0, 810.0, -5.0, 820.0, 60_000.0, 830.0, 840.0]);
        let series = series.unwrap();
        let gaps: Vec<bool> = series.as_slice().iter().map(|i| i.after_gap).collect();
        assert_eq!(gaps, [true, true, true, true, false]);
        // 0.8 + 0.81 + 0.82 + 60 + 0.83 + 0.84
        assert!((series.as_slice()[4].end_s - 64.1).abs() < 1e-9);
        assert_eq!(notes.len(), 2);
        assert_eq!(notes[0].place, "line 2, line 4");
    }

    #[test]
    fn artifacts_are_kept_for_the_correction() {
        let (series, notes) = build(&[180.0, 800.0, 4900.0, 210.0]);
        assert_eq!(series.unwrap().len(), 4);
        assert!(notes.is_empty());
    }
}
