//! Felt release against what was measured of the same session: a rank correlation, or too few pairs for one.

use vagal_core::comparison::{Estimate, FeltAnswer, FeltFound, FeltVerdict, Measured, NotCompared};
use vagal_core::diary::kinds;

use super::change_around;
use super::numbers::{correlation, ranks};
use crate::event::Event;
use crate::gauss;
use crate::inputs::{NEXT_MORNING_DAYS, REST};
use crate::model::Model;
use crate::notes::{NotedSession, Notes};
use crate::posterior::LogPosterior;
use crate::summary::{mean, variance};

/// Pairs that a rank correlation needs (evidence/rules: 10 paired sessions).
pub const LEAST_PAIRS: usize = 10;
/// Level of the interval.
const LEVEL: f64 = 0.90;
/// A rank correlation of this size shares half of the variance: from here on one is the larger part of the other.
const LARGER_PART: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// A session of the notes is one of the events if it ends within this time of it, days.
const SAME_MOMENT_DAYS: f64 = 1e-6;

/// What was measured of each session of the notes.
pub(super) struct Measures {
    around: Vec<Option<f64>>,
    /// Reading less forecast without the session, and the variance of that forecast.
    morning: Vec<Option<(f64, f64)>>,
    tension: Vec<Option<f64>>,
}

impl Measures {
    pub(super) fn new(model: &Model, events: &[Event], notes: &Notes, mean: &[f64]) -> Self {
        let spot = |s: &NotedSession| {
            let of = |pulse_wave: bool| {
                change_around(notes, s, |r| {
                    r.kind == kinds::LN_RMSSD_SPOT && r.pulse_wave == pulse_wave
                })
            };
            of(false).or_else(|| of(true))
        };
        let tension = |s: &NotedSession| {
            let whole = change_around(notes, s, |r| r.kind == kinds::TENSION && r.region.is_none());
            whole.or_else(|| over_regions(notes, s)).map(|change| -change)
        };
        Self {
            around: notes.sessions.iter().map(spot).collect(),
            morning: mornings(model, events, notes, mean),
            tension: notes.sessions.iter().map(tension).collect(),
        }
    }

    pub(super) fn of(&self, measured: Measured, session: usize) -> Option<f64> {
        match measured {
            Measured::AroundSession => self.around[session],
            Measured::NextMorning => self.morning[session].map(|(change, _)| change),
            Measured::TensionFall => self.tension[session],
        }
    }
}

/// Mean change over the regions that were rated before and after.
fn over_regions(notes: &Notes, session: &NotedSession) -> Option<f64> {
    let changes: Vec<f64> = super::regions::rated(notes)
        .into_iter()
        .filter_map(|region| {
            change_around(notes, session, |r| r.kind == kinds::TENSION && r.region == Some(region))
        })
        .collect();
    (!changes.is_empty()).then(|| mean(&changes))
}

/// For each session: the next morning's reading less what the model foresees without the session, from readings before it.
fn mornings(
    model: &Model,
    events: &[Event],
    notes: &Notes,
    mean: &[f64],
) -> Vec<Option<(f64, f64)>> {
    let times = crate::event::times(events);
    let one = |session: &NotedSession| {
        let input = model.inputs().iter().position(|i| i.id == session.input)?;
        let place = (0..events.len()).find(|&i| {
            events[i].session.is_some_and(|s| s.input == input)
                && (times[i] - session.end_days).abs() < SAME_MOMENT_DAYS
        })?;
        let morning = (place..events.len()).find(|&i| {
            times[i] > times[place] && events[i].reading.is_some_and(|r| r.channel == 0)
        })?;
        if times[morning] - times[place] > NEXT_MORNING_DAYS {
            return None;
        }
        let mut without = events[..=morning].to_vec();
        without[place].session = None;
        // What was read in between has felt the session.
        without[place..morning].iter_mut().for_each(|e| e.reading = None);
        let mut posterior = LogPosterior::new(model, &without).ok()?;
        let last = posterior.innovations(mean).pop()?;
        (last.event == morning && last.error.is_finite()).then_some((last.error, last.variance))
    };
    notes.sessions.iter().map(one).collect()
}

/// Spearman's rank correlation with an interval of this level; `None` where one of the two never varies.
///
/// Interval by Fisher's z with the variance (1 + r²/2)/(n − 3) of Bonett and Wright (2000), which holds its level from ten pairs
/// on; ties take mid-ranks. At r = ±1 the transform ends, so r is kept half a step of n pairs inside.
pub fn rank_correlation(a: &[f64], b: &[f64], level: f64) -> Option<Estimate> {
    let n = a.len().min(b.len()) as f64;
    if n < 4.0 {
        return None;
    }
    let r = correlation(&ranks(a), &ranks(b))?;
    // The smallest step of Spearman's r without ties is 12/(n³ − n).
    let edge = 1.0 - 6.0 / (n * n * n - n);
    let inside = r.clamp(-edge, edge);
    let error = ((1.0 + 0.5 * inside * inside) / (n - 3.0)).sqrt();
    let half = gauss::quantile(0.5 * (1.0 + level)) * error;
    let (lo, hi) = ((inside.atanh() - half).tanh(), (inside.atanh() + half).tanh());
    Some(Estimate { middle: r, lo: lo.min(r), hi: hi.max(r) })
}

/// The verdict on an interval.
fn verdict(r: &Estimate) -> FeltVerdict {
    if r.hi < 0.0 {
        FeltVerdict::Against
    } else if r.lo > LARGER_PART {
        FeltVerdict::LargerPart
    } else if r.lo > 0.0 && r.hi < LARGER_PART {
        FeltVerdict::AlongWeakly
    } else if r.lo > 0.0 {
        FeltVerdict::Along
    } else if r.hi < LARGER_PART {
        FeltVerdict::WeaklyAtMost
    } else {
        FeltVerdict::CannotTell
    }
}

/// Every input whose release was rated, against every measure that any of its sessions has.
pub(super) fn answers(notes: &Notes, measures: &Measures) -> Vec<FeltAnswer> {
    let mut out = Vec::new();
    for input in notes.inputs().into_iter().filter(|i| *i != REST) {
        let rated: Vec<(usize, f64)> = notes
            .sessions
            .iter()
            .enumerate()
            .filter(|(_, s)| s.input == input)
            .filter_map(|(place, s)| Some((place, s.felt?)))
            .collect();
        if rated.is_empty() {
            continue;
        }
        for measured in Measured::ALL {
            let pairs: Vec<(usize, f64, f64)> = rated
                .iter()
                .filter_map(|&(place, felt)| Some((place, felt, measures.of(measured, place)?)))
                .collect();
            // A measure that no session has is only asked for once: by the first of them.
            if pairs.is_empty() && measured != Measured::NextMorning {
                continue;
            }
            out.push(FeltAnswer {
                input: input.into(),
                measured,
                pairs: pairs.len(),
                found: found(measures, measured, &pairs),
            });
        }
    }
    out
}

fn found(
    measures: &Measures,
    measured: Measured,
    pairs: &[(usize, f64, f64)],
) -> Result<FeltFound, NotCompared> {
    if pairs.len() < LEAST_PAIRS {
        return Err(NotCompared::TooFew { have: pairs.len(), need: LEAST_PAIRS });
    }
    let felt: Vec<f64> = pairs.iter().map(|p| p.1).collect();
    let changes: Vec<f64> = pairs.iter().map(|p| p.2).collect();
    let rank_correlation = rank_correlation(&felt, &changes, LEVEL).ok_or(NotCompared::Alike)?;
    let noise_share = (measured == Measured::NextMorning).then(|| {
        let noise: Vec<f64> = pairs.iter().filter_map(|p| Some(measures.morning[p.0]?.1)).collect();
        (mean(&noise) / variance(changes.iter().copied())).clamp(0.0, 1.0)
    });
    let verdict = verdict(&rank_correlation);
    Ok(FeltFound { rank_correlation, noise_share, verdict })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    /// A rating in whole points, of few values, as people give them, beside a change.
    fn pairs(rng: &mut ChaCha8Rng, rho: f64, count: usize) -> (Vec<f64>, Vec<f64>) {
        (0..count)
            .map(|_| {
                let x: f64 = StandardNormal.sample(rng);
                let e: f64 = StandardNormal.sample(rng);
                let change = rho * x + (1.0 - rho * rho).sqrt() * e;
                ((6.5 + 1.5 * x).round().clamp(0.0, 10.0), change)
            })
            .unzip()
    }

    /// Coverage of the 90% interval with ties, at the smallest and a usual number of pairs. Truth by a large sample.
    #[test]
    fn intervals_of_ranks_with_ties_hold_their_level() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        const REPEATS: usize = 2000;
        for rho in [0.0, 0.3, 0.6, 0.85] {
            let (a, b) = pairs(&mut rng, rho, 60_000);
            let truth = correlation(&ranks(&a), &ranks(&b)).unwrap();
            for count in [10, 25] {
                let covered = (0..REPEATS)
                    .filter(|_| {
                        let (a, b) = pairs(&mut rng, rho, count);
                        rank_correlation(&a, &b, 0.9).is_none_or(|r| (r.lo..=r.hi).contains(&truth))
                    })
                    .count();
                let share = covered as f64 / REPEATS as f64;
                println!("rho {rho} pairs {count}: {share}");
                // Three standard errors of 2,000 repeats are .02; above is on the careful side.
                assert!((0.88..=0.94).contains(&share), "rho {rho}, {count} pairs: {share}");
            }
        }
    }

    /// Spearman's own example of two rankings: r = 1 − 6 Σd²/(n³ − n) without ties.
    #[test]
    fn without_ties_it_is_the_formula() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0];
        let b = [2.0, 1.0, 4.0, 3.0, 5.0];
        let r = rank_correlation(&a, &b, 0.9).unwrap();
        assert!((r.middle - (1.0 - 6.0 * 4.0 / 120.0)).abs() < 1e-12);
        let same = rank_correlation(&a, &a, 0.9).unwrap();
        assert!(same.hi == 1.0 && same.lo < 1.0 && same.middle == 1.0);
        assert!(rank_correlation(&a, &[1.0; 5], 0.9).is_none());
    }

    /// How often a verdict is wrong where the two have nothing to do with each other.
    #[test]
    fn what_is_not_linked_is_rarely_called_so() {
        let mut rng = ChaCha8Rng::seed_from_u64(9);
        const REPEATS: usize = 1000;
        let mut called = 0;
        for _ in 0..REPEATS {
            let (a, b) = pairs(&mut rng, 0.0, 12);
            let found = rank_correlation(&a, &b, 0.9).map(|r| verdict(&r));
            called += usize::from(matches!(
                found,
                Some(FeltVerdict::Along | FeltVerdict::AlongWeakly | FeltVerdict::LargerPart)
            ));
        }
        // 5% are meant; four standard errors of 1,000 repeats are 2.8%.
        assert!((20..=78).contains(&called), "{called}");
    }

    /// Simulated weeks in which a session's dose varies widely. Felt release that follows the dose goes along with the next morning;
    /// felt release that nothing made does not.
    #[test]
    fn the_next_morning_less_its_forecast_follows_what_a_session_did() {
        use crate::model::{Input, Terms};
        use crate::simulate::{Design, Plan, simulate};

        let model = Model::of_columns(vec![Input::massage("massage")], Terms::default()).unwrap();
        let mut truth: Vec<f64> = vec![0.0; model.parameters().len()];
        for (value, p) in truth.iter_mut().zip(model.parameters()) {
            *value = if p.name == "e1" { 0.5 } else { p.value(0.0) };
        }
        let mean_z = model.whiten(&truth);
        let plan = Plan { dose_sd: 0.8, ..Plan::random(1.5) };
        let (mut linked, mut unlinked, mut seen) = (0.0, 0.0, 0);
        for seed in 0..40 {
            let made = simulate(&model, &truth, &Design::reference(vec![plan]), seed);
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut notes = Notes::default();
            let mut time = 0.0;
            for event in &made.events {
                time += event.gap_days;
                if event.session.is_some() {
                    notes.sessions.push(NotedSession {
                        input: "massage".into(),
                        start_days: time,
                        end_days: time,
                        felt: Some(0.0),
                        regions: Vec::new(),
                    });
                }
            }
            let measures = Measures::new(&model, &made.events, &notes, &mean_z);
            let doses: Vec<f64> =
                made.events.iter().filter_map(|e| e.session).map(|s| s.dose).collect();
            let kept: Vec<(f64, f64)> = doses
                .iter()
                .enumerate()
                .filter_map(|(k, d)| Some((*d, measures.of(Measured::NextMorning, k)?)))
                .collect();
            let changes: Vec<f64> = kept.iter().map(|k| k.1).collect();
            let felt: Vec<f64> = kept.iter().map(|k| k.0).collect();
            let noise: Vec<f64> = kept.iter().map(|_| StandardNormal.sample(&mut rng)).collect();
            linked += correlation(&ranks(&felt), &ranks(&changes)).unwrap() / 40.0;
            unlinked += correlation(&ranks(&noise), &ranks(&changes)).unwrap() / 40.0;
            seen += kept.len();
        }
        println!("mean r with the dose {linked:.2}, with nothing {unlinked:.2}, {seen} mornings");
        assert!(linked > 0.25 && unlinked.abs() < 0.12, "{linked} {unlinked}");
    }
}
