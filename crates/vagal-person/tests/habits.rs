//! Steady habits and the ceiling: found in simulated diaries where they act, by the width of the interval where they do not.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; what was measured is worth reading.

mod recovered;

use self::recovered::recovered;
use vagal_person::Terms;
use vagal_person::simulate::{Design, Plan};

#[test]
fn habits_that_act_are_seen_with_their_sign() {
    let plans = vec![Plan::random(2.0), Plan::random(1.0)];
    let design = Design { weeks: 24, habits: true, ..Design::reference(plans) };
    let terms = Terms { habit: true, ..Terms::default() };
    let found = [-0.3, 0.0, 0.3].map(|truth| recovered(terms, &["hab"], truth, &design, 400));
    let [less, none, more] = [0, 1, 2].map(|k: usize| found[k].0[0]);
    assert!(less < -0.1 && none.abs() < 0.06 && more > 0.1, "{found:?}");
    // 90% of 42 are 38; below 32 lies .5% of a binomial, and priors centred on 0 pull the outer two inward.
    assert!(found.iter().map(|f| f.1).sum::<usize>() >= 32, "{found:?}");
}
