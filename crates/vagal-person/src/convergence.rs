//! Has the sampler found the posterior: rank-normalised split R-hat, effective sample sizes, Monte Carlo error.
//!
//! Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021 (doi 10.1214/20-BA1221); checked against ArviZ.

use crate::gauss;

/// How well one quantity was sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// Rank-normalised split R-hat, the larger of bulk and folded; 1 when chains agree.
    pub r_hat: f64,
    /// Effective sample size of the bulk.
    pub ess_bulk: f64,
    /// Effective sample size of the 5% and 95% quantiles, the smaller of the two.
    pub ess_tail: f64,
    /// Monte Carlo standard error of the mean.
    pub mean_error: f64,
}

/// Diagnoses one quantity over chains of equal length; `None` with fewer than 4 draws a chain or without variance.
pub fn convergence(chains: &[Vec<f64>]) -> Option<Convergence> {
    let length = chains.iter().map(Vec::len).min()?;
    if length < 4 || chains.iter().flatten().any(|x| !x.is_finite()) {
        return None;
    }
    let halves = split(chains, length);
    let all: Vec<f64> = chains.iter().flatten().copied().collect();
    let sd = variance(&all).sqrt();
    if sd <= 0.0 || sd.is_nan() {
        return None;
    }
    let ranked = normalised_ranks(&halves);
    let mid = quantile(&halves.concat(), 0.5);
    let folded: Vec<Vec<f64>> =
        halves.iter().map(|c| c.iter().map(|x| (x - mid).abs()).collect()).collect();
    let below = |p: f64| {
        let limit = quantile(&all, p);
        let inside = |x: &f64| f64::from(u8::from(*x <= limit));
        let marks: Vec<Vec<f64>> = halves.iter().map(|c| c.iter().map(inside).collect()).collect();
        effective_size(&marks)
    };
    Some(Convergence {
        r_hat: r_hat(&ranked).max(r_hat(&normalised_ranks(&folded))),
        ess_bulk: effective_size(&ranked),
        ess_tail: below(0.05).min(below(0.95)),
        mean_error: sd / effective_size(&halves).sqrt(),
    })
}

/// First and last half of each chain; a middle draw of an odd length is left out.
fn split(chains: &[Vec<f64>], length: usize) -> Vec<Vec<f64>> {
    let half = length / 2;
    chains.iter().flat_map(|c| [c[..half].to_vec(), c[length - half..length].to_vec()]).collect()
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

/// Sample variance.
fn variance(x: &[f64]) -> f64 {
    let m = mean(x);
    x.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / (x.len() as f64 - 1.0)
}

/// The quantile between order statistics, type 7 of Hyndman and Fan.
pub(crate) fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile_of_sorted(&sorted, p)
}

/// The same of values in ascending order; NaN of none.
pub(crate) fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p.clamp(0.0, 1.0) * last as f64;
    let low = place.floor() as usize;
    let high = (low + 1).min(last);
    // Equal neighbours may both be infinite, whose difference is no number.
    if sorted[low] == sorted[high] {
        return sorted[low];
    }
    sorted[low] + (place - low as f64) * (sorted[high] - sorted[low])
}

/// Normal scores of the ranks over all chains together, ties sharing their mean rank.
fn normalised_ranks(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let all: Vec<f64> = chains.iter().flatten().copied().collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| all[a].total_cmp(&all[b]));
    let mut score = vec![0.0; all.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && all[order[end]] == all[order[start]] {
            end += 1;
        }
        // Ranks start+1 … end.
        let rank = 0.5 * (start + 1 + end) as f64;
        let z = gauss::quantile((rank - 0.375) / (all.len() as f64 + 0.25));
        for &place in &order[start..end] {
            score[place] = z;
        }
        start = end;
    }
    let mut rest = score.into_iter();
    chains.iter().map(|c| rest.by_ref().take(c.len()).collect()).collect()
}

fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let n = chains[0].len() as f64;
    let within = mean(&chains.iter().map(|c| variance(c)).collect::<Vec<_>>());
    let between = variance(&chains.iter().map(|c| mean(c)).collect::<Vec<_>>());
    if within <= 0.0 {
        return if between > 0.0 { f64::INFINITY } else { 1.0 };
    }
    ((n - 1.0) / n + between / within).sqrt()
}

/// Effective size by Geyer's initial monotone sequence over all chains.
fn effective_size(chains: &[Vec<f64>]) -> f64 {
    let n = chains[0].len();
    let count = chains.len() as f64;
    let means: Vec<f64> = chains.iter().map(|c| mean(c)).collect();
    let covariance = |lag: usize| {
        let sum: f64 = chains
            .iter()
            .zip(&means)
            .map(|(c, m)| {
                c[..n - lag].iter().zip(&c[lag..]).map(|(a, b)| (a - m) * (b - m)).sum::<f64>()
            })
            .sum();
        sum / (n as f64 * count)
    };
    let length = n as f64;
    let within = covariance(0) * length / (length - 1.0);
    let mut total = within * (length - 1.0) / length;
    if chains.len() > 1 {
        total += variance(&means);
    }
    let size = length * count;
    if total <= 0.0 {
        return size;
    }
    let rho = |lag: usize| 1.0 - (within - covariance(lag)) / total;
    let mut seen = vec![1.0, rho(1)];
    let (mut even, mut odd) = (1.0, seen[1]);
    let mut t = 1;
    while t + 3 < n && even + odd > 0.0 {
        even = rho(t + 1);
        odd = rho(t + 2);
        if even + odd >= 0.0 {
            seen.push(even);
            seen.push(odd);
        } else {
            seen.push(0.0);
            seen.push(0.0);
        }
        t += 2;
    }
    // The last pair is not part of the sum but for a positive even entry, which halves the bias of cutting there.
    let most = t.saturating_sub(2);
    if even > 0.0 && most + 1 < seen.len() {
        seen[most + 1] = even;
    }
    let mut t = 1;
    while t + 2 <= most {
        let pair = seen[t - 1] + seen[t];
        if seen[t + 1] + seen[t + 2] > pair {
            seen[t + 1] = 0.5 * pair;
            seen[t + 2] = seen[t + 1];
        }
        t += 2;
    }
    let sum: f64 = seen.iter().take(most + 1).sum();
    let rest = seen.get(most + 1).copied().unwrap_or(0.0);
    let time = (-1.0 + 2.0 * sum + rest).max(1.0 / size.log10());
    size / time
}
