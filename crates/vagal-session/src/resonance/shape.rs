//! A sharp crest: the response of an oscillator on a straight line, against the best that noise about a line would give.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};
use vagal_core::{CurveShape, Swing};

use super::peak::{Fit, looked_at, sampled};

/// Coverage of the interval.
const NINETY: f64 = 0.9;
/// Step of the natural rates of the shapes, breaths a minute.
const STEP_PER_MIN: f64 = 0.1;
/// Dampings of the shapes. House choice: each twice the one before, from a crest as sharp as the steps of a search can show to one
/// as wide as the search.
const DAMPINGS: [f64; 3] = [0.08, 0.16, 0.32];
/// Draws of noise that the crest is compared with, and their seed: the same search gives the same answer.
const DRAWS: usize = 999;
const SEED: u64 = 20;
/// Weight below which a shape takes no part, and least variance: all that is left is rounding.
const NOTHING: f64 = 1e-12;

/// ln of the response of an oscillator of second order, 0 at rate 0: `−½·ln((1 − u²)² + (2ζu)²)`, u = rate/natural.
pub(super) fn response_ln(rate_per_min: f64, natural_per_min: f64, damping: f64) -> f64 {
    let u = rate_per_min / natural_per_min;
    -0.5 * ((1.0 - u * u).powi(2) + (2.0 * damping * u).powi(2)).ln()
}

/// One shape, with what of it no line can do.
struct Shape {
    natural_per_min: f64,
    damping: f64,
    /// Values at the trials less their line, of length 1.
    unit: Vec<f64>,
    /// Length before.
    length: f64,
    /// Its line: level at the centre, slope.
    line: (f64, f64),
}

/// The line through values: level at the centre, slope.
fn line_of(x: &[f64], values: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let level = values.iter().sum::<f64>() / n;
    let products: f64 = x.iter().zip(values).map(|(x, v)| x * v).sum();
    (level, products / x.iter().map(|x| x * x).sum::<f64>())
}

fn less_line(x: &[f64], values: &[f64]) -> Vec<f64> {
    let (level, slope) = line_of(x, values);
    x.iter().zip(values).map(|(x, v)| v - level - slope * x).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn shapes(rates: &[f64], x: &[f64], (from, to): (f64, f64)) -> Vec<Shape> {
    let steps = ((to - from) / STEP_PER_MIN).round() as usize;
    let mut shapes = Vec::new();
    for i in 0..=steps {
        let natural_per_min = from + STEP_PER_MIN * i as f64;
        for damping in DAMPINGS {
            let values: Vec<f64> =
                rates.iter().map(|r| response_ln(*r, natural_per_min, damping)).collect();
            let rest = less_line(x, &values);
            let length = dot(&rest, &rest).sqrt();
            if length > NOTHING {
                let unit = rest.iter().map(|v| v / length).collect();
                let line = line_of(x, &values);
                shapes.push(Shape { natural_per_min, damping, unit, length, line });
            }
        }
    }
    shapes
}

/// The best shape, and the interval of crests that fit nearly as well.
///
/// ```text
/// ln swing = a + b·x + h·response(rate; r0, ζ) + noise,   h ≥ 0,   r0 and ζ from a grid
/// ```
///
/// What is gained by the best shape is compared with what it gains on normal noise alone: that does not depend on the line or the
/// size of the noise. The interval holds the crests of all shapes in the joint 90% region of r0 and ζ: squares within
/// 2·F(.90; 2, n − 5)·noise² of the least. `None` with five trials or fewer.
pub(super) fn fit(read: &[(f64, Swing)], tried: (f64, f64)) -> Option<Fit> {
    let n = read.len();
    let freedom = n.checked_sub(5).filter(|f| *f > 0)?;
    let rates: Vec<f64> = read.iter().map(|r| r.0).collect();
    let centre_per_min = rates.iter().sum::<f64>() / n as f64;
    let x: Vec<f64> = rates.iter().map(|r| r - centre_per_min).collect();
    let y: Vec<f64> = read.iter().map(|r| r.1.ms.ln()).collect();
    let shapes = shapes(&rates, &x, looked_at(tried));
    let (line, rest) = (line_of(&x, &y), less_line(&x, &y));
    let all = dot(&rest, &rest);
    let own = read.iter().map(|r| r.1.ln_standard_error.powi(2)).sum::<f64>() / n as f64;
    // A valley is no crest: its weight is none.
    let weight = |shape: &Shape, rest: &[f64]| dot(&shape.unit, rest).max(0.0);
    let best_of = |rest: &[f64]| shapes.iter().map(|s| weight(s, rest)).fold(0.0, f64::max);
    let variance = |all: f64, best: f64| (all - best * best).max(0.0) / freedom as f64;
    let best = best_of(&rest);
    let noise_square = variance(all, best).max(own).max(NOTHING);
    let gained = best * best / noise_square;
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let as_good = (0..DRAWS).filter(|_| {
        let drawn: Vec<f64> = (0..n).map(|_| rng.sample(StandardNormal)).collect();
        let drawn = less_line(&x, &drawn);
        let by_noise = best_of(&drawn);
        by_noise * by_noise >= gained * variance(dot(&drawn, &drawn), by_noise)
    });
    let p_crest = (1 + as_good.count()) as f64 / (DRAWS + 1) as f64;
    // ln swing of a shape with its weight at a rate.
    let at = |shape: &Shape, rate: f64| {
        let height = weight(shape, &rest) / shape.length;
        let (level, slope) = (line.0 - height * shape.line.0, line.1 - height * shape.line.1);
        let response = response_ln(rate, shape.natural_per_min, shape.damping);
        level + slope * (rate - centre_per_min) + height * response
    };
    let crest = |shape: &Shape, range| {
        let points = sampled(range, |rate| at(shape, rate));
        points.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(centre_per_min, |p| p.0)
    };
    let first = shapes.iter().max_by(|a, b| weight(a, &rest).total_cmp(&weight(b, &rest)))?;
    let f = FisherSnedecor::new(2.0, freedom as f64).ok()?.inverse_cdf(NINETY);
    let least = best * best - 2.0 * f * noise_square;
    let near = shapes.iter().filter(|s| weight(s, &rest).powi(2) >= least);
    // The best shape is one of them; its crest is looked for in finer steps than theirs.
    let crest_per_min = crest(first, tried);
    let (mut lo_per_min, mut hi_per_min) = (crest_per_min, crest_per_min);
    for crest in near.map(|shape| crest(shape, looked_at(tried))) {
        (lo_per_min, hi_per_min) = (lo_per_min.min(crest), hi_per_min.max(crest));
    }
    Some(Fit {
        shape: CurveShape::Resonance,
        points: sampled(tried, |rate| at(first, rate)),
        noise: noise_square.sqrt(),
        freedom,
        p_crest,
        crest_per_min,
        interval: Some((lo_per_min, hi_per_min)),
    })
}
