//! Terminal: answer, doubt, reason, in that order, in the columns there are.

mod beats;
mod braille;
mod evidence;
mod experiment;
mod guide;
mod hrv;
mod lane;
mod level;
mod people;
mod person;
mod plan;
mod safety;
mod session;
mod simulate;
mod style;
mod sweep;
mod table;
mod text;
mod validation;

pub use beats::beats;
pub use evidence::{claim, claims, ledger};
pub use experiment::{experiment, experiment_too_long};
pub use guide::guide;
pub use hrv::hrv;
pub use people::people;
pub use person::person;
pub use plan::plan;
pub use safety::safety;
pub use session::session;
pub use simulate::simulate;
pub use style::{Look, Style};
pub use sweep::sweep;
pub use table::{Align, Table};
pub use text::{clean, display_width, wrap};
pub use validation::validation;
