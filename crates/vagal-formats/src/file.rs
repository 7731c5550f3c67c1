//! Reading a file into memory, as far as it can be a file of this kind.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// Largest file that is read: a day of twelve leads at 1000 Hz in 16 bits has 2.07 GB, and decoded takes four times that.
pub const MOST_BYTES: u64 = 2 << 30;

/// What to do about a file beyond it.
pub const TOO_LARGE_HINT: &str = "name the recording or the table itself, not an image or an archive of many; cut a longer recording into parts";

/// The bytes of a file.
///
/// # Errors
///
/// What the system says; [`ErrorKind::FileTooLarge`] beyond [`MOST_BYTES`], before as much is in memory.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let length = check_size(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // What has no length, such as a pipe, is found out on the way.
    let read = File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)? as u64;
    if read > MOST_BYTES { Err(too_large("it goes on and on")) } else { Ok(bytes) }
}

/// The length of a file, for those who read it themselves; 0 for one that is not there, which they find out.
///
/// # Errors
///
/// [`ErrorKind::FileTooLarge`] beyond [`MOST_BYTES`].
pub fn check_size(path: &Path) -> Result<u64, Error> {
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    if length > MOST_BYTES {
        return Err(too_large(&format!("{:.1} GB", length as f64 / 1e9)));
    }
    Ok(length)
}

/// The same as text.
///
/// # Errors
///
/// As [`read_file`]; [`ErrorKind::InvalidData`] for what is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Error> {
    // In the words of the standard library.
    let text = String::from_utf8(read_file(path)?);
    text.map_err(|_| Error::new(ErrorKind::InvalidData, "stream did not contain valid UTF-8"))
}

fn too_large(found: &str) -> Error {
    let most = MOST_BYTES as f64 / 1e9;
    Error::new(
        ErrorKind::FileTooLarge,
        format!("too large to be read: {found}, and at most {most:.1} GB are"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_refused_before_it_is_in_memory() {
        let path = std::env::temp_dir().join(format!("vagal-large-{}", std::process::id()));
        // A file with a hole: it takes no room.
        let file = File::create(&path).unwrap();
        file.set_len(MOST_BYTES + 1).unwrap();
        let error = read_file(&path).unwrap_err();
        std::fs::write(&path, "ab\n").unwrap();
        let text = read_text(&path).unwrap();
        std::fs::write(&path, [0xff]).unwrap();
        let no_text = read_text(&path).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert!(error.to_string().contains("2.1 GB"), "{error}");
        assert_eq!((text.as_str(), no_text.kind()), ("ab\n", ErrorKind::InvalidData));
    }
}
