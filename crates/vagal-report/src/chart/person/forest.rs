//! Effects of the inputs on the next morning against the smallest worthwhile change: a row each.

use maud::html;
use vagal_core::posterior::{Comparator, InputAnswer, InputVerdict};

use super::band::lane;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{Frame, extent, padded};
use crate::chart::mark::{Family, Mark};
use crate::chart::path::{line, px};
use crate::chart::scale::{percent_ticks, ticks};
use crate::page::PersonPage;
use crate::words::person::{input_name, input_verdict, range_80_pct};
use crate::words::{change_pct, probability, signed, swc_pct};

/// Height of a row; on a narrow page the words stand above and below the bar.
const ROW_PX: (f64, f64) = (46.0, 66.0);

/// One row an input; `None` for a model without inputs.
pub fn forest(page: &PersonPage) -> Option<Figure> {
    let p = &page.posterior;
    if p.inputs.is_empty() {
        return None;
    }
    let rows = p.inputs.iter().map(|a| {
        let effect = &a.effect;
        vec![
            input_name(&a.id),
            a.sessions.to_string(),
            change_pct(effect.median),
            range_80_pct(effect).replace("80% range ", ""),
            format!("{} to {}", signed(effect.lo, 3), signed(effect.hi, 3)),
            probability(a.p_works),
            probability(a.p_negligible),
            probability(a.p_harm),
            input_verdict(a).into(),
        ]
    });
    let said: Vec<String> = p
        .inputs
        .iter()
        .map(|a| {
            format!(
                "{} {} ({}), {}",
                input_name(&a.id),
                change_pct(a.effect.median),
                range_80_pct(&a.effect),
                input_verdict(a)
            )
        })
        .collect();
    Some(Figure {
        id: "forest".into(),
        title: "Change of RMSSD on the next morning, by input".into(),
        caption: "Each row is what one session of the usual dose does to the next morning's lnRMSSD, less what rest does by then where \
                  the diary holds rest. The bars hold the effect with 50, 80 and 95% probability, darker towards the middle. A filled \
                  circle is a verdict; a ring is not one."
            .into(),
        description: format!("{}.", said.join("; ")),
        legend: vec![
            LegendEntry::new(Mark::Bands, Family::Output, "50, 80, 95% of the probability"),
            LegendEntry::new(Mark::Dot, Family::Input, "median, with a verdict"),
            LegendEntry::new(Mark::Ring, Family::Prior, "median, not enough data or no session"),
            LegendEntry::new(Mark::Pale, Family::Prior, format!("too small to matter (within {})", swc_pct(p.swc))),
        ],
        table: DataTable {
            head: ["input", "sessions", "median", "80% range", "90% range, ln", "Pr(> SWC)", "Pr(within SWC)", "Pr(< −SWC)", "verdict"]
                .map(String::from)
                .to_vec(),
            rows: rows.collect(),
            note: None,
        },
        wide: draw(page, false),
        narrow: Some(draw(page, true)),
    })
}

fn draw(page: &PersonPage, narrow: bool) -> Drawing {
    let p = &page.posterior;
    let row_px = if narrow { ROW_PX.1 } else { ROW_PX.0 };
    let (top, axis) = (14.0, 88.0);
    let height = top + row_px * p.inputs.len() as f64 + axis;
    let frame = if narrow {
        Frame { width: 360.0, height, left: 16.0, right: 344.0, top, bottom: height - axis }
    } else {
        Frame { width: 760.0, height, left: 150.0, right: 560.0, top, bottom: height - axis }
    };
    let swc = p.swc;
    let shown = p.inputs.iter().flat_map(|a| [a.effect.points[0], a.effect.points[6]]);
    let range = padded(extent(shown.chain([-1.5 * swc, 1.5 * swc])).unwrap_or((-1.0, 1.0)), 0.04);
    let x = frame.x(range);
    let (at, digits) = ticks(range, if narrow { 5 } else { 7 });
    let labels: Vec<(f64, String)> = at.into_iter().map(|d| (d, signed(d, digits))).collect();
    let rungs = percent_ticks(range, 44.0 / (x.place(1.0) - x.place(0.0)));
    let below = Frame { bottom: frame.bottom + 42.0, ..frame };
    let content = html! {
        rect class="swc" x=(px(x.place(-swc))) y=(px(top - 4.0)) width=(px(x.place(swc) - x.place(-swc))) height=(px(frame.bottom - top + 4.0)) {}
        @for edge in [-swc, swc] {
            path class="swc-edge" d=(line([(x.place(edge), top - 4.0), (x.place(edge), frame.bottom)])) {}
        }
        path class="line-prior dotted" d=(line([(x.place(0.0), top - 4.0), (x.place(0.0), frame.bottom)])) {}
        @for (i, answer) in p.inputs.iter().enumerate() {
            @let y = top + row_px * (i as f64 + 0.5);
            @let (family, mark) = marks(answer);
            (lane(&answer.effect.points, &x, y, 9.0, band_family(answer), None))
            (crate::chart::mark::point(mark, family, x.place(answer.effect.median), y, 5.0))
            @let name = input_name(&answer.id);
            @let sessions = format!("{} session{}", answer.sessions, if answer.sessions == 1 { "" } else { "s" });
            @if narrow {
                text class="strong" x=(px(frame.left)) y=(px(y - 18.0)) { (name) tspan class="plain" { " · " (sessions) } }
                text class="label" x=(px(frame.left)) y=(px(y + 26.0)) { (input_verdict(answer)) }
            } @else {
                text class="strong" x="6" y=(px(y - 2.0)) { (name) }
                text class="label" x="6" y=(px(y + 13.0)) { (sessions) }
                text class="label" x=(px(frame.right + 14.0)) y=(px(y + 4.0)) { (input_verdict(answer)) }
            }
        }
        (frame.bottom_axis(&x, &labels, "change of lnRMSSD, ln units"))
        (below.bottom_axis(&x, &rungs, "the same in per cent"))
    };
    Drawing { width: frame.width, height, content }
}

fn undecided(answer: &InputAnswer) -> bool {
    answer.sessions == 0
        || (answer.verdict == InputVerdict::NotEnoughData
            && answer.comparator != Comparator::Itself)
}

fn marks(answer: &InputAnswer) -> (Family, Mark) {
    if undecided(answer) { (Family::Prior, Mark::Ring) } else { (Family::Input, Mark::Dot) }
}

fn band_family(answer: &InputAnswer) -> Family {
    if undecided(answer) { Family::Prior } else { Family::Output }
}
