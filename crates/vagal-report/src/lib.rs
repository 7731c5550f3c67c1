//! Pages, terminal answers and JSON from what the line found.
//!
//! ```text
//! SessionPage ─┬─ html::session      one self-contained file with inline SVG
//!              ├─ terminal::session  answer, doubt, reason, in 80 columns
//!              └─ json::session      schema vagal.session/1
//! HrvPage, BeatsPage: terminal and JSON
//! SafetyCheck, GuidePage, the evidence ledger: HTML, terminal and JSON
//! ```
//!
//! What this crate does not do: compute an index, decide a verdict, read a clock, write a file.
//! The same page gives the same bytes.

pub mod chart;
pub mod html;
pub mod json;
pub mod page;
pub mod terminal;
pub mod words;

pub use page::{BeatsPage, HrvPage, PersonPage, PlanPage, SessionPage};
