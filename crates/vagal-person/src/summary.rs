//! From draws to numbers: medians, intervals, and how far the data moved them from the prior.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use vagal_core::posterior::{BAND_SHARES, Learned, Standing};

use crate::convergence::quantile_of_sorted;
use crate::model::Model;
use crate::response::HORIZON_DAYS;

/// Contraction from which a number counts as learned (research specification).
pub(crate) const LEARNED_FROM: f64 = 0.5;
/// Draws of the prior that contractions are measured against.
const PRIOR_DRAWS: usize = 1000;
/// Seed of the prior's draws: the same prior for everybody.
const PRIOR_SEED: u64 = 0x0070_7269_6f72;
/// Durations below a minute and a half are alike.
const SHORTEST_DAYS: f64 = 1e-3;

/// On which scale a contraction is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Differences.
    Plain,
    /// Ratios: durations and factors. Durations at the horizon are beyond it.
    Ratio,
}

/// Natural values of posterior and prior, on which every answer is worked out.
pub(crate) struct Population {
    pub(crate) posterior: Vec<Vec<f64>>,
    pub(crate) prior: Vec<Vec<f64>>,
    /// Draws from this person's data alone, where `posterior` has what others lend too.
    alone: Option<Vec<Vec<f64>>>,
}

impl Population {
    pub(crate) fn new(model: &Model, draws: &[Vec<f64>]) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(PRIOR_SEED);
        let count = model.parameters().len();
        let prior = (0..PRIOR_DRAWS)
            .map(|_| {
                let z: Vec<f64> = (0..count).map(|_| StandardNormal.sample(&mut rng)).collect();
                model.values(&z)
            })
            .collect();
        Self { posterior: draws.iter().map(|z| model.values(z)).collect(), prior, alone: None }
    }

    /// With draws from this person's data alone, whitened, which decide what counts as learned.
    pub(crate) fn with_alone(self, model: &Model, alone: &[Vec<f64>]) -> Self {
        Self { alone: Some(alone.iter().map(|z| model.values(z)).collect()), ..self }
    }

    /// Other numbers in the place of the natural values, such as quantities that are worked out together.
    pub(crate) fn each(&self, quantities: impl Fn(&[Vec<f64>]) -> Vec<Vec<f64>>) -> Self {
        Self {
            posterior: quantities(&self.posterior),
            prior: quantities(&self.prior),
            alone: self.alone.as_deref().map(&quantities),
        }
    }

    /// A quantity over the posterior.
    pub(crate) fn of(&self, quantity: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        self.posterior.iter().map(|theta| quantity(theta)).collect()
    }

    /// A quantity over the prior.
    pub(crate) fn prior_of(&self, quantity: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        self.prior.iter().map(|theta| quantity(theta)).collect()
    }

    /// A quantity with its interval and its prior.
    pub(crate) fn learned(&self, scale: Scale, quantity: impl Fn(&[f64]) -> f64) -> Learned {
        self.learned_each(scale, |draws| draws.iter().map(|theta| quantity(theta)).collect())
    }

    /// A verdict, which is about this person: others can take it back and leave it `open`, not give it.
    pub(crate) fn verdict<V: PartialEq>(&self, of: impl Fn(&[Vec<f64>]) -> V, open: V) -> V {
        let found = of(&self.posterior);
        let own = self.alone.as_deref().is_none_or(|alone| of(alone) == found);
        if own { found } else { open }
    }

    /// The same for a quantity that may pass draws over.
    pub(crate) fn learned_each(
        &self,
        scale: Scale,
        quantities: impl Fn(&[Vec<f64>]) -> Vec<f64>,
    ) -> Learned {
        let prior = quantities(&self.prior);
        let made = learned(scale, quantities(&self.posterior), prior.clone());
        let Some(alone) = &self.alone else { return made };
        let own = learned(scale, quantities(alone), prior);
        let standing = match (made.standing, own.standing) {
            (Standing::Learned, Standing::MostlyPrior) => Standing::Lent,
            (standing, _) => standing,
        };
        Learned { standing, ..made }
    }
}

pub(crate) fn learned(scale: Scale, mut posterior: Vec<f64>, mut prior: Vec<f64>) -> Learned {
    let spread = |values: &[f64]| {
        let on_scale = |v: f64| match scale {
            Scale::Plain => v,
            Scale::Ratio => v.max(SHORTEST_DAYS).ln(),
        };
        variance(values.iter().map(|&v| on_scale(v)))
    };
    let contraction = 1.0 - spread(&posterior) / spread(&prior);
    let shown = |v: f64| {
        if scale == Scale::Ratio && v >= HORIZON_DAYS { f64::INFINITY } else { v }
    };
    for values in [&mut posterior, &mut prior] {
        values.iter_mut().for_each(|v| *v = shown(*v));
        values.sort_by(f64::total_cmp);
    }
    let at = |values: &[f64], p| quantile_of_sorted(values, p);
    Learned {
        median: at(&posterior, 0.5),
        lo: at(&posterior, 0.05),
        hi: at(&posterior, 0.95),
        contraction,
        standing: if contraction >= LEARNED_FROM {
            Standing::Learned
        } else {
            Standing::MostlyPrior
        },
        prior: [at(&prior, 0.05), at(&prior, 0.5), at(&prior, 0.95)],
        points: BAND_SHARES.map(|p| at(&posterior, p)),
    }
}

/// Sample mean.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sample variance.
pub(crate) fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / count;
    values.map(|v| (v - mean) * (v - mean)).sum::<f64>() / (count - 1.0)
}

/// Share of values for which something holds.
pub(crate) fn share(values: &[f64], holds: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|v| holds(**v)).count() as f64 / values.len() as f64
}
