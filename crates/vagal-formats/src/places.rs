//! Places: many findings of one kind become one note that counts them and names the first.

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
    pub(crate) fn add(&mut self, place: impl Into<String>) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(place.into());
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

/// `1 interval`, `2 intervals`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
