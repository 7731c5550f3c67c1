//! Files beside the one that is read: a header, its signals, its annotations, its events.

use std::path::{Path, PathBuf};

/// Gives the bytes of a file in the same place as the one that is read.
pub trait Companions {
    /// The file of this plain name, or `None` if there is none.
    fn get(&self, name: &str) -> Option<Vec<u8>>;
}

/// Nothing is beside the file: a single upload, a fuzz target.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCompanions;

impl Companions for NoCompanions {
    fn get(&self, _name: &str) -> Option<Vec<u8>> {
        None
    }
}

/// The files of one folder on disk.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder that holds `file`.
    pub fn of(file: &Path) -> Self {
        Self { path: file.parent().unwrap_or(Path::new("")).to_path_buf() }
    }
}

impl Companions for Folder {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        // A header may name any file; only plain names beside it are followed.
        let plain = Path::new(name).file_name().is_some_and(|f| f == name);
        if !plain {
            return None;
        }
        crate::read_file(&self.path.join(name)).ok()
    }
}

/// Files held in memory, by name: tests and uploads of several files.
impl Companions for std::collections::BTreeMap<String, Vec<u8>> {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        std::collections::BTreeMap::get(self, name).cloned()
    }
}
