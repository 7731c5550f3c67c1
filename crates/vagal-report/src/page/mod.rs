//! Page models: everything a page shows, and nothing it has to look up.

mod known;
mod person;
mod recording;
mod session;

pub use known::{ErrorRates, FalseAlarms, LiteratureLine, Method, Power};
pub use person::PersonPage;
pub use recording::{BeatsPage, HrvPage, MetricLabel, PlacedNote, SourceFile};
pub use session::{Band, BreathingPoint, InputLine, PhaseSpectrum, SessionPage, Tachogram, Truth};
