//! R-hat, effective sizes and the Monte Carlo error against ArviZ, on chains both can make.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; a skipped one says so.

use vagal_person::convergence::convergence;

/// Both work in double precision on sums of some thousand terms; the normal quantiles differ in the last digits.
const ROUNDING: f64 = 1e-9;

const TABLE: &str = include_str!("../../../validation/person/convergence.csv");

/// The generator of `validation/person/convergence.py`.
fn chains(
    count: usize,
    length: usize,
    keep: f64,
    shift: f64,
    stretch: bool,
    seed: u64,
) -> Vec<Vec<f64>> {
    let mut state = seed;
    (0..count)
        .map(|c| {
            let mut x: f64 = 0.0;
            (0..length)
                .map(|_| {
                    state = (1_103_515_245 * state + 12_345) % (1 << 31);
                    x = keep * x + state as f64 / (1_u64 << 31) as f64 - 0.5;
                    (if stretch { x * x * x } else { x }) + c as f64 * shift
                })
                .collect()
        })
        .collect()
}

#[test]
fn convergence_agrees_with_arviz() {
    let mut checked = 0;
    for row in TABLE.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let n = |i: usize| cells[i].parse::<f64>().unwrap();
        let (count, length, seed) = (n(1) as usize, n(2) as usize, n(6) as u64);
        let made = chains(count, length, n(3), n(4), n(5) == 1.0, seed);
        let got = convergence(&made).unwrap();
        for (what, got, wanted) in [
            ("R-hat", got.r_hat, n(7)),
            ("bulk", got.ess_bulk, n(8)),
            ("tail", got.ess_tail, n(9)),
            ("error", got.mean_error, n(10)),
        ] {
            // DIFFERENCE: ArviZ gives no R-hat of one chain; its two halves can be compared all the same.
            if wanted.is_nan() {
                assert!(count == 1 && got.is_finite());
                continue;
            }
            let error = (got - wanted).abs() / wanted;
            assert!(error < ROUNDING, "{}: {what} {got} against {wanted}", cells[0]);
        }
        checked += 1;
    }
    assert_eq!(checked, 6, "the table lost a row");
}

#[test]
fn what_cannot_be_diagnosed_is_none() {
    assert_eq!(convergence(&[]), None);
    assert_eq!(convergence(&[vec![1.0; 50], vec![1.0; 50]]), None);
    assert_eq!(convergence(&[vec![1.0, f64::NAN, 2.0, 3.0, 4.0]]), None);
}
