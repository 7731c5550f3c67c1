//! Real recordings of the reference folder, from the file to the answer.

use crate::support::{Folder, at, number, recording, vagal};

fn run(args: &[&str], path: &std::path::Path) -> crate::support::Run {
    let mut all = vec![args[0].into(), path.as_os_str().to_owned()];
    all.extend(args[1..].iter().map(Into::into));
    vagal(all)
}

#[test]
fn atrial_fibrillation_is_unusable_in_a_session() {
    let Some(path) = recording("rr/afdb/03665.qrs") else { return };
    // A record without its header: the rate is that of the database, 250 Hz.
    let answer =
        run(&["session", "--rate", "250", "--start", "600", "--end", "1200", "--json"], &path);
    assert_eq!(answer.code, 1);
    let json = answer.json();
    assert_eq!(at(&json, "/verdict"), "unusable");
    assert!(at(&json, "/quality/items").to_string().contains("rhythm"));
    assert!(at(&json, "/rhythm/findings").to_string().contains("irregularly_irregular"));
}

#[test]
fn a_wrist_pulse_is_prv_everywhere() {
    let Some(path) = recording("formats/empatica_e4/IBI.csv") else { return };
    let folder = Folder::new("wrist");
    let page = folder.path("page.html");
    let page_text = page.to_str().expect("UTF-8");
    let answer =
        run(&["session", "--start", "1800", "--end", "3600", "--report", page_text], &path);
    let html = std::fs::read_to_string(&page).expect("a page");
    for text in [answer.stdout, vagal::evidence::wording::visible_text(&html)] {
        assert!(text.contains("PRV"));
        let named = text.replace("PRV, not HRV", "");
        assert!(!named.contains("HRV"), "{named}");
    }
}

#[test]
fn clocks_of_files_place_them_and_files_without_are_laid_end_to_end() {
    let Some(lying) = recording("diary/koplenig_orthostatic/ot_a60_RRIntervals.csv") else {
        return;
    };
    let Some(later) = recording("diary/koplenig_orthostatic/ot_a61_RRIntervals.csv") else {
        return;
    };
    let json =
        vagal(["session".as_ref(), lying.as_os_str(), later.as_ref(), "--json".as_ref()]).json();
    // Two mornings are no session by their clocks: laid end to end, and said so.
    assert!(at(&json, "/notes").to_string().contains("laid end to end"), "{}", at(&json, "/notes"));
    let end = number(&json, "/phases/0/end_s");
    assert!((number(&json, "/phases/1/start_s") - end).abs() < 1e-6);
}

#[test]
fn a_strap_file_with_a_clock_takes_clock_times() {
    let Some(path) = recording("formats/polar_hrm/exercise_rri.hrm") else { return };
    let started =
        at(&run(&["session", "--start", "600", "--end", "1200", "--json"], &path).json(), "/when")
            .clone();
    // The header says StartTime=08:50:31.0 on 20080208.
    assert!(
        started.as_str().is_some_and(|w| w.contains("2008") && w.contains("08:50")),
        "{started}"
    );
    let json =
        run(&["session", "--start", "09:00:31", "--end", "09:10:31", "--json"], &path).json();
    assert_eq!(
        (number(&json, "/phases/1/start_s"), number(&json, "/phases/1/end_s")),
        (600.0, 1200.0)
    );
    assert_eq!(at(&json, "/sensor"), "chest_strap");
}

#[test]
fn a_day_of_intervals_is_answered() {
    let Some(path) = recording("rr/nsr2db/nsr002_rr_secs.txt") else { return };
    let answer = run(&["session", "--start", "3600", "--end", "7200", "--json"], &path);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let json = answer.json();
    assert!(number(&json, "/phases/2/n_beats") > 90_000.0);
    let windows = run(&["hrv", "--window", "300", "--json"], &path).json();
    // The lead-in of 450.383 s is no interval; what is left is 84,020.5 s, of which whole windows count.
    assert_eq!(at(&windows, "/windows").as_array().map(Vec::len), Some(280));
}

#[test]
fn an_edf_recording_of_arithmetic_is_measured() {
    let Some(before) = recording("intervention/eegmat_ecg/Subject00_1_ecg.edf") else { return };
    let Some(after) = recording("intervention/eegmat_ecg/Subject00_2_ecg.edf") else { return };
    let answer = vagal(["session".as_ref(), before.as_os_str(), after.as_ref(), "--json".as_ref()]);
    let json = answer.json();
    assert_eq!(at(&json, "/sensor"), "ecg");
    assert_eq!(at(&json, "/phases").as_array().map(Vec::len), Some(2));
}

/// Cause: a channel named by `--channel` was kept but not looked into unless its label spelt ECG.
#[test]
fn a_channel_that_is_named_is_looked_into() {
    let Some(path) = recording("ppg/icu/TestICU.hea") else { return };
    let plain = run(&["beats"], &path);
    assert_eq!(plain.code, 1, "{}", plain.stdout);
    assert!(plain.hint().contains("--channel"), "{}", plain.stderr);
    for column in ["col 1", "col 2", "col 3", "col 4", "col 5", "col 6"] {
        let named = run(&["beats", "--channel", column], &path);
        assert!(!named.stderr.contains("no ECG among the channels"), "{}", named.stderr);
    }
}
