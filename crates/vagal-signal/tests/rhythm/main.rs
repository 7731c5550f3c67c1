//! The rhythm gate: each predicate by hand-made rhythms, properties on arbitrary ones, and its
//! error rates on recordings and simulated people.
#![allow(unreachable_pub, reason = "modules of one test binary")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a skipped test and a time are told")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod numbers;
mod people;
mod predicates;
mod properties;
mod recordings;
mod simulated;
mod validation;
