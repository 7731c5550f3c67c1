//! One Bayesian state-space model per person: what inputs do, how long it holds, what is in the way.
//!
//! ```text
//! events → Model → LogPosterior (exact Kalman filter, hand-written adjoint) → draws → answers
//! ```
//!
//! What this crate does not do: open a store, decide which tool is right, write a sentence about a person.

pub mod ahead;
pub mod answer;
pub mod changepoint;
pub mod channel;
pub mod compare;
pub mod control;
pub mod convergence;
mod covariates;
pub mod csv_file;
pub mod event;
pub mod events;
mod filter;
pub mod forecast;
mod gauss;
pub mod inputs;
mod interference;
pub mod laplace;
mod mediation;
pub mod model;
pub mod next_best;
pub mod notes;
pub mod output;
pub mod parameter;
pub mod plan;
pub mod pool;
pub mod posterior;
pub mod response;
mod robust;
pub mod sample;
pub mod simulate;
pub mod smooth;
mod summary;
mod together;
mod truth;

pub use answer::{
    AnswerOptions, Answered, Judged, answer, answer_from, answer_pooled, answer_with, judge,
    judge_change, judge_paths,
};
pub use covariates::load_of_drivers;
pub use csv_file::{EventFileError, read_events};
pub use event::{Event, EventError, Load, Reading, Session};
pub use laplace::{Laplace, laplace};
pub use model::{Input, Model, Terms};
pub use notes::Notes;
pub use parameter::{Parameter, Transform};
pub use plan::{PlanOptions, plan};
pub use posterior::LogPosterior;
pub use sample::{Draws, SampleError, SampleOptions, sample, sample_apart};
pub use simulate::diary::{SimulatedDiary, simulated_diary};
pub use smooth::trajectory;
