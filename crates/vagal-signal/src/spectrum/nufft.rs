//! Sums of waves over uneven times, by spreading each sample on a fine grid and one FFT.
//!
//! Source: Greengard and Lee 2004 (doi 10.1137/S003614450343200X), type 1, twofold oversampling, 12 points to either
//! side, about 12 digits.

use std::cell::RefCell;
use std::f64::consts::{PI, TAU};

use rustfft::num_complex::Complex;
use rustfft::{FftPlanner, num_complex::Complex64};

/// Grid points a sample reaches to either side.
const SPREAD: usize = 12;

thread_local! {
    /// Planning an FFT costs more than running it.
    static PLANNER: RefCell<FftPlanner<f64>> = RefCell::new(FftPlanner::new());
}

/// `Σ value(j) · exp(2πi k turns[j])` for k = 0 … `modes`, with `turns` in 0..1.
pub(super) fn sums(turns: &[f64], value: impl Fn(usize) -> f64, modes: usize) -> Vec<Complex64> {
    let grid_len = (4 * (modes + 1)).next_power_of_two().max(4 * SPREAD);
    let half = grid_len as f64 / 2.0;
    let width = PI * SPREAD as f64 / (half * half * 3.0);
    let step = TAU / grid_len as f64;
    let offsets: Vec<f64> =
        (0..=SPREAD).map(|l| (-(l as f64 * step).powi(2) / (4.0 * width)).exp()).collect();
    let mut grid = vec![Complex::new(0.0, 0.0); grid_len];
    for (j, &turn) in turns.iter().enumerate() {
        let place = turn * grid_len as f64;
        let nearest = place.floor();
        let distance = (place - nearest) * step;
        // exp(−(d − l·step)²/4w) = exp(−d²/4w) · exp(d·step/2w)^l · exp(−(l·step)²/4w): two exponentials a sample.
        let here = value(j) * (-distance * distance / (4.0 * width)).exp();
        let ratio = (distance * step / (2.0 * width)).exp();
        let (mut up, mut down) = (here, here);
        let nearest = nearest as usize % grid_len;
        grid[nearest].re += here;
        for (l, offset) in offsets.iter().enumerate().skip(1) {
            up *= ratio;
            down /= ratio;
            grid[(nearest + l) % grid_len].re += up * offset;
            grid[(nearest + grid_len - l) % grid_len].re += down * offset;
        }
    }
    let fft = PLANNER.with_borrow_mut(|planner| planner.plan_fft_inverse(grid_len));
    fft.process(&mut grid);
    let scale = (PI / width).sqrt() / grid_len as f64;
    grid.truncate(modes + 1);
    for (k, sum) in grid.iter_mut().enumerate() {
        *sum *= scale * ((k * k) as f64 * width).exp();
    }
    grid
}
