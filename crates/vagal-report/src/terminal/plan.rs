//! `vagal plan` in a terminal: the verdict, the best schedules, less load, the open question.

use vagal_core::plan::Ranked;

use super::lane::Lane;
use super::person::{head, paragraph};
use super::style::Style;
use super::table::{Align, Table};
use super::text::wrap;
use crate::chart::Family;
use crate::page::PlanPage;
use crate::words::person::diary_length;
use crate::words::plan as words;
use crate::words::{decimal, probability, signed, swc_pct};

/// Rows of the table.
const ROWS: usize = 8;

/// The page as text, a newline at the end.
pub fn plan(page: &PlanPage, style: &Style) -> String {
    let plan = &page.plan;
    let mut out = String::new();
    let title = format!(
        "{} · {} · the next {} days · SWC {}",
        page.source,
        diary_length(page.days),
        decimal(plan.horizon_days, 0),
        swc_pct(plan.swc)
    );
    paragraph(&mut out, style, &title, Some(Family::Input));
    if plan.preview {
        paragraph(&mut out, style, "A preview, not the answer.", None);
    }
    out.push('\n');
    for line in wrap(&style.say(&words::plan_answer(plan)), style.width) {
        out.push_str(&style.bold(&line));
        out.push('\n');
    }
    words::plan_doubt(plan).iter().for_each(|s| paragraph(&mut out, style, s, None));
    out.push('\n');
    schedules(&mut out, page, style);
    if !plan.less_load.is_empty() {
        head(&mut out, style, "What less load would be worth", Family::Interference);
        plan.less_load.iter().for_each(|l| paragraph(&mut out, style, &words::less_load(l), None));
    }
    if let Some(needed) = &plan.sessions_needed {
        head(&mut out, style, "The open question", Family::Output);
        words::sessions_needed(needed).iter().for_each(|s| paragraph(&mut out, style, s, None));
    }
    if let Some(effort) = plan.settings.iter().find(|s| s.name == "effort") {
        out.push('\n');
        paragraph(&mut out, style, &format!("Effort: {}, {}.", effort.value, effort.reason), None);
    }
    out
}

fn schedules(out: &mut String, page: &PlanPage, style: &Style) {
    let ranked = &page.plan.ranked;
    let mut shown: Vec<&Ranked> = ranked.iter().take(ROWS).collect();
    // What every schedule is measured against is never left out.
    if shown.iter().all(|r| r.schedule.is_some()) {
        shown.extend(ranked.iter().find(|r| r.schedule.is_none()));
    }
    let mut table = Table::new(&[
        ("schedule", Align::Left),
        ("dose", Align::Right),
        ("above", Align::Right),
        ("worth", Align::Right),
        ("80% range", Align::Right),
        ("best", Align::Right),
        ("> none", Align::Right),
    ]);
    for r in &shown {
        let beyond = if words::schedule_marks(r).is_some() { " *" } else { "" };
        table.row([
            format!("{}{beyond}", words::interval(r)),
            r.schedule.as_ref().map_or(String::new(), |s| decimal(s.dose, 2)),
            decimal(r.days_above.mean, 0),
            signed(r.worth.mean, 0),
            format!("{} to {}", signed(r.worth.points[1], 0), signed(r.worth.points[5], 0)),
            probability(r.p_best),
            if r.schedule.is_some() { probability(r.p_beats_none) } else { String::new() },
        ]);
    }
    out.push_str(&table.fitted(style));
    paragraph(
        out,
        style,
        "Above: days above baseline + SWC. Worth: how many more than no sessions, less effort, in days. Best, > none: probabilities. * beyond what the diary tried.",
        None,
    );
    let values = shown.iter().flat_map(|r| [r.worth.points[0], r.worth.points[6]]);
    let width = shown.iter().map(|r| words::schedule(r).chars().count()).max().unwrap_or(0);
    let room = style.width.saturating_sub(width + 2);
    let Some(lane) = Lane::over(values, &[], room).filter(|_| !style.is_plain()) else { return };
    out.push('\n');
    for r in &shown {
        let line = lane.draw(&r.worth.points, r.worth.mean, '●');
        out.push_str(&format!(
            "{:<width$}  {}\n",
            words::schedule(r),
            style.family(Family::Output, &line)
        ));
    }
    out.push_str(&format!("{:<width$}  {}\n", "", style.dim(&lane.axis(0))));
}
