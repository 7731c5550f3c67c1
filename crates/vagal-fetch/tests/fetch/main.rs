//! Tests of fetching: against a misbehaving server on this machine, and against the real registries.
#![allow(
    clippy::unwrap_used,
    reason = "clippy.toml allows it in tests, but sees only #[test] functions"
)]

mod interruptions;
mod local;
mod registries;
mod support;
