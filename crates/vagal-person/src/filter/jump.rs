//! A session: the state jumps towards the ceiling.
//!
//! ```text
//! x⁺ = (I − φ v 1') x + φ C v        φ = 1 − e^{−e d/C0},  C = C0 e^{−del·L},  v = (1 − p) e_f + p e_s
//! D⁺ = (I − φ v 1') D (I − φ v 1')' + (φ C τ)² v v'
//! ```
//!
//! 1' is over f and s. The last term is the variation from session to session.

use super::tape::{Adjoint, State, at, times};

/// A session with its numbers worked out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kick {
    /// Which input.
    pub(crate) input: usize,
    /// φ.
    pub(crate) taken: f64,
    /// C.
    pub(crate) ceiling: f64,
    /// p.
    pub(crate) share: f64,
    /// τ.
    pub(crate) variation: f64,
}

/// Adjoints of the numbers of a [`Kick`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KickBar {
    pub(super) taken: f64,
    pub(super) ceiling: f64,
    pub(super) share: f64,
    pub(super) variation: f64,
}

/// What the way back needs of one session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jump<const N: usize> {
    pub(super) kick: Kick,
    /// D 1.
    w: [f64; N],
    /// 1' D 1.
    total: f64,
    /// 1' x.
    level: f64,
}

impl<const N: usize> Jump<N> {
    pub(super) const EMPTY: Self = Self {
        kick: Kick { input: 0, taken: 0.0, ceiling: 0.0, share: 0.0, variation: 0.0 },
        w: [0.0; N],
        total: 0.0,
        level: 0.0,
    };
}

fn direction<const N: usize>(kick: &Kick) -> [f64; N] {
    let mut v = [0.0; N];
    v[kick.input] = 1.0 - kick.share;
    v[N - 3] = kick.share;
    v
}

pub(super) fn forward<const N: usize>(state: &mut State<N>, kick: Kick, jump: &mut Jump<N>) {
    let pools = N - 2;
    let v = direction::<N>(&kick);
    let mut w = [0.0; N];
    for (i, w) in w.iter_mut().enumerate() {
        for k in 0..pools {
            *w += at(&state.excess, i, k);
        }
    }
    let total: f64 = w[..pools].iter().sum();
    let level: f64 = state.mean[..pools].iter().sum();
    let phi = kick.taken;
    let spread = phi * kick.ceiling * kick.variation;
    let square = phi * phi * total + spread * spread;
    let lift = phi * (kick.ceiling - level);
    for i in 0..N {
        state.mean[i] += v[i] * lift;
        for j in 0..=i {
            state.excess[i][j] += square * v[i] * v[j] - phi * (v[i] * w[j] + w[i] * v[j]);
        }
    }
    *jump = Jump { kick, w, total, level };
}

pub(super) fn backward<const N: usize>(bar: &mut Adjoint<N>, jump: &Jump<N>) -> KickBar {
    let pools = N - 2;
    let Jump { kick, w, total, level } = jump;
    let v = direction::<N>(kick);
    let phi = kick.taken;
    let gv = times(&bar.excess, &v);
    let gw = times(&bar.excess, w);
    let dot = |a: &[f64; N], b: &[f64; N]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let vgv = dot(&v, &gv);
    let vgw = dot(&v, &gw);
    let vx = dot(&v, &bar.mean);
    let spread = phi * kick.ceiling * kick.variation;
    let spread_bar = 2.0 * spread * vgv;
    let room = kick.ceiling - level;
    let square = phi * phi * total + spread * spread;
    let mut v_bar = [0.0; N];
    for i in 0..N {
        v_bar[i] = 2.0 * square * gv[i] - 2.0 * phi * gw[i] + phi * room * bar.mean[i];
    }
    let kick_bar = KickBar {
        taken: 2.0 * phi * total * vgv - 2.0 * vgw
            + vx * room
            + spread_bar * kick.ceiling * kick.variation,
        ceiling: phi * vx + spread_bar * phi * kick.variation,
        share: v_bar[N - 3] - v_bar[kick.input],
        variation: spread_bar * phi * kick.ceiling,
    };
    // w = D 1 and 1' D 1 lead back to D; symmetric.
    let mut w_bar = [0.0; N];
    for i in 0..N {
        w_bar[i] = -2.0 * phi * gv[i];
        if i < pools {
            w_bar[i] += phi * phi * vgv;
        }
    }
    for i in 0..N {
        for j in 0..=i {
            let mut sum = 0.0;
            if j < pools {
                sum += w_bar[i];
            }
            if i < pools {
                sum += w_bar[j];
            }
            bar.excess[i][j] += 0.5 * sum;
        }
    }
    for mean in &mut bar.mean[..pools] {
        *mean -= phi * vx;
    }
    kick_bar
}
