//! The `.npz` archive: named `.npy` arrays in a ZIP file, stored or deflated.

use std::io::{self, Read};

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};
use vagal_core::Note;

use super::array::{self, Array, Problem};

/// Bytes to which all arrays together may unpack: a day of three leads at 1000 Hz in 16 bits. House
/// choice, against archives made to fill the memory.
const MOST_BYTES: u64 = 1 << 29;

/// Arrays of an archive in their order, and notes on those that could not be read.
pub(crate) fn arrays(bytes: &[u8], notes: &mut Vec<Note>) -> Result<Vec<(String, Array)>, Problem> {
    let damaged = |error: rawzip::Error| Problem::Damaged(format!("no ZIP archive: {error}"));
    let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
    let (mut arrays, mut left) = (Vec::new(), MOST_BYTES);
    let mut entries = archive.entries();
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(error) => {
                let text = format!("the list of arrays is damaged: {error}");
                notes.push(Note::salvaged("end of file", text));
                break;
            }
        };
        let Ok(path) = entry.file_path().try_normalize() else { continue };
        let path: &str = path.as_ref();
        let Some(key) = path.strip_suffix(".npy") else { continue };
        let local = match archive.get_entry(entry.wayfinder()) {
            Ok(local) => local,
            Err(error) => {
                notes.push(Note::salvaged(format!("array {key}"), format!("left out: {error}")));
                continue;
            }
        };
        let packed: Box<dyn Read + '_> = match entry.compression_method() {
            CompressionMethod::STORE => Box::new(local.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(local.data())),
            other => {
                let text = format!("left out: compressed by method {other:?}");
                notes.push(Note::salvaged(format!("array {key}"), text));
                continue;
            }
        };
        let mut content = Vec::new();
        // The reader that checks gives nothing of a bad block: what unpacks is kept, then checked.
        let unpacked = packed.take(left).read_to_end(&mut content);
        let checked = unpacked
            .and_then(|_| io::copy(&mut local.verifying_reader(&content[..]), &mut io::sink()));
        if let Err(error) = checked {
            notes.push(Note::salvaged(format!("array {key}"), format!("damaged: {error}")));
        }
        left -= content.len() as u64;
        match array::parse(&content) {
            Ok(array) => arrays.push((key.to_owned(), array)),
            Err(Problem::Damaged(why) | Problem::Unsupported(why)) => {
                notes.push(Note::salvaged(format!("array {key}"), format!("left out: {why}")));
            }
        }
        if left == 0 {
            return Err(Problem::Unsupported("an archive of more than 512 MiB".into()));
        }
    }
    Ok(arrays)
}
