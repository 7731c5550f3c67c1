//! What may be advised: safety first, from answers and recordings.
//!
//! ```text
//! Answers ─┐
//!          ├─ safety::check ─> SafetyCheck: level · items · which inputs are offered
//! facts ───┘
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

pub mod safety;
