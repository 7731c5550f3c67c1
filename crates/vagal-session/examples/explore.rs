use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use vagal_session::level::*;
fn main() {
    let n: usize = std::env::args().nth(1).map_or(400, |s| s.parse().unwrap());
    let drift: f64 = std::env::args().nth(2).map_or(0.0, |s| s.parse().unwrap());
    let centre: f64 = std::env::args().nth(3).map_or(0.2, |s| s.parse().unwrap());
    for total in [600.0, 1200.0, 2400.0] {
        for tau in [30.0, 90.0, 300.0, 600.0, -1.0] {
            for d in [0.0, 0.4, 0.8] {
                let r: Vec<(bool, bool, f64, f64)> = (0..n)
                    .into_par_iter()
                    .map(|i| {
                        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(
                            i as u64 * 7919 + total as u64 * 13 + (tau * 10.0) as i64 as u64,
                        );
                        let mut g = || -> f64 { StandardNormal.sample(&mut rng) };
                        let nw = (total / 30.0) as usize;
                        let mut x = 0.2 * g();
                        let sgn = if g() > 0.0 { 1.0 } else { -1.0 };
                        let mut rs = vec![];
                        let mut after = vec![];
                        let mut tt = vec![];
                        for k in 0..nw {
                            let mut m = 0.0;
                            let dt = 0.5;
                            for _ in 0..60 {
                                if tau > 0.0 {
                                    let a = (-dt / tau as f64).exp();
                                    x = a * x + 0.2 * (1.0 - a * a).sqrt() * g();
                                    m += x / 60.0;
                                }
                            }
                            let t0 = k as f64 * 30.0;
                            if tau < 0.0 {
                                m = sgn * 0.2 * 3f64.sqrt() * (2.0 * (t0 + 15.0) / total - 1.0);
                            }
                            let is_after = t0 >= total / 2.0;
                            if is_after && t0 - total / 2.0 >= 600.0 {
                                break;
                            }
                            rs.push(Reading {
                                span: Span { start_s: t0, end_s: t0 + 30.0 },
                                value: 3.5 + m + if is_after { d } else { 0.0 } + 0.13 * g(),
                                sampling_variance: 0.13f64.powi(2),
                            });
                            after.push(if is_after { 1.0 } else { 0.0 });
                            tt.push((t0 + 15.0 - total / 2.0) / total);
                        }
                        let mut cols = vec![
                            Column { values: vec![1.0; rs.len()], prior_sd: None },
                            Column { values: after, prior_sd: None },
                        ];
                        let mut c = vec![0.0, 1.0];
                        if drift > 0.0 {
                            cols.push(Column { values: tt, prior_sd: Some(drift) });
                            c.push(0.0);
                        }
                        let post = fit(&rs, &cols, &LevelPrior::new(centre)).unwrap();
                        let m = post.contrast(&c);
                        let up = 1.0 - m.below(0.1) >= 0.95;
                        let dn = m.below(-0.1) >= 0.95;
                        (
                            up || dn,
                            m.quantile(0.025) <= d && d <= m.quantile(0.975),
                            m.sd(),
                            m.mean() - d,
                        )
                    })
                    .collect();
                let f = |g: &dyn Fn(&(bool, bool, f64, f64)) -> f64| {
                    r.iter().map(g).sum::<f64>() / n as f64
                };
                println!(
                    "total {total} tau {tau} d {d}: called {:.3} cover {:.3} sd {:.3} bias {:.3}",
                    f(&|x| x.0 as u8 as f64),
                    f(&|x| x.1 as u8 as f64),
                    f(&|x| x.2),
                    f(&|x| x.3)
                );
            }
        }
    }
}
