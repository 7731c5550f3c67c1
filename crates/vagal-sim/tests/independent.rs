//! Noise-free VREF against a second program, `validation/simulator/vref.c`, in nine scenarios read from TOML.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use vagal_sim::ScenarioFile;

/// Output of `vref.c`; the command stands at the head of that file.
const BEATS: &str = include_str!("../../../validation/simulator/beats.csv");

/// The scenarios in the order of the program's cases.
const CASES: [&str; 9] = [
    "",
    "[drive]\nu_v = [[100, 400, 0.9]]\nu_sh = [[100, 400, -0.7]]\nu_sp = [[100, 400, -0.7]]\n",
    "[drive]\ngk = 0.3\n",
    "[drive]\nu_sh = [[50, 300, 3]]\nu_sp = [[50, 300, 1]]\n",
    "[[stimulus]]\nkind = \"massage\"\nstart_s = 200\nend_s = 500\npressure = \"moderate\"\nstroke_cm_per_s = 3\n",
    "[parameters]\nGTv = 0\n",
    "[breathing]\nrate_per_min = 3\ninhale_share = 0.5\ntidal_l = 0.8\n",
    "[parameters]\nT0 = 0.7\nDTv = 0.33\nSV0 = 80\ntad = 4\nC = 1.5\n",
    "[person]\nload = 0.6\n[[stimulus]]\nkind = \"massage\"\nstart_s = 200\nend_s = 500\npressure = 0.2\nstroke_cm_per_s = 30\n",
];

/// Both fall on the grid of 5 ms: the same step or another one.
const RR_MS: f64 = 1e-6;
/// Printed with six decimals; the order of a sum may differ in the last bits, which 180,000 steps carry on.
const PRESSURE_MMHG: f64 = 1e-4;

#[test]
fn a_second_program_gives_the_same_beats() {
    let (mut compared, mut worst) = (0, 0.0_f64);
    for (case, toml) in CASES.iter().enumerate() {
        let text = format!("duration_s = 900\nnoise = false\non_grid = true\n{toml}");
        let run = ScenarioFile::parse(&text).unwrap().scenario.run().unwrap();
        for line in BEATS.lines() {
            let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
            let [number, beat, time_s, rr_ms, ref pressures @ ..] = cells[..] else {
                panic!("{line}")
            };
            if number as usize != case {
                continue;
            }
            let row = run.rows[beat as usize];
            let cycle = row.cycle.unwrap();
            assert!((row.time_s - time_s).abs() < RR_MS, "case {case}, beat {beat}");
            assert!((cycle.rr_ms - rr_ms).abs() < RR_MS, "case {case}, beat {beat}");
            let own = [cycle.systolic_mmhg, cycle.diastolic_mmhg, cycle.mean_mmhg];
            for (own, other) in own.iter().zip(pressures) {
                worst = worst.max((own - other).abs());
            }
            compared += 1;
        }
    }
    println!("{compared} beats, pressures within {worst:.1e} mmHg");
    assert!(compared > 350, "only {compared} beats were compared");
    assert!(worst < PRESSURE_MMHG, "{worst} mmHg");
}
