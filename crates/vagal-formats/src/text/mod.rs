//! Text to cells: decoding, delimiters, headers, stray lines. No format by itself.

mod decode;
mod header;
mod table;

pub(crate) use decode::decode;
pub(crate) use header::{Role, TimeUnit, role};
pub(crate) use table::{Cell, Row, Table};
