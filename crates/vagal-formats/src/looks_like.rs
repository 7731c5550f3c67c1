//! What a file that is refused looks like, in words a person can act on.

use crate::format::extension;
use crate::text::{Table, decode};

/// First bytes of formats that hold no beats, or none that are read yet.
const MAGIC: [(&[u8], &str); 15] = [
    (b"PK\x03\x04", "a ZIP archive"),
    (b"MATLAB", "a MATLAB file"),
    (b"XDF:", "an XDF stream container"),
    (b"ANN  1.0", "an ISHNE annotation file"),
    (b"\xFFBIOSEMI", "a BDF file (24-bit relative of EDF)"),
    (b"fLaC", "FLAC-compressed samples (WFDB formats 508, 516, 524)"),
    (b"II*\x00", "a TIFF or DICOM image"),
    (b"MM\x00*", "a TIFF or DICOM image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"PAR1", "a Parquet table"),
    (b"<?xml", "an XML document"),
];

/// Offset of the mark of a DICOM file.
const DICOM_AT: usize = 128;

/// A phrase on content with a mark of its own; `None` if it has none.
pub(crate) fn marked(bytes: &[u8], name: &str) -> Option<String> {
    if bytes.is_empty() {
        return Some("an empty file".into());
    }
    if bytes.get(DICOM_AT..DICOM_AT + 4) == Some(b"DICM") {
        return Some("a DICOM object".into());
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(match (bytes.starts_with(b"PK"), extension(name).as_str()) {
            (true, "xlsx") => "an Excel workbook".into(),
            _ => (*what).into(),
        });
    }
    match bytes.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{' | b'[') => Some("JSON".into()),
        Some(b'<') => Some("HTML or XML".into()),
        None => Some("blank lines".into()),
        _ => None,
    }
}

/// One phrase on any content.
pub(crate) fn describe(bytes: &[u8], name: &str) -> String {
    marked(bytes, name).unwrap_or_else(|| match decode(bytes) {
        Some(_) => "text without a table of numbers".into(),
        None => format!("binary data of {} bytes", bytes.len()),
    })
}

/// An Empatica E4 table other than IBI: unix start, rate, samples. Returns what it holds.
pub(crate) fn sampled_table(table: &Table, name: &str) -> Option<String> {
    let first = table.rows.first()?.cells.first()?.number()?;
    let rate_hz = table.rows.get(1)?.cells.first()?.number()?;
    let sampled = first > 1e9 && (0.01..=1000.0).contains(&rate_hz) && table.rows.len() > 2;
    if table.header.is_some() || !sampled {
        return None;
    }
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let what = match stem.as_str() {
        "HR" => "an average heart rate; the beats are in IBI.csv",
        "EDA" => "electrodermal activity; the beats are in IBI.csv",
        "TEMP" => "skin temperature; the beats are in IBI.csv",
        "ACC" => "acceleration; the beats are in IBI.csv",
        "BVP" => "a pulse wave; its beats are in IBI.csv",
        _ => "a sampled signal",
    };
    Some(format!("samples at {rate_hz} Hz from a unix start time: {what}"))
}
