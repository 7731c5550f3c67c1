use vagal::person::simulate::*;
use vagal::person::*;
fn main() {
    let model = vagal_validation::person::two_inputs();
    let seed = 20_000_000 + 85;
    let truth = prior_draw(&model, seed);
    let design = Design::reference(vec![Plan::random(1.0), Plan::random(4.5)]);
    let made = simulate(&model, &truth, &design, seed ^ 0x5bc0);
    let mut post = LogPosterior::new(&model, &made.events).unwrap();
    let l = laplace(&mut post).unwrap();
    let l2 = vagal::person::laplace::laplace_from(&mut post, &model.whiten(&truth)).unwrap();
    println!("{} {} {}, {} {} {}", l.log_posterior, l.slope, l.gradients, l2.log_posterior, l2.slope, l2.gradients);
    for (i, p) in model.parameters().iter().enumerate() { println!("{} truth {:.2} mode {:.2} from truth {:.2} sd {:.3} {:.3}", p.name, model.whiten(&truth)[i], l.mode[i], l2.mode[i], l.covariance(i,i).sqrt(), l2.covariance(i,i).sqrt()); }
    let x: Vec<f64> = made.events.iter().filter_map(|e| e.reading).filter(|r| r.channel==0).map(|r| r.value).collect();
    println!("{:?}", &x[..60]);
}
