//! The ISHNE header: fixed fields, little-endian, with a checksum of their own.

use vagal_core::ClockTime;

use crate::clock;
use crate::options::RATES_HZ;

/// What the samples need of the header.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// CRC-CCITT of everything between the checksum and the samples, as stored.
    pub(crate) checksum: u16,
    /// Samples of each lead, as stated.
    pub(crate) samples: usize,
    /// Byte of the first sample.
    pub(crate) data_at: usize,
    pub(crate) leads: Vec<Lead>,
    pub(crate) sampling_hz: f64,
    pub(crate) start: Option<ClockTime>,
    pub(crate) recorder: Option<String>,
    pub(crate) pacemaker: Option<&'static str>,
}

/// One lead.
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    /// Its standard name.
    pub(crate) name: Option<&'static str>,
    /// Nanovolts a step, where stated.
    pub(crate) resolution_nv: Option<f64>,
    /// What the recorder says of its quality, where that is not good.
    pub(crate) quality: Option<&'static str>,
}

const MAGIC: &[u8; 8] = b"ISHNE1.0";

/// Bytes up to the end of the fixed fields.
const FIXED: usize = 522;

/// Most leads a header has room for.
const MOST_LEADS: usize = 12;

/// Names of lead codes 2 to 19; 0 is unknown, 1 any bipolar lead.
const LEADS: [&str; 18] = [
    "X", "Y", "Z", "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6", "ES",
    "AS", "AI",
];

/// Words of quality codes 2 to 5; 0 is unknown, 1 good.
const QUALITIES: [&str; 4] = [
    "intermittent noise",
    "frequent noise",
    "intermittent disconnection",
    "frequent disconnection",
];

/// Words of pacemaker codes 1 to 5; 0 is none.
const PACEMAKERS: [&str; 5] = [
    "unknown type",
    "single chamber, unipolar",
    "dual chamber, unipolar",
    "single chamber, bipolar",
    "dual chamber, bipolar",
];

pub(crate) fn sniff(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

type Damage = (usize, String);

/// Reads the fixed fields; an error tells the byte and what was found.
pub(crate) fn parse(bytes: &[u8]) -> Result<Header, Damage> {
    let fixed = bytes
        .get(..FIXED)
        .filter(|_| sniff(bytes))
        .ok_or_else(|| (bytes.len(), "the header is cut".to_owned()))?;
    let short = |at: usize| i16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let long =
        |at: usize| i32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    let data_at = usize::try_from(long(22))
        .ok()
        .filter(|at| (FIXED..=bytes.len()).contains(at))
        .ok_or_else(|| (22, format!("samples are said to start at byte {}", long(22))))?;
    let count = usize::try_from(short(156))
        .ok()
        .filter(|count| (1..=MOST_LEADS).contains(count))
        .ok_or_else(|| (156, format!("{} leads", short(156))))?;
    let sampling_hz = Some(f64::from(short(272)))
        .filter(|hz| RATES_HZ.contains(hz))
        .ok_or_else(|| (272, format!("a sampling rate of {} Hz", short(272))))?;
    let of = |words: &[&'static str], code: i16, first: i16| {
        usize::try_from(code - first).ok().and_then(|at| words.get(at).copied())
    };
    let leads = (0..count).map(|at| Lead {
        name: of(&LEADS, short(158 + 2 * at).max(0), 2),
        resolution_nv: Some(f64::from(short(206 + 2 * at))).filter(|nv| *nv > 0.0),
        quality: of(&QUALITIES, short(182 + 2 * at).max(0), 2),
    });
    let text = String::from_utf8_lossy(&fixed[232..272]);
    let recorder = text.split('\0').next().unwrap_or_default().trim().to_owned();
    Ok(Header {
        checksum: u16::from_le_bytes([fixed[8], fixed[9]]),
        samples: usize::try_from(long(14)).unwrap_or_default(),
        data_at,
        leads: leads.collect(),
        sampling_hz,
        start: start([138, 140, 142].map(short), [150, 152, 154].map(short)),
        recorder: (!recorder.is_empty()).then_some(recorder),
        pacemaker: of(&PACEMAKERS, short(230).max(0), 1),
    })
}

/// Day, month, year and hour, minute, second; −9 or nonsense where unknown.
fn start([day, month, year]: [i16; 3], [hour, minute, second]: [i16; 3]) -> Option<ClockTime> {
    let date = clock::date(year.into(), month.into(), day.into());
    let in_day = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    let second_of_day = f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + f64::from(second);
    in_day.then_some(ClockTime::Civil { date, second_of_day })
}

/// CRC-CCITT: polynomial 0x1021 from 0xFFFF, high bit first.
pub(crate) fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(u16::MAX, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}
