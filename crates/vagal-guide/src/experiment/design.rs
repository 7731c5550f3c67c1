//! Design: from wishes to a plan that can be registered, or the answer that it would take too long.

use statrs::distribution::{ContinuousCDF, Normal};
use vagal_core::experiment::{
    Arm, ExperimentOutcome, ExperimentPlan, Noise, PowerTable, Spending, Weekday,
};
use vagal_core::{GateState, Moment};

use super::error::ExperimentError;
use super::flips::MOST_BLOCKS;
use super::power::{Sizing, power};
use crate::safety::{Answers, check};

/// Fewer blocks cannot reject at 5% two-sided: 2^5 classes of six blocks are the first above 1 in 20.
pub const FEWEST_BLOCKS: usize = 6;
/// Interim looks before so many blocks bring nothing: no class may be taken out.
const FEWEST_BEFORE_A_LOOK: usize = 4;
/// Sizes in the table of power, sessions of each arm.
const SIZES: [usize; 6] = [8, 12, 16, 24, 36, 60];
/// Differences in the table, as shares of the one planned for.
const SHARES: [f64; 5] = [0.0, 0.5, 0.75, 1.0, 1.5];
/// Inputs that are done in sessions and so can be drawn for a day.
const SESSIONS: [&str; 5] = ["massage", "slow_breathing", "meditation", "rest", "cold_face"];

/// What somebody wishes to compare, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignOptions {
    /// Whose it is.
    pub person: String,
    /// Program and version.
    pub made_by: String,
    /// Now.
    pub registered: Moment,
    /// Seed.
    pub seed: u64,
    /// Two to four inputs; the question is the first against the second.
    pub arms: Vec<Arm>,
    /// First day on which a session may be.
    pub from: i64,
    /// Days of the week on which sessions may be.
    pub weekdays: Vec<Weekday>,
    /// Days from one session to the next, at least.
    pub washout_days: i64,
    /// What is compared.
    pub primary: ExperimentOutcome,
    /// True if its readings come from a pulse wave.
    pub pulse_wave: bool,
    /// What is reported beside it.
    pub secondary: Vec<ExperimentOutcome>,
    /// Smallest worthwhile change; half of the spread of the mornings or 2 points of tension if `None`.
    pub swc: Option<f64>,
    /// Difference to be found; twice the SWC, or the SWC of tension, if `None`.
    pub effect: Option<f64>,
    /// Power wanted.
    pub power: f64,
    /// Blocks, whatever the power; as many as the power needs if `None`.
    pub blocks: Option<usize>,
    /// Longest that it may take, weeks.
    pub most_weeks: f64,
    /// Interim looks as shares of the blocks.
    pub looks: Vec<f64>,
    /// How false alarms are spread.
    pub spending: Spending,
    /// Share of outcomes expected to go missing.
    pub missing: f64,
    /// What is known of the noise.
    pub noise: Noise,
    /// Simulated experiments for each cell of the table of power.
    pub experiments: usize,
}

/// A plan, or that it would take too long.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The plan; `None` where the power wanted cannot be had in the time there is.
    pub plan: Option<ExperimentPlan>,
    /// What designs of several sizes would find.
    pub power: PowerTable,
    /// Smallest worthwhile change used.
    pub swc: f64,
}

/// Whether the answers let these inputs be drawn.
///
/// # Errors
///
/// [`ExperimentError::Paused`] or [`ExperimentError::NotOffered`] with what the gate says. An input whose every session needs a
/// consent of its own may be planned without it: it is asked for each time.
pub fn offered(answers: &Answers, arms: &[Arm]) -> Result<(), ExperimentError> {
    let inputs: Vec<_> = arms.iter().filter_map(|a| vagal_evidence::input(&a.input)).collect();
    let found = check(answers, &inputs, &[]);
    if found.suppresses_advice() {
        let says = found.level.and_then(vagal_core::Level::text).unwrap_or("an answer is open");
        return Err(ExperimentError::Paused(says.into()));
    }
    let closed = |gate: &&vagal_core::InputGate| {
        !gate.state.is_open() && gate.state != GateState::ConsentFirst
    };
    match found.inputs.iter().find(closed) {
        Some(gate) => {
            Err(ExperimentError::NotOffered { input: gate.name.clone(), says: gate.says.join(" ") })
        }
        None => Ok(()),
    }
}

/// Session days: the first day allowed, then each as early as weekdays and washout allow.
///
/// # Errors
///
/// [`ExperimentError::NoWeekday`].
pub fn schedule(
    from: i64,
    blocks: usize,
    arms: usize,
    weekdays: &[Weekday],
    washout_days: i64,
) -> Result<Vec<Vec<i64>>, ExperimentError> {
    if weekdays.is_empty() {
        return Err(ExperimentError::NoWeekday);
    }
    let mut next = from;
    let mut take = || {
        while !weekdays.contains(&Weekday::of_day(next)) {
            next += 1;
        }
        let day = next;
        next += washout_days;
        day
    };
    Ok((0..blocks).map(|_| (0..arms).map(|_| take()).collect()).collect())
}

/// Designs an experiment.
///
/// # Errors
///
/// [`ExperimentError`] for wishes that cannot be met; taking too long is an answer and no error.
pub fn design(wishes: &DesignOptions) -> Result<Design, ExperimentError> {
    checked(wishes)?;
    let (swc, swc_reason) = swc(wishes);
    ExperimentError::within("the smallest worthwhile change", swc, (0.001, 5.0))?;
    let effect = wishes.effect.unwrap_or(match wishes.primary {
        ExperimentOutcome::Tension => swc,
        _ => 2.0 * swc,
    });
    ExperimentError::within("the difference to be found", effect, (0.001, 10.0))?;
    let sizing = |blocks: usize| sizing(wishes, swc, blocks);
    let (needed, weeks, extrapolated) = needed(wishes, swc, effect)?;
    let blocks = wishes.blocks.unwrap_or(needed.min(MOST_BLOCKS));
    let mut sizes: Vec<usize> = SIZES.into_iter().chain([blocks]).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut cells = Vec::new();
    for size in sizes {
        for share in SHARES {
            cells.push(power(&sizing(size)?, share * effect, wishes.experiments, wishes.seed));
        }
    }
    let table = PowerTable {
        target: wishes.power,
        effect,
        needed,
        needed_weeks: weeks,
        extrapolated,
        most_weeks: wishes.most_weeks,
        cells,
    };
    let here = table.cells.iter().find(|c| c.sessions_per_arm == blocks && c.effect == effect);
    let reached = here.map_or(0.0, |c| c.found);
    if wishes.blocks.is_none() && (extrapolated || weeks > wishes.most_weeks) {
        return Ok(Design { plan: None, power: table, swc });
    }
    let of = sizing(blocks)?;
    let plan = ExperimentPlan {
        person: wishes.person.clone(),
        made_by: wishes.made_by.clone(),
        registered: wishes.registered,
        seed: wishes.seed,
        arms: wishes.arms.clone(),
        blocks: of.days,
        weekdays: wishes.weekdays.clone(),
        washout_days: wishes.washout_days,
        primary: wishes.primary,
        pulse_wave: wishes.pulse_wave,
        secondary: wishes.secondary.clone(),
        swc,
        swc_reason,
        looks: of.looks,
        spending: wishes.spending,
        level: LEVEL,
        no_difference_level: NO_DIFFERENCE_LEVEL,
        noise: wishes.noise,
        effect,
        power: reached,
        missing: wishes.missing,
    };
    Ok(Design { plan: Some(plan), power: table, swc })
}

/// Level of "more" and "less", two-sided. Under .05, so that a study can show with its own limit that .05 is kept, and as a margin for
/// what the proof does not cover (house choice; it costs 3% more sessions).
pub const LEVEL: f64 = 0.045;
/// Level of "no difference" where the difference is as large as the SWC.
pub const NO_DIFFERENCE_LEVEL: f64 = 0.05;

fn checked(wishes: &DesignOptions) -> Result<(), ExperimentError> {
    let arms = &wishes.arms;
    if !(2..=4).contains(&arms.len()) {
        return Err(ExperimentError::Arms(arms.len()));
    }
    for (i, arm) in arms.iter().enumerate() {
        if !SESSIONS.contains(&arm.input.as_str()) {
            return Err(ExperimentError::NoSession(arm.name.clone()));
        }
        if arms[..i].iter().any(|a| a.id == arm.id) {
            return Err(ExperimentError::Twice(arm.name.clone()));
        }
        ExperimentError::within("minutes of a session", arm.minutes, (0.25, 240.0))?;
    }
    if wishes.from <= wishes.registered.local_day() {
        return Err(ExperimentError::Past(Moment::date_of_day(wishes.from)));
    }
    let within = ExperimentError::within;
    // The morning before a session would be the outcome of the session before it: no longer fixed whatever the draw.
    let fewest = (wishes.primary.lag_days() + 1) as f64;
    within("days from one session to the next", wishes.washout_days as f64, (fewest, 28.0))?;
    within("the power wanted", wishes.power, (0.5, 0.99))?;
    within("the share of missing outcomes", wishes.missing, (0.0, 0.6))?;
    within("weeks at most", wishes.most_weeks, (1.0, 260.0))?;
    for look in &wishes.looks {
        within("an interim look", *look, (0.2, 0.95))?;
    }
    let blocks = wishes.blocks.map_or(FEWEST_BLOCKS as f64, |b| b as f64);
    within("sessions of each input", blocks, (FEWEST_BLOCKS as f64, MOST_BLOCKS as f64))
}

/// SWC with its reason.
fn swc(wishes: &DesignOptions) -> (f64, String) {
    let of = if wishes.noise.readings > 0 { "own" } else { "prior" };
    match (wishes.swc, wishes.primary) {
        (Some(given), _) => (given, "as given when the experiment was registered".into()),
        (None, ExperimentOutcome::Tension) => {
            (2.0, "two points of ten, the least that counts as a drop".into())
        }
        (None, _) => {
            // Three decimals, so that the file says exactly what is used.
            let half = (500.0 * wishes.noise.sd).round() / 1000.0;
            (half, format!("half of the {of} spread of {:.3}", wishes.noise.sd))
        }
    }
}

/// Blocks of the looks; the last is all of them.
fn looks(shares: &[f64], blocks: usize) -> Vec<usize> {
    let at = |share: &f64| (share * blocks as f64).ceil() as usize;
    let mut looks: Vec<usize> = shares.iter().map(at).collect();
    looks.retain(|b| (FEWEST_BEFORE_A_LOOK..blocks).contains(b));
    looks.push(blocks);
    looks.sort_unstable();
    looks.dedup();
    looks
}

/// The design of so many blocks, to be simulated.
///
/// # Errors
///
/// [`ExperimentError::NoWeekday`].
pub fn sizing(wishes: &DesignOptions, swc: f64, blocks: usize) -> Result<Sizing, ExperimentError> {
    let (arms, washout) = (wishes.arms.len(), wishes.washout_days);
    Ok(Sizing {
        days: schedule(wishes.from, blocks, arms, &wishes.weekdays, washout)?,
        lag_days: wishes.primary.lag_days(),
        noise: wishes.noise,
        looks: looks(&wishes.looks, blocks),
        spending: wishes.spending,
        rule: (swc, LEVEL, NO_DIFFERENCE_LEVEL),
        missing: wishes.missing,
    })
}

/// Fewest blocks that reach the power at a difference, the weeks they take, and whether that was extrapolated.
///
/// # Errors
///
/// [`ExperimentError::NoWeekday`].
pub fn needed(
    wishes: &DesignOptions,
    swc: f64,
    effect: f64,
) -> Result<(usize, f64, bool), ExperimentError> {
    let at = |blocks: usize| -> Result<_, ExperimentError> {
        Ok(power(&sizing(wishes, swc, blocks)?, effect, 2 * wishes.experiments, wishes.seed))
    };
    let (mut too_few, mut enough) = (FEWEST_BLOCKS - 1, FEWEST_BLOCKS);
    let mut largest = at(enough)?;
    while largest.found < wishes.power && enough < MOST_BLOCKS {
        (too_few, enough) = (enough, (2 * enough).min(MOST_BLOCKS));
        largest = at(enough)?;
    }
    if largest.found < wishes.power {
        // The distance of the mean from zero grows with the root of the sessions.
        let normal = Normal::standard();
        let z = normal.inverse_cdf(1.0 - LEVEL / 2.0);
        let have = z + normal.inverse_cdf(largest.found.clamp(0.03, 0.99));
        let want = z + normal.inverse_cdf(wishes.power);
        let factor = (want / have.max(0.1)).powi(2).max(1.0);
        let blocks = (factor * MOST_BLOCKS as f64).ceil() as usize;
        return Ok((blocks, largest.weeks * factor, true));
    }
    while enough - too_few > 1 {
        let middle = usize::midpoint(too_few, enough);
        if at(middle)?.found >= wishes.power { enough = middle } else { too_few = middle }
    }
    Ok((enough, at(enough)?.weeks, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_keep_the_washout_and_the_week() {
        let week = [Weekday::Tue, Weekday::Fri];
        // 20788 is a Tuesday.
        let days = schedule(20_786, 3, 2, &week, 3).unwrap();
        assert_eq!(days, [[20_788, 20_791], [20_795, 20_798], [20_802, 20_805]]);
        assert_eq!(schedule(0, 1, 2, &[], 3), Err(ExperimentError::NoWeekday));
    }

    fn wishes() -> DesignOptions {
        let plan = crate::experiment::made::plan(8);
        DesignOptions {
            person: plan.person,
            made_by: plan.made_by,
            registered: plan.registered,
            seed: plan.seed,
            arms: plan.arms,
            from: plan.registered.local_day() + 1,
            weekdays: plan.weekdays,
            washout_days: 3,
            primary: plan.primary,
            pulse_wave: false,
            secondary: Vec::new(),
            swc: Some(0.1),
            effect: None,
            power: 0.8,
            blocks: Some(8),
            most_weeks: 26.0,
            looks: vec![0.5],
            spending: plan.spending,
            missing: 0.1,
            noise: plan.noise,
            experiments: 10,
        }
    }

    #[test]
    fn the_first_session_comes_after_the_day_of_registration() {
        let today = wishes().registered.local_day();
        for from in [today - 1, today] {
            let found = design(&DesignOptions { from, ..wishes() });
            assert_eq!(found, Err(ExperimentError::Past(Moment::date_of_day(from))));
        }
        assert!(design(&wishes()).unwrap().plan.is_some());
    }

    #[test]
    fn a_reading_before_a_session_is_no_outcome_of_the_one_before_it() {
        let of = |washout_days, primary| {
            design(&DesignOptions { washout_days, primary, ..wishes() }).map(|_| ())
        };
        assert!(matches!(of(1, ExperimentOutcome::Morning), Err(ExperimentError::Number { .. })));
        assert!(matches!(of(1, ExperimentOutcome::Night), Err(ExperimentError::Number { .. })));
        assert_eq!(of(2, ExperimentOutcome::Morning), Ok(()));
        assert_eq!(of(1, ExperimentOutcome::Session), Ok(()));
    }

    #[test]
    fn looks_are_at_their_shares_and_the_last_at_the_end() {
        assert_eq!(looks(&[0.5, 0.75], 12), [6, 9, 12]);
        assert_eq!(looks(&[0.5, 0.75], 6), [5, 6]);
        assert_eq!(looks(&[], 20), [20]);
    }
}
