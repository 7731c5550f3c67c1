//! Formats that can be read, and recordings that can be fetched.

use vagal::fetch::SETS;
use vagal::formats::FORMATS;

use super::table::table;

/// One row a format.
pub(super) fn formats() -> String {
    let head = [
        "format",
        "id",
        "usual endings",
        "boards at",
        "salvaged, with a note",
        "refused",
        "described in",
    ];
    table(
        &head,
        FORMATS.iter().map(|f| {
            let endings: Vec<String> = f.extensions.iter().map(|e| format!("`.{e}`")).collect();
            vec![
                f.name.into(),
                format!("`{}`", f.id),
                endings.join(" "),
                f.boards_at.into(),
                f.salvages.into(),
                f.refuses.into(),
                f.source.into(),
            ]
        }),
    )
}

/// One row a set of public recordings.
pub(super) fn sets() -> String {
    let head = ["set", "holds", "for", "files", "download, MB", "pinned", "from", "licence"];
    table(
        &head,
        SETS.iter().map(|set| {
            let pinned =
                if set.is_pinned() { "every byte" } else { "by a list trusted when first seen" };
            vec![
                format!("`{}`", set.id),
                set.title.into(),
                set.purpose.into(),
                set.file_count().to_string(),
                format!("{:.1}", set.download_bytes() as f64 / 1e6),
                pinned.into(),
                set.source(),
                set.licence.into(),
            ]
        }),
    )
}
