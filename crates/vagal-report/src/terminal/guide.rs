//! `vagal guide` in a terminal: the answer for both lists, each rule with its numbers, ways of using it, what can be done.

use vagal_core::{Advice, RuleFinding, RuleList, RuleState, UseCase};

use super::safety;
use super::style::Style;
use super::text::{hanging, wrap};
use crate::page::GuidePage;
use crate::words::{self, capital};

/// Columns of the key in front of a rule.
const KEY: usize = 6;

/// Lines of a terminal as it has always been: the answer in brief fits into it at 80 columns.
pub const SCREEN: usize = 24;

/// The answer, its reasons, what can be done and how often the verdict is wrong, within [`SCREEN`] lines at 80 columns; reasons
/// that do not fit are counted.
pub fn guide_brief(page: &GuidePage, style: &Style) -> String {
    let advice = &page.advice;
    if advice.safety.suppresses_advice() {
        return held_back(advice, style);
    }
    let mut out = Lines { style, lines: Vec::new() };
    out.answer(advice);
    let mut tail = Lines { style, lines: Vec::new() };
    tail.lines.push(String::new());
    let names: Vec<&str> = advice.options.iter().map(|o| o.name.as_str()).collect();
    tail.say(&format!("What can be done, of equal rank: {}.", names.join("; ")));
    if let Some(says) = words::at_most_wrong(&page.rates) {
        tail.say(&says);
    }
    tail.say("Not an examination. Every rule with its numbers, plans and options: --full, or --report FILE.");
    tail.lines.push(String::new());
    out.lines.push(String::new());
    let reasons = reasons(advice);
    let mut left = reasons.len();
    for rule in reasons {
        let says = format!("{}: {}", capital(words::rule_state(rule.state)), rule.says);
        let lines = hanging(&rule.id, KEY, &style.say(&says), style.width);
        // The last line of the tail ends the text and is no line of the screen; one is kept for what is left over.
        if out.lines.len() + lines.len() + 1 + tail.lines.len() > SCREEN {
            break;
        }
        out.lines.extend(lines);
        left -= 1;
    }
    if left > 0 {
        out.under("", &format!("{left} more with --full"));
    }
    out.lines.extend(tail.lines);
    out.lines.join("\n")
}

/// The rules that decided: those that hold, then those without enough data, then those that do not hold.
fn reasons(advice: &Advice) -> Vec<&RuleFinding> {
    let mut rules: Vec<&RuleFinding> =
        advice.rules.iter().filter(|r| r.list != RuleList::UseCase).collect();
    rules.sort_by_key(|rule| match rule.state {
        RuleState::True => 0,
        RuleState::Insufficient => 1,
        RuleState::False => 2,
    });
    rules
}

/// What safety says in place of everything else.
fn held_back(advice: &Advice, style: &Style) -> String {
    let mut text = safety(&advice.safety, style);
    if !advice.safety.is_emergency() {
        text.push('\n');
        text.push_str(&wrap(&style.say(words::SUPPRESSED), style.width).join("\n"));
        text.push('\n');
    }
    text
}

/// The whole advice as text, a newline at the end.
pub fn guide(page: &GuidePage, style: &Style) -> String {
    let advice = &page.advice;
    if advice.safety.suppresses_advice() {
        return held_back(advice, style);
    }
    let mut out = Lines { style, lines: Vec::new() };
    out.answer(advice);
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

    /// The answer for both lists, what safety says, and every rule with its state.
    fn answer(&mut self, advice: &Advice) {
        for says in words::guide_answer(advice) {
            self.bold(&says);
        }
        self.say(&words::safety_answer(&advice.safety));
        if let Some(changed) = words::changed(advice) {
            self.say(&changed);
        }
        self.lines.push(String::new());
        for list in [RuleList::Fits, RuleList::Review] {
            self.overview(advice, list);
        }
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
