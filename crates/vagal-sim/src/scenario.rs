//! Scenario: who, how long, which breathing, which stimuli, which seed.

use crate::breathing::{BreathSecond, Breathing, Irregularity, tidal_volume_l};
use crate::drive::Drive;
use crate::hypotheses::Hypotheses;
use crate::models::vref_options::Options;
use crate::models::{MODELS, Model};
use crate::person::Person;
use crate::stimulus::{Response, Stimulus, StimulusKind, TouchSecond};

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
    /// What is asked has no counterpart in the chosen model.
    #[error("{what} is not part of the model {model}")]
    NotInModel {
        /// What.
        what: &'static str,
        /// Name of the model.
        model: &'static str,
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
    /// The model with its numbers.
    pub model: Model,
    /// Options of VREF.
    pub options: Options,
    /// What is assumed where no data decide.
    pub hypotheses: Hypotheses,
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
            model: Model::default(),
            options: Options::default(),
            hypotheses: Hypotheses::default(),
        }
    }

    /// Rest in the reference condition of a model of [`MODELS`]: its own step and breathing; `None` for an unknown one.
    pub fn rest_in(model: &str, duration_s: f64, seed: u64) -> Option<Self> {
        let def = MODELS.iter().find(|def| def.id == model)?;
        let mut scenario = Self::rest(duration_s, seed);
        scenario.dt_s = def.dt_s;
        scenario.breathing.rate_per_min = def.breaths_per_min;
        scenario.model = (def.model)();
        Some(scenario)
    }

    /// The same with one more stimulus.
    pub fn with(mut self, start_s: f64, end_s: f64, kind: StimulusKind) -> Self {
        self.stimuli.push(Stimulus { start_s, end_s, kind });
        self
    }

    /// The same person, breathing and noise without any stimulus: what an effect is measured against.
    pub fn twin(&self) -> Self {
        // A tilt brings veins with it: the twin has them too, or it would be another person.
        let options = self.acting_options();
        Self { stimuli: Vec::new(), options, ..self.clone() }
    }

    /// The options that act: a tilt needs veins.
    pub(crate) fn acting_options(&self) -> Options {
        let tilted = self.stimuli.iter().any(|s| matches!(s.kind, StimulusKind::Tilt(_)));
        Options { venous: self.options.venous || tilted, ..self.options }
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
        for line in self.model.parameters().iter().filter(|line| DELAYS.contains(&line.symbol)) {
            within("a delay", line.value, 0.0, 60.0)?;
        }
        self.stimuli.iter().try_for_each(check_stimulus)?;
        let vref = matches!(self.model, Model::Vref(_));
        let model = self.model.def().name;
        let Options { resetting, chemoreflex, venous } = self.acting_options();
        for (asked, what) in [
            (resetting, "resetting of the baroreceptors"),
            (chemoreflex, "the chemoreflex"),
            (venous, "the venous compartment, which a tilt needs,"),
        ] {
            if asked && !vref {
                return Err(ScenarioError::NotInModel { what, model });
            }
        }
        if matches!(self.model, Model::DeBoer(_)) && self.person != Person::REFERENCE {
            return Err(ScenarioError::NotInModel { what: "a person", model });
        }
        Ok(())
    }

    /// What acts in each second.
    pub(crate) fn acting(&self) -> Acting {
        let mut responses: Vec<Response> =
            self.stimuli.iter().map(|stimulus| Response::new(stimulus, &self.hypotheses)).collect();
        let standing = self.person.standing_drive();
        let count = self.duration_s.ceil() as usize;
        let mut acting =
            Acting { seconds: Vec::with_capacity(count), touch: Vec::with_capacity(count) };
        for second in 0..count {
            let time_s = second as f64;
            let mut felt = TouchSecond::default();
            let drive = responses.iter_mut().fold(standing, |sum, response| {
                sum + response.second(time_s, self.person.load, &self.hypotheses, &mut felt)
            });
            let breath = self.breath(time_s);
            let gate_factor = drive.gate_gain.exp();
            acting.seconds.push(Second { drive, breath, gate_factor });
            acting.touch.push(felt);
        }
        acting
    }

    /// The breathing of one second: the last of the stimuli that set it, or that of the person.
    fn breath(&self, time_s: f64) -> BreathSecond {
        let own = &self.breathing;
        let mut breath = BreathSecond {
            rate_per_min: own.rate_per_min,
            inhale_share: own.inhale_share,
            tidal_l: volume_l(own.rate_per_min, own.tidal_l),
            irregularity: own.irregularity,
        };
        let mut held = false;
        for stimulus in self.stimuli.iter().filter(|s| s.is_on(time_s)) {
            match stimulus.kind {
                StimulusKind::SlowBreathing(slow) => {
                    breath = BreathSecond {
                        rate_per_min: slow.rate_per_min,
                        inhale_share: slow.inhale_share,
                        tidal_l: volume_l(slow.rate_per_min, slow.tidal_l),
                        irregularity: Irregularity::NONE,
                    };
                }
                StimulusKind::ColdFace { breath_held } => held |= breath_held,
                _ => {}
            }
        }
        if held {
            breath.tidal_l = 0.0;
        }
        breath
    }
}

/// What acts, second by second.
pub(crate) struct Acting {
    pub(crate) seconds: Vec<Second>,
    pub(crate) touch: Vec<TouchSecond>,
}

/// What acts during one second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Second {
    pub(crate) drive: Drive,
    pub(crate) breath: BreathSecond,
    /// `e^gk`.
    pub(crate) gate_factor: f64,
}

/// Parameters that are delays: each costs memory for its line.
const DELAYS: &[&str] = &[
    "DTs",
    "DTv",
    "DR",
    "DV",
    "sNe_delay_ex",
    "sNe_delay_in",
    "vNe_delay_ex",
    "vNe_delay_in",
    "rNe_delay_ex",
    "rNe_delay_in",
    "sAc_delay_ex",
    "baro_broad_len",
];

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
        StimulusKind::Meditation(depth) => within("depth", depth, 0.0, 1.0),
        StimulusKind::ColdFace { .. } => Ok(()),
        StimulusKind::ColdPressor(hands) => within("hands", f64::from(hands), 1.0, 2.0),
        StimulusKind::MentalStress(intensity) => within("intensity", intensity, 0.0, 1.5),
        StimulusKind::Tilt(angle) => within("angle_deg", angle, 0.0, 90.0),
        StimulusKind::NeckSuction(mmhg) => within("mmhg", mmhg, -200.0, 200.0),
        StimulusKind::VagalBlock(share) | StimulusKind::BetaBlock(share) => {
            within("share", share, 0.0, 1.0)
        }
        StimulusKind::Direct(drive) => {
            within("u_v", drive.vagal_hz, -20.0, 20.0)?;
            within("u_sh", drive.sympathetic_heart_hz, -20.0, 20.0)?;
            within("u_sp", drive.sympathetic_vessels_hz, -20.0, 20.0)?;
            within("gk", drive.gate_gain, -5.0, 2.0)?;
            within("vagal_block", drive.vagal_block, 0.0, 1.0)?;
            within("beta_block", drive.beta_block, 0.0, 1.0)?;
            within("pooled_ml", drive.pooled_ml, 0.0, 2000.0)?;
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
