//! What may be advised: safety first, then the rules, each with its numbers or with what is missing.
//!
//! ```text
//! Answers ─┐
//!          ├─ safety::check ─> SafetyCheck: level · items · which inputs are offered
//! facts ───┘                        │ suppresses everything else, or
//!                                   v
//! Diary ── Case ── quantity ── RULES ─> Advice: verdict · rules · use cases · options
//! ```
//!
//! ```
//! use vagal_guide::safety::{Answers, check};
//! use vagal_core::Level;
//!
//! let answers = Answers::parse("RF-20 = true").unwrap();
//! let massage = vagal_evidence::input("massage").unwrap();
//! let found = check(&answers, &[massage], &[]);
//! assert_eq!(found.level, Some(Level::Emergency));
//! assert!(found.suppresses_advice());
//! ```
//!
//! What this crate does not do: compute anything from a signal, look at a clock, examine a person.

mod advise;
pub mod case;
pub mod experiment;
pub mod limits;
pub mod quantity;
pub mod rule;
pub mod safety;

pub use advise::{AdviceOptions, advise};
pub use limits::{LimitError, Limits};
