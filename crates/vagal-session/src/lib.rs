//! One session, from its phases to the verdict.
//!
//! ```text
//! NnSeries, phases → readings → level model → d → verdict
//!                              breathing ┘        └ hold, curve, other readings of the same session
//! ```

mod assess;
pub mod breathing;
mod curve;
mod hold;
pub mod level;
pub mod quality;
mod readings;
mod settings;
mod shift;

pub use assess::{Session, assess};
pub use settings::Settings;
