//! The guide: rules, thresholds, questions and options from the ledger, error rates from the study.

use std::collections::BTreeMap;
use std::fs;

use vagal::core::{GuideVerdict, RuleList};
use vagal::evidence::{self, Rule, claim};
use vagal::guide_rates::{self, Row};

use super::table::table;
use crate::limits;

fn claims(rule: &Rule) -> String {
    let of = rule.claims.iter().filter_map(|id| claim(id));
    of.map(|c| format!("[{}](claims.md#{}) {}", c.id, c.id.to_lowercase(), c.grade.words()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The two lists.
pub(super) fn rules() -> String {
    let rules = evidence::rules().iter().filter(|r| r.list != RuleList::UseCase);
    let rows = rules.map(|r| {
        let list = if r.list == RuleList::Fits { "fits" } else { "review" };
        vec![
            r.id.clone(),
            list.into(),
            r.predicate.clone(),
            r.needs.clone(),
            r.cannot_know.clone(),
            claims(r),
        ]
    });
    table(&["rule", "list", "holds if", "least data", "cannot know", "claims under test"], rows)
}

/// The use cases.
pub(super) fn use_cases() -> String {
    let rules = evidence::rules().iter().filter(|r| r.list == RuleList::UseCase);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = rules.map(|r| {
        let name = format!("{} {}", r.id, r.name);
        vec![
            name,
            r.predicate.clone(),
            text(&r.plan),
            text(&r.success),
            text(&r.on_failure),
            claims(r),
        ]
    });
    table(&["use case", "offered if", "plan", "success", "if not", "claims under test"], rows)
}

/// Every threshold.
pub(super) fn thresholds() -> String {
    let rows = evidence::thresholds().iter().map(|t| {
        let rules = evidence::rules().iter().filter(|r| r.thresholds.contains(&t.id));
        let rules: Vec<&str> = rules.map(|r| r.id.as_str()).collect();
        let source =
            t.source.as_ref().map_or("house choice".into(), |s| format!("[{s}](sources.md#{s})"));
        vec![
            format!("`{}`", t.id),
            format!("{} {}", t.value, t.unit),
            t.reason.clone(),
            source,
            rules.join(", "),
        ]
    });
    table(&["threshold", "value", "why", "source", "rules"], rows)
}

/// What the rules ask.
pub(super) fn questions() -> String {
    let rows = evidence::rule_questions().iter().flat_map(|q| {
        let several = q.asks.len() > 1;
        q.asks.iter().enumerate().map(move |(i, ask)| {
            let key = if several { format!("{}.{}", q.id, i + 1) } else { q.id.clone() };
            vec![key, ask.clone()]
        })
    });
    table(&["key", "question"], rows)
}

/// What can be done.
pub(super) fn options() -> String {
    let rows = evidence::options().iter().map(|o| {
        vec![
            o.name.clone(),
            o.says.clone(),
            o.interest.clone().unwrap_or_else(|| "nobody in particular".into()),
        ]
    });
    table(&["option", "what it is", "who earns from it"], rows)
}

/// The rows of the table by kind of people, in its order.
fn by_kind() -> Vec<(String, Vec<Row>)> {
    let mut kinds: Vec<(String, Vec<Row>)> = Vec::new();
    for row in guide_rates::rows() {
        match kinds.iter_mut().find(|(kind, _)| *kind == row.kind) {
            Some((_, rows)) => rows.push(row),
            None => kinds.push((row.kind.clone(), vec![row])),
        }
    }
    kinds
}

fn count(rows: &[Row], item: &str, outcome: &str) -> usize {
    rows.iter().filter(|r| r.item == item && r.outcome == outcome).map(|r| r.count).sum()
}

fn pct(count: usize, total: usize) -> String {
    format!("{:.1}%", 100.0 * count as f64 / total.max(1) as f64)
}

fn with_limits(count: usize, total: usize) -> String {
    let (low, high) = (limits::lower(count, total), limits::upper(count, total));
    format!("{} ({:.1} to {:.1})", pct(count, total), 100.0 * low, 100.0 * high)
}

/// One row a kind of people: how often the verdict was right, and how often a review was worth considering.
pub(super) fn rates() -> String {
    let rows = by_kind().into_iter().map(|(_, rows)| {
        let (first, total) = (&rows[0], rows[0].people);
        let right: usize = first.right.iter().map(|v| count(&rows, "verdict", v)).sum();
        let mut line = vec![first.people_are.clone(), total.to_string(), with_limits(right, total)];
        line.extend(GuideVerdict::ALL.map(|v| pct(count(&rows, "verdict", v.id()), total)));
        line.push(pct(count(&rows, "verdict", "SUPPRESSED"), total));
        line
    });
    let verdicts = GuideVerdict::ALL.map(GuideVerdict::id);
    let head: Vec<&str> = ["people", "simulated", "right verdict (95% limits)"]
        .into_iter()
        .chain(verdicts)
        .chain(["held back"])
        .collect();
    table(&head, rows)
}

/// The bar, in a sentence with its numbers.
pub(super) fn summary() -> String {
    let without: Vec<(String, usize, usize)> = by_kind()
        .into_iter()
        .filter(|(_, rows)| rows[0].people_are.starts_with("working base"))
        .map(|(_, rows)| {
            let reviews =
                count(&rows, "verdict", "CONSIDER_REVIEW") + count(&rows, "verdict", "BOTH");
            (rows[0].people_are.clone(), reviews, rows[0].people)
        })
        .collect();
    let upper = |(_, n, total): &(String, usize, usize)| limits::upper(*n, *total);
    let worst = without.iter().max_by(|a, b| upper(a).total_cmp(&upper(b)));
    let worst = worst.map_or(String::new(), |w| {
        format!("{} of {} ({}), upper 95% limit {:.1}%", w.1, w.2, w.0, 100.0 * upper(w))
    });
    let kinds = by_kind();
    let of = |kind: &str, item: &str| {
        let rows = kinds
            .iter()
            .find(|(id, _)| id == kind)
            .map(|(_, rows)| rows.clone())
            .unwrap_or_default();
        with_limits(count(&rows, item, "true"), rows.first().map_or(0, |r| r.people))
    };
    let told = |kind: &str| {
        let rows = kinds
            .iter()
            .find(|(id, _)| id == kind)
            .map(|(_, rows)| rows.clone())
            .unwrap_or_default();
        let compared: usize = ["more_than_rest", "not_told_from_rest"]
            .map(|o| count(&rows, "A3_says", o))
            .iter()
            .sum();
        with_limits(count(&rows, "A3_says", "more_than_rest"), compared)
    };
    let rest = format!(
        "Of those compared with rest, A3 said \"more than rest\" to {} where sessions do what rest does (false alarms), and to {} where they do .4 ln units more (power).",
        told("no_more_than_rest"),
        told("more_than_rest"),
    );
    let review = format!(
        "\"Consider a review\" without any driver, the false alarm of the second list, came up at worst for {worst}. Its power beside it: lasting \
         tension at a sufficient dose was found by S1a in {}, and over half a year of diary in {}; at a small dose by S1b in {}.",
        of("chronic", "S1a"),
        of("chronic_long", "S1a"),
        of("chronic_small", "S1b"),
    );
    format!("{review}\n\n{rest}")
}

/// How often each rule of the two lists was true, by kind of people.
pub(super) fn rule_rates() -> String {
    let rules: Vec<&str> = evidence::rules()
        .iter()
        .filter(|r| r.list != RuleList::UseCase)
        .map(|r| r.id.as_str())
        .collect();
    let rows = by_kind()
        .into_iter()
        .filter(|(_, rows)| count(rows, "verdict", "SUPPRESSED") == 0)
        .map(|(_, rows)| {
            let total = rows[0].people;
            let mut line = vec![rows[0].people_are.clone()];
            line.extend(rules.iter().map(|rule| {
                let (yes, open) = (count(&rows, rule, "true"), count(&rows, rule, "insufficient"));
                format!("{} / {}", pct(yes, total), pct(open, total))
            }));
            line
        });
    let head: Vec<&str> =
        std::iter::once("people (true / open)").chain(rules.iter().copied()).collect();
    table(&head, rows)
}

/// What the intervals behind the rules are worth.
pub(super) fn quantities() -> String {
    let text = fs::read_to_string(super::root().join("validation/guide/quantities.csv"));
    let text = text.expect("the study has been run");
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    let rows: Vec<Vec<String>> = text
        .lines()
        .skip(1)
        .map(|line| {
            let (what, rest) = line.split_once(",\"").unwrap_or_else(|| panic!("{line}"));
            let (condition, rest) = rest.split_once("\",").unwrap_or_else(|| panic!("{line}"));
            let cells: Vec<&str> = rest.split(',').collect();
            assert_eq!(cells.len(), 4, "{line}");
            let number = |i: usize| cells[i].parse::<usize>().ok();
            let total = number(1).unwrap_or(0);
            *groups.entry(what.to_owned()).or_default() += 1;
            vec![
                what.to_owned(),
                condition.to_owned(),
                cells[0].to_owned(),
                total.to_string(),
                with_limits(number(2).unwrap_or(0), total),
                number(3).map_or("–".into(), |naive| pct(naive, total)),
            ]
        })
        .collect();
    assert_eq!(groups.len(), 3, "the study lost a quantity");
    table(&["quantity", "simulated", "counted", "times", "share (95% limits)", "naive"], rows)
}
