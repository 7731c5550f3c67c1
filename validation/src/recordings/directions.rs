//! Which way the heart goes when people stand up, put ice on the face, subtract, or jog.

use std::path::Path;

use vagal::core::{Unfit, Window};
use vagal::pipeline::{self, Measured};

use super::source;
use super::table::{Table, number};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// Mean heart rate, beats a minute.
    HeartRate,
    /// lnRMSSD, ln ms.
    LnRmssd,
}

impl Index {
    fn id(self) -> &'static str {
        match self {
            Self::HeartRate => "hr",
            Self::LnRmssd => "ln_rmssd",
        }
    }
}

/// One person or occasion under two conditions.
#[derive(Clone, Debug)]
pub struct Member {
    /// Name of the person or occasion.
    pub name: String,
    /// The index in the first condition and in the second, or why not.
    pub values: [Result<f64, String>; 2],
}

impl Member {
    /// Second minus first.
    pub fn difference(&self) -> Option<f64> {
        match &self.values {
            [Ok(first), Ok(second)] => Some(second - first),
            _ => None,
        }
    }
}

/// A group under two conditions, with the direction known from physiology.
#[derive(Clone, Debug)]
pub struct Group {
    /// Stable identifier.
    pub id: &'static str,
    /// What was done, and where the figures are taken from.
    pub text: &'static str,
    /// What is compared.
    pub index: Index,
    /// +1 if the index is to rise, −1 if it is to fall.
    pub sign: f64,
    /// The members present.
    pub members: Vec<Member>,
}

impl Group {
    /// Differences of the members that have both values.
    pub fn differences(&self) -> Vec<f64> {
        self.members.iter().filter_map(Member::difference).collect()
    }

    /// Members that go the expected way.
    pub fn right(&self) -> usize {
        self.differences().iter().filter(|d| *d * self.sign > 0.0).count()
    }

    /// Mean difference; `None` without a member.
    pub fn mean(&self) -> Option<f64> {
        let d = self.differences();
        (!d.is_empty()).then(|| d.iter().sum::<f64>() / d.len() as f64)
    }

    /// Mean difference over its standard error; `None` with fewer than two members.
    pub fn t(&self) -> Option<f64> {
        let d = self.differences();
        let (n, mean) = (d.len() as f64, self.mean()?);
        let variance = d.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        (d.len() >= 2 && variance > 0.0).then(|| mean / (variance / n).sqrt())
    }
}

/// Every group.
pub fn run(root: &Path) -> Vec<Group> {
    let mut groups = vec![orthostatic(root), cold_face(root), arithmetic(root)];
    groups.extend(jogging(root));
    groups
}

/// The archive does not say when the person stood up. The heart rate of all tests together steps up
/// at 150 s, so lying is 30 to 120 s and standing 210 to 300 s, for every test alike.
fn orthostatic(root: &Path) -> Group {
    let lying = Window { start_s: 30.0, end_s: 120.0 };
    let standing = Window { start_s: 210.0, end_s: 300.0 };
    let members = source::files(root, "diary/koplenig_orthostatic")
        .into_iter()
        .filter(|name| name.ends_with("_RRIntervals.csv"))
        .filter_map(|name| {
            let measured = source::measured(root, &name)?;
            let short = name.rsplit('/').next()?.replace("_RRIntervals.csv", "");
            Some(within(short, &measured, [lying, standing], Index::HeartRate))
        })
        .collect();
    Group {
        id: "orthostatic",
        text: "one person, chest strap, mornings (m) and evenings (a): lying 30 to 120 s, standing 210 to 300 s; HR up",
        index: Index::HeartRate,
        sign: 1.0,
        members,
    }
}

/// The manifest times rest and cold face in the two MIST recordings and nothing in Part1 and Part2.
fn cold_face(root: &Path) -> Group {
    let rest = Window { start_s: 0.0, end_s: 60.0 };
    let cold = Window { start_s: 60.0, end_s: 180.0 };
    let members = ["MIST1", "MIST2"]
        .iter()
        .filter_map(|name| {
            let file = format!("intervention/biopsykit_cold_face/{name}.csv");
            let measured = source::measured(root, &file)?;
            Some(within((*name).into(), &measured, [rest, cold], Index::HeartRate))
        })
        .collect();
    Group {
        id: "cold_face",
        text: "one person, twice: rest 0 to 60 s, ice on the face 60 to 180 s; HR down",
        index: Index::HeartRate,
        sign: -1.0,
        members,
    }
}

/// Everybody present; nobody is left out for how well they subtracted.
fn arithmetic(root: &Path) -> Group {
    let folder = "intervention/eegmat_ecg";
    let members = source::files(root, folder)
        .into_iter()
        .filter(|name| name.ends_with("_1_ecg.edf"))
        .filter_map(|rest| {
            let task = rest.replace("_1_ecg", "_2_ecg");
            let person = rest.rsplit('/').next()?.replace("_1_ecg.edf", "");
            Some(between(root, person, [&rest, &task], None, Index::HeartRate))
        })
        .collect();
    Group {
        id: "arithmetic",
        text: "EEGMAT, everybody present: rest before, one minute of serial subtraction; HR up",
        index: Index::HeartRate,
        sign: 1.0,
        members,
    }
}

/// Sitting and jogging by the annotation of the chest strap (fixed before looking), and by the cables.
fn jogging(root: &Path) -> Vec<Group> {
    let group = |id, text, lead: &str| {
        let mut people: Vec<String> = source::files(root, "intervention/gudb_rpeaks")
            .into_iter()
            .filter(|name| name.ends_with(&format!("jogging_annotation_{lead}.tsv")))
            .collect();
        people.sort();
        let members = people
            .into_iter()
            .filter_map(|jogging| {
                let sitting = jogging.replace("jogging", "sitting");
                let person = jogging.split('/').find(|p| p.starts_with("subject"))?.to_owned();
                let files = [sitting.as_str(), jogging.as_str()];
                root.join(&sitting)
                    .is_file()
                    .then(|| between(root, person, files, Some(250.0), Index::LnRmssd))
            })
            .collect();
        Group { id, text, index: Index::LnRmssd, sign: -1.0, members }
    };
    vec![
        group(
            "jogging_strap",
            "GUDB, beats annotated on the strap: two minutes sitting, two jogging; lnRMSSD down",
            "cs",
        ),
        group(
            "jogging_cables",
            "the same, beats annotated on the cables, where they are",
            "cables",
        ),
    ]
}

fn within(name: String, measured: &Measured, windows: [Window; 2], index: Index) -> Member {
    Member { name, values: windows.map(|window| value(measured, window, index)) }
}

fn between(
    root: &Path,
    name: String,
    files: [&str; 2],
    rate_hz: Option<f64>,
    index: Index,
) -> Member {
    let values = files.map(|file| {
        let entry = match rate_hz {
            Some(rate_hz) => source::samples(root, file, rate_hz),
            None => source::entry(root, file),
        };
        let entry = entry.ok_or("not read")?;
        let measured = pipeline::measure(entry).map_err(|unfit| unfit.to_string())?;
        value(&measured, measured.span, index)
    });
    Member { name, values }
}

fn value(measured: &Measured, window: Window, index: Index) -> Result<f64, String> {
    let unknown = Err(Unfit::BreathingUnknown);
    let veto = measured.rhythm.refusal();
    let summary = vagal::signal::summarize(&measured.nn, window, unknown, veto);
    match summary.index(index.id()) {
        Some(Ok(value)) => Ok(value.number()),
        Some(Err(unfit)) => Err(unfit.to_string()),
        None => Err("no such index".into()),
    }
}

/// One row a group.
pub fn summary(groups: &[Group]) -> Table {
    let mut table = Table::new(&[
        "group",
        "index",
        "members",
        "with both values",
        "the expected way",
        "mean difference",
        "t",
        "right",
    ]);
    for g in groups {
        let n = g.differences().len();
        table.push([
            format!("{}: {}", g.id, g.text),
            g.index.id().into(),
            g.members.len().to_string(),
            n.to_string(),
            format!("{} of {n}", g.right()),
            number(g.mean(), 2),
            number(g.t(), 1),
            if g.mean().is_some_and(|m| m * g.sign > 0.0) { "yes" } else { "no" }.into(),
        ]);
    }
    table
}

/// One row a member.
pub fn members(groups: &[Group]) -> Table {
    let mut table =
        Table::new(&["group", "member", "index", "first", "second", "difference", "refused"]);
    for g in groups {
        for m in &g.members {
            let shown = |v: &Result<f64, String>| number(v.as_ref().ok().copied(), 3);
            let refused: Vec<&str> =
                m.values.iter().filter_map(|v| v.as_ref().err()).map(String::as_str).collect();
            table.push([
                g.id.into(),
                m.name.clone(),
                g.index.id().into(),
                shown(&m.values[0]),
                shown(&m.values[1]),
                number(m.difference(), 3),
                refused.join("; "),
            ]);
        }
    }
    table
}
