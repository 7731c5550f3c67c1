//! What a fetch tells while it works and when it is done.

use std::path::PathBuf;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The file is there already, with the right sha256.
    Present,
    /// The address is being looked up, or the list of checksums read.
    LookingUp,
    /// Bytes are coming.
    Downloading,
    /// An earlier try is being continued.
    Resuming,
    /// The line broke; another try follows.
    Retrying,
    /// The sha256 is being computed.
    Verifying,
    /// The file got its name.
    Saved,
}

/// How far a fetch has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The set.
    pub set: &'a str,
    /// The file being worked on.
    pub file: &'a str,
    /// Its number, from 0.
    pub file_index: usize,
    /// How many files the set has; for an archive its members count.
    pub file_count: usize,
    /// What is being done.
    pub step: Step,
    /// Bytes of this file that are here.
    pub done_bytes: u64,
    /// Its size, if known.
    pub total_bytes: Option<u64>,
}

/// How a file came to be where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was there already, with the right sha256.
    Present,
    /// Downloaded in this run.
    Fetched,
    /// Finished in this run from what an earlier one had left, or across a broken line.
    Resumed,
}

/// One file of a set, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its sha256, hexadecimal.
    pub sha256: String,
    /// How it came there.
    pub outcome: Outcome,
}

/// Why the checksums are believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// They are part of this program, or follow from a list whose sha256 is.
    Pinned,
    /// The list of checksums was trusted when it was first seen, and recorded beside the files.
    FirstUse {
        /// sha256 of the list.
        sums_sha256: String,
        /// True if that was in this run.
        now: bool,
    },
}

/// What a fetch did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Identifier of the set.
    pub set: &'static str,
    /// Its folder.
    pub folder: PathBuf,
    /// Its files.
    pub files: Vec<FileReport>,
    /// Bytes of files and archives that came over the network.
    pub downloaded_bytes: u64,
    /// Why the checksums are believed.
    pub trust: Trust,
    /// The terms of use.
    pub licence: &'static str,
}
