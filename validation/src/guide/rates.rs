//! How often each verdict comes out, by kind of person.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use vagal::core::{FigureValue, GuideVerdict, RuleState};
use vagal::guide::{AdviceOptions, advise};

use super::people::{Kind, person};

/// Counts of a kind of person: item and outcome, such as `verdict`, `FITS` or `S1a`, `true`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People simulated.
    pub people: usize,
    /// By item and outcome.
    pub counts: BTreeMap<(String, String), usize>,
}

impl Tally {
    /// People with this outcome of an item.
    pub fn of(&self, item: &str, outcome: &str) -> usize {
        self.counts.get(&(item.into(), outcome.into())).copied().unwrap_or(0)
    }

    /// People for whom a review was worth considering, alone or beside a fit.
    pub fn reviews(&self) -> usize {
        [GuideVerdict::ConsiderReview, GuideVerdict::Both]
            .map(|v| self.of("verdict", v.id()))
            .iter()
            .sum()
    }
}

/// The first seed of a kind, so that kinds do not share people.
fn first_seed(kind: &Kind, seed: u64) -> u64 {
    let name = kind.id.bytes().fold(seed, |sum, b| sum.wrapping_mul(131).wrapping_add(b.into()));
    name.wrapping_mul(1_000_003)
}

/// Advice to `people` people of a kind.
pub fn run(kind: &Kind, people: usize, seed: u64) -> Tally {
    let first = first_seed(kind, seed);
    let outcomes: Vec<Vec<(String, String)>> =
        (0..people as u64).into_par_iter().map(|i| outcomes(kind, first.wrapping_add(i))).collect();
    let mut tally = Tally { people, ..Tally::default() };
    for outcome in outcomes.into_iter().flatten() {
        *tally.counts.entry(outcome).or_default() += 1;
    }
    tally
}

fn outcomes(kind: &Kind, seed: u64) -> Vec<(String, String)> {
    let one = person(kind, seed);
    let options = AdviceOptions { seed, ..AdviceOptions::default() };
    let advice = advise(&one.diary, &one.answers, one.at, &options);
    let verdict = advice.verdict.map_or("SUPPRESSED", GuideVerdict::id);
    let mut all = vec![("verdict".to_owned(), verdict.to_owned())];
    let cases = advice.use_cases.iter().map(|case| &case.finding);
    for rule in advice.rules.iter().chain(cases) {
        all.push((rule.id.clone(), rule.state.id().to_owned()));
        if rule.id == "A3" && rule.state == RuleState::True {
            let compared = rule.figure("more_than_rest").map(|f| &f.value);
            let said = match compared {
                Some(FigureValue::Interval { low, .. }) if *low > 0.0 => "more_than_rest",
                Some(_) => "not_told_from_rest",
                None => "not_compared",
            };
            all.push(("A3_says".into(), said.into()));
        }
    }
    all
}

/// The head of the table.
pub const HEAD: &str = "kind,people_are,right,item,outcome,people,count";

/// Rows of a kind.
pub fn rows(kind: &Kind, tally: &Tally) -> String {
    let mut text = String::new();
    for ((item, outcome), count) in &tally.counts {
        let _ = writeln!(
            text,
            "{},\"{}\",{},{item},{outcome},{},{count}",
            kind.id,
            kind.name,
            kind.right.join("|"),
            tally.people
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::people::KINDS;
    use super::*;
    use crate::limits;

    /// A small version of the study; enough to see a rule that stopped to work, not enough for the limits of the page.
    const PEOPLE: usize = 60;

    fn tally(id: &str) -> Tally {
        run(KINDS.iter().find(|k| k.id == id).expect("a kind"), PEOPLE, 7)
    }

    #[test]
    fn a_red_flag_suppresses_everything_for_everybody() {
        assert_eq!(
            tally("red_flag").counts,
            BTreeMap::from([(("verdict".into(), "SUPPRESSED".into()), PEOPLE)])
        );
    }

    #[test]
    fn absence_of_data_selects_no_verdict() {
        assert_eq!(tally("missing").of("verdict", "INSUFFICIENT"), PEOPLE);
    }

    #[test]
    fn the_kinds_are_told_apart() {
        // The page gives each of these .51 or more; of 60 at .51, a quarter or fewer come up with probability 3e-5.
        for (id, item, outcome) in [
            ("acute", "A1", "true"),
            ("chronic", "S1a", "true"),
            ("chronic_small", "S1b", "true"),
            ("structural", "S2", "true"),
            ("improving", "A2", "true"),
            ("more_than_rest", "A3", "true"),
        ] {
            let found = tally(id).of(item, outcome);
            assert!(4 * found > PEOPLE, "{id}: {item} {outcome} for {found} of {PEOPLE}");
        }
    }

    #[test]
    fn without_a_driver_a_review_is_rare() {
        for id in ["upkeep", "acute", "no_more_than_rest"] {
            let reviews = tally(id).reviews();
            // The bar is 5%; with 60 people more than this many would exclude it.
            assert!(limits::lower(reviews, PEOPLE) < 0.05, "{id}: {reviews} of {PEOPLE}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_people() {
        assert_eq!(run(&KINDS[0], 5, 3), run(&KINDS[0], 5, 3));
    }
}
