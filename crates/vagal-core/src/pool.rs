//! `PoolAnswer`: what the other diaries of a store lend to one person's estimates.
//!
//! Other people enter as a mean and a spread only; nothing in it tells who they are.

use crate::comparison::Estimate;

/// What is shared between people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// Effect per unit dose, ln units.
    Effect,
    /// Half-life of the fast effect, days.
    HalfLife,
}

impl PoolKind {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Effect => "effect",
            Self::HalfLife => "half_life_days",
        }
    }
}

/// One number of one input over the people of a store; 90% intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolQuantity {
    /// The input.
    pub input: String,
    /// Which number.
    pub kind: PoolKind,
    /// People with sessions of this input, this person among them.
    pub people: usize,
    /// The middle person of the population.
    pub population: Estimate,
    /// Spread between people: a standard deviation, or for half-lives a factor.
    pub between: Estimate,
    /// This person from their own diary.
    pub alone: Estimate,
    /// The same with what the others lend.
    pub pooled: Estimate,
}

/// A number that was left as the person's own diary has it.
#[derive(Clone, Debug, PartialEq)]
pub struct NotPooled {
    /// The input.
    pub input: String,
    /// Which number.
    pub kind: PoolKind,
    /// People with sessions of this input, this person among them: fewer than are needed, or it was one number too many.
    pub people: usize,
}

/// What the other diaries lend.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolAnswer {
    /// People of the store whose diaries could be fitted, this person among them.
    pub people: usize,
    /// People that pooling needs.
    pub need: usize,
    /// What was pooled; empty where no input has enough people.
    pub quantities: Vec<PoolQuantity>,
    /// Numbers of this person's inputs that were not pooled.
    pub not_pooled: Vec<NotPooled>,
    /// Inputs on which a verdict would fall with what others lend, but not from this person's diary alone: none is given.
    pub withheld: Vec<String>,
    /// Most numbers that are pooled at once.
    pub most: usize,
    /// Fewest effective draws of anybody in a step of the pool, averaged over its steps: few where somebody is unlike the others. `None` where
    /// there was nothing to pool.
    pub effective_draws: Option<f64>,
    /// Effective draws that pooling needs.
    pub need_draws: f64,
}
