//! Simulation: a scenario run, as beats, pressure, breathing, outflows and the drives behind them.

use vagal_core::{
    Beat, BeatLabel, Beats, Channel, ChannelKind, NnInterval, NnSeries, Origin, Sensor,
};

use crate::scenario::{Scenario, ScenarioError, Second};
use crate::slow::{SlowOutputs, slow_outputs};
use crate::vref::{Drive, Vref};

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
    /// Cortisol, muscle tone and felt release in each second.
    pub slow: SlowOutputs,
}

impl Scenario {
    /// Runs the scenario.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] if a value is out of its range or the parameters make the system diverge.
    pub fn run(&self) -> Result<Simulation, ScenarioError> {
        self.check()?;
        let seconds = self.seconds();
        let drives: Vec<Drive> = seconds.iter().map(|s| s.drive).collect();
        let (rows, respiration) = run(self, &seconds)?;
        let beats =
            rows.iter().map(|row| Beat { time_s: row.time_s, label: BeatLabel::Normal }).collect();
        let beats = Beats::new(beats, Vec::new(), None, Sensor::Ecg)
            .ok_or(ScenarioError::Diverged { at_s: self.duration_s })?;
        Ok(Simulation { beats, rows, respiration, slow: slow_outputs(self, &drives), drives })
    }
}

/// What is collected between two beats.
struct Between {
    steps: f64,
    highest: f64,
    lowest: f64,
    pressure: f64,
    vagal: f64,
    sympathetic: f64,
}

impl Between {
    const NEW: Self = Self {
        steps: 0.0,
        highest: f64::NEG_INFINITY,
        lowest: f64::INFINITY,
        pressure: 0.0,
        vagal: 0.0,
        sympathetic: 0.0,
    };
}

fn run(scenario: &Scenario, seconds: &[Second]) -> Result<(Vec<BeatRow>, Channel), ScenarioError> {
    let dt_s = scenario.dt_s;
    let parameters = scenario.person.apply(&scenario.parameters);
    let Scenario { on_grid, noise, seed, .. } = *scenario;
    let mut system = Vref::new(&parameters, dt_s, on_grid, noise, seed);

    let steps = (scenario.duration_s / dt_s).round() as u64;
    let mut rows: Vec<BeatRow> = Vec::with_capacity(scenario.duration_s as usize * 3 / 2);
    let mut respiration = Vec::with_capacity((scenario.duration_s * RESPIRATION_HZ) as usize + 1);
    let mut between = Between::NEW;
    let mut done = 0_u64;
    for (index, second) in seconds.iter().enumerate() {
        let gate_factor = second.drive.gate_gain.exp();
        // The first step that starts in the next second.
        let until = (((index + 1) as f64 / dt_s - 1e-6).ceil() as u64).min(steps);
        while done < until {
            let step = system.step(&second.breath, &second.drive, gate_factor);
            if done as f64 * dt_s * RESPIRATION_HZ >= respiration.len() as f64 - 1e-6 {
                respiration.push(step.lung_l as f32);
            }
            done += 1;
            if let Some(time_s) = step.beat_s {
                let n = between.steps.max(1.0);
                rows.push(BeatRow {
                    time_s,
                    cycle: rows.last().map(|last| Cycle {
                        rr_ms: (time_s - last.time_s) * 1000.0,
                        systolic_mmhg: between.highest,
                        diastolic_mmhg: between.lowest,
                        mean_mmhg: between.pressure / n,
                    }),
                    lung_l: step.lung_l,
                    vagal_hz: between.vagal / n,
                    sympathetic_hz: between.sympathetic / n,
                });
                between = Between::NEW;
            }
            between.steps += 1.0;
            between.highest = between.highest.max(step.pressure_mmhg);
            between.lowest = between.lowest.min(step.pressure_mmhg);
            between.pressure += step.pressure_mmhg;
            between.vagal += step.vagal_hz;
            between.sympathetic += step.sympathetic_hz;
        }
        if !system.is_finite() {
            return Err(ScenarioError::Diverged { at_s: index as f64 });
        }
    }
    let respiration = Channel {
        label: "lung volume".to_owned(),
        kind: ChannelKind::Respiration,
        sampling_hz: RESPIRATION_HZ,
        unit: "L".to_owned(),
        samples: respiration,
    };
    Ok((rows, respiration))
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
