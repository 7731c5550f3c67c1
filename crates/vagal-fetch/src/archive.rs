//! Taking one file out of a wheel (zip), an sdist or a crate (tar, gzip).
//!
//! Archives arrive here with their pinned hash checked, and what comes out is checked again.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::{DeflateDecoder, GzDecoder};
use rawzip::CompressionMethod;

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

fn from_zip(file: File, member: &str, limit_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let mut buffer = vec![0_u8; rawzip::RECOMMENDED_BUFFER_SIZE];
    let archive = rawzip::ZipArchive::from_file(file, &mut buffer).map_err(damaged)?;
    let mut entries = archive.entries(&mut buffer);
    while let Some(entry) = entries.next_entry().map_err(damaged)? {
        if entry.file_path().as_ref() != member.as_bytes() {
            continue;
        }
        let (method, place) = (entry.compression_method(), entry.wayfinder());
        let packed = archive.get_entry(place).map_err(damaged)?.reader();
        return match method {
            CompressionMethod::STORE => read_up_to(packed, limit_bytes).map(Some),
            CompressionMethod::DEFLATE => {
                read_up_to(DeflateDecoder::new(packed), limit_bytes).map(Some)
            }
            other => Err(io::Error::other(format!("compression method {other:?} is unknown"))),
        };
    }
    Ok(None)
}

fn damaged(error: rawzip::Error) -> io::Error {
    io::Error::other(format!("the zip archive is damaged: {error}"))
}
