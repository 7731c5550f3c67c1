//! Who is in which half: limits were fixed on the one, and are judged on the other.

use crate::recordings::{Recording, annotated, listed, pulse};
use std::path::Path;

/// Which half somebody is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Fixing,
    Judging,
}

impl Half {
    fn fixing_if(is_fixing: bool) -> Self {
        if is_fixing { Self::Fixing } else { Self::Judging }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Fixing => "fixing",
            Self::Judging => "judging",
        }
    }
}

/// A recording with its set and half. Persons with an even number are in the fixing half, nsr001 and
/// the first two of five of the smaller sets too.
pub struct Person {
    pub set: &'static str,
    pub half: Half,
    pub person: String,
    pub recording: Recording,
}

/// The stretch of 03665 in fibrillation by the look of its intervals, seconds: no rhythm labels are
/// at hand. Its first half is in the fixing half.
const EPISODE_S: (f64, f64) = (195.0 * 60.0, 290.0 * 60.0);

/// Left out on both sides of it: onset and end.
const MARGIN_S: f64 = 600.0;

/// Everybody in sinus rhythm, and the parts of the record with fibrillation.
pub fn recorded(folder: &Path) -> Vec<Person> {
    let mut people = fibrillation(folder);
    people.extend(day_and_night(folder));
    people.extend(meditation(folder));
    people.extend(stand_and_stress(folder));
    people
}

fn fibrillation(folder: &Path) -> Vec<Person> {
    let whole = annotated("03665", folder.join("rr/afdb/03665.qrs"), 250.0);
    let middle_s = f64::midpoint(EPISODE_S.0, EPISODE_S.1);
    let part = |set, half, name: &str, from_s, to_s| Person {
        set,
        half,
        person: "03665".into(),
        recording: Recording { name: format!("03665 {name}"), rr: whole.rr.window(from_s, to_s) },
    };
    let [af, other] = ["fibrillation", "atrial ectopy"];
    vec![
        part(af, Half::Fixing, "first half", EPISODE_S.0, middle_s),
        part(af, Half::Judging, "second half", middle_s, EPISODE_S.1),
        part(other, Half::Judging, "before", 0.0, EPISODE_S.0 - MARGIN_S),
        part(other, Half::Judging, "after", EPISODE_S.1 + MARGIN_S, f64::INFINITY),
    ]
}

fn day_and_night(folder: &Path) -> Vec<Person> {
    let mut people = Vec::new();
    let mut add = |set, half, recording: Recording| {
        people.push(Person { set, half, person: recording.name.clone(), recording });
    };
    for name in ["nsr001", "nsr004"] {
        let file = folder.join(format!("rr/nsr2db_wfdb/{name}.ecg"));
        let half = Half::fixing_if(name == "nsr001");
        add("nsr2db", half, annotated(name, file, 128.0));
    }
    let file = folder.join("rr/nsr2db/nsr002_rr_secs.txt");
    add("nsr2db", Half::Judging, listed("nsr002", file, 0, 1000.0));
    for name in ["000", "003", "005", "008", "009"] {
        let file = folder.join(format!("rr/healthy_irurzun_ms/{name}.txt"));
        add("irurzun", Half::fixing_if(name < "005"), listed(name, file, 0, 1.0));
    }
    let file = folder.join("rr/chf2db/chf201_rr_secs.txt");
    add("chf2db", Half::Judging, listed("chf201", file, 0, 1000.0));
    people
}

fn meditation(folder: &Path) -> Vec<Person> {
    let folder = folder.join("intervention/physionet_meditation");
    stems(&folder, ".qrs")
        .into_iter()
        .map(|name| {
            let set = match name.as_bytes()[0] {
                b'C' => "chi",
                b'Y' => "yoga",
                b'I' => "ironman asleep",
                b'M' => "metronomic",
                _ => "asleep",
            };
            let half = Half::fixing_if(number(&name).is_multiple_of(2));
            let file = folder.join(format!("{name}.qrs"));
            // C1pre and C1med are the same person.
            let person = name.trim_end_matches(char::is_alphabetic).into();
            Person { set, half, person, recording: annotated(&name, file, 128.0) }
        })
        .collect()
}

fn stand_and_stress(folder: &Path) -> Vec<Person> {
    let strap = folder.join("diary/koplenig_orthostatic");
    let mut people: Vec<Person> = stems(&strap, "_RRIntervals.csv")
        .into_iter()
        .map(|name| {
            let file = strap.join(format!("{name}_RRIntervals.csv"));
            let recording = listed(&name, file, 1, 1.0);
            let person = "koplenig".into();
            Person { set: "strap stand test", half: Half::Judging, person, recording }
        })
        .collect();
    let wrist = folder.join("intervention/stress_predict");
    people.extend(stems(&wrist, "").into_iter().filter(|n| n.starts_with('S')).filter_map(
        |name| {
            let file = wrist.join(&name).join("IBI.csv");
            let half = Half::fixing_if(number(&name).is_multiple_of(2));
            let person = name.clone();
            file.is_file().then(|| {
                let recording = pulse(&name, file);
                Person { set: "wrist pulse", half, person, recording }
            })
        },
    ));
    people
}

/// Names in a folder that end like this, without the ending, sorted.
fn stems(folder: &Path, ending: &str) -> Vec<String> {
    let mut stems: Vec<String> = std::fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(ending).map(String::from))
        .collect();
    stems.sort();
    stems
}

fn number(name: &str) -> u32 {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1)
}
