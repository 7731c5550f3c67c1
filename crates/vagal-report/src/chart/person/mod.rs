//! Charts of a person: effects, curves after a session, half-lives, the weeks, the next days, schedules.

mod band;
mod decay;
mod experiment;
mod fade;
mod forest;
mod framework;
mod ground;
mod half_life;
mod history;
mod outlook;
mod schedules;
mod weeks;

pub use decay::decay;
pub use experiment::{experiment_effects, experiment_periods};
pub use fade::fade;
pub use forest::forest;
pub use framework::framework;
pub use half_life::half_life;
pub use history::history;
pub use outlook::outlook;
pub use schedules::schedules;
pub use weeks::weeks;
