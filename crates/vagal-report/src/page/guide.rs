//! What `vagal guide` shows: the advice, and how often such a verdict is right.

use vagal_core::{Advice, GuideRate};

/// The page of advice.
#[derive(Clone, Debug, PartialEq)]
pub struct GuidePage {
    /// The advice.
    pub advice: Advice,
    /// How often the verdict was given to simulated people, by kind; empty without a verdict.
    pub rates: Vec<GuideRate>,
    /// The command that simulates them again.
    pub rates_command: String,
    /// The command line, without directories.
    pub command: String,
}
