//! Where the reference recordings are, and what to do when they are not.

use std::path::{Path, PathBuf};

/// The folder of reference recordings, or `None` after saying why the test is skipped.
///
/// With `VAGAL_REQUIRE=all` its absence is a failure.
pub(crate) fn data() -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if path.is_dir() {
        return Some(path.to_path_buf());
    }
    assert!(std::env::var("VAGAL_REQUIRE").as_deref() != Ok("all"), "needs ../shared/data");
    println!("skipped: needs ../shared/data");
    None
}
