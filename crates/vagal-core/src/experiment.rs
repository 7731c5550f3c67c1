//! Experiments of one person: the plan as registered, what the diary made of it, and what came out.
//!
//! ```text
//! ExperimentPlan ── days come, sessions are done or not ──> PeriodRecord… ── at each look ──> Look ──> ExperimentVerdict
//! ```

mod plan;
mod state;

pub use plan::{
    Arm, ExperimentOutcome, ExperimentPlan, Noise, PowerCell, PowerTable, SessionDay, Spending,
    Weekday,
};
pub use state::{
    AfterChanges, ArmCount, Contrast, Effect, ExperimentPhase, ExperimentState, ExperimentVerdict,
    ExtraSession, FoundThen, Kept, KeptLook, Look, PeriodRecord,
};
