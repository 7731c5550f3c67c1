//! What the end-to-end tests share: the built binary, files made by the simulator, the reference folder.

#![allow(dead_code, clippy::print_stderr)] // Each test file uses its own part; a skipped test says so.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use vagal::core::session::PhaseName;
use vagal::core::{Beats, Channel};
use vagal::sim::{EcgOptions, LevelProcess, SessionBreathing, StatisticalSession, ecg};

/// What a run of the binary gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
        Self {
            code: output.status.code().expect("it ended by itself"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// The answer as JSON; serde_json refuses NaN and infinity.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}\n{}", self.stdout, self.stderr))
    }

    /// The text of the hint after an error.
    pub(crate) fn hint(&self) -> &str {
        self.stderr.lines().find_map(|l| l.strip_prefix("hint: ")).unwrap_or("")
    }
}

/// Where the store of a test lies that names none: a folder of this run, not the diary of whoever runs it.
pub(crate) fn hermetic() -> [(&'static str, std::ffi::OsString); 3] {
    let home = std::env::temp_dir().join(format!("vagal-home-{}", std::process::id()));
    let data = home.join("data");
    [("HOME", home.into()), ("XDG_DATA_HOME", data.clone().into()), ("APPDATA", data.into())]
}

pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vagal"));
    command.env_remove("NO_COLOR").env_remove("VAGAL_STORE").env("TZ", "UTC").envs(hermetic());
    command
}

/// Runs `vagal` with arguments, paths included.
pub(crate) fn vagal<A: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    Run::new(&binary().args(args).output().expect("the binary starts"))
}

/// A folder of one test, emptied before and removed after.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("vagal-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a file of the test");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A session whose true change of lnRMSSD is `shift`: ten minutes each of before, during and after, a
/// level that stands still else, so that the verdict is decided by what was put in.
pub(crate) fn steady(shift: f64, seed: u64) -> StatisticalSession {
    StatisticalSession {
        minutes_during: 10.0,
        level: LevelProcess::Steady,
        shift,
        breathing: SessionBreathing::UNCHANGED,
        ..StatisticalSession::null(10.0, 10.0, seed)
    }
}

/// RR intervals in ms, one a line.
pub(crate) fn rr_text(beats: &[f64]) -> String {
    beats.windows(2).map(|w| format!("{:.0}\n", 1000.0 * (w[1] - w[0]))).collect()
}

fn times(beats: &Beats) -> Vec<f64> {
    beats.as_slice().iter().map(|b| b.time_s).collect()
}

/// Three files of one simulated session: before, during, after.
pub(crate) fn three_files(folder: &Folder, session: &StatisticalSession) -> [PathBuf; 3] {
    let drawn = session.draw();
    let beats = times(&drawn.beats);
    [PhaseName::Before, PhaseName::During, PhaseName::After].map(|name| {
        let phase = drawn.phases.iter().find(|p| p.name == name).expect("three phases");
        let inside: Vec<f64> = beats
            .iter()
            .copied()
            .filter(|t| (phase.window.start_s..phase.window.end_s).contains(t))
            .collect();
        folder.file(&format!("{}.txt", name.id()), rr_text(&inside))
    })
}

/// One file of one simulated session.
pub(crate) fn one_file(folder: &Folder, name: &str, session: &StatisticalSession) -> PathBuf {
    folder.file(name, rr_text(&times(&session.draw().beats)))
}

/// The ECG and the belt of a simulated session.
pub(crate) fn signals(session: &StatisticalSession) -> [Channel; 2] {
    let drawn = session.draw();
    let ecg = ecg(&drawn.beats, Some(&drawn.respiration), &EcgOptions::CLEAN);
    [ecg, drawn.respiration]
}

/// A remark of an EDF+ file: onset, duration, text.
pub(crate) type Remark<'a> = (f64, Option<f64>, &'a str);

/// An EDF+ file of one ECG (±10 mV in 16 bits), started on 2 March 2009 at 10:00:00.
pub(crate) fn edf(ecg: &Channel, remarks: &[Remark<'_>]) -> Vec<u8> {
    let rate = ecg.sampling_hz as usize;
    let records = ecg.samples.len() / rate;
    const ANNOTATION_BYTES: usize = 120;
    let mut head = format!(
        "{:<8}{:<80}{:<80}{:<8}{:<8}{:<8}{:<44}{records:<8}{:<8}{:<4}",
        "0",
        "X X X X",
        "Startdate 02-MAR-2009 X X simulator",
        "02.03.09",
        "10.00.00",
        768,
        "EDF+C",
        1,
        2
    );
    let samples = [rate.to_string(), (ANNOTATION_BYTES / 2).to_string()];
    for (width, values) in [
        (16, ["ECG", "EDF Annotations"]),
        (80, ["", ""]),
        (8, ["mV", ""]),
        (8, ["-10", "-1"]),
        (8, ["10", "1"]),
        (8, ["-32767", "-32768"]),
        (8, ["32767", "32767"]),
        (80, ["", ""]),
        (8, [samples[0].as_str(), samples[1].as_str()]),
        (32, ["", ""]),
    ] {
        for value in values {
            head.push_str(&format!("{value:<width$}"));
        }
    }
    let mut bytes = head.into_bytes();
    for record in 0..records {
        for sample in &ecg.samples[record * rate..(record + 1) * rate] {
            let level = (sample / 10.0 * 32_767.0).round() as i16;
            bytes.extend_from_slice(&level.to_le_bytes());
        }
        let mut list = format!("+{record}\u{14}\u{14}\0").into_bytes();
        for (onset, duration, text) in remarks.iter().filter(|r| r.0 as usize == record) {
            let lasting = duration.map_or_else(String::new, |d| format!("\u{15}{d}"));
            list.extend_from_slice(format!("+{onset}{lasting}\u{14}{text}\u{14}\0").as_bytes());
        }
        assert!(list.len() <= ANNOTATION_BYTES, "too many remarks in one second");
        list.resize(ANNOTATION_BYTES, 0);
        bytes.extend_from_slice(&list);
    }
    bytes
}

/// A path in the folder of real recordings; `None`, with a word, where it is not there.
pub(crate) fn recording(path: &str) -> Option<PathBuf> {
    let found = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    // A WFDB record is named without its ending.
    if found.exists() || found.with_extension("hea").exists() {
        return Some(found);
    }
    assert!(
        std::env::var_os("VAGAL_REQUIRE").is_none_or(|v| v != "all"),
        "VAGAL_REQUIRE=all, and {path} is not in ../shared/data"
    );
    eprintln!("skipped: needs ../shared/data");
    None
}

/// A series of the reference folder; `None`, with a word, where it is not there.
pub(crate) fn reference(path: &str) -> Option<String> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference"));
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        let required = std::env::var_os("VAGAL_REQUIRE").is_some_and(|v| v == "all");
        assert!(!required, "VAGAL_REQUIRE=all, and {path} is not in ../shared/reference");
        eprintln!("skipped: needs ../shared/reference");
    }
    text
}

/// The value at a path of keys; panics with the path where there is none.
pub(crate) fn at<'a>(json: &'a Value, path: &str) -> &'a Value {
    json.pointer(path).unwrap_or_else(|| panic!("no {path} in {json:#}"))
}

pub(crate) fn number(json: &Value, path: &str) -> f64 {
    at(json, path).as_f64().unwrap_or_else(|| panic!("{path} is no number: {}", at(json, path)))
}

/// A diary as a table of events: a morning and two ratings of tension a day, load that varies, a session of kind 0 a week, of
/// kind 1 every third day and of kind 2 every tenth. Made by arithmetic, so that it is the same everywhere.
pub(crate) fn diary(days: u32) -> String {
    let mut text = String::from("dt,L,post,kind,dose,chan,y,se2,alc,cos,sin\n");
    for day in 0..days {
        let load = f64::from(day * 7 % 11) / 5.0 - 1.0;
        // A wobble without a period that the sessions share.
        let wobble = f64::from(day * day % 17) / 17.0 - 0.5;
        let (morning, tension) = (3.7 + 0.3 * wobble - 0.1 * load, 4.0 - wobble + 0.3 * load);
        text.push_str(&format!("0.4,{load},0,-1,0,0,{morning:.3},0.001,0,0,0\n"));
        text.push_str(&format!("0.2,{load},0,-1,0,3,{tension:.1},0,0,0,0\n"));
        for (kind, every, dose) in [(0, 7, 1.0), (1, 3, 0.8), (2, 10, 1.0)] {
            if day % every == kind {
                let dose = dose + 0.1 * f64::from(day % 4);
                text.push_str(&format!("0.05,{load},0,{kind},{dose:.1},-1,0,0,0,0,0\n"));
            }
        }
        text.push_str(&format!("0.2,{load},0,-1,0,3,{:.1},0,0,0,0\n", tension - 0.2));
    }
    text
}
