//! Simulation: a scenario run, as beats, pressure, breathing, outflows and the drives behind them.

use vagal_core::{
    Beat, BeatLabel, Beats, Channel, ChannelKind, NnInterval, NnSeries, Origin, Sensor,
};

use crate::drive::Drive;
use crate::models::deboer;
use crate::models::seidel::Seidel;
use crate::models::vref::Vref;
use crate::models::{Model, Step, System};
use crate::scenario::{Acting, Scenario, ScenarioError, Second};
use crate::slow::{SlowOutputs, slow_outputs};
use crate::stimulus::TouchSecond;

/// Samples per second of the respiration trace, and of nothing else.
pub const RESPIRATION_HZ: f64 = 20.0;

/// The heart cycle that ends with a beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Interval since the beat before, ms.
    pub rr_ms: f64,
    /// Highest arterial pressure, mmHg.
    pub systolic_mmhg: f64,
    /// Lowest arterial pressure, mmHg.
    pub diastolic_mmhg: f64,
    /// Mean arterial pressure over time, mmHg.
    pub mean_mmhg: f64,
}

/// One beat with what the body did up to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeatRow {
    /// Time of the beat, s.
    pub time_s: f64,
    /// The cycle before it; `None` for the first beat.
    pub cycle: Option<Cycle>,
    /// Lung volume around its middle at the beat, L.
    pub lung_l: f64,
    /// Vagal firing, mean since the beat before, Hz.
    pub vagal_hz: f64,
    /// Sympathetic firing to the heart, mean since the beat before, Hz.
    pub sympathetic_hz: f64,
}

/// What the arc did in each second, on average.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arc {
    /// Baroreceptor firing, Hz.
    pub baroreceptor_hz: Vec<f64>,
    /// Vagal outflow, Hz.
    pub vagal_hz: Vec<f64>,
    /// Sympathetic outflow to the heart, Hz.
    pub sympathetic_heart_hz: Vec<f64>,
    /// Sympathetic outflow to the vessels, Hz.
    pub sympathetic_vessels_hz: Vec<f64>,
    /// Resistance of the vessels, mmHg·s/mL; the arterial time constant, s, in the other models.
    pub resistance: Vec<f64>,
    /// Arterial pressure, mmHg.
    pub pressure_mmhg: Vec<f64>,
    /// Heart rate, bpm, from the interval that the second lies in.
    pub heart_rate_bpm: Vec<f64>,
    /// Breaths a minute that were asked for.
    pub breaths_per_min: Vec<f64>,
}

/// A scenario, run.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// The beats, as an ECG would show them.
    pub beats: Beats,
    /// The same beats with pressure, breathing and outflows: one row a beat, from the first.
    pub rows: Vec<BeatRow>,
    /// Lung volume around its middle, L, at [`RESPIRATION_HZ`].
    pub respiration: Channel,
    /// The drive in each second: load, touch and direct stimuli together.
    pub drives: Vec<Drive>,
    /// Touch in each second.
    pub touch: Vec<TouchSecond>,
    /// The arc in each second.
    pub arc: Arc,
    /// Cortisol, muscle tone and felt release in each second.
    pub slow: SlowOutputs,
}

/// A scenario beside its twin: the same person, breathing and noise without any stimulus.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// With the stimuli.
    pub with: Simulation,
    /// Without.
    pub twin: Simulation,
}

impl Scenario {
    /// Runs the scenario.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] if a value is out of its range or the parameters make the system diverge.
    pub fn run(&self) -> Result<Simulation, ScenarioError> {
        self.check()?;
        let Acting { seconds, touch } = self.acting();
        let drives: Vec<Drive> = seconds.iter().map(|s| s.drive).collect();
        let mut taken = Taken::new(self);
        taken.fill(self, &seconds)?;
        let Taken { rows, respiration, mut arc, .. } = taken;
        arc.heart_rate_bpm = heart_rates(&rows, seconds.len());
        arc.breaths_per_min = seconds.iter().map(|s| s.breath.rate_per_min).collect();
        let beats =
            rows.iter().map(|row| Beat { time_s: row.time_s, label: BeatLabel::Normal }).collect();
        let beats = Beats::new(beats, Vec::new(), None, Sensor::Ecg)
            .ok_or(ScenarioError::Diverged { at_s: self.duration_s })?;
        let respiration = Channel {
            label: "lung volume".to_owned(),
            kind: ChannelKind::Respiration,
            sampling_hz: RESPIRATION_HZ,
            unit: "L".to_owned(),
            samples: respiration,
        };
        let slow = slow_outputs(self, &drives);
        Ok(Simulation { beats, rows, respiration, drives, touch, arc, slow })
    }

    /// Runs the scenario and its twin, on two cores where there are two.
    ///
    /// # Errors
    ///
    /// As [`Scenario::run`].
    pub fn run_pair(&self) -> Result<Pair, ScenarioError> {
        let twin = self.twin();
        let (with, twin) = rayon::join(|| self.run(), || twin.run());
        Ok(Pair { with: with?, twin: twin? })
    }
}

/// What is collected between two moments.
#[derive(Default)]
struct Sums {
    steps: f64,
    pressure: f64,
    vagal: f64,
    sympathetic: f64,
}

impl Sums {
    fn add(&mut self, step: &Step) {
        self.steps += 1.0;
        self.pressure += step.pressure_mmhg;
        self.vagal += step.vagal_hz;
        self.sympathetic += step.sympathetic_hz;
    }
}

/// What is taken from a model while it runs.
struct Taken {
    dt_s: f64,
    rows: Vec<BeatRow>,
    respiration: Vec<f32>,
    arc: Arc,
    cycle: Sums,
    highest: f64,
    lowest: f64,
}

impl Taken {
    fn new(scenario: &Scenario) -> Self {
        let seconds = scenario.duration_s;
        Self {
            dt_s: scenario.dt_s,
            rows: Vec::with_capacity(seconds as usize * 3 / 2),
            respiration: Vec::with_capacity((seconds * RESPIRATION_HZ) as usize + 1),
            arc: Arc::default(),
            cycle: Sums::default(),
            highest: f64::NEG_INFINITY,
            lowest: f64::INFINITY,
        }
    }

    fn fill(&mut self, scenario: &Scenario, seconds: &[Second]) -> Result<(), ScenarioError> {
        let Scenario { dt_s, on_grid, noise, seed, .. } = *scenario;
        match scenario.person.apply(&scenario.model) {
            Model::Vref(p) => {
                let options = scenario.acting_options();
                self.steps(scenario, seconds, Vref::new(&p, options, dt_s, on_grid, noise, seed))
            }
            Model::Seidel(p) => self.steps(scenario, seconds, Seidel::new(&p, dt_s, noise, seed)),
            Model::DeBoer(p) => {
                let beats = deboer::beats(&p, seconds, scenario.duration_s, noise, seed);
                self.beats(&beats, seconds)
            }
        }
    }

    /// Carries a system through all seconds, step by step.
    fn steps(
        &mut self,
        scenario: &Scenario,
        seconds: &[Second],
        mut system: impl System,
    ) -> Result<(), ScenarioError> {
        let dt_s = self.dt_s;
        let steps = (scenario.duration_s / dt_s).round() as u64;
        let mut done = 0_u64;
        for (index, second) in seconds.iter().enumerate() {
            // The first step that starts in the next second.
            let until = (((index + 1) as f64 / dt_s - 1e-6).ceil() as u64).min(steps);
            let mut sums = Sums::default();
            let (mut afferent, mut to_vessels, mut resistance) = (0.0, 0.0, 0.0);
            while done < until {
                let step = system.step(second);
                let due = self.respiration.len() as f64 - 1e-6;
                if done as f64 * dt_s * RESPIRATION_HZ >= due {
                    self.respiration.push(step.lung_l as f32);
                }
                done += 1;
                self.beat(&step);
                sums.add(&step);
                afferent += step.afferent_hz;
                to_vessels += step.to_vessels_hz;
                resistance += step.resistance;
            }
            let n = sums.steps.max(1.0);
            self.second(&Step {
                afferent_hz: afferent / n,
                vagal_hz: sums.vagal / n,
                sympathetic_hz: sums.sympathetic / n,
                to_vessels_hz: to_vessels / n,
                resistance: resistance / n,
                pressure_mmhg: sums.pressure / n,
                ..Step::default()
            });
            if !system.is_finite() {
                return Err(ScenarioError::Diverged { at_s: index as f64 });
            }
        }
        Ok(())
    }

    /// Ends the cycle if the step has a beat, and counts the step towards the cycle.
    fn beat(&mut self, step: &Step) {
        if let Some(time_s) = step.beat_s {
            let n = self.cycle.steps.max(1.0);
            self.rows.push(BeatRow {
                time_s,
                cycle: self.rows.last().map(|last| Cycle {
                    rr_ms: (time_s - last.time_s) * 1000.0,
                    systolic_mmhg: self.highest,
                    diastolic_mmhg: self.lowest,
                    mean_mmhg: self.cycle.pressure / n,
                }),
                lung_l: step.lung_l,
                vagal_hz: self.cycle.vagal / n,
                sympathetic_hz: self.cycle.sympathetic / n,
            });
            self.cycle = Sums::default();
            (self.highest, self.lowest) = (f64::NEG_INFINITY, f64::INFINITY);
        }
        self.cycle.add(step);
        self.highest = self.highest.max(step.pressure_mmhg);
        self.lowest = self.lowest.min(step.pressure_mmhg);
    }

    fn second(&mut self, mean: &Step) {
        self.arc.baroreceptor_hz.push(mean.afferent_hz);
        self.arc.vagal_hz.push(mean.vagal_hz);
        self.arc.sympathetic_heart_hz.push(mean.sympathetic_hz);
        self.arc.sympathetic_vessels_hz.push(mean.to_vessels_hz);
        self.arc.resistance.push(mean.resistance);
        self.arc.pressure_mmhg.push(mean.pressure_mmhg);
    }

    /// Lays the beats of a beat-to-beat model over the seconds.
    fn beats(
        &mut self,
        beats: &[deboer::BeatOfDeBoer],
        seconds: &[Second],
    ) -> Result<(), ScenarioError> {
        for beat in beats {
            let step = &beat.step;
            if !step.pressure_mmhg.is_finite() {
                return Err(ScenarioError::Diverged { at_s: beat.time_s });
            }
            self.rows.push(BeatRow {
                time_s: beat.time_s,
                cycle: self.rows.last().map(|_| Cycle {
                    rr_ms: beat.interval_ms,
                    systolic_mmhg: beat.systolic_mmhg,
                    diastolic_mmhg: beat.diastolic_mmhg,
                    mean_mmhg: beat.diastolic_mmhg
                        + (beat.systolic_mmhg - beat.diastolic_mmhg) / 3.0,
                }),
                lung_l: step.lung_l,
                vagal_hz: step.vagal_hz,
                sympathetic_hz: step.sympathetic_hz,
            });
        }
        let mut now = 0;
        for index in 0..seconds.len() {
            while now + 1 < beats.len() && beats[now].time_s < index as f64 + 0.5 {
                now += 1;
            }
            let step = beats.get(now).map_or_else(Step::default, |beat| beat.step);
            self.second(&step);
        }
        let mut phase = 0.0_f64;
        let per_second = RESPIRATION_HZ as usize;
        for second in seconds {
            for _ in 0..per_second {
                let lung_l = 0.5 * second.breath.tidal_l * (std::f64::consts::TAU * phase).sin();
                self.respiration.push(lung_l as f32);
                phase += second.breath.rate_per_min / 60.0 / RESPIRATION_HZ;
            }
        }
        Ok(())
    }
}

/// Heart rate in each second: of the interval that its middle lies in.
fn heart_rates(rows: &[BeatRow], seconds: usize) -> Vec<f64> {
    let mut next = 1;
    (0..seconds)
        .map(|second| {
            while next + 1 < rows.len() && rows[next].time_s < second as f64 + 0.5 {
                next += 1;
            }
            rows.get(next).and_then(|row| row.cycle).map_or(f64::NAN, |c| 60_000.0 / c.rr_ms)
        })
        .collect()
}

impl Simulation {
    /// Every interval as an NN interval: the simulator makes sinus beats only.
    pub fn nn(&self) -> NnSeries {
        let intervals = self
            .rows
            .iter()
            .filter_map(|row| {
                let ms = row.cycle?.rr_ms;
                Some(NnInterval { end_s: row.time_s, ms, origin: Origin::Kept, after_gap: false })
            })
            .collect();
        NnSeries::new(intervals).expect("invariant: beats are strictly increasing in time")
    }
}
