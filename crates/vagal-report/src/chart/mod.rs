//! Charts as inline SVG: each with a title, a caption that says how to read it, and its data table.
//!
//! Colour comes from the page's style sheet by class, so one drawing serves light, dark and print.
//! It never stands alone: shape, dash and label say the same.

mod arc;
mod breathing;
mod figure;
mod frame;
mod grades;
mod level;
mod mark;
mod path;
pub mod person;
mod resonance;
mod scale;
mod shift;
mod spectra;
mod station;
mod sweep;
mod tachogram;
mod thin;

pub use arc::arc;
pub use breathing::breathing;
pub use figure::{DataTable, Figure, LegendEntry};
pub(crate) use frame::extent;
pub use grades::grades;
pub use level::level;
pub use mark::{Family, Mark};
pub use resonance::resonance;
pub use scale::{Scale, nice_step, ticks};
pub use shift::shift;
pub use spectra::spectra;
pub use station::station;
pub use sweep::sweep;
pub use tachogram::tachogram;
pub use thin::{column_extremes, stride};
