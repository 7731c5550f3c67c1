//! Places: many findings of one kind become one note that counts them and names the first.

use std::fmt::{self, Display};

use vagal_core::Note;

/// Places named before the rest is only counted.
const NAMED: usize = 5;

/// Where one kind of finding was made.
#[derive(Debug, Default)]
pub(crate) struct Places {
    named: Vec<String>,
    count: usize,
}

impl Places {
    pub(crate) fn add(&mut self, place: impl Display) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(place.to_string());
        }
    }

    fn list(&self) -> String {
        let mut text = self.named.join(", ");
        if self.count > self.named.len() {
            text.push_str(&format!(" and {} more", self.count - self.named.len()));
        }
        text
    }

    /// One salvage note, if there was a finding. `text` is given the count.
    pub(crate) fn salvaged(&self, notes: &mut Vec<Note>, text: impl Fn(usize) -> String) {
        if self.count > 0 {
            notes.push(Note::salvaged(self.list(), text(self.count)));
        }
    }

    /// One note of information, if there was a finding. `text` is given the count.
    pub(crate) fn info(&self, notes: &mut Vec<Note>, text: impl Fn(usize) -> String) {
        if self.count > 0 {
            notes.push(Note::info(self.list(), text(self.count)));
        }
    }
}

/// `line 14`: a place that costs nothing until it is written down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) word: &'static str,
    pub(crate) number: usize,
}

impl Place {
    pub(crate) fn line(number: usize) -> Self {
        Self { word: "line", number }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.word, self.number)
    }
}

/// `1 interval`, `2 intervals`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
