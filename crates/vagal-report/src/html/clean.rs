//! Characters that no HTML document may carry.

/// Replaces control characters, which are neither valid in HTML nor meant by anyone, by `�`.
///
/// `maud` escapes `<`, `>`, `&` and `"`; a NUL or an ESC from a damaged file it would let through.
pub(crate) fn without_controls(html: String) -> String {
    let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if html.contains(bad) { html.replace(bad, "\u{fffd}") } else { html }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_page() {
        assert_eq!(without_controls("a\u{0}b\u{1b}[31mc\n".into()), "a\u{fffd}b\u{fffd}[31mc\n");
    }
}
