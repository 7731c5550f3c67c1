//! What the page of a search over paced breathing rates shows.

use vagal_core::{Note, Resonance, Window};

use super::SourceFile;

/// How searches over simulated people of one kind ended.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRate {
    /// What they are like.
    pub people: String,
    /// True if their swing has a crest inside the rates tried.
    pub has_crest: bool,
    /// Rounds of the search.
    pub rounds: usize,
    /// Searches.
    pub total: usize,
    /// Searches that named a rate.
    pub named: usize,
    /// Named rates within half a breath a minute of the true crest; 0 where there is none.
    pub right: usize,
    /// Intervals that hold the true crest; 0 where there is none.
    pub covered: usize,
    /// 95% limits of the share named.
    pub named_limits: (f64, f64),
}

/// A search, read and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct ResonancePage {
    /// The recording.
    pub source: SourceFile,
    /// Where in it the search lies, seconds.
    pub span: Window,
    /// What was found.
    pub resonance: Resonance,
    /// How such searches end on simulated people.
    pub rates: Vec<SearchRate>,
    /// The command that makes these figures again.
    pub rates_command: String,
    /// Remarks.
    pub notes: Vec<Note>,
    /// The command line, without directories.
    pub command: Option<String>,
}
