//! Effects of the inputs on the next morning against the smallest worthwhile change: a row each.

use maud::html;
use vagal_core::posterior::{Comparator, InputVerdict};

use super::band::lane;
use super::ground::Ground;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::px;
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
    let shown = p.inputs.iter().flat_map(|a| [a.effect.points[0], a.effect.points[6]]);
    let rows = (p.inputs.len(), row_px);
    let ground = Ground::new(shown, p.swc, rows, 88.0, (150.0, 560.0), narrow);
    let Ground { frame, x, .. } = &ground;
    let rows = html! {
        @for (i, answer) in p.inputs.iter().enumerate() {
            @let y = ground.y(i, 0.5);
            @let (band, family, mark) = standing(answer.sessions, answer.verdict, answer.comparator);
            (lane(&answer.effect.points, x, y, 9.0, band, None))
            (point(mark, family, x.place(answer.effect.median), y, 5.0))
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
    };
    ground.under(p.swc, rows, "change of lnRMSSD, ln units", ground.in_per_cent())
}

/// Families of band and mark, and the mark: filled for a verdict, a ring without.
pub(super) fn standing(
    sessions: usize,
    verdict: InputVerdict,
    comparator: Comparator,
) -> (Family, Family, Mark) {
    let open = verdict == InputVerdict::NotEnoughData && comparator != Comparator::Itself;
    if sessions == 0 || open {
        (Family::Prior, Family::Prior, Mark::Ring)
    } else {
        (Family::Output, Family::Input, Mark::Dot)
    }
}
