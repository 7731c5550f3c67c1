//! Booking by feeling: a session is booked at a rate `h·exp(−ψ X)`, X being the state at that moment.
//!
//! A booking multiplies the belief by `exp(−ψ X)`, which keeps it Gaussian: the mean moves by −ψ P H' and the covariance
//! stays. A gap without a booking multiplies it by `exp(−h dt exp(−ψ X))`, taken to first order around the belief.

use super::observe::{reach, reach_back};
use super::tape::{Adjoint, State, Stationary, StationaryBar};
use crate::channel::Path;

/// What the way back needs of one tilt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tilt<const N: usize> {
    reach: [f64; N],
    spread: f64,
    /// X, with the direct pull of load in it.
    level: f64,
    /// E exp(−ψ X).
    relative: f64,
}

impl<const N: usize> Tilt<N> {
    pub(super) const EMPTY: Self = Self { reach: [0.0; N], spread: 0.0, level: 0.0, relative: 0.0 };
}

/// Adjoints of the pull ψ, of the logarithm of the rate, and of the load's part in X.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TiltBar {
    pub(super) pull: f64,
    pub(super) ln_rate: f64,
    pub(super) level: f64,
}

fn look<const N: usize>(
    state: &State<N>,
    stationary: Stationary,
    pull: f64,
    load_part: f64,
) -> Tilt<N> {
    let (reach, spread, level) = reach(state, stationary, Path::State);
    let level = level + load_part;
    let relative = (-pull * level + 0.5 * pull * pull * spread).exp();
    Tilt { reach, spread, level, relative }
}

/// No booking over a gap in which `expected` would be booked at X = 0.
pub(super) fn waited<const N: usize>(
    state: &mut State<N>,
    stationary: Stationary,
    pull: f64,
    expected: f64,
    load_part: f64,
    tilt: &mut Tilt<N>,
) -> f64 {
    *tilt = look(state, stationary, pull, load_part);
    let push = pull * expected * tilt.relative;
    for (mean, reach) in state.mean.iter_mut().zip(&tilt.reach) {
        *mean += push * reach;
    }
    -expected * tilt.relative
}

pub(super) fn waited_back<const N: usize>(
    bar: &mut Adjoint<N>,
    stationary: &mut StationaryBar,
    pull: f64,
    expected: f64,
    tilt: &Tilt<N>,
) -> TiltBar {
    let along: f64 = tilt.reach.iter().zip(&bar.mean).map(|(r, b)| r * b).sum();
    let s = tilt.relative;
    let s_bar = expected * (pull * along - 1.0);
    let out = TiltBar {
        pull: expected * s * along + s_bar * s * (pull * tilt.spread - tilt.level),
        ln_rate: s * s_bar,
        level: -pull * s * s_bar,
    };
    let spread_bar = 0.5 * pull * pull * s * s_bar;
    back(bar, stationary, tilt, pull * expected * s, spread_bar, out.level);
    out
}

/// A booking.
pub(super) fn booked<const N: usize>(
    state: &mut State<N>,
    stationary: Stationary,
    pull: f64,
    ln_rate: f64,
    load_part: f64,
    tilt: &mut Tilt<N>,
) -> f64 {
    *tilt = look(state, stationary, pull, load_part);
    for (mean, reach) in state.mean.iter_mut().zip(&tilt.reach) {
        *mean -= pull * reach;
    }
    ln_rate - pull * tilt.level + 0.5 * pull * pull * tilt.spread
}

pub(super) fn booked_back<const N: usize>(
    bar: &mut Adjoint<N>,
    stationary: &mut StationaryBar,
    pull: f64,
    tilt: &Tilt<N>,
) -> TiltBar {
    let along: f64 = tilt.reach.iter().zip(&bar.mean).map(|(r, b)| r * b).sum();
    let pull_bar = pull * tilt.spread - tilt.level - along;
    let out = TiltBar { pull: pull_bar, ln_rate: 1.0, level: -pull };
    back(bar, stationary, tilt, -pull, 0.5 * pull * pull, out.level);
    out
}

/// The mean moved by `push·reach`; `spread` and `level` were read off the state.
fn back<const N: usize>(
    bar: &mut Adjoint<N>,
    stationary: &mut StationaryBar,
    tilt: &Tilt<N>,
    push: f64,
    spread_bar: f64,
    level_bar: f64,
) {
    let muscle = N - 1;
    let mut reach_bar = [0.0; N];
    for i in 0..N {
        reach_bar[i] = push * bar.mean[i];
    }
    for i in 0..muscle {
        reach_bar[i] += spread_bar;
        bar.mean[i] += level_bar;
    }
    let _ = tilt;
    reach_back(bar, stationary, Path::State, &reach_bar);
}
