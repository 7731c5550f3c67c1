//! How searches over paced breathing rates end, from the study.

use vagal::report::page::SearchRate;

use super::table::table;

/// One row a kind of people and number of rounds.
pub(super) fn rates() -> String {
    let rows = vagal::resonance::rates().into_iter().map(|rate| {
        let SearchRate { people, has_crest, rounds, total, named, right, covered, named_limits } =
            rate;
        let pct = |share: f64| format!("{:.1}%", 100.0 * share);
        let share = pct(named as f64 / total.max(1) as f64);
        let (lo, hi) = named_limits;
        let of_named = |n: usize| if has_crest { format!("{n} of {named}") } else { "none".into() };
        vec![
            people,
            rounds.to_string(),
            total.to_string(),
            format!("{named} ({share}, 95% limits {} to {})", pct(lo), pct(hi)),
            of_named(right),
            of_named(covered),
        ]
    });
    table(&["people", "rounds", "searches", "a rate named", "right", "interval holds it"], rows)
}
