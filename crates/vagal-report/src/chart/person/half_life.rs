//! Half-lives with what was believed before: where the two look alike, the data have said little.

use maud::html;

use super::band::{lane, prior_lane};
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::Frame;
use crate::chart::mark::{Family, Mark};
use crate::chart::path::px;
use crate::chart::scale::Scale;
use crate::page::PersonPage;
use crate::words::decimal;
use crate::words::person::{days, input_name};

const ROW_PX: f64 = 58.0;
/// Ends of the axis, days: beyond, a bar is drawn open.
const RANGE_DAYS: (f64, f64) = (0.05, 30.0);

/// Prior over posterior, a row an input with sessions; `None` without one.
pub fn half_life(page: &PersonPage) -> Option<Figure> {
    let shown: Vec<_> = page.posterior.inputs.iter().filter(|a| a.sessions > 0).collect();
    if shown.is_empty() {
        return None;
    }
    let status = |stated: bool| if stated { "stated" } else { "mostly prior" };
    let rows = shown.iter().map(|a| {
        let l = &a.half_life_days;
        vec![
            input_name(&a.id),
            format!("{} ({} to {})", days(l.prior[1]), days(l.prior[0]), days(l.prior[2])),
            format!("{} ({} to {})", days(l.median), days(l.lo), days(l.hi)),
            decimal(l.contraction, 2),
            status(a.half_life_stated).into(),
        ]
    });
    let said: Vec<String> = shown
        .iter()
        .map(|a| format!("{}: {}", input_name(&a.id), status(a.half_life_stated)))
        .collect();
    let draw = |narrow: bool| {
        let height = 10.0 + ROW_PX * shown.len() as f64 + 42.0;
        let base = if narrow { Frame::narrow(height) } else { Frame::wide(height) };
        let left = if narrow { 16.0 } else { 170.0 };
        let frame =
            Frame { left, right: base.right + 20.0, top: 10.0, bottom: height - 42.0, ..base };
        let ln = |v: f64| if v.is_infinite() { f64::INFINITY } else { v.max(1e-4).ln() };
        let x = Scale::new((RANGE_DAYS.0.ln(), RANGE_DAYS.1.ln()), (frame.left, frame.right));
        let ticks: Vec<(f64, String)> = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
            .map(|d: f64| (d.ln(), decimal(d, usize::from(d < 1.0))))
            .to_vec();
        let content = html! {
            @for (i, answer) in shown.iter().enumerate() {
                @let y = frame.top + ROW_PX * (i as f64 + 0.5);
                @let l = &answer.half_life_days;
                @if narrow {
                    text class="strong" x=(px(frame.left)) y=(px(y - 18.0)) { (input_name(&answer.id)) tspan class="plain" { " · " (status(answer.half_life_stated)) } }
                } @else {
                    text class="strong" x="6" y=(px(y - 2.0)) { (input_name(&answer.id)) }
                    text class="label" x="6" y=(px(y + 13.0)) { (status(answer.half_life_stated)) }
                }
                (prior_lane(&l.prior.map(ln), &x, y - 5.0, 5.0))
                (lane(&l.points.map(ln), &x, y + 12.0, 6.0, Family::Output, Some(if answer.half_life_stated { Mark::Square } else { Mark::OpenSquare })))
            }
            (frame.bottom_axis(&x, &ticks, "half-life, days"))
        };
        Drawing { width: frame.width, height, content }
    };
    Some(Figure {
        id: "half-life".into(),
        title: "Half-lives, beside what was assumed".into(),
        caption: "Above, hatched, the half-life assumed before any data (90%); below, after them (50, 80, 95%). It is stated only where the data \
                  took away at least half of the doubt and the 90% range lies within a factor of two of its middle; otherwise it is mostly prior, \
                  and reading a number off it would be reading our assumption."
            .into(),
        description: format!("{}.", said.join("; ")),
        legend: vec![
            LegendEntry::new(Mark::Dotted, Family::Prior, "before the data"),
            LegendEntry::new(Mark::Bands, Family::Output, "after the data"),
            LegendEntry::new(Mark::OpenSquare, Family::Output, "median, not stated"),
        ],
        table: DataTable {
            head: ["input", "before, days (90%)", "after, days (90%)", "contraction", "status"].map(String::from).to_vec(),
            rows: rows.collect(),
            note: None,
        },
        wide: draw(false),
        narrow: Some(draw(true)),
    })
}
