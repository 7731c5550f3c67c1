//! The text of an HTML page that a reader sees or hears, for the lint.

/// Elements within a sentence: their tags leave no trace. Every other tag ends the clause.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
    "tspan", "u", "wbr",
];

/// Elements whose content nobody reads.
const UNSEEN: &[&str] = &["script", "style"];

/// Attributes that are read aloud or shown.
const SPOKEN: &[&str] = &["alt", "aria-label", "placeholder", "title"];

/// What a reader of `html` sees or hears: text, and the attributes that are spoken. Line breaks stay
/// where they are, so that a line number still fits. Anything is accepted; a broken tag is text.
pub fn visible_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&decoded(&rest[..open]));
        rest = &rest[open..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |at| at + 3);
            keep_lines(&rest[..end], &mut text);
            rest = &rest[end..];
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        let tag = &rest[1..end];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric())
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() && !tag.starts_with(['!', '?', '/']) {
            text.push('<'); // "a < b" is no tag
            rest = &rest[1..];
            continue;
        }
        rest = &rest[end + 1..];
        if !INLINE.contains(&name.as_str()) {
            text.push_str(" | ");
        }
        for value in spoken(tag) {
            text.push_str(" | ");
            text.push_str(&decoded(value));
            text.push_str(" | ");
        }
        keep_lines(tag, &mut text);
        if UNSEEN.contains(&name.as_str()) && !tag.starts_with('/') {
            let close = format!("</{name}");
            let end = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
            keep_lines(&rest[..end], &mut text);
            rest = &rest[end..];
        }
    }
    text.push_str(&decoded(rest));
    text
}

/// The byte of the `>` that closes a tag, quotation marks heeded.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            _ => {}
        }
    }
    None
}

fn keep_lines(skipped: &str, text: &mut String) {
    text.extend(skipped.chars().filter(|c| *c == '\n'));
}

/// The values of the spoken attributes of a tag, quoted ones only.
fn spoken(tag: &str) -> impl Iterator<Item = &str> {
    SPOKEN.iter().filter_map(move |name| {
        let at = tag.to_ascii_lowercase().find(&format!(" {name}="))?;
        let value = tag.get(at + name.len() + 2..)?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    })
}

fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&nbsp;", " "),
        ("&shy;", ""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&#160;", " "),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    use super::visible_text;
    use crate::wording::lint_except;

    fn rules_broken(html: &str) -> Vec<&'static str> {
        lint_except(&visible_text(html), &[]).into_iter().map(|f| f.rule).collect()
    }

    #[test]
    fn what_is_seen_or_heard_is_linted() {
        assert_eq!(rules_broken("<p>all&nbsp;<b>clear</b></p>"), ["cleared"]);
        assert_eq!(rules_broken("<img alt=\"a healthy heart\">"), ["normal-heart"]);
        assert_eq!(rules_broken("<svg><text><tspan>stress</tspan> score</text></svg>"), ["score"]);
        assert_eq!(rules_broken("5 < 6 and safe"), ["safe"]);
    }

    #[test]
    fn what_is_not_seen_is_not() {
        assert!(rules_broken("<style>.safe{}</style><script>safe()</script>").is_empty());
        assert!(rules_broken("<!-- safe --><p class=\"safe\">text</p>").is_empty());
        assert!(rules_broken("<td>all</td><td>clear</td>").is_empty());
    }

    #[test]
    fn lines_stay_and_broken_pages_do_not_panic() {
        let html = "<p\nclass=x>\n<script>\n\n</script>\nsafe";
        assert_eq!(lint_except(&visible_text(html), &[])[0].line, 6);
        for broken in ["<", "<a", "<!--", "<script>", "<a title=", "<a title=\"", "</", "<é>", "&"]
        {
            visible_text(broken);
        }
    }
}
