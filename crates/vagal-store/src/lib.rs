//! The store: people, their diaries, recordings and posteriors, in SQLite or PostgreSQL.
//!
//! ```text
//! Place ──open──> Store ──add / edit / remove──> entries ──diary──> Diary (a noun of vagal-core)
//!                   └──export──> Archive (JSON) ──restore──> Store        └──delete── nothing left
//! ```
//!
//! One command is one transaction: what was acknowledged is on the disk, and what was cut short was never there. The database
//! library stays inside, and with it everything asynchronous.
//!
//! What this crate does not do: look at a clock, read recordings, judge a diary.

mod archive;
mod connect;
mod entry;
mod error;
mod experiment;
mod place;
mod posterior;
mod recording;
mod rows;
mod store;
mod wire;

pub use archive::{Archive, PersonArchive, Restored};
pub use entry::{Entry, Line, LineKind, Origin};
pub use error::StoreError;
pub use experiment::{Experiment, LookTaken};
pub use place::Place;
pub use posterior::Posterior;
pub use recording::Recording;
pub use store::{Added, Store};
pub use wire::{line_from_json, line_to_json};
