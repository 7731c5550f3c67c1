//! The page of `vagal simulate --people`: how a stimulus acts over many simulated persons.

use vagal_core::Window;

/// Changes against the twin over many persons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeoplePage {
    /// Name of the scenario file.
    pub file: String,
    /// Persons.
    pub people: usize,
    /// Persons whose run did not hold: parameters that no body has.
    pub diverged: usize,
    /// Windows, in order of time.
    pub windows: Vec<PeopleWindow>,
    /// What is spread and what is not.
    pub note: String,
}

/// One window.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleWindow {
    /// Its name.
    pub name: String,
    /// From when to when.
    pub window: Window,
    /// Changes against the twin.
    pub changes: Vec<ChangeLine>,
}

/// One quantity over the persons: of the twin, and of the change against it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeLine {
    /// Identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// 5th, 50th and 95th percentile of the twins.
    pub twin: [f64; 3],
    /// 5th, 50th and 95th percentile of the change.
    pub change: [f64; 3],
}
