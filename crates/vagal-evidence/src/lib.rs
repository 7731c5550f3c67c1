//! Sources, claims and inputs as data files, with the checker that keeps them whole.
//!
//! ```text
//! data/*.toml ──parse──> Ledger ──check──> problems (none, or a test fails)
//!                          │
//!                          └── claim("C06") · input("massage") · source("moyer-2011")
//! ```
//!
//! To add a source, a claim or an input, add one table to its file; everything else follows.
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
pub mod ledger;
pub mod source;
pub mod wording;

pub use check::{Problem, check, check_files};
pub use claim::{Claim, ClaimKind, ClaimStatus, Evidence, Findings, Grade, NOT_BUILT_YET};
pub use date::Date;
pub use input::Input;
pub use ledger::{Files, LEDGER, Ledger, claim, claims, input, inputs, source, sources};
pub use source::{Source, SourceKind, Status};
