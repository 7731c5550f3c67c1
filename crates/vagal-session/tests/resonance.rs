use vagal_core::{PacedStretch, Window};
use vagal_session::resonance::swing;
use vagal_sim::{Breathing, Irregularity, Model, Scenario};

fn line(name: &str, s: &Scenario, tidal: Option<f64>) {
    let mut line = format!("{name} {tidal:?}: ");
    for k in 0..13 {
        let rate = 3.5 + 0.375 * k as f64;
        let mut s = s.clone();
        s.noise = false;
        s.breathing = Breathing {
            rate_per_min: rate,
            inhale_share: 0.4,
            tidal_l: tidal,
            irregularity: Irregularity::NONE,
        };
        let run = s.run().unwrap();
        let w = swing(
            &run.nn(),
            &PacedStretch { rate_per_min: rate, window: Window { start_s: 150.0, end_s: 400.0 } },
            false,
        );
        line += &format!(
            "{rate:.2}:{} ",
            w.map(|w| format!("{:.0}", w.ms)).unwrap_or_else(|e| e.to_string())
        );
    }
    println!("{line}");
}

#[test]
fn explore() {
    for id in ["deboer", "seidel_herzel", "seidel"] {
        if let Some(s) = Scenario::rest_in(id, 400.0, 1) {
            line(id, &s, None);
            line(id, &s, Some(0.5));
        }
    }
    for (gain, dr, kg) in [
        (1.0, 2.0, 1.0),
        (1.5, 2.0, 1.0),
        (2.0, 2.0, 1.0),
        (2.0, 3.0, 1.0),
        (1.5, 3.0, 0.3),
        (2.0, 3.0, 0.3),
        (1.5, 2.0, 0.0),
        (1.5, 3.0, 0.0),
        (1.5, 4.0, 0.0),
        (1.0, 3.0, 0.0),
    ] {
        let mut s = Scenario::rest(400.0, 1);
        if let Model::Vref(p) = &mut s.model {
            p.set("GRsp", 0.695 * gain).unwrap();
            p.set("GRep", 0.53 * gain).unwrap();
            p.set("DR", dr).unwrap();
            p.set("kg", kg).unwrap();
        }
        line(&format!("vref {gain} {dr} {kg}"), &s, Some(0.5));
    }
}
