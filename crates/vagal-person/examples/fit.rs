use vagal_person::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let model = Model::reference();
    let events = read_events(path.as_ref()).unwrap();
    let mut post = LogPosterior::new(&model, &events).unwrap();
    let t = std::time::Instant::now();
    let l = laplace(&mut post).unwrap();
    println!("laplace {:?} gradients {} slope {} proper {}", t.elapsed(), l.gradients, l.slope, l.proper);
    let t = std::time::Instant::now();
    let d = sample(&model, &events, &SampleOptions{seed: std::env::var("SEED").map_or(1,|s|s.parse().unwrap()),..SampleOptions::default()}).unwrap();
    println!("nuts {:?} gradients {} kept {} div {}", t.elapsed(), d.gradients, d.gradients_kept, d.divergences);
    for (i, p) in model.parameters().iter().enumerate() {
        let c = d.convergence(i).unwrap();
        let all: Vec<f64> = d.coordinate(i).concat();
        let m = all.iter().sum::<f64>() / all.len() as f64;
        let v = all.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / (all.len() - 1) as f64;
        println!("{} {m:.5} {:.5} {:?} laplace {:.3} {:.3}", p.name, v.sqrt(), c, l.mode[i], l.covariance(i, i).sqrt());
    }
}
