//! The page of a person: what weeks of a diary say.

use vagal_core::posterior::PersonPosterior;

/// What `vagal person` shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    /// Name of the diary's file, or of the person.
    pub source: String,
    /// Events in it.
    pub events: usize,
    /// Readings in it.
    pub readings: usize,
    /// What was found.
    pub posterior: PersonPosterior,
}
