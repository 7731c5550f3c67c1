//! Inputs, interference and output of one person as three columns, or one below the other on a narrow screen.

use maud::{Markup, html};

use super::band::lane;
use crate::chart::figure::{DataTable, Drawing, Figure, LegendEntry};
use crate::chart::frame::{extent, padded};
use crate::chart::mark::{Family, Mark, point};
use crate::chart::path::{line, px};
use crate::chart::scale::Scale;
use crate::page::{Framework, PersonPage};
use crate::terminal::wrap;
use crate::words::framework::{Bar, Cell, HEADS, columns, in_one_line};

/// Width of a column and of the gap with its arrow; the same column is wider on a phone.
const COLUMN_PX: f64 = 242.0;
const GAP_PX: f64 = 17.0;
const NARROW_PX: f64 = 352.0;
/// Distance of two lines of text, of two cells, and room for a drawing.
const LINE_PX: f64 = 15.0;
const BETWEEN_PX: f64 = 13.0;
const BAR_PX: f64 = 20.0;
const HEAD_PX: f64 = 40.0;
/// Pixels that a character of the small font takes.
const CHARACTER_PX: f64 = 6.1;
const INDENT_PX: f64 = 20.0;
/// So many fewer characters of a name go into a line.
const NAME_PX: f64 = 1.2;
/// So many more characters of the smallest print go into a line.
const BASIS_PX: f64 = 1.08;

/// Ranges that cells of one kind share, so that they can be compared.
struct Axes {
    effect: (f64, f64),
    factor: (f64, f64),
    swc: f64,
}

impl Axes {
    fn new(columns: &[Vec<Cell>; 3], swc: f64) -> Self {
        let over = |pick: &dyn Fn(&Bar) -> Option<[f64; 2]>, least: [f64; 2]| {
            let bars = columns.iter().flatten().filter_map(|c| c.bar.as_ref());
            let ends = bars.filter_map(pick).flatten().chain(least);
            padded(extent(ends).unwrap_or((-1.0, 1.0)), 0.04)
        };
        let ends = |points: &[f64; 7]| Some([points[0], points[6]]);
        Self {
            effect: over(
                &|bar| match bar {
                    Bar::Effect { points, .. } => ends(points),
                    _ => None,
                },
                [-1.5 * swc, 1.5 * swc],
            ),
            factor: over(
                &|bar| match bar {
                    Bar::Factor { points, .. } => ends(points),
                    _ => None,
                },
                [-0.1, 0.1],
            ),
            swc,
        }
    }
}

/// The three columns.
pub fn framework(page: &PersonPage, framework: &Framework) -> Figure {
    let columns = columns(page, framework);
    let axes = Axes::new(&columns, page.posterior.swc);
    let rows = HEADS.iter().zip(&columns).flat_map(|((_, head, _), cells)| {
        cells.iter().map(move |cell| {
            vec![(*head).to_owned(), cell.name.clone(), in_one_line(&cell.lines), cell.basis()]
        })
    });
    let said = |k: usize| {
        let cells = columns[k].iter().map(|c| format!("{}: {}", c.name, in_one_line(&c.lines)));
        format!("{}. {}.", HEADS[k].1, cells.collect::<Vec<_>>().join("; "))
    };
    let mut legend = vec![
        LegendEntry::new(Mark::Dot, Family::Input, "input, with a verdict; a ring without one"),
        LegendEntry::new(Mark::Diamond, Family::Interference, "driver on file; open if not"),
        LegendEntry::new(Mark::Square, Family::Output, "mean of the last 7 days"),
        LegendEntry::new(Mark::Bands, Family::Output, "50, 80, 95% of the probability"),
        LegendEntry::new(Mark::Pale, Family::Prior, "too small to matter, or own range"),
    ];
    if page.demonstration.is_some() {
        legend.push(LegendEntry::new(Mark::Plus, Family::Truth, "the truth of the simulation"));
    }
    Figure {
        id: "framework".into(),
        title: "Inputs, interference, output: this person on one page".into(),
        caption: "Left what was done, against rest where the diary has any; in the middle what is in the way and what it costs; right what is measured, in the \
                  person's own range (10 to 90% of all readings). Small print under each name says how it is known and which claim it tests."
            .into(),
        description: (0..3).map(said).collect::<Vec<_>>().join(" "),
        legend,
        table: DataTable {
            head: ["family", "what", "what is known", "how, and the claim with its grade"]
                .map(String::from)
                .to_vec(),
            rows: rows.collect(),
            note: None,
        },
        wide: wide(&columns, &axes),
        narrow: Some(narrow(&columns, &axes)),
    }
}

fn wide(columns: &[Vec<Cell>; 3], axes: &Axes) -> Drawing {
    let mut lowest: f64 = 0.0;
    let drawn: Vec<Markup> = columns
        .iter()
        .enumerate()
        .map(|(k, cells)| {
            let left = k as f64 * (COLUMN_PX + GAP_PX);
            let (markup, bottom) = column(k, cells, axes, left, 0.0, COLUMN_PX);
            lowest = lowest.max(bottom);
            markup
        })
        .collect();
    let arrows = (1..3).map(|k| {
        let x = k as f64 * (COLUMN_PX + GAP_PX) - GAP_PX + 2.0;
        html! { path class="line-prior" d={ (line([(x, 20.0), (x + 12.0, 20.0)])) (line([(x + 7.0, 15.0), (x + 12.0, 20.0), (x + 7.0, 25.0)])) } {} }
    });
    let content = html! {
        @for markup in drawn { (markup) }
        @for arrow in arrows { (arrow) }
    };
    Drawing { width: 3.0 * COLUMN_PX + 2.0 * GAP_PX, height: lowest, content }
}

fn narrow(columns: &[Vec<Cell>; 3], axes: &Axes) -> Drawing {
    let mut top = 0.0;
    let drawn: Vec<Markup> = columns
        .iter()
        .enumerate()
        .map(|(k, cells)| {
            let (markup, bottom) = column(k, cells, axes, 0.0, top, NARROW_PX);
            top = bottom + 10.0;
            markup
        })
        .collect();
    let content = html! { @for markup in drawn { (markup) } };
    Drawing { width: NARROW_PX, height: top, content }
}

/// One column from `top` down, and where it ends.
fn column(k: usize, cells: &[Cell], axes: &Axes, left: f64, top: f64, width: f64) -> (Markup, f64) {
    let (family, head, says) = HEADS[k];
    let mark = [Mark::Dot, Mark::Diamond, Mark::Square][k];
    let mut y = top + HEAD_PX + 8.0;
    let mut drawn: Vec<Markup> = Vec::new();
    for cell in cells {
        let (markup, bottom) = draw(cell, axes, left, y, width);
        drawn.push(markup);
        y = bottom + BETWEEN_PX;
    }
    let markup = html! {
        rect class="box" x=(px(left)) y=(px(top)) width=(px(width)) height=(px(HEAD_PX)) rx="6" {}
        path class={ "line-" (family.class()) @if k == 1 { " dashed" } } d=(line([(left + 4.0, top + HEAD_PX), (left + width - 4.0, top + HEAD_PX)])) {}
        (point(mark, family, left + 11.0, top + 16.0, 5.5))
        text class="strong" x=(px(left + INDENT_PX + 2.0)) y=(px(top + 20.0)) { (head) }
        text class="label" x=(px(left + INDENT_PX + 2.0)) y=(px(top + 34.0)) { (says) }
        @for cell in drawn { (cell) }
    };
    (markup, y)
}

/// One cell from `top` down, and where it ends.
fn draw(cell: &Cell, axes: &Axes, left: f64, top: f64, width: f64) -> (Markup, f64) {
    let room = ((width - INDENT_PX - 4.0) / CHARACTER_PX) as usize;
    let text_x = left + INDENT_PX;
    let name_y = top + 12.0;
    let names = wrap(&cell.name, (room as f64 / NAME_PX) as usize);
    let mut y = name_y + LINE_PX * (names.len() - 1) as f64;
    let mut texts: Vec<(f64, String)> = Vec::new();
    for text in &cell.lines {
        for piece in wrap(text, room) {
            y += LINE_PX;
            texts.push((y, piece));
        }
    }
    let bar = cell.bar.map(|bar| {
        y += BAR_PX;
        draw_bar(bar, axes, cell.family, cell.mark, (text_x, left + width - 14.0), y - 7.0)
    });
    let basis: Vec<(f64, String)> = wrap(&cell.basis(), (room as f64 * BASIS_PX) as usize)
        .into_iter()
        .map(|piece| {
            y += LINE_PX;
            (y, piece)
        })
        .collect();
    let basis = html! {
        @for (y, text) in basis { text class="label basis" x=(px(text_x)) y=(px(y)) { (text) } }
    };
    let markup = html! {
        (point(cell.mark, mark_family(cell), left + 11.0, name_y - 4.0, 4.4))
        @for (k, name) in names.iter().enumerate() {
            text class="strong" x=(px(text_x)) y=(px(name_y + LINE_PX * k as f64)) { (name) }
        }
        @for (y, text) in texts {
            text class={ "label" @if text.starts_with("truth") { " of-truth" } } x=(px(text_x)) y=(px(y)) { (text) }
        }
        @if let Some(bar) = bar { (bar) }
        @match cell.claim {
            Some(claim) => a href={ "#claim-" (claim.id) } { (basis) },
            None => (basis),
        }
    };
    (markup, y)
}

/// What has no verdict or nothing on file is drawn in the colour of what was believed before.
fn mark_family(cell: &Cell) -> Family {
    match cell.mark {
        Mark::Ring | Mark::OpenDiamond | Mark::OpenSquare => Family::Prior,
        _ => cell.family,
    }
}

fn draw_bar(bar: Bar, axes: &Axes, family: Family, mark: Mark, ends: (f64, f64), y: f64) -> Markup {
    let cross = |x: &Scale, truth: Option<f64>| {
        html! { @if let Some(truth) = truth { (point(Mark::Plus, Family::Truth, x.place_held(truth), y, 6.0)) } }
    };
    let zero = |x: &Scale| html! { path class="line-prior dotted" d=(line([(x.place(0.0), y - 8.0), (x.place(0.0), y + 8.0)])) {} };
    let pale = |from: f64, to: f64| html! { rect class="swc" x=(px(from)) y=(px(y - 8.0)) width=(px((to - from).max(1.0))) height="16" {} };
    match bar {
        Bar::Effect { points, truth } => {
            let x = Scale::new(axes.effect, ends);
            html! {
                (pale(x.place(-axes.swc), x.place(axes.swc)))
                (zero(&x))
                (lane(&points, &x, y, 6.0, Family::Output, None))
                (point(mark, if mark == Mark::Dot { family } else { Family::Prior }, x.place_held(points[3]), y, 4.0))
                (cross(&x, truth))
            }
        }
        Bar::Factor { points, truth } => {
            let x = Scale::new(axes.factor, ends);
            html! {
                (zero(&x))
                (lane(&points, &x, y, 6.0, Family::Interference, Some(Mark::Diamond)))
                (cross(&x, truth))
            }
        }
        Bar::Own { range, recent } => {
            let shown = extent(range.into_iter().chain(recent)).unwrap_or((0.0, 1.0));
            let x = Scale::new(padded(shown, 0.35), ends);
            html! {
                (pale(x.place(range[0]), x.place(range[2])))
                path class="axis" d=(line([(x.place(range[1]), y - 8.0), (x.place(range[1]), y + 8.0)])) {}
                @if let Some(recent) = recent { (point(Mark::Square, Family::Output, x.place(recent), y, 4.6)) }
            }
        }
    }
}
