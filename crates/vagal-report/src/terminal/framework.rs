//! The framework in a terminal: three families one below the other, the fading, the eight rows, what next.

use vagal_core::RuleList;
use vagal_evidence::options;

use super::person::{head, paragraph};
use super::style::Style;
use super::text::hanging;
use crate::chart::{Family, Mark};
use crate::page::{Framework, PersonPage};
use crate::words::fade::{fade_points, left, stretch};
use crate::words::framework::{Cell, HEADS, columns, rule_rows};
use crate::words::{capital, guide_answer, person as words, rule_list, rule_state};

/// Columns before the text of a cell.
const INDENT: usize = 4;
/// Columns of the state of a rule.
const STATE: usize = 22;

/// The text, a newline at the end.
pub fn framework(page: &PersonPage, framework: &Framework, style: &Style) -> String {
    let mut out = String::new();
    for line in super::text::wrap(&style.say(&words::person_answer(&page.posterior)), style.width) {
        out.push_str(&style.bold(&line));
        out.push('\n');
    }
    for ((family, name, says), cells) in HEADS.iter().zip(columns(page, framework)) {
        head(&mut out, style, &format!("{}: {says}", name.to_uppercase()), *family);
        cells.iter().for_each(|c| cell(&mut out, style, c));
    }
    fading(&mut out, page, framework, style);
    rules(&mut out, framework, style);
    head(&mut out, style, "WHAT NEXT", Family::Input);
    if let Some(next) = page.posterior.next_best.as_ref().and_then(words::next_best) {
        paragraph(&mut out, style, &next, None);
    }
    let names: Vec<&str> = options().iter().map(|o| o.name.as_str()).collect();
    paragraph(&mut out, style, &format!("Of equal rank: {}.", names.join("; ")), None);
    if let Some(option) = options().iter().find(|o| o.id == "assessment") {
        let interest = option.interest.clone().unwrap_or_default();
        let text = format!("{}: {} {interest}", capital(&option.name), option.says);
        paragraph(&mut out, style, &text, None);
    }
    out
}

fn mark(mark: Mark, style: &Style) -> &'static str {
    match mark {
        _ if style.is_plain() => "-",
        Mark::Dot => "●",
        Mark::Ring => "○",
        Mark::Diamond => "◆",
        Mark::OpenDiamond => "◇",
        Mark::OpenSquare => "□",
        _ => "■",
    }
}

fn cell(out: &mut String, style: &Style, cell: &Cell) {
    let name = style.say(&cell.name);
    let basis = style.say(&cell.basis());
    let label = format!("  {}", mark(cell.mark, style));
    let title = format!("{name} [{basis}]");
    for line in hanging(&label, INDENT, &title, style.width) {
        out.push_str(&style.family(cell.family, &line));
        out.push('\n');
    }
    // Short lines share one.
    let said = style.say(&cell.lines.join("; "));
    for line in hanging("", INDENT, &said, style.width).iter().filter(|l| !l.trim().is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

fn fading(out: &mut String, page: &PersonPage, framework: &Framework, style: &Style) {
    let Some(fade) = &framework.fade else { return };
    let curves =
        page.trajectory.as_ref().and_then(|t| t.responses.iter().find(|r| r.input == fade.input));
    let Some(curves) = curves else { return };
    let title = format!(
        "{}: what is left of {}",
        stretch(fade).to_uppercase(),
        words::input_name(&fade.input)
    );
    head(out, style, &title, Family::Output);
    for point in fade_points(fade, &curves.state) {
        for line in hanging("  ", 4, &style.say(&left(&point)), style.width) {
            out.push_str(&line);
            out.push('\n');
        }
    }
}

fn rules(out: &mut String, framework: &Framework, style: &Style) {
    head(out, style, "IS MASSAGE THE RIGHT TOOL?", Family::Interference);
    let Some(guide) = &framework.guide else {
        return paragraph(out, style, "The rules need a diary in a store.", None);
    };
    if guide.advice.safety.suppresses_advice() {
        let text = "Held back until the questions about safety are answered: `vagal check --save answers.toml`, then --answers \
                    answers.toml.";
        return paragraph(out, style, text, None);
    }
    guide_answer(&guide.advice).iter().for_each(|s| paragraph(out, style, s, None));
    for list in [RuleList::Fits, RuleList::Review] {
        paragraph(out, style, &format!("{}:", rule_list(list)), None);
        for row in rule_rows(&guide.advice, list) {
            let label = format!("  {} {}", row.id, rule_state(row.state));
            for line in hanging(&label, STATE, &style.say(&row.name), style.width) {
                out.push_str(&line);
                out.push('\n');
            }
        }
    }
}
