//! The framework as JSON: what the diary holds beside the posterior, in the terms of the page.

use serde::Serialize;
use vagal_core::RuleList;

use super::common::tidy;
use crate::page::{Framework, PersonPage};
use crate::words::fade::fade_points;
use crate::words::framework::{columns, rule_rows};

/// One cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellJson {
    /// What it is called.
    pub name: String,
    /// How it is known.
    pub known: &'static str,
    /// What is known.
    pub says: Vec<String>,
    /// The claim it tests.
    pub claim: Option<String>,
    /// Grade of that claim.
    pub grade: Option<&'static str>,
}

/// One driver of interference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DriverJson {
    /// For a reader.
    pub name: String,
    /// `on_file`, `not_recorded`, `clinician_only` or `never_scored`.
    pub record: &'static str,
    /// What it adds to the load on the last day.
    pub load: Option<f64>,
    /// The part of it that has lasted for weeks.
    pub lasting: Option<f64>,
}

/// One output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutputJson {
    /// For a reader.
    pub name: String,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// Readings.
    pub readings: usize,
    /// Mean of the last seven days.
    pub recent: Option<f64>,
    /// 10, 50 and 90% point of all readings.
    pub own_range: [Option<f64>; 3],
}

/// What is left at a time after the last session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FadeJson {
    /// When: `Saturday morning`.
    pub when: String,
    /// Days after the session.
    pub days: Option<f64>,
    /// Shift of lnRMSSD: 2.5, 10, 25, 50, 75, 90 and 97.5% points.
    pub shift: [Option<f64>; 7],
    /// The same of the fall of tension, points; `null` without readings of it.
    pub tension_fall: Option<[Option<f64>; 7]>,
}

/// One of the eight rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowJson {
    /// `A1` … `S4`.
    pub id: String,
    /// `true`, `false` or `insufficient`.
    pub state: &'static str,
}

/// The framework of one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrameworkJson {
    /// Cells by family, as the page shows them.
    pub inputs: Vec<CellJson>,
    /// The same of interference.
    pub interference: Vec<CellJson>,
    /// The same of output.
    pub output: Vec<CellJson>,
    /// Drivers in numbers.
    pub drivers: Vec<DriverJson>,
    /// Outputs in numbers.
    pub outputs: Vec<OutputJson>,
    /// The last session's fading; empty without one.
    pub fade: Vec<FadeJson>,
    /// The eight rows; empty while safety holds them back.
    pub rows: Vec<RowJson>,
}

impl FrameworkJson {
    pub(super) fn new(page: &PersonPage, framework: &Framework) -> Self {
        let [inputs, interference, output] = columns(page, framework).map(|cells| {
            cells
                .into_iter()
                .map(|cell| CellJson {
                    known: cell.known,
                    claim: cell.claim.map(|c| c.id.clone()),
                    grade: cell.claim.map(|c| c.grade.id()),
                    name: cell.name,
                    says: cell.lines,
                })
                .collect()
        });
        let fade = framework.fade.as_ref().and_then(|fade| {
            let responses = &page.trajectory.as_ref()?.responses;
            let curves = responses.iter().find(|r| r.input == fade.input)?;
            let truth = page.demonstration.as_ref().and_then(|d| d.truth.input(&fade.input));
            Some(fade_points(fade, curves, truth))
        });
        let advice = framework.guide.as_ref().map(|g| &g.advice);
        let shown = advice.filter(|a| !a.safety.suppresses_advice());
        Self {
            inputs,
            interference,
            output,
            drivers: framework
                .drivers
                .iter()
                .map(|line| {
                    let (record, load, lasting) = match &line.record {
                        Ok(record) => ("on_file", record.load, record.load.map(|_| record.lasting)),
                        Err(why) => (why.id(), None, None),
                    };
                    let (load, lasting) = (load.and_then(tidy), lasting.and_then(tidy));
                    DriverJson { name: line.name.clone(), record, load, lasting }
                })
                .collect(),
            outputs: framework
                .outputs
                .iter()
                .map(|line| OutputJson {
                    name: line.name.clone(),
                    unit: line.unit,
                    readings: line.readings,
                    recent: line.recent.and_then(tidy),
                    own_range: line.own.map(tidy),
                })
                .collect(),
            fade: fade
                .unwrap_or_default()
                .into_iter()
                .map(|p| FadeJson {
                    when: p.when,
                    days: tidy(p.days),
                    shift: p.shift.points.map(tidy),
                    tension_fall: p.fall.map(|f| f.points.map(tidy)),
                })
                .collect(),
            rows: shown
                .into_iter()
                .flat_map(|a| [RuleList::Fits, RuleList::Review].map(|list| rule_rows(a, list)))
                .flatten()
                .map(|row| RowJson { id: row.id, state: row.state.id() })
                .collect(),
        }
    }
}
