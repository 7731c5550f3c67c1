//! Finding the reference folder, which is not part of the repository.

use std::path::PathBuf;

/// The text of a file of `../shared`, or `None` with a line that says so. Where everything is
/// required (`VAGAL_REQUIRE=all`) its absence fails the test.
#[allow(clippy::print_stdout)] // a skipped test says so
pub(crate) fn shared(path: &str) -> Option<String> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    match std::fs::read_to_string(root.join(path)) {
        Ok(text) => Some(text),
        Err(error) if std::env::var("VAGAL_REQUIRE").as_deref() == Ok("all") => {
            panic!("../shared/{path}: {error}")
        }
        Err(_) => {
            println!("skipped: needs ../shared/{path}");
            None
        }
    }
}

/// The words of a text, lower case, for comparing without marks and line breaks.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
