//! The three families and their marks: a shape each, so that colour is never the only carrier.

use maud::{Markup, html};

use super::path::px;

/// What a drawn thing belongs to; it decides colour, dash and mark everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// What was done.
    Input,
    /// What is in the way.
    Interference,
    /// What is measured.
    Output,
    /// What was believed before, and what is too small to matter.
    Prior,
    /// What the simulator knows.
    Truth,
}

impl Family {
    /// The class its drawings carry.
    pub fn class(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Interference => "interference",
            Self::Output => "output",
            Self::Prior => "prior",
            Self::Truth => "truth",
        }
    }
}

/// A shape that stands for one kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Filled circle.
    Dot,
    /// Circle without filling.
    Ring,
    /// Filled square.
    Square,
    /// Square without filling.
    OpenSquare,
    /// Filled diamond.
    Diamond,
    /// Diamond without filling.
    OpenDiamond,
    /// Triangle without filling, point up.
    Triangle,
    /// ×
    Cross,
    /// +
    Plus,
    /// Solid line.
    Line,
    /// Dashed line.
    Dashed,
    /// Dotted line.
    Dotted,
    /// Thin line with crosses on it.
    CrossLine,
    /// Bands, darker towards the middle.
    Bands,
    /// Pale band.
    Pale,
    /// Hatched area.
    Hatched,
    /// Open arrow.
    Arrow,
    /// Filled wedge that points up at an axis.
    Wedge,
}

/// Draws a point mark centred on a place.
pub(crate) fn point(mark: Mark, family: Family, x: f64, y: f64, r: f64) -> Markup {
    let class = family.class();
    let (filled, open) = (format!("fill-{class}"), format!("open-{class}"));
    match mark {
        Mark::Dot => html! { circle class=(filled) cx=(px(x)) cy=(px(y)) r=(px(r)) {} },
        Mark::Ring => html! { circle class=(open) cx=(px(x)) cy=(px(y)) r=(px(r)) {} },
        _ => {
            let class = match mark {
                Mark::Square | Mark::Diamond | Mark::Wedge => filled,
                _ => open,
            };
            html! { path class=(class) d=(outline(mark, x, y, r)) {} }
        }
    }
}

fn outline(mark: Mark, x: f64, y: f64, r: f64) -> String {
    let m = |dx: f64, dy: f64| format!("{} {}", px(x + dx * r), px(y + dy * r));
    match mark {
        Mark::Diamond | Mark::OpenDiamond => {
            format!("M{} L{} L{} L{} Z", m(0.0, -1.2), m(1.2, 0.0), m(0.0, 1.2), m(-1.2, 0.0))
        }
        Mark::Triangle => format!("M{} L{} L{} Z", m(0.0, -1.2), m(1.15, 0.9), m(-1.15, 0.9)),
        Mark::Wedge => format!("M{} L{} L{} Z", m(0.0, 0.0), m(0.9, 1.8), m(-0.9, 1.8)),
        Mark::Cross => {
            format!("M{} L{} M{} L{}", m(-0.9, -0.9), m(0.9, 0.9), m(-0.9, 0.9), m(0.9, -0.9))
        }
        Mark::Plus => {
            format!("M{} L{} M{} L{}", m(0.0, -1.1), m(0.0, 1.1), m(-1.1, 0.0), m(1.1, 0.0))
        }
        Mark::Arrow => {
            format!("M{} L{} L{} Z", m(-0.6, -1.0), m(1.4, 0.0), m(-0.6, 1.0))
        }
        _ => format!("M{} L{} L{} L{} Z", m(-0.9, -0.9), m(0.9, -0.9), m(0.9, 0.9), m(-0.9, 0.9)),
    }
}

/// The mark as it stands in a legend: a small drawing that screen readers skip, since the text says it.
pub(crate) fn swatch(mark: Mark, family: Family) -> Markup {
    const W: f64 = 26.0;
    const H: f64 = 14.0;
    let class = family.class();
    let mid = H / 2.0;
    let line = |extra: &str| html! { path class={ "line-" (class) " " (extra) } d="M1 7 L25 7" {} };
    let inner = match mark {
        Mark::Line => line(""),
        Mark::Dashed => line("dashed"),
        Mark::Dotted => line("dotted"),
        Mark::CrossLine => html! {
            (line("")) (point(Mark::Plus, family, W / 2.0, mid, 4.0))
        },
        Mark::Bands => html! {
            rect class={ "band95 area-" (class) } x="1" y="1" width="24" height="12" {}
            rect class={ "band80 area-" (class) } x="1" y="3" width="24" height="8" {}
            rect class={ "band50 area-" (class) } x="1" y="5" width="24" height="4" {}
        },
        Mark::Pale => html! {
            rect class="swc" x="1" y="1" width="24" height="12" {}
            path class="swc-edge" d="M1 1 L25 1 M1 13 L25 13" {}
        },
        Mark::Hatched => html! { rect class="gap" x="1" y="1" width="24" height="12" {} },
        Mark::Wedge => point(mark, family, W / 2.0, 2.0, 5.5),
        Mark::Arrow => html! {
            path class={ "line-" (class) } d="M2 7 L15 7" {}
            (point(mark, family, 17.0, mid, 4.5))
        },
        _ => point(mark, family, W / 2.0, mid, 4.5),
    };
    html! {
        svg class="swatch" width=(W) height=(H) viewBox="0 0 26 14" aria-hidden="true" focusable="false" {
            (inner)
        }
    }
}
