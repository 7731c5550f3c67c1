//! The framework in a terminal: three families one below the other, the fading, the eight rows, what next.

use vagal_core::RuleList;
use vagal_core::posterior::InputVerdict;
use vagal_evidence::{Claim, Grade, claim, claims, options};

use super::person::{head, paragraph};
use super::style::Style;
use super::text::hanging;
use crate::chart::{Family, Mark};
use crate::page::{Framework, PersonPage};
use crate::words::fade::{self as fade_words, fade_points, stretch};
use crate::words::framework::{
    Cell, HEADS, HELD_BACK, NO_DIARY, NO_FADE, UNDECIDED, adding_most, columns, in_one_line,
    list_name, rule_rows, under_test,
};
use crate::words::{capital, guide_answer, person as words, rule_state, standing};

/// Columns before the text of a cell.
const INDENT: usize = 4;
/// Columns of the state of a rule.
const STATE: usize = 22;
/// Columns of a time after the session.
const WHEN: usize = 24;

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
    if let Some(next) =
        page.posterior.next_best.as_ref().and_then(|n| words::next_best(n, page.days.as_ref()))
    {
        paragraph(&mut out, style, &next, None);
    }
    if let Some(adding) = adding_most(framework) {
        paragraph(&mut out, style, &adding, None);
    }
    let names: Vec<&str> = options().iter().map(|o| o.name.as_str()).collect();
    paragraph(&mut out, style, &format!("Of equal rank: {}.", names.join("; ")), None);
    if let Some(option) = options().iter().find(|o| o.id == "assessment") {
        let interest = option.interest.clone().unwrap_or_default();
        let text = format!("{}: {} {interest}", capital(&option.name), option.says);
        paragraph(&mut out, style, &text, None);
    }
    head(&mut out, style, "WHAT OTHERS CLAIM: WELL FOUNDED, AND NOT", Family::Output);
    paragraph(&mut out, style, &standing(claims()), None);
    for grade in [Grade::WellSupported, Grade::Contested, Grade::Unsupported] {
        let of = |c: &&Claim| c.grade == grade && (c.central || grade == Grade::WellSupported);
        for claim in claims().iter().filter(of) {
            let label = format!("  {} {}", claim.id, grade.words());
            for line in hanging(&label, STATE, &style.say(&claim.paraphrase), style.width) {
                out.push_str(&line);
                out.push('\n');
            }
        }
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
    let said = style.say(&in_one_line(&cell.lines));
    for line in hanging("", INDENT, &said, style.width).iter().filter(|l| !l.trim().is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

fn fading(out: &mut String, page: &PersonPage, framework: &Framework, style: &Style) {
    let Some(fade) = &framework.fade else {
        out.push('\n');
        return paragraph(out, style, NO_FADE, None);
    };
    let curves =
        page.trajectory.as_ref().and_then(|t| t.responses.iter().find(|r| r.input == fade.input));
    let Some(curves) = curves else { return };
    let title = format!(
        "{}: what is left of {}",
        stretch(fade).to_uppercase(),
        words::input_name(&fade.input)
    );
    head(out, style, &title, Family::Output);
    let truth = page.demonstration.as_ref().and_then(|d| d.truth.input(&fade.input));
    for point in fade_points(fade, curves, truth) {
        let fall =
            point.fall.as_ref().map(|f| format!("; tension lower by {}", fade_words::fall(f)));
        let known = point.truth.map(|t| format!("; {}", fade_words::known(t)));
        let text = format!(
            "RMSSD {}{}{}",
            fade_words::shift(&point),
            fall.unwrap_or_default(),
            known.unwrap_or_default()
        );
        let label = format!("  {}", point.when);
        for line in hanging(&label, WHEN, &style.say(&text), style.width) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    if let Some(answer) = page.posterior.inputs.iter().find(|a| a.id == fade.input) {
        if answer.verdict == InputVerdict::NotEnoughData {
            paragraph(out, style, UNDECIDED, None);
        }
        let holds = format!("{} {}", words::hold_of_hrv(answer), words::hold_of_tension(answer));
        paragraph(out, style, &format!("{holds}{}", tests("C25")), None);
    }
    if let Some(path) = page.posterior.mediation.iter().find(|m| m.input == fade.input) {
        let text =
            format!("Autonomic first, or tissue? {}{}", words::mediation(path), tests("C23"));
        paragraph(out, style, &text, None);
    }
}

/// ` Under test: C25 (mixed).`
fn tests(id: &str) -> String {
    claim(id).map_or(String::new(), |c| format!(" {}", under_test(c)))
}

fn rules(out: &mut String, framework: &Framework, style: &Style) {
    head(out, style, "IS MASSAGE THE RIGHT TOOL?", Family::Interference);
    let Some(guide) = &framework.guide else {
        return paragraph(out, style, NO_DIARY, None);
    };
    if guide.advice.safety.suppresses_advice() {
        return paragraph(out, style, HELD_BACK, None);
    }
    guide_answer(&guide.advice).iter().for_each(|s| paragraph(out, style, s, None));
    for list in [RuleList::Fits, RuleList::Review] {
        paragraph(out, style, &format!("{}:", list_name(list)), None);
        for row in rule_rows(&guide.advice, list) {
            let label = format!("  {} {}", row.id, rule_state(row.state));
            let text = format!("{}. {}", capital(&row.name), row.says);
            for line in hanging(&label, STATE, &style.say(&text), style.width) {
                out.push_str(&line);
                out.push('\n');
            }
        }
    }
}
