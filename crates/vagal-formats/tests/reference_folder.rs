//! Every file of the reference folder is read or refused for the right reason, and none panics.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use std::path::{Path, PathBuf};

use vagal_core::{NoteKind, Station};
use vagal_formats::{ReadError, ReadOptions, read_path};

/// What should become of a family of files.
enum Outcome {
    /// Read, by the format of this identifier.
    Read(&'static str),
    /// Refused with this code, and a message that holds this text.
    Refused(&'static str, &'static str),
}
use Outcome::{Read, Refused};

/// Families by the beginning and end of the path; the first that fits decides.
const FAMILIES: &[(&str, &str, Outcome)] = &[
    ("MANIFEST", ".tsv", Refused("not_recognised", "looks like")),
    ("bp/cardiojl_BP", ".csv", Refused("not_recognised", "columns BP")),
    ("bp/cardiojl_BRS", ".csv", Read("rr_text")),
    ("bp/cves/", "_rr.csv", Read("rr_text")),
    ("bp/cves/", "_sbp.csv", Refused("not_recognised", "sbp_mmHg")),
    ("bp/cves_raw/", ".info", Refused("not_recognised", "looks like")),
    ("bp/cves_raw/", ".mat", Refused("not_recognised", "MATLAB")),
    ("bp/prcp/", ".hea", Read("wfdb_annotation")),
    ("bp/prcp/", ".wqrs", Read("wfdb_annotation")),
    ("bp/prcp/", ".wabp", Read("wfdb_annotation")),
    ("bp/prcp/", ".anI", Refused("no_beats", "22 remarks")),
    ("diary/koplenig", "RRIntervals.csv", Read("hrv_logger")),
    ("diary/koplenig", "Features.csv", Refused("no_beats", "table of indices")),
    ("diary/koplenig", "_HR.csv", Refused("no_beats", "averages")),
    ("diary/koplenig", "Event.csv", Refused("not_recognised", "no values")),
    ("diary/koplenig", ".md", Refused("not_recognised", "text without")),
    ("diary/welltory/hrv_measurements", ".csv", Refused("no_beats", "table of indices")),
    ("diary/welltory", "", Refused("not_recognised", "looks like")),
    ("diary/withings", "", Refused("not_recognised", "start, duration, value")),
    ("dicom/", "", Refused("not_recognised", "DICOM")),
    ("ecg/mitdb/", ".hea", Read("wfdb")),
    ("ecg/mitdb/", ".dat", Read("wfdb")),
    ("ecg/mitdb/", ".atr", Read("wfdb_annotation")),
    ("ecg/mitdb/", ".qrs", Read("wfdb_annotation")),
    ("ecg/ptbdb/", "", Read("wfdb")),
    ("ecg/systole", ".npz", Read("numpy")),
    ("ecg/", ".npz", Refused("needs_rate", "a signal (ecg)")),
    ("ecg/", ".txt", Read("opensignals")),
    ("formats/apple_watch_ecg/", ".csv", Read("apple_watch_ecg")),
    ("formats/edf/test_edfann", ".edf", Refused("no_beats", "856 annotations")),
    ("formats/edf/", ".edf", Read("edf")),
    ("formats/empatica_e4/IBI", ".csv", Read("empatica_ibi")),
    ("formats/empatica_e4/", ".csv", Refused("no_beats", "IBI.csv")),
    ("formats/empatica_e4/", ".txt", Refused("not_recognised", "text without")),
    ("formats/fit/event_timestamp", ".fit", Read("fit")),
    ("formats/fit/garmin", ".fit", Read("fit")),
    ("formats/fit/hrv-activity", ".fit", Read("fit")),
    ("formats/fit/activity-filecrc", ".fit", Refused("no_beats", "checksum does not match")),
    ("formats/fit/activity-unexpected", ".fit", Refused("no_beats", "cut")),
    ("formats/fit/", ".fit", Refused("no_beats", "no `hrv` message")),
    ("formats/garmin_csv/", ".csv", Read("garmin_stream")),
    ("formats/ishne/", ".ecg", Read("ishne")),
    ("formats/ishne/", ".txt", Refused("no_beats", "second is not the spacing")),
    ("formats/misc/", ".mat", Refused("not_recognised", "MATLAB")),
    ("formats/misc/", ".csv", Refused("no_beats", "sampled wave")),
    ("formats/openmhealth/", ".json", Refused("not_recognised", "JSON")),
    ("formats/opensignals/", ".txt", Read("opensignals")),
    ("formats/polar_hrm/", ".hrm", Read("hrm")),
    ("formats/wfdb/flac", "", Refused("unsupported", "FLAC")),
    ("formats/wfdb/", ".hea", Refused("missing_companion", "not beside it")),
    ("formats/xdf/", ".xdf", Refused("not_recognised", "XDF")),
    ("intervention/biopsykit_cold_face/", ".csv", Read("rr_text")),
    ("intervention/biopsykit_mist28/Phase", ".csv", Refused("not_recognised", "averages")),
    ("intervention/biopsykit_mist28/", ".csv", Refused("not_recognised", "looks like")),
    ("intervention/biopsykit_stroop20/", ".csv", Refused("not_recognised", "averages")),
    ("intervention/biopsykit_phases/", ".csv", Read("rr_text")),
    ("intervention/biopsykit_phases/", ".xlsx", Refused("not_recognised", "Excel")),
    ("intervention/eegmat_ecg/", ".edf", Read("edf")),
    ("intervention/eegmat_ecg/", ".csv", Refused("not_recognised", "Subject, Age")),
    ("intervention/gudb_rpeaks/", ".tsv", Refused("needs_rate", "increase")),
    ("intervention/physionet_meditation/chi/", "", Read("rr_text")),
    ("intervention/physionet_meditation/metron/", "", Read("rr_text")),
    ("intervention/physionet_meditation/yoga/", "", Read("rr_text")),
    ("intervention/physionet_meditation/", ".hea", Read("wfdb_annotation")),
    ("intervention/physionet_meditation/", ".qrs", Read("wfdb_annotation")),
    ("intervention/physionet_meditation/", ".shtml", Refused("not_recognised", "HTML")),
    ("intervention/physionet_meditation/", "", Refused("not_recognised", "looks like")),
    ("intervention/stress_predict/", "IBI.csv", Read("empatica_ibi")),
    ("intervention/stress_predict/", "/HR.csv", Refused("no_beats", "average heart rate")),
    ("intervention/stress_predict/", "/EDA.csv", Refused("no_beats", "electrodermal")),
    ("intervention/stress_predict/", "/TEMP.csv", Refused("no_beats", "temperature")),
    ("intervention/stress_predict/", "/BVP.csv", Refused("no_beats", "pulse wave")),
    ("intervention/stress_predict/S", ".csv", Refused("no_beats", "event tags")),
    ("intervention/stress_predict/", ".xlsx", Refused("not_recognised", "Excel")),
    ("intervention/stress_predict/", "", Refused("not_recognised", "looks like")),
    ("ppg/challenge2015/", "", Read("wfdb")),
    ("ppg/icu/", "", Read("wfdb")),
    ("ppg/heartpy/", ".csv", Refused("no_beats", "sampled wave")),
    ("ppg/welltory_phone/", "PPG.csv", Refused("not_recognised", "time, R, G, B")),
    ("ppg/welltory_phone/", "RR.txt", Read("rr_text")),
    ("ppg/", ".npy", Refused("needs_rate", "a signal (systole_ppg)")),
    ("rr/afdb/", ".qrs", Read("wfdb_annotation")),
    ("rr/nsr2db_wfdb/", "", Read("wfdb_annotation")),
    ("rr/pcst_reference_output/", "", Refused("", "")),
    ("rr/rhrv/a01.tags", ".txt", Refused("not_recognised", "Init_time")),
    ("rr/rhrv/apnea", ".txt", Refused("not_recognised", "Init_Time")),
    ("rr/pyhrv_SampleReport", ".txt", Refused("no_beats", "second is not the spacing")),
    ("rr/", ".npy", Read("numpy")),
    ("rr/", "", Read("rr_text")),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn every_file_is_read_or_refused_for_the_right_reason() {
    let Some(root) = common::data() else { return };
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths.sort();
    let mut seen = vec![0_usize; FAMILIES.len()];
    let mut wrong = Vec::new();
    for path in &paths {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let family = FAMILIES.iter().position(|(a, z, _)| name.starts_with(a) && name.ends_with(z));
        let Some(family) = family else {
            wrong.push(format!("{name}: of no known family"));
            continue;
        };
        seen[family] += 1;
        let read = read_path(path, &ReadOptions::default());
        match (&FAMILIES[family].2, read) {
            (Read(format), Ok(entry)) if entry.format == *format => {
                let empty = match &entry.station {
                    Station::Rr(series) => series.is_empty(),
                    Station::Beats(beats) => beats.is_empty(),
                    Station::Recording(recording) => recording.channels.is_empty(),
                    _ => true,
                };
                if empty {
                    wrong.push(format!("{name}: read, and nothing in it"));
                }
            }
            (Refused(code, text), Err(error))
                if (code.is_empty() || error.code() == *code)
                    && error.to_string().contains(text) => {}
            (_, Ok(entry)) => wrong.push(format!("{name}: read as {}", entry.format)),
            (_, Err(error)) => wrong.push(format!("{name}: refused ({}): {error}", error.code())),
        }
    }
    for (family, seen) in FAMILIES.iter().zip(&seen) {
        if *seen == 0 {
            wrong.push(format!("no file of the family {}…{}", family.0, family.1));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), paths.len(), wrong.join("\n"));
}

/// The traps the manifest names, each with the note that must come of it.
#[test]
fn traps_become_notes() {
    let Some(root) = common::data() else { return };
    let cases = [
        ("rr/nsr2db/nsr002_rr_secs.txt", "450.383 s is a lead-in"),
        ("rr/chf2db/chf201_rr_secs.txt", "5.867 s is a lead-in"),
        ("rr/healthy_irurzun_ms/008.txt", "without a number"),
        ("rr/afdb/03665.qrs", "read at 250 Hz, the WFDB default"),
        ("bp/prcp/12726.hea", "12726.dat is not beside the header"),
        ("formats/fit/event_timestamp.fit", "sent twice"),
        ("diary/koplenig_orthostatic/ot_m61_RRIntervals.csv", "clock runs ahead"),
        ("intervention/biopsykit_phases/Vp01_Baseline_rpeaks.csv", "marked as replaced"),
    ];
    for (name, text) in cases {
        let entry = read_path(root.join(name), &ReadOptions::default()).unwrap();
        let found =
            entry.notes.iter().any(|n| n.kind == NoteKind::Salvaged && n.text.contains(text));
        assert!(found, "{name}: {:?}", entry.notes);
    }
}

#[test]
fn sample_numbers_are_read_with_their_rate() {
    let Some(root) = common::data() else { return };
    let path = root.join("intervention/gudb_rpeaks/subject_00/jogging_annotation_cables.tsv");
    let Err(ReadError::NeedsRate { hint, .. }) = read_path(&path, &ReadOptions::default()) else {
        panic!("read without a rate");
    };
    assert!(hint.contains("--rate 250"));
    let options = ReadOptions { rate_hz: Some(250.0), ..ReadOptions::default() };
    let Station::Beats(beats) = read_path(&path, &options).unwrap().station else { panic!() };
    // wc -l, head -1 and tail -1 of the file: 253 lines, 120 … 29962
    assert_eq!(beats.len(), 253);
    assert_eq!(beats.as_slice()[0].time_s, 120.0 / 250.0);
    assert_eq!(beats.as_slice()[252].time_s, 29_962.0 / 250.0);
}
