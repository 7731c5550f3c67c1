//! Readings around sessions: after less before, and the same less what rest did. Blood pressure, cortisol, reaction time and others.
//!
//! No model stands behind this: a session counts if it has a reading before and one after (`notes`).

use vagal_core::comparison::{Direction, NotCompared, OutputChange};
use vagal_core::diary::{kinds, reading_kind};

use super::change_around;
use super::numbers::{of_difference, of_mean};
use crate::inputs::REST;
use crate::notes::{NotedReading, Notes};

/// Sessions that a mean change needs (evidence/rules: 5 sessions and 3 rest controls).
const LEAST_SESSIONS: usize = 5;
/// Sessions of rest that a comparison needs.
const LEAST_REST: usize = 3;
/// Level of the intervals: many are looked at, so they are wider than elsewhere.
const LEVEL: f64 = 0.95;

/// Every kind and input with at least one session that has readings on both sides.
pub(super) fn answers(notes: &Notes) -> Vec<OutputChange> {
    let mut series: Vec<(&'static str, bool)> = Vec::new();
    for r in notes.readings.iter().filter(|r| r.region.is_none()) {
        if !series.contains(&(r.kind, r.pulse_wave)) {
            series.push((r.kind, r.pulse_wave));
        }
    }
    let mut out = Vec::new();
    for input in notes.inputs().into_iter().filter(|i| *i != REST) {
        for &(kind, pulse_wave) in &series {
            let of = |wanted: &str| -> Vec<f64> {
                // Cortisol is a concentration: its changes are ratios.
                let logarithm = kind == kinds::CORTISOL;
                let here = |r: &NotedReading| {
                    r.kind == kind
                        && r.pulse_wave == pulse_wave
                        && r.region.is_none()
                        && (!logarithm || r.value > 0.0)
                };
                let sessions = notes.sessions.iter().filter(|s| s.input == wanted);
                if logarithm {
                    let logs = Notes {
                        readings: notes
                            .readings
                            .iter()
                            .filter(|r| here(r))
                            .map(|r| NotedReading { value: r.value.ln(), ..*r })
                            .collect(),
                        ..Notes::default()
                    };
                    return sessions.filter_map(|s| change_around(&logs, s, |_| true)).collect();
                }
                sessions.filter_map(|s| change_around(notes, s, here)).collect()
            };
            let (with, rest) = (of(input), of(REST));
            if with.is_empty() {
                continue;
            }
            let change = if with.len() < LEAST_SESSIONS {
                Err(NotCompared::TooFew { have: with.len(), need: LEAST_SESSIONS })
            } else {
                Ok(of_mean(&with, LEVEL))
            };
            let against_rest = match change {
                Err(not) => Err(not),
                Ok(_) if rest.len() < LEAST_REST => {
                    Err(NotCompared::TooFewOfRest { have: rest.len(), need: LEAST_REST })
                }
                Ok(_) => Ok(of_difference(&with, &rest, LEVEL)),
            };
            let verdict = match against_rest {
                Ok(d) if d.hi < 0.0 => Direction::Lower,
                Ok(d) if d.lo > 0.0 => Direction::Higher,
                _ => Direction::CannotTell,
            };
            out.push(OutputChange {
                kind: kind.into(),
                logarithm: kind == kinds::CORTISOL
                    || reading_kind(kind).is_some_and(|k| k.log_of.is_some()),
                input: input.into(),
                sessions: with.len(),
                rest_sessions: rest.len(),
                change,
                against_rest,
                verdict,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;
    use crate::notes::NotedSession;

    /// Three cuff readings before and three after; lying still alone lowers by 3 mmHg, massage by `more` besides.
    fn notes(rng: &mut ChaCha8Rng, sessions: usize, rests: usize, more: f64) -> Notes {
        let mut out = Notes::default();
        for k in 0..sessions + rests {
            let massage = k < sessions;
            let (start, end) = (2.0 * k as f64 + 0.7, 2.0 * k as f64 + 0.74);
            let mut normal =
                |sd: f64| -> f64 { sd * Distribution::<f64>::sample(&StandardNormal, &mut *rng) };
            let day = 125.0 + normal(8.0);
            for after in [false, true] {
                let fall =
                    if after { 3.0 + if massage { more } else { 0.0 } + normal(3.0) } else { 0.0 };
                for i in 0..3 {
                    out.readings.push(NotedReading {
                        days: if after {
                            end + 0.003 * f64::from(i)
                        } else {
                            start - 0.02 + 0.003 * f64::from(i)
                        },
                        kind: kinds::SYSTOLIC,
                        region: None,
                        pulse_wave: false,
                        value: day - fall + normal(4.0),
                    });
                }
            }
            out.sessions.push(NotedSession {
                input: if massage { "massage" } else { REST }.into(),
                start_days: start,
                end_days: end,
                felt: None,
                regions: Vec::new(),
            });
        }
        out
    }

    #[test]
    fn pressure_is_compared_with_rest_and_not_with_itself() {
        const REPEATS: usize = 1000;
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        for (sessions, rests) in [(5, 3), (12, 8)] {
            let (mut wrong, mut alone) = (0, 0);
            for _ in 0..REPEATS {
                let found = answers(&notes(&mut rng, sessions, rests, 0.0)).remove(0);
                wrong += usize::from(found.verdict != Direction::CannotTell);
                alone += usize::from(found.change.unwrap().hi < 0.0);
            }
            println!("{sessions} {rests}: called {wrong}, before-after alone {alone}");
            // 5% are meant: 50 of 1,000; Welch is a little careful at three.
            assert!(wrong <= 78, "{sessions} {rests}: {wrong}");
            // The naive comparison takes lying still for an effect.
            assert!(alone > 150, "{alone}");
        }
        let found = (0..200).filter(|_| {
            answers(&notes(&mut rng, 12, 8, 8.0)).remove(0).verdict == Direction::Lower
        });
        assert!(found.count() >= 180);
        let few = answers(&notes(&mut rng, 6, 2, 0.0)).remove(0);
        assert_eq!(few.against_rest, Err(NotCompared::TooFewOfRest { have: 2, need: 3 }));
    }
}
