use vagal_validation::person::rates::*;
fn main() {
    let cell = Cell { booking: "random", world: World::Effect(0.35), fit: "plain", departure: "none" };
    let r = agreement(&cell, 24);
    for (q, f) in &r {
        println!("preview {:.3} ({:.3} {:.3}) p {:.2} | full {:.3} ({:.3} {:.3}) p {:.2} truth {:.3}", q.mean, q.lo, q.hi, q.p_works, f.mean, f.lo, f.hi, f.p_works, f.truth.unwrap());
    }
    println!("preview {} full {}", r.iter().filter(|x| x.0.p_works > 0.9).count(), r.iter().filter(|x| x.1.p_works > 0.9).count());
}
