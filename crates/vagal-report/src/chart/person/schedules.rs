//! Schedules by what they are worth: days above less effort, a row each, no session among them.

use maud::html;
use vagal_core::plan::{Ranked, SessionPlan};

use super::band::lane;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{line, px};
use crate::chart::scale::ticks;
use crate::words::plan::{schedule, schedule_marks};
use crate::words::{decimal, probability, signed};

/// Rows that are drawn; the table has all of them.
const MOST_ROWS: usize = 10;
const ROW_PX: (f64, f64) = (32.0, 52.0);

/// The best schedules and no session.
pub fn schedules(plan: &SessionPlan) -> Option<Figure> {
    let mut shown: Vec<&Ranked> = plan.ranked.iter().take(MOST_ROWS).collect();
    let none = plan.ranked.iter().find(|r| r.schedule.is_none())?;
    if shown.iter().all(|r| r.schedule.is_some()) {
        shown.push(none);
    }
    let rows = plan.ranked.iter().map(|r| {
        vec![
            schedule(r),
            decimal(r.days_above.mean, 1),
            format!("{} to {}", decimal(r.days_above.lo, 1), decimal(r.days_above.hi, 1)),
            decimal(r.effort, 1),
            signed(r.worth.mean, 1),
            format!("{} to {}", signed(r.worth.lo, 1), signed(r.worth.hi, 1)),
            probability(r.p_best),
            probability(r.p_beats_none),
            schedule_marks(r).unwrap_or_default(),
        ]
    });
    let head = [
        "schedule",
        "days above",
        "90% range",
        "effort, days",
        "worth, days",
        "90% range",
        "Pr(best)",
        "Pr(better than none)",
        "beyond the diary",
    ];
    Some(Figure {
        id: "schedules".into(),
        title: format!("What schedules are worth over {} days", decimal(plan.horizon_days, 0)),
        caption: "Days on which the shift of sessions stands above baseline + SWC and without them would not, less the effort of the sessions in such days. The circle is the mean, \
                  which decides; the bars hold 50, 80 and 95% of the probability. An open circle and the word beyond mark what the diary never tried."
            .into(),
        description: shown
            .iter()
            .map(|r| format!("{}: {} days", schedule(r), signed(r.worth.mean, 1)))
            .collect::<Vec<_>>()
            .join("; "),
        legend: vec![
            LegendEntry::new(Mark::Bands, Family::Output, "50, 80, 95% of the probability"),
            LegendEntry::new(Mark::Dot, Family::Input, "mean"),
            LegendEntry::new(Mark::Ring, Family::Input, "mean, beyond what the diary tried"),
        ],
        table: DataTable { head: head.map(String::from).to_vec(), rows: rows.collect(), note: None },
        wide: draw(&shown, false),
        narrow: Some(draw(&shown, true)),
    })
}

fn draw(shown: &[&Ranked], narrow: bool) -> Drawing {
    let row_px = if narrow { ROW_PX.1 } else { ROW_PX.0 };
    let height = 10.0 + row_px * shown.len() as f64 + 42.0;
    let base = if narrow { Frame::narrow(height) } else { Frame::wide(height) };
    let left = if narrow { 16.0 } else { 290.0 };
    let frame = Frame { left, right: base.right + 16.0, top: 10.0, bottom: height - 42.0, ..base };
    let values = shown.iter().flat_map(|r| [r.worth.points[0], r.worth.points[6], r.worth.mean]);
    let range = padded(extent(values.chain([0.0])).unwrap_or((-1.0, 1.0)), 0.04);
    let x = frame.x(range);
    let (at, digits) = ticks(range, if narrow { 5 } else { 7 });
    let labels: Vec<(f64, String)> = at.into_iter().map(|d| (d, signed(d, digits))).collect();
    let zero = x.place(0.0);
    let content = html! {
        path class="line-prior dotted" d=(line([(zero, frame.top), (zero, frame.bottom)])) {}
        @for (i, row) in shown.iter().enumerate() {
            @let y = frame.top + row_px * (i as f64 + if narrow { 0.68 } else { 0.5 });
            @let beyond = schedule_marks(row).is_some();
            @if narrow {
                text class="label" x=(px(frame.left)) y=(px(y - 14.0)) { (schedule(row)) @if beyond { " (beyond)" } }
            } @else {
                text class="label" x="6" y=(px(y + 4.0)) { (schedule(row)) @if beyond { " (beyond)" } }
            }
            (lane(&row.worth.points, &x, y, 7.0, if beyond { Family::Prior } else { Family::Output }, None))
            (point(if beyond { Mark::Ring } else { Mark::Dot }, Family::Input, x.place(row.worth.mean), y, 4.6))
        }
        (frame.bottom_axis(&x, &labels, "worth, days above more than none, less effort"))
    };
    Drawing { width: frame.width, height, content }
}
