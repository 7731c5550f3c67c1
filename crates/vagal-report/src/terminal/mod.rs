//! Terminal: answer, doubt, reason, in that order, in the columns there are.

mod beats;
mod braille;
mod evidence;
mod guide;
mod hrv;
mod lane;
mod level;
mod people;
mod person;
mod plan;
mod resonance;
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
pub use guide::{SCREEN, guide, guide_brief};
pub use hrv::hrv;
pub use people::people;
pub use person::person;
pub use plan::plan;
pub use resonance::resonance;
pub use safety::safety;
pub use session::session;
pub use simulate::simulate;
pub use style::{Look, Style};
pub use sweep::sweep;
pub use table::{Align, Table};
pub use text::{clean, display_width, wrap};
pub use validation::validation;
