//! Courses: how a stimulus other than touch sets in and fades, and how strongly it drives the arc.

use crate::drive::Drive;
use crate::parameters::Mark;

/// Delay and time constants of one part of a response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// From the start of the stimulus to the first effect, s.
    pub delay_s: f64,
    /// Time constant of the onset, s; 0 for at once.
    pub on_s: f64,
    /// Time constant after the end, s; 0 for at once.
    pub off_s: f64,
}

/// One part of a response: its course and what it drives at full strength.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it stands for.
    pub name: &'static str,
    /// How it sets in and fades.
    pub course: Course,
    /// What it drives.
    pub full: Drive,
    /// How well its numbers are founded.
    pub mark: Mark,
    /// Where they come from, or to what they were set.
    pub source: &'static str,
}

const fn course(delay_s: f64, on_s: f64, off_s: f64) -> Course {
    Course { delay_s, on_s, off_s }
}

const NONE: Drive = Drive {
    vagal_hz: 0.0,
    sympathetic_heart_hz: 0.0,
    sympathetic_vessels_hz: 0.0,
    gate_gain: 0.0,
    neck_mmhg: 0.0,
    vagal_block: 0.0,
    beta_block: 0.0,
    pooled_ml: 0.0,
};

/// Face in cold water, breathing on.
pub const COLD_FACE: &[Part] = &[
    Part {
        name: "trigeminal vagal drive",
        course: course(2.0, 10.0, 15.0),
        full: Drive { vagal_hz: 4.4, gate_gain: 0.15, ..NONE },
        mark: Mark::Calibrated,
        source: "set to HR -10 to -35% (Arnold 1985, Marsh 1995); latency and peak recalled",
    },
    Part {
        name: "constriction of the vessels",
        course: course(3.0, 12.0, 20.0),
        full: Drive { sympathetic_vessels_hz: 3.4, ..NONE },
        mark: Mark::Calibrated,
        source: "set to SBP +5 to +20 mmHg",
    },
];

/// A hand in ice water; two hands act 1.2 times as strongly (29/24 mmHg).
pub const COLD_PRESSOR: &[Part] = &[
    Part {
        name: "arousal",
        course: course(0.0, 15.0, 20.0),
        full: Drive { vagal_hz: -0.5, sympathetic_heart_hz: 0.8, gate_gain: -0.15, ..NONE },
        mark: Mark::Calibrated,
        source: "set to HR +0 to +12 bpm (Seals 1990)",
    },
    Part {
        name: "constriction of the vessels by pain and cold",
        course: course(30.0, 25.0, 30.0),
        full: Drive { sympathetic_heart_hz: 2.2, sympathetic_vessels_hz: 3.6, ..NONE },
        mark: Mark::Calibrated,
        source: "MSNA unchanged over 0 to 30 s and up at 30 to 90 s is published; strength set to SBP +24 mmHg (Seals 1990)",
    },
];

/// Mental arithmetic under pressure of time.
pub const MENTAL_STRESS: &[Part] = &[Part {
    name: "defence reaction",
    course: course(0.0, 20.0, 45.0),
    full: Drive {
        vagal_hz: -1.1,
        sympathetic_heart_hz: 3.0,
        sympathetic_vessels_hz: 1.2,
        gate_gain: -0.30,
        ..NONE
    },
    mark: Mark::Calibrated,
    source: "set to MAP +6 to +16, HR +8 to +21, RMSSD -20 to -50%; prompt return is published (Jørgensen 1990)",
}];

/// Meditation beyond its breathing; only under the hypothesis `meditation-shifts`.
pub const MEDITATION: &[Part] = &[Part {
    name: "quiet attention",
    course: course(0.0, 180.0, 300.0),
    full: Drive {
        vagal_hz: 0.3,
        sympathetic_heart_hz: -0.3,
        sympathetic_vessels_hz: -0.3,
        gate_gain: 0.08,
        ..NONE
    },
    mark: Mark::Calibrated,
    source: "set to the pooled g of .19 to .38, itself not different from 0 (Brown 2021)",
}];

/// Long exhale at full length; only under the hypothesis `exhale-ratio`.
pub const LONG_EXHALE: &[Part] = &[Part {
    name: "long exhale",
    course: course(0.0, 60.0, 60.0),
    full: Drive { vagal_hz: 0.4, gate_gain: 0.15, ..NONE },
    mark: Mark::Calibrated,
    source: "own invention; studies disagree on the sign",
}];

/// Upright, from lying.
pub const UPRIGHT: &[Part] = &[Part {
    name: "blood in the legs",
    course: course(0.0, 15.0, 8.0),
    full: Drive { pooled_ml: 500.0, ..NONE },
    mark: Mark::Recalled,
    source: "about half a litre moves into legs and belly on standing; textbooks",
}];

/// One part of one stimulus on its way.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    part: Part,
    strength: f64,
    level: f64,
}

impl Running {
    pub(crate) fn new(part: Part, strength: f64) -> Self {
        Self { part, strength, level: 0.0 }
    }

    /// Moves on by one second and gives the drive of that second.
    pub(crate) fn second(&mut self, on_for_s: Option<f64>) -> Drive {
        let Course { delay_s, on_s, off_s } = self.part.course;
        let (target, lag_s) = match on_for_s {
            Some(on) if on >= delay_s => (1.0, on_s),
            Some(_) => (self.level, 0.0),
            None => (0.0, off_s),
        };
        // A step of a second is as coarse as these courses bear.
        self.level += (target - self.level) / lag_s.max(1.0);
        self.part.full.scaled(self.strength * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_waits_sets_in_and_fades() {
        let mut running = Running::new(COLD_PRESSOR[1], 1.0);
        let at = |running: &mut Running, on| running.second(on).sympathetic_vessels_hz;
        assert!((0..30).all(|s| at(&mut running, Some(f64::from(s))) == 0.0));
        let first = at(&mut running, Some(30.0));
        assert!((first - COLD_PRESSOR[1].full.sympathetic_vessels_hz / 25.0).abs() < 1e-12);
        for second in 31..400 {
            at(&mut running, Some(f64::from(second)));
        }
        let full = at(&mut running, Some(400.0));
        assert!(full > 0.99 * COLD_PRESSOR[1].full.sympathetic_vessels_hz);
        assert!((at(&mut running, None) - full * (1.0 - 1.0 / 30.0)).abs() < 1e-12);
    }
}
