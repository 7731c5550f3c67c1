//! The command line end to end: the built binary on files of the simulator and on real recordings.

#[path = "../support/mod.rs"]
mod support;

mod breathe;
mod check;
mod contracts;
mod crash;
mod determinism;
mod diaries;
mod diary;
mod errors;
mod experiment;
mod guide;
mod import;
mod kept;
mod pages;
mod person;
mod plan;
mod posture;
mod recordings;
mod simulate;
mod terminal;
mod verdicts;
mod when;
