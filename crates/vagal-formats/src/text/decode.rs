//! Bytes to text: UTF-8, UTF-16 with a mark, Latin-1; `None` for binary content.

/// Share of control characters above which content is binary. House choice: text has none but tabs.
const MOST_CONTROLS: f64 = 0.01;

/// The text, if the bytes are text.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => narrow(rest),
        _ => narrow(bytes),
    };
    let controls =
        text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).count();
    let binary = controls as f64 > MOST_CONTROLS * text.len() as f64;
    (!binary).then_some(text)
}

fn narrow(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_encodings() {
        assert_eq!(decode(b"\xEF\xBB\xBF800").as_deref(), Some("800"));
        assert_eq!(decode(b"\xFF\xFE8\x000\x00").as_deref(), Some("80"));
        assert_eq!(decode(b"27 \xB5V").as_deref(), Some("27 µV"));
        assert_eq!(decode(b"\x00\x01\x02\x03"), None);
    }
}
