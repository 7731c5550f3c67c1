//! Real recordings carried down the whole line: the bars of the session, on people instead of a simulator.
//!
//! Everything is read from `../shared/data`; the program `recordings` writes the tables.

pub mod directions;
pub mod gate;
pub mod inventory;
pub mod meditation;
pub mod r_peaks;
pub mod session;
pub mod sham;
pub mod source;
pub mod table;
pub mod wander;
