//! Phrases to look for: literal words, beginnings, alternatives and gaps.

use super::tokens::{Boundary, Token};

/// One element of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    /// One word, one of these; `true` for a beginning.
    Word(Vec<(String, bool)>),
    /// Up to so many words of any kind, in the same sentence.
    Gap(usize),
}

/// A phrase, compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Element>);

impl Pattern {
    /// Reads `sympathetic* ~2 a|b`; an error says what is wrong.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let elements: Vec<_> = text.split_whitespace().map(element).collect::<Result<_, _>>()?;
        let is_word = |e: Option<&Element>| matches!(e, Some(Element::Word(_)));
        if is_word(elements.first()) && is_word(elements.last()) {
            Ok(Self(elements))
        } else {
            Err(format!("`{text}` must begin and end with a word"))
        }
    }

    /// The index past the last word of a match that begins at `at`, the shortest there is.
    pub(super) fn matches_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        match_from(&self.0, tokens, at, Boundary::Sentence)
    }
}

fn element(text: &str) -> Result<Element, String> {
    if let Some(width) = text.strip_prefix('~') {
        return width.parse().map(Element::Gap).map_err(|_| format!("`{text}` is no gap"));
    }
    let alternatives = text.split('|').map(|word| {
        let (stem, is_beginning) = match word.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (word, false),
        };
        let plain = !stem.is_empty() && stem.chars().all(|c| c.is_alphanumeric() || c == '\'');
        if plain && stem == stem.to_lowercase() {
            Ok((stem.to_owned(), is_beginning))
        } else {
            Err(format!("`{word}` is no lower-case word"))
        }
    });
    alternatives.collect::<Result<_, _>>().map(Element::Word)
}

/// `reach` is the strongest boundary that may stand before the next word.
fn match_from(elements: &[Element], tokens: &[Token], at: usize, reach: Boundary) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return Some(at) };
    match element {
        Element::Word(alternatives) => {
            let token = tokens.get(at).filter(|t| t.boundary <= reach)?;
            let fits = alternatives.iter().any(|(stem, is_beginning)| {
                token.word == *stem || (*is_beginning && token.word.starts_with(stem.as_str()))
            });
            fits.then(|| match_from(rest, tokens, at + 1, Boundary::None)).flatten()
        }
        Element::Gap(width) => (0..=*width)
            .take_while(|skip| {
                let passed = skip.checked_sub(1).map(|last| tokens.get(at + last));
                passed.is_none_or(|t| t.is_some_and(|t| t.boundary <= Boundary::Clause))
            })
            .find_map(|skip| match_from(rest, tokens, at + skip, Boundary::Clause)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::Pattern;

    fn found(pattern: &str, text: &str) -> bool {
        let tokens = tokens(text);
        let pattern = Pattern::parse(pattern).unwrap();
        (0..tokens.len()).any(|at| pattern.matches_at(&tokens, at).is_some())
    }

    #[test]
    fn words_beginnings_alternatives_and_gaps() {
        assert!(found("all clear", "It is All-Clear now"));
        assert!(!found("all clear", "all is clear"));
        assert!(found("diagnos*", "a diagnosis"));
        assert!(found("a|b c", "b c"));
        assert!(found("cortisol ~2 fell", "cortisol then quickly fell"));
        assert!(!found("cortisol ~2 fell", "cortisol one two three fell"));
    }

    #[test]
    fn a_gap_reaches_over_a_comma_and_nothing_over_a_full_stop() {
        assert!(!found("all clear", "all, clear"));
        assert!(found("cortisol ~2 lower", "Cortisol: 20% lower"));
        assert!(!found("cortisol ~2 lower", "Cortisol. 20% lower"));
        assert!(!found("cortisol ~3 fell", "cortisol. Heart rate fell"));
    }

    #[test]
    fn a_pattern_that_cannot_work_is_refused() {
        for bad in ["", "~3 word", "word ~3", "Word", "a||b", "*", "a ~x b", "lf/hf"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }
}
