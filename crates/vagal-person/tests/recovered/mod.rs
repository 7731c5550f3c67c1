//! What is found again of terms that a simulated diary was made with.

use vagal_person::simulate::{Design, simulate};
use vagal_person::{Input, LogPosterior, Model, Terms, laplace};

/// Diaries of each kind.
const DIARIES: u64 = 14;
/// Draws of a preview, and the places of the ends of a 90% interval among them.
const DRAWS: usize = 800;
const ENDS: (usize, usize) = (40, 760);

/// Of the parameters with these names, all of one true value, where massage lifts by .5 and rest does nothing: means of the posterior means over
/// diaries, and how many 90% intervals hold the truth.
pub(crate) fn recovered(
    terms: Terms,
    names: &[&str],
    true_value: f64,
    design: &Design,
    first_seed: u64,
) -> (Vec<f64>, usize) {
    let inputs = vec![Input::massage("massage"), Input::brief("rest")];
    let model = Model::of_columns(inputs, terms).unwrap();
    let truth: Vec<f64> = model
        .parameters()
        .iter()
        .map(|p| match p.name.as_str() {
            "e1" => 0.5,
            "e2" => 0.0,
            name if names.contains(&name) => true_value,
            _ => p.value(0.0),
        })
        .collect();
    let (mut means, mut held) = (vec![0.0; names.len()], 0);
    for seed in 0..DIARIES {
        let made = simulate(&model, &truth, design, first_seed + seed);
        let mut posterior = LogPosterior::new(&model, &made.events).unwrap();
        let preview = laplace(&mut posterior).unwrap();
        let draws = preview.refine(&mut posterior, DRAWS, seed).unwrap().draws;
        for (mean, name) in means.iter_mut().zip(names) {
            let place = model.place(name).unwrap();
            let mut values: Vec<f64> = draws.iter().map(|z| model.values(z)[place]).collect();
            values.sort_by(f64::total_cmp);
            *mean += values.iter().sum::<f64>() / values.len() as f64 / DIARIES as f64;
            held += usize::from((values[ENDS.0]..=values[ENDS.1]).contains(&true_value));
        }
    }
    println!("{names:?} true {true_value}: means {means:.3?}, {held} intervals hold it");
    (means, held)
}
