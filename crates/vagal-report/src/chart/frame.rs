//! The frame around a plot: axes with round ticks, and the phases of the session behind it.

use maud::{Markup, html};
use vagal_core::session::PhaseName;

use super::path::{line, px};
use super::scale::{Scale, ticks, time_ticks};
use crate::page::SessionPage;
use crate::words::decimal;

/// Pixels that a character of the axis font takes, at most; for deciding whether a label fits.
pub(crate) const CHARACTER_PX: f64 = 6.6;

/// Height above a plot over time: a row for the names of the axes, one for the names of the phases.
pub(crate) const HEAD_PX: f64 = 38.0;

/// The plot area inside a drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Frame {
    /// A frame over the session's time, as wide as the page. All of them share their side edges,
    /// so that one moment stands at one place in every chart.
    pub(crate) fn wide(height: f64) -> Self {
        Self { width: 760.0, height, left: 52.0, right: 704.0, top: HEAD_PX, bottom: height - 40.0 }
    }

    /// The same for a phone.
    pub(crate) fn narrow(height: f64) -> Self {
        Self { width: 360.0, right: 316.0, left: 42.0, ..Self::wide(height) }
    }

    /// A frame that takes half the page, or a whole phone.
    pub(crate) fn half(height: f64) -> Self {
        Self { width: 360.0, height, left: 20.0, right: 346.0, top: 10.0, bottom: height - 40.0 }
    }

    /// True for the narrow ones.
    pub(crate) fn is_narrow(&self) -> bool {
        self.width < 500.0
    }

    /// Horizontal scale.
    pub(crate) fn x(&self, range: (f64, f64)) -> Scale {
        Scale::new(range, (self.left, self.right))
    }

    /// Vertical scale; larger values stand higher.
    pub(crate) fn y(&self, range: (f64, f64)) -> Scale {
        Scale::new(range, (self.bottom, self.top))
    }

    /// Time axis in minutes from the start of the session.
    pub(crate) fn time_axis(&self, x: &Scale) -> Markup {
        let pieces = if self.is_narrow() { 5 } else { 10 };
        let at = time_ticks(x.range(), pieces);
        let fractions = at.iter().any(|t| (t / 60.0).fract().abs() > 1e-9);
        let labels: Vec<(f64, String)> =
            at.into_iter().map(|t| (t, decimal(t / 60.0, usize::from(fractions)))).collect();
        html! { (self.bottom_axis(x, &labels, "minutes from the start")) }
    }

    /// Axis along the bottom with a label under its middle.
    pub(crate) fn bottom_axis(&self, x: &Scale, at: &[(f64, String)], label: &str) -> Markup {
        html! {
            path class="axis" d=(line([(self.left, self.bottom), (self.right, self.bottom)])) {}
            @for (value, text) in at {
                path class="axis" d=(line([(x.place(*value), self.bottom), (x.place(*value), self.bottom + 4.0)])) {}
                text class="tick" text-anchor="middle" x=(px(x.place(*value))) y=(px(self.bottom + 16.0)) { (text) }
            }
            text class="label" text-anchor="middle" x=(px((self.left + self.right) / 2.0)) y=(px(self.bottom + 33.0)) { (label) }
        }
    }

    /// Axis on the left with faint lines across; its label stands above it, where it can be read.
    pub(crate) fn left_axis(&self, y: &Scale, label: &str) -> Markup {
        self.left_axis_under(y, label, 12.0)
    }

    /// The same for one of several plots in a drawing: the label stands just above this one.
    pub(crate) fn stacked_left_axis(&self, y: &Scale, label: &str) -> Markup {
        self.left_axis_under(y, label, self.top - 9.0)
    }

    fn left_axis_under(&self, y: &Scale, label: &str, label_y: f64) -> Markup {
        let room = ((self.bottom - self.top) / 34.0).floor().clamp(2.0, 6.0) as usize;
        let (at, digits) = ticks(y.range(), room);
        html! {
            @for value in at {
                path class="grid" d=(line([(self.left, y.place(value)), (self.right, y.place(value))])) {}
                text class="tick" text-anchor="end" x=(px(self.left - 6.0)) y=(px(y.place(value) + 4.0)) { (decimal(value, digits)) }
            }
            text class="label" x="2" y=(px(label_y)) { (label) }
        }
    }

    /// Axis on the right without lines across.
    pub(crate) fn right_axis(&self, y: &Scale, at: &[(f64, String)], label: &str) -> Markup {
        html! {
            @for (value, text) in at {
                path class="axis" d=(line([(self.right, y.place(*value)), (self.right + 4.0, y.place(*value))])) {}
                text class="tick" x=(px(self.right + 7.0)) y=(px(y.place(*value) + 4.0)) { (text) }
            }
            text class="label" text-anchor="end" x=(px(self.width - 2.0)) y="12" { (label) }
        }
    }

    /// The phases behind the plot: the input shaded and with a solid bar, all of them named.
    pub(crate) fn phases(&self, page: &SessionPage, x: &Scale) -> Markup {
        html! {
            @for phase in &page.response.phases {
                @let left = x.place_held(phase.phase.window.start_s);
                @let right = x.place_held(phase.phase.window.end_s);
                @let name = phase.phase.name;
                @if name == PhaseName::During {
                    rect class="phase-input" x=(px(left)) y=(px(self.top)) width=(px(right - left)) height=(px(self.bottom - self.top)) {}
                    rect class="fill-input" x=(px(left)) y=(px(self.top - 3.0)) width=(px(right - left)) height="3" {}
                } @else {
                    rect class="phase-bar" x=(px(left)) y=(px(self.top - 2.0)) width=(px(right - left)) height="2" {}
                }
                @if let Some((label, at, anchor)) = self.phase_label(page, name, (left, right)) {
                    text class={ "phase " (if name == PhaseName::During { "phase-name-input" } else { "" }) }
                        text-anchor=(anchor) x=(px(at)) y=(px(self.top - 8.0)) { (label) }
                }
            }
        }
    }

    /// The longest name that fits over a phase, with its place and anchor. A short phase at either
    /// end may reach into the margin.
    fn phase_label(
        &self,
        page: &SessionPage,
        name: PhaseName,
        (left, right): (f64, f64),
    ) -> Option<(String, f64, &'static str)> {
        let over = fitting(phase_labels(page, name), right - left);
        let beside = || match name {
            PhaseName::Before => {
                fitting(phase_labels(page, name), right).map(|l| (l, right - 2.0, "end"))
            }
            PhaseName::After => fitting(phase_labels(page, name), self.width - left)
                .map(|l| (l, left + 2.0, "start")),
            PhaseName::During => None,
        };
        over.map(|l| (l, f64::midpoint(left, right), "middle")).or_else(beside)
    }
}

/// Names of a phase from long to short.
fn phase_labels(page: &SessionPage, name: PhaseName) -> Vec<String> {
    match (&page.input, name) {
        (Some(input), PhaseName::During) => {
            vec![format!("during: {}", input.label.to_lowercase()), name.id().into()]
        }
        _ => vec![name.id().into()],
    }
}

/// The longest label that fits.
fn fitting(labels: Vec<String>, room_px: f64) -> Option<String> {
    labels.into_iter().find(|l| l.chars().count() as f64 * CHARACTER_PX <= room_px)
}

/// A range with some air on both sides.
pub(crate) fn padded(range: (f64, f64), share: f64) -> (f64, f64) {
    let air = (range.1 - range.0).abs().max(1e-6) * share;
    (range.0 - air, range.1 + air)
}

/// Lowest and highest of the finite values; `None` without any.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|v| v.is_finite()).fold(None, |range, v| match range {
        None => Some((v, v)),
        Some((lo, hi)) => Some((f64::min(lo, v), f64::max(hi, v))),
    })
}
