//! Sources, claims, inputs and warnings as data files, with the checker that keeps them whole.
//!
//! ```text
//! data/*.toml ──parse──> Ledger ──check──> problems (none, or a test fails)
//!                          │
//!                          └── claim("C06") · input("massage") · source("moyer-2011")
//! ```
//!
//! To add a source, an input, an interference kind, a red flag, a caution or a forbidden word, add
//! one table to its file; everything else follows.
//!
//! ```
//! use vagal_evidence::{Grade, claim, input};
//!
//! assert_eq!(claim("C06").unwrap().grade, Grade::Mixed);
//! assert_eq!(input("Swedish massage").unwrap().id, "massage");
//! ```
//!
//! What this crate does not do: look at a clock, read a file at run time, judge a person's data.

pub mod check;
pub mod claim;
pub mod date;
pub mod input;
pub mod interference;
pub mod ledger;
pub mod safety;
pub mod source;
pub mod wording;

pub use check::{Problem, check, check_files};
pub use claim::{Claim, ClaimKind, ClaimStatus, Evidence, Findings, Grade, NOT_BUILT_YET};
pub use date::Date;
pub use input::Input;
pub use interference::{Interference, RecordedBy};
pub use ledger::{
    Files, LEDGER, Ledger, cautions, claim, claims, input, inputs, interference,
    recording_predicates, red_flags, source, sources,
};
pub use safety::{Caution, Effect, Question, Raise, RecordingPredicate, RedFlag, RedFlagGroup};
pub use source::{Source, SourceKind, Status};
