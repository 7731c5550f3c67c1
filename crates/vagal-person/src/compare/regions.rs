//! Worked against unworked regions: does tension fall more where hands were than elsewhere, after the same session?
//!
//! ```text
//! fall = session + δ·(before − usual level of the region) + γ·worked + noise          γ: more where worked
//! ```
//!
//! Hands go where it is tense, and what is tense by chance comes down by itself. So falls are compared at the same distance from
//! each region's usual level, within sessions, and the interval comes from leaving out whole sessions.

use vagal_core::comparison::{NotCompared, RegionAnswer, RegionContrast, RegionVerdict};
use vagal_core::diary::kinds;

use super::numbers::jackknife;
use crate::notes::{NotedReading, NotedSession, Notes};
use crate::summary::mean;

/// Sessions with regions of both kinds that a contrast needs. House choice; at eight its interval was simulated to hold.
pub const LEAST_SESSIONS: usize = 8;
/// Level of the intervals.
const LEVEL: f64 = 0.90;
/// A difference smaller than one step of the scale is too small to matter.
const MATTERS_POINTS: f64 = 1.0;
/// "The next day", days after a session's end.
const NEXT_DAY: (f64, f64) = (0.5, 1.5);
/// Ratings so soon after a session do not belong to the usual level, days.
const SHADOW_DAYS: f64 = 1.5;

/// Regions that were rated at all.
pub(super) fn rated(notes: &Notes) -> Vec<&'static str> {
    let mut regions: Vec<&'static str> = Vec::new();
    for region in notes.readings.iter().filter_map(|r| tension(r)) {
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    regions
}

/// The region of a rating of tension by region.
pub(super) fn tension(reading: &NotedReading) -> Option<&'static str> {
    reading.region.filter(|_| reading.kind == kinds::TENSION)
}

/// One region around one session.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Before less after.
    fall: f64,
    /// Before less the usual level.
    above: f64,
    worked: f64,
}

/// Every input with sessions that name their regions.
pub(super) fn answers(notes: &Notes) -> Vec<RegionAnswer> {
    let regions = rated(notes);
    let levels: Vec<f64> = regions.iter().map(|region| usual_level(notes, region)).collect();
    let named =
        |input: &&str| notes.sessions.iter().any(|s| s.input == *input && !s.regions.is_empty());
    notes
        .inputs()
        .into_iter()
        .filter(|input| !regions.is_empty() && named(input))
        .map(|input| {
            let over = |after: fn(&Notes, &NotedSession, &'static str) -> Option<f64>| {
                contrast_of(
                    &notes
                        .sessions
                        .iter()
                        .filter(|s| s.input == input && !s.regions.is_empty())
                        .map(|s| rows(notes, s, &regions, &levels, after))
                        .collect::<Vec<_>>(),
                )
            };
            RegionAnswer {
                input: input.into(),
                soon: over(|notes, session, region| {
                    notes.after(session, |r| tension(r) == Some(region))
                }),
                next_day: over(|notes, session, region| {
                    notes.later(session, NEXT_DAY, |r| tension(r) == Some(region))
                }),
            }
        })
        .collect()
}

/// Mean of the ratings of a region outside of the time after sessions.
fn usual_level(notes: &Notes, region: &str) -> f64 {
    let free = |r: &&NotedReading| {
        !notes.sessions.iter().any(|s| {
            // What was rated in the middle of a session belongs to it.
            r.days > s.start_days && r.days <= s.end_days + SHADOW_DAYS && !s.regions.is_empty()
        })
    };
    let of_region = || notes.readings.iter().filter(|r| tension(r) == Some(region));
    let values: Vec<f64> = of_region().filter(free).map(|r| r.value).collect();
    if values.is_empty() {
        mean(&of_region().map(|r| r.value).collect::<Vec<_>>())
    } else {
        mean(&values)
    }
}

fn rows(
    notes: &Notes,
    session: &NotedSession,
    regions: &[&'static str],
    levels: &[f64],
    after: fn(&Notes, &NotedSession, &'static str) -> Option<f64>,
) -> Vec<Row> {
    let one = |(region, level): (&&'static str, &f64)| {
        let before = notes.before(session, |r| tension(r) == Some(*region))?;
        let after = after(notes, session, region)?;
        let worked = f64::from(u8::from(session.regions.contains(region)));
        Some(Row { fall: before - after, above: before - level, worked })
    };
    regions.iter().zip(levels).filter_map(one).collect()
}

/// Worked against unworked from the notes of one input, soon after its sessions; for studies.
pub fn contrast(notes: &Notes, input: &str) -> Result<RegionContrast, NotCompared> {
    let none = NotCompared::TooFew { have: 0, need: LEAST_SESSIONS };
    answers(notes).into_iter().find(|a| a.input == input).map_or(Err(none), |a| a.soon)
}

fn contrast_of(sessions: &[Vec<Row>]) -> Result<RegionContrast, NotCompared> {
    let both = |rows: &&Vec<Row>| {
        rows.iter().any(|r| r.worked > 0.0) && rows.iter().any(|r| r.worked == 0.0)
    };
    let kept: Vec<&Vec<Row>> = sessions.iter().filter(both).collect();
    if kept.len() < LEAST_SESSIONS {
        return Err(NotCompared::TooFew { have: kept.len(), need: LEAST_SESSIONS });
    }
    let [unworked, worked, difference] = jackknife(kept.len(), LEVEL, |left_out| {
        let some: Vec<&Vec<Row>> = kept
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(*i) != left_out)
            .map(|(_, r)| *r)
            .collect();
        let (unworked, difference) = fit(&some)?;
        Some([unworked, unworked + difference, difference])
    })
    .ok_or(NotCompared::Alike)?;
    let verdict = if difference.lo > 0.0 {
        RegionVerdict::MoreWhereWorked
    } else if difference.hi < 0.0 {
        RegionVerdict::MoreElsewhere
    } else if difference.lo > -MATTERS_POINTS && difference.hi < MATTERS_POINTS {
        RegionVerdict::Alike
    } else {
        RegionVerdict::CannotTell
    };
    Ok(RegionContrast { sessions: kept.len(), worked, unworked, difference, verdict })
}

/// Fall elsewhere from the usual level, and what is added where hands worked; least squares within sessions.
fn fit(sessions: &[&Vec<Row>]) -> Option<(f64, f64)> {
    let (mut aa, mut aw, mut ww, mut af, mut wf) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let centre = |rows: &[Row]| {
        let n = rows.len() as f64;
        let sum = |f: fn(&Row) -> f64| rows.iter().map(f).sum::<f64>() / n;
        (sum(|r| r.fall), sum(|r| r.above), sum(|r| r.worked))
    };
    for rows in sessions {
        let (fall, above, worked) = centre(rows);
        for r in rows.iter() {
            let (f, a, w) = (r.fall - fall, r.above - above, r.worked - worked);
            aa += a * a;
            aw += a * w;
            ww += w * w;
            af += a * f;
            wf += w * f;
        }
    }
    let determinant = aa * ww - aw * aw;
    let (slope, more) = if determinant > 1e-9 * (aa * ww).max(1e-12) {
        ((af * ww - wf * aw) / determinant, (wf * aa - af * aw) / determinant)
    } else if ww > 0.0 && aa <= 1e-12 {
        // Ratings that never left their level leave nothing to correct.
        (0.0, wf / ww)
    } else {
        return None;
    };
    let unworked: Vec<f64> = sessions
        .iter()
        .map(|rows| {
            let (fall, above, worked) = centre(rows);
            fall - slope * above - more * worked
        })
        .collect();
    Some((mean(&unworked), more))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;
    use crate::notes::NotedSession;

    const REGIONS: [&str; 6] = ["neck", "shoulders", "upper_back", "lower_back", "hips", "thighs"];

    /// Who chooses where hands work.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Chosen {
        Random,
        Tensest,
        Always,
    }

    /// Weeks of ratings of six regions twice a day in whole points, and a session a week that lowers all by `all` and worked ones
    /// by `more` besides. Half of the tension above the usual level is gone after a day.
    fn notes(rng: &mut ChaCha8Rng, chosen: Chosen, sessions: usize, all: f64, more: f64) -> Notes {
        let mut normal = || -> f64 { StandardNormal.sample(&mut *rng) };
        let levels: Vec<f64> = REGIONS.map(|_| 5.0 + normal()).to_vec();
        let mut state: Vec<f64> = levels.iter().map(|_| normal()).collect();
        let mut out = Notes::default();
        let rate = |days: f64, state: &[f64], normal: &mut dyn FnMut() -> f64, out: &mut Notes| {
            let mut seen = Vec::new();
            for (k, region) in REGIONS.iter().enumerate() {
                let value = (levels[k] + state[k] + 0.7 * normal()).round().clamp(0.0, 10.0);
                out.readings.push(NotedReading {
                    days,
                    kind: kinds::TENSION,
                    region: Some(region),
                    pulse_wave: false,
                    value,
                });
                seen.push(value);
            }
            seen
        };
        for half_day in 0..14 * sessions {
            let day = f64::from(half_day as u32) * 0.5;
            for x in &mut state {
                *x = 0.7 * *x + 0.7 * normal();
            }
            let seen = rate(day, &state, &mut normal, &mut out);
            if half_day % 14 != 7 {
                continue;
            }
            let mut order: Vec<usize> = (0..6).collect();
            match chosen {
                Chosen::Tensest => order.sort_by(|a, b| seen[*b].total_cmp(&seen[*a])),
                Chosen::Random => {
                    let keys: Vec<f64> = (0..6).map(|_| normal()).collect();
                    order.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
                }
                Chosen::Always => {}
            }
            let worked = &order[..2];
            for (k, x) in state.iter_mut().enumerate() {
                *x -= all + if worked.contains(&k) { more } else { 0.0 };
            }
            out.sessions.push(NotedSession {
                input: "massage".into(),
                start_days: day + 0.02,
                end_days: day + 0.06,
                felt: None,
                regions: worked.iter().map(|&k| REGIONS[k]).collect(),
            });
            rate(day + 0.1, &state, &mut normal, &mut out);
        }
        out
    }

    #[test]
    fn a_difference_is_covered_whoever_chose_the_region() {
        const REPEATS: u64 = 400;
        for chosen in [Chosen::Random, Chosen::Tensest, Chosen::Always] {
            for (sessions, more) in [(8, 0.0), (16, 0.0), (16, 1.5)] {
                let (mut covered, mut called, mut against, mut sum) = (0, 0, 0, 0.0);
                for seed in 0..REPEATS {
                    let mut rng = ChaCha8Rng::seed_from_u64(seed);
                    let made = notes(&mut rng, chosen, sessions, 1.0, more);
                    let found = contrast(&made, "massage").unwrap();
                    let d = found.difference;
                    covered += usize::from((d.lo..=d.hi).contains(&more));
                    called += usize::from(found.verdict == RegionVerdict::MoreWhereWorked);
                    against += usize::from(found.verdict == RegionVerdict::MoreElsewhere);
                    sum += d.middle / REPEATS as f64;
                }
                println!(
                    "{chosen:?} {sessions} {more}: covered {covered} called {called} against {against} mean {sum:.3}"
                );
                // 90% of 400 are 360; 334 is the lower 99.9% limit, and careful is no fault.
                assert!(covered >= 334, "{chosen:?} {sessions} {more}: {covered}");
                if more == 0.0 {
                    // 5% a side are meant: 20 of 400, at most 37 by the same limit.
                    assert!(called <= 37 && against <= 37, "{chosen:?}: {called} {against}");
                } else {
                    assert!(called >= 320, "{chosen:?}: {called} of 400 found");
                }
            }
        }
    }
}
