//! The command line end to end: the built binary on files of the simulator and on real recordings.

#[path = "../support/mod.rs"]
mod support;

mod contracts;
mod determinism;
mod errors;
mod person;
mod recordings;
mod terminal;
mod verdicts;
mod when;
