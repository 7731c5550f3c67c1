//! Files on this machine: hashing, atomic writing, names that cannot leave their folder.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::FetchError;

/// Turns a system error into ours, with the file it is about.
pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> FetchError + '_ {
    move |source| FetchError::Io { path: path.to_path_buf(), source }
}

/// sha256 as 64 lower-case hexadecimal digits.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// sha256 of a file; `None` if there is no such file.
pub(crate) fn sha256_of_file(path: &Path) -> Result<Option<String>, FetchError> {
    let mut file = match File::open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(at(path))?,
    };
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(at(path))? {
            0 => return Ok(Some(hex(&hasher.finalize()))),
            n => hasher.update(&buffer[..n]),
        }
    }
}

/// The name under which an unfinished file waits: `100.dat.part`.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(".part");
    PathBuf::from(name)
}

/// Writes a whole file so that a reader sees the old one or the new one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FetchError> {
    let part = part_of(path);
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(at(&part))?;
    fs::rename(&part, path).map_err(at(path))
}

/// Removes a file; no complaint if it is not there.
pub(crate) fn remove(path: &Path) -> Result<(), FetchError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(at(path)(e)),
        _ => Ok(()),
    }
}

/// True for a path with plain names and single slashes only, so that it stays where it is put.
pub(crate) fn is_tame(name: &str) -> bool {
    !name.is_empty()
        && name.split('/').all(|piece| {
            !piece.is_empty()
                && !piece.starts_with('.')
                && !piece.chars().any(|c| c.is_control() || "\\:*?\"<>|%#".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_abc_is_the_one_in_fips_180() {
        // FIPS 180-4 example, message "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_of(b"abc"), expected);
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        for tame in ["100.dat", "data/C1.qrs", "203.at-", "a b"] {
            assert!(is_tame(tame), "{tame}");
        }
        for wild in
            ["", "/etc/passwd", "../x", "a/../b", "a//b", "C:x", "a\\b", ".hidden", "a\0b", "a/"]
        {
            assert!(!is_tame(wild), "{wild:?}");
        }
    }
}
