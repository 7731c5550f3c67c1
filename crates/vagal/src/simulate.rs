//! From a scenario to its page: both runs, read by the same indices as a recording would be.

use rayon::prelude::*;
use vagal_core::{BreathingRate, BreathingSource, Hz, Unfit, Window};
use vagal_report::page::{
    ChangedParameter, HypothesisLine, MeanLine, MetricLabel, ScenarioLine, SimulatePage,
    StationTrace, StimulusLine, SweepChange, SweepPage, SweepRow, WeakPointLine, WindowPair,
    WindowReading,
};
use vagal_signal::metrics::METRICS;
use vagal_sim::{
    HYPOTHESES, Pair, STATIONS, Scenario, ScenarioError, ScenarioFile, Simulation, Stimulus,
    StimulusKind, WEAK_POINTS, mean_within,
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
            with: reading(&pair.with, named.window),
            twin: reading(&pair.twin, named.window),
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
                unit: station.unit.into(),
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
fn reading(run: &Simulation, window: Window) -> WindowReading {
    let rate = mean_within(&run.arc.breaths_per_min, window.start_s, window.end_s)
        .and_then(|rate| Hz::new(rate / 60.0))
        .map(|rate| BreathingRate { rate, source: BreathingSource::Stated })
        .ok_or(Unfit::BreathingUnknown);
    let summary = vagal_signal::summarize(&run.nn(), window, rate, false);
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
            unit: station.unit.into(),
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
        let changes = windows.iter().filter(compared).map(|w| change(pair, w.window)).collect();
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

fn change(pair: &Pair, window: Window) -> SweepChange {
    let (with, twin) = (reading(&pair.with, window), reading(&pair.twin, window));
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
