//! A figure: drawing, title, caption, legend and data table, which never come apart.

use std::borrow::Cow;

use maud::{Markup, html};

use super::mark::{Family, Mark, swatch};
use super::thin::stride;

/// One line of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    /// Its shape.
    pub mark: Mark,
    /// Its family.
    pub family: Family,
    /// What it stands for.
    pub text: String,
}

impl LegendEntry {
    /// A line of a legend.
    pub fn new(mark: Mark, family: Family, text: impl Into<String>) -> Self {
        Self { mark, family, text: text.into() }
    }
}

/// The numbers behind a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// Column heads with units.
    pub head: Vec<String>,
    /// Rows as printed.
    pub rows: Vec<Vec<String>>,
    /// What was left out, if anything was.
    pub note: Option<String>,
}

impl DataTable {
    /// Rows that fit on a page: more are thinned, and the note says so.
    pub const MOST_ROWS: usize = 120;

    /// A table of every row, or of every k-th with a note.
    pub fn thinned(head: &[&str], rows: Vec<Vec<String>>) -> Self {
        let k = stride(rows.len(), Self::MOST_ROWS);
        let note = (k > 1).then(|| {
            format!("Every {k}th of {} rows; all of them are in the JSON output.", rows.len())
        });
        Self {
            head: head.iter().map(ToString::to_string).collect(),
            rows: rows.into_iter().step_by(k).collect(),
            note,
        }
    }

    fn render(&self, caption: &str) -> Markup {
        html! {
            div class="scroll" {
                table {
                    caption { (caption) }
                    thead { tr { @for head in &self.head { th scope="col" { (head) } } } }
                    tbody {
                        @for row in &self.rows {
                            tr { @for cell in row { td { (cell) } } }
                        }
                    }
                }
            }
            @if let Some(note) = &self.note { p class="note" { (note) } }
        }
    }
}

/// One size of a drawing.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    /// Width of the view box, pixels at full size.
    pub(crate) width: f64,
    /// Height of the view box.
    pub(crate) height: f64,
    /// Its content.
    pub(crate) content: Markup,
}

/// A chart with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Identifier in the page, unique.
    pub id: Cow<'static, str>,
    /// What it shows.
    pub title: String,
    /// How to read it.
    pub caption: String,
    /// What can be seen, in words, for those who cannot.
    pub description: String,
    /// What the marks stand for.
    pub legend: Vec<LegendEntry>,
    /// The numbers.
    pub table: DataTable,
    /// The drawing for wide pages and print.
    pub(crate) wide: Drawing,
    /// The drawing for narrow screens, where it differs.
    pub(crate) narrow: Option<Drawing>,
}

impl Figure {
    /// The figure as it stands in a page.
    pub fn render(&self) -> Markup {
        html! {
            figure id=(self.id) {
                h3 { (self.title) }
                @if !self.legend.is_empty() {
                    ul class="legend" {
                        @for entry in &self.legend {
                            li { (swatch(entry.mark, entry.family)) span { (entry.text) } }
                        }
                    }
                }
                @match &self.narrow {
                    Some(narrow) => {
                        (self.svg(&self.wide, "wide"))
                        (self.svg(narrow, "narrow"))
                    }
                    None => (self.svg(&self.wide, "any")),
                }
                figcaption { (self.caption) }
                details { summary aria-label={ "Data table: " (self.title) } { "Data table" } (self.table.render(&self.title)) }
            }
        }
    }

    /// The wide drawing as a file of its own, with a style sheet for its classes.
    pub(crate) fn standalone(&self, style: &str) -> String {
        const MARGIN: f64 = 14.0;
        let (width, height) = (self.wide.width + 2.0 * MARGIN, self.wide.height + 2.0 * MARGIN);
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ (-MARGIN) " " (-MARGIN) " " (width) " " (height) } width=(width) height=(height)
                role="img" aria-labelledby="t d" font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" {
                title id="t" { (self.title) }
                desc id="d" { (self.description) }
                style { (maud::PreEscaped(style)) }
                rect x=(-MARGIN) y=(-MARGIN) width=(width) height=(height) rx="10" style="fill:var(--background)" {}
                (self.wide.content)
            }
        }
        .into_string()
    }

    fn svg(&self, drawing: &Drawing, size: &str) -> Markup {
        let title_id = format!("{}-{size}-title", self.id);
        let desc_id = format!("{}-{size}-desc", self.id);
        html! {
            svg class={ "chart " (size) } viewBox={ "0 0 " (drawing.width) " " (drawing.height) }
                role="img" aria-labelledby={ (title_id) " " (desc_id) } {
                title id=(title_id) { (self.title) }
                desc id=(desc_id) { (self.description) }
                (drawing.content)
            }
        }
    }
}
