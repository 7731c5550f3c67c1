use vagal::person::simulate::*;
use vagal::person::*;
fn main() {
    let a: Vec<usize> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    let model = vagal_validation::person::two_inputs();
    for d in a[0]..a[1] {
        let seed = 20_000_000 + d as u64;
        let truth = prior_draw(&model, seed);
        let design = Design::reference(vec![Plan::random(1.0), Plan::random(4.5)]);
        let made = simulate(&model, &truth, &design, seed ^ 0x5bc0);
        let mut post = LogPosterior::new(&model, &made.events).unwrap();
        let l = laplace(&mut post).unwrap();
        let t = std::time::Instant::now();
        let options = SampleOptions { chains: 2, warm_up: 400, draws: 500, seed };
        let draws = sample(&model, &made.events, &options).unwrap();
        let mut w = (f64::INFINITY, 0, 1.0_f64);
        for i in 0..28 { let c = draws.convergence(i).unwrap(); if c.ess_bulk < w.0 { w.0 = c.ess_bulk; w.1 = i; } w.2 = w.2.max(c.r_hat); }
        println!("{d} {:?} grads {} kept {} div {} ess {:.0} {} rhat {:.3} laplace proper {} slope {:.1e} grads {} lp {:.1} lp truth {:.1}", t.elapsed(), draws.gradients, draws.gradients_kept, draws.divergences, w.0, model.parameters()[w.1].name, w.2, l.proper, l.slope, l.gradients, l.log_posterior, post.value(&model.whiten(&truth)));
    }
}
