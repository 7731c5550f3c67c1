//! Words of a text with their places, and where clauses and questions end.

/// One word: lower case, without a possessive `'s`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) word: String,
    /// First byte in the text.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What stands between the word before and this one.
    pub(super) boundary: Boundary,
}

/// How much two neighbouring words belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Boundary {
    /// Nothing but a space, a hyphen, a slash.
    #[default]
    None,
    /// A mark within a sentence: a denial before it reaches no further, a gap in a phrase does.
    Clause,
    /// The end of a sentence, a cell or a paragraph: no phrase reaches over it.
    Sentence,
}

/// Marks within a sentence.
const CLAUSE_ENDS: &[char] = &[',', ':', '(', ')', '[', ']', '—', '–'];

/// Marks that end a sentence or a cell.
const SENTENCE_ENDS: &[char] = &['.', ';', '!', '?', '|', '…'];

/// Invisible inside a word; without this they would hide one.
const INVISIBLE: &[char] = &['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut boundary = Boundary::Sentence;
    let mut open: Option<Token> = None;
    let mut blank_line = false;
    for (at, c) in text.char_indices() {
        let in_word = c.is_alphanumeric() || INVISIBLE.contains(&c) || matches!(c, '\'' | '’');
        if in_word {
            let token = open.get_or_insert_with(|| Token {
                word: String::new(),
                start: at,
                end: at,
                boundary: std::mem::take(&mut boundary),
            });
            if !INVISIBLE.contains(&c) {
                token.word.extend(if c == '’' { '\''.to_lowercase() } else { c.to_lowercase() });
            }
            token.end = at + c.len_utf8();
            blank_line = false;
            continue;
        }
        close(&mut open, &mut found, &mut boundary);
        let mark = match c {
            c if SENTENCE_ENDS.contains(&c) => Boundary::Sentence,
            '\n' if blank_line => Boundary::Sentence,
            c if CLAUSE_ENDS.contains(&c) => Boundary::Clause,
            _ => Boundary::None,
        };
        boundary = boundary.max(mark);
        blank_line = if c == '\n' { true } else { blank_line && c.is_whitespace() };
    }
    close(&mut open, &mut found, &mut boundary);
    found
}

fn close(open: &mut Option<Token>, found: &mut Vec<Token>, boundary: &mut Boundary) {
    if let Some(mut token) = open.take() {
        let word = token.word.trim_matches('\'');
        token.word = word.strip_suffix("'s").unwrap_or(word).to_owned();
        if token.word.is_empty() {
            *boundary = token.boundary.max(*boundary); // a lone quotation mark is no word
        } else {
            found.push(token);
        }
    }
}

/// True if the sentence that holds byte `at` ends in a question mark; a wrapped line does not end it.
pub(super) fn is_question(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("");
    let paragraph = rest.find("\n\n").map_or(rest, |end| &rest[..end]);
    paragraph.find(['.', '!', '?']).is_some_and(|end| paragraph[end..].starts_with('?'))
}

#[cfg(test)]
mod tests {
    use super::Boundary::{Clause, None, Sentence};
    use super::{is_question, tokens};

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.word).collect()
    }

    #[test]
    fn words_are_split_at_hyphens_and_slashes_and_keep_their_apostrophe() {
        assert_eq!(words("LF/HF isn’t well-known"), ["lf", "hf", "isn't", "well", "known"]);
        assert_eq!(words("the heart's 'safe' zone"), ["the", "heart", "safe", "zone"]);
    }

    #[test]
    fn invisible_characters_do_not_hide_a_word() {
        assert_eq!(words("sa\u{ad}fe dia\u{200b}gnosis"), ["safe", "diagnosis"]);
    }

    #[test]
    fn clauses_end_at_marks_and_blank_lines_but_not_at_line_breaks() {
        let text = "one\ntwo, three\n\nfour";
        let found: Vec<_> = tokens(text).iter().map(|t| t.boundary).collect();
        assert_eq!(found, [Sentence, None, Clause, Sentence]);
    }

    #[test]
    fn a_question_ends_in_a_question_mark() {
        let text = "Are you well? You are.";
        assert!(is_question(text, 4));
        assert!(!is_question(text, 15));
        assert!(!is_question(text, 999));
        assert!(is_question("Do you have\nasthma?", 4));
        assert!(!is_question("You have asthma\n\nDo you smoke?", 4));
    }
}
