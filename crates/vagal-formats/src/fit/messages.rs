//! The FIT byte stream: header, definitions, data messages, checksum.
//!
//! Source: FIT protocol description of the FIT SDK. Only the layer below the profile is here.

/// Seconds from the unix epoch to the FIT epoch, 1989-12-31T00:00:00Z.
pub(crate) const EPOCH_UNIX_S: f64 = 631_065_600.0;

/// One field of a data message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    number: u8,
    bytes: &'a [u8],
}

/// One data message.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    pub(crate) global: u16,
    fields: Vec<Field<'a>>,
    big_endian: bool,
    /// Timestamp of the message, its own or a compressed one; seconds of the FIT epoch.
    pub(crate) timestamp: Option<u32>,
}

impl Message<'_> {
    /// The bytes of a field.
    pub(crate) fn bytes(&self, number: u8) -> &[u8] {
        self.fields.iter().find(|f| f.number == number).map_or(&[], |f| f.bytes)
    }

    /// A one-byte field, unless it is marked invalid.
    pub(crate) fn u8(&self, number: u8) -> Option<u8> {
        self.bytes(number).first().copied().filter(|v| *v != 0xFF)
    }

    /// The 16-bit values of a field, invalid ones included.
    pub(crate) fn u16s(&self, number: u8) -> impl Iterator<Item = u16> + '_ {
        self.bytes(number).chunks_exact(2).map(|b| {
            let pair = [b[0], b[1]];
            if self.big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        })
    }

    /// The 32-bit values of a field, invalid ones left out.
    pub(crate) fn u32s(&self, number: u8) -> impl Iterator<Item = u32> + '_ {
        self.bytes(number).chunks_exact(4).filter_map(|b| {
            let four = [b[0], b[1], b[2], b[3]];
            let value =
                if self.big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
            (value != u32::MAX).then_some(value)
        })
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

#[derive(Clone, Debug, Default)]
struct Definition {
    global: u16,
    big_endian: bool,
    /// Number and size.
    fields: Vec<(u8, usize)>,
    developer_bytes: usize,
}

/// True for the mark of a FIT file at its place.
pub(crate) fn is_fit(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(12 | 14)) && bytes.get(8..12) == Some(b".FIT")
}

/// Gives each data message of all chained files to `visit`, until the end or the first damage.
pub(crate) fn read(bytes: &[u8], mut visit: impl FnMut(&Message<'_>)) -> Outcome {
    let mut outcome = Outcome::default();
    let mut start = 0;
    while start < bytes.len() {
        if !is_fit(&bytes[start..]) {
            if start == 0 {
                outcome.broken = Some((0, "no FIT header".into()));
            } else {
                let rest = bytes.len() - start;
                outcome.broken = Some((start, format!("{rest} bytes after the end of the file")));
            }
            break;
        }
        let size = usize::from(bytes[start]);
        let stated = u32::from_le_bytes([
            bytes[start + 4],
            bytes[start + 5],
            bytes[start + 6],
            bytes[start + 7],
        ]) as usize;
        let data_start = start + size;
        let data_end = data_start.saturating_add(stated);
        let available = data_end.min(bytes.len());
        if let Err((at, why)) =
            file(bytes, data_start, available, &mut outcome.messages, &mut visit)
        {
            outcome.broken = Some((at, why));
        } else if data_end > bytes.len() {
            let missing = data_end - bytes.len();
            outcome.broken = Some((bytes.len(), format!("cut short, {missing} bytes missing")));
        }
        if outcome.broken.is_some() {
            break;
        }
        match bytes.get(data_end..data_end + 2) {
            Some(stored) => {
                let crc = checksum(&bytes[start..data_end]);
                if crc != u16::from_le_bytes([stored[0], stored[1]]) {
                    outcome.bad_checksum = outcome.bad_checksum.or(Some(data_end));
                }
            }
            None => {
                outcome.broken = Some((bytes.len(), "cut short, the checksum is missing".into()));
                break;
            }
        }
        start = data_end + 2;
    }
    outcome
}

type Broken = (usize, String);

fn file(
    bytes: &[u8],
    start: usize,
    end: usize,
    messages: &mut usize,
    visit: &mut impl FnMut(&Message<'_>),
) -> Result<(), Broken> {
    let mut definitions: [Option<Definition>; 16] = Default::default();
    let mut clock: Option<u32> = None;
    let mut at = start;
    while at < end {
        let header = bytes[at];
        let begin = at;
        at += 1;
        let compressed = header & 0x80 != 0;
        if !compressed && header & 0x40 != 0 {
            let (definition, next) = definition(bytes, at, end, header & 0x20 != 0)
                .ok_or_else(|| (begin, "cut within a definition".to_owned()))?;
            definitions[usize::from(header & 0x0F)] = Some(definition);
            at = next;
            continue;
        }
        let local = if compressed { header >> 5 & 0x03 } else { header & 0x0F };
        let Some(definition) = &definitions[usize::from(local)] else {
            return Err((begin, format!("message of type {local} without a definition")));
        };
        let mut fields = Vec::with_capacity(definition.fields.len());
        for &(number, size) in &definition.fields {
            let content = bytes
                .get(at..at + size)
                .filter(|_| at + size <= end)
                .ok_or_else(|| (begin, "cut within a message".to_owned()))?;
            fields.push(Field { number, bytes: content });
            at += size;
        }
        at += definition.developer_bytes;
        if at > end {
            return Err((begin, "cut within a message".into()));
        }
        let mut message = Message {
            global: definition.global,
            fields,
            big_endian: definition.big_endian,
            timestamp: None,
        };
        let own = message.u32s(TIMESTAMP).next();
        clock = match (own, compressed, clock) {
            (Some(own), _, _) => Some(own),
            (None, true, Some(last)) => {
                let offset = u32::from(header & 0x1F);
                // Five bits that roll over every 32 s.
                Some(last.wrapping_add(offset.wrapping_sub(last) & 0x1F))
            }
            (None, _, last) => last,
        };
        message.timestamp = if own.is_some() || compressed { clock } else { None };
        *messages += 1;
        visit(&message);
    }
    Ok(())
}

const TIMESTAMP: u8 = 253;

fn definition(bytes: &[u8], at: usize, end: usize, developer: bool) -> Option<(Definition, usize)> {
    let fixed = bytes.get(at..at + 5)?;
    let big_endian = fixed[1] == 1;
    let global = [fixed[2], fixed[3]];
    let global = if big_endian { u16::from_be_bytes(global) } else { u16::from_le_bytes(global) };
    let mut next = at + 5 + 3 * usize::from(fixed[4]);
    let fields = bytes.get(at + 5..next)?;
    let fields = fields.chunks_exact(3).map(|f| (f[0], usize::from(f[1]))).collect();
    let mut developer_bytes = 0;
    if developer {
        let count = usize::from(*bytes.get(next)?);
        let own = bytes.get(next + 1..next + 1 + 3 * count)?;
        developer_bytes = own.chunks_exact(3).map(|f| usize::from(f[1])).sum();
        next += 1 + 3 * count;
    }
    (next <= end).then_some((Definition { global, big_endian, fields, developer_bytes }, next))
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
}
