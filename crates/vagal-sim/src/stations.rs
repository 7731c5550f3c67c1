//! Stations: the places along the arc whose traces show what a stimulus does, from skin to muscle.

use crate::parameters::Mark;
use crate::simulation::Simulation;

/// One place along the arc.
pub struct StationDef {
    /// Identifier.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Unit of its trace, `""` for a share.
    pub unit: &'static str,
    /// What is known of this step and what is assumed, for a reader who never heard of it.
    pub what: &'static str,
    /// How well the step to this station is founded.
    pub mark: Mark,
    /// Its trace, one value a second; NaN where there is none yet.
    pub trace: fn(&Simulation) -> Vec<f64>,
}

/// Every station in the order in which a touch passes them.
pub const STATIONS: &[StationDef] = &[
    StationDef {
        id: "skin",
        name: "pressure on the skin",
        unit: "",
        what: "0 none, 0.2 light, 0.5 moderate, 1 painful; no source gives it in N/cm²",
        mark: Mark::Calibrated,
        trace: |s| s.touch.iter().map(|t| t.pressure).collect(),
    },
    StationDef {
        id: "c_tactile",
        name: "C-tactile afferents",
        unit: "",
        what: "slow nerve fibres of hairy skin that answer most to strokes of 1 to 10 cm/s",
        mark: Mark::Published,
        trace: |s| s.touch.iter().map(|t| t.c_tactile).collect(),
    },
    StationDef {
        id: "engaged",
        name: "engaged response",
        unit: "",
        what: "what touch is thought to set going in the brainstem, a fast part and one that carries over; nobody has recorded it",
        mark: Mark::Calibrated,
        trace: |s| s.touch.iter().map(|t| t.engaged - t.aversion).collect(),
    },
    StationDef {
        id: "gate",
        name: "brainstem gate",
        unit: "",
        what: "how strongly breathing modulates vagal firing, as a factor; one small study of trigger points supports that it moves",
        mark: Mark::Calibrated,
        trace: |s| s.drives.iter().map(|d| d.gate_gain.exp()).collect(),
    },
    StationDef {
        id: "baroreceptor",
        name: "baroreceptors",
        unit: "Hz",
        what: "pressure sensors in the neck artery; their curve is published",
        mark: Mark::Published,
        trace: |s| s.arc.baroreceptor_hz.clone(),
    },
    StationDef {
        id: "vagal",
        name: "vagal outflow",
        unit: "Hz",
        what: "the fast nerve to the sinus node; its curve is published, the drive added to it by touch is not",
        mark: Mark::Published,
        trace: |s| s.arc.vagal_hz.clone(),
    },
    StationDef {
        id: "sympathetic_heart",
        name: "sympathetic, heart",
        unit: "Hz",
        what: "the slow nerve to the sinus node and the ventricle",
        mark: Mark::Published,
        trace: |s| s.arc.sympathetic_heart_hz.clone(),
    },
    StationDef {
        id: "sympathetic_vessels",
        name: "sympathetic, vessels",
        unit: "Hz",
        what: "the nerves that narrow the small arteries",
        mark: Mark::Published,
        trace: |s| s.arc.sympathetic_vessels_hz.clone(),
    },
    StationDef {
        id: "heart_rate",
        name: "heart rate",
        unit: "bpm",
        what: "beat by beat, from the sinus node",
        mark: Mark::Published,
        trace: |s| s.arc.heart_rate_bpm.clone(),
    },
    StationDef {
        id: "resistance",
        name: "vessels",
        unit: "mmHg·s/mL",
        what: "resistance of the small arteries; a time constant in s in the models of Seidel-Herzel and DeBoer",
        mark: Mark::Published,
        trace: |s| s.arc.resistance.clone(),
    },
    StationDef {
        id: "pressure",
        name: "arterial pressure",
        unit: "mmHg",
        what: "the mean over each second; it closes the loop at the baroreceptors",
        mark: Mark::Published,
        trace: |s| s.arc.pressure_mmhg.clone(),
    },
    StationDef {
        id: "muscle_worked",
        name: "worked muscle, tone",
        unit: "",
        what: "as a share of its usual tone; stiffness fell by 5% in one study and was back after 3 min",
        mark: Mark::Calibrated,
        trace: |s| s.slow.tone_local.clone(),
    },
    StationDef {
        id: "muscle_elsewhere",
        name: "other muscle, tone",
        unit: "",
        what: "in the same study the muscle of the other leg did not change",
        mark: Mark::Calibrated,
        trace: |s| s.slow.tone_remote.clone(),
    },
    StationDef {
        id: "cortisol",
        name: "cortisol",
        unit: "",
        what: "as a share of its usual level; pooled trials find no difference between massage and control",
        mark: Mark::Calibrated,
        trace: |s| s.slow.cortisol.clone(),
    },
    StationDef {
        id: "felt_release",
        name: "felt release",
        unit: "",
        what: "0 to 1, an invention: in life it is a rating, never inferred",
        mark: Mark::Calibrated,
        trace: |s| s.slow.felt_release.clone(),
    },
];

/// Mean of the values of a trace within a window, those that are numbers; `None` without any.
pub fn mean_within(trace: &[f64], start_s: f64, end_s: f64) -> Option<f64> {
    let first = start_s.max(0.0).ceil() as usize;
    let last = (end_s.max(0.0).floor() as usize).min(trace.len());
    let inside = trace.get(first..last)?.iter().filter(|value| value.is_finite());
    let (sum, n) = inside.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    (n > 0.0).then(|| sum / n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Massage, Scenario, StimulusKind};

    #[test]
    fn every_station_has_a_value_for_every_second_and_touch_is_seen_at_each() {
        let touch = StimulusKind::Massage(Massage::MODERATE_SLOW);
        let pair = Scenario::rest(1500.0, 1).with(300.0, 900.0, touch).run_pair().unwrap();
        for station in STATIONS {
            let (with, twin) = ((station.trace)(&pair.with), (station.trace)(&pair.twin));
            assert_eq!((with.len(), twin.len()), (1500, 1500), "{}", station.id);
            assert_eq!(
                mean_within(&with, 10.0, 299.0),
                mean_within(&twin, 10.0, 299.0),
                "{} before the stimulus",
                station.id
            );
            assert_ne!(
                mean_within(&with, 1000.0, 1400.0).map(|v| (v * 1e6).round()),
                (station.id != "skin" && station.id != "c_tactile")
                    .then(|| mean_within(&twin, 1000.0, 1400.0).map(|v| (v * 1e6).round()))
                    .flatten(),
                "{} after the stimulus",
                station.id
            );
        }
    }
}
