//! Terminal: answer, doubt, reason, in that order, in the columns there are.

mod beats;
mod braille;
mod hrv;
mod level;
mod person;
mod session;
mod style;
mod table;
mod text;

pub use beats::beats;
pub use hrv::hrv;
pub use person::person;
pub use session::session;
pub use style::{Look, Style};
pub use table::{Align, Table};
pub use text::{clean, display_width, wrap};
