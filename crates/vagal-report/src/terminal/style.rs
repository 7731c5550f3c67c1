//! How the terminal may be written to: width, colour, and whether a screen reader listens.

use super::text::clean;
use crate::chart::Family;

/// Which characters may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Words and figures only: no plots, no box drawing, no colour, no arrows.
    Plain,
    /// Plots, no colour: `NO_COLOR`, or a pipe.
    Mono,
    /// Plots and colour. Colour adds nothing that the words lack.
    Colour,
}

/// Width and look of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns, at least 40.
    pub width: usize,
    /// Characters and colour.
    pub look: Look,
}

impl Style {
    /// Narrower than this nothing can be aligned.
    pub const NARROWEST: usize = 40;

    /// A style; a width below [`Style::NARROWEST`] is raised to it.
    pub fn new(width: usize, look: Look) -> Self {
        Self { width: width.max(Self::NARROWEST), look }
    }

    /// True without plots and special characters.
    pub fn is_plain(self) -> bool {
        self.look == Look::Plain
    }

    /// The text in the colour of a family, where colour is wanted.
    pub fn family(self, family: Family, text: &str) -> String {
        let code = match family {
            Family::Input => "36",
            Family::Interference => "33",
            Family::Output => "34",
            Family::Prior => "2",
            Family::Truth => "1",
        };
        self.wrapped(code, text)
    }

    /// The text in bold, where colour is wanted.
    pub fn bold(self, text: &str) -> String {
        self.wrapped("1", text)
    }

    /// The text dimmed, where colour is wanted.
    pub fn dim(self, text: &str) -> String {
        self.wrapped("2", text)
    }

    fn wrapped(self, code: &str, text: &str) -> String {
        match self.look {
            Look::Colour if !text.is_empty() => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            _ => text.to_string(),
        }
    }

    /// A text from the page, ready to be laid out: without control characters and, for a screen
    /// reader, with signs spelt out. Before any wrapping, since spelling changes the width.
    pub fn say(self, text: &str) -> String {
        const SPELT: [(&str, &str); 10] = [
            (" → ", " to "),
            ("→", " to "),
            ("−", "-"),
            (" – ", " - "),
            ("–", "-"),
            (" · ", ", "),
            ("…", "..."),
            ("“", "\""),
            ("”", "\""),
            ("\u{a0}", ""),
        ];
        let text = clean(text);
        if !self.is_plain() {
            return text;
        }
        SPELT.iter().fold(text, |text, (sign, spelt)| text.replace(sign, spelt))
    }
}
