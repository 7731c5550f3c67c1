//! Allocation: which input comes on which day, from the seed alone, so that anybody can check it with a tool for SHA-256.

use sha2::{Digest, Sha256};
use vagal_core::experiment::{ExperimentPlan, SessionDay};

/// The inputs of a block in order: that of SHA-256 of `vagal.experiment/1 SEED BLOCK ARM`, blocks counted from 1.
pub fn order(seed: u64, block: usize, inputs: &[&str]) -> Vec<usize> {
    let hash = |i: &usize| {
        let text = format!("vagal.experiment/1 {seed} {} {}", block + 1, inputs[*i]);
        <[u8; 32]>::from(Sha256::digest(text.as_bytes()))
    };
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by_cached_key(hash);
    order
}

/// Every session of a plan, in order of time.
pub fn sessions(plan: &ExperimentPlan) -> Vec<SessionDay> {
    let inputs: Vec<&str> = plan.arms.iter().map(|a| a.id.as_str()).collect();
    let of_block = |(block, days): (usize, &Vec<i64>)| {
        let arms = order(plan.seed, block, &inputs);
        let days = days.clone();
        days.into_iter().zip(arms).map(move |(day, arm)| SessionDay { block, day, arm })
    };
    plan.blocks.iter().enumerate().flat_map(of_block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_another_program() {
        // for i in massage rest; do printf 'vagal.experiment/1 7 1 %s' $i | sha256sum; done
        let first = order(7, 0, &["massage", "rest"]);
        assert_eq!(first, [0, 1]); // 00b9fc… and f724bf…
    }

    #[test]
    fn every_order_is_as_likely_as_every_other() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            *counts.entry(order(seed, 3, &["massage", "rest", "meditation"])).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        // 1000 each, standard deviation 29: five of them.
        assert!(counts.values().all(|n: &i32| (n - 1000).abs() < 145), "{counts:?}");
    }
}
