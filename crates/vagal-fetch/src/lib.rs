//! Public recordings, pinned by sha256, fetched with resume and progress.
//!
//! ```text
//! SETS -find-> Set -fetch-> folder/<set>/<file>     each file checked before it gets its name
//! ```
//!
//! Only GET requests leave the machine, with the user agent `vagal/<version>` and nothing else about the
//! user. An interrupted download stays behind as `….part` and is taken up where it stopped. A file
//! whose sha256 is wrong never gets its name. Files that are already there are not asked for again.
//!
//! To add a recording: one entry in [`SETS`].
//!
//! # Example
//!
//! ```no_run
//! let set = vagal_fetch::find("fitparser")?;
//! let options = vagal_fetch::Options::from_env();
//! let report = vagal_fetch::fetch(set, "recordings".as_ref(), &options, &mut |p| {
//!     eprintln!("{} {} of {:?} bytes", p.file, p.done_bytes, p.total_bytes);
//! })?;
//! assert!(report.files.iter().all(|file| file.path.exists()));
//! # Ok::<(), vagal_fetch::FetchError>(())
//! ```

mod archive;
mod download;
mod error;
mod fetch;
mod http;
mod index;
mod options;
mod pip;
mod place;
mod report;
mod set;
mod sets;
mod sums;

pub use error::FetchError;
pub use fetch::fetch;
pub use options::Options;
pub use report::{FileReport, Outcome, Progress, Report, Step, Trust};
pub use set::{Archive, Member, Origin, Pick, Set};
pub use sets::{SETS, find, list};
