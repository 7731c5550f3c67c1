//! The state given *all* readings, read off the adjoint of the filter.
//!
//! With a = E x and P = Var x given the readings so far, and ℓ the log density of the readings to come:
//!
//! ```text
//! E[x | all]   = a + P r            r = ∂ℓ/∂a          (Tweedie's formula)
//! Var[x | all] = P − P (r r' − 2 G) P,  G = ∂ℓ/∂P      (since ∂ℓ/∂P = ½(∂²ℓ/∂a² + r r'), as for the heat equation)
//! ```
//!
//! For a Gaussian ℓ this is the smoother of Bryson and Frazier (de Jong 1989, J. Am. Stat. Assoc. 84:1085). It needs no equation of
//! the model beyond those of the filter and its adjoint, which the gradient tests hold already.

use super::{
    Adjoint, Layout, Prepared, Smoothed, State, Stationary, Symmetric, Tape, at, stationary,
};

impl<const N: usize> Tape<N> {
    pub(super) fn smoothed(
        &mut self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        rows: &[usize],
    ) -> Option<Vec<Smoothed>> {
        if !self.forward(theta, layout, diary).is_finite() {
            return None;
        }
        let law = stationary::<N>(theta, layout);
        let mut unused = vec![0.0; theta.len()];
        let mut wanted = vec![false; diary.events.len()];
        rows.iter().for_each(|&row| wanted[row] = true);
        let mut bars: Vec<Adjoint<N>> = Vec::with_capacity(rows.len());
        self.backward(theta, layout, diary, &mut unused, |t, bar| {
            if wanted[t] {
                bars.push(*bar);
            }
        });
        let after = |row: usize| self.steps.get(row + 1).map_or(self.last, |step| step.before);
        let found = rows.iter().zip(bars.iter().rev());
        Some(found.map(|(&row, bar)| given_all(&after(row), law, bar)).collect())
    }
}

/// P = D + Σ.
fn covariance<const N: usize>(state: &State<N>, law: Stationary) -> Symmetric<N> {
    let mut p = [[0.0; N]; N];
    for (i, row) in p.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            *entry = at(&state.excess, i, j);
        }
    }
    p[N - 2][N - 2] += law.baseline;
    for (i, j) in [(N - 1, N - 2), (N - 2, N - 1), (N - 1, N - 1)] {
        p[i][j] += law.muscle;
    }
    p
}

fn given_all<const N: usize>(state: &State<N>, law: Stationary, bar: &Adjoint<N>) -> Smoothed {
    let p = covariance(state, law);
    let r = &bar.mean;
    let mut mean = state.mean.to_vec();
    let mut inner = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..N {
            mean[i] += p[i][j] * r[j];
            inner[i][j] = r[i] * r[j] - 2.0 * at(&bar.excess, i, j);
        }
    }
    let product = |a: &Symmetric<N>, b: &Symmetric<N>| {
        let mut out = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..N {
                out[i][j] = (0..N).map(|k| a[i][k] * b[k][j]).sum();
            }
        }
        out
    };
    let taken = product(&product(&p, &inner), &p);
    let covariance = (0..N).map(|i| (0..N).map(|j| p[i][j] - taken[i][j]).collect()).collect();
    Smoothed { mean, covariance }
}
