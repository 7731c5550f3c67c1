//! Charts of an experiment: the difference with its bands against the SWC, and every outcome on its day.

use maud::html;
use vagal_core::Moment;
use vagal_core::experiment::{Effect, Kept, PeriodRecord};

use super::band::lane;
use super::ground::Ground;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{line, px};
use crate::page::ExperimentPage;
use crate::words::experiment as words;
use crate::words::{capital, decimal, signed};

/// Height of a row; on a narrow page its words stand above the bar.
const ROW_PX: (f64, f64) = (42.0, 58.0);

/// A row of the chart of differences.
struct Row<'a> {
    name: String,
    effect: &'a Effect,
    /// True of the question, which has a verdict.
    question: bool,
}

/// Lower ends of the 95, 80 and 50% intervals, the estimate, and the upper ends; open ends are infinite.
fn points(e: &Effect) -> [f64; 7] {
    let low = |i: usize| e.bands[i].map_or(f64::NEG_INFINITY, |b| b.0);
    let high = |i: usize| e.bands[i].map_or(f64::INFINITY, |b| b.1);
    [low(2), low(1), low(0), e.estimate, high(0), high(1), high(2)]
}

fn rows(page: &ExperimentPage) -> Vec<Row<'_>> {
    let plan = &page.plan;
    let (first, second) = words::question_arms(plan);
    let question = page.state.result().map(|effect| Row {
        name: format!("{first} against {second}, as drawn"),
        effect,
        question: true,
    });
    let beside = page.state.beside.iter().filter(|c| c.outcome == plan.primary).filter_map(|c| {
        let effect = c.effect.as_ref()?;
        Some(Row { name: words::contrast_name(plan, c), effect, question: false })
    });
    question.into_iter().chain(beside).collect()
}

/// The difference of the question and those beside it; `None` before the end.
pub fn experiment_effects(page: &ExperimentPage) -> Option<Figure> {
    let rows = rows(page);
    if rows.is_empty() {
        return None;
    }
    let outcome = page.plan.primary;
    let said = rows.iter().map(|r| {
        let interval = words::interval(outcome, r.effect.bands[2]);
        format!("{} {} ({interval})", r.name, words::difference(outcome, r.effect.estimate))
    });
    let cells = rows.iter().map(|r| {
        let ends = |i: usize| {
            r.effect.bands[i].map_or("not bounded".into(), |(lo, hi)| {
                format!("{} to {}", signed(lo, 3), signed(hi, 3))
            })
        };
        vec![r.name.clone(), signed(r.effect.estimate, 3), ends(0), ends(1), ends(2)]
    });
    Some(Figure {
        id: "effect".into(),
        title: "The difference".into(),
        caption: format!(
            "First input less second, {}. The bars are the differences that the test does not reject at 50, 20 and 5%; for the question they hold over all \
             looks. A filled circle is the question, a ring stands beside it and has no verdict. The pale band is the SWC.",
            outcome.unit()
        ),
        description: format!("{}.", said.collect::<Vec<_>>().join("; ")),
        legend: vec![
            LegendEntry::new(Mark::Bands, Family::Output, "50, 80, 95% intervals"),
            LegendEntry::new(Mark::Dot, Family::Input, "the question"),
            LegendEntry::new(Mark::Ring, Family::Prior, "beside it"),
            LegendEntry::new(
                Mark::Pale,
                Family::Prior,
                format!("too small to matter (within {})", words::size(outcome, page.plan.swc)),
            ),
        ],
        table: DataTable {
            head: ["comparison", "difference", "50%", "80%", "95%"].map(String::from).to_vec(),
            rows: cells.collect(),
            note: None,
        },
        wide: draw_effects(page, &rows, false),
        narrow: Some(draw_effects(page, &rows, true)),
    })
}

fn draw_effects(page: &ExperimentPage, rows: &[Row<'_>], narrow: bool) -> Drawing {
    let row_px = if narrow { ROW_PX.1 } else { ROW_PX.0 };
    let swc = page.plan.swc;
    let shown = rows.iter().flat_map(|r| points(r.effect));
    let ground = Ground::new(shown, swc, (rows.len(), row_px), 44.0, (290.0, 740.0), narrow);
    let Ground { frame, x, .. } = &ground;
    let drawn = html! {
        @for (i, row) in rows.iter().enumerate() {
            @let y = ground.y(i, if narrow { 0.65 } else { 0.5 });
            @let (family, mark) = if row.question { (Family::Input, Mark::Dot) } else { (Family::Prior, Mark::Ring) };
            @let band = if row.question { Family::Output } else { Family::Prior };
            (lane(&points(row.effect), x, y, 9.0, band, None))
            (point(mark, family, x.place(row.effect.estimate), y, 5.0))
            @if narrow {
                text class="label" x=(px(frame.left)) y=(px(y - 16.0)) { (row.name) }
            } @else {
                text class="label" x="6" y=(px(y + 4.0)) { (row.name) }
            }
        }
    };
    ground.under(swc, drawn, page.plan.primary.unit(), html! {})
}

/// Every outcome on the day of its session; `None` before the end or without any.
pub fn experiment_periods(page: &ExperimentPage) -> Option<Figure> {
    page.state.ended_at?;
    let seen: Vec<(&PeriodRecord, f64)> =
        page.state.periods.iter().filter_map(|p| Some((p, p.outcome?))).collect();
    if seen.is_empty() {
        return None;
    }
    let plan = &page.plan;
    let name = |i: usize| plan.arms.get(i).map_or("", |a| a.name.as_str());
    let digits = if plan.primary.is_log() { 2 } else { 1 };
    let cells = page.state.periods.iter().map(|p| {
        vec![
            (p.session.block + 1).to_string(),
            Moment::date_of_day(p.session.day),
            name(p.session.arm).to_owned(),
            p.remark.clone().unwrap_or_else(|| words::kept(p.kept).into()),
            match (p.outcome, p.kept) {
                (Some(y), _) => decimal(y, digits),
                (None, Kept::NotAsked) => "not asked".into(),
                (None, _) => "missing".into(),
            },
        ]
    });
    let mut legend: Vec<LegendEntry> = (0..plan.arms.len())
        .map(|i| LegendEntry::new(mark(i).0, mark(i).1, capital(name(i))))
        .collect();
    legend.push(LegendEntry::new(Mark::Cross, Family::Interference, "not as drawn"));
    Some(Figure {
        id: "periods".into(),
        title: "Every outcome on the day of its session".into(),
        caption: format!(
            "The {}, by the input that was drawn. Vertical lines part the blocks; a cross marks a session that was not as drawn and counts all the same.",
            plan.primary.name()
        ),
        description: format!("{} outcomes of {} sessions.", seen.len(), page.state.periods.len()),
        legend,
        table: DataTable::thinned(
            &["block", "day", "drawn", "done", plan.primary.unit()],
            cells.collect(),
        ),
        wide: draw_periods(page, &seen, Frame::wide(280.0)),
        narrow: Some(draw_periods(page, &seen, Frame::narrow(260.0))),
    })
}

/// Shape and family of an arm.
fn mark(arm: usize) -> (Mark, Family) {
    match arm {
        0 => (Mark::Dot, Family::Input),
        1 => (Mark::OpenSquare, Family::Output),
        2 => (Mark::Triangle, Family::Prior),
        _ => (Mark::OpenDiamond, Family::Truth),
    }
}

fn draw_periods(page: &ExperimentPage, seen: &[(&PeriodRecord, f64)], frame: Frame) -> Drawing {
    let (first, last) = page.plan.span().unwrap_or((0, 1));
    let x = frame.x((first as f64 - 1.0, last as f64 + 1.0));
    let y = frame.y(padded(extent(seen.iter().map(|(_, v)| *v)).unwrap_or((0.0, 1.0)), 0.08));
    let count = if frame.is_narrow() { 3 } else { 6 };
    let step = ((last - first) / count).max(1);
    let labels: Vec<(f64, String)> = (0..=count)
        .map(|i| first + i * step)
        .filter(|day| *day <= last)
        .map(|day| (day as f64, Moment::date_of_day(day).chars().skip(5).collect()))
        .collect();
    let between = page
        .plan
        .blocks
        .windows(2)
        .filter_map(|w| Some((*w[0].last()? as f64 + *w[1].first()? as f64) / 2.0));
    let content = html! {
        @for edge in between {
            path class="grid" d=(line([(x.place(edge), frame.top), (x.place(edge), frame.bottom)])) {}
        }
        (frame.left_axis(&y, page.plan.primary.unit()))
        @for (p, value) in seen {
            @let (shape, family) = mark(p.session.arm);
            @let (at, level) = (x.place(p.session.day as f64), y.place(*value));
            (point(shape, family, at, level, 4.5))
            @if p.kept.is_deviation() && p.kept != Kept::Due {
                (point(Mark::Cross, Family::Interference, at, level, 6.5))
            }
        }
        (frame.bottom_axis(&x, &labels, "month and day"))
    };
    Drawing { width: frame.width, height: frame.height, content }
}
