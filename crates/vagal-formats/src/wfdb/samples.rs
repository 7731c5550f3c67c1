//! Samples of a WFDB signal file to numbers, in each storage format of signal(5).

/// A storage format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Storage {
    /// Number of the format.
    pub(crate) format: u32,
    /// The value that stands for a missing sample, if the format has one.
    pub(crate) invalid: Option<i32>,
}

/// The storage of a format number; `None` if it is not read.
pub(crate) fn storage(format: u32) -> Option<Storage> {
    let invalid = match format {
        8 => None,
        80 => Some(-128),
        212 => Some(-2048),
        310 | 311 => Some(-512),
        16 | 61 | 160 => Some(-32_768),
        24 => Some(-8_388_608),
        32 => Some(-2_147_483_648),
        _ => return None,
    };
    Some(Storage { format, invalid })
}

/// All samples of a file in the order of storage. Bytes that make no whole sample are left.
pub(crate) fn decode(format: u32, bytes: &[u8]) -> Vec<i32> {
    match format {
        // First differences; the caller adds them up by signal.
        8 => bytes.iter().map(|&b| i32::from(b as i8)).collect(),
        80 => bytes.iter().map(|&b| i32::from(b) - 128).collect(),
        16 => pairs(bytes, |pair| i32::from(i16::from_le_bytes(pair))),
        61 => pairs(bytes, |pair| i32::from(i16::from_be_bytes(pair))),
        160 => pairs(bytes, |pair| i32::from(u16::from_le_bytes(pair)) - 32_768),
        24 => {
            bytes.chunks_exact(3).map(|b| i32::from_le_bytes([0, b[0], b[1], b[2]]) >> 8).collect()
        }
        32 => bytes.chunks_exact(4).map(|b| i32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
        212 => twelve_bits(bytes),
        310 => ten_bits(bytes, |b| {
            let (first, second) =
                (u16::from_le_bytes([b[0], b[1]]), u16::from_le_bytes([b[2], b[3]]));
            [first >> 1 & 0x3FF, second >> 1 & 0x3FF, (first >> 11) | ((second >> 11) << 5)]
        }),
        311 => ten_bits(bytes, |b| {
            let word = u32::from_le_bytes(b);
            [word & 0x3FF, word >> 10 & 0x3FF, word >> 20 & 0x3FF].map(|v| v as u16)
        }),
        _ => Vec::new(),
    }
}

fn pairs(bytes: &[u8], value: fn([u8; 2]) -> i32) -> Vec<i32> {
    bytes.chunks_exact(2).map(|b| value([b[0], b[1]])).collect()
}

fn signed(value: u32, bits: u32) -> i32 {
    let shift = 32 - bits;
    ((value << shift) as i32) >> shift
}

/// Three bytes hold two samples; the middle byte holds the high four bits of both.
fn twelve_bits(bytes: &[u8]) -> Vec<i32> {
    let mut samples = Vec::with_capacity(bytes.len() / 3 * 2 + 1);
    for group in bytes.chunks(3) {
        let &[low, middle, ref rest @ ..] = group else { break };
        samples.push(signed(u32::from(low) | u32::from(middle & 0x0F) << 8, 12));
        if let [last] = rest {
            samples.push(signed(u32::from(*last) | u32::from(middle & 0xF0) << 4, 12));
        }
    }
    samples
}

/// Four bytes hold three samples. A last group cut after two bytes holds one.
fn ten_bits(bytes: &[u8], split: fn([u8; 4]) -> [u16; 3]) -> Vec<i32> {
    let mut samples = Vec::with_capacity(bytes.len() / 4 * 3 + 2);
    for group in bytes.chunks(4) {
        let whole = match group {
            [_, _, _, _] => 3,
            [_, _, _] | [_, _] => 1,
            _ => 0,
        };
        let mut padded = [0; 4];
        padded[..group.len()].copy_from_slice(group);
        samples.extend(split(padded).iter().take(whole).map(|v| signed(u32::from(*v), 10)));
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    // wfdb 4.3.1 (PyPI) as the other program. The first five: bytes written by
    //   wfdb.wrsamp("t", fs=100, units=["mV"], sig_name=["a"], d_signal=[[v] ...], fmt=[F],
    //   adc_gain=[200.0], baseline=[0])
    // for F it can write. The others: bytes of numpy.random.default_rng(7).integers(0, 256, n) and
    // what wfdb.rdrecord(physical=False).d_signal made of them; format 8 there adds up from 0; in
    // format 311 the two unused bits of each group were cleared.
    const VECTORS: [(u32, &[u8], &[i32]); 11] = [
        // Bytes as written.
        (80, &[128, 129, 127, 228, 28, 255, 1, 135], &[0, 1, -1, 100, -100, 127, -127, 7]),
        (
            212,
            &[0, 0, 1, 255, 15, 100, 156, 31, 255, 1, 14, 7],
            &[0, 1, -1, 100, -100, 511, -511, 7],
        ),
        (
            16,
            &[0, 0, 1, 0, 255, 255, 100, 0, 156, 255, 255, 1, 1, 254, 7, 0],
            &[0, 1, -1, 100, -100, 511, -511, 7],
        ),
        (
            24,
            &[
                0, 0, 0, 1, 0, 0, 255, 255, 255, 100, 0, 0, 156, 255, 255, 255, 1, 0, 1, 254, 255,
                7, 0, 0,
            ],
            &[0, 1, -1, 100, -100, 511, -511, 7],
        ),
        (
            32,
            &[
                0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 100, 0, 0, 0, 156, 255, 255, 255, 255,
                1, 0, 0, 1, 254, 255, 255, 7, 0, 0, 0,
            ],
            &[0, 1, -1, 100, -100, 511, -511, 7],
        ),
        // Samples as read.
        (
            61,
            &[241, 160, 175, 229, 148, 198, 213, 57, 14, 76, 72, 223],
            &[-3680, -20507, -27450, -10951, 3660, 18655],
        ),
        (
            160,
            &[233, 1, 127, 210, 33, 204, 30, 119, 209, 77, 87, 71],
            &[-32279, 21119, 19489, -2274, -12847, -14505],
        ),
        (8, &[184, 65, 253, 113, 122, 129, 149, 141], &[-72, -7, -10, 103, 225, 98, -9, -124]),
        (
            310,
            &[130, 254, 206, 202, 179, 159, 87, 253, 119, 55, 216, 41],
            &[-191, 359, -193, -39, -341, -13, -69, 236, 166],
        ),
        (
            311,
            &[219, 156, 29, 11, 113, 9, 36, 3, 248, 119, 206, 42],
            &[219, -153, 177, 369, 258, 50, -8, -99, -340],
        ),
        (
            212,
            &[210, 161, 112, 131, 68, 127, 97, 63, 254, 3, 24, 49],
            &[466, -1424, 1155, 1151, -159, 1022, -2045, 305],
        ),
    ];

    #[test]
    fn every_format_gives_back_what_another_program_wrote() {
        for (format, bytes, expected) in VECTORS {
            let mut samples = decode(format, bytes);
            if format == 8 {
                let mut sum = 0;
                samples.iter_mut().for_each(|s| {
                    sum += *s;
                    *s = sum;
                });
            }
            assert_eq!(&samples[..expected.len()], expected, "format {format}");
        }
    }

    #[test]
    fn cut_groups_give_only_whole_samples() {
        assert_eq!(decode(212, &[0xE3, 0x33]), [0x3E3]);
        assert_eq!(decode(212, &[0xE3]), [0_i32; 0]);
        assert_eq!(decode(16, &[1, 0, 5]), [1]);
        assert_eq!(decode(310, &[2, 0]), [1]);
        assert_eq!(decode(24, &[255, 255, 255]), [-1]);
        assert_eq!(decode(7, &[1, 2, 3]), [0_i32; 0]);
    }
}
