//! The arc as a diagram: where a stimulus enters, where it passes, how it comes back, and by how much each
//! place differs from the twin.

use maud::{Markup, html};

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::mark::{Family, Mark};
use super::path::px;
use crate::page::{SimulatePage, StationTrace};
use crate::words::{founded, signed};

/// Width and height of a box.
const BOX: (f64, f64) = (158.0, 52.0);

/// A place on the sheet: which station, column and row, in which family.
struct Place {
    id: &'static str,
    column: f64,
    row: f64,
    family: Family,
}

const fn place(id: &'static str, column: f64, row: f64, family: Family) -> Place {
    Place { id, column, row, family }
}

/// Where the stations stand: in from the skin on the left, out to the body on the right, and back below.
const PLACES: &[Place] = &[
    place("c_tactile", 0.0, 0.0, Family::Input),
    place("skin", 0.0, 1.0, Family::Input),
    place("engaged", 1.0, 0.5, Family::Interference),
    place("gate", 1.0, 1.5, Family::Interference),
    place("vagal", 2.0, 0.0, Family::Output),
    place("sympathetic_heart", 2.0, 1.0, Family::Output),
    place("sympathetic_vessels", 2.0, 2.0, Family::Output),
    place("heart_rate", 3.0, 0.5, Family::Output),
    place("resistance", 3.0, 2.0, Family::Output),
    place("pressure", 3.0, 3.0, Family::Output),
    place("baroreceptor", 1.0, 3.0, Family::Output),
    place("muscle_worked", 0.0, 2.0, Family::Output),
];

/// From, to: the arrows of the arc. The last ones close the loop.
const ARROWS: &[(&str, &str)] = &[
    ("skin", "c_tactile"),
    ("skin", "muscle_worked"),
    ("skin", "engaged"),
    ("c_tactile", "engaged"),
    ("engaged", "gate"),
    ("engaged", "vagal"),
    ("engaged", "sympathetic_heart"),
    ("gate", "vagal"),
    ("vagal", "heart_rate"),
    ("sympathetic_heart", "heart_rate"),
    ("sympathetic_vessels", "resistance"),
    ("heart_rate", "resistance"),
    ("resistance", "pressure"),
    ("pressure", "baroreceptor"),
    ("baroreceptor", "gate"),
];

/// The arc with what changed at each place while the stimuli acted; `None` without a station.
pub fn arc(page: &SimulatePage) -> Option<Figure> {
    let station = |id: &str| page.stations.iter().find(|s| s.id == id && has_values(s));
    let shown: Vec<(&Place, &StationTrace)> =
        PLACES.iter().filter_map(|p| station(p.id).map(|s| (p, s))).collect();
    if shown.is_empty() {
        return None;
    }
    let changes: Vec<(&Place, &StationTrace, Option<f64>)> =
        shown.into_iter().map(|(p, s)| (p, s, change(page, s))).collect();
    let rows = page
        .stations
        .iter()
        .filter(|s| has_values(s))
        .map(|s| {
            let by = change(page, s).map_or("–".into(), |by| said(by, &s.unit));
            vec![s.name.clone(), by, founded(&s.founded).into(), s.what.clone()]
        })
        .collect();
    let description = changes
        .iter()
        .map(|(_, s, by)| {
            format!("{} {}", s.name, by.map_or("no value".into(), |by| said(by, &s.unit)))
        })
        .collect::<Vec<_>>()
        .join("; ");
    Some(Figure {
        id: "arc".into(),
        title: "The arc, and what the stimuli change at each place".into(),
        caption: "Read from the left: the skin is touched, the brainstem answers, two kinds of nerves carry the answer to \
                  heart and vessels, and the pressure they make is reported back by sensors in the neck artery. That loop is \
                  the baroreflex: it works against every change. The number is the mean difference from the same run without \
                  the stimuli, while they act. A dashed box is our own calibration."
            .into(),
        description,
        legend: vec![
            LegendEntry::new(Mark::Dot, Family::Input, "what was done"),
            LegendEntry::new(Mark::Diamond, Family::Interference, "brainstem: thought, not recorded"),
            LegendEntry::new(Mark::Square, Family::Output, "nerves and body"),
        ],
        table: DataTable {
            head: ["place", "difference from the twin", "how it is known", "what it is"].map(String::from).to_vec(),
            rows,
            note: None,
        },
        wide: draw(&changes, 760.0, |p| (8.0 + p.column * 195.0, 12.0 + p.row * 74.0)),
        narrow: Some(stacked(&changes)),
    })
}

fn has_values(station: &StationTrace) -> bool {
    station.with.iter().any(|v| v.is_finite())
}

/// Mean difference from the twin while any stimulus acts; the whole run without one.
fn change(page: &SimulatePage, station: &StationTrace) -> Option<f64> {
    let acts = |s: usize| {
        page.stimuli.is_empty()
            || page
                .stimuli
                .iter()
                .any(|x| x.window.start_s <= s as f64 && (s as f64) < x.window.end_s)
    };
    let pairs = station.with.iter().zip(&station.twin).enumerate();
    let (sum, n) = pairs
        .filter(|(s, (a, b))| acts(*s) && a.is_finite() && b.is_finite())
        .fold((0.0, 0.0), |(sum, n), (_, (a, b))| (sum + a - b, n + 1.0));
    (n > 0.0).then(|| sum / n)
}

fn said(by: f64, unit: &str) -> String {
    let digits = if by.abs() < 1.0 { 2 } else { 1 };
    // What rounds to nothing is nothing, whatever its sign.
    if by.abs() < 0.5 * 10_f64.powi(-digits) {
        return "no change".into();
    }
    let number = signed(by, usize::try_from(digits).unwrap_or(2));
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

type Changes<'a> = [(&'a Place, &'a StationTrace, Option<f64>)];

fn draw(changes: &Changes<'_>, width: f64, at: impl Fn(&Place) -> (f64, f64)) -> Drawing {
    let find = |id: &str| changes.iter().find(|(p, ..)| p.id == id).map(|(p, ..)| at(p));
    let height = changes.iter().map(|(p, ..)| at(p).1 + BOX.1).fold(0.0, f64::max) + 12.0;
    let content = html! {
        @for (from, to) in ARROWS {
            @if let (Some(from), Some(to)) = (find(from), find(to)) { (arrow(from, to)) }
        }
        @for (p, s, by) in changes { (boxed(p, s, *by, at(p))) }
    };
    Drawing { width, height, content }
}

/// One column for a phone: the same boxes in the same order, each leading to the next.
fn stacked(changes: &Changes<'_>) -> Drawing {
    let place_of = |p: &Place| {
        let i = changes.iter().position(|(q, ..)| q.id == p.id).unwrap_or(0);
        (if i % 2 == 0 { 12.0 } else { 190.0 }, 12.0 + (i / 2) as f64 * 74.0)
    };
    draw(changes, 360.0, place_of)
}

fn boxed(p: &Place, s: &StationTrace, by: Option<f64>, (x, y): (f64, f64)) -> Markup {
    let class = p.family.class();
    let calibrated = s.founded == "calibrated";
    html! {
        rect class={ "box line-" (class) @if calibrated { " dashed" } } x=(px(x)) y=(px(y)) width=(px(BOX.0)) height=(px(BOX.1)) rx="5" {}
        text class="label" x=(px(x + 9.0)) y=(px(y + 20.0)) { (s.name) }
        text class="label strong" x=(px(x + 9.0)) y=(px(y + 39.0)) {
            (by.map_or("–".into(), |by| said(by, &s.unit)))
        }
    }
}

/// A line from the edge of one box to the edge of another, with a head.
fn arrow(from: (f64, f64), to: (f64, f64)) -> Markup {
    let centre = |(x, y): (f64, f64)| (x + BOX.0 / 2.0, y + BOX.1 / 2.0);
    let (a, b) = (centre(from), centre(to));
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy).max(1.0);
    // Where the line leaves a box: the nearer of its sides.
    let reach = f64::min(
        (BOX.0 / 2.0 + 3.0) / (dx.abs() / length).max(1e-9),
        (BOX.1 / 2.0 + 3.0) / (dy.abs() / length).max(1e-9),
    );
    if 2.0 * reach >= length {
        return html! {};
    }
    let (ux, uy) = (dx / length, dy / length);
    let (start, end) = ((a.0 + ux * reach, a.1 + uy * reach), (b.0 - ux * reach, b.1 - uy * reach));
    let wing = |turn: f64| {
        let (s, c) = turn.sin_cos();
        (end.0 - 7.0 * (ux * c - uy * s), end.1 - 7.0 * (ux * s + uy * c))
    };
    let (left, right) = (wing(0.45), wing(-0.45));
    let d = format!(
        "M{} {} L{} {} M{} {} L{} {} L{} {}",
        px(start.0),
        px(start.1),
        px(end.0),
        px(end.1),
        px(left.0),
        px(left.1),
        px(end.0),
        px(end.1),
        px(right.0),
        px(right.1),
    );
    html! { path class="axis" d=(d) {} }
}
