//! Return of the same areas: the body map before a session against the one before the next.
//!
//! ```text
//! likeness  weighted Jaccard = Σ min(a, b) / Σ max(a, b)   over all regions, an unmarked one is 0
//! return    (T before next − T after) / (T before − T after)   over the areas marked before
//! chance    the same mean likeness after the areas of each second map were shuffled over the body, 999 times
//! ```
//!
//! What it cannot know: why they came back. A desk brings the same areas back as well as anything else does.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use vagal_core::diary::BODY_REGIONS;

use crate::case::{Case, WEEK};
use crate::quantity::Missing;
use crate::quantity::number::mean;
use crate::quantity::session::{Map, Session, sessions};
use crate::quantity::tension::{Rated, rated};

/// Shuffled maps, one less than a round number so that p is one (Davison and Hinkley 1997).
const SHUFFLES: usize = 999;

/// How often the same areas came back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Returning {
    /// Sessions that began with raised tension, took some away, and have a map before the next.
    pub maps: usize,
    /// Of these, how often the same areas came back.
    pub returns: usize,
    /// Mean likeness, 0 to 1.
    pub likeness: f64,
    /// Probability of a mean likeness as high in shuffled maps.
    pub p: f64,
}

/// The return of areas over the longest window.
///
/// # Errors
///
/// [`Missing`] with too few maps.
pub fn returning(case: &Case<'_>) -> Result<Returning, Missing> {
    let need = case.count("return_sessions");
    let from = case.today - case.days("window_weeks_longest") * WEEK;
    let mapped = rated(case) == Rated::Regions;
    let all: Vec<Session> = sessions(case).into_iter().filter(|s| s.day() >= from).collect();
    let pairs: Vec<(&Session, &Session)> = all
        .windows(2)
        .map(|pair| (&pair[0], &pair[1]))
        .filter(|(one, next)| {
            let raised =
                one.around().is_some_and(|(before, _)| before >= case.limit("tension_raised"));
            mapped && raised && one.meaningful_drop(case).is_some() && !next.before.is_empty()
        })
        .collect();
    if pairs.len() < need {
        return Err(Missing::new(format!(
            "{need} sessions with areas rated before, after and before the next, that began with raised tension (there are {})",
            pairs.len()
        )));
    }
    // A recent trouble brings the same areas back while it lasts: the maps must reach beyond it.
    let weeks = case.days("onset_days") / WEEK;
    let span =
        pairs.last().zip(pairs.first()).map_or(0, |(last, first)| last.1.day() - first.0.day());
    if span < weeks * WEEK {
        return Err(Missing::new(format!("such maps over {weeks} weeks (they span {span} days)")));
    }
    let came_back = |one: &Session, next: &Session| {
        let Some((before, after)) = one.around() else { return false };
        let again: Vec<f64> =
            one.before.keys().map(|area| next.before.get(area).copied().unwrap_or(0.0)).collect();
        let back = (mean(&again).unwrap_or(0.0) - after) / (before - after);
        likeness(&vector(&one.before), &vector(&next.before)) >= case.limit("return_likeness")
            && back >= case.limit("return_drop")
    };
    let returns = pairs.iter().filter(|(one, next)| came_back(one, next)).count();
    let maps: Vec<(Vec<f64>, Vec<f64>)> =
        pairs.iter().map(|(one, next)| (vector(&one.before), vector(&next.before))).collect();
    let (likeness, p) = against_chance(&maps, case.seed);
    Ok(Returning { maps: pairs.len(), returns, likeness, p })
}

impl Returning {
    /// True if they came back most times.
    pub fn mostly(&self, case: &Case<'_>) -> bool {
        self.returns as f64 >= (case.limit("return_share") - 5e-4) * self.maps as f64
    }

    /// True if they are more alike than chance would have them.
    pub fn is_no_chance(&self, case: &Case<'_>) -> bool {
        self.p < case.limit("return_p")
    }
}

/// A map over all regions of the body.
fn vector(map: &Map) -> Vec<f64> {
    BODY_REGIONS.iter().map(|region| map.get(region.id).copied().unwrap_or(0.0)).collect()
}

/// Weighted Jaccard likeness; two empty maps are not alike.
fn likeness(a: &[f64], b: &[f64]) -> f64 {
    let low: f64 = a.iter().zip(b).map(|(x, y)| x.min(*y)).sum();
    let high: f64 = a.iter().zip(b).map(|(x, y)| x.max(*y)).sum();
    if high > 0.0 { low / high } else { 0.0 }
}

/// Mean likeness of the pairs, and how often shuffled ones reach it.
fn against_chance(maps: &[(Vec<f64>, Vec<f64>)], seed: u64) -> (f64, f64) {
    let mean_of = |maps: &[(Vec<f64>, Vec<f64>)]| {
        maps.iter().map(|(a, b)| likeness(a, b)).sum::<f64>() / maps.len().max(1) as f64
    };
    let found = mean_of(maps);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut shuffled = maps.to_vec();
    let reached = (0..SHUFFLES)
        .filter(|_| {
            for (_, second) in &mut shuffled {
                second.shuffle(&mut rng);
            }
            mean_of(&shuffled) >= found - 1e-12
        })
        .count();
    (found, (1 + reached) as f64 / (1 + SHUFFLES) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::made::Made;

    #[test]
    fn likeness_by_hand() {
        assert_eq!(likeness(&[6.0, 4.0, 0.0], &[3.0, 4.0, 5.0]), 7.0 / 15.0);
        assert_eq!(likeness(&[6.0, 4.0], &[6.0, 4.0]), 1.0);
        assert_eq!(likeness(&[0.0], &[0.0]), 0.0);
    }

    /// One region of 14 each time: seven shuffles hit it all with probability (1/14)^7; a single pair with 1/14.
    #[test]
    fn chance_is_that_of_the_body() {
        let one =
            |at: usize| (0..14).map(|i| if i == at { 6.0 } else { 0.0 }).collect::<Vec<f64>>();
        let same: Vec<_> = (0..7).map(|_| (one(2), one(2))).collect();
        assert_eq!(against_chance(&same, 1), (1.0, 0.001));
        let (_, p) = against_chance(&[(one(2), one(2))], 1);
        // Three standard errors of a share of 1/14 in 999 draws.
        assert!((p - 1.0 / 14.0).abs() < 3.0 * (0.0663_f64 / 999.0).sqrt(), "{p}");
    }

    fn weekly(same: bool) -> Made {
        let mut made = Made::default();
        for week in 0..8 {
            let (day, area) =
                (7 * week, if same { "neck" } else { BODY_REGIONS[week as usize].id });
            made.region(day, 11.0, area, 7.0).massage(day, 12.0, 60.0).region(day, 14.0, area, 2.0);
        }
        made
    }

    #[test]
    fn the_same_area_comes_back_and_wandering_ones_do_not() {
        weekly(true).at(56, |case| {
            let found = returning(case).unwrap();
            assert_eq!((found.maps, found.returns, found.likeness), (7, 7, 1.0));
            assert!(found.mostly(case) && found.is_no_chance(case));
        });
        weekly(false).at(56, |case| {
            let found = returning(case).unwrap();
            assert_eq!((found.maps, found.returns), (7, 0));
            assert!(!found.mostly(case) && !found.is_no_chance(case));
        });
        assert!(weekly(true).at(30, returning).is_err());
    }
}
