//! Hand-made RR texts: every unit, every refusal.

use vagal_core::{ClockTime, Entry, NoteKind, Station};

use crate::{NoCompanions, ReadError, ReadOptions, RrUnit};

fn read(text: &str, options: &ReadOptions) -> Result<Entry, ReadError> {
    crate::read(text.as_bytes(), "x.txt", &NoCompanions, options)
}

fn plain(text: &str) -> Result<Entry, ReadError> {
    read(text, &ReadOptions::default())
}

fn lengths_ms(entry: &Entry) -> Vec<f64> {
    let Station::Rr(series) = &entry.station else { panic!("{entry:?}") };
    series.as_slice().iter().map(|i| i.ms).collect()
}

fn with_rate(rate_hz: f64) -> ReadOptions {
    ReadOptions { rate_hz: Some(rate_hz), ..ReadOptions::default() }
}

#[test]
fn one_column_in_each_unit() {
    assert_eq!(lengths_ms(&plain("800\n810\n790\n").unwrap()), [800.0, 810.0, 790.0]);
    assert_eq!(lengths_ms(&plain("0.8\n0.75\n0.5\n").unwrap()), [800.0, 750.0, 500.0]);
    let samples = read("200\n210\n190\n", &with_rate(250.0)).unwrap();
    assert_eq!(lengths_ms(&samples), [800.0, 840.0, 760.0]);
    let ms = ReadOptions { rr_unit: Some(RrUnit::Milliseconds), ..ReadOptions::default() };
    assert_eq!(lengths_ms(&read("200\n210\n190\n", &ms).unwrap()), [200.0, 210.0, 190.0]);
}

#[test]
fn what_has_no_clear_unit_is_refused() {
    // Heart rates, or sample counts: never guessed.
    assert!(matches!(plain("72\n75\n71\n"), Err(ReadError::UnclearUnit { .. })));
    let samples = ReadOptions { rr_unit: Some(RrUnit::Samples), ..ReadOptions::default() };
    assert!(matches!(read("200\n210\n", &samples), Err(ReadError::NeedsRate { .. })));
    // A rate that makes 4 s of every 1 s interval is a mistake.
    assert!(matches!(read("1066\n1071\n", &with_rate(250.0)), Err(ReadError::BadOption { .. })));
    let seconds = ReadOptions { rr_unit: Some(RrUnit::Seconds), ..ReadOptions::default() };
    assert!(matches!(read("800\n810\n", &seconds), Err(ReadError::BadOption { .. })));
}

#[test]
fn many_values_on_one_line() {
    let entry = plain("1203 1124 974 0 1268\n").unwrap();
    assert_eq!(lengths_ms(&entry), [1203.0, 1124.0, 974.0, 1268.0]);
    assert_eq!(entry.notes[0].place, "value 4");
}

#[test]
fn beat_times() {
    let seconds: String = (0..20).map(|n| format!("{}\n", 0.35 + 0.9 * f64::from(n))).collect();
    let Station::Beats(beats) = plain(&seconds).unwrap().station else { panic!() };
    assert_eq!((beats.len(), beats.sampling_hz), (20, None));
    let whole: String = (0..20).map(|n| format!("{}\n", 88 + 210 * n)).collect();
    assert!(matches!(plain(&whole), Err(ReadError::NeedsRate { .. })));
    let Station::Beats(beats) = read(&whole, &with_rate(250.0)).unwrap().station else { panic!() };
    assert_eq!(beats.as_slice()[1].time_s, 298.0 / 250.0);
    assert_eq!(beats.sampling_hz, Some(250.0));
}

#[test]
fn a_gap_between_beat_times_and_a_time_twice() {
    let mut times: Vec<f64> = (0..300).map(|n| 0.35 + 0.9 * f64::from(n)).collect();
    times[200..].iter_mut().for_each(|t| *t += 20.0);
    times[100] = times[99];
    let text: String = times.iter().map(|t| format!("{t}\n")).collect();
    let entry = plain(&text).unwrap();
    let Station::Beats(beats) = &entry.station else { panic!() };
    assert_eq!(beats.len(), 299);
    assert_eq!(beats.gaps.len(), 1);
    assert!((beats.gaps[0].end_s - beats.gaps[0].start_s - 20.9).abs() < 1e-9);
    assert!(entry.notes.iter().any(|n| n.kind == NoteKind::Salvaged && n.place == "line 101"));
}

#[test]
fn columns_by_name() {
    // Polar Sensor Logger.
    let text = "Phone timestamp;RR-interval [ms]\n2024-05-01T10:00:00.900;900\n\
                2024-05-01T10:00:01.710;810\n2024-05-01T10:00:02.500;790\n";
    let entry = plain(text).unwrap();
    assert_eq!(lengths_ms(&entry), [900.0, 810.0, 790.0]);
    assert_eq!(
        entry.start,
        Some(ClockTime::Civil { date: Some((2024, 5, 1)), second_of_day: 36_000.0 })
    );
    // A row number and intervals; a column that is not used is named.
    let text = ",rr,quality\n0,992.0,1\n1,1016.0,1\n2,985.3,1\n";
    let entry = plain(text).unwrap();
    assert_eq!(lengths_ms(&entry), [992.0, 1016.0, 985.3]);
    assert!(entry.notes.iter().any(|n| n.text.contains("quality")));
}

#[test]
fn names_that_are_not_intervals_are_refused() {
    assert!(matches!(plain("BP\n0.9\n0.8\n0.85\n"), Err(ReadError::NotRecognised { .. })));
    assert!(matches!(plain("time,SDNN,RMSSD\n1,50,40\n2,51,42\n"), Err(ReadError::NoBeats { .. })));
    // Unless the user says what the only column is.
    let seconds = ReadOptions { rr_unit: Some(RrUnit::Seconds), ..ReadOptions::default() };
    assert_eq!(lengths_ms(&read("x\n0.9\n0.8\n", &seconds).unwrap()), [900.0, 800.0]);
}

#[test]
fn a_heart_rate_is_an_interval_only_where_the_next_beat_stands() {
    let (mut ends, mut starts, mut time_s) = (String::new(), String::new(), 100.0);
    for n in 0..50 {
        let ms = 800.0 + f64::from(n * 37 % 90);
        starts.push_str(&format!("{time_s:.3} {:.4}\n", 60_000.0 / ms));
        time_s += ms / 1000.0;
        ends.push_str(&format!("{time_s:.3} {:.4}\n", 60_000.0 / ms));
    }
    for text in [ends, starts] {
        let got = lengths_ms(&plain(&text).unwrap());
        assert_eq!(got.len(), 50);
        for (n, ms) in got.iter().enumerate() {
            assert!((ms - (800.0 + (n * 37 % 90) as f64)).abs() < 0.01, "{n}: {ms}");
        }
    }
    let each_second: String = (0..50).map(|n| format!("{} {}\n", n, 60 + n % 7)).collect();
    assert!(plain(&each_second).is_err());
    let each_second: String = (0..50).map(|n| format!("{}.5,{}\n", 2 * n, 60 + n % 7)).collect();
    assert!(matches!(plain(&each_second), Err(ReadError::NoBeats { .. })));
    let uneven: String = (0..50)
        .map(|n| format!("{},{}\n", 0.9 * f64::from(n) + 0.01 * f64::from(n % 3), 90 + n % 9))
        .collect();
    assert!(plain(&format!("time,heart_rate\n{uneven}")).is_err());
}

#[test]
fn a_wave_is_not_read_as_intervals() {
    let wave: String =
        (0..600).map(|n| format!("{:.0}\n", 500.0 + 200.0 * (f64::from(n) * 0.07).sin())).collect();
    assert!(matches!(plain(&wave), Err(ReadError::NoBeats { .. })));
    // Six deep breaths a minute, +-120 ms, are intervals.
    let mut time_s = 0.0_f64;
    let breathing: String = (0..300)
        .map(|_| {
            let ms = 900.0 + 120.0 * (std::f64::consts::TAU * 0.1 * time_s).sin();
            time_s += ms / 1000.0;
            format!("{ms:.0}\n")
        })
        .collect();
    assert_eq!(lengths_ms(&plain(&breathing).unwrap()).len(), 300);
}

#[test]
fn a_stray_line_parts_the_series() {
    let entry = plain("800\n810\n@\n790\n805\n").unwrap();
    let Station::Rr(series) = &entry.station else { panic!() };
    let gaps: Vec<bool> = series.as_slice().iter().map(|i| i.after_gap).collect();
    assert_eq!(gaps, [true, false, true, false]);
    assert_eq!(entry.notes[0].place, "line 3 (`@`)");
}

#[test]
fn the_start_stands_in_the_name_of_an_elite_hrv_file() {
    let name = "2017-06-30 08-05-01.txt";
    let entry =
        crate::read(b"800\n810\n790\n", name, &NoCompanions, &ReadOptions::default()).unwrap();
    let expected = ClockTime::Civil { date: Some((2017, 6, 30)), second_of_day: 29_101.0 };
    assert_eq!(entry.start, Some(expected));
}
