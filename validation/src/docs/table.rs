//! Tables in Markdown.

/// A table; cells are escaped so that a bar or a line break in one does not end it.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|h| (*h).to_owned()).collect());
    out.push_str(&format!("|{}\n", "---|".repeat(head.len())));
    for row in rows {
        assert_eq!(row.len(), head.len(), "a row of {} cells under {head:?}", row.len());
        out.push_str(&line(row.iter().map(|cell| escape(cell)).collect()));
    }
    out
}

/// Text as it may stand in a cell.
pub(super) fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

/// A number without trailing zeros.
pub(super) fn number(value: f64) -> String {
    format!("{value}")
}
