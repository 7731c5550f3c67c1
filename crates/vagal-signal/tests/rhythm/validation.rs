//! Error rates of the gate: `validation/rhythm/table.csv`, and the bars it has to clear.
//!
//! `VAGAL_BLESS=1 cargo test -p vagal-signal --test rhythm table` writes the table anew.

use crate::numbers::{Random, limits_pct};
use crate::people::{Half, recorded};
use crate::recordings::{data, excerpts};
use crate::simulated::{Fibrillation, SlowBreather};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use vagal_core::{RhythmKind, RrSeries};
use vagal_signal::rhythm::{irregular_windows, judge};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../validation/rhythm/table.csv");

/// Simulated people in each half of each set, and minutes of each.
const PEOPLE: u64 = 100;
const MINUTES: f64 = 20.0;

/// Lengths of the excerpts that are judged as sessions, minutes.
const SESSION_MINUTES: [f64; 3] = [10.0, 20.0, 40.0];

/// Counts of one person, or summed over people.
#[derive(Clone, Default)]
struct Row {
    set: String,
    half: &'static str,
    name: String,
    /// Names of the people, and of those with an irregular window: a person has several recordings.
    people: BTreeSet<String>,
    touched: BTreeSet<String>,
    windows: usize,
    irregular: usize,
    sessions: [Session; 3],
}

/// Excerpts of one length: how many, refused, and with a finding of each kind.
#[derive(Clone, Copy, Default)]
struct Session {
    judged: usize,
    refused: usize,
    irregular: usize,
    ectopy: usize,
    pattern: usize,
    veto: usize,
    pause: usize,
}

impl Row {
    fn new(set: &str, half: Half, [person, name]: [&str; 2], rr: &RrSeries) -> Self {
        let windows = irregular_windows(rr);
        let irregular = windows.iter().filter(|w| w.is_irregular).count();
        Self {
            set: set.into(),
            half: half.name(),
            name: name.into(),
            people: BTreeSet::from([person.into()]),
            touched: (irregular > 0).then(|| person.into()).into_iter().collect(),
            windows: windows.len(),
            irregular,
            sessions: SESSION_MINUTES.map(|minutes| Session::of(rr, 60.0 * minutes)),
        }
    }

    fn add(&mut self, other: &Self) {
        self.people.extend(other.people.iter().cloned());
        self.touched.extend(other.touched.iter().cloned());
        self.windows += other.windows;
        self.irregular += other.irregular;
        for (sum, s) in self.sessions.iter_mut().zip(other.sessions) {
            sum.judged += s.judged;
            sum.refused += s.refused;
            sum.irregular += s.irregular;
            sum.ectopy += s.ectopy;
            sum.pattern += s.pattern;
            sum.veto += s.veto;
            sum.pause += s.pause;
        }
    }

    fn irregular_pct(&self) -> f64 {
        100.0 * self.irregular as f64 / self.windows.max(1) as f64
    }

    fn line(&self) -> String {
        let (low, high) = limits_pct(self.irregular, self.windows);
        let (people_low, people_high) = limits_pct(self.touched.len(), self.people.len());
        let mut line = format!(
            "{},{},{},{},{},{:.2},{low:.2},{high:.2},{},{},{people_low:.0},{people_high:.0}",
            self.set,
            self.half,
            self.name,
            self.windows,
            self.irregular,
            self.irregular_pct(),
            self.people.len(),
            self.touched.len(),
        );
        for s in self.sessions {
            write!(
                line,
                ",{},{},{},{},{},{},{}",
                s.judged, s.refused, s.irregular, s.ectopy, s.pattern, s.veto, s.pause
            )
            .unwrap();
        }
        line
    }
}

impl Session {
    fn of(rr: &RrSeries, length_s: f64) -> Self {
        let mut session = Self::default();
        for excerpt in excerpts(rr, length_s) {
            let rhythm = judge(&excerpt);
            let has = |kind| usize::from(rhythm.findings.iter().any(|f| f.kind == kind));
            let is_refused = rhythm.not_judged.is_some();
            session.judged += usize::from(!is_refused);
            session.refused += usize::from(is_refused);
            session.irregular += has(RhythmKind::IrregularlyIrregular);
            session.ectopy += has(RhythmKind::FrequentEctopy);
            session.pattern += has(RhythmKind::FixedPattern) | has(RhythmKind::Paced);
            session.veto += usize::from(rhythm.has_veto());
            session.pause += has(RhythmKind::Pause);
        }
        session
    }
}

fn simulated() -> Vec<Row> {
    let mut rows = Vec::new();
    for person in 0..2 * PEOPLE {
        let half = if person < PEOPLE { Half::Fixing } else { Half::Judging };
        let name = person.to_string();
        let mut random = Random::new(person);
        let rr = SlowBreather::draw(&mut random).intervals(MINUTES, &mut random);
        rows.push(Row::new("simulated slow breathing", half, [&name; 2], &rr));
        for rate_bpm in [60_u64, 80, 110] {
            let set = format!("simulated fibrillation {rate_bpm}");
            let mut random = Random::new(person + rate_bpm * 1_000_000);
            let rr =
                Fibrillation::draw(rate_bpm as f64, &mut random).intervals(MINUTES, &mut random);
            rows.push(Row::new(&set, half, [&name; 2], &rr));
        }
    }
    rows
}

/// One row for each set and half, in order of their names.
fn pooled(rows: &[Row]) -> Vec<Row> {
    let mut sums: Vec<Row> = Vec::new();
    for row in rows {
        match sums.iter_mut().find(|s| s.set == row.set && s.half == row.half) {
            Some(sum) => sum.add(row),
            None => sums.push(Row { name: "all".into(), ..row.clone() }),
        }
    }
    sums.sort_by(|a, b| (&a.set, a.half).cmp(&(&b.set, b.half)));
    sums
}

fn table(recorded: &[Row], pooled: &[Row]) -> String {
    let mut text = String::from(
        "# Error rates of the rhythm gate. Generated; README.md says how and what the columns are.\n\
         set,half,recording,windows,irregular,irregular_pct,low_95,high_95,people,people_touched,\
         people_low_95,people_high_95",
    );
    for minutes in SESSION_MINUTES {
        for column in ["judged", "refused", "rc01", "rc02", "rc06", "veto", "rc03"] {
            write!(text, ",{column}_{minutes}").unwrap();
        }
    }
    for row in pooled.iter().chain(recorded) {
        text.push('\n');
        text.push_str(&row.line());
    }
    text + "\n"
}

#[test]
fn the_table_is_up_to_date_and_clears_the_bars() {
    let Some(folder) = data() else { return };
    let recorded: Vec<Row> = recorded(&folder)
        .iter()
        .map(|p| Row::new(p.set, p.half, [&p.person, &p.recording.name], &p.recording.rr))
        .collect();
    let simulated = simulated();
    let pooled = pooled(&[recorded.clone(), simulated].concat());
    let table = table(&recorded, &pooled);
    if std::env::var("VAGAL_BLESS").is_ok() {
        std::fs::write(TABLE, &table).unwrap();
    }
    clears_the_bars(&pooled);
    assert_eq!(std::fs::read_to_string(TABLE).unwrap(), table, "VAGAL_BLESS=1 writes it anew");
}

/// Bars of the issue, on the judging half only.
fn clears_the_bars(pooled: &[Row]) {
    let judging = |set: &str| {
        let found = pooled.iter().find(|r| r.set == set && r.half == "judging");
        found.unwrap_or_else(|| panic!("{set} is not in the table"))
    };
    for set in ["fibrillation", "simulated fibrillation 60", "simulated fibrillation 80"] {
        assert!(judging(set).irregular_pct() >= 95.0, "{set}");
    }
    assert!(judging("simulated fibrillation 110").irregular_pct() >= 95.0);
    assert!(judging("nsr2db").irregular_pct() <= 1.0);
    assert!(judging("simulated slow breathing").irregular_pct() <= 2.0);
    // Every session in fibrillation is stopped, and nine of ten with the ectopy around it, which is
    // rare in the last half hour.
    for s in judging("fibrillation").sessions {
        assert_eq!(s.veto, s.judged);
    }
    for s in judging("atrial ectopy").sessions {
        assert!(s.veto as f64 >= 0.90 * s.judged as f64, "{} of {}", s.veto, s.judged);
    }
    // A healthy person's session is almost never stopped.
    let healthy = ["nsr2db", "irurzun", "chi", "yoga", "metronomic", "asleep", "ironman asleep"];
    for set in healthy {
        for s in judging(set).sessions {
            assert!(s.veto as f64 <= 0.005 * s.judged as f64, "{set}: {} of {}", s.veto, s.judged);
        }
    }
}
