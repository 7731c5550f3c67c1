//! The next two weeks without a session, and with sessions as usual: two fans on one scale.

use maud::{Markup, html};
use vagal_core::trajectory::{BandPoint, Trajectory};

use super::band::{areas, extent_of};
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark};
use crate::chart::scale::{Scale, ticks};
use crate::words::decimal;
use crate::words::person::input_name;

const PANEL_PX: f64 = 120.0;
const HEAD_PX: f64 = 30.0;

/// The fans; `None` without a forecast.
pub fn outlook(t: &Trajectory) -> Option<Figure> {
    let o = &t.outlook;
    let start = o.without.first()?.days;
    let usual: Vec<String> = o
        .usual
        .iter()
        .map(|u| format!("{} every {} days", input_name(&u.input), decimal(u.every_days, 0)))
        .collect();
    let rows = o.without.iter().enumerate().map(|(k, p)| {
        let show = |p: &BandPoint| {
            format!(
                "{} ({} to {})",
                decimal(p.points[3], 2),
                decimal(p.points[0], 2),
                decimal(p.points[6], 2)
            )
        };
        vec![decimal(p.days - start, 1), show(p), o.with.get(k).map_or("–".into(), show)]
    });
    let (end, with_end) = (o.without.last()?, o.with.last());
    let draw = |base: Frame| {
        let x = Scale::new((0.0, end.days - start), (base.left, base.right));
        let y_range = padded(
            extent(extent_of(&o.without).chain(extent_of(&o.with))).unwrap_or((3.0, 4.0)),
            0.04,
        );
        let mut top = HEAD_PX;
        let mut panels: Vec<Markup> = Vec::new();
        let labels = ["without a session, lnRMSSD", "with sessions as usual, lnRMSSD"];
        for (points, label) in [&o.without, &o.with].into_iter().zip(labels) {
            if points.is_empty() {
                continue;
            }
            let frame = Frame { top, bottom: top + PANEL_PX, ..base };
            let y = frame.y(y_range);
            let moved: Vec<BandPoint> =
                points.iter().map(|p| BandPoint { days: p.days - start, ..*p }).collect();
            panels.push(html! { (frame.stacked_left_axis(&y, label)) (areas(&moved, &x, &y, Family::Output)) });
            top += PANEL_PX + HEAD_PX;
        }
        let frame = Frame { bottom: top - HEAD_PX + 6.0, ..base };
        let (at, digits) = ticks(x.range(), 7);
        let ticks: Vec<(f64, String)> = at.into_iter().map(|d| (d, decimal(d, digits))).collect();
        let content = html! {
            @for panel in panels { (panel) }
            (frame.bottom_axis(&x, &ticks, "days from the last entry"))
        };
        Drawing { width: base.width, height: frame.bottom + 42.0, content }
    };
    Some(Figure {
        id: "outlook".into(),
        title: "The next 14 days".into(),
        caption: format!(
            "The level a morning reading would show without its noise, at the mean load of the diary.{} A fan that widens is the baseline's own wander.",
            if usual.is_empty() {
                String::new()
            } else {
                format!(" As usual means {}.", usual.join(", "))
            }
        ),
        description: format!(
            "After 14 days: {} without a session{}.",
            decimal(end.median(), 2),
            with_end.map_or(String::new(), |p| format!(
                ", {} with sessions as usual",
                decimal(p.median(), 2)
            ))
        ),
        legend: vec![LegendEntry::new(Mark::Bands, Family::Output, "50, 80, 95%")],
        table: DataTable {
            head: ["days", "without, lnRMSSD (95%)", "as usual, lnRMSSD (95%)"]
                .map(String::from)
                .to_vec(),
            rows: rows.collect(),
            note: None,
        },
        wide: draw(Frame::wide(0.0)),
        narrow: Some(draw(Frame::narrow(0.0))),
    })
}
