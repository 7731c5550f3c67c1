//! The byte stream of an MIT annotation file, as annot(5) describes it.

use super::codes;

/// One annotation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Annotation {
    pub(crate) sample: i64,
    pub(crate) code: u8,
    pub(crate) subtype: i8,
    /// Auxiliary text; empty if there is none.
    pub(crate) text: String,
}

/// What a stream held.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stream {
    pub(crate) annotations: Vec<Annotation>,
    /// Byte at which reading stopped.
    pub(crate) end: usize,
    /// How it stopped.
    pub(crate) ending: Ending,
}

/// How a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With the mark of the end.
    Marked,
    /// With the last byte, without the mark.
    Cut,
    /// With a code that does not exist.
    BadCode(u8),
}

const SKIP: u8 = 59;
const NUM: u8 = 60;
const SUB: u8 = 61;
const CHN: u8 = 62;
const AUX: u8 = 63;

/// Reads until the end mark, the end of the bytes or an impossible code.
pub(crate) fn read(bytes: &[u8]) -> Stream {
    let mut annotations: Vec<Annotation> = Vec::new();
    let (mut at, mut sample) = (0_usize, 0_i64);
    let ending = loop {
        let Some(word) = word(bytes, at) else { break Ending::Cut };
        let (code, low) = ((word >> 10) as u8, word & 0x3FF);
        at += 2;
        match code {
            0 if low == 0 => break Ending::Marked,
            0 => sample += i64::from(low),
            SKIP => {
                let (Some(high), Some(low)) = (self::word(bytes, at), self::word(bytes, at + 2))
                else {
                    break Ending::Cut;
                };
                sample += i64::from((u32::from(high) << 16 | u32::from(low)) as i32);
                at += 4;
            }
            NUM | CHN => {}
            SUB => {
                if let Some(last) = annotations.last_mut() {
                    last.subtype = low as i8;
                }
            }
            AUX => {
                let length = usize::from(low);
                let Some(text) = bytes.get(at..at + length) else { break Ending::Cut };
                if let Some(last) = annotations.last_mut() {
                    let printable = text.iter().take_while(|b| **b != 0);
                    last.text = printable.map(|&b| char::from(b)).collect();
                }
                at += length + length % 2;
            }
            code if code <= codes::HIGHEST => {
                sample += i64::from(low);
                annotations.push(Annotation { sample, code, subtype: 0, text: String::new() });
            }
            code => {
                at -= 2;
                break Ending::BadCode(code);
            }
        }
    };
    Stream { annotations, end: at.min(bytes.len()), ending }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    // wfdb.wrann("t", "atr", np.array([18, 77, 2000, 2100, 2110]), symbol=["+","N","V","~","N"],
    //   subtype=np.array([0,0,0,-1,0]), aux_note=["(N","","","",""], fs=None) with wfdb 4.3.1
    const WRITTEN: &[u8] = &[
        18, 112, 2, 252, 40, 78, 59, 4, 0, 236, 0, 0, 131, 7, 0, 20, 100, 56, 255, 244, 10, 4, 0, 0,
    ];

    #[test]
    fn gives_back_what_another_program_wrote() {
        let stream = read(WRITTEN);
        assert_eq!(stream.ending, Ending::Marked);
        let got: Vec<(i64, u8)> = stream.annotations.iter().map(|a| (a.sample, a.code)).collect();
        assert_eq!(got, [(18, 28), (77, 1), (2000, 5), (2100, 14), (2110, 1)]);
        assert_eq!(stream.annotations[0].text, "(N");
        assert_eq!(stream.annotations[3].subtype, -1);
    }

    #[test]
    fn cut_anywhere_is_no_panic_and_says_so() {
        for end in 0..WRITTEN.len() - 2 {
            assert_ne!(read(&WRITTEN[..end]).ending, Ending::Marked, "{end}");
        }
    }

    #[test]
    fn an_impossible_code_stops_the_reading() {
        let stream = read(&[0x05, 0x04, 0x00, 0xD8]);
        assert_eq!(stream.ending, Ending::BadCode(54));
        assert_eq!(stream.annotations.len(), 1);
    }
}
