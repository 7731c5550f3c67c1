//! Page models: everything a page shows, and nothing it has to look up.

mod known;
mod person;
mod recording;
mod session;
mod simulate;
mod sweep;

pub use known::{ErrorRates, FalseAlarms, LiteratureLine, Method, Power};
pub use person::{PersonPage, PlanPage};
pub use recording::{BeatsPage, HrvPage, MetricLabel, PlacedNote, SourceFile};
pub use session::{Band, BreathingPoint, InputLine, PhaseSpectrum, SessionPage, Tachogram, Truth};
pub use simulate::{
    ChangedParameter, HypothesisLine, MeanLine, ScenarioLine, SimulatePage, StationTrace,
    StimulusLine, WeakPointLine, WindowPair, WindowReading,
};
pub use sweep::{SweepChange, SweepPage, SweepRow};
