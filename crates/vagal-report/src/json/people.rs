//! `vagal.simulate-people/1`: changes against the twin over many simulated persons.

use serde::Serialize;

use super::common::{tidy, tidy_all};
use crate::page::PeoplePage;

/// One quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeJson {
    /// Identifier.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// 5th, 50th and 95th percentile of the twins.
    pub twin: Vec<f64>,
    /// 5th, 50th and 95th percentile of the change.
    pub change: Vec<f64>,
}

/// One window.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeopleWindowJson {
    /// Its name.
    pub name: String,
    /// First second.
    pub start_s: Option<f64>,
    /// Last second.
    pub end_s: Option<f64>,
    /// The quantities.
    pub quantities: Vec<ChangeJson>,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeopleJson {
    /// `vagal.simulate-people/1`.
    pub schema: &'static str,
    /// Name of the scenario file.
    pub file: String,
    /// Persons.
    pub people: usize,
    /// Persons whose run did not hold.
    pub diverged: usize,
    /// What is spread and what is not.
    pub note: String,
    /// Windows.
    pub windows: Vec<PeopleWindowJson>,
}

impl PeopleJson {
    /// The wire form of a page.
    pub fn new(page: &PeoplePage) -> Self {
        let windows = page.windows.iter().map(|window| PeopleWindowJson {
            name: window.name.clone(),
            start_s: tidy(window.window.start_s),
            end_s: tidy(window.window.end_s),
            quantities: window
                .changes
                .iter()
                .map(|change| ChangeJson {
                    id: change.id.clone(),
                    unit: change.unit.clone(),
                    twin: tidy_all(change.twin),
                    change: tidy_all(change.change),
                })
                .collect(),
        });
        Self {
            schema: "vagal.simulate-people/1",
            file: page.file.clone(),
            people: page.people,
            diverged: page.diverged,
            note: page.note.clone(),
            windows: windows.collect(),
        }
    }
}
