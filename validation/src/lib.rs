//! Studies behind the numbers that vagal states of itself.
//!
//! Each is a program whose output is a file of the repository; running it again gives the same bytes.

pub mod docs;
pub mod experiment;
pub mod guide;
pub mod person;
pub mod recordings;
pub mod resonance;
pub mod study;

pub use vagal::limits;
