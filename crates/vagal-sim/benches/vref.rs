//! Speed of VREF: one hour at a step of 5 ms, with and without noise. `cargo bench -p vagal-sim`.

use vagal_sim::{Breathing, Massage, Scenario, StimulusKind};

fn main() {
    divan::main();
}

/// 3,600 s simulated: real time over the printed time is the factor.
#[divan::bench(sample_count = 20)]
fn hour_of_rest(bencher: divan::Bencher) {
    let scenario = Scenario::rest(3600.0, 1);
    bencher.bench(|| divan::black_box(&scenario).run());
}

#[divan::bench(sample_count = 20)]
fn hour_without_noise(bencher: divan::Bencher) {
    let scenario = Scenario { noise: false, ..Scenario::rest(3600.0, 1) };
    bencher.bench(|| divan::black_box(&scenario).run());
}

#[divan::bench(sample_count = 20)]
fn hour_with_massage_and_natural_breathing(bencher: divan::Bencher) {
    let massage = StimulusKind::Massage(Massage::MODERATE_SLOW);
    let scenario = Scenario { breathing: Breathing::NATURAL, ..Scenario::rest(3600.0, 1) };
    let scenario = scenario.with(600.0, 1800.0, massage);
    bencher.bench(|| divan::black_box(&scenario).run());
}
