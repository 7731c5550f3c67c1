//! Prediction over a gap: everything decays, and the muscles are driven by all else.
//!
//! ```text
//! x_i(t+dt) = a_i x_i                      a_i = e^{−r_i dt}
//! m(t+dt)   = a_m m + Σ c_i x_i            c_i = κ a_i dt φ1((κ − r_i) dt),   φ1(u) = (1 − e^{−u})/u
//! ```

use super::tape::{Adjoint, State, at};

/// Below this |u| a series replaces the difference of two nearly equal exponentials.
const SERIES: f64 = 0.05;

/// Rates of one regime, and 1/(κ − r) of each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates<const N: usize> {
    pub(super) rate: [f64; N],
    pub(super) inverse: [f64; N],
    /// g = exp(lam·L − eta·c), which multiplies the rates of f and s.
    pub(super) speed: f64,
}

/// What the way back needs of one prediction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<const N: usize> {
    pub(super) before: State<N>,
    decay: [f64; N],
    drive: [f64; N],
    /// Last row of A D.
    row: [f64; N],
}

impl<const N: usize> Step<N> {
    pub(super) const EMPTY: Self =
        Self { before: State::EMPTY, decay: [0.0; N], drive: [0.0; N], row: [0.0; N] };
}

/// φ1 and its derivative by their series: the first term left out is below 1e-15 for |u| < [`SERIES`].
#[inline(always)]
fn series(u: f64) -> (f64, f64) {
    // φ1 = Σ (−u)^n/(n+1)!
    let c = [
        1.0,
        -1.0 / 2.0,
        1.0 / 6.0,
        -1.0 / 24.0,
        1.0 / 120.0,
        -1.0 / 720.0,
        1.0 / 5040.0,
        -1.0 / 40320.0,
        1.0 / 362_880.0,
    ];
    let (mut value, mut slope) = (0.0, 0.0);
    for k in (0..c.len()).rev() {
        slope = slope * u + value;
        value = value * u + c[k];
    }
    (value, slope)
}

/// Carries the state over `gap` days.
#[inline(always)]
pub(super) fn forward<const N: usize>(
    state: &mut State<N>,
    rates: &Rates<N>,
    gap: f64,
    step: &mut Step<N>,
) {
    let muscle = N - 1;
    step.before = *state;
    let kappa = rates.rate[muscle];
    let mut decay = [0.0; N];
    for (a, r) in decay.iter_mut().zip(&rates.rate) {
        *a = (-r * gap).exp();
    }
    let a_m = decay[muscle];
    let mut drive = [0.0; N];
    for i in 0..muscle {
        let u = (kappa - rates.rate[i]) * gap;
        drive[i] = if u.abs() < SERIES {
            kappa * decay[i] * gap * series(u).0
        } else {
            kappa * (decay[i] - a_m) * rates.inverse[i]
        };
    }
    let d = &mut state.excess;
    let mut row = [0.0; N];
    let mut mean_m = a_m * state.mean[muscle];
    for j in 0..N {
        let mut sum = a_m * at(d, muscle, j);
        for (i, c) in drive.iter().enumerate().take(muscle) {
            sum += c * at(d, i, j);
        }
        row[j] = sum;
    }
    let mut d_mm = a_m * row[muscle];
    for i in 0..muscle {
        mean_m += drive[i] * state.mean[i];
        d_mm += drive[i] * row[i];
        for j in 0..=i {
            d[i][j] *= decay[i] * decay[j];
        }
        d[muscle][i] = decay[i] * row[i];
        state.mean[i] *= decay[i];
    }
    d[muscle][muscle] = d_mm;
    state.mean[muscle] = mean_m;
    step.decay = decay;
    step.drive = drive;
    step.row = row;
}

/// The way back: adjoints of the state before, and those of the rates added to `rate_bar`.
#[inline(always)]
pub(super) fn backward<const N: usize>(
    bar: &mut Adjoint<N>,
    rates: &Rates<N>,
    gap: f64,
    step: &Step<N>,
    rate_bar: &mut [f64; N],
) {
    let muscle = N - 1;
    let Step { before, decay: a, drive: c, row } = step;
    let (a_m, kappa) = (a[muscle], rates.rate[muscle]);
    let g = &bar.excess;
    let g_mm = g[muscle][muscle];
    // Ā = 2 G A D + x̄ x', of which the diagonal and the last row are wanted.
    let mut decay_bar = [0.0; N];
    let mut drive_bar = [0.0; N];
    for i in 0..muscle {
        let mut diagonal = g[muscle][i] * row[i];
        let mut last = g_mm * row[i];
        for k in 0..muscle {
            let scaled = a[k] * at(&before.excess, k, i);
            diagonal += at(g, i, k) * scaled;
            last += g[muscle][k] * scaled;
        }
        decay_bar[i] = 2.0 * diagonal + bar.mean[i] * before.mean[i];
        drive_bar[i] = 2.0 * last + bar.mean[muscle] * before.mean[i];
    }
    let mut last = g_mm * row[muscle];
    for k in 0..muscle {
        last += g[muscle][k] * a[k] * before.excess[muscle][k];
    }
    decay_bar[muscle] = 2.0 * last + bar.mean[muscle] * before.mean[muscle];

    let mut kappa_bar = -gap * a_m * decay_bar[muscle];
    for i in 0..muscle {
        let delta = kappa - rates.rate[i];
        let u = delta * gap;
        let (by_rate, by_kappa) = if u.abs() < SERIES {
            let (phi, slope) = series(u);
            let base = a[i] * gap;
            let bend = kappa * base * gap * slope;
            (-gap * c[i] - bend, base * phi + bend)
        } else {
            let inverse = rates.inverse[i];
            (
                (c[i] - kappa * gap * a[i]) * inverse,
                ((a[i] - a_m) + kappa * gap * a_m - c[i]) * inverse,
            )
        };
        rate_bar[i] += -gap * a[i] * decay_bar[i] + by_rate * drive_bar[i];
        kappa_bar += by_kappa * drive_bar[i];
    }
    rate_bar[muscle] += kappa_bar;

    // A' G A and A' x̄.
    let mut cross = [0.0; N];
    for i in 0..muscle {
        cross[i] = a[i] * g[muscle][i];
    }
    let g = &mut bar.excess;
    for i in 0..muscle {
        for j in 0..=i {
            g[i][j] =
                a[i] * a[j] * g[i][j] + cross[i] * c[j] + cross[j] * c[i] + c[i] * c[j] * g_mm;
        }
    }
    for i in 0..muscle {
        g[muscle][i] = a_m * (cross[i] + c[i] * g_mm);
        bar.mean[i] = a[i] * bar.mean[i] + c[i] * bar.mean[muscle];
    }
    g[muscle][muscle] = a_m * a_m * g_mm;
    bar.mean[muscle] *= a_m;
}
