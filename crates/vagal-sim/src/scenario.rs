//! Scenario: who, how long, which breathing, which stimuli, which seed.

use crate::breathing::{BreathSecond, Breathing, Irregularity, tidal_volume_l};
use crate::parameters::Parameters;
use crate::person::Person;
use crate::stimulus::{Massage, Stimulus, StimulusKind, Touch, add};
use crate::vref::Drive;

/// A scenario cannot be run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// A value lies outside its range.
    #[error("{name} is {value}, but must lie within {lo} to {hi}")]
    OutOfRange {
        /// What.
        name: &'static str,
        /// What was given.
        value: f64,
        /// Least.
        lo: f64,
        /// Most.
        hi: f64,
    },
    /// A stimulus ends before it starts.
    #[error("a stimulus starts at {start_s} s and ends at {end_s} s")]
    EmptyStimulus {
        /// First second.
        start_s: f64,
        /// Last second.
        end_s: f64,
    },
    /// The system left the numbers: parameters that no body has.
    #[error("the simulation diverged at {at_s} s")]
    Diverged {
        /// When.
        at_s: f64,
    },
    /// Fewer beats than the question needs.
    #[error("too few beats in the window {start_s} to {end_s} s")]
    TooFewBeats {
        /// Start of the window.
        start_s: f64,
        /// End of the window.
        end_s: f64,
    },
}

/// Everything a simulation depends on: the same scenario gives the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Length, s, 1 to 7 days.
    pub duration_s: f64,
    /// Seed of every random stream.
    pub seed: u64,
    /// False for a noise-free run. Irregular breathing is not noise; switch it off in [`Breathing`].
    pub noise: bool,
    /// Step, s, 0.0002 to 0.01; the reference is 0.005.
    pub dt_s: f64,
    /// True: beats fall on the grid of steps, as in the reference series. False: their time is interpolated in the step.
    pub on_grid: bool,
    /// Who.
    pub person: Person,
    /// Breathing when no stimulus changes it.
    pub breathing: Breathing,
    /// What is done, in any order; several may overlap.
    pub stimuli: Vec<Stimulus>,
    /// The numbers of the model.
    pub parameters: Parameters,
}

impl Scenario {
    /// The reference person at rest, 15 regular breaths a minute, with noise.
    pub fn rest(duration_s: f64, seed: u64) -> Self {
        Self {
            duration_s,
            seed,
            noise: true,
            dt_s: 0.005,
            on_grid: false,
            person: Person::REFERENCE,
            breathing: Breathing::REFERENCE,
            stimuli: Vec::new(),
            parameters: Parameters::default(),
        }
    }

    /// The same with one more stimulus.
    pub fn with(mut self, start_s: f64, end_s: f64, kind: StimulusKind) -> Self {
        self.stimuli.push(Stimulus { start_s, end_s, kind });
        self
    }

    /// The same person, breathing and noise without any stimulus: what an effect is measured against.
    pub fn twin(&self) -> Self {
        Self { stimuli: Vec::new(), ..self.clone() }
    }

    /// Finds the first value that lies outside its range.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::OutOfRange`] or [`ScenarioError::EmptyStimulus`].
    pub fn check(&self) -> Result<(), ScenarioError> {
        let Self { person, breathing, .. } = self;
        let Irregularity { period_sd, depth_sd, memory } = breathing.irregularity;
        within("duration_s", self.duration_s, 1.0, 7.0 * 86_400.0)?;
        within("dt_s", self.dt_s, 0.0002, 0.01)?;
        within("vagal_gain", person.vagal_gain, 0.0, 3.0)?;
        within("intrinsic_period", person.intrinsic_period, 0.5, 2.0)?;
        within("stroke_volume", person.stroke_volume, 0.3, 3.0)?;
        within("usual_rr_s", person.usual_rr_s, 0.4, 2.0)?;
        within("set_point_mmhg", person.set_point_mmhg, -30.0, 60.0)?;
        within("gate_gain", person.gate_gain, -1.0, 1.0)?;
        within("load", person.load, 0.0, 1.0)?;
        within("period_sd", period_sd, 0.0, 0.5)?;
        within("depth_sd", depth_sd, 0.0, 0.5)?;
        within("memory", memory, 0.0, 0.95)?;
        check_breathing(breathing.rate_per_min, breathing.inhale_share, breathing.tidal_l)?;
        for delay in ["DTs", "DTv", "DR"] {
            within("a delay", self.parameters.get(delay).unwrap_or(f64::NAN), 0.0, 60.0)?;
        }
        self.stimuli.iter().try_for_each(check_stimulus)
    }

    /// What acts in each second.
    pub(crate) fn seconds(&self) -> Vec<Second> {
        let mut touches: Vec<(Massage, Stimulus, Touch)> = Vec::new();
        for stimulus in &self.stimuli {
            if let StimulusKind::Massage(massage) = stimulus.kind {
                touches.push((massage, *stimulus, Touch::default()));
            }
        }
        let standing = self.person.standing_drive();
        let count = self.duration_s.ceil() as usize;
        let mut seconds = Vec::with_capacity(count);
        for second in 0..count {
            let time_s = second as f64;
            let mut drive = standing;
            for (massage, stimulus, touch) in &mut touches {
                let on_for_s = stimulus.is_on(time_s).then_some(time_s - stimulus.start_s);
                drive = add(drive, touch.second(massage, on_for_s, self.person.load));
            }
            let mut breath = BreathSecond {
                rate_per_min: self.breathing.rate_per_min,
                inhale_share: self.breathing.inhale_share,
                tidal_l: volume_l(self.breathing.rate_per_min, self.breathing.tidal_l),
                irregularity: self.breathing.irregularity,
            };
            for stimulus in self.stimuli.iter().filter(|s| s.is_on(time_s)) {
                match stimulus.kind {
                    StimulusKind::Direct(direct) => drive = add(drive, direct),
                    StimulusKind::SlowBreathing(slow) => {
                        breath = BreathSecond {
                            rate_per_min: slow.rate_per_min,
                            inhale_share: slow.inhale_share,
                            tidal_l: volume_l(slow.rate_per_min, slow.tidal_l),
                            irregularity: Irregularity::NONE,
                        };
                    }
                    StimulusKind::Rest | StimulusKind::Massage(_) => {}
                }
            }
            seconds.push(Second { drive, breath });
        }
        seconds
    }
}

/// What acts during one second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Second {
    pub(crate) drive: Drive,
    pub(crate) breath: BreathSecond,
}

fn volume_l(rate_per_min: f64, tidal_l: Option<f64>) -> f64 {
    tidal_l.unwrap_or_else(|| tidal_volume_l(rate_per_min))
}

fn check_stimulus(stimulus: &Stimulus) -> Result<(), ScenarioError> {
    let Stimulus { start_s, end_s, kind } = *stimulus;
    within("start_s", start_s, 0.0, 7.0 * 86_400.0)?;
    within("end_s", end_s, 0.0, 7.0 * 86_400.0)?;
    if start_s >= end_s {
        return Err(ScenarioError::EmptyStimulus { start_s, end_s });
    }
    match kind {
        StimulusKind::Rest => Ok(()),
        StimulusKind::Massage(massage) => {
            within("pressure", massage.pressure, 0.0, 1.0)?;
            within("stroke_cm_per_s", massage.stroke_cm_per_s, 0.1, 100.0)
        }
        StimulusKind::SlowBreathing(slow) => {
            check_breathing(slow.rate_per_min, slow.inhale_share, slow.tidal_l)
        }
        StimulusKind::Direct(drive) => {
            within("u_v", drive.vagal_hz, -20.0, 20.0)?;
            within("u_sh", drive.sympathetic_heart_hz, -20.0, 20.0)?;
            within("u_sp", drive.sympathetic_vessels_hz, -20.0, 20.0)?;
            within("gk", drive.gate_gain, -5.0, 2.0)?;
            within("neck_mmhg", drive.neck_mmhg, -200.0, 200.0)
        }
    }
}

fn check_breathing(
    rate_per_min: f64,
    inhale_share: f64,
    tidal_l: Option<f64>,
) -> Result<(), ScenarioError> {
    within("rate_per_min", rate_per_min, 2.0, 60.0)?;
    within("inhale_share", inhale_share, 0.1, 0.9)?;
    within("tidal_l", tidal_l.unwrap_or(0.0), 0.0, 5.0)
}

fn within(name: &'static str, value: f64, lo: f64, hi: f64) -> Result<(), ScenarioError> {
    if (lo..=hi).contains(&value) {
        Ok(())
    } else {
        Err(ScenarioError::OutOfRange { name, value, lo, hi })
    }
}
