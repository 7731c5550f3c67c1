//! From a diary and what the rules came to, to the framework on one page.

use vagal_core::diary::{Diary, Family, Moment, Precision, Series, kinds};
use vagal_core::{Reading, ReadingKind};
use vagal_evidence::{RecordedBy, interference};
use vagal_person::load_of_drivers;
use vagal_report::page::{
    DriverLine, DriverRead, DriverRecord, Fade, Framework, GuidePage, NoDriver, OutputLine,
};

/// Days that count as "the last week".
const RECENT_DAYS: f64 = 7.0;
/// Readings that a range of one's own needs; house choice.
const LEAST_READINGS: usize = 5;
/// The input whose fading the article tells of; another is shown where it is not in the diary.
const MASSAGE: &str = "massage";
/// What is done for comparison has no fading to show.
const REST: &str = "rest";

/// A kind of reading, and what was read where it is not the driver itself.
type ReadAs = (&'static str, Option<&'static str>);

/// Under which kinds of reading a kind of interference is on file, with what was read where it is not the driver itself. The
/// first that has readings counts; what is not here is noted as an episode.
const READ_AS: [(&str, &[ReadAs]); 5] = [
    ("sleep_debt", &[(kinds::SLEEP, Some("sleep"))]),
    ("stress", &[(kinds::STRESS, None)]),
    // A rating of what was eaten is no measure of inflammation, and its scale runs the other way.
    (
        "inflammation",
        &[(kinds::CRP, Some("CRP")), (kinds::DIET, Some("no CRP; diet, 10 is best,"))],
    ),
    ("alcohol", &[(kinds::ALCOHOL, None)]),
    ("illness", &[(kinds::ILLNESS, None)]),
];
/// Readings that are part of the load of the model.
const IN_THE_LOAD: [&str; 4] = [kinds::STRESS, kinds::SLEEP, kinds::TRAINING, kinds::ILLNESS];
/// Days of the stretches at both ends of a diary that are set side by side, if it is twice as long.
const STRETCH_DAYS: f64 = 28.0;

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

/// The last massage, else the last session of anything but rest; only one whose time of day is known.
fn fade(diary: &Diary) -> Option<Fade> {
    let timed = || diary.inputs().iter().filter(|i| i.precision == Precision::Minute);
    let massage = timed().rfind(|i| i.input == MASSAGE);
    let session = massage.or_else(|| timed().rfind(|i| i.input != REST))?;
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
    if let Some(read) = read(diary, kinds::TRAINING, None, now) {
        let load = load_of_drivers(diary, &[kinds::TRAINING]);
        let (load, lasting) = (Some(load.total), load.lasting);
        let record = Ok(DriverRecord { read: Some(read), episodes: (0, 0), load, lasting });
        lines.push(DriverLine { name: "training".into(), claims: Vec::new(), record });
    }
    lines
}

fn record(
    diary: &Diary,
    id: &str,
    by_clinician: bool,
    now: Option<Moment>,
) -> Result<DriverRecord, NoDriver> {
    if id == "trauma" {
        return Err(NoDriver::NeverScored);
    }
    let episodes: Vec<_> = diary.episodes().iter().filter(|e| e.interference == id).collect();
    let open = episodes.iter().filter(|e| e.end.is_none()).count();
    let as_read = READ_AS.iter().find(|(of, _)| *of == id).map_or(&[][..], |(_, kinds)| kinds);
    let read = as_read.iter().find_map(|(kind, instead)| read(diary, kind, *instead, now));
    if read.is_none() && episodes.is_empty() {
        return Err(if by_clinician { NoDriver::ClinicianOnly } else { NoDriver::NotRecorded });
    }
    // Readings and episodes of one driver both load; what it adds is the sum.
    let sources: Vec<&str> = as_read
        .iter()
        .map(|(kind, _)| *kind)
        .filter(|kind| IN_THE_LOAD.contains(kind) && diary.readings_of(kind).next().is_some())
        .chain((!episodes.is_empty()).then_some(id))
        .collect();
    let load = (!sources.is_empty()).then(|| load_of_drivers(diary, &sources));
    let lasting = load.map_or(0.0, |load| load.lasting);
    let load = load.map(|load| load.total);
    Ok(DriverRecord { read, episodes: (episodes.len(), open), load, lasting })
}

/// A driver read on a scale; `None` without a reading.
fn read(
    diary: &Diary,
    kind: &str,
    instead: Option<&'static str>,
    now: Option<Moment>,
) -> Option<DriverRead> {
    let readings: Vec<&Reading> = diary.readings_of(kind).collect();
    let first = readings.first()?;
    Some(DriverRead {
        instead,
        recent: recent(&readings, now),
        usual: mean(readings.iter().map(|r| r.value()))?,
        readings: readings.len(),
        unit: first.kind().unit,
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
        weeks: both_ends(diary, &readings).map(|(a, b)| (kind.to_typed(a), kind.to_typed(b))),
        digits: digits(kind),
    })
}

/// Means over the first and the last four weeks, in the unit of the kind.
fn both_ends(diary: &Diary, readings: &[&Reading]) -> Option<(f64, f64)> {
    let (first, last) = diary.span()?;
    if last.days_since(first) < 2.0 * STRETCH_DAYS {
        return None;
    }
    let over = |within: &dyn Fn(Moment) -> bool| {
        mean(readings.iter().filter(|r| within(r.moment)).map(|r| r.value()))
    };
    let early = over(&|m| m.days_since(first) < STRETCH_DAYS)?;
    let late = over(&|m| last.days_since(m) < STRETCH_DAYS)?;
    Some((early, late))
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
        assert_eq!(record("stress"), Some(Err(NoDriver::NotRecorded)));
        assert_eq!(record("structural"), Some(Err(NoDriver::ClinicianOnly)));
        assert_eq!(record("trauma"), Some(Err(NoDriver::NeverScored)));
    }

    /// Cause: a rating of diet stood as "inflammation, measured", and a reading hid the open episode of the same driver.
    #[test]
    fn a_driver_is_what_was_read_and_what_was_noted() {
        let reading = |kind: &str, day: i64, v: f64| Reading::new(kind, at(day, 20), v).unwrap();
        let readings = (0..10)
            .flat_map(|d| {
                [reading(kinds::DIET, d, 6.0), reading(kinds::SLEEP, d, 6.0 + (d % 3) as f64)]
            })
            .collect();
        let open = |id: &str| vagal_core::Episode::new(id, at(5, 9), None, 0.5).unwrap();
        let episodes = vec![open("inflammation"), open("sleep_debt")];
        let person = Person { id: "p".into(), name: None };
        let diary = Diary::new(person, Vec::new(), readings, episodes, Vec::new());
        let lines = framework(&diary, None).drivers;
        let record =
            |name: &str| lines.iter().find(|d| d.name == name).unwrap().record.clone().unwrap();
        let inflammation = record("inflammation");
        assert!(inflammation.read.unwrap().instead.unwrap().contains("no CRP"));
        assert_eq!(inflammation.episodes, (1, 1));
        // An episode of load .5 counts as 2 · .5 (events of the model of a person); sleep adds to its own.
        assert_eq!(inflammation.load, Some(1.0));
        let alone = load_of_drivers(&diary, &[kinds::SLEEP]).total;
        assert!((record("sleep debt").load.unwrap() - alone - 1.0).abs() < 1e-12);
    }

    /// Cause: a tag on a reading, which only names a day, was drawn as a session that ended at the minute of the reading.
    #[test]
    fn a_session_whose_hour_is_not_known_has_no_fading_on_the_clock() {
        let tagged = vagal_core::InputEvent {
            precision: Precision::DayBefore,
            ..vagal_core::InputEvent::new("massage", at(3, 22))
        };
        let person = || Person { id: "p".into(), name: None };
        let diary = |inputs| Diary::new(person(), inputs, Vec::new(), Vec::new(), Vec::new());
        assert_eq!(framework(&diary(vec![tagged.clone()]), None).fade, None);
        let timed = vagal_core::InputEvent::new("massage", at(2, 15));
        let fade = framework(&diary(vec![timed, tagged]), None).fade.unwrap();
        assert_eq!(fade.end, at(2, 15));
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
