//! One session, from its phases to the verdict.
//!
//! ```text
//! NnSeries, phases → readings → level model → d → verdict
//!                              breathing ┘        └ hold, curve, other readings of the same session
//! ```

mod assess;
pub mod breathing;
mod contrast;
mod curve;
mod hold;
pub mod level;
pub mod quality;
mod readings;
pub mod resonance;
mod rivals;
mod settings;
mod shift;

pub use assess::{Judgement, Session, assess, judge};
pub use readings::{WindowReading, window_heart_rate, window_ln_rmssd};
pub use settings::Settings;
