//! Posture from the remarks of files: in a session, and over every remark of the reference folder.

use std::path::{Path, PathBuf};

use vagal::core::response::Verdict;
use vagal::posture::says;

use crate::support::{Folder, at, edf, number, recording, signals, steady, vagal};

#[test]
fn a_remark_between_the_phases_explains_a_rise_and_bounds_what_is_compared() {
    let folder = Folder::new("posture-remarks");
    let [ecg, _] = signals(&steady(0.8, 31));
    // Ten minutes each: the first two of the baseline sitting, the last five of the after phase standing.
    let remarks = [(120.0, None, "lie down"), (1500.0, None, "Stand up")];
    let answer = |remarks: &[_], flags: &[&str]| {
        let file = folder.file("session.edf", edf(&ecg, remarks));
        let file = file.to_str().expect("UTF-8");
        let args = ["session", file, "--start", "600", "--end", "1200", "--json"];
        vagal([&args[..], flags].concat()).json()
    };
    let counted = ["--resp-before", "14", "--resp-after", "14"];
    let json = answer(&remarks, &counted);
    assert_eq!(at(&json, "/verdict"), Verdict::ShiftedUp.id(), "lying in both: {json}");
    let bounds = ["/compared/0/start_s", "/compared/1/end_s"].map(|path| number(&json, path));
    assert_eq!(bounds, [120.0, 1500.0]);
    assert!(
        at(&json, "/notes")
            .to_string()
            .contains("posture before: lying, from the remark `lie down`")
    );

    let json = answer(&[(900.0, None, "sit up")], &counted);
    assert_eq!(at(&json, "/verdict"), Verdict::ExplainedOtherwise.id(), "{json}");
    let reason = at(&json, "/reason").as_str().expect("a reason");
    assert!(reason.contains("from one that is not recorded to seated"), "{reason}");

    // What a person states goes before, and the page says that the file has something else.
    let stated = [&counted[..], &["--posture-before", "seated", "--posture-after", "seated"]];
    let json = answer(&remarks, &stated.concat());
    assert_eq!(at(&json, "/verdict"), Verdict::ShiftedUp.id());
    assert!(
        at(&json, "/notes").to_string().contains("seated as stated"),
        "{}",
        at(&json, "/notes")
    );
}

#[test]
fn tilts_and_stands_of_a_real_protocol_explain_the_change() {
    let Some(record) = recording("bp/prcp/12726.hea") else { return };
    // The table of indices is that of the compared minutes: the phases hold tilts.
    let folder = Folder::new("posture-page");
    let page = folder.path("page.html");
    let args = ["session".as_ref(), record.as_os_str(), "--report".as_ref(), page.as_os_str()];
    vagal(
        [&args[..], &["--start", "1557", "--end", "1557"].map(std::ffi::OsStr::new)[..]].concat(),
    );
    let html = std::fs::read_to_string(&page).expect("a page");
    assert!(vagal::evidence::wording::visible_text(&html).contains("the compared minutes only"));
    // The input of each row ends with the change of posture that the record marks.
    for (start, end, postures) in [
        ("300", "349", "from supine to tilted"),
        ("800", "1010", "from supine to tilted"),
        ("1557", "1557", "from supine to standing"),
        ("2000", "2020", "from supine to standing"),
    ] {
        let args = ["session".as_ref(), record.as_os_str()];
        let flags = ["--start", start, "--end", end, "--json"].map(std::ffi::OsStr::new);
        let run = vagal([&args[..], &flags[..]].concat());
        let json = run.json();
        let verdict = at(&json, "/verdict").as_str();
        assert_eq!((verdict, run.code), (Some("explained_otherwise"), 0), "{start}: {json}");
        assert!(at(&json, "/reason").to_string().contains(postures), "{}", at(&json, "/reason"));
        // Standing and tilting raise heart rate (Task Force 1996, section on tilt).
        assert!(number(&json, "/shift/hr_bpm/lo") > 0.0, "{start}");
    }
}

/// Lying for three minutes, then standing, recorded by a strap without a word about it in the file.
#[test]
fn a_stated_stand_explains_what_differs_in_every_orthostatic_recording() {
    let Some(folder) = recording("diary/koplenig_orthostatic") else { return };
    let mut judged = 0;
    for file in files(&folder).iter().filter(|f| f.to_string_lossy().ends_with("_RRIntervals.csv"))
    {
        let args =
            ["session", file.to_str().expect("UTF-8"), "--start", "180", "--end", "180", "--json"];
        let postures = ["--posture-before", "supine", "--posture-after", "standing"];
        let run = vagal([&args[..], &postures[..]].concat());
        let json = run.json();
        let vetoed = at(&json, "/quality/items").to_string().contains("\"veto\":true");
        let expected = if vetoed { "unusable" } else { "explained_otherwise" };
        assert_eq!(at(&json, "/verdict"), expected, "{}", file.display());
        judged += usize::from(!vetoed);
    }
    assert!(judged >= 25, "only {judged} of 31 could be judged");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn no_other_remark_of_the_reference_folder_is_taken_for_a_posture() {
    let Some(folder) = recording("MANIFEST.tsv") else { return };
    let folder = folder.parent().expect("the folder of the list");
    let (mut remarks, mut postures) = (0, 0);
    for file in files(folder) {
        let Ok(entry) = vagal::formats::read_path(&file, &vagal::formats::ReadOptions::default())
        else {
            continue;
        };
        for mark in &entry.marks {
            remarks += 1;
            let Some(found) = says(&mark.text) else { continue };
            assert!(
                file.ends_with("bp/prcp/12726.hea"),
                "{}: {found:?} `{}`",
                file.display(),
                mark.text
            );
            postures += 1;
        }
    }
    // 22 remarks of the record, less `Movement artifacts` and `Lost ECG signal …`.
    assert_eq!(postures, 20);
    assert!(remarks > 1000, "only {remarks} remarks read");
}
