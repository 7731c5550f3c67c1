//! `vagal plan experiment` in a terminal: the answer, what is asked next, sessions, looks, and what it cannot show.

use vagal_core::Moment;
use vagal_core::experiment::{ExperimentPhase, PowerTable};

use super::lane::Lane;
use super::person::{head, paragraph};
use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::chart::Family;
use crate::page::{ExperimentPage, TooLongPage};
use crate::words::experiment as words;
use crate::words::{capital, decimal, probability};

/// The page as text, a newline at the end.
pub fn experiment(page: &ExperimentPage, style: &Style) -> String {
    let (plan, state) = (&page.plan, &page.state);
    let mut out = String::new();
    let id: String = page.sha256.chars().take(8).collect();
    // What is not registered has no name.
    let id = if page.registered.is_some() { format!(" {id}") } else { String::new() };
    let title = format!("experiment{id} · {} · {}", plan.person, words::registration(page));
    paragraph(&mut out, style, &title, Some(Family::Input));
    paragraph(&mut out, style, &words::question(plan), None);
    out.push('\n');
    for line in wrap(&style.say(&words::experiment_answer(page)), style.width) {
        out.push_str(&style.bold(&line));
        out.push('\n');
    }
    words::experiment_doubt(page).iter().for_each(|s| paragraph(&mut out, style, s, None));
    lane(&mut out, page, style);
    if let Some(asked) = words::asked(page) {
        out.push('\n');
        paragraph(&mut out, style, &format!("Asked {asked}."), Some(Family::Input));
    }
    head(&mut out, style, "Sessions", Family::Input);
    out.push_str(&counts(page).fitted(style));
    let looks: Vec<String> =
        state.looks.iter().map(|l| words::look(l, plan.blocks.len())).collect();
    paragraph(&mut out, style, &capital(&format!("{}.", looks.join("; "))), None);
    if page.reveal || matches!(state.phase, ExperimentPhase::Ended) {
        out.push('\n');
        out.push_str(&days(page).fitted(style));
    }
    let departures = words::deviations(page);
    if !departures.is_empty() {
        head(&mut out, style, "Departures from the protocol", Family::Interference);
        departures.iter().for_each(|d| paragraph(&mut out, style, d, None));
    }
    if !state.beside.is_empty() {
        head(&mut out, style, "Beside the question, without a verdict", Family::Output);
        for c in &state.beside {
            paragraph(&mut out, style, &format!("{}.", words::contrast(plan, c)), None);
        }
    }
    if let Some(power) = &page.power {
        head(&mut out, style, "What it can find", Family::Output);
        paragraph(&mut out, style, &words::planned(plan), None);
        paragraph(&mut out, style, &words::noise_line(plan.primary, &plan.noise), None);
        out.push_str(&powers(power, plan.primary).fitted(style));
    }
    head(&mut out, style, "What it cannot show", Family::Prior);
    words::cannot_show(plan).iter().for_each(|s| paragraph(&mut out, style, s, None));
    out
}

/// That it would take too long, as text.
pub fn experiment_too_long(page: &TooLongPage, style: &Style) -> String {
    let mut out = String::new();
    let says = words::too_long(page);
    for line in wrap(&style.say(&says[0]), style.width) {
        out.push_str(&style.bold(&line));
        out.push('\n');
    }
    says[1..].iter().for_each(|s| paragraph(&mut out, style, s, None));
    out.push('\n');
    out.push_str(&powers(&page.power, page.outcome).fitted(style));
    out
}

fn lane(out: &mut String, page: &ExperimentPage, style: &Style) {
    let Some(effect) = page.state.result() else { return };
    let [Some(half), Some(most), Some(all)] = effect.bands else { return };
    let points = [all.0, most.0, half.0, effect.estimate, half.1, most.1, all.1];
    let swc = page.plan.swc;
    let room = style.width.saturating_sub(4);
    let lane = Lane::over(points, &[-swc, swc], room).filter(|_| !style.is_plain());
    let Some(lane) = lane else { return };
    out.push_str(&format!(
        "\n  {}\n  {}\n",
        style.family(Family::Output, &lane.draw(&points, effect.estimate, '●')),
        style.dim(&lane.axis(2))
    ));
    let unit = page.plan.primary.unit();
    paragraph(out, style, &format!("Difference, {unit}; : is the SWC on either side."), None);
}

fn counts(page: &ExperimentPage) -> Table {
    let mut table = Table::new(&[
        ("input", Align::Left),
        ("over", Align::Right),
        ("as drawn", Align::Right),
        ("otherwise", Align::Right),
        ("outcomes", Align::Right),
        ("planned", Align::Right),
    ]);
    for (arm, n) in page.plan.arms.iter().zip(&page.state.counts) {
        table.row([
            words::dose(arm),
            n.past.to_string(),
            n.done.to_string(),
            n.deviating.to_string(),
            n.outcomes.to_string(),
            page.plan.sessions_per_arm().to_string(),
        ]);
    }
    table
}

fn days(page: &ExperimentPage) -> Table {
    let mut table = Table::new(&[
        ("block", Align::Right),
        ("day", Align::Left),
        ("input", Align::Left),
        ("", Align::Left),
    ]);
    for (i, p) in page.state.periods.iter().enumerate() {
        let arm = words::shown_arm(page, i, p).map_or("", |a| a.name.as_str());
        let block = (p.session.block + 1).to_string();
        let day = Moment::date_of_day(p.session.day);
        table.row([block.as_str(), &day, arm, words::kept(p.kept)]);
    }
    table
}

/// Probability of finding a difference, by size.
fn powers(power: &PowerTable, outcome: vagal_core::ExperimentOutcome) -> Table {
    let mut effects: Vec<f64> = power.cells.iter().map(|c| c.effect).collect();
    effects.sort_by(f64::total_cmp);
    effects.dedup();
    let names: Vec<String> = effects.iter().map(|e| words::size(outcome, *e)).collect();
    let mut heads = vec![("sessions of each", Align::Right), ("weeks", Align::Right)];
    heads.extend(names.iter().map(|n| (n.as_str(), Align::Right)));
    let mut table = Table::new(&heads);
    for row in power.cells.chunk_by(|a, b| a.sessions_per_arm == b.sessions_per_arm) {
        let mut cells = vec![row[0].sessions_per_arm.to_string(), decimal(row[0].weeks.ceil(), 0)];
        cells.extend(row.iter().map(|c| probability(c.found)));
        table.row(cells);
    }
    table
}
