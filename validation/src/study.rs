//! Error rates of the session verdict: simulated sessions carried down the whole line, from beats to the verdict.

use rayon::prelude::*;
use vagal::compose::{self, StatedBreathing};
use vagal::core::response::Verdict;
use vagal::core::session::Circumstances;
use vagal::core::{Entry, Station};
use vagal::pipeline;
use vagal::session::Settings;
use vagal::sim::{HiddenLevel, LevelProcess, SessionBreathing, StatisticalSession};

/// One kind of session, drawn many times.
#[derive(Clone, Debug)]
pub struct Cell {
    /// `level` for the error rates proper, `breathing` for rival explanations, `hold`.
    pub study: &'static str,
    /// How the level moves, in words: `ou-90`, `ramp`.
    pub process: String,
    /// The session; its seed is replaced.
    pub session: StatisticalSession,
}

/// What became of the sessions of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Sessions drawn.
    pub sessions: usize,
    /// Called `shifted_up`.
    pub up: usize,
    /// Called `shifted_down`.
    pub down: usize,
    /// Called `no_shift`.
    pub no_shift: usize,
    /// Called `cannot_tell`.
    pub cannot_tell: usize,
    /// Called `explained_otherwise`.
    pub explained: usize,
    /// Called `unusable`.
    pub unusable: usize,
    /// Sessions with a posterior of d.
    pub answered: usize,
    /// Of these, 95% intervals that held the true d.
    pub covered: usize,
    /// Sum of the posterior standard deviations.
    pub sd_sum: f64,
    /// Sum of the errors of the estimate.
    pub error_sum: f64,
    /// Sessions with a hold.
    pub holds: usize,
    /// Of these, 95% intervals that held the true first passage.
    pub holds_covered: usize,
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            sessions: self.sessions + other.sessions,
            up: self.up + other.up,
            down: self.down + other.down,
            no_shift: self.no_shift + other.no_shift,
            cannot_tell: self.cannot_tell + other.cannot_tell,
            explained: self.explained + other.explained,
            unusable: self.unusable + other.unusable,
            answered: self.answered + other.answered,
            covered: self.covered + other.covered,
            sd_sum: self.sd_sum + other.sd_sum,
            error_sum: self.error_sum + other.error_sum,
            holds: self.holds + other.holds,
            holds_covered: self.holds_covered + other.holds_covered,
        }
    }

    /// Called a shift, either way.
    pub fn called(&self) -> usize {
        self.up + self.down
    }
}

/// Standard deviation of the level, ln units.
pub const LEVEL_SD: f64 = 0.2;

/// First seed of the study: none below was used while settings were chosen, none from here on.
const FIRST_SEED: u64 = 10_000_000;

/// Every cell: fifteen without an effect and the same with .4 and .8, sessions with an input between, where the
/// assumptions end, changes of breathing, and effects that fade.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    let ou = |timescale_s| LevelProcess::OrnsteinUhlenbeck { sd: LEVEL_SD, timescale_s };
    // A ramp over the whole session has the standard deviation of the level if it rises by √12 of it.
    let processes = [
        ("ou-30", ou(30.0)),
        ("ou-90", ou(90.0)),
        ("ou-300", ou(300.0)),
        ("ou-600", ou(600.0)),
        ("ramp", LevelProcess::Ramp { rise: LEVEL_SD * 12.0_f64.sqrt() }),
    ];
    for shift in [0.0, 0.4, 0.8] {
        for total_min in [10.0, 20.0, 40.0] {
            for (name, level) in processes {
                let half_min = 0.5 * total_min;
                let session = StatisticalSession {
                    level,
                    shift,
                    ..StatisticalSession::null(half_min, half_min, 0)
                };
                cells.push(Cell { study: "level", process: name.into(), session });
            }
        }
    }
    // The way sessions are held: half an hour of input between ten minutes before and ten after.
    let held = |level, shift| StatisticalSession {
        level,
        shift,
        minutes_during: 30.0,
        ..StatisticalSession::null(10.0, 10.0, 0)
    };
    for shift in [0.0, 0.4, 0.8] {
        for (name, level) in &processes[..4] {
            let process = (*name).into();
            cells.push(Cell { study: "between", process, session: held(*level, shift) });
        }
    }
    // Where the assumptions end: a drift that runs on while the input acts, and a level that wanders
    // twice as far. Neither can be told from an effect within one session.
    let wide = |timescale_s| LevelProcess::OrnsteinUhlenbeck { sd: 2.0 * LEVEL_SD, timescale_s };
    for (name, level) in [
        ("ramp throughout", processes[4].1),
        ("sd .4, ou-90", wide(90.0)),
        ("sd .4, ou-600", wide(600.0)),
    ] {
        cells.push(Cell { study: "limits", process: name.into(), session: held(level, 0.0) });
    }
    // Breathing alone, as strong as .08 ln units per breath a minute, without any change of the level.
    for (after_per_min, slope_per_breath, wander_sd_per_min) in [
        (11.0, -0.08, 1.0),
        (12.0, -0.08, 1.0),
        (13.0, -0.08, 1.0),
        (14.0, -0.08, 1.0),
        (15.0, -0.08, 1.0),
        (13.0, 0.0, 1.0),
        (11.0, -0.13, 3.0),
        (12.0, -0.13, 3.0),
    ] {
        let breathing = SessionBreathing {
            before_per_min: 15.0,
            after_per_min,
            slope_per_breath,
            wander_sd_per_min,
            ..SessionBreathing::UNCHANGED
        };
        let session = StatisticalSession { breathing, ..StatisticalSession::null(10.0, 10.0, 0) };
        let process = format!(
            "15 to {after_per_min:.0} a minute, slope {slope_per_breath}, wander {wander_sd_per_min}"
        );
        cells.push(Cell { study: "breathing", process, session });
    }
    // An effect that fades after an input of twenty minutes, and one that stays.
    for (name, half_life_min) in
        [("fades in 5 min", Some(5.0)), ("fades in 20 min", Some(20.0)), ("stays", None)]
    {
        let session = StatisticalSession {
            minutes_during: 20.0,
            shift: 0.8,
            half_life_min,
            ..StatisticalSession::null(10.0, 20.0, 0)
        };
        cells.push(Cell { study: "hold", process: name.into(), session });
    }
    cells
}

/// Draws a cell `sessions` times and tallies the verdicts.
pub fn run(cell: &Cell, sessions: usize, settings: &Settings) -> Tally {
    (0..sessions)
        .into_par_iter()
        .map(|i| one(cell, i, settings))
        .reduce(Tally::default, Tally::plus)
}

fn one(cell: &Cell, index: usize, settings: &Settings) -> Tally {
    let mut drawn = StatisticalSession { seed: FIRST_SEED + index as u64, ..cell.session.clone() };
    // A ramp rises in one session and falls in the next.
    if let LevelProcess::Ramp { rise } = drawn.level
        && index % 2 == 1
    {
        drawn.level = LevelProcess::Ramp { rise: -rise };
    }
    let drawn = drawn.draw();
    let truth = &drawn.truth;
    let entry = Entry {
        format: "simulated",
        station: Station::Beats(drawn.beats),
        start: None,
        marks: Vec::new(),
        device: None,
        notes: Vec::new(),
    };
    let mut tally = Tally { sessions: 1, ..Tally::default() };
    let Ok(measured) = pipeline::measure(entry) else {
        return Tally { unusable: 1, ..tally };
    };
    let composed = compose::from_one(
        measured,
        truth.before_end_s,
        truth.after_start_s,
        StatedBreathing::default(),
    )
    .expect("invariant: the simulated input lies inside the simulated session");
    let circumstances = Circumstances::default();
    let session = composed.session(&circumstances, false, None);
    let judgement = vagal::session::judge(&session, settings);
    match judgement.verdict {
        Verdict::ShiftedUp => tally.up = 1,
        Verdict::ShiftedDown => tally.down = 1,
        Verdict::NoShift => tally.no_shift = 1,
        Verdict::CannotTell => tally.cannot_tell = 1,
        Verdict::ExplainedOtherwise => tally.explained = 1,
        Verdict::Unusable => tally.unusable = 1,
    }
    if let Some(shift) = &judgement.shift {
        let d = truth.nominal_shift;
        tally.answered = 1;
        tally.covered = usize::from(shift.ln_rmssd.lo <= d && d <= shift.ln_rmssd.hi);
        tally.sd_sum = shift.sd;
        tally.error_sum = shift.ln_rmssd.estimate - d;
    }
    // Holds cost a fit of their own: in the other studies it is enough that only a shift can have one.
    if cell.study == "hold" && judgement.verdict == Verdict::ShiftedUp {
        let response = vagal::session::assess(&session, settings);
        if let Some(hold) = response.hold {
            // An interval that reaches the end of the record leaves open what came after it.
            let open = hold.p_still_above >= 0.025;
            let covered = match half_minute_passage_min(truth, response.swc.ln_rmssd) {
                None => open,
                Some(passage) => hold.lo <= passage && (passage <= hold.hi || open),
            };
            tally.holds = 1;
            tally.holds_covered = usize::from(covered);
        }
    }
    tally
}

/// First half minute after the input in which the true level, averaged over it as a reading averages
/// it, lies below its mean before plus `threshold`; minutes.
fn half_minute_passage_min(truth: &HiddenLevel, threshold: f64) -> Option<f64> {
    let mean = |levels: &[f64]| levels.iter().sum::<f64>() / levels.len() as f64;
    let baseline = mean(&truth.level[..truth.before_end_s as usize]);
    truth.level[truth.after_start_s as usize..]
        .chunks_exact(30)
        .position(|half_minute| mean(half_minute) < baseline + threshold)
        .map(|index| index as f64 * 0.5)
}
