//! From a scenario to its page: both runs, read by the same indices as a recording would be.

use rayon::prelude::*;
use vagal_core::{BreathingRate, BreathingSource, Channel, Hz, Mark, Unfit, Window};
use vagal_report::page::{
    ChangeLine, ChangedParameter, HypothesisLine, MeanLine, MetricLabel, PeoplePage, PeopleWindow,
    ScenarioLine, SimulatePage, StationTrace, StimulusLine, SweepChange, SweepPage, SweepRow,
    ValidationLine, ValidationPage, WeakPointLine, WindowPair, WindowReading,
};
use vagal_signal::metrics::METRICS;
use vagal_sim::{
    EcgOptions, HYPOTHESES, Model, Pair, PersonReading, PersonResult, PpgOptions, STATIONS,
    Scenario, ScenarioError, ScenarioFile, Simulation, Stimulus, StimulusKind, ValidationRow,
    WEAK_POINTS, ecg, mean_within, ppg,
};

/// Builds the page of a scenario that was run.
pub fn page(
    file: &ScenarioFile,
    pair: &Pair,
    name: String,
    command: Option<String>,
) -> SimulatePage {
    let scenario = &file.scenario;
    let def = scenario.model.def();
    let windows = scenario
        .windows()
        .into_iter()
        .map(|named| WindowPair {
            with: reading(&pair.with, &scenario.model, named.window),
            twin: reading(&pair.twin, &scenario.model, named.window),
            name: named.name,
            window: named.window,
        })
        .collect();
    SimulatePage {
        scenario: ScenarioLine {
            file: name,
            model: def.id.into(),
            model_name: def.name.into(),
            model_limits: def.limits.into(),
            model_source: def.source.into(),
            duration_s: scenario.duration_s,
            dt_s: scenario.dt_s,
            seed: scenario.seed,
            noise: scenario.noise,
            on_grid: scenario.on_grid,
            beats: pair.with.rows.len(),
            twin_beats: pair.twin.rows.len(),
        },
        stimuli: scenario.stimuli.iter().map(stimulus).collect(),
        hypotheses: hypotheses(scenario),
        changed: changed(scenario),
        stations: STATIONS
            .iter()
            .map(|station| StationTrace {
                id: station.id.into(),
                name: station.name.into(),
                unit: station.unit_in(&scenario.model).into(),
                what: station.what.into(),
                founded: station.mark.word().into(),
                with: (station.trace)(&pair.with),
                twin: (station.trace)(&pair.twin),
            })
            .collect(),
        windows,
        metrics: METRICS
            .iter()
            .map(|m| MetricLabel { id: m.id.into(), symbol: m.symbol.into(), name: m.name.into() })
            .collect(),
        weak_points: WEAK_POINTS
            .iter()
            .filter(|weak| weak.concerns(def.id))
            .map(|weak| WeakPointLine {
                id: weak.id.into(),
                text: weak.text.into(),
                advice: weak.advice.into(),
            })
            .collect(),
        notes: file.notes.clone(),
        command,
    }
}

/// The readings of one run in one window.
fn reading(run: &Simulation, model: &Model, window: Window) -> WindowReading {
    let rate = mean_within(&run.arc.breaths_per_min, window.start_s, window.end_s)
        .and_then(|rate| Hz::new(rate / 60.0))
        .map(|rate| BreathingRate { rate, source: BreathingSource::Stated })
        .ok_or(Unfit::BreathingUnknown);
    let summary = vagal_signal::summarize(&run.nn(), window, rate, None);
    let cycles: Vec<_> = run
        .rows
        .iter()
        .filter(|row| row.time_s > window.start_s && row.time_s <= window.end_s)
        .filter_map(|row| row.cycle)
        .collect();
    let mean = |id: &str, name: &str, value: fn(&vagal_sim::Cycle) -> f64| {
        let sum: f64 = cycles.iter().map(value).sum();
        MeanLine {
            id: id.into(),
            name: name.into(),
            unit: "mmHg".into(),
            value: sum / cycles.len() as f64,
        }
    };
    let mut means = vec![
        mean("sbp", "systolic pressure", |c| c.systolic_mmhg),
        mean("dbp", "diastolic pressure", |c| c.diastolic_mmhg),
        mean("map", "mean pressure", |c| c.mean_mmhg),
    ];
    means.extend(STATIONS.iter().filter_map(|station| {
        let value = mean_within(&(station.trace)(run), window.start_s, window.end_s)?;
        Some(MeanLine {
            id: station.id.into(),
            name: station.name.into(),
            unit: station.unit_in(model).into(),
            value,
        })
    }));
    means.retain(|mean| mean.value.is_finite());
    WindowReading { summary, means }
}

fn hypotheses(scenario: &Scenario) -> Vec<HypothesisLine> {
    HYPOTHESES
        .iter()
        .map(|def| {
            let on = scenario.hypotheses.get(def.id).unwrap_or(def.default);
            HypothesisLine {
                id: def.id.into(),
                on,
                default: def.default,
                text: if on { def.on } else { def.off }.into(),
                claim: def.claim.into(),
                reason: def.reason.into(),
            }
        })
        .collect()
}

fn changed(scenario: &Scenario) -> Vec<ChangedParameter> {
    let lines = scenario.model.parameters();
    lines
        .into_iter()
        .filter(|line| line.value != line.default)
        .map(|line| ChangedParameter {
            symbol: line.symbol.into(),
            name: line.name.into(),
            value: line.value,
            default: line.default,
            unit: line.unit.into(),
        })
        .collect()
}

fn stimulus(stimulus: &Stimulus) -> StimulusLine {
    let def = stimulus.kind.def();
    StimulusLine {
        id: def.id.into(),
        name: def.name.into(),
        window: Window { start_s: stimulus.start_s, end_s: stimulus.end_s },
        dose: dose(&stimulus.kind),
        known: def.known.into(),
        assumed: def.assumed.into(),
        claim: def.claim.map(Into::into),
    }
}

/// The dose of a stimulus, piece by piece.
fn dose(kind: &StimulusKind) -> Vec<String> {
    match kind {
        StimulusKind::Massage(massage) => vec![
            format!("pressure {}", massage.pressure),
            format!("{} cm/s", massage.stroke_cm_per_s),
            massage.region.id().to_owned(),
        ],
        StimulusKind::SlowBreathing(slow) => {
            let mut pieces = vec![
                format!("{}/min", slow.rate_per_min),
                format!("{:.0}% of the breath in", 100.0 * slow.inhale_share),
            ];
            pieces.extend(slow.tidal_l.map(|litres| format!("{litres} L")));
            pieces
        }
        StimulusKind::Meditation(depth) => vec![format!("depth {depth}")],
        StimulusKind::ColdFace { breath_held: true } => vec!["breath held".into()],
        StimulusKind::ColdPressor(hands) => {
            vec![if *hands > 1 { "two hands" } else { "one hand" }.into()]
        }
        StimulusKind::MentalStress(intensity) => vec![format!("intensity {intensity}")],
        StimulusKind::Tilt(angle) => vec![format!("{angle}°")],
        StimulusKind::NeckSuction(mmhg) => vec![format!("{mmhg} mmHg")],
        StimulusKind::VagalBlock(share) | StimulusKind::BetaBlock(share) => {
            vec![format!("{:.0}%", 100.0 * share)]
        }
        StimulusKind::Direct(drive) => [
            ("u_v", drive.vagal_hz),
            ("u_sh", drive.sympathetic_heart_hz),
            ("u_sp", drive.sympathetic_vessels_hz),
            ("gk", drive.gate_gain),
            ("neck_mmhg", drive.neck_mmhg),
        ]
        .iter()
        .filter(|(_, value)| *value != 0.0)
        .map(|(symbol, value)| format!("{symbol} {value}"))
        .collect(),
        _ => Vec::new(),
    }
}

/// The page of the validation table.
pub fn validation(rows: &[ValidationRow]) -> ValidationPage {
    let line = |row: &ValidationRow| ValidationLine {
        row: row.row,
        stimulus: row.stimulus.into(),
        quantity: row.quantity.into(),
        unit: row.unit.into(),
        value: row.value,
        lo: row.lo,
        hi: row.hi,
        in_range: row.passes(),
        standing: row.standing.id().into(),
        source: row.source.into(),
    };
    ValidationPage { rows: rows.iter().map(line).collect() }
}

/// Quantities read of each person: identifier, name, unit, value.
type Quantity = (&'static str, &'static str, &'static str, fn(&PersonReading) -> f64);

const QUANTITIES: [Quantity; 4] = [
    ("hr", "heart rate", "bpm", |r| r.hr_bpm),
    ("ln_rmssd", "lnRMSSD", "ln ms", |r| r.ln_rmssd),
    ("sbp", "systolic pressure", "mmHg", |r| r.systolic_mmhg),
    ("map", "mean pressure", "mmHg", |r| r.mean_mmhg),
];

/// The page of many persons.
pub fn people(
    scenario: &Scenario,
    results: &[Result<PersonResult, ScenarioError>],
    file: String,
) -> PeoplePage {
    let persons: Vec<&PersonResult> = results.iter().filter_map(|r| r.as_ref().ok()).collect();
    let windows = scenario.windows().into_iter().enumerate().map(|(index, named)| PeopleWindow {
        name: named.name,
        window: named.window,
        changes: QUANTITIES
            .iter()
            .filter_map(|(id, name, unit, value)| {
                let both = persons.iter().filter_map(|p| {
                    let (with, twin) = (p.with.get(index)?.as_ref()?, p.twin.get(index)?.as_ref()?);
                    Some((value(twin), value(with) - value(twin)))
                });
                let (twins, changes): (Vec<f64>, Vec<f64>) = both.unzip();
                Some(ChangeLine {
                    id: (*id).into(),
                    name: (*name).into(),
                    unit: (*unit).into(),
                    twin: percentiles(twins)?,
                    change: percentiles(changes)?,
                })
            })
            .collect(),
    });
    PeoplePage {
        file,
        people: persons.len(),
        diverged: results.len() - persons.len(),
        windows: windows.collect(),
        note: "Persons differ in vagal gain, intrinsic heart rate, set-point and gate, by spreads that are house \
               choices. How strongly a stimulus drives the brainstem is the same for all, since nothing is known of its \
               spread: what people differ in here is less than what people differ in."
            .into(),
    }
}

/// 5th, 50th and 95th percentile, between neighbours by share; `None` without a value.
fn percentiles(mut values: Vec<f64>) -> Option<[f64; 3]> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some([0.05, 0.50, 0.95].map(|share| {
        let place = share * last as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(last);
        values[below] + (place - below as f64) * (values[above] - values[below])
    }))
}

/// ECG, pulse wave and breathing of a run, with its stimuli as remarks: what a recording of it would hold.
pub fn recording(run: &Simulation, scenario: &Scenario) -> (Vec<Channel>, Vec<Mark>) {
    let seed = scenario.seed;
    let ecg = ecg(&run.beats, Some(&run.respiration), &EcgOptions { seed, ..EcgOptions::CLEAN });
    let pulse = ppg(run, &PpgOptions { seed, ..PpgOptions::CLEAN });
    let breath = Channel { label: "Resp".into(), ..run.respiration.clone() };
    let marks = scenario.stimuli.iter().map(|stimulus| Mark {
        time_s: stimulus.start_s,
        duration_s: Some(stimulus.end_s - stimulus.start_s),
        text: stimulus.kind.def().name.to_owned(),
    });
    (vec![ecg, pulse, breath], marks.collect())
}

/// Runs each scenario with its twin, on all cores, and reads what changed in each window with stimuli and after.
///
/// # Errors
///
/// [`ScenarioError`] of the first value that does not run.
pub fn sweep(
    name: &str,
    key: &str,
    runs: &[(f64, Scenario)],
    command: Option<String>,
) -> Result<SweepPage, ScenarioError> {
    let pairs: Result<Vec<Pair>, ScenarioError> =
        runs.par_iter().map(|(_, scenario)| scenario.run_pair()).collect();
    let pairs = pairs?;
    let named: Vec<_> = runs.first().map(|(_, scenario)| scenario.windows()).unwrap_or_default();
    let compared = |w: &&vagal_sim::NamedWindow| w.name != "before";
    let rows = runs.iter().zip(&pairs).map(|((value, scenario), pair)| {
        let windows = scenario.windows();
        let changes = windows
            .iter()
            .filter(compared)
            .map(|w| change(pair, &scenario.model, w.window))
            .collect();
        SweepRow { value: *value, changes }
    });
    Ok(SweepPage {
        file: name.to_owned(),
        key: key.to_owned(),
        windows: named.iter().filter(compared).map(|w| w.name.clone()).collect(),
        rows: rows.collect(),
        command,
    })
}

fn change(pair: &Pair, model: &Model, window: Window) -> SweepChange {
    let (with, twin) = (reading(&pair.with, model, window), reading(&pair.twin, model, window));
    let index = |reading: &WindowReading, id: &str| match reading.summary.index(id) {
        Some(Ok(value)) => Some(value.number()),
        _ => None,
    };
    let mean = |reading: &WindowReading, id: &str| {
        reading.means.iter().find(|m| m.id == id).map(|m| m.value)
    };
    let less = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
    SweepChange {
        ln_rmssd: less(index(&with, "ln_rmssd"), index(&twin, "ln_rmssd")),
        hr_bpm: less(index(&with, "hr"), index(&twin, "hr")),
        sbp_mmhg: less(mean(&with, "sbp"), mean(&twin, "sbp")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_a_known_list() {
        // Algebra: of 0, 1 … 100 the fifth percentile is 5.
        assert_eq!(percentiles((0..=100).map(f64::from).collect()), Some([5.0, 50.0, 95.0]));
        assert_eq!(percentiles(Vec::new()), None);
        assert_eq!(percentiles(vec![7.0]), Some([7.0; 3]));
    }
}
