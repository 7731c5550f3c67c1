//! From a diary and what the rules came to, to the framework on one page.

use vagal_core::diary::{Diary, Family, Moment, Series, kinds};
use vagal_core::{Reading, ReadingKind};
use vagal_evidence::{RecordedBy, interference};
use vagal_person::load_of_drivers;
use vagal_report::page::{DriverLine, DriverRecord, Fade, Framework, GuidePage, OutputLine};

/// Days that count as "the last week".
const RECENT_DAYS: f64 = 7.0;
/// Readings that a range of one's own needs; house choice.
const LEAST_READINGS: usize = 5;
/// The input whose fading the article tells of; another is shown where it is not in the diary.
const MASSAGE: &str = "massage";
/// What is done for comparison has no fading to show.
const REST: &str = "rest";

/// Under which kinds of reading a kind of interference is on file; what is not here is noted as an episode.
const READ_AS: [(&str, &[&str]); 5] = [
    ("sleep_debt", &[kinds::SLEEP]),
    ("stress", &[kinds::STRESS]),
    ("inflammation", &[kinds::DIET, kinds::CRP]),
    ("alcohol", &[kinds::ALCOHOL]),
    ("illness", &[kinds::ILLNESS]),
];
/// Readings that are part of the load of the model.
const IN_THE_LOAD: [&str; 4] = [kinds::STRESS, kinds::SLEEP, kinds::TRAINING, kinds::ILLNESS];

/// What the page shows beside the posterior.
pub fn framework(diary: &Diary, guide: Option<GuidePage>) -> Framework {
    let now = diary.span().map(|(_, last)| last);
    Framework {
        drivers: drivers(diary, now),
        outputs: diary
            .series()
            .into_iter()
            .filter(|s| s.kind.family == Family::Output)
            .filter_map(|s| output(diary, s, now))
            .collect(),
        habits: habits(diary),
        fade: fade(diary),
        guide,
    }
}

/// The last massage, else the last session of anything but rest.
fn fade(diary: &Diary) -> Option<Fade> {
    let massage = diary.inputs().iter().rfind(|i| i.input == MASSAGE);
    let session = massage.or_else(|| diary.inputs().iter().rfind(|i| i.input != REST))?;
    Some(Fade { input: session.input.clone(), end: session.end() })
}

/// What the article names beside massage, with how often it is on file as a reading or as a session.
fn habits(diary: &Diary) -> Vec<(String, usize)> {
    [("sleep", kinds::SLEEP), ("movement", kinds::TRAINING), ("nutrition", kinds::DIET)]
        .map(|(input, kind)| {
            let sessions = diary.inputs().iter().filter(|i| i.input == input).count();
            (input.to_owned(), sessions + diary.readings_of(kind).count())
        })
        .to_vec()
}

fn drivers(diary: &Diary, now: Option<Moment>) -> Vec<DriverLine> {
    let mut lines: Vec<DriverLine> = interference()
        .iter()
        .map(|kind| DriverLine {
            name: kind.name.clone(),
            claims: kind.claims.clone(),
            record: record(diary, &kind.id, kind.recorded_by == RecordedBy::Clinician, now),
        })
        .collect();
    // Training loads, and it is a habit too; it stands here only where it is on file.
    if let Some(record) = read(diary, kinds::TRAINING, now) {
        lines.push(DriverLine { name: "training".into(), claims: Vec::new(), record });
    }
    lines
}

fn record(diary: &Diary, id: &str, by_clinician: bool, now: Option<Moment>) -> DriverRecord {
    if id == "trauma" {
        return DriverRecord::NeverScored;
    }
    let episodes: Vec<_> = diary.episodes().iter().filter(|e| e.interference == id).collect();
    let as_read = READ_AS.iter().find(|(of, _)| *of == id).map_or(&[][..], |(_, kinds)| kinds);
    let as_read = as_read.iter().find_map(|kind| read(diary, kind, now));
    match (as_read, episodes.len()) {
        (Some(record), _) => record,
        (None, 0) if by_clinician => DriverRecord::ClinicianOnly,
        (None, 0) => DriverRecord::NotRecorded,
        (None, count) => DriverRecord::Episodes {
            count,
            open: episodes.iter().filter(|e| e.end.is_none()).count(),
            load: Some(load_of_drivers(diary, &[id])),
        },
    }
}

/// A driver read on a scale; `None` without a reading.
fn read(diary: &Diary, kind: &str, now: Option<Moment>) -> Option<DriverRecord> {
    let readings: Vec<&Reading> = diary.readings_of(kind).collect();
    let first = readings.first()?;
    Some(DriverRecord::Read {
        readings: readings.len(),
        recent: recent(&readings, now),
        usual: mean(readings.iter().map(|r| r.value()))?,
        unit: first.kind().unit,
        load: IN_THE_LOAD.contains(&kind).then(|| load_of_drivers(diary, &[kind])),
    })
}

/// The mean of the readings of the last week, in the unit of the kind.
fn recent(readings: &[&Reading], now: Option<Moment>) -> Option<f64> {
    let now = now?;
    mean(readings.iter().filter(|r| now.days_since(r.moment) <= RECENT_DAYS).map(|r| r.value()))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), v| (sum + v, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

fn output(diary: &Diary, series: Series, now: Option<Moment>) -> Option<OutputLine> {
    let readings: Vec<&Reading> =
        diary.readings().iter().filter(|r| r.series() == series).collect();
    if readings.len() < LEAST_READINGS {
        return None;
    }
    let kind = series.kind;
    let mut values: Vec<f64> = readings.iter().map(|r| r.value()).collect();
    values.sort_by(f64::total_cmp);
    let at =
        |share: f64| kind.to_typed(values[(share * (values.len() - 1) as f64).round() as usize]);
    Some(OutputLine {
        name: name(&series),
        unit: kind.typed_unit(),
        readings: readings.len(),
        // A mean of logarithms: the geometric mean of what is typed.
        recent: recent(&readings, now).map(|mean| kind.to_typed(mean)),
        own: [at(0.1), at(0.5), at(0.9)],
        digits: digits(kind),
    })
}

/// `RMSSD, morning`: what is shown is not the logarithm.
fn name(series: &Series) -> String {
    let name = series.kind.name;
    let name = if series.kind.log_of.is_some() { name.trim_start_matches("ln") } else { name };
    let wave = if series.pulse_wave { ", by pulse wave" } else { "" };
    match series.region {
        Some(region) => format!("{name}, {}{wave}", region.name),
        None => format!("{name}{wave}"),
    }
}

fn digits(kind: &ReadingKind) -> usize {
    usize::from(!matches!(kind.typed_unit(), "ms" | "mmHg" | "bpm"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vagal_core::Person;

    fn at(day: i64, hour: i64) -> Moment {
        Moment::new(day * 86_400 + hour * 3600, 0).unwrap()
    }

    fn diary(readings: Vec<Reading>) -> Diary {
        let person = Person { id: "p".into(), name: None };
        Diary::new(person, Vec::new(), readings, Vec::new(), Vec::new())
    }

    #[test]
    fn every_kind_of_interference_is_a_driver_with_what_is_on_file() {
        let empty = framework(&diary(Vec::new()), None);
        assert_eq!(empty.drivers.len(), interference().len());
        assert!(empty.outputs.is_empty() && empty.fade.is_none());
        let record = |name: &str| {
            empty.drivers.iter().find(|d| d.name.starts_with(name)).map(|d| d.record.clone())
        };
        assert_eq!(record("stress"), Some(DriverRecord::NotRecorded));
        assert_eq!(record("structural"), Some(DriverRecord::ClinicianOnly));
        assert_eq!(record("trauma"), Some(DriverRecord::NeverScored));
    }

    #[test]
    fn the_last_week_stands_in_the_persons_own_range() {
        // ln 20, 30, 40, 50, 60 ms a day apart ten days before, and two mornings of ln 40 and ln 50.
        let old = (0..5).map(|k| (k, (20.0 + 10.0 * k as f64)));
        let new = [(14, 40.0), (15, 50.0)];
        let readings: Vec<Reading> = old
            .chain(new)
            .map(|(day, ms): (i64, f64)| {
                Reading::new(kinds::LN_RMSSD_MORNING, at(day, 7), ms.ln()).unwrap()
            })
            .collect();
        let line = framework(&diary(readings), None).outputs.remove(0);
        assert_eq!((line.name.as_str(), line.unit, line.readings), ("RMSSD, morning", "ms", 7));
        // The geometric mean of 40 and 50; of 7 values sorted, 10% is the second (rounded from .6), 50% the fourth.
        assert!((line.recent.unwrap() - (40.0_f64 * 50.0).sqrt()).abs() < 1e-9);
        for (found, known) in line.own.into_iter().zip([30.0, 40.0, 50.0]) {
            assert!((found - known).abs() < 1e-9, "{found} {known}");
        }
    }
}
