//! Pooling: what the diaries of other people lend to one person's effects and half-lives.
//!
//! ```text
//! z_ij ~ N(m_j, s_j²)   over people i        m_j ~ N(0, ½),  s_j ~ half-normal(√½)        j: effect or half-life of an input
//! ```
//!
//! z is in units of the prior of one person alone, and the hyperpriors give every z_ij the mean 0 and the variance 1 of that
//! prior: before any data a person is what they were without the others. Two stages (Lunn, Barrett, Sweeting and Thompson 2013):
//! each diary is fitted alone, then a Gibbs sampler chooses among each person's draws with weights N(z; m, s²)/N(z; 0, 1) and draws m and
//! s given the choices. Whole draws are chosen, so everything that hangs on them follows. Where the population is narrow few draws of
//! a person alone lie in it, so diaries are fitted once more under a wide version of what was found; both sets of draws are weighted
//! as one mixture (Veach and Guibas 1995), whose wide half keeps every weight bounded.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use vagal_core::comparison::Estimate;
use vagal_core::pool::{NotPooled, PoolAnswer, PoolKind, PoolQuantity};

use crate::convergence::quantile;
use crate::event::Event;
use crate::laplace::laplace;
use crate::model::Model;
use crate::posterior::LogPosterior;
use crate::summary::{mean, variance};

/// People that pooling needs: with fewer the spread between them is its prior. House choice.
pub const LEAST_PEOPLE: usize = 4;
/// Coordinates that are pooled at most: weights over more of them leave too few draws.
const MOST_COORDINATES: usize = 4;
/// Draws of a diary that is fitted for its part in the pool.
pub(crate) const MEMBER_DRAWS: usize = 2000;
/// Effective draws of a person below which the pool is not used: with as many the probability below a 5% point is known to 1.5 percentage
/// points, √(.05 · .95 / 200).
const LEAST_EFFECTIVE: f64 = 200.0;
/// Chains of the Gibbs sampler, and steps of each.
const CHAINS: u64 = 4;
const WARM_UP: usize = 100;
const STEPS: usize = 500;
/// Variance of the hyperprior of m, and of the scale of that of s.
const HALF: f64 = 0.5;
/// Points of the grid on which s is drawn, log-spaced. People are taken to differ by at least a tenth of the prior's sd: no data of
/// a few people could tell, and hardly a draw would lie in a population narrower than that.
const GRID: usize = 60;
const GRID_ENDS: (f64, f64) = (0.1, 4.0);
/// Level of the intervals.
const TAIL: f64 = 0.05;
/// Two estimates of one evidence ratio may differ by this much, as a logarithm: a factor of two.
const MOST_DISAGREEMENT: f64 = std::f64::consts::LN_2;

/// One person in the pool: a model with draws of its posterior, whitened, and how often each input was used.
#[derive(Clone, Debug)]
pub struct Member {
    model: Model,
    events: Vec<Event>,
    sessions: Vec<usize>,
    draws: Vec<Vec<f64>>,
    /// Logarithm of the prior under which each draw was made, over the pooled coordinates; empty where that is the model's own.
    ln_base: Vec<f64>,
}

impl Member {
    /// From draws under the model's own prior.
    pub fn new(model: &Model, events: &[Event], draws: Vec<Vec<f64>>) -> Self {
        let mut sessions = vec![0; model.inputs().len()];
        for session in events.iter().filter_map(|e| e.session) {
            sessions[session.input] += 1;
        }
        let (model, events) = (model.clone(), events.to_vec());
        Self { model, events, sessions, draws, ln_base: Vec::new() }
    }

    /// By the weighted preview; `None` for too few readings or where the mode was not found.
    pub fn fitted(model: &Model, events: &[Event], seed: u64) -> Option<Self> {
        if events.iter().filter(|e| e.reading.is_some()).count() < crate::answer::LEAST_READINGS {
            return None;
        }
        Some(Self::new(model, events, preview(model, events, seed)?))
    }

    /// The same person with draws added under a prior that the pool found; `None` where `draw` cannot.
    pub(crate) fn again(
        &self,
        base: &[(f64, f64)],
        draw: impl FnOnce(&Model, &[Event]) -> Option<Vec<Vec<f64>>>,
    ) -> Option<Self> {
        let mut new = draw(&self.model.with_priors(base), &self.events)?;
        for (z, (mean, sd)) in new.iter_mut().flat_map(|d| d.iter_mut().zip(base)) {
            *z = mean + sd * *z;
        }
        // Of the coordinates that are pooled: the model's own prior, and the new one.
        let pooled = |z: &[f64]| -> Vec<(f64, f64, f64)> {
            let all = z.iter().zip(base).filter(|(_, b)| **b != (0.0, 1.0));
            all.map(|(z, (mean, sd))| (*z, *mean, *sd)).collect()
        };
        let ln_own = |z: &[f64]| pooled(z).iter().map(|(z, _, _)| -0.5 * z * z).sum::<f64>();
        let ln_new = |z: &[f64]| {
            pooled(z)
                .iter()
                .map(|(z, mean, sd)| -0.5 * ((z - mean) / sd).powi(2) - sd.ln())
                .sum::<f64>()
        };
        // Evidence under the new prior over that under the own, from either side. Where the two disagree the second fit went where the
        // first never was, as along a ridge of effect and half-life, and no weight can tell how much of it there is.
        let up: Vec<f64> = self.draws.iter().map(|z| (ln_new(z) - ln_own(z)).exp()).collect();
        let down: Vec<f64> = new.iter().map(|z| (ln_own(z) - ln_new(z)).exp()).collect();
        let (up, down) = (mean(&up), 1.0 / mean(&down));
        let disagreement = (up / down).ln().abs();
        if disagreement.is_nan() || disagreement > MOST_DISAGREEMENT {
            return None;
        }
        let evidence = (up * down).sqrt();
        let (n_own, n_new) = (self.draws.len() as f64, new.len() as f64);
        let draws: Vec<Vec<f64>> = self.draws.iter().cloned().chain(new).collect();
        let ln_base = draws
            .iter()
            .map(|z| (n_own * ln_own(z).exp() + n_new * ln_new(z).exp() / evidence).ln())
            .collect();
        Some(Self { draws, ln_base, ..self.clone() })
    }

    /// Draws of the person alone, whitened.
    pub fn draws(&self) -> &[Vec<f64>] {
        &self.draws
    }

    /// The place of a number of an input, if its sessions are in the diary.
    fn place(&self, input: &str, kind: PoolKind) -> Option<usize> {
        let at = self.model.inputs().iter().position(|i| i.id == input)?;
        let base = match kind {
            PoolKind::Effect => self.model.layout.effect,
            PoolKind::HalfLife => self.model.layout.half_life,
        };
        (self.sessions[at] > 0).then_some(base + at)
    }
}

/// Draws of every person that have learned from the others, and what was learned; the first member is the one in question.
#[derive(Clone, Debug)]
pub struct Pooled {
    /// Chain by chain: which of each member's draws, step by step.
    pub chosen: Vec<Vec<Vec<usize>>>,
    /// In numbers.
    pub answer: PoolAnswer,
    /// Mean and sd of the population as found, widened, for each member and coordinate.
    wide: Vec<Vec<(f64, f64)>>,
}

/// How much wider than the population the prior of the second fit is.
const WIDER: f64 = 1.5;

/// Draws of a diary by the weighted preview.
pub(crate) fn preview(model: &Model, events: &[Event], seed: u64) -> Option<Vec<Vec<f64>>> {
    let mut posterior = LogPosterior::new(model, events).ok()?;
    Some(laplace(&mut posterior)?.refine(&mut posterior, MEMBER_DRAWS, seed)?.draws)
}

/// What is pooled: the quantity and its place in each member, where there is one.
struct Shared {
    input: String,
    kind: PoolKind,
    places: Vec<Option<usize>>,
}

/// What is pooled, effects first, and what is not.
fn shared(members: &[Member]) -> (Vec<Shared>, Vec<NotPooled>) {
    let (mut out, mut left_out) = (Vec::new(), Vec::new());
    let inputs = members.first().map_or(&[][..], |m| m.model.inputs());
    for kind in [PoolKind::Effect, PoolKind::HalfLife] {
        for input in inputs {
            let places: Vec<Option<usize>> =
                members.iter().map(|m| m.place(&input.id, kind)).collect();
            // Who never had it lends nothing; who asks must have had it, or the prior of a stranger would speak.
            if places[0].is_none() {
                continue;
            }
            let (input, people) = (input.id.clone(), places.iter().flatten().count());
            if people >= LEAST_PEOPLE && out.len() < MOST_COORDINATES {
                out.push(Shared { input, kind, places });
            } else {
                left_out.push(NotPooled { input, kind, people });
            }
        }
    }
    (out, left_out)
}

/// The answer where nothing was pooled, or could not be used.
pub(crate) fn unused(members: &[Member], effective_draws: Option<f64>) -> PoolAnswer {
    PoolAnswer {
        people: members.len(),
        need: LEAST_PEOPLE,
        quantities: Vec::new(),
        not_pooled: Vec::new(),
        withheld: Vec::new(),
        most: MOST_COORDINATES,
        effective_draws,
        need_draws: LEAST_EFFECTIVE,
    }
}

/// State of the Gibbs sampler.
struct Gibbs<'a> {
    members: &'a [Member],
    shared: &'a [Shared],
    rng: ChaCha8Rng,
    chosen: Vec<usize>,
    mean: Vec<f64>,
    sd: Vec<f64>,
    weights: Vec<f64>,
    /// Sum over steps of the effective draws of each member.
    effective: Vec<f64>,
}

impl Gibbs<'_> {
    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.rng)
    }

    /// One of `weights`, which are logarithms, and how many equal ones they are worth, (Σw)²/Σw².
    fn pick(&mut self) -> (usize, f64) {
        let highest = self.weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (mut sum, mut squares) = (0.0, 0.0);
        for w in &mut self.weights {
            *w = (*w - highest).exp();
            sum += *w;
            squares += *w * *w;
        }
        let mut left = self.rng.random::<f64>() * sum;
        let last = self.weights.len() - 1;
        let place = self.weights.iter().position(|w| {
            left -= w;
            left <= 0.0
        });
        (place.unwrap_or(last), sum * sum / squares)
    }

    fn step(&mut self) {
        let (members, shared) = (self.members, self.shared);
        for (i, member) in members.iter().enumerate() {
            self.weights.clear();
            for (k, draw) in member.draws.iter().enumerate() {
                let mut ln = 0.0;
                for (j, s) in shared.iter().enumerate() {
                    if let Some(place) = s.places[i] {
                        let z = draw[place];
                        let off = (z - self.mean[j]) / self.sd[j];
                        ln -= 0.5 * off * off;
                        if member.ln_base.is_empty() {
                            ln += 0.5 * z * z;
                        }
                    }
                }
                ln -= member.ln_base.get(k).copied().unwrap_or(0.0);
                self.weights.push(ln);
            }
            let (place, effective) = self.pick();
            self.chosen[i] = place;
            self.effective[i] += effective;
        }
        for (j, s) in shared.iter().enumerate() {
            let values: Vec<f64> = s
                .places
                .iter()
                .enumerate()
                .filter_map(|(i, place)| Some(members[i].draws[self.chosen[i]][(*place)?]))
                .collect();
            let n = values.len() as f64;
            let precision = n / (self.sd[j] * self.sd[j]) + 1.0 / HALF;
            let centre = values.iter().sum::<f64>() / (self.sd[j] * self.sd[j]) / precision;
            self.mean[j] = centre + self.normal() / precision.sqrt();
            let squares: f64 = values.iter().map(|v| (v - self.mean[j]).powi(2)).sum();
            let grid = |k: usize| {
                GRID_ENDS.0 * (GRID_ENDS.1 / GRID_ENDS.0).powf(k as f64 / (GRID - 1) as f64)
            };
            self.weights.clear();
            for k in 0..GRID {
                let s = grid(k);
                // The last term makes a log-spaced grid one of s itself.
                let ln = -n * s.ln() - 0.5 * squares / (s * s) - 0.5 * s * s / HALF + s.ln();
                self.weights.push(ln);
            }
            let (k, _) = self.pick();
            self.sd[j] = grid(k);
        }
    }
}

/// Lets people learn from one another. `None` where too few of them had any input of the first.
pub fn pool(members: &[Member], seed: u64) -> Option<Pooled> {
    let (shared, not_pooled) = shared(members);
    if shared.is_empty() {
        return None;
    }
    let mut chosen: Vec<Vec<Vec<usize>>> = Vec::new();
    let mut means: Vec<Vec<f64>> = vec![Vec::new(); shared.len()];
    let mut sds = means.clone();
    let mut effective = vec![0.0; members.len()];
    for chain in 0..CHAINS {
        let mut gibbs = Gibbs {
            members,
            shared: &shared,
            rng: ChaCha8Rng::seed_from_u64(seed.wrapping_mul(CHAINS).wrapping_add(chain)),
            chosen: vec![0; members.len()],
            mean: vec![0.0; shared.len()],
            sd: vec![1.0; shared.len()],
            weights: Vec::new(),
            effective,
        };
        let mut rows = Vec::with_capacity(STEPS);
        for step in 0..WARM_UP + STEPS {
            gibbs.step();
            if step >= WARM_UP {
                rows.push(gibbs.chosen.clone());
                for j in 0..shared.len() {
                    means[j].push(gibbs.mean[j]);
                    sds[j].push(gibbs.sd[j]);
                }
            }
        }
        effective = gibbs.effective;
        chosen.push(rows);
    }
    let wide = members
        .iter()
        .enumerate()
        .map(|(i, member)| {
            let mut base = vec![(0.0, 1.0); member.model.parameters().len()];
            for (j, s) in shared.iter().enumerate() {
                if let Some(place) = s.places[i] {
                    let found = variance(means[j].iter().copied()) + mean(&sds[j]).powi(2);
                    base[place] = (mean(&means[j]), (WIDER * found.sqrt()).min(1.0));
                }
            }
            base
        })
        .collect();
    let steps = (CHAINS as usize * (WARM_UP + STEPS)) as f64;
    let fewest = effective.iter().fold(f64::INFINITY, |least, sum| least.min(sum / steps));
    let first = &members[0];
    let quantities = shared
        .iter()
        .enumerate()
        .filter_map(|(j, s)| {
            let place = s.places[0]?;
            let parameter = &first.model.parameters()[place];
            let natural = |z: &mut dyn Iterator<Item = f64>| {
                estimate(z.map(|z| parameter.value(z)).collect())
            };
            let pooled = chosen.iter().flatten().map(|row| first.draws[row[0]][place]);
            let spread = |sd: &f64| match s.kind {
                PoolKind::Effect => sd * parameter.prior_sd,
                PoolKind::HalfLife => (sd * parameter.prior_sd).exp(),
            };
            Some(PoolQuantity {
                input: s.input.clone(),
                kind: s.kind,
                people: s.places.iter().flatten().count(),
                population: natural(&mut means[j].iter().copied()),
                between: estimate(sds[j].iter().map(spread).collect()),
                alone: natural(&mut first.draws.iter().map(|d| d[place])),
                pooled: natural(&mut { pooled }),
            })
        })
        .collect();
    let answer = PoolAnswer { quantities, not_pooled, ..unused(members, Some(fewest)) };
    Some(Pooled { chosen, answer, wide })
}

/// Pools, fits everybody once more by the preview under a wide version of what was found, and pools again.
///
/// Whose second fit fails stays as before. `None` where too few people had any input of the first.
pub fn pool_twice(members: &[Member], seed: u64) -> Option<(Vec<Member>, Pooled)> {
    let first = pool(members, seed)?;
    let again: Vec<Member> = members
        .iter()
        .enumerate()
        .map(|(i, m)| {
            let fitted = m.again(first.wide(i), |model, events| preview(model, events, seed));
            fitted.unwrap_or_else(|| m.clone())
        })
        .collect();
    let second = pool(&again, seed)?;
    Some((again, second))
}

impl Pooled {
    /// False where somebody is so unlike the others that too few of their draws remain.
    pub fn is_usable(&self) -> bool {
        self.answer.effective_draws.is_some_and(|draws| draws >= LEAST_EFFECTIVE)
    }

    /// The prior of a second fit of one member.
    pub(crate) fn wide(&self, member: usize) -> &[(f64, f64)] {
        &self.wide[member]
    }

    /// Draws of one member after pooling, whitened, chain by chain.
    pub fn draws(&self, members: &[Member], member: usize) -> Vec<Vec<Vec<f64>>> {
        let of = |row: &Vec<usize>| members[member].draws[row[member]].clone();
        self.chosen.iter().map(|chain| chain.iter().map(of).collect()).collect()
    }
}

fn estimate(values: Vec<f64>) -> Estimate {
    let at = |p| quantile(&values, p);
    Estimate { middle: at(0.5), lo: at(TAIL), hi: at(1.0 - TAIL) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Session;
    use crate::model::{Input, Terms};

    /// People whose likelihood of one coordinate is normal: draws of their posteriors alone are known, and so is the
    /// hierarchical posterior, by a grid over m and s.
    #[test]
    fn the_pool_is_the_hierarchical_posterior() {
        let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).unwrap();
        let place = model.layout.effect;
        let seen = [1.4, 0.9, 1.1, -0.2, 1.6];
        let noise: f64 = 0.5; // variance
        let session = Event { session: Some(Session::new(0, 1.0)), ..Event::default() };
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        let members: Vec<Member> = seen
            .iter()
            .map(|y| {
                let (mean, sd) = (y / (1.0 + noise), (noise / (1.0 + noise)).sqrt());
                let draws = (0..4000)
                    .map(|_| {
                        let mut z: Vec<f64> = (0..model.parameters().len())
                            .map(|_| StandardNormal.sample(&mut rng))
                            .collect();
                        z[place] = mean + sd * z[place];
                        z
                    })
                    .collect();
                Member::new(&model, &[session], draws)
            })
            .collect();
        let pooled = pool(&members, 5).unwrap();
        // By the grid: p(m, s | y) from y_i ~ N(m, s² + noise), then E z_i.
        let (mut total, mut wanted) = (0.0, [0.0; 5]);
        for a in -150..=150 {
            let m = f64::from(a) * 0.02;
            for b in 5..200 {
                let s = f64::from(b) * 0.02;
                let mut ln = -0.5 * m * m / HALF - 0.5 * s * s / HALF;
                for y in seen {
                    let v = s * s + noise;
                    ln -= 0.5 * (v.ln() + (y - m).powi(2) / v);
                }
                let w = ln.exp();
                total += w;
                for (sum, y) in wanted.iter_mut().zip(seen) {
                    let (p, q) = (1.0 / noise, 1.0 / (s * s));
                    *sum += w * (y * p + m * q) / (p + q);
                }
            }
        }
        for (i, sum) in wanted.iter().enumerate() {
            let draws = pooled.draws(&members, i);
            let values: Vec<f64> = draws.iter().flatten().map(|z| z[place]).collect();
            let mean = crate::summary::mean(&values);
            println!("{i}: pooled {mean:.3}, exact {:.3}", sum / total);
            // The other coordinate (half-life) is prior for all and drawn along; 2,000 dependent steps of sd .5.
            assert!((mean - sum / total).abs() < 0.06, "{i}: {mean} {}", sum / total);
        }
        assert!(pooled.is_usable(), "{:?}", pooled.answer.effective_draws);
        assert!(pool(&members[..3], 5).is_none(), "three people are too few");
    }

    /// Four people with four inputs: eight numbers, of which four are pooled and four are named as left out; an input of three people too.
    #[test]
    fn what_is_not_pooled_is_said() {
        let inputs = ["a", "b", "c", "d", "e"].map(Input::brief).to_vec();
        let model = Model::of_columns(inputs, Terms::default()).unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let members: Vec<Member> = (0..4)
            .map(|person| {
                let had = if person == 3 { 4 } else { 5 };
                let events: Vec<Event> = (0..had)
                    .map(|i| Event { session: Some(Session::new(i, 1.0)), ..Event::default() })
                    .collect();
                let draw = |_| -> Vec<f64> {
                    model.parameters().iter().map(|_| StandardNormal.sample(&mut rng)).collect()
                };
                Member::new(&model, &events, (0..500).map(draw).collect())
            })
            .collect();
        let found = pool(&members, 1).unwrap().answer;
        let pooled: Vec<(&str, PoolKind)> =
            found.quantities.iter().map(|q| (q.input.as_str(), q.kind)).collect();
        assert_eq!(pooled, ["a", "b", "c", "d"].map(|i| (i, PoolKind::Effect)));
        let left: Vec<(&str, PoolKind, usize)> =
            found.not_pooled.iter().map(|n| (n.input.as_str(), n.kind, n.people)).collect();
        let halves = ["a", "b", "c", "d"].map(|i| (i, PoolKind::HalfLife, 4)).to_vec();
        let wanted = [vec![("e", PoolKind::Effect, 3)], halves, vec![("e", PoolKind::HalfLife, 3)]];
        assert_eq!(left, wanted.concat());
        // 500 draws of the prior, weighted by four coordinates at once: too few are left.
        assert!(found.effective_draws.is_some_and(|draws| draws < found.need_draws), "{found:?}");
    }
}
