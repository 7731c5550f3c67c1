//! The FIT byte stream: chained files, their messages through `fitparser`, their checksums.
//!
//! `fitparser` decodes headers, definitions and values. Three things stay here: where one file ends
//! and the next begins, so that what stands before damage is kept; the clock of compressed
//! timestamps; and [`plain`], which keeps from `fitparser` the two things it cannot bear.
//! Its profile layer is not used: it reads the zone of the machine and panics on some timestamps.

use std::collections::HashMap;

use fitparser::Value;
use fitparser::de::{DecodeOption, FitDataMessage, FitObject, FitStreamProcessor};
use fitparser::{Error, ErrorKind};

/// Seconds from the unix epoch to the FIT epoch, 1989-12-31T00:00:00Z.
pub(crate) const EPOCH_UNIX_S: f64 = 631_065_600.0;

/// One data message.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) global: u16,
    fields: HashMap<u8, Value>,
    /// Timestamp of the message, its own or a compressed one; seconds of the FIT epoch.
    pub(crate) timestamp: Option<u32>,
}

impl Message {
    fn values(&self, number: u8) -> &[Value] {
        match self.fields.get(&number) {
            Some(Value::Array(values)) => values,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        }
    }

    /// The whole numbers of a field, invalid ones left out.
    pub(crate) fn numbers(&self, number: u8) -> impl Iterator<Item = u32> + '_ {
        self.values(number).iter().filter_map(|value| {
            let whole: i64 = value.try_into().ok()?;
            u32::try_from(whole).ok()
        })
    }

    /// The first whole number of a field.
    pub(crate) fn number(&self, number: u8) -> Option<u32> {
        self.numbers(number).next()
    }

    /// The bytes of a field that is declared as bytes.
    pub(crate) fn bytes(&self, number: u8) -> Vec<u8> {
        let values = self.values(number).iter();
        values.filter_map(|v| if let Value::Byte(byte) = v { Some(*byte) } else { None }).collect()
    }
}

/// How the reading of a stream ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Data messages read.
    pub(crate) messages: usize,
    /// Where and why reading stopped before the stated end.
    pub(crate) broken: Option<(usize, String)>,
    /// Byte of a checksum that does not match its content.
    pub(crate) bad_checksum: Option<usize>,
}

/// True for the mark of a FIT file at its place.
pub(crate) fn is_fit(bytes: &[u8]) -> bool {
    let size = bytes.first().copied().unwrap_or_default();
    matches!(size, 12 | 14) && bytes.get(8..12) == Some(b".FIT") && bytes.len() >= size.into()
}

/// Gives each data message of all chained files to `visit`, until the end or the first damage.
pub(crate) fn read(bytes: &[u8], mut visit: impl FnMut(&Message)) -> Outcome {
    let mut outcome = Outcome::default();
    let mut start = 0;
    while start < bytes.len() {
        if !is_fit(&bytes[start..]) {
            let rest = bytes.len() - start;
            let why = match start {
                0 => "no FIT header".into(),
                _ => format!("{rest} bytes after the end of the file"),
            };
            outcome.broken = Some((start, why));
            break;
        }
        match file(bytes, start, &mut outcome, &mut visit) {
            Ok(end) => start = end,
            Err(broken) => {
                outcome.broken = Some(broken);
                break;
            }
        }
    }
    outcome
}

type Broken = (usize, String);

/// Reads the file that starts at a byte; gives the byte after its checksum.
fn file(
    bytes: &[u8],
    start: usize,
    outcome: &mut Outcome,
    visit: &mut impl FnMut(&Message),
) -> Result<usize, Broken> {
    let mut decoder = FitStreamProcessor::new();
    // The checksum of the file covers the header; ours is taken over the bytes as they stand.
    decoder.add_option(DecodeOption::SkipHeaderCrcValidation);
    let (after, header) = decoder.deserialize_next(&bytes[start..]).map_err(|e| at(start, &e))?;
    let FitObject::Header(header) = header else { return Err((start, "no FIT header".into())) };
    let data_start = bytes.len() - after.len();
    let data_end = data_start.saturating_add(header.data_size() as usize);
    let data = &bytes[..data_end.min(bytes.len())];
    let mut clock = None;
    let mut here = data_start;
    while here < data.len() {
        let rest = &data[here..];
        let object = if is_definition(rest[0]) {
            let (definition, length) =
                plain(rest).ok_or_else(|| (here, "cut within a definition".to_owned()))?;
            let read = decoder.deserialize_next(&definition).map_err(|e| at(here, &e))?;
            here += length;
            read.1
        } else {
            let (left, object) = decoder.deserialize_next(rest).map_err(|e| at(here, &e))?;
            here = data.len() - left.len();
            object
        };
        if let FitObject::DataMessage(message) = object {
            outcome.messages += 1;
            visit(&timed(message, &mut clock));
        }
    }
    if data_end > bytes.len() {
        let missing = data_end - bytes.len();
        return Err((bytes.len(), format!("cut short, {missing} bytes missing")));
    }
    let Some(stored) = bytes.get(data_end..data_end + 2) else {
        return Err((bytes.len(), "cut short, the checksum is missing".into()));
    };
    if checksum(&bytes[start..data_end]) != u16::from_le_bytes([stored[0], stored[1]]) {
        outcome.bad_checksum = outcome.bad_checksum.or(Some(data_end));
    }
    Ok(data_end + 2)
}

/// What `fitparser` found wrong, in our words.
fn at(place: usize, error: &Error) -> Broken {
    let why = match &**error {
        ErrorKind::UnexpectedEof(_) => "cut within a message".into(),
        ErrorKind::MissingDefinitionMessage(local, _) => {
            format!("message of type {local} without a definition")
        }
        other => other.to_string(),
    };
    (place, why)
}

const TIMESTAMP: u8 = 253;

/// The message with its own timestamp, or the last one moved on by the five bits of its header.
fn timed(message: FitDataMessage, clock: &mut Option<u32>) -> Message {
    let (global, offset) = (message.global_message_number(), message.time_offset());
    let mut message = Message { global, fields: message.fields, timestamp: None };
    message.timestamp = match (message.number(TIMESTAMP), offset, *clock) {
        (Some(own), _, _) => Some(own),
        // Five bits that roll over every 32 s.
        (None, Some(bits), Some(last)) => {
            Some(last.wrapping_add(u32::from(bits).wrapping_sub(last) & 0x1F))
        }
        (None, _, _) => None,
    };
    *clock = message.timestamp.or(*clock);
    message
}

const COMPRESSED: u8 = 0x80;
const DEFINITION: u8 = 0x40;
const DEVELOPER: u8 = 0x20;

fn is_definition(header: u8) -> bool {
    header & COMPRESSED == 0 && header & DEFINITION != 0
}

/// The base type of bytes, and a field number that the profile does not use.
const BYTE: u8 = 0x0D;
const UNUSED: u8 = 255;

/// Bytes of one value of a base type, by the five bits that number it.
fn width(base_type: u8) -> u8 {
    match base_type & 0x1F {
        3 | 4 | 11 => 2,
        5 | 6 | 8 | 12 => 4,
        9 | 14 | 15 | 16 => 8,
        _ => 1,
    }
}

/// The definition at the start of `bytes` in a form that `fitparser` can bear, and its length as it
/// stands in the file; `None` if it is cut.
///
/// `fitparser` 0.11 prints to stderr when the size of a field is no multiple of its base type. It
/// gives up on a developer field that no earlier message describes; one whose size contradicts its
/// description overflows its counters, which panics with overflow checks. Both kinds of field become
/// plain bytes here, so that only their size counts.
fn plain(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut length = 6 + 3 * usize::from(*bytes.get(5)?);
    let mut definition = bytes.get(..length)?.to_vec();
    for field in definition[6..].chunks_exact_mut(3) {
        if field[1] % width(field[2]) != 0 {
            field[2] = BYTE;
        }
    }
    if bytes[0] & DEVELOPER != 0 {
        let count = *bytes.get(length)?;
        let fields = bytes.get(length + 1..length + 1 + 3 * usize::from(count))?;
        for field in fields.chunks_exact(3) {
            definition.extend_from_slice(&[UNUSED, field[1], BYTE]);
        }
        definition[0] &= !DEVELOPER;
        definition[5] = definition[5].checked_add(count)?;
        length += 1 + fields.len();
    }
    Some((definition, length))
}

/// CRC-16 with the reflected polynomial 0xA001 from 0, as FIT files end with.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0_u16, |crc, byte| {
        (0..8).fold(
            crc ^ u16::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { crc >> 1 ^ 0xA001 } else { crc >> 1 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_of_the_catalogue() {
        // CRC-16/ARC, check value of "123456789" in the catalogue of parametrised CRC algorithms.
        assert_eq!(checksum(b"123456789"), 0xBB3D);
    }

    #[test]
    fn a_definition_made_plain() {
        // One uint16 field of 4 bytes, one uint32 field of 3, one developer field of 2.
        let written = [0x61, 0, 1, 0, 78, 2, 0, 4, 0x84, 7, 3, 0x86, 1, 5, 2, 0, 99];
        let expected = [0x41, 0, 1, 0, 78, 3, 0, 4, 0x84, 7, 3, 0x0D, 255, 2, 0x0D];
        assert_eq!(plain(&written), Some((expected.to_vec(), 16)));
        assert_eq!(plain(&written[..15]), None);
    }
}
