//! A reading: `y = offset + gain · (state or muscles) + noise`.

use super::tape::{Adjoint, State, Stationary, StationaryBar, at, times};
use crate::channel::Path;

const LN_2_PI: f64 = 1.837_877_066_409_345_3;

/// A reading with its numbers worked out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) path: Path,
    pub(crate) gain: f64,
    /// What the reading would be at a state of 0.
    pub(crate) offset: f64,
    pub(crate) value: f64,
    /// Noise variance.
    pub(crate) variance: f64,
}

/// Adjoints of the numbers of a reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeenBar {
    pub(super) gain: f64,
    pub(super) offset: f64,
    pub(super) variance: f64,
}

/// What the way back needs of one reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update<const N: usize> {
    path: Path,
    gain: f64,
    /// P times the loading, without the gain.
    reach: [f64; N],
    /// The loading times `reach`.
    spread: f64,
    /// The loading times the mean.
    level: f64,
    pub(super) innovation: f64,
    /// Predictive variance.
    pub(super) variance: f64,
}

impl<const N: usize> Update<N> {
    pub(super) const EMPTY: Self = Self {
        path: Path::State,
        gain: 0.0,
        reach: [0.0; N],
        spread: 0.0,
        level: 0.0,
        innovation: 0.0,
        variance: 1.0,
    };
}

/// P times the loading of a path, its product with the loading, and the level of the path.
#[inline(always)]
pub(super) fn reach<const N: usize>(
    state: &State<N>,
    stationary: Stationary,
    path: Path,
) -> ([f64; N], f64, f64) {
    let muscle = N - 1;
    let mut reach = [0.0; N];
    match path {
        Path::State => {
            for (i, r) in reach.iter_mut().enumerate() {
                for k in 0..muscle {
                    *r += at(&state.excess, i, k);
                }
            }
            reach[N - 2] += stationary.baseline;
            reach[muscle] += stationary.muscle;
            let spread = reach[..muscle].iter().sum();
            (reach, spread, state.mean[..muscle].iter().sum())
        }
        Path::Muscle => {
            for (i, r) in reach.iter_mut().enumerate() {
                *r = state.excess[muscle][i];
            }
            reach[N - 2] += stationary.muscle;
            reach[muscle] += stationary.muscle;
            (reach, reach[muscle], state.mean[muscle])
        }
    }
}

/// Takes the adjoint of [`reach`]'s vector back to D and Σ.
#[inline(always)]
pub(super) fn reach_back<const N: usize>(
    bar: &mut Adjoint<N>,
    stationary: &mut StationaryBar,
    path: Path,
    reach_bar: &[f64; N],
) {
    let muscle = N - 1;
    let d = &mut bar.excess;
    match path {
        Path::State => {
            for i in 0..muscle {
                for j in 0..=i {
                    d[i][j] += 0.5 * (reach_bar[i] + reach_bar[j]);
                }
                d[muscle][i] += 0.5 * reach_bar[muscle];
            }
            stationary.baseline += reach_bar[N - 2];
            stationary.muscle += reach_bar[muscle];
        }
        Path::Muscle => {
            for j in 0..muscle {
                d[muscle][j] += 0.5 * reach_bar[j];
            }
            d[muscle][muscle] += reach_bar[muscle];
            stationary.muscle += reach_bar[N - 2] + reach_bar[muscle];
        }
    }
}

/// Updates the state and returns the log predictive density, but for the logarithm of the variance.
#[inline(always)]
pub(super) fn forward<const N: usize>(
    state: &mut State<N>,
    stationary: Stationary,
    seen: &Seen,
    update: &mut Update<N>,
) -> f64 {
    let (reach, spread, level) = reach(state, stationary, seen.path);
    let gain = seen.gain;
    let variance = gain * gain * spread + seen.variance;
    let innovation = seen.value - seen.offset - gain * level;
    let inverse = 1.0 / variance;
    let pull = gain * innovation * inverse;
    let shrink = gain * gain * inverse;
    for i in 0..N {
        state.mean[i] += reach[i] * pull;
        for j in 0..=i {
            state.excess[i][j] -= shrink * reach[i] * reach[j];
        }
    }
    *update = Update { path: seen.path, gain, reach, spread, level, innovation, variance };
    -0.5 * (LN_2_PI + innovation * innovation * inverse)
}

#[inline(always)]
pub(super) fn backward<const N: usize>(
    bar: &mut Adjoint<N>,
    stationary: &mut StationaryBar,
    update: &Update<N>,
) -> SeenBar {
    let Update { path, gain, reach, spread, level, innovation, variance } = *update;
    let muscle = N - 1;
    let inverse = 1.0 / variance;
    let g_reach = times(&bar.excess, &reach);
    let (mut rx, mut rgr) = (0.0, 0.0);
    for i in 0..N {
        rx += reach[i] * bar.mean[i];
        rgr += reach[i] * g_reach[i];
    }
    // With q = gain·reach: x⁺ = x + q e/S, D⁺ = D − q q'/S, ll = −(ln S + e²/S)/2.
    let shrink = gain * gain * inverse;
    let pull = gain * innovation * inverse;
    let innovation_bar = (gain * rx - innovation) * inverse;
    let variance_bar =
        inverse * (shrink * rgr - pull * rx + 0.5 * (innovation * innovation * inverse - 1.0));
    let spread_bar = variance_bar * gain * gain;
    let mut reach_bar = [0.0; N];
    for i in 0..N {
        reach_bar[i] = pull * bar.mean[i] - 2.0 * shrink * g_reach[i];
    }
    // S = gain²·spread + R, and q enters both products.
    let gain_bar = innovation * inverse * rx - 2.0 * gain * inverse * rgr
        + 2.0 * variance_bar * gain * spread
        - innovation_bar * level;
    let level_bar = -gain * innovation_bar;
    match path {
        Path::State => {
            for i in 0..muscle {
                reach_bar[i] += spread_bar;
                bar.mean[i] += level_bar;
            }
        }
        Path::Muscle => {
            reach_bar[muscle] += spread_bar;
            bar.mean[muscle] += level_bar;
        }
    }
    reach_back(bar, stationary, path, &reach_bar);
    SeenBar { gain: gain_bar, offset: -innovation_bar, variance: variance_bar }
}
