//! HTML: one self-contained file a page, inline style and SVG, no script, nothing fetched.

mod clean;
mod document;
mod evidence;
mod experiment;
mod framework;
mod guide;
mod history;
mod person;
mod plan;
mod resonance;
mod safety;
mod session;
mod simulate;
mod sweep;
mod theme;

pub use evidence::evidence;
pub use experiment::experiment;
pub use framework::framework_picture;
pub use guide::guide;
pub use history::history;
pub use person::person;
pub use plan::plan;
pub use resonance::resonance;
pub use safety::safety;
pub use session::session;
pub use simulate::simulate;
pub use sweep::sweep;
pub use theme::{DARK, LIGHT, PRINT, Theme, contrast};
