//! `SHA256SUMS.txt` of PhysioNet: read, believed, and remembered.

use std::path::Path;

use crate::place::{at, is_tame, write_whole};
use crate::{FetchError, Pick};

/// A file that a set takes from a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed {
    /// Its path below the project.
    pub(crate) path: String,
    /// The name under which it is saved.
    pub(crate) name: String,
    /// Its sha256.
    pub(crate) sha256: String,
}

/// The files that `picks` take from a list, in the order of their names.
///
/// # Errors
///
/// The line that is no checksum, or the name that would leave its folder, in words.
pub(crate) fn read(text: &str, picks: &[Pick]) -> Result<Vec<Listed>, String> {
    let mut files = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let fields =
            line.split_once(' ').map(|(hash, name)| (hash, name.trim_start_matches([' ', '*'])));
        let (sha256, path) = fields
            .filter(|(hash, _)| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
            .ok_or_else(|| format!("line {} is not a sha256 and a name", number + 1))?;
        let path = path.trim_end();
        if let Some(name) = picks.iter().find_map(|pick| pick.name(path)) {
            if !is_tame(path) {
                return Err(format!("line {}: unsafe name {path:?}", number + 1));
            }
            files.push(Listed {
                path: path.into(),
                name: name.into(),
                sha256: sha256.to_lowercase(),
            });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if let Some(twice) = files.windows(2).find(|w| w[0].name == w[1].name) {
        return Err(format!("{} is listed twice", twice[0].name));
    }
    if files.is_empty() { Err("none of the wanted files is listed".into()) } else { Ok(files) }
}

/// The first anchor that the list contradicts or lacks, in words.
pub(crate) fn broken_anchor(files: &[Listed], anchors: &[(&str, &str)]) -> Option<String> {
    anchors.iter().find_map(|(path, sha256)| match files.iter().find(|f| f.path == *path) {
        None => Some(format!("{path} is not listed")),
        Some(file) if file.sha256 != *sha256 => {
            Some(format!("{path} is listed with sha256 {}, known is {sha256}", file.sha256))
        }
        Some(_) => None,
    })
}

/// The sha256 that the list had at the first fetch, if there was one.
pub(crate) fn recorded(lock: &Path) -> Result<Option<String>, FetchError> {
    match std::fs::read_to_string(lock) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(at(lock)(e)),
        Ok(text) => Ok(text
            .lines()
            .find_map(|line| line.strip_prefix("sha256 "))
            .map(|hash| hash.trim().to_string())),
    }
}

/// Remembers the list that was trusted at first sight.
pub(crate) fn record(lock: &Path, url: &str, sha256: &str) -> Result<(), FetchError> {
    let text = format!(
        "# The list of checksums was trusted when it was first seen. It must stay the same.\n\
         url {url}\nsha256 {sha256}\n"
    );
    write_whole(lock, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICKS: &[Pick] = &[Pick { folder: "data/", suffixes: &[".hea", ".qrs"] }];

    #[test]
    fn picks_take_their_folder_only() {
        let hash = "0".repeat(64);
        let text = format!(
            "{hash} data/B1.qrs\n{hash}  data/A1.hea\n{hash} *data/chi/C1.hea\n{hash} x.hea\n{hash} data/1-0.qrs\n"
        );
        let names: Vec<_> = read(&text, PICKS).unwrap().into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["A1.hea", "B1.qrs"]);
    }

    #[test]
    fn a_login_page_is_not_a_list() {
        let problem = read("<!DOCTYPE html>\n<html>", PICKS).unwrap_err();
        assert_eq!(problem, "line 1 is not a sha256 and a name");
        assert_eq!(read("", PICKS).unwrap_err(), "none of the wanted files is listed");
        let hash = "0".repeat(64);
        let twice = format!("{hash} data/A.hea\n{hash} data/A.hea\n");
        assert_eq!(read(&twice, PICKS).unwrap_err(), "A.hea is listed twice");
    }
}
