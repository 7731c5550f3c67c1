//! Stimuli on a timeline: one list `STIMULI`, and what each asks of the arc in every second.

pub mod course;
pub mod touch;

pub use course::{Course, Part};
pub use touch::{Massage, PRESSURES, Region, TouchSecond};

use course::Running;

use crate::drive::Drive;
use crate::hypotheses::Hypotheses;
use touch::Touch;

/// How somebody breathes on purpose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowBreathing {
    /// Breaths per minute, 2 to 60.
    pub rate_per_min: f64,
    /// Share of the breath spent breathing in, 0.1 to 0.9.
    pub inhale_share: f64,
    /// Litres per breath; `None` for constant alveolar ventilation.
    pub tidal_l: Option<f64>,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum StimulusKind {
    /// Nothing: a rest control.
    Rest,
    /// Touch.
    Massage(Massage),
    /// Paced breathing.
    SlowBreathing(SlowBreathing),
    /// Quiet attention, 0 to 1; acts only under the hypothesis `meditation-shifts`.
    Meditation(f64),
    /// The face in cold water; breath held or not.
    ColdFace {
        /// True: no breath is drawn meanwhile.
        breath_held: bool,
    },
    /// Hands in ice water, 1 or 2.
    ColdPressor(u8),
    /// Arithmetic under pressure of time, strength 0 to 1.5; 1 is the test of the literature.
    MentalStress(f64),
    /// Tilted upright from lying, degrees 0 to 90; brings the venous compartment with it.
    Tilt(f64),
    /// Suction around the neck, mmHg.
    NeckSuction(f64),
    /// Vagal block, share 0 to 1.
    VagalBlock(f64),
    /// Beta block of the heart, share 0 to 1.
    BetaBlock(f64),
    /// Any drive held constant.
    Direct(Drive),
}

/// One line of the list of stimuli.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StimulusDef {
    /// Identifier in a scenario file.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Keys of its table beside `kind`, `start_s` and `end_s`.
    pub keys: &'static str,
    /// What is published about it.
    pub known: &'static str,
    /// What is invented or assumed.
    pub assumed: &'static str,
    /// The claim of the evidence ledger that it bears on, if any.
    pub claim: Option<&'static str>,
}

/// Every stimulus, in the order of the page.
pub const STIMULI: &[StimulusDef] = &[
    StimulusDef {
        id: "rest",
        name: "Rest",
        keys: "",
        known: "rest alone raises HF in several studies",
        assumed: "that resting changes nothing: the model is stationary",
        claim: None,
    },
    StimulusDef {
        id: "massage",
        name: "Massage",
        keys: "pressure (0 to 1, or light, moderate, deep, painful), stroke_cm_per_s, region",
        known: "moderate pressure raised HF and light pressure lowered it in one study of 20; C-tactile afferents answer \
                most at 1 to 10 cm/s",
        assumed: "every constant of size and time; that touch reaches the vagus through the gate",
        claim: Some("C04"),
    },
    StimulusDef {
        id: "slow_breathing",
        name: "Slow breathing",
        keys: "rate_per_min, inhale_share, tidal_l",
        known: "RMSSD, SDNN and baroreflex sensitivity rise at 6 a minute, systolic pressure falls a little",
        assumed: "the depth at a rate, where it is not given",
        claim: Some("C11"),
    },
    StimulusDef {
        id: "meditation",
        name: "Meditation",
        keys: "depth (0 to 1)",
        known: "19 trials: no change of resting HRV that differs from 0",
        assumed: "everything, and only under the hypothesis `meditation-shifts`",
        claim: Some("C10"),
    },
    StimulusDef {
        id: "cold_face",
        name: "Cold water on the face",
        keys: "breath_held (true, false)",
        known: "heart rate falls by 10 to 35%, pressure rises, both within a minute; breath-holding adds to it",
        assumed: "sizes, set to those figures",
        claim: Some("C12"),
    },
    StimulusDef {
        id: "cold_pressor",
        name: "Hand in ice water",
        keys: "hands (1 or 2)",
        known: "systolic pressure +24 (one hand) and +29 mmHg (two), heart rate +6 and +10, nerve activity up after 30 s",
        assumed: "strength, set to the pressure of one hand",
        claim: None,
    },
    StimulusDef {
        id: "mental_stress",
        name: "Mental stress",
        keys: "intensity (0 to 1.5)",
        known: "mean pressure +6 to +11 mmHg, heart rate +17 to +21, RMSSD down; prompt return",
        assumed: "sizes, set to those figures",
        claim: Some("C28"),
    },
    StimulusDef {
        id: "tilt",
        name: "Upright tilt",
        keys: "angle_deg (0 to 90)",
        known: "about half a litre of blood moves down; heart rate rises, HF falls",
        assumed: "size and compliance of the venous compartment, which it switches on",
        claim: None,
    },
    StimulusDef {
        id: "stand",
        name: "Standing up",
        keys: "",
        known: "as a tilt to 90 degrees",
        assumed: "no pump of the leg muscles",
        claim: None,
    },
    StimulusDef {
        id: "neck_suction",
        name: "Suction around the neck",
        keys: "mmhg",
        known: "60 mmHg for 5 s: heart rate -10, mean pressure -15 mmHg",
        assumed: "that half of the suction reaches the wall of the carotid sinus",
        claim: None,
    },
    StimulusDef {
        id: "vagal_block",
        name: "Vagal block",
        keys: "share (0 to 1)",
        known: "atropine abolishes breathing arrhythmia and raises heart rate to 105 to 125",
        assumed: "that it acts at the sinus node at once and nowhere else",
        claim: None,
    },
    StimulusDef {
        id: "beta_block",
        name: "Beta block",
        keys: "share (0 to 1)",
        known: "heart rate falls, HRV does not",
        assumed: "that it acts on the heart at once and nowhere else",
        claim: None,
    },
    StimulusDef {
        id: "direct",
        name: "Drive given directly",
        keys: "u_v, u_sh, u_sp, gk, neck_mmhg",
        known: "nothing: a probe of the model",
        assumed: "nothing",
        claim: None,
    },
];

impl StimulusKind {
    /// Its identifier in [`STIMULI`].
    pub fn id(&self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Massage(_) => "massage",
            Self::SlowBreathing(_) => "slow_breathing",
            Self::Meditation(_) => "meditation",
            Self::ColdFace { .. } => "cold_face",
            Self::ColdPressor(_) => "cold_pressor",
            Self::MentalStress(_) => "mental_stress",
            Self::Tilt(angle) if *angle >= 90.0 => "stand",
            Self::Tilt(_) => "tilt",
            Self::NeckSuction(_) => "neck_suction",
            Self::VagalBlock(_) => "vagal_block",
            Self::BetaBlock(_) => "beta_block",
            Self::Direct(_) => "direct",
        }
    }

    /// Its line in [`STIMULI`].
    pub fn def(&self) -> &'static StimulusDef {
        let id = self.id();
        STIMULI
            .iter()
            .find(|def| def.id == id)
            .expect("invariant: a test finds every kind in the list")
    }
}

/// What is done from when to when, seconds from the start of the simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stimulus {
    /// First second.
    pub start_s: f64,
    /// End, > `start_s`.
    pub end_s: f64,
    /// What.
    pub kind: StimulusKind,
}

impl Stimulus {
    /// True in the second that starts at `time_s`.
    pub fn is_on(&self, time_s: f64) -> bool {
        (self.start_s..self.end_s).contains(&time_s)
    }
}

/// The standing drive of chronic load, 0 none to 1 heavy (CAL).
pub(crate) fn load_drive(load: f64) -> Drive {
    Drive {
        vagal_hz: -0.5 * load,
        sympathetic_heart_hz: load,
        sympathetic_vessels_hz: load,
        gate_gain: -0.15 * load,
        ..Drive::default()
    }
}

/// One stimulus with the state of its response.
pub(crate) struct Response {
    stimulus: Stimulus,
    state: State,
}

enum State {
    Touch(Massage, Touch),
    Parts(Vec<Running>),
    Constant(Drive),
    None,
}

impl Response {
    pub(crate) fn new(stimulus: &Stimulus, assumed: &Hypotheses) -> Self {
        let parts = |parts: &[Part], strength: f64| {
            State::Parts(parts.iter().map(|part| Running::new(*part, strength)).collect())
        };
        let state = match stimulus.kind {
            StimulusKind::Rest => State::None,
            StimulusKind::Massage(massage) => State::Touch(massage, Touch::default()),
            StimulusKind::SlowBreathing(slow) if assumed.exhale_ratio => {
                parts(course::LONG_EXHALE, (1.0 - 2.0 * slow.inhale_share).clamp(-1.0, 1.0))
            }
            StimulusKind::SlowBreathing(_) => State::None,
            StimulusKind::Meditation(depth) if assumed.meditation_shifts => {
                parts(course::MEDITATION, depth)
            }
            StimulusKind::Meditation(_) => State::None,
            StimulusKind::ColdFace { .. } => parts(course::COLD_FACE, 1.0),
            StimulusKind::ColdPressor(hands) => {
                // 29 mmHg with two hands against 24 with one.
                parts(course::COLD_PRESSOR, if hands > 1 { 29.0 / 24.0 } else { 1.0 })
            }
            StimulusKind::MentalStress(intensity) => parts(course::MENTAL_STRESS, intensity),
            StimulusKind::Tilt(angle) => parts(course::UPRIGHT, angle.to_radians().sin()),
            StimulusKind::NeckSuction(mmhg) => {
                State::Constant(Drive { neck_mmhg: mmhg, ..Drive::default() })
            }
            StimulusKind::VagalBlock(share) => {
                State::Constant(Drive { vagal_block: share, ..Drive::default() })
            }
            StimulusKind::BetaBlock(share) => {
                State::Constant(Drive { beta_block: share, ..Drive::default() })
            }
            StimulusKind::Direct(drive) => State::Constant(drive),
        };
        Self { stimulus: *stimulus, state }
    }

    /// Moves on by one second: the drive of that second, and what touch adds to `felt`.
    pub(crate) fn second(
        &mut self,
        time_s: f64,
        load: f64,
        assumed: &Hypotheses,
        felt: &mut TouchSecond,
    ) -> Drive {
        let on = self.stimulus.is_on(time_s);
        let on_for_s = on.then_some(time_s - self.stimulus.start_s);
        match &mut self.state {
            State::Touch(massage, touch) => {
                let drive = touch.second(massage, on_for_s, load, assumed);
                touch.show(massage, on, felt);
                drive
            }
            State::Parts(parts) => {
                parts.iter_mut().fold(Drive::default(), |sum, part| sum + part.second(on_for_s))
            }
            State::Constant(drive) if on => *drive,
            State::Constant(_) | State::None => Drive::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind.
    fn kinds() -> Vec<StimulusKind> {
        let slow = SlowBreathing { rate_per_min: 6.0, inhale_share: 0.4, tidal_l: None };
        vec![
            StimulusKind::Rest,
            StimulusKind::Massage(Massage::MODERATE_SLOW),
            StimulusKind::SlowBreathing(slow),
            StimulusKind::Meditation(1.0),
            StimulusKind::ColdFace { breath_held: false },
            StimulusKind::ColdPressor(1),
            StimulusKind::MentalStress(1.0),
            StimulusKind::Tilt(60.0),
            StimulusKind::Tilt(90.0),
            StimulusKind::NeckSuction(60.0),
            StimulusKind::VagalBlock(1.0),
            StimulusKind::BetaBlock(1.0),
            StimulusKind::Direct(Drive::default()),
        ]
    }

    #[test]
    fn the_list_has_every_kind_once() {
        let ids: Vec<&str> = kinds().iter().map(|kind| kind.def().id).collect();
        let listed: Vec<&str> = STIMULI.iter().map(|def| def.id).collect();
        assert_eq!(ids, listed);
        assert!(Region::ALL.iter().all(|(id, region)| region.id() == *id));
    }
}
