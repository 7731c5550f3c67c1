//! Text in columns: width as displayed, wrapping, and nothing that could steer the terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Replaces control characters: a file name must not move the cursor or change the title bar.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Columns that a text takes, colour codes not counted.
pub fn display_width(text: &str) -> usize {
    let mut width = 0;
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        width += rest[..at].width();
        let code = &rest[at..];
        rest = code.find('m').map_or("", |end| &code[end + 1..]);
    }
    width + rest.width()
}

/// Breaks a text at spaces into lines of at most `width` columns; a longer word is cut.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    // A no-break space keeps `2 914` together.
    for word in text.split([' ', '\n', '\t']).filter(|w| !w.is_empty()) {
        for piece in cut(word, width) {
            let line = lines.last_mut().expect("invariant: there is always a line");
            let needed =
                display_width(line) + usize::from(!line.is_empty()) + display_width(&piece);
            if line.is_empty() {
                line.push_str(&piece);
            } else if needed <= width {
                line.push(' ');
                line.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

fn cut(word: &str, width: usize) -> Vec<String> {
    if display_width(word) <= width {
        return vec![word.to_string()];
    }
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for c in word.chars() {
        let columns = c.width().unwrap_or(0);
        if used + columns > width && used > 0 {
            pieces.push(String::new());
            used = 0;
        }
        used += columns;
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

/// Wraps behind an indent, with a label in the first line.
pub(crate) fn hanging(label: &str, indent: usize, text: &str, width: usize) -> Vec<String> {
    let lines = wrap(text, width.saturating_sub(indent).max(16));
    lines
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let head = if i == 0 { label } else { "" };
            let gap = indent.saturating_sub(display_width(head)).max(usize::from(i == 0));
            let gap = if indent == 0 { 0 } else { gap };
            format!("{head}{}{line}", " ".repeat(gap))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_every_word_and_the_width() {
        let text = "a level that lies within the darkest band with a probability of one half";
        for width in 1..40 {
            let lines = wrap(text, width);
            assert!(lines.iter().all(|l| display_width(l) <= width), "{width}: {lines:?}");
            let joined: String = lines.concat().chars().filter(|c| *c != ' ').collect();
            assert_eq!(joined, text.replace(' ', ""));
        }
    }

    #[test]
    fn wide_characters_count_twice_and_colour_not_at_all() {
        assert_eq!(display_width("脈拍.edf"), 8);
        assert_eq!(display_width("\u{1b}[34mHRV\u{1b}[0m"), 3);
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\r\n"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}");
    }
}
