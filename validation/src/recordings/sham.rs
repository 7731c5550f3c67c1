//! Sham sessions: recordings of rest, cut as if something had been done to the person in the middle.
//!
//! Whatever is called a shift in them is a false alarm, or a real change that nobody caused.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use vagal::core::response::Verdict;
use vagal::core::{Entry, Window};
use vagal::session::Settings;

use super::session::{Told, sham};
use super::source;
use super::table::{Table, number, share};

/// People recorded in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Set {
    /// Chi group before meditation, about an hour, at rest.
    Chi,
    /// Yoga group before meditation, 9 to 15 minutes, at rest.
    Yoga,
    /// Supine, breathing with a metronome at 15 a minute, 10 minutes.
    Metronomic,
    /// Volunteers asleep, 6 hours.
    Asleep,
    /// Athletes asleep before a triathlon, 1 to 1.7 hours.
    Athletes,
    /// Four hours of lowest mean heart rate of nsr2db, free living.
    NsrNight,
    /// The same of the irurzun set.
    IrurzunNight,
}

impl Set {
    /// Every set; the first three carry the bar.
    pub const ALL: [Self; 7] = [
        Self::Chi,
        Self::Yoga,
        Self::Metronomic,
        Self::Asleep,
        Self::Athletes,
        Self::NsrNight,
        Self::IrurzunNight,
    ];

    /// As printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chi => "chi rest",
            Self::Yoga => "yoga rest",
            Self::Metronomic => "metronomic",
            Self::Asleep => "asleep",
            Self::Athletes => "athletes asleep",
            Self::NsrNight => "nsr2db, quietest 4 h",
            Self::IrurzunNight => "irurzun, quietest 4 h",
        }
    }

    /// True for the sets of the bar: awake and told to rest.
    pub fn carries_bar(self) -> bool {
        matches!(self, Self::Chi | Self::Yoga | Self::Metronomic)
    }

    /// Files of the set, with the person each belongs to.
    pub fn files(self) -> Vec<(String, String)> {
        let meditation = |letter: &str, numbers: &[u32], ending: &str| {
            numbers
                .iter()
                .map(|n| {
                    let person = format!("{letter}{n}");
                    (person.clone(), format!("{MEDITATION}/{person}{ending}.qrs"))
                })
                .collect()
        };
        let named = |files: &[(&str, &str)]| {
            files.iter().map(|(p, f)| ((*p).to_owned(), (*f).to_owned())).collect()
        };
        match self {
            Self::Chi => meditation("C", &[1, 2, 4, 5, 6, 8], "pre"),
            Self::Yoga => meditation("Y", &[1, 2, 4], "pre"),
            Self::Metronomic => meditation("M", &[1, 2, 3, 5, 6, 7, 9, 10, 12, 14], ""),
            Self::Asleep => meditation("N", &[1, 3, 4, 5, 7, 8, 10, 11], ""),
            Self::Athletes => meditation("I", &[1, 2, 4, 5, 6, 8], ""),
            Self::NsrNight => named(&[
                ("nsr001", "rr/nsr2db_wfdb/nsr001.ecg"),
                ("nsr002", "rr/nsr2db/nsr002_rr_secs.txt"),
                ("nsr004", "rr/nsr2db_wfdb/nsr004.ecg"),
            ]),
            Self::IrurzunNight => named(&[
                ("000", "rr/healthy_irurzun_ms/000.txt"),
                ("003", "rr/healthy_irurzun_ms/003.txt"),
                ("005", "rr/healthy_irurzun_ms/005.txt"),
                ("008", "rr/healthy_irurzun_ms/008.txt"),
                ("009", "rr/healthy_irurzun_ms/009.txt"),
            ]),
        }
    }

    /// The part of a recording that counts as rest.
    pub(super) fn rest(self, entry: &Entry) -> Option<Window> {
        let whole = source::extent(entry)?;
        match self {
            Self::NsrNight | Self::IrurzunNight => quietest(entry, whole, 4.0 * 3600.0),
            _ => Some(whole),
        }
    }
}

/// Where the meditation archive lies.
pub const MEDITATION: &str = "intervention/physionet_meditation";

/// The stretch of this length with the most seconds a beat, found in steps of five minutes.
fn quietest(entry: &Entry, whole: Window, length_s: f64) -> Option<Window> {
    let ends_s: Vec<f64> = match &entry.station {
        vagal::core::Station::Beats(b) => b.as_slice().iter().map(|b| b.time_s).collect(),
        vagal::core::Station::Rr(rr) => rr.as_slice().iter().map(|i| i.end_s).collect(),
        _ => return None,
    };
    let beats_in = |w: &Window| {
        ends_s.partition_point(|t| *t <= w.end_s) - ends_s.partition_point(|t| *t < w.start_s)
    };
    // A stretch without contact has few beats as well: half a beat a second over four hours is a gap.
    let recorded = |w: &Window| beats_in(w) as f64 >= 0.5 * length_s;
    (0..)
        .map(|k| whole.start_s + 300.0 * f64::from(k))
        .take_while(|start_s| start_s + length_s <= whole.end_s)
        .map(|start_s| Window { start_s, end_s: start_s + length_s })
        .filter(recorded)
        .min_by_key(beats_in)
}

/// How a recording is cut into sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// The whole recording, the input a moment in its middle.
    Halves,
    /// Ten minutes against the next ten.
    TenTen,
    /// Ten minutes, twenty in which the input would be given, ten minutes.
    TenTwentyTen,
}

impl Cut {
    /// Every cut; the first two carry the bar.
    pub const ALL: [Self; 3] = [Self::Halves, Self::TenTen, Self::TenTwentyTen];

    /// As printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Halves => "halves",
            Self::TenTen => "10+10 min",
            Self::TenTwentyTen => "10+20+10 min",
        }
    }

    /// Sessions of a stretch, laid end to end: the excerpt, and the input in the time of the excerpt.
    fn sessions(self, rest: Window) -> Vec<(Window, Window)> {
        let minutes = |total: f64, from: f64, to: f64| {
            let length_s = 60.0 * total;
            (0..(rest.length_s() / length_s).floor() as usize)
                .map(|k| {
                    let start_s = rest.start_s + k as f64 * length_s;
                    let input = Window { start_s: 60.0 * from, end_s: 60.0 * to };
                    (Window { start_s, end_s: start_s + length_s }, input)
                })
                .collect()
        };
        match self {
            Self::Halves => {
                let middle_s = 0.5 * rest.length_s();
                vec![(rest, Window { start_s: middle_s, end_s: middle_s })]
            }
            Self::TenTen => minutes(20.0, 10.0, 10.0),
            Self::TenTwentyTen => minutes(40.0, 10.0, 30.0),
        }
    }
}

/// One sham session.
#[derive(Clone, Debug)]
pub struct Sham {
    /// The set.
    pub set: Set,
    /// How it was cut.
    pub cut: Cut,
    /// The person.
    pub person: String,
    /// Where the excerpt starts in the recording, minutes after its first beat.
    pub start_min: f64,
    /// What came of it.
    pub told: Told,
}

/// All sham sessions of some sets, in the order of sets, people, cuts and time.
pub fn run(root: &Path, sets: &[Set], cuts: &[Cut], settings: &Settings) -> Vec<Sham> {
    let mut jobs = Vec::new();
    for &set in sets {
        for (person, file) in set.files() {
            let Some(entry) = source::entry(root, &file) else { continue };
            let Some(rest) = set.rest(&entry) else { continue };
            let entry = std::sync::Arc::new(entry);
            for &cut in cuts {
                // Halves of a night compare one part of it with another; what is asked here is rest.
                if cut == Cut::Halves && !set.carries_bar() && set != Set::Athletes {
                    continue;
                }
                for (window, input) in cut.sessions(rest) {
                    jobs.push((set, cut, person.clone(), entry.clone(), rest, window, input));
                }
            }
        }
    }
    jobs.into_par_iter()
        .filter_map(|(set, cut, person, entry, rest, window, input)| {
            let told = sham(&entry, window, input, settings)?;
            let start_min = (window.start_s - rest.start_s) / 60.0;
            Some(Sham { set, cut, person, start_min, told })
        })
        .collect()
}

/// Shares of the verdicts in a group of sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Sessions.
    pub sessions: usize,
    /// Called `shifted_up` or `shifted_down`.
    pub called: usize,
    /// Called `shifted_up`.
    pub up: usize,
    /// Called `no_shift`.
    pub no_shift: usize,
    /// Called `cannot_tell`.
    pub cannot_tell: usize,
    /// Called `explained_otherwise`.
    pub explained: usize,
    /// Called `unusable`.
    pub unusable: usize,
    /// Of these, by the rhythm gate.
    pub vetoed: usize,
    /// Sessions with a posterior of d.
    pub answered: usize,
    /// Of these, 95% intervals that hold 0.
    pub covered: usize,
    /// Sum of (d / sd)².
    pub z_squares: f64,
    /// Sum of sd.
    pub sd_sum: f64,
    /// People.
    pub people: usize,
    /// People with at least one session called a shift.
    pub people_called: usize,
}

/// Counts verdicts.
pub fn tally<'a>(shams: impl IntoIterator<Item = &'a Sham>) -> Tally {
    let mut tally = Tally::default();
    let mut people: BTreeMap<(Set, &str), bool> = BTreeMap::new();
    for sham in shams {
        let verdict = sham.told.verdict();
        tally.sessions += 1;
        *people.entry((sham.set, &sham.person)).or_default() |= verdict.is_shift();
        match verdict {
            Verdict::ShiftedUp => (tally.called, tally.up) = (tally.called + 1, tally.up + 1),
            Verdict::ShiftedDown => tally.called += 1,
            Verdict::NoShift => tally.no_shift += 1,
            Verdict::CannotTell => tally.cannot_tell += 1,
            Verdict::ExplainedOtherwise => tally.explained += 1,
            Verdict::Unusable => tally.unusable += 1,
        }
        tally.vetoed += usize::from(!sham.told.rhythm_veto.is_empty());
        if let (Some((d, sd)), Some(shift)) = (sham.told.d(), &sham.told.response.shift) {
            tally.answered += 1;
            tally.covered += usize::from(shift.ln_rmssd.lo <= 0.0 && 0.0 <= shift.ln_rmssd.hi);
            tally.z_squares += (d / sd).powi(2);
            tally.sd_sum += sd;
        }
    }
    tally.people = people.len();
    tally.people_called = people.values().filter(|called| **called).count();
    tally
}

const TALLY_HEADER: [&str; 13] = [
    "set",
    "cut",
    "sessions",
    "shifted (95% limits)",
    "of which up",
    "no_shift",
    "cannot_tell",
    "explained_otherwise",
    "unusable",
    "people with a shift (95% limits)",
    "intervals with 0",
    "rms of d / sd",
    "mean sd",
];

fn tally_row(set: &str, cut: &str, t: &Tally) -> Vec<String> {
    let answered = t.answered.max(1) as f64;
    vec![
        set.into(),
        cut.into(),
        t.sessions.to_string(),
        share(t.called, t.sessions),
        t.up.to_string(),
        t.no_shift.to_string(),
        t.cannot_tell.to_string(),
        t.explained.to_string(),
        t.unusable.to_string(),
        share(t.people_called, t.people),
        format!("{} of {}", t.covered, t.answered),
        number(Some((t.z_squares / answered).sqrt()), 2),
        number(Some(t.sd_sum / answered), 3),
    ]
}

/// Verdicts by set and cut, and those of the bar together.
pub fn summary(shams: &[Sham]) -> Table {
    let mut table = Table::new(&TALLY_HEADER);
    for cut in [Cut::Halves, Cut::TenTen] {
        let bar = shams.iter().filter(|s| s.set.carries_bar() && s.cut == cut);
        table.push(tally_row("chi, yoga, metronomic", cut.name(), &tally(bar)));
    }
    for set in Set::ALL {
        for cut in Cut::ALL {
            let of = tally(shams.iter().filter(|s| s.set == set && s.cut == cut));
            if of.sessions > 0 {
                table.push(tally_row(set.name(), cut.name(), &of));
            }
        }
    }
    table
}

/// Every sham session.
pub fn sessions(shams: &[Sham]) -> Table {
    let mut table = Table::new(&[
        "set",
        "cut",
        "person",
        "start_min",
        "verdict",
        "grade",
        "d",
        "lo",
        "hi",
        "sd",
        "p_above_swc",
        "breathing_before",
        "breathing_after",
        "rhythm_veto",
        "reason",
    ]);
    for s in shams {
        let shift = s.told.response.shift.as_ref();
        table.push([
            s.set.name().into(),
            s.cut.name().into(),
            s.person.clone(),
            number(Some(s.start_min), 0),
            s.told.verdict().id().into(),
            format!("{:?}", s.told.response.quality.grade),
            number(shift.map(|x| x.ln_rmssd.estimate), 3),
            number(shift.map(|x| x.ln_rmssd.lo), 3),
            number(shift.map(|x| x.ln_rmssd.hi), 3),
            number(shift.map(|x| x.sd), 3),
            number(shift.map(|x| x.p_above_swc), 3),
            number(s.told.breathing_per_min.map(|b| b.0), 1),
            number(s.told.breathing_per_min.map(|b| b.1), 1),
            s.told.rhythm_veto.join(" "),
            s.told.response.reason.clone(),
        ]);
    }
    table
}
