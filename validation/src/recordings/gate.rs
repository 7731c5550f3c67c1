//! The rhythm gate on recordings of healthy people: whose session would be vetoed, and why.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use vagal::core::{Entry, Rhythm, Window};
use vagal::pipeline;

use super::sham::Set;
use super::source;
use super::table::{Table, number, share};

/// Length of a session as it is judged here, seconds: what a visit with a massage lasts.
const SESSION_S: f64 = 2400.0;

/// A group of recordings.
#[derive(Clone, Debug)]
pub struct Group {
    /// Who.
    pub name: String,
    /// What the gate said of each session: person, minutes from the start, findings.
    pub sessions: Vec<Gated>,
}

/// One session before the gate.
#[derive(Clone, Debug)]
pub struct Gated {
    /// The person.
    pub person: String,
    /// Where the session starts, minutes after the first beat.
    pub start_min: f64,
    /// What was said.
    pub rhythm: Rhythm,
}

/// Recordings cut into sessions of forty minutes, the rest of a recording too short for one as it is.
pub fn run(root: &Path) -> Vec<Group> {
    let mut groups: Vec<(String, Vec<(String, Entry)>)> = Vec::new();
    for set in Set::ALL {
        let name = set.name().replace(", quietest 4 h", ", 24 h");
        let entries = set.files().into_iter();
        groups.push((
            name,
            entries.filter_map(|(p, f)| Some((p, source::entry(root, &f)?))).collect(),
        ));
    }
    let named = |person: &dyn Fn(&str) -> String, files: Vec<String>, rate_hz: Option<f64>| {
        files
            .into_iter()
            .filter_map(|file| {
                let entry = match rate_hz {
                    Some(rate_hz) => source::samples(root, &file, rate_hz),
                    None => source::entry(root, &file),
                };
                Some((person(&file), entry?))
            })
            .collect::<Vec<_>>()
    };
    let ending = |folder: &str, ends: &[&str]| {
        let mut files = source::files(root, folder);
        files.retain(|f| ends.iter().any(|e| f.ends_with(e)));
        files
    };
    let part = |n: usize| move |f: &str| f.split('/').nth(n).unwrap_or("").to_owned();
    let stem = |f: &str| {
        f.rsplit('/').next().unwrap_or("").chars().take_while(|c| *c != '_' && *c != 'm').collect()
    };
    let meditating: Vec<String> = ending(super::sham::MEDITATION, &["med.qrs"]);
    groups.push(("meditating".into(), named(&stem, meditating, None)));
    let strap = ending("diary/koplenig_orthostatic", &["RRIntervals.csv"]);
    groups.push(("strap stand test".into(), named(&|_| "one person".into(), strap, None)));
    let eegmat = ending("intervention/eegmat_ecg", &[".edf"]);
    groups.push(("EEGMAT, ECG".into(), named(&stem, eegmat, None)));
    let gudb = ending("intervention/gudb_rpeaks", &["sitting_annotation_cs.tsv"]);
    groups.push(("GUDB sitting".into(), named(&part(2), gudb, Some(250.0))));
    let welltory = ending("ppg/welltory_phone", &["RR.txt"]);
    groups.push(("welltory, strap".into(), named(&part(2), welltory, None)));
    let wrist = ending("intervention/stress_predict", &["IBI.csv"]);
    groups.push(("stress_predict, wrist pulse".into(), named(&part(2), wrist, None)));
    groups
        .into_iter()
        .map(|(name, entries)| {
            let sessions = entries.into_par_iter().flat_map_iter(|(p, e)| gated(p, e)).collect();
            Group { name, sessions }
        })
        .collect()
}

fn gated(person: String, entry: Entry) -> Vec<Gated> {
    let whole = source::extent(&entry);
    let Some(whole) = whole.filter(|w| w.length_s() > SESSION_S) else {
        let rhythm = pipeline::measure(entry).map(|m| m.rhythm).ok();
        return rhythm.map(|rhythm| Gated { person, start_min: 0.0, rhythm }).into_iter().collect();
    };
    let count = (whole.length_s() / SESSION_S).floor() as usize;
    (0..count)
        .filter_map(|k| {
            let start_s = whole.start_s + k as f64 * SESSION_S;
            let window = Window { start_s, end_s: start_s + SESSION_S };
            let measured = pipeline::measure(source::excerpt(&entry, window)?).ok()?;
            let start_min = (start_s - whole.start_s) / 60.0;
            Some(Gated { person: person.clone(), start_min, rhythm: measured.rhythm })
        })
        .collect()
}

/// One row a group.
pub fn summary(groups: &[Group]) -> Table {
    let mut table = Table::new(&[
        "group",
        "people",
        "sessions",
        "windows flagged (RC-01)",
        "sessions vetoed (95% limits)",
        "people vetoed (95% limits)",
        "not judged",
        "findings, sessions with each",
    ]);
    for group in groups {
        let mut people: BTreeMap<&str, bool> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut windows, mut irregular, mut vetoed, mut silent) = (0, 0, 0, 0);
        for s in &group.sessions {
            windows += s.rhythm.judged_windows;
            irregular += s.rhythm.irregular_windows;
            vetoed += usize::from(s.rhythm.has_veto());
            silent += usize::from(s.rhythm.not_judged.is_some());
            *people.entry(&s.person).or_default() |= s.rhythm.has_veto();
            let mut seen: Vec<&str> = s.rhythm.findings.iter().map(|f| f.kind.id()).collect();
            seen.sort_unstable();
            seen.dedup();
            for kind in seen {
                *kinds.entry(kind).or_default() += 1;
            }
        }
        let touched = people.values().filter(|v| **v).count();
        let kinds: Vec<String> = kinds.iter().map(|(k, n)| format!("{k} {n}")).collect();
        table.push([
            group.name.clone(),
            people.len().to_string(),
            group.sessions.len().to_string(),
            format!("{irregular} of {windows}"),
            share(vetoed, group.sessions.len()),
            share(touched, people.len()),
            silent.to_string(),
            kinds.join(", "),
        ]);
    }
    table
}

/// Every session that would be vetoed.
pub fn vetoed(groups: &[Group]) -> Table {
    let mut table =
        Table::new(&["group", "person", "start_min", "finding", "from_s", "to_s", "numbers"]);
    for group in groups {
        for s in &group.sessions {
            for f in s.rhythm.findings.iter().filter(|f| f.kind.is_veto()) {
                table.push([
                    group.name.clone(),
                    s.person.clone(),
                    number(Some(s.start_min), 0),
                    f.kind.id().into(),
                    number(Some(f.start_s), 0),
                    number(Some(f.end_s), 0),
                    f.numbers.clone(),
                ]);
            }
        }
    }
    table
}
