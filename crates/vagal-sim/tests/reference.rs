//! Noise-free series of VREF against the reference implementation, beat by beat.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use vagal_sim::{Drive, Scenario, Simulation, StimulusKind};

/// The contract of the reference series: 1 ms RR at every beat.
const RR_MS: f64 = 1.0;
/// The series are printed with six decimals; a port in the same order differs by rounding only.
const PRESSURE_MMHG: f64 = 1e-4;

struct Row {
    time_s: f64,
    pressures: [f64; 3],
}

fn reference(name: &str) -> Option<Vec<Row>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference/physiology")
        .join(format!("{name}.csv"));
    let Ok(text) = std::fs::read_to_string(folder) else {
        assert!(std::env::var("VAGAL_REQUIRE").as_deref() != Ok("all"), "no ../shared/reference");
        println!("skipped: needs ../shared/reference");
        return None;
    };
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        Row { time_s: cells[0], pressures: [cells[1], cells[2], cells[3]] }
    });
    Some(rows.collect())
}

#[test]
fn the_second_model() {
    let scenario = Scenario::rest_in("seidel", 400.0, 0).unwrap();
    compare("seidel_base", &Scenario { noise: false, on_grid: true, ..scenario }.run().unwrap());
}

fn noise_free() -> Scenario {
    Scenario { noise: false, on_grid: true, ..Scenario::rest(400.0, 0) }
}

fn compare(name: &str, run: &Simulation) {
    let Some(rows) = reference(name) else { return };
    assert!(rows.len() > 400, "{name} lost rows");
    assert_eq!(run.rows.len(), rows.len(), "{name}: number of beats");
    let (mut worst_rr, mut worst_pressure) = (0.0_f64, 0.0_f64);
    for (k, (own, expected)) in run.rows.iter().zip(&rows).enumerate() {
        let Some(cycle) = own.cycle else { continue };
        let rr_ms = (expected.time_s - rows[k - 1].time_s) * 1000.0;
        worst_rr = worst_rr.max((cycle.rr_ms - rr_ms).abs());
        let own = [cycle.systolic_mmhg, cycle.diastolic_mmhg, cycle.mean_mmhg];
        for (own, expected) in own.iter().zip(expected.pressures) {
            worst_pressure = worst_pressure.max((own - expected).abs());
        }
    }
    println!(
        "{name}: {} beats, max |dRR| {worst_rr:.1e} ms, max |dP| {worst_pressure:.1e} mmHg",
        rows.len()
    );
    assert!(worst_rr <= RR_MS, "{name}: RR differs by {worst_rr} ms");
    assert!(worst_pressure <= PRESSURE_MMHG, "{name}: pressure differs by {worst_pressure} mmHg");
}

#[test]
fn fifteen_breaths_a_minute() {
    compare("vref_base", &noise_free().run().unwrap());
}

#[test]
fn six_breaths_a_minute() {
    let mut scenario = noise_free();
    scenario.breathing.rate_per_min = 6.0;
    compare("vref_f6", &scenario.run().unwrap());
}

#[test]
fn neck_suction_without_breathing() {
    let suction = StimulusKind::Direct(Drive { neck_mmhg: 60.0, ..Drive::default() });
    let mut scenario = noise_free().with(200.0, 205.0, suction);
    scenario.breathing.tidal_l = Some(0.0);
    compare("vref_neck", &scenario.run().unwrap());
}
