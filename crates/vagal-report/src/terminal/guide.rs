//! `vagal guide` in a terminal: the answer for both lists, each rule with its numbers, ways of using it, what can be done.

use vagal_core::{Advice, RuleFinding, RuleList, RuleState, UseCase};

use super::safety;
use super::style::Style;
use super::text::{hanging, wrap};
use crate::page::GuidePage;
use crate::words::{self, capital};

/// Columns of the key in front of a rule.
const KEY: usize = 6;

/// The advice as text, a newline at the end.
pub fn guide(page: &GuidePage, style: &Style) -> String {
    let advice = &page.advice;
    if advice.safety.suppresses_advice() {
        let mut text = safety(&advice.safety, style);
        if !advice.safety.is_emergency() {
            text.push('\n');
            text.push_str(&wrap(&style.say(words::SUPPRESSED), style.width).join("\n"));
            text.push('\n');
        }
        return text;
    }
    let mut out = Lines { style, lines: Vec::new() };
    for says in words::guide_answer(advice) {
        out.bold(&says);
    }
    out.say(&words::safety_answer(&advice.safety));
    if let Some(changed) = words::changed(advice) {
        out.say(&changed);
    }
    out.lines.push(String::new());
    for list in [RuleList::Fits, RuleList::Review] {
        out.overview(advice, list);
    }
    for list in [RuleList::Fits, RuleList::Review] {
        out.head(words::rule_list(list));
        for rule in advice.rules.iter().filter(|r| r.list == list) {
            out.rule(rule);
        }
    }
    out.head(words::rule_list(RuleList::UseCase));
    for case in &advice.use_cases {
        out.use_case(case);
    }
    out.options(advice);
    out.rates(page);
    out.lines.push(String::new());
    out.say(words::WHAT_ADVICE_IS);
    out.lines.push(String::new());
    out.lines.join("\n")
}

struct Lines<'a> {
    style: &'a Style,
    lines: Vec<String>,
}

impl Lines<'_> {
    fn say(&mut self, text: &str) {
        self.lines.extend(wrap(&self.style.say(text), self.style.width));
    }

    fn bold(&mut self, text: &str) {
        let lines = wrap(&self.style.say(text), self.style.width);
        self.lines.extend(lines.iter().map(|line| self.style.bold(line)));
    }

    fn head(&mut self, text: &str) {
        self.lines.push(String::new());
        self.bold(text);
    }

    fn under(&mut self, key: &str, text: &str) {
        self.lines.extend(hanging(key, KEY, &self.style.say(text), self.style.width));
    }

    fn dim(&mut self, text: &str) {
        let lines = hanging("", KEY, &self.style.say(text), self.style.width);
        self.lines.extend(lines.iter().map(|line| self.style.dim(line)));
    }

    /// One line a list: every rule with its state.
    fn overview(&mut self, advice: &Advice, list: RuleList) {
        let of = advice.rules.iter().filter(|r| r.list == list);
        let states: Vec<String> =
            of.map(|r| format!("{} {}", r.id, words::rule_state(r.state))).collect();
        let key = if list == RuleList::Fits { "fits" } else { "review" };
        let text = self.style.say(&states.join(", "));
        self.lines.extend(hanging(key, KEY + 2, &text, self.style.width));
    }

    fn rule(&mut self, rule: &RuleFinding) {
        self.lines.push(String::new());
        let state = words::rule_state(rule.state);
        self.under(&rule.id, &format!("{}: {}", capital(state), rule.name));
        self.under("", &rule.says);
        self.dim(&format!("Rule: {}", rule.predicate));
        let figures: Vec<String> = rule.figures.iter().map(words::figure).collect();
        if !figures.is_empty() {
            self.dim(&format!("Numbers: {}.", figures.join("; ")));
        }
        let limits: Vec<String> = rule.thresholds.iter().map(words::threshold).collect();
        if !limits.is_empty() {
            self.dim(&format!("Compared with: {}.", limits.join("; ")));
        }
        self.dim(&format!("Claims under test: {}. {}", words::rule_claims(rule), cannot(rule)));
    }

    fn use_case(&mut self, case: &UseCase) {
        self.lines.push(String::new());
        let rule = &case.finding;
        let state = words::rule_state(rule.state);
        self.under(&rule.id, &format!("{}: {}", capital(state), rule.name));
        self.under("", &rule.says);
        if rule.state == RuleState::True {
            self.under("", &format!("Plan: {}", case.plan));
            self.under("", &format!("Success: {}", case.success));
            self.under("", &format!("If not: {}", case.on_failure));
            let figures: Vec<String> = rule.figures.iter().map(words::figure).collect();
            self.dim(&format!("Numbers: {}.", figures.join("; ")));
        }
        self.dim(&format!("Claims under test: {}. {}", words::rule_claims(rule), cannot(rule)));
    }

    fn options(&mut self, advice: &Advice) {
        self.head("What can be done");
        self.say(words::EQUAL_RANK);
        for option in &advice.options {
            self.lines.push(String::new());
            let mut says = format!("{}. {}", capital(&option.name), option.says);
            for detail in &option.details {
                says.push(' ');
                says.push_str(detail);
            }
            if let Some(interest) = &option.interest {
                says.push(' ');
                says.push_str(interest);
            }
            let mark = if self.style.is_plain() { "-" } else { "·" };
            self.lines.extend(hanging(mark, 2, &self.style.say(&says), self.style.width));
        }
    }

    fn rates(&mut self, page: &GuidePage) {
        if page.rates.is_empty() {
            return;
        }
        self.head("How often this verdict was given to simulated people");
        for rate in words::worth_a_line(&page.rates) {
            let key = if rate.right { "right" } else { "wrong" };
            self.lines.extend(hanging(
                key,
                KEY,
                &self.style.say(&words::guide_rate(rate)),
                self.style.width,
            ));
        }
        if let Some(says) = words::at_most_wrong(&page.rates) {
            self.under("", &says);
        }
    }
}

fn cannot(rule: &RuleFinding) -> String {
    format!("What this cannot know: {}", lower(&rule.cannot_know))
}

/// The first letter small, after a colon.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
