//! Prints the hidden truth of the demo session: `cargo run -p vagal-sim --example demo_truth`.
#![allow(clippy::print_stdout)]

use vagal_sim::demo_session;

fn main() -> Result<(), vagal_sim::ScenarioError> {
    let demo = demo_session(1)?;
    let truth = &demo.truth;
    println!(
        "baseline {:.3}  during {:+.3}  after {:+.3} ± {:.3}",
        truth.baseline, truth.shift_during, truth.shift, truth.shift_se
    );
    println!("hold above baseline + 0.10: {:?}", truth.hold(0.10));
    for ((time_s, level), twin) in truth.time_s.iter().zip(&truth.level).zip(&truth.twin_level) {
        println!("{:6.1} min  {level:.3}  {twin:.3}", time_s / 60.0);
    }
    Ok(())
}
