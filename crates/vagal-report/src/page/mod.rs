//! Page models: everything a page shows, and nothing it has to look up.

mod experiment;
mod framework;
mod guide;
mod known;
mod people;
mod person;
mod recording;
mod resonance;
mod session;
mod simulate;
mod sweep;
mod validation;

pub use experiment::{ExperimentPage, TooLongPage};
pub use framework::{
    Demonstration, DriverLine, DriverRead, DriverRecord, Fade, Framework, NoDriver, OutputLine,
};
pub use guide::GuidePage;
pub use known::{ErrorRates, FalseAlarms, LiteratureLine, Method, Power};
pub use people::{ChangeLine, PeoplePage, PeopleWindow};
pub use person::{Days, HistoryPage, PersonPage, PlanPage};
pub use recording::{BeatsPage, HrvPage, MetricLabel, PlacedNote, SourceFile};
pub use resonance::{ResonancePage, SearchRate};
pub use session::{Band, BreathingPoint, InputLine, PhaseSpectrum, SessionPage, Tachogram, Truth};
pub use simulate::{
    ChangedParameter, HypothesisLine, MeanLine, ScenarioLine, SimulatePage, StationTrace,
    StimulusLine, WeakPointLine, WindowPair, WindowReading,
};
pub use sweep::{SweepChange, SweepPage, SweepRow};
pub use validation::{STANDINGS, ValidationLine, ValidationPage};
