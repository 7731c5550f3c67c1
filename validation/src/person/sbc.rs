//! Simulation-based calibration: parameters drawn from the prior, a diary from them, and the rank of the truth among the draws.
//!
//! A drawn input that lowers the state can, under a low ceiling, carry it off without bound: such diaries hold readings that
//! no body has, and are drawn again. What is left out is decided by the readings alone, which leaves the posterior of
//! every diary that is kept as it is, so ranks stay uniform.
//!
//! If filter, gradient and sampler are right, every rank is equally likely (Talts et al. 2018, doi 10.48550/arXiv.1804.06788).

use rayon::prelude::*;
use vagal::person::simulate::{Design, Plan, prior_draw, simulate};
use vagal::person::{Event, LogPosterior, Model, SampleOptions, Terms, sample_apart};

/// Draws that the truth is ranked among, thinned from all.
pub const KEPT: usize = 63;
/// Name of the joint log-likelihood among the quantities.
pub const LIKELIHOOD: &str = "log_likelihood";
/// First seed; none of these was used while the model was built.
const FIRST_SEED: u64 = 22_000_000;

/// One diary's ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// Number of the diary, from 0.
    pub diary: usize,
    /// One rank a parameter and one of the log-likelihood, 0 to [`KEPT`].
    pub ranks: Vec<usize>,
    /// Draws that were passed over before this one.
    pub passed_over: usize,
    /// Diverging steps.
    pub divergences: usize,
    /// Smallest effective size of the bulk over parameters, after any longer run.
    pub least_ess: f64,
    /// Largest R-hat.
    pub worst_r_hat: f64,
}

/// Every term but that of booking, whose likelihood is an approximation.
fn model() -> Model {
    let terms = super::every_term().terms();
    super::of_terms(Terms { booking: false, ..terms })
}

/// What is ranked, in order.
pub fn quantities() -> Vec<String> {
    let model = model();
    let names = model.parameters().iter().map(|p| p.name.clone());
    names.chain([LIKELIHOOD.to_owned()]).collect()
}

/// lnRMSSD of a living body: 1 ms to 1 s.
const LN_RMSSD: std::ops::RangeInclusive<f64> = 0.0..=6.9;
/// Resting heart rates that are read at all.
const RESTING_HR: std::ops::RangeInclusive<f64> = 20.0..=220.0;

/// True if every reading could be one of a body.
pub fn living(events: &[Event]) -> bool {
    events.iter().filter_map(|e| e.reading).all(|r| match r.channel {
        0 | 1 => LN_RMSSD.contains(&r.value),
        2 => RESTING_HR.contains(&r.value),
        _ => true,
    })
}

/// Truth and diary: the first of a row of draws whose readings are those of a body, and how many were passed over.
pub fn draw(diary: usize) -> (Vec<f64>, Vec<Event>, usize) {
    let model = model();
    let mut design = Design::reference(vec![Plan::random(1.0), Plan::random(4.5)]);
    (design.habits, design.hands) = (true, true);
    (0..)
        .map(|passed| {
            let seed = FIRST_SEED + (1000 * diary + passed) as u64;
            let truth = prior_draw(&model, seed);
            let events = simulate(&model, &truth, &design, seed ^ 0x5bc0).events;
            (truth, events, passed)
        })
        .find(|(_, events, _)| living(events))
        .expect("most draws of the prior are of a living body")
}

/// One diary: drawn, fitted, ranked. Draws are as many as make [`KEPT`] of them independent.
pub fn one(diary: usize) -> Ranks {
    let model = model();
    let seed = FIRST_SEED + diary as u64;
    let (truth, events, passed_over) = draw(diary);
    let z_truth = model.whiten(&truth);
    let mut posterior = LogPosterior::new(&model, &events).expect("a simulated diary fits");
    let mut draws_a_chain = 250;
    loop {
        let options = SampleOptions { chains: 2, warm_up: 400, draws: draws_a_chain, seed };
        let draws = sample_apart(&model, &events, &options).expect("a simulated diary fits");
        let (mut least_ess, mut worst_r_hat) = (f64::INFINITY, 1.0_f64);
        for place in 0..z_truth.len() {
            let c = draws.convergence(place).expect("draws vary");
            least_ess = least_ess.min(c.ess_bulk);
            worst_r_hat = worst_r_hat.max(c.r_hat);
        }
        // Neighbours among the kept are as good as independent at twice the effective size.
        if least_ess < 2.0 * KEPT as f64 && draws_a_chain < 2000 {
            draws_a_chain *= 2;
            continue;
        }
        let all: Vec<&[f64]> = draws.all().collect();
        let kept: Vec<&[f64]> =
            (0..KEPT).map(|i| all[(2 * i + 1) * all.len() / (2 * KEPT)]).collect();
        let mut ranks: Vec<usize> = (0..z_truth.len())
            .map(|place| kept.iter().filter(|z| z[place] < z_truth[place]).count())
            .collect();
        let at_truth = posterior.log_likelihood(&z_truth);
        let below = kept.iter().filter(|z| posterior.log_likelihood(z) < at_truth).count();
        ranks.push(below);
        return Ranks {
            diary,
            passed_over,
            ranks,
            divergences: draws.divergences,
            least_ess,
            worst_r_hat,
        };
    }
}

/// Diaries `from` to `to`.
pub fn run(from: usize, to: usize) -> Vec<Ranks> {
    (from..to).into_par_iter().map(one).collect()
}

/// The table of ranks as text.
pub fn table(rows: &[Ranks]) -> String {
    let mut out =
        format!("diary,passed_over,divergences,least_ess,worst_r_hat,{}\n", quantities().join(","));
    for row in rows {
        let ranks: Vec<String> = row.ranks.iter().map(usize::to_string).collect();
        out.push_str(&format!(
            "{},{},{},{:.0},{:.4},{}\n",
            row.diary,
            row.passed_over,
            row.divergences,
            row.least_ess,
            row.worst_r_hat,
            ranks.join(",")
        ));
    }
    out
}
