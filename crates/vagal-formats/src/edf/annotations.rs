//! Time-stamped annotation lists (TAL) of EDF+.

/// One list entry.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tal {
    pub(crate) onset_s: f64,
    pub(crate) duration_s: Option<f64>,
    /// Texts; an empty first one marks the time of the record.
    pub(crate) texts: Vec<String>,
}

const DURATION: u8 = 0x15;
const TEXT: u8 = 0x14;

/// The lists in the annotation bytes of one record; those without a number are counted.
pub(crate) fn parse(bytes: &[u8]) -> (Vec<Tal>, usize) {
    let (mut lists, mut bad) = (Vec::new(), 0);
    for list in bytes.split(|b| *b == 0).filter(|l| !l.is_empty()) {
        match tal(list) {
            Some(list) => lists.push(list),
            None => bad += 1,
        }
    }
    (lists, bad)
}

fn tal(bytes: &[u8]) -> Option<Tal> {
    let mut parts = bytes.split(|b| *b == TEXT);
    let time = parts.next()?;
    let mut halves = time.split(|b| *b == DURATION);
    let number = |part: &[u8]| -> Option<f64> {
        std::str::from_utf8(part).ok()?.parse::<f64>().ok().filter(|v| v.is_finite())
    };
    let onset = halves.next()?;
    if !matches!(onset.first(), Some(b'+' | b'-')) {
        return None;
    }
    let onset_s = number(onset)?;
    let duration_s = halves.next().and_then(number);
    let mut texts: Vec<String> =
        parts.map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    // The list ends with the sign that ends a text.
    texts.pop();
    Some(Tal { onset_s, duration_s, texts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification() {
        let (lists, bad) = parse(
            b"+0\x14\x14\x00+180\x14Lights off\x14Close door\x14\x00+1800.2\x1525.5\x14Apnea\x14\x00\x00",
        );
        assert_eq!(bad, 0);
        assert_eq!(lists[0], Tal { onset_s: 0.0, duration_s: None, texts: vec![String::new()] });
        assert_eq!(lists[1].texts, ["Lights off", "Close door"]);
        assert_eq!(lists[2].onset_s, 1800.2);
        assert_eq!(lists[2].duration_s, Some(25.5));
        assert_eq!(lists[2].texts, ["Apnea"]);
    }

    #[test]
    fn lists_without_an_onset_are_counted() {
        assert_eq!(parse(b"abc\x14x\x14\x00+1x\x14y\x14\x00").1, 2);
    }
}
